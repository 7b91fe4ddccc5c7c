"""Resources, events and methods as the blocking client has them: each stands for one of the asynchronous client."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .ir import Method, Payload, Schema, ValueField
from .method_views import MethodView, ParameterView
from .naming import python_name, snake_case
from .python_types import Annotation, PythonTypes
from .reserved_names import local_name, parameter_names
from .resource_views import EventView, PropertyView, ResourceView
from .type_expressions import TypeExpression

__all__ = [
    "BlockingEvent",
    "BlockingField",
    "BlockingMethod",
    "BlockingPayload",
    "BlockingProperty",
    "BlockingResource",
    "BlockingViews",
]

_QUIET = "  # pyright: ignore[reportDeprecated]"
"""Behind what stands for something deprecated: those who use it are told, and it must still work."""


@dataclass(frozen=True, slots=True)
class BlockingProperty:
    """A property: how the asynchronous client has it, and the statement that reads it there."""

    view: PropertyView
    statement: str


@dataclass(frozen=True, slots=True)
class BlockingMethod:
    """A method: how the asynchronous client has it, and the statements that call it there."""

    view: MethodView
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockingEvent:
    """An event: how the asynchronous client has it, and what makes its payload, empty if that is the same."""

    view: EventView
    wrap: str


@dataclass(frozen=True, slots=True)
class BlockingField:
    """A field of a payload: name, annotation, documentation, and expression that makes it of the asynchronous one."""

    name: str
    annotation: Annotation
    doc: str
    expression: str


@dataclass(frozen=True, slots=True)
class BlockingPayload:
    """A payload that holds objects of the client, and so exists for both kinds of clients."""

    name: str
    maker: str
    payload: Payload
    fields: tuple[BlockingField, ...]


@dataclass(frozen=True, slots=True)
class BlockingResource:
    """A resource: how the asynchronous client has it, and what stands for its parts."""

    view: ResourceView
    maker: str
    properties: tuple[BlockingProperty, ...]
    methods: tuple[BlockingMethod, ...]
    events: tuple[BlockingEvent, ...]


class BlockingViews:
    """Turns the resources of one schema into blocking ones.

    An object of the asynchronous client is never handed out; the object that stands for it is made by an attribute of
    `Twins`, named after its class. Values are the same for both kinds of clients.

    Args:
        schema: A schema without problems.
        types: Its types.
    """

    def __init__(self, schema: Schema, types: PythonTypes) -> None:
        self._schema = schema
        self._types = types
        self._twins = set(schema.resources)
        for name, payload in schema.payloads.items():
            if any(field.type.names() & self._twins for field in payload.fields.values()):
                self._twins.add(name)

    def resource(self, view: ResourceView) -> BlockingResource:
        """The blocking form of a resource."""
        properties = zip(view.properties, view.spec.properties.values(), strict=True)
        events = zip(view.events, view.spec.events.values(), strict=True)
        return BlockingResource(
            view=view,
            maker=snake_case(view.name),
            properties=tuple(BlockingProperty(item, self._reading(item, spec.type)) for item, spec in properties),
            methods=tuple(
                BlockingMethod(item, tuple(self._body(view, item, view.spec.methods[item.documented])))
                for item in view.methods
            ),
            events=tuple(BlockingEvent(item, self._payload_maker(spec.payload)) for item, spec in events),
        )

    def payloads(self) -> list[BlockingPayload]:
        """The payloads that hold objects of the client, in alphabetical order."""
        return [
            BlockingPayload(
                name=name,
                maker=snake_case(name),
                payload=self._schema.payloads[name],
                fields=tuple(map(self._field, *zip(*self._schema.payloads[name].fields.items(), strict=True))),
            )
            for name in sorted(self._schema.payloads.keys() & self._twins)
        ]

    def _payload_maker(self, type_: TypeExpression | None) -> str:
        return self._maker(type_, "twins") if type_ is not None and self._differs(type_) else ""

    def is_shared(self, name: str) -> bool:
        """Whether a class is the same for both kinds of clients."""
        return name not in self._twins

    def _field(self, documented: str, field: ValueField) -> BlockingField:
        name = python_name(documented)
        expression = self._wrapped(field.type, f"inner.{name}", "self", received=True)
        return BlockingField(name, self._types.field_annotation(field, received=True), field.doc, expression)

    def _reading(self, item: PropertyView, type_: TypeExpression) -> str:
        expression = self._wrapped(type_, f"self._inner.{item.name}", "self._twins")
        return f"return {expression}{_QUIET if item.deprecated else ''}"

    # -- methods

    def _body(self, view: ResourceView, item: MethodView, method: Method) -> Iterator[str]:
        if method.session == "close":
            yield "self.shutdown()"
            return
        specs = {python_name(spec.name or name): spec.type for name, spec in method.params.items()}
        arguments = ", ".join(self._argument(param, specs.get(param.name)) for param in item.params)
        yield from item.warnings
        quiet = _QUIET if item.deprecated_params else ""
        if item.static:
            yield f"return Async{view.name}.{item.name}({arguments}){quiet}"
            return
        called = f"self._inner.{item.name}"
        if item.deprecated:
            current = local_name(item.name, parameter_names() | {param.name for param in item.params})
            yield f"{current} = Undeprecated({called}){_QUIET}"
            called = current
        if method.session == "update_token":
            secret = local_name("secret", parameter_names() | {param.name for param in item.params})
            yield f"{secret} = hide_token({arguments})"
            yield f"del {arguments}"
            arguments = f"{secret}.get_secret_value()"
        work = f"lambda: {called}({arguments})" if arguments else called
        call = f"self._run({work})"
        returned = method.returns.type
        if returned is not None:
            call = f"return {self._wrapped(returned, call, 'self._twins')}"
        yield f"{call}{quiet}"
        if method.returns.kind == "self":
            yield "return self"

    def _argument(self, param: ParameterView, type_: TypeExpression | None) -> str:
        value = param.name if type_ is None else self._unwrapped(type_, param.name)
        return f"{param.name}={value}" if param.keyword_only else value

    def _unwrapped(self, type_: TypeExpression, value: str) -> str:
        """Expression for what the asynchronous client is given in place of a value."""
        if not type_.names() & self._twins:
            return value
        if type_.name in ("list", "map") and type_.argument is not None:
            item = self._unwrapped(type_.argument, "item")
            several = f"[{item} for item in {value}]"
            made = several if type_.name == "list" else f"{{key: {item} for key, item in {value}.items()}}"
            return f"None if {value} is None else {made}" if type_.nullable else made
        if type_.choices or type_.nullable:
            return f"inner_of({value}) if isinstance({value}, Resource) else {value}"
        return f"inner_of({value})"

    # -- results

    def _wrapped(self, type_: TypeExpression, value: str, twins: str, *, received: bool = False) -> str:
        """Expression for what users see of a value of the asynchronous client.

        Args:
            type_: Type of the value.
            value: Expression for it.
            twins: Expression for what makes objects.
            received: Whether lists are tuples.
        """
        if not self._differs(type_):
            return value
        if type_.nullable:
            plain = TypeExpression(type_.name, type_.argument)
            if type_.name in ("list", "map"):
                # type checkers understand this better than a function that is handed on
                name = value if value.isidentifier() else "_found"
                made = self._wrapped(plain, name, twins, received=received)
                return f"{made} if {name if name == value else f'({name} := {value})'} is not None else None"
            return f"optional({self._maker(plain, twins, received=received)}, {value})"
        if type_.argument is None:
            return f"{twins}.{snake_case(type_.name)}({value})"
        if type_.name == "Paginator":
            make = f", {self._maker(type_.argument, twins)}" if self._differs(type_.argument) else ""
            return f"Paginator({value}, {twins}.threads.portal{make})"
        # lists in maps stay lists, also in what handlers receive
        made = self._wrapped(type_.argument, "item", twins, received=received and type_.name == "list")
        made = f"({made})" if " if " in made else made
        if type_.name == "map":
            return f"{{key: {made} for key, item in {value}.items()}}"
        return f"tuple({made} for item in {value})" if received else f"[{made} for item in {value}]"

    def _maker(self, type_: TypeExpression, twins: str, *, received: bool = False) -> str:
        """Expression for the function that makes what users see of a value that they do not see as it is."""
        if type_.argument is None and not type_.nullable:
            return f"{twins}.{snake_case(type_.name)}"
        return f"lambda value: {self._wrapped(type_, 'value', twins, received=received)}"

    def _differs(self, type_: TypeExpression) -> bool:
        """Whether users see something else than the asynchronous client has."""
        return not type_.names().isdisjoint({*self._twins, "Paginator"})
