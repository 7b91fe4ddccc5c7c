"""What an expression is as far as the names of a product are concerned.

Only what leads to an object of the product is told apart: anything else is `FOREIGN`, which is known to be none, or
`UNKNOWN`, which may be one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .scopes import Scope

__all__ = [
    "FOREIGN",
    "NEVER",
    "NOTHING",
    "UNKNOWN",
    "Choice",
    "Coroutine",
    "Entered",
    "External",
    "Function",
    "Giving",
    "Hub",
    "Kind",
    "Mapped",
    "Method",
    "Module",
    "OwnClass",
    "OwnObject",
    "Package",
    "Pages",
    "ProductClass",
    "ProductObject",
    "Sequence",
    "Signal",
    "SignalCall",
    "Tuple",
    "Word",
    "bounded",
    "is_foreign",
    "item_of",
    "joined",
    "parts",
]


_DEPTH, _CHOICES = 5, 12
"""How much is told apart: kinds inside each other, and kinds that one thing may have."""


class Kind:
    """What an expression is."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Plain(Kind):
    name: str


UNKNOWN = _Plain("unknown")
"""It may be anything, an object of the product included."""
FOREIGN = _Plain("foreign")
"""It is nothing of the product."""
NOTHING = _Plain("nothing")
"""None."""


def is_foreign(kind: Kind) -> bool:
    """Whether something is known to be nothing of the product."""
    return kind is FOREIGN or kind is NOTHING or isinstance(kind, External | Word)


@dataclass(frozen=True, slots=True)
class ProductObject(Kind):
    """An object of a class of the product, of the blocking client or the asynchronous one."""

    name: str
    blocking: bool


@dataclass(frozen=True, slots=True)
class ProductClass(Kind):
    """A class of the product itself."""

    name: str
    blocking: bool


@dataclass(frozen=True, slots=True)
class Word(Kind):
    """A string of a documented union."""

    union: str


@dataclass(frozen=True, slots=True)
class Package(Kind):
    """The product's package, its blocking twin, or a submodule of either."""

    path: str
    blocking: bool


@dataclass(frozen=True, slots=True)
class Method(Kind):
    """A method of an object of the product."""

    owner: ProductObject
    name: str


@dataclass(frozen=True, slots=True)
class Hub(Kind):
    """The events of an object of the product."""

    owner: ProductObject


@dataclass(frozen=True, slots=True)
class Signal(Kind):
    """One event, or what comes of it: each yields the payload."""

    payload: Kind
    blocking: bool


@dataclass(frozen=True, slots=True)
class SignalCall(Kind):
    """A method of a signal, which may take a handler or a condition."""

    signal: Signal
    name: str


@dataclass(frozen=True, slots=True)
class Pages(Kind):
    """Pages of items; pending ones can be awaited."""

    item: Kind
    blocking: bool


@dataclass(frozen=True, slots=True)
class Coroutine(Kind):
    """What gives a result when it is awaited."""

    result: Kind


@dataclass(frozen=True, slots=True)
class Entered(Kind):
    """What gives a value to the block of a `with`."""

    value: Kind


@dataclass(frozen=True, slots=True)
class Sequence(Kind):
    """Something that can be iterated over."""

    item: Kind


@dataclass(frozen=True, slots=True)
class Giving(Kind):
    """What gives something when it is called."""

    result: Kind


@dataclass(frozen=True, slots=True)
class External(Kind):
    """Something of a package that is not read, by its qualified name."""

    path: str


@dataclass(frozen=True, slots=True)
class Tuple(Kind):
    """A tuple whose items are known one by one."""

    items: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Mapped(Kind):
    """A mapping."""

    key: Kind
    value: Kind


@dataclass(frozen=True, slots=True)
class Function(Kind):
    """A function of the files that are read.

    Attributes:
        scope: Its body.
        bound: The object or class that its first argument is; None if it takes all of them.
    """

    scope: Scope
    bound: Kind | None = None


@dataclass(frozen=True, slots=True)
class OwnClass(Kind):
    """A class of the files that are read."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class OwnObject(Kind):
    """An object of a class of the files that are read."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class Module(Kind):
    """Another of the files that are read."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of several."""

    kinds: frozenset[Kind]


NEVER = Choice(frozenset())
"""Not known yet, or never there."""


def parts(kind: Kind) -> frozenset[Kind]:
    """Return the kinds that something may have."""
    return kind.kinds if isinstance(kind, Choice) else frozenset({kind})


def joined(kinds: Iterable[Kind]) -> Kind:
    """Return the kind of what has one of several."""
    found = frozenset(part for kind in kinds for part in parts(kind))
    return next(iter(found)) if len(found) == 1 else Choice(found)


def item_of(kind: Kind) -> Kind:
    """Return what iterating over something gives."""
    return joined(map(_item, parts(kind)))


def _item(kind: Kind) -> Kind:
    match kind:
        case Sequence(item) | Pages(item):
            return item
        case Signal(payload):
            return payload
        case Tuple(items):
            return joined(items)
        case Mapped(key):
            return key
        case _ if kind is NOTHING:
            return NEVER
        case _ if is_foreign(kind):
            return FOREIGN
        case _:
            return UNKNOWN


def bounded(kind: Kind, depth: int = _DEPTH) -> Kind:
    """Return a kind that says no more than programs need: what holds itself would be nested without end.

    Args:
        kind: The kind.
        depth: Most kinds inside each other; what is further in is unknown.
    """
    if depth == 0:
        return UNKNOWN
    match kind:
        case Choice(kinds):
            return joined(bounded(part, depth) for part in kinds) if len(kinds) <= _CHOICES else UNKNOWN
        case Sequence(item):
            return Sequence(bounded(item, depth - 1))
        case Coroutine(result):
            return Coroutine(bounded(result, depth - 1))
        case Giving(result):
            return Giving(bounded(result, depth - 1))
        case Entered(value):
            return Entered(bounded(value, depth - 1))
        case Tuple(items):
            return Tuple(tuple(bounded(item, depth - 1) for item in items)) if len(items) <= _CHOICES else UNKNOWN
        case Mapped(key, value):
            return Mapped(bounded(key, depth - 1), bounded(value, depth - 1))
        case Function(scope, OwnObject() | OwnClass() | None):
            return kind
        case Function(scope):
            return Function(scope)
        case _:
            return kind
