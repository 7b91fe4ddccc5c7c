"""Base of the generated resources of a blocking client, and what makes them."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, Self, TypeVar, cast
from weakref import WeakValueDictionary

from .. import resource as asynchronous
from ..errors import StateError
from ..mirror.live import Live
from .handler_thread import Threads

__all__ = ["Record", "Resource", "TwinCache", "inner_of", "inners_of", "optional", "unchanged"]

InnerT = TypeVar("InnerT", bound=asynchronous.Resource)
KeyT = TypeVar("KeyT")
S = TypeVar("S")
T = TypeVar("T")
TwinsT = TypeVar("TwinsT")
TwinT = TypeVar("TwinT")


class Resource(Live, Generic[InnerT]):
    """Stands for an object of the asynchronous client. Equal to every other that stands for an equal one.

    Args:
        inner: The object of the asynchronous client.
        threads: The threads of the client.
    """

    __slots__ = ("__weakref__", "_inner", "_threads")

    def __init__(self, inner: InnerT, threads: Threads) -> None:
        self._inner = inner
        self._threads = threads

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return False
        return self._inner == other._inner

    def __hash__(self) -> int:
        return hash(self._inner)

    def __repr__(self) -> str:
        return repr(self._inner)

    def _run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Wait for what the asynchronous client does."""
        return self._threads.portal.run(work)


class Record(Resource[InnerT], Generic[InnerT, TwinsT]):
    """Stands for an object of the service as it was at one moment.

    It can be pickled and copied. The copy has every property, but no connection: methods raise `StateError`.

    Args:
        inner: The object of the asynchronous client.
        twins: What makes the objects that its methods return.
        threads: The threads of the client.
    """

    __slots__ = ("_held",)

    def __init__(self, inner: InnerT, twins: TwinsT, threads: Threads) -> None:
        super().__init__(inner, threads)
        self._held: TwinsT | None = twins

    @property
    def _twins(self) -> TwinsT:
        """What makes the objects that methods return.

        Raises:
            StateError: This is a copy.
        """
        if self._held is None:
            raise StateError(f"{self!r} is a copy without a connection; get the object itself from a client")
        return self._held

    def _run(self, work: Callable[[], Awaitable[T]]) -> T:
        _ = self._twins  # a copy has none
        return super()._run(work)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self)._copied, (self._inner,))

    @classmethod
    def _copied(cls, inner: InnerT) -> Self:
        """Make a copy without a connection."""
        copy = cls.__new__(cls)
        copy._inner = inner
        copy._held = None
        return copy


def inner_of(resource: Resource[InnerT]) -> InnerT:
    """The object of the asynchronous client; for generated code, which hands it back to that client."""
    # Anything else is handed on as it is, and refused there in the words of the method.
    return cast("InnerT", getattr(resource, "_inner", resource))


def inners_of(resources: Sequence[Resource[InnerT]]) -> list[InnerT]:
    """The objects of the asynchronous client, as `inner_of` gives each."""
    given = cast("object", resources)
    return [inner_of(item) for item in resources] if isinstance(given, (list, tuple)) else cast("list[InnerT]", given)


class TwinCache(Generic[KeyT, TwinT]):
    """Gives for each object of the asynchronous client the object that stands for it: the same as long as one is held.

    Args:
        make: Makes one; it must hold what it is made of.
    """

    def __init__(self, make: Callable[[KeyT], TwinT]) -> None:
        self._make = make
        # By identity: objects that are equal, such as two answers about the same thing, still differ in what they say.
        self._known: WeakValueDictionary[int, TwinT] = WeakValueDictionary()
        self._lock = threading.RLock()

    def __call__(self, inner: KeyT) -> TwinT:
        """The object that stands for ``inner``."""
        with self._lock:
            found = self._known.get(id(inner))
            if found is None:
                found = self._known[id(inner)] = self._make(inner)
            return found


def unchanged(value: T) -> T:
    """The value itself, where it is the same for both kinds of clients."""
    return value


def optional(make: Callable[[S], T], value: S | None) -> T | None:
    """What is made of a value, if there is one."""
    return None if value is None else make(value)
