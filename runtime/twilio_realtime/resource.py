"""Bases of generated resources."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, TypeVar

from .errors import StateError
from .live import Live

__all__ = ["Record", "Resource"]

ContextT = TypeVar("ContextT")


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


def _copied(kind: type[Record[ContextT]], values: dict[str, object]) -> Record[ContextT]:
    made = kind.__new__(kind)
    for name, value in values.items():
        setattr(made, name, value)
    return made
