"""What was read before, by key, so that it need not be asked for again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from math import inf
from typing import Generic, TypeVar

from ..clock import Clock
from .shared_calls import SharedCalls

__all__ = ["CachedReads"]

ValueT = TypeVar("ValueT")
Key = str | int


class CachedReads(Generic[ValueT]):
    """The values read last, by key, a bounded number of them.

    When one is too many, the one that has not been asked for the longest is forgotten. That something does not exist
    is a value like any other where the reading gives one for it, such as None; reading that fails is not kept.
    Callers that want the same value at the same time share one reading.

    Args:
        capacity: Most values kept; 0 keeps none.
        clock: Source of time.
        seconds: See the attribute.

    Attributes:
        seconds: How long a value may be given out after it was read; infinity: as long as it is kept; 0: never. May be
            changed at any time, for values that are read from then on.
    """

    def __init__(self, capacity: int, *, clock: Clock, seconds: float = inf) -> None:
        self.seconds = seconds
        self._capacity = capacity
        self._clock = clock
        self._values: OrderedDict[Key, tuple[float, ValueT]] = OrderedDict()
        self._calls: SharedCalls[tuple[int, Key], ValueT] = SharedCalls()
        # Counts what was forgotten: a reading that began before says nothing about afterwards.
        self._epoch = 0

    def __len__(self) -> int:
        return len(self._values)

    async def get(self, key: Key, read: Callable[[], Awaitable[ValueT]], *, fresh: bool = False) -> ValueT:
        """The value of a key, read if it is not at hand.

        Args:
            key: What the value belongs to.
            read: Reads the value.
            fresh: Read it in any case.

        Raises:
            ClosedError: The client was closed meanwhile.
            Exception: Whatever the reading raises.
        """
        if fresh:
            return await self._read(key, read)
        entry = self._values.get(key)
        if entry is not None and self._clock.monotonic() < entry[0]:
            self._values.move_to_end(key)
            return entry[1]
        return await self._calls.run((self._epoch, key), lambda: self._read(key, read))

    async def _read(self, key: Key, read: Callable[[], Awaitable[ValueT]]) -> ValueT:
        epoch = self._epoch
        value = await read()
        if epoch == self._epoch and self.seconds > 0:
            self._values[key] = (self._clock.monotonic() + self.seconds, value)
            self._values.move_to_end(key)
            while len(self._values) > max(0, self._capacity):
                self._values.popitem(last=False)
        return value

    def forget(self, key: Key) -> None:
        """Drop the value of a key, which has been changed, and take in none that is being read."""
        self._epoch += 1
        self._values.pop(key, None)

    def forget_all(self) -> None:
        """Drop every value, and take in none that is being read."""
        self._epoch += 1
        self._values.clear()

    async def close(self) -> None:
        """Drop everything; whoever waits for a value gets `ClosedError`."""
        self.forget_all()
        await self._calls.close()
