"""Methods that other programs can have called, as the template of commands writes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydantic import BaseModel

from twilio_codegen.language import Method, Parameter, Resource, Schema
from twilio_codegen.language.type_expressions import SCALARS, TypeExpression

from .method_views import MethodView, ParameterView, view_methods
from .naming import python_name, snake_case
from .types import Annotation, PythonTypes, or_none

__all__ = ["ArgumentView", "CommandView", "CommandsView", "PlaceView", "view_commands"]

_ADDED = frozenset({"command_id", "within"})
"""Parameters that every method of a commanded object has."""
_NOTHING = Annotation("None")
_CHECKS = {"non-empty": "min_length=1", "non-negative": "ge=0", "positive": "gt=0"}


@dataclass(frozen=True, slots=True)
class PlaceView:
    """What identifies an object among those of its owner, as it is written.

    Attributes:
        resource: Class of the object; that of the client for the root.
        name: Class of the place.
        word: The object, in words.
        owner: The place of the owner; None for the root.
        field: Attribute of the place that tells it apart; empty for the root.
        key: The same in JSON.
        annotation: Type of that attribute.
        doc: What it is.
        by_sid: Method of the owner that returns the object with a SID; empty if there is none.
        by_other: Method of the owner that returns the object with another name; empty if there is none.
        optional: The methods of the two that return None if there is no such object.
        page: Method of the owner that returns the object with a position: its name, and the parameters for the size and
            for the position; None if there is none.
        page_arguments: Further arguments of that method.
        position: Attribute of the object with its position.
    """

    resource: str
    name: str
    word: str
    owner: PlaceView | None
    field: str
    key: str
    annotation: str
    doc: str
    by_sid: str = ""
    by_other: str = ""
    optional: frozenset[str] = frozenset()
    page: tuple[str, str, str] | None = None
    page_arguments: str = ""
    position: str = ""

    @property
    def fields(self) -> tuple[PlaceView, ...]:
        """The places that lead from the root to here, without that of the root."""
        return () if self.owner is None else (*self.owner.fields, self)


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """A parameter of a command, as it is written.

    Attributes:
        param: As the method has it.
        field: Attribute of the model.
        key: The same in JSON.
        bounds: What pydantic checks besides the type; empty for nothing.
    """

    param: ParameterView
    field: str
    key: str
    bounds: str


@dataclass(frozen=True, slots=True)
class CommandView:
    """A method that can be called from elsewhere, as it is written.

    Attributes:
        method: As the class has it.
        documented: Documented name of class and method.
        place: What identifies the object.
        constant: Name of the command.
        function: What carries it out.
        model: Class of the arguments; the base of all if there are none.
        arguments: The arguments.
        result: Annotation of the result.
        identity: Property of the object returned that is handed back instead; empty for the value itself.
        nothing: Whether there is no result.
        returns_doc: What the result says.
    """

    method: MethodView
    documented: str
    place: PlaceView
    constant: str
    function: str
    model: str
    arguments: tuple[ArgumentView, ...]
    result: Annotation
    identity: str
    nothing: bool
    returns_doc: str


@dataclass(frozen=True, slots=True)
class CommandsView:
    """All commands of a product, as they are written.

    Attributes:
        places: What objects are identified by, owners first.
        classes: Name of the commanded class by place.
        commands: The commands.
    """

    places: tuple[PlaceView, ...]
    classes: dict[str, str]
    commands: tuple[CommandView, ...]

    def of(self, place: PlaceView) -> tuple[CommandView, ...]:
        """The commands of one place."""
        return tuple(command for command in self.commands if command.place.resource == place.resource)


def view_commands(schema: Schema, exported: frozenset[str]) -> CommandsView:
    """What other programs can have called: methods that change something, on objects that can be found again.

    Args:
        schema: The schema.
        exported: Names that the package has for something else.
    """
    return _CommandViews(schema, exported).view()


class _CommandViews:
    def __init__(self, schema: Schema, exported: frozenset[str]) -> None:
        self._schema = schema
        self._types = PythonTypes(schema)
        self._taken = set(exported)

    def view(self) -> CommandsView:
        commands: list[CommandView] = []
        places: dict[str, PlaceView] = {}
        for resource in self._schema.resources.values():
            place = self._place(resource)
            if place is None:
                continue
            found = [*self._commands(resource, place)]
            commands += found
            if found or resource.root:
                places |= {item.resource: item for item in (self._root(), *place.fields)}
        order = sorted(places.values(), key=lambda item: (len(item.fields), item.resource))
        classes = {item.resource: self._unique(f"{item.resource}Commands") for item in order}
        return CommandsView(tuple(order), classes, tuple(commands))

    def _unique(self, name: str) -> str:
        while name in self._taken:
            name = f"{name}_"
        self._taken.add(name)
        return name

    # -- where a method is called

    def _root(self) -> PlaceView:
        name = self._schema.root.resource
        return PlaceView(name, f"_{name}Place", "", None, "", "", "", "")

    def _place(self, resource: Resource) -> PlaceView | None:
        if resource.root:
            return self._root()
        above = self._schema.resources.get(resource.owner or "")
        owner = None if above is None else self._place(above)
        if above is None or owner is None or resource.key is None or resource.draft is not None:
            return None
        key = resource.key
        found = self._by_position(above, resource) if key.type.name == "integer" else self._by_name(above, resource)
        if found is None:
            return None
        word = snake_case(resource.resource)
        taken = {item.field for item in owner.fields}
        field = _attribute(word)
        return replace(
            found,
            resource=resource.resource,
            name=f"_{resource.resource}Place",
            word=word.replace("_", " "),
            owner=owner,
            field=f"{field}_" if field in taken else field,
            key=resource.resource[:1].lower() + resource.resource[1:],
        )

    def _by_position(self, owner: Resource, resource: Resource) -> PlaceView | None:
        assert resource.key is not None
        for name, method in owner.methods.items():
            call = method.collection
            if (
                call is None
                or call.operation != "page"
                or owner.collections[call.name].of != resource.resource
                or call.size is None
                or call.anchor is None
                or method.deprecated is not None
            ):
                continue
            size, anchor = (method.params.get(part.removeprefix("$")) for part in (call.size, call.anchor))
            if size is None or anchor is None:
                continue
            names = [
                python_name(item.name or part.removeprefix("$"))
                for part, item in ((call.size, size), (call.anchor, anchor))
            ]
            rest = ""
            if call.direction is not None and call.direction.startswith("$"):
                direction = call.direction.removeprefix("$")
                rest = f', {python_name(method.params[direction].name or direction)}="forward"'
            used = {call.size, call.anchor, call.direction}
            if any(
                item.deprecated is not None if f"${part}" in used else not item.optional
                for part, item in method.params.items()
            ):
                continue
            position = python_name(resource.key.name)
            doc = resource.properties[resource.key.name].doc
            return PlaceView(
                *("", "", "", None, "", "", "int", doc),
                page=(python_name(name), names[0], names[1]),
                page_arguments=rest,
                position=position,
            )
        return None

    def _by_name(self, owner: Resource, resource: Resource) -> PlaceView | None:
        assert resource.key is not None
        by_key: list[str] = []
        others: list[str] = []
        optional: set[str] = set()
        for name, method in owner.methods.items():
            returned = method.returns.type
            required = [item for item in method.params.values() if not item.optional]
            if (
                returned is None
                or returned.name != resource.resource
                or method.deprecated is not None
                or len(required) != 1
                or len(method.params) != 1
                or required[0].deprecated is not None
                or required[0].type.name != "string"
                or required[0].type.choices
                or required[0].type.nullable
                or not (method.collection is not None or method.request is not None)
                or (method.request is not None and method.request.verb != "GET")
            ):
                continue
            gets = method.collection is not None and method.collection.operation == "get"
            (by_key if gets else others).append(python_name(name))
            if returned.nullable:
                optional.add(python_name(name))
        # Of several ways, the one that was written last: a name that people give rather than another look-up by SID.
        if not by_key and not others:
            return None
        doc = resource.properties[resource.key.name].doc if resource.key.name in resource.properties else ""
        if by_key and others:
            doc = "Its SID, or the name that it can be found by."
        return PlaceView(
            *("", "", "", None, "", "", "str", doc or "What identifies it."),
            by_sid=by_key[0] if by_key else "",
            by_other=others[-1] if others else "",
            optional=frozenset(optional),
        )

    # -- what is called

    def _commands(self, resource: Resource, place: PlaceView) -> Iterator[CommandView]:
        for view in view_methods(self._schema, resource, self._types):
            if view.deprecated or view.static or view.pages or not self._changes(resource, view.spec):
                continue
            arguments = self._arguments(view)
            result = self._result(resource, view)
            if arguments is None or result is None:
                continue
            annotation, identity = result
            stem = f"{snake_case(resource.resource)}_{view.name}"
            class_stem = f"{resource.resource}{view.documented[:1].upper()}{view.documented[1:]}"
            yield CommandView(
                method=view,
                documented=f"{resource.resource}.{view.documented}",
                place=place,
                constant=self._unique(f"_{stem.upper()}"),
                function=self._unique(f"_{stem}"),
                model=self._unique(f"_{class_stem}Arguments") if arguments else "Asked",
                arguments=arguments,
                result=annotation,
                identity=identity,
                nothing=annotation is _NOTHING,
                returns_doc=view.returns_doc or (f"What identifies it: its `{identity}`." if identity else ""),
            )

    def _changes(self, resource: Resource, method: Method) -> bool:
        """Whether a method changes something at the service."""
        if method.request is not None:
            return method.request.verb != "GET"
        if method.get_or_create is not None:
            return True
        called = [resource.methods.get(item.method) for item in method.delegate or () if item.to == "self"]
        return bool(called) and all(item is not None and self._changes(resource, item) for item in called)

    def _arguments(self, view: MethodView) -> tuple[ArgumentView, ...] | None:
        """The arguments that other programs can give; None if one is missing that must be given."""
        once = view.spec.request.once if view.spec.request is not None else None
        params = {param.name: param for param in view.params}
        found: list[ArgumentView] = []
        for documented, parameter in view.spec.params.items():
            if f"${documented}" == once and parameter.optional:
                continue  # made of the id of the command
            name = python_name(parameter.name or documented)
            kind = self._sendable(parameter.type)
            if kind is None or parameter.deprecated is not None or name in _ADDED:
                if not parameter.optional:
                    return None
                continue
            annotation = self._types.annotation(kind, literals=parameter.literals)
            if params[name].default == "None":
                annotation = or_none(annotation, kind)
            param = replace(params[name], annotation=annotation)
            found.append(ArgumentView(param, _attribute(name), documented, _bounds(parameter, kind)))
        order = [param.name for param in view.params]
        return tuple(sorted(found, key=lambda item: order.index(item.param.name)))

    def _sendable(self, kind: TypeExpression) -> TypeExpression | None:
        """What of a type can be said in JSON; None if nothing can."""
        if kind.choices:
            choices = [part for part in map(self._sendable, kind.choices) if part is not None]
            if not choices:
                return None
            return choices[0] if len(choices) == 1 else replace(kind, choices=tuple(choices))
        return kind if self._is_json(kind) else None

    def _is_json(self, kind: TypeExpression) -> bool:
        if kind.choices:
            return all(map(self._is_json, kind.choices))
        if kind.argument is not None:
            return kind.name in ("list", "map") and self._is_json(kind.argument)
        value = self._schema.values.get(kind.name)
        return kind.name in SCALARS or kind.name in self._schema.types or (value is not None and value.input)

    def _result(self, resource: Resource, view: MethodView) -> tuple[Annotation, str] | None:
        """The annotation of the result, and the property that stands for an object; None if it cannot be said."""
        returns = view.spec.returns
        kind = returns.type
        if returns.kind == "none":
            return _NOTHING, ""
        returned = resource if kind is None else self._schema.resources.get(kind.name)
        if returned is not None:
            if kind is not None and kind.nullable:
                return None
            named = next((name for name, item in returned.properties.items() if item.identity), None)
            if named is None:
                return (_NOTHING, "") if kind is None else None
            return self._types.annotation(returned.properties[named].type), python_name(named)
        assert kind is not None
        plain = kind.name in self._schema.values and kind.name in self._schema.plain_values
        if not plain and not self._is_json(kind):
            return None
        return self._types.annotation(kind), ""


def _attribute(name: str) -> str:
    """A name for an attribute of a model, which has some of its own."""
    return f"{name}_" if hasattr(BaseModel, name) or name.startswith(("model_", "_")) else name


def _bounds(parameter: Parameter, kind: TypeExpression) -> str:
    if parameter.check is None or kind.name not in ("string", "integer", "number"):
        return ""
    return _CHECKS[parameter.check]
