"""Resources, events and methods as the blocking client has them: each stands for one of the asynchronous client."""

from __future__ import annotations

from dataclasses import dataclass

from twilio_codegen.language import Payload, Schema, ValueField, ValueType
from twilio_codegen.language.type_expressions import TypeExpression

from .code import Code, code, joined, operand, variable
from .method_views import MethodView, ParameterView
from .naming import python_name, snake_case
from .reserved_names import local_name, parameter_names
from .resource_views import EventView, PropertyView, ResourceView
from .types import Annotation, PythonTypes

__all__ = [
    "BlockingEvent",
    "BlockingField",
    "BlockingMethod",
    "BlockingPayload",
    "BlockingProperty",
    "BlockingResource",
    "BlockingViews",
]


@dataclass(frozen=True, slots=True)
class BlockingProperty:
    """A property: how the asynchronous client has it, and what it gives."""

    view: PropertyView
    read: Code


@dataclass(frozen=True, slots=True)
class BlockingMethod:
    """A method.

    Attributes:
        view: How the asynchronous client has it.
        given: What is handed on to it.
        call: What calls it there.
        called: What it is called by.
        current: Variable for a method that is deprecated or has such parameters: it is called without a warning. Empty
            for others.
        secret: Variable that hides what it is given; empty if that is no secret.
    """

    view: MethodView
    given: Code
    call: Code
    called: Code
    current: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True)
class BlockingEvent:
    """An event: how the asynchronous client has it, and what makes its payload, None if that is the same."""

    view: EventView
    wrap: Code | None


@dataclass(frozen=True, slots=True)
class BlockingField:
    """A field of a payload: name, annotation, documentation, and expression that makes it of the asynchronous one."""

    name: str
    annotation: Annotation
    doc: str
    expression: Code


