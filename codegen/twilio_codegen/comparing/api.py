"""Models an API: a schema and official declarations are read into it; comparison and reference use it.

Each part carries the Python identifier that users write, so that a change can be reported in their words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from twilio_codegen.language import Json
from twilio_codegen.python.naming import class_name
from twilio_codegen.reading.positions import Position

from .types import JSON, ApiType

UNSAID = "<unsaid>"
"""Default that is not known, or that does not exist."""

KINDS = "kinds"
"""Name of the field that holds the type of an alias."""

Holder = Literal["object", "class"]
"""What has a property: each object, or the class itself."""

Plain = Mapping[str, object]
"""Plain data by key, as it is written in a schema."""


@dataclass(frozen=True, slots=True)
class Details:
    """What every element of an API has.

    Attributes:
        python: What users write, such as ``Channel.friendly_name``.
        doc: Its description; empty if descriptions are not compared.
        at: Where it is declared.
        deprecated: Whether it is marked as deprecated.
        wire: The part of its declaration that users never see, by key.
    """

    python: str
    doc: str = ""
    at: Position | None = None
    deprecated: bool = False
    wire: Plain = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class ApiPart(Details):
    """An element with a type.

    Attributes:
        type: Type of the value: of a property, of a parameter, of a method's result, of an event's payload.
        source: The type as TypeScript declares it; empty for a schema.
        annotation: The type as Python annotates it; empty for declarations.
        notice: What a warning says about it if it is deprecated; empty for declarations.
    """

    type: ApiType = JSON
    source: str = ""
    annotation: str = ""
    notice: str = ""

    @property
    def identifier(self) -> str:
        """Its name in Python without that of its owner; ``on.`` precedes the name of an event."""
        owner, parenthesis, parameter = self.python.partition("(")
        return parameter.removesuffix(")") if parenthesis else owner.partition(".")[2]


PartT = TypeVar("PartT", bound=ApiPart)


@dataclass(frozen=True, slots=True)
class ApiField(ApiPart):
    """A property of a class, or a field of a value.

    Attributes:
        required: Whether it must be given where the value is built, or is always there where it is received.
        default: Its value if it is not given.
        reason: Update reason that a change of it raises.
        held_by: Whether objects have it, the class itself, or both, in the order of the declarations.
    """

    required: bool = False
    default: Json = UNSAID
    reason: str | None = None
    held_by: tuple[Holder, ...] = ("object",)


@dataclass(frozen=True, slots=True)
class ApiParameter(ApiPart):
    """A parameter of a method.

    Attributes:
        optional: Whether it may be left out.
        default: Its value if it is left out.
        checks: Conditions on the argument beyond its type; each makes the parameter stricter.
        narrowed_from: The alias of strings that it is declared with, where only some of the strings are accepted.
    """

    optional: bool = False
    default: Json = UNSAID
    checks: frozenset[str] = frozenset()
    narrowed_from: ApiType | None = None


@dataclass(frozen=True, slots=True)
class ApiMethod(ApiPart):
    """A method; its type is that of the result.

    Attributes:
        params: Parameters in the order of the Python signature.
        static: Whether it belongs to the class itself, and is not asynchronous then.
        plain: Whether it need not be awaited.
        keywords: Options whose fields are accepted as keywords, too.
        requires: Conditions without which the method refuses.
        effects: Documented consequences: errors and events.
    """

    params: Mapping[str, ApiParameter] = field(default_factory=dict[str, ApiParameter])
    static: bool = False
    plain: bool = False
    keywords: frozenset[str] = frozenset()
    requires: frozenset[str] = frozenset()
    effects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ApiEvent(ApiPart):
    """An event; its type is that of the payload.

    Attributes:
        bubbles: The event of the owner that repeats it.
    """

    bubbles: str | None = None


@dataclass(frozen=True, slots=True)
class ApiClass(Details):
    """A class, an interface, or an alias of a type.

    Attributes:
        kind: What it is in Python. An alias names a type, which is that of its only field.
        documented: How it is documented.
        written: Whether users build it rather than receive it.
        ordered: Whether the order of its fields matters.
        parameters: Names of its type parameters.
        fields: Its properties or fields.
        methods: Its methods.
        events: Its events.
    """

    kind: Literal["resource", "value", "options", "payload", "alias"] = "resource"
    documented: Literal["class", "interface", "alias"] = "class"
    written: bool = False
    ordered: bool = False
    parameters: tuple[str, ...] = ()
    fields: Mapping[str, ApiField] = field(default_factory=dict[str, ApiField])
    methods: Mapping[str, ApiMethod] = field(default_factory=dict[str, ApiMethod])
    events: Mapping[str, ApiEvent] = field(default_factory=dict[str, ApiEvent])

    @property
    def members(self) -> frozenset[str]:
        """Names of its fields, methods and events."""
        return frozenset((*self.fields, *self.methods, *self.events))

    def parts(self) -> Iterator[ApiPart]:
        """Yield every element that has a type, parameters included."""
        yield from self.fields.values()
        yield from self.events.values()
        for method in self.methods.values():
            yield method
            yield from method.params.values()

    def retyped(self, change: Callable[[ApiType], ApiType]) -> ApiClass:
        """Return the class with every type changed."""
        methods = {
            key: _retyped(replace(item, params=_all_retyped(item.params, change)) if item.params else item, change)
            for key, item in self.methods.items()
        }
        fields, events = _all_retyped(self.fields, change), _all_retyped(self.events, change)
        return replace(self, fields=fields, events=events, methods=methods)


def _retyped(item: PartT, change: Callable[[ApiType], ApiType]) -> PartT:
    kind = change(item.type)
    return item if kind is item.type else replace(item, type=kind)


def _all_retyped(items: Mapping[str, PartT], change: Callable[[ApiType], ApiType]) -> dict[str, PartT]:
    return {key: _retyped(item, change) for key, item in items.items()}


@dataclass(frozen=True, slots=True)
class ApiUnion(Details):
    """An alias of strings.

    Attributes:
        members: Each string with its description.
        members_at: Where each string is declared, if that is known.
        received: Whether users receive it, rather than only pass it in.
        known: Whether the strings are known: declarations may take them from a package that is not at hand.
        open: Whether other strings are possible, too.
    """

    members: Mapping[str, str] = field(default_factory=dict[str, str])
    members_at: Mapping[str, Position] = field(default_factory=dict[str, Position])
    received: bool = True
    known: bool = True
    open: bool = False


@dataclass(frozen=True, slots=True)
class Api:
    """One version of an API.

    Attributes:
        name: The package that was read, or how messages name the schema.
        origin: What it was read from. A schema and declarations say different things about an API.
        classes: Classes, interfaces and aliases of types by documented name; ``Outer.Inner`` inside a namespace.
        unions: Aliases of strings by documented name.
        version: Version of the package; empty if unknown.
        wire: What no element of the API shows: the product and the types of the wire.
        hidden: Aliases of strings that the API mentions without exporting them.
        shapes: Objects that the API mentions without exporting them.
        package: Name under which the package is imported in Python; empty if unknown.
        events: Documented names of payloads that have one; other payloads are types without a name there.
    """

    name: str
    origin: Literal["schema", "declarations"]
    classes: Mapping[str, ApiClass]
    unions: Mapping[str, ApiUnion]
    version: str = ""
    wire: Plain = field(default_factory=dict[str, object])
    hidden: Mapping[str, ApiUnion] = field(default_factory=dict[str, ApiUnion])
    shapes: Mapping[str, ApiClass] = field(default_factory=dict[str, ApiClass])
    package: str = ""
    events: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def title(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}".strip()

    def strings(self) -> dict[str, tuple[str, ...]]:
        """Return the strings of every alias that allows known strings only."""
        known = {**self.hidden, **self.unions}
        return {name: tuple(item.members) for name, item in known.items() if item.known and not item.open}

    def mentioned(self) -> frozenset[str]:
        """Return every name that occurs in a type."""
        return frozenset(name for item in self.classes.values() for part in item.parts() for name in part.type.names())

    def retyped(self, change: Callable[[ApiType], ApiType]) -> Api:
        """Return the API with every type changed."""
        return replace(
            self,
            classes={name: item.retyped(change) for name, item in self.classes.items()},
            shapes={name: item.retyped(change) for name, item in self.shapes.items()},
        )

    def renamed(self, names: Mapping[str, str]) -> Api:
        """Return the API with other names for classes and aliases, in types as well."""
        changed = self.retyped(lambda kind: kind.renamed(names))
        return replace(
            changed,
            classes={names.get(name, name): item for name, item in changed.classes.items()},
            unions={names.get(name, name): item for name, item in self.unions.items()},
        )


def outer_names(declared: Iterable[str], wanted: Iterable[str]) -> dict[str, str]:
    """Return what types inside namespaces are called where there are no namespaces.

    ``Channel.Status`` is called ``ChannelStatus``; where only ``Status`` is wanted, it is called that.

    Args:
        declared: Names with dots.
        wanted: Names of the side that has no namespaces.

    Returns:
        The other name by each name with a dot.
    """
    known = set(wanted)
    names: dict[str, str] = {}
    for name in declared:
        last = name.rpartition(".")[2]
        if last != name:
            joined = class_name(name)
            names[name] = last if joined not in known and last in known else joined
    return names


def uses(classes: Iterable[ApiClass]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of types that users receive, and of those that they pass in."""
    received: set[str] = set()
    passed: set[str] = set()
    for item in classes:
        methods = item.methods.values()
        results = [*item.events.values(), *methods]
        params = [param for method in methods for param in method.params.values()]
        for target, parts in (
            (received, results),
            (passed, params),
            (passed if item.written else received, item.fields.values()),
        ):
            target |= {name for part in parts for name in part.type.names()}
    return frozenset(received), frozenset(passed)


def reached(classes: Mapping[str, ApiClass]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of types that users receive and that they pass in, through the fields of values as well."""
    without_values = [item if item.documented == "class" else replace(item, fields={}) for item in classes.values()]
    received, passed = uses(without_values)
    return _with_fields(classes, received), _with_fields(classes, passed)


def _with_fields(classes: Mapping[str, ApiClass], names: frozenset[str]) -> frozenset[str]:
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        item = classes.get(name)
        if item is not None and item.documented != "class":
            waiting |= {other for entry in item.fields.values() for other in entry.type.names()} - found
    return frozenset(found)
