"""Methods of resources as the templates write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from twilio_codegen.language import Method, Parameter, Resource, Returns, Schema, ValueField, ValueSource
from twilio_codegen.language.removals import notice_of

from .argument_checks import ArgumentCheck, ArgumentChecks, is_only_encoded
from .code import Code, code
from .delegations import DelegationView, view_delegations
from .drafts import DraftView, view_draft
from .method_expressions import MethodExpressions
from .naming import python_name, snake_case
from .property_updates import with_records
from .types import Annotation, PythonTypes, or_none

__all__ = ["ArgumentView", "MethodView", "ParameterView", "TextOrFileView", "view_methods"]


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter as it is written.

    Attributes:
        default: Expression of its default; empty if it must be given.
        doc: What it means, with its default.
        keyword_only: Whether it follows the star.
        deprecated: What users are told who pass it; empty if it may be used.
    """

    name: str
    annotation: Annotation
    default: str
    doc: str
    keyword_only: bool = False
    deprecated: str = ""


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """What is done with an argument before anything else.

    Attributes:
        default: What None stands for; empty if it stands for itself.
        checks: What refuses arguments of the wrong kind, and more than the session allows.
        fields: Python names of the fields that can be given by keyword, if the parameter is spread.
        unused: Value that it has where it is not given; empty for None.
        deprecated: What users are told who pass it; empty if it may be used.
    """

    name: str
    default: str
    checks: tuple[ArgumentCheck, ...]
    fields: tuple[str, ...]
    unused: str
    deprecated: str
    spec: Parameter


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method as it is written.

    Attributes:
        added: Whether only the Python client has it, under that name.
        params: Its parameters, keyword-only ones last.
        returns: Annotation of the result, or of the page if the result is one.
        pending: Annotation of what fetches the page when it is awaited or gone over; None if the result is no page.
        returns_doc: What the result means; empty if that needs no words.
        errors: Exceptions worth naming, beyond those that every request may raise.
        causes: Events that follow.
        arguments: What is done with each of its arguments first, in schema order.
        unless: Conditions on which nothing is sent.
        draft: What it does with a draft, if it does anything.
        pair: The two methods of a look-up with a creation.
        expressions: Writes the expressions of its body.
        taken: What it returns of a field of the answer, which is the variable ``found``, if that holds records.
        picked: What a selection returns of the list, which is the variable ``listed``.
        requests: Whether it asks the service.
        waits: Whether it is a coroutine.
        renewable: Whether what it returns is awaited, or makes the call last as long as a block.
        deprecated: What users are told who call it; empty if it may be used.
    """

    name: str
    documented: str
    added: bool
    doc: str
    params: tuple[ParameterView, ...]
    returns: Annotation
    pending: Annotation | None
    returns_doc: str
    errors: tuple[str, ...]
    causes: tuple[str, ...]
    arguments: tuple[ArgumentView, ...]
    unless: tuple[Code, ...]
    text_or_file: TextOrFileView | None
    delegations: tuple[DelegationView, ...]
    draft: DraftView | None
    pair: tuple[tuple[str, str], ...]
    expressions: MethodExpressions
    taken: Code | None
    picked: Code | None
    spec: Method
    requests: bool
    waits: bool
    renewable: bool
    static: bool
    deprecated: str

    @property
    def declared(self) -> Annotation:
        """What stands behind the arrow."""
        return self.returns if self.pending is None else self.pending

    @property
    def pages(self) -> bool:
        """Whether the result is a page."""
        return self.pending is not None

    @property
    def deprecated_params(self) -> tuple[ParameterView, ...]:
        """Parameters that should not be passed any more."""
        return tuple(param for param in self.params if param.deprecated)

    @property
    def current_params(self) -> tuple[ParameterView, ...]:
        """The others, as they are written without those: what followed one of them has to be named."""
        first = next((at for at, param in enumerate(self.params) if param.deprecated), len(self.params))
        later = (replace(param, keyword_only=True) for param in self.params[first:] if not param.deprecated)
        return (*self.params[:first], *later)


@dataclass(frozen=True, slots=True)
class TextOrFileView:
    """A parameter that is a text or the options of a file, of which a request sends the one that is given.

    Attributes:
        param: Python name of the parameter.
        options: The options.
        source: Python name of the file.
        others: Python names of the other fields of the options.
        checks: What refuses wrong values of these fields.
        with_text: JSON body of the request with the text.
        with_file: The same with the file.
    """

    param: str
    options: str
    source: str
    others: tuple[str, ...]
    checks: tuple[ArgumentCheck, ...]
    with_text: dict[str, ValueSource]
    with_file: dict[str, ValueSource]


RENEWABLE = Annotation("Renewable")
"""What a call returns that can be made to last; every module has it."""

_CLOSING = "shutdown"
"""What closes a session: a method that every client has from the runtime."""


def view_methods(
    schema: Schema, resource: Resource, types: PythonTypes, *, inherited: bool = False
) -> tuple[MethodView, ...]:
    """Every method of a resource, in schema order; ``inherited`` includes those that the runtime's base class has."""
    return tuple(
        _MethodViews(schema, resource, types).view(name, method)
        for name, method in resource.methods.items()
        if inherited or method.session != "close" or python_name(name) != _CLOSING
    )