@dataclass(frozen=True, slots=True)
class BlockingPayload:
    """A payload, or a value, that holds objects of the client, and so exists for both kinds of clients."""

    name: str
    maker: str
    payload: Payload | ValueType
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
    """

    def __init__(self, schema: Schema, types: PythonTypes) -> None:
        self._schema = schema
        self._types = types
        self._twins = {*schema.resources, *schema.composites}
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
            methods=tuple(self._method(view, item) for item in view.methods),
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

    def composites(self) -> list[BlockingPayload]:
        """The values that hold records, in alphabetical order."""
        return [
            BlockingPayload(
                name=name,
                maker=snake_case(name),
                payload=value,
                fields=tuple(self._field(key, field, received=False) for key, field in value.fields.items()),
            )
            for name, value in sorted(self._schema.composites.items())
        ]

    def _payload_maker(self, type_: TypeExpression | None) -> Code | None:
        return self._maker(type_, "twins") if type_ is not None and self._differs(type_) else None

    def is_shared(self, name: str) -> bool:
        """Whether a class is the same for both kinds of clients."""
        return name not in self._twins

    def _field(self, documented: str, field: ValueField, *, received: bool = True) -> BlockingField:
        name = python_name(documented)
        # Each field has a variable of its own: they stand in one function, and are of different types.
        expression = self._wrapped(field.type, Code(f"inner.{name}"), "self", received=received, kept=f"_{name}")
        return BlockingField(name, self._types.field_annotation(field, received=received), field.doc, expression)

    def _reading(self, item: PropertyView, type_: TypeExpression) -> Code:
        # Read on a line of its own: there the remark for type checkers stays, however long the rest is.
        value = variable("current") if item.deprecated else Code(f"self._inner.{item.name}")
        return self._wrapped(type_, value, "self._twins")

    # -- methods

    def _method(self, view: ResourceView, item: MethodView) -> BlockingMethod:
        method = item.spec
        specs = {python_name(spec.name or name): spec.type for name, spec in method.params.items()}
        given = joined(self._argument(param, specs.get(param.name)) for param in item.params)
        taken = parameter_names() | {param.name for param in item.params}
        called = code("Async{}.{}", view.name, item.name) if item.static else code("self._inner.{}", item.name)
        current = local_name(item.name, taken) if item.deprecated else ""
        if item.deprecated_params and not current:
            current = local_name("passed_on", taken)
        target = Code(current) if current else called
        if item.static:
            return BlockingMethod(item, given, code("{}({})", target, given), called, current)
        secret = local_name("secret", taken) if method.session == "update_token" else ""
        arguments = Code(f"{secret}.get_secret_value()") if secret else given
        work = code("lambda: {}({})", target, arguments) if item.params else target
        call = code("self._run({})", work) if method.waits() else code("{}({})", target, arguments)
        if item.renewable:
            call = code("call_renewable(self._threads.portal, {})", work)
        if method.returns.type is not None:
            call = self._wrapped(method.returns.type, call, "self._twins")
        return BlockingMethod(item, given, call, called, current, secret)

    def _argument(self, param: ParameterView, type_: TypeExpression | None) -> Code:
        value = Code(param.name) if type_ is None else self._unwrapped(type_, Code(param.name))
        return code("{}={}", param.name, value) if param.keyword_only else value

    def _unwrapped(self, type_: TypeExpression, value: Code) -> Code:
        """What the asynchronous client is given in place of a value."""
        if not type_.names() & self._twins:
            return value
        if type_.name == "list" and type_.argument is not None and str(type_.argument) in self._schema.resources:
            made = code("inners_of({})", value)
            return code("None if {} is None else {}", value, made) if type_.nullable else made
        if type_.name in ("list", "map") and type_.argument is not None:
            item = self._unwrapped(type_.argument, Code("item"))
            several = "[{} for item in {}]" if type_.name == "list" else "{{key: {} for key, item in {}.items()}}"
            made = code(several, item, value)
            return code("None if {} is None else {}", value, made) if type_.nullable else made
        if type_.choices or type_.nullable:
            return code("inner_of({}) if isinstance({}, Resource) else {}", value, value, value)
        return code("inner_of({})", value)

    # -- results

    def _wrapped(
        self, type_: TypeExpression, value: Code, twins: str, *, received: bool = False, kept: str = "_found"
    ) -> Code:
        """What users see of a value of the asynchronous client.

        ``twins`` makes objects; lists received are tuples; ``kept`` is the variable for what is looked at twice.
        """
        if not self._differs(type_):
            return value
        if type_.nullable:
            plain = TypeExpression(type_.name, type_.argument)
            if type_.name in ("list", "map"):
                # type checkers understand this better than a function that is handed on
                found = value if value.is_variable else code("({} := {})", kept, value)
                made = self._wrapped(plain, value if value.is_variable else Code(kept), twins, received=received)
                return code("{} if {} is not None else None", made, found, is_conditional=True)
            return code("optional({}, {})", self._maker(plain, twins, received=received), value)
        if type_.argument is None:
            return code("{}.{}({})", twins, snake_case(type_.name), value)
        if type_.name == "Paginator":
            make = [self._maker(type_.argument, twins)] if self._differs(type_.argument) else []
            return code("Paginator({})", joined([value, f"{twins}.threads.portal", *make]))
        # lists in maps stay lists, also in what handlers receive
        inner = received and type_.name == "list"
        made = operand(self._wrapped(type_.argument, variable("item"), twins, received=inner))
        if type_.name == "map":
            return code("{{key: {} for key, item in {}.items()}}", made, value)
        return code("tuple({} for item in {})" if received else "[{} for item in {}]", made, value)

    def _maker(self, type_: TypeExpression, twins: str, *, received: bool = False) -> Code:
        """The function that makes what users see of a value that they do not see as it is."""
        if type_.argument is None and not type_.nullable:
            return Code(f"{twins}.{snake_case(type_.name)}")
        return code("lambda value: {}", self._wrapped(type_, variable("value"), twins, received=received))

    def _differs(self, type_: TypeExpression) -> bool:
        """Whether users see something else than the asynchronous client has."""
        return not type_.names().isdisjoint({*self._twins, "Paginator"})
