"""The public API that two versions are compared by: what users of the generated package see, and what they do not.

A schema and official declarations are both turned into an `Api`. Everything carries the Python identifier that users
write, so that a change can be told in their words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from twilio_codegen.ir import Json
from twilio_codegen.positions import Position

from .types import JSON, NOTHING, ApiType

__all__ = [
    "UNSAID",
    "Api",
    "ApiClass",
    "ApiEvent",
    "ApiField",
    "ApiMethod",
    "ApiParameter",
    "ApiUnion",
    "Details",
    "Plain",
]

UNSAID = "<unsaid>"
"""Stands for a default that is not known, or that there is none."""

Plain = Mapping[str, object]
"""What was written somewhere, by key."""


@dataclass(frozen=True, slots=True)
class Details:
    """What every part of an API has.

    Attributes:
        python: What users write, such as ``Channel.friendly_name``.
        doc: Its meaning; empty if that is not compared.
        at: Where it is declared.
        deprecated: Whether it is marked as such.
        wire: What of its declaration users never see, by key.
    """

    python: str
    doc: str = ""
    at: Position | None = None
    deprecated: bool = False
    wire: Plain = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class ApiField(Details):
    """A property, or a field of a value.

    Attributes:
        type: Its type.
        required: Whether whoever builds the value must give it. Means nothing for what is only read.
        default: What it is if it is not given.
        reason: Update reason that a change of it raises.
    """

    type: ApiType = JSON
    required: bool = False
    default: Json = UNSAID
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ApiParameter(Details):
    """A parameter, in the place where it stands in Python.

    Attributes:
        type: Its type.
        optional: Whether it may be left out.
        default: What it is then.
        checks: What arguments must fulfil beyond their type; each makes it stricter.
    """

    type: ApiType = JSON
    optional: bool = False
    default: Json = UNSAID
    checks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ApiMethod(Details):
    """A method.

    Attributes:
        params: Parameters in the order of the Python signature.
        returns: Type of the result.
        static: Whether it belongs to the class, and is not asynchronous then.
        keywords: Options whose fields are accepted as keywords, too.
        requires: What must hold, or the method refuses.
        effects: Documented consequences: errors and events.
    """

    params: Mapping[str, ApiParameter] = field(default_factory=dict[str, ApiParameter])
    returns: ApiType = NOTHING
    static: bool = False
    keywords: frozenset[str] = frozenset()
    requires: frozenset[str] = frozenset()
    effects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ApiEvent(Details):
    """An event: the type of what handlers receive, and the event of the owner that repeats it."""

    payload: ApiType = NOTHING
    bubbles: str | None = None


@dataclass(frozen=True, slots=True)
class ApiClass(Details):
    """A class.

    Attributes:
        kind: What it is in Python.
        written: Whether users build it rather than receive it.
        ordered: Whether the order of its fields matters.
        fields: Its properties or fields.
        methods: Its methods.
        events: Its events.
    """

    kind: Literal["resource", "value", "options", "payload", "tagged"] = "resource"
    written: bool = False
    ordered: bool = False
    fields: Mapping[str, ApiField] = field(default_factory=dict[str, ApiField])
    methods: Mapping[str, ApiMethod] = field(default_factory=dict[str, ApiMethod])
    events: Mapping[str, ApiEvent] = field(default_factory=dict[str, ApiEvent])

    @property
    def members(self) -> frozenset[str]:
        """Names of everything in it."""
        return frozenset((*self.fields, *self.methods, *self.events))


@dataclass(frozen=True, slots=True)
class ApiUnion(Details):
    """An alias of strings.

    Attributes:
        members: Each string with its meaning.
        received: Whether users receive it, rather than only pass it in.
        known: Whether the strings are known: declarations may take them from a package that is not at hand.
    """

    members: Mapping[str, str] = field(default_factory=dict[str, str])
    received: bool = True
    known: bool = True


@dataclass(frozen=True, slots=True)
class Api:
    """One version of an API.

    Attributes:
        title: How messages name it.
        origin: What it was read from. Declarations do not say what only a schema knows, and the other way round.
        classes: Classes by documented name.
        unions: Aliases of strings by documented name.
        wire: What no part of the API shows: the product and the types of the wire.
        hidden: Strings of aliases that are used without being public.
        package: Name under which the package is imported; empty if that is not known.
        events: Documented names of payloads that have one; other payloads are types without a name there.
    """

    title: str
    origin: Literal["schema", "declarations"]
    classes: Mapping[str, ApiClass]
    unions: Mapping[str, ApiUnion]
    wire: Plain = field(default_factory=dict[str, object])
    hidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    package: str = ""
    events: Mapping[str, str] = field(default_factory=dict[str, str])

    def strings(self) -> dict[str, tuple[str, ...]]:
        """Strings of every alias whose strings are known."""
        return {**self.hidden, **{name: tuple(item.members) for name, item in self.unions.items() if item.known}}

    def mentioned(self) -> frozenset[str]:
        """Every name that occurs in a type."""
        found: set[str] = set()
        for item in self.classes.values():
            kinds = [entry.type for entry in item.fields.values()]
            kinds += [event.payload for event in item.events.values()]
            for method in item.methods.values():
                kinds += [method.returns, *(param.type for param in method.params.values())]
            for kind in kinds:
                found |= kind.names()
        return frozenset(found)

    def renamed(self, names: Mapping[str, str]) -> Api:
        """The same API with other names for classes and aliases, in types and as such."""
        return replace(
            self,
            classes={names.get(name, name): _renamed_class(item, names) for name, item in self.classes.items()},
            unions={names.get(name, name): item for name, item in self.unions.items()},
        )


def _renamed_class(item: ApiClass, names: Mapping[str, str]) -> ApiClass:
    return replace(
        item,
        fields={key: replace(entry, type=entry.type.renamed(names)) for key, entry in item.fields.items()},
        events={key: replace(event, payload=event.payload.renamed(names)) for key, event in item.events.items()},
        methods={
            key: replace(
                method,
                returns=method.returns.renamed(names),
                params={name: replace(param, type=param.type.renamed(names)) for name, param in method.params.items()},
            )
            for key, method in item.methods.items()
        },
    )