class _MethodViews:
    def __init__(self, schema: Schema, resource: Resource, types: PythonTypes) -> None:
        self._schema = schema
        self._resource = resource
        self._types = types
        self._checks = ArgumentChecks(schema)

    def view(self, documented: str, method: Method) -> MethodView:
        errors = set(method.errors)
        if method.requires or method.todo is not None:
            errors.add("StateError")
        if method.params:
            errors.add("ArgumentError")
        expressions = MethodExpressions(self._schema, self._resource, method, self._types)
        draft = view_draft(self._schema, self._resource, method, self._types)
        if draft is not None and draft.needed:
            errors.add("StateError")
        if len(method.delegate or ()) > 1 and method.returns.type is not None and not method.returns.type.nullable:
            errors.add("NotFoundError")
        if draft is not None and draft.limits:
            errors.add("ArgumentError")
        return MethodView(
            name=python_name(documented),
            documented=documented,
            added=method.get_or_create is not None,
            doc=method.doc,
            params=self._params(method),
            returns=RENEWABLE if method.can_be_renewed() else self._returns(method.returns),
            pending=self._pending(method),
            returns_doc=method.returns.doc or "",
            errors=tuple(sorted(errors)),
            causes=tuple(_event_name(cause) for cause in method.causes),
            arguments=tuple(self._argument(name, item, method) for name, item in method.params.items()),
            unless=tuple(self._unless(method, expressions)),
            text_or_file=self._text_or_file(method),
            delegations=view_delegations(self._schema, self._resource, method, expressions, self._types),
            draft=draft,
            pair=tuple(self._pair(method)),
            expressions=expressions,
            taken=self._taken(method, expressions),
            picked=self._picked(method, expressions),
            spec=method,
            requests=method.waits()
            and method.push != "announce"
            and all(answer is None for answer in (method.property, method.pool, method.session, method.todo)),
            waits=method.waits() and not method.gives_pages() and not method.can_be_renewed(),
            renewable=method.can_be_renewed(),
            static=method.static,
            deprecated=notice_of(f"{self._resource.resource}.{python_name(documented)}", method.deprecated),
        )

    # -- signatures

    def _returns(self, returns: Returns) -> Annotation:
        if returns.kind == "self":
            own = self._resource.resource
            return Annotation(own, frozenset({own}))
        return Annotation("None") if returns.type is None else self._types.annotation(returns.type)

    def _pending(self, method: Method) -> Annotation | None:
        returned = method.returns.type
        if not method.gives_pages() or returned is None or returned.argument is None:
            return None
        return self._types.annotation(returned.argument).inside("PendingPage")

    def _params(self, method: Method) -> tuple[ParameterView, ...]:
        required = [item for item in method.params.items() if not item[1].optional]
        optional = [item for item in method.params.items() if item[1].optional]
        views: list[ParameterView] = []
        for documented, parameter in (*required, *optional):
            views.append(self._param(documented, parameter))
            if parameter.spread:
                views.extend(self._spread(self._schema.built[parameter.type.name].fields))
        if (either := self._schema.text_or_file(method)) is not None:
            views.extend(self._spread(self._schema.options[either.options].fields))
        return tuple(sorted(views, key=lambda view: view.keyword_only))

    def _param(self, documented: str, parameter: Parameter) -> ParameterView:
        name = python_name(parameter.name or documented)
        annotation = self._types.annotation(parameter.type, literals=parameter.literals)
        default, doc = "", parameter.doc
        if parameter.optional:
            default = self._types.literal(parameter.default, parameter.type)
        if _has_own_default(parameter):
            # JSON's null and "not given" are the same here: both stand for the default
            annotation, doc = or_none(annotation, parameter.type), f"{doc} Default: {default}."
            default = "None"
        deprecated = notice_of(f"the parameter {name}", parameter.deprecated)
        return ParameterView(name, annotation, default, doc, parameter.keyword_only, deprecated)

    def _spread(self, fields: Mapping[str, ValueField]) -> Iterator[ParameterView]:
        for documented, field in fields.items():
            annotation = or_none(self._types.field_annotation(field), field.type)
            default = "" if field.default is None else f" Default: {self._types.literal(field.default, field.type)}."
            yield ParameterView(python_name(documented), annotation, "None", field.doc + default, keyword_only=True)

    # -- bodies

    def _argument(self, documented: str, parameter: Parameter, method: Method) -> ArgumentView:
        default = self._types.literal(parameter.default, parameter.type)
        replaced = _has_own_default(parameter) and not is_only_encoded(method, documented)
        fields = self._schema.built[parameter.type.name].fields if parameter.spread else ()
        name, may_be_none = python_name(parameter.name or documented), parameter.type.nullable and not replaced
        check = self._checks.of_parameter(method, documented, *self._set_by(documented, method))
        limits = self._checks.limits_of(parameter, name, name, may_be_none=may_be_none)
        return ArgumentView(
            name=name,
            default=default if replaced else "",
            checks=(*([check] if check is not None else []), *limits),
            fields=tuple(map(python_name, fields)),
            unused="" if parameter.default is None or _has_own_default(parameter) else default,
            deprecated=notice_of(f"the parameter {name}", parameter.deprecated),
            spec=parameter,
        )

    def _set_by(self, documented: str, method: Method) -> tuple[tuple[Method, str], ...]:
        """The arguments that a step sets to a parameter as it is, each with the method that it belongs to."""
        drafted = self._schema.drafted(self._resource)
        if drafted is None or method.step is None:
            return ()
        return tuple((drafted, name) for name, given in method.step.set.items() if given == f"${documented}")

    def _unless(self, method: Method, expressions: MethodExpressions) -> Iterator[Code]:
        for equal, stays in ((False, method.only_when), (True, method.skip_when)):
            for name, value in stays.items():
                present, kind = Code(f"self.{python_name(name)}"), self._resource.properties[name].type
                yield self._types.compare(kind, present, expressions.expression(value), equal=equal)

    def _taken(self, method: Method, expressions: MethodExpressions) -> Code | None:
        returns, payload = method.returns, method.request.payload if method.request is not None else None
        if returns.field is None or payload is None:
            return None
        kind = self._schema.wire[payload].fields[returns.field].type
        if not self._schema.holds_records(kind):
            return None
        found = Code(expressions.variable("found"))
        made = with_records(self._schema, kind, found)
        return code("{} if {} is not None else None", made, found, is_conditional=True) if kind.nullable else made

    def _picked(self, method: Method, expressions: MethodExpressions) -> Code | None:
        selection = method.select
        if selection is None:
            return None
        kind = self._resource.properties[selection.source].type
        name = kind.argument.name if kind.argument is not None else ""
        held = self._schema.resources.get(name) or self._schema.values[name]
        item, listed = expressions.variable("item"), Code(expressions.variable("listed"))
        condition = expressions.fits(item, held, selection.where)
        if selection.first:
            present = code("{} or ()", listed) if kind.nullable else listed
            return code("next(({} for {} in {} if {}), None)", item, item, present, condition)
        made = code("[{} for {} in {} if {}]", item, item, listed, condition)
        return code("{} if {} is not None else None", made, listed, is_conditional=True) if kind.nullable else made

    def _text_or_file(self, method: Method) -> TextOrFileView | None:
        either = self._schema.text_or_file(method)
        body = (method.request.body if method.request is not None else None) or {}
        if either is None:
            return None
        fields = self._schema.options[either.options].fields
        others = {name: item for name, item in fields.items() if name != either.source}
        checks = (self._checks.of_field(name, item) for name, item in others.items())
        # what is refused when it is missing is there
        given = {
            name: item.model_copy(update={"when_none": None}) if item.value == f"${either.param}" else item
            for name, item in body.items()
        }
        return TextOrFileView(
            param=python_name(method.params[either.param].name or either.param),
            options=either.options,
            source=python_name(either.source),
            others=tuple(map(python_name, others)),
            checks=tuple(check for check in checks if check is not None),
            with_text={name: item for name, item in given.items() if name != either.file_field},
            with_file={name: item for name, item in given.items() if name != either.text_field},
        )

    def _pair(self, method: Method) -> Iterator[tuple[str, str]]:
        """Name and arguments of each of the two methods that get something or create it."""
        pair = method.get_or_create
        for name in (pair.get, pair.create) if pair is not None else ():
            other = self._resource.methods[name]
            given = self._schema.parameters_taken(other)
            arguments = (
                f"{_keyword(other, documented)}={python_name(parameter.name or documented)}"
                for documented, parameter in method.params.items()
                if documented in given
            )
            yield python_name(name), ", ".join(arguments)


def _has_own_default(parameter: Parameter) -> bool:
    """Whether each call needs a default of its own, since it can be changed."""
    return isinstance(parameter.default, (dict, list))


def _event_name(cause: str) -> str:
    owner, _, event = cause.rpartition(".")
    return f"{snake_case(owner)}.on.{snake_case(event)}" if owner else f"on.{snake_case(event)}"


def _keyword(method: Method, documented: str) -> str:
    """Python name of a parameter, or of a field that one spreads."""
    parameter = method.params.get(documented)
    return python_name((parameter.name if parameter is not None else None) or documented)
