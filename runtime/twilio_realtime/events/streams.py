"""Events that are read instead of handled, as a stream."""

from __future__ import annotations

import asyncio
import weakref
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

from ..errors import StateError
from ..mirror.live import Live
from .dispatcher import Lost, lost_events
from .source import Condition, Source

__all__ = ["EventQueue", "EventStream"]

T = TypeVar("T")


class EventQueue(Generic[T]):
    """The events of a source that wait to be read, from the moment it was made.

    Args:
        source: Where the events come from.
        limit: Most events that may wait.
        where: Accepts an event, or passes it over.
    """

    def __init__(self, source: Source[T], limit: int, where: Callable[[T], bool] | None = None) -> None:
        self._source = source
        self._name = f"stream of {source.name!r}"
        self._limit = limit
        self._entries: deque[T | Lost] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._reader: weakref.ref[object] | None = None
        self._finished = source.dispatcher.closed
        put = self._put
        if where is not None:
            put = Condition(where, self._put, self._name, source.dispatcher, lambda: self._finished)
        source.add(self, put)
        source.dispatcher.adopt(self)

    def __repr__(self) -> str:
        return f"{self._name}, {len(self._entries)} waiting{', finished' if self._finished else ''}"

    def __len__(self) -> int:
        return len(self._entries)

    def end_with(self, reader: object) -> None:
        """Finish when nobody holds the reader any more, so that leaving a loop ends the subscription."""
        self._reader = weakref.ref(reader, lambda _: self.finish())

    def _put(self, payload: T) -> None:
        if len(self._entries) >= self._limit:
            self._source.dispatcher.dropped += 1
            last = self._entries[-1]
            if isinstance(last, Lost):
                last.count += 1
            else:
                self._entries.append(Lost())
        else:
            self._entries.append(payload)
        self._wake()

    def finish(self) -> None:
        """Let reading end after the events already queued."""
        self._finished = True
        self._reader = None
        self._source.discard(self)
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def filled(self) -> bool:
        """Wait until an event is queued.

        Returns:
            Whether there is one; False at the end.

        Raises:
            StateError: The client runs on another event loop, or another task is waiting already.
        """
        while not self._entries:
            if self._finished:
                return False
            self._source.dispatcher.own_loop.require()
            if self._waiting is not None:
                raise StateError(f"{self._name} is already being read by another task; make a stream for each")
            self._waiting = asyncio.get_running_loop().create_future()
            try:
                await self._waiting
            finally:
                self._waiting = None
        return True

    def take(self) -> T:
        """Return the next event, which must be queued already.

        Raises:
            EventsLostError: Events were lost at this point because the queue was full.
            IndexError: Nothing is queued.
        """
        entry = self._entries.popleft()
        if isinstance(entry, Lost):
            raise lost_events(self._name, entry.count)
        return entry


class EventStream(Live, Generic[T]):
    """Events as an asynchronous iterator, from the moment it was made. Ends when the client is closed.

    Leaving the loop is enough to stop it; ``async with`` or `aclose` stops it at a definite point.

    Args:
        queue: The events; read by this stream only.
    """

    def __init__(self, queue: EventQueue[T]) -> None:
        self._queue = queue
        queue.end_with(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._queue!r}>"

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        """The next event.

        Raises:
            EventsLostError: Events were lost at this point because the queue was full; iterating may go on.
        """
        if not self._queue and not await self._queue.filled():
            raise StopAsyncIteration
        return self._queue.take()

    async def aclose(self) -> None:
        """Stop listening."""
        self._queue.finish()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.finish()
