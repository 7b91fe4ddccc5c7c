"""Bases of generated resources."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, TypeVar, cast

from .errors import StateError
from .json import same_json
from .mirror.live import Live

__all__ = ["Composite", "Draft", "Record", "Resource", "shows_the_same"]

ContextT = TypeVar("ContextT")
OwnerT = TypeVar("OwnerT")


class Resource(Live, ABC):
    """An object of the service. Equal to every object of the same class that stands for the same one."""

    __slots__ = ()

    _SHOWN: ClassVar[tuple[str, ...]] = ()
    """Properties that the repr shows besides what tells objects apart."""

    @property
    @abstractmethod
    def _equality_key(self) -> str:
        """What tells objects of one class apart."""

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Resource) and type(self) is type(other) and self._equality_key == other._equality_key
        )

    def __hash__(self) -> int:
        return hash(self._equality_key)

    def __repr__(self) -> str:
        shown = [(name, getattr(self, name)) for name in self._SHOWN]
        parts = [f"{name}={value!r:.80}" for name, value in shown if value is not None]
        return f"<{' '.join((type(self).__name__, self._equality_key[:80], *parts))}>"


class Record(Resource, Generic[ContextT]):
    """An object of the service as it was at one moment.

    It can be pickled and copied. The copy has every property, but no connection: methods raise `StateError`.

    Args:
        context: What methods need of the client.
    """

    __slots__ = ("_held",)

    def __init__(self, context: ContextT) -> None:
        self._held: ContextT | None = context

    @property
    def _context(self) -> ContextT:
        """What methods need of the client.

        Raises:
            StateError: This is a copy.
        """
        if self._held is None:
            raise StateError(f"{self!r} is a copy without a connection; get the object itself from a client")
        return self._held

    def __reduce__(self) -> tuple[object, ...]:
        kind = type(self)
        names = [name for base in kind.__mro__ for name in getattr(base, "__slots__", ())]
        values = {name: getattr(self, name) for name in names if name != "__weakref__"}
        return (_copied, (kind, {**values, "_held": None}))


class Draft(Resource, Generic[ContextT, OwnerT]):
    """Arguments of a method that are put together before it is called. Equal to itself alone.

    Args:
        context: What methods need of the client.
        owner: The object whose method it is.
    """

    __slots__ = ("__weakref__", "_context", "_owner")

    def __init__(self, context: ContextT, owner: OwnerT) -> None:
        self._context = context
        self._owner = owner

    @property
    def _equality_key(self) -> str:
        return str(id(self))

    def __repr__(self) -> str:
        # what it holds belongs to no log
        return f"<{type(self).__name__} for {self._owner!r}>"


class Composite:
    """Base of values that hold records. The repr tells which fields are set, not what they hold."""

    __slots__: tuple[str, ...] = ()

    def __repr__(self) -> str:
        given = [name for name in type(self).__slots__ if getattr(self, name) is not None]
        return f"<{type(self).__name__} {', '.join(sorted(given))}>"


def shows_the_same(one: object, other: object) -> bool:
    """Whether two values, which may be or hold records, show the same: a record that was read again is another object.

    Args:
        one: A record, a value, list or dict that holds records, or any value that a property can have.
        other: The same.
    """
    left, right = one, other
    if isinstance(one, Record) and isinstance(other, Record):
        return type(cast(object, one)) is type(cast(object, other)) and all(
            map(shows_the_same, _values(cast("Record[object]", one)), _values(cast("Record[object]", other)))
        )
    if isinstance(one, Composite) and isinstance(other, Composite):
        return type(one) is type(other) and all(
            shows_the_same(getattr(one, name), getattr(other, name)) for name in type(one).__slots__
        )
    if isinstance(one, list) and isinstance(other, list):
        items, others = cast("list[object]", one), cast("list[object]", other)
        return len(items) == len(others) and all(map(shows_the_same, items, others))
    if isinstance(one, dict) and isinstance(other, dict):
        held, rest = cast("dict[str, object]", one), cast("dict[str, object]", other)
        return held.keys() == rest.keys() and all(shows_the_same(held[key], rest[key]) for key in held)
    return same_json(left, right)


def _shown(record: Record[object]) -> list[str]:
    """Attributes that hold what a record shows."""
    names = [name for base in type(record).__mro__ for name in getattr(base, "__slots__", ())]
    return [name for name in names if name not in ("_held", "__weakref__")]


def _values(record: Record[object]) -> list[object]:
    return [getattr(record, name) for name in _shown(record)]


def _copied(kind: type[Record[ContextT]], values: dict[str, object]) -> Record[ContextT]:
    made = kind.__new__(kind)
    for name, value in values.items():
        setattr(made, name, value)
    return made
