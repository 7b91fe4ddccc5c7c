"""Events that are read instead of handled, as a stream."""

from __future__ import annotations

import asyncio
import weakref
from collections import deque
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from ..live import Live
from .dispatcher import Lost, lost_events

if TYPE_CHECKING:
    from .signals import SignalCore

__all__ = ["EventStream"]

T = TypeVar("T")


class EventStream(Live, Generic[T]):
    """Events as an asynchronous iterator, from the moment it was made. Ends when the client is closed.

    Leaving the loop is enough to stop it; ``async with`` or `aclose` stops it at a definite point.
    """

    def __init__(self, signal: SignalCore[T], queue: int) -> None:
        self._name = f"stream of {signal.name!r}"
        self._dispatcher = signal.dispatcher
        self._limit = queue
        self._queue: deque[T | Lost] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._finished = signal.dispatcher.closed
        self._link = _StreamLink(signal, self)
        signal.dispatcher.adopt(self)

    def __repr__(self) -> str:
        return f"<EventStream: {self._name}, {len(self._queue)} waiting{', finished' if self._finished else ''}>"

    def put(self, payload: T) -> None:
        """Add an event; for signals only."""
        if len(self._queue) >= self._limit:
            self._dispatcher.dropped += 1
            last = self._queue[-1]
            if isinstance(last, Lost):
                last.count += 1
            else:
                self._queue.append(Lost())
        else:
            self._queue.append(payload)
        self._wake()

    def finish(self) -> None:
        """Let the iteration end after the events already queued."""
        self._finished = True
        self._link.disconnect()
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        """The next event.

        Raises:
            EventsLostError: Events were lost at this point because the queue was full; iterating may go on.
        """
        while not self._queue:
            if self._finished:
                raise StopAsyncIteration
            self._dispatcher.own_loop.require()
            if self._waiting is not None:
                raise RuntimeError(f"{self._name} is already being read by another task; make a stream for each")
            self._waiting = asyncio.get_running_loop().create_future()
            try:
                await self._waiting
            finally:
                self._waiting = None
        return self.take()

    @property
    def queued(self) -> int:
        """How many entries can be read without waiting."""
        return len(self._queue)

    def take(self) -> T:
        """The next event, which must be queued already.

        Raises:
            EventsLostError: Events were lost at this point because the queue was full.
            IndexError: Nothing is queued.
        """
        entry = self._queue.popleft()
        if isinstance(entry, Lost):
            raise lost_events(self._name, entry.count)
        return entry

    async def aclose(self) -> None:
        """Stop listening."""
        self.finish()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.finish()


class _StreamLink(Generic[T]):
    """Connects a stream without keeping it alive, so that leaving a loop ends the subscription."""

    __slots__ = ("_signal", "_stream")

    def __init__(self, signal: SignalCore[T], stream: EventStream[T]) -> None:
        self._signal = signal
        self._stream = weakref.ref(stream, lambda _: self.disconnect())
        signal.add(self)

    def deliver(self, payload: T) -> None:
        stream = self._stream()
        if stream is not None:
            stream.put(payload)

    def disconnect(self) -> None:
        self._signal.discard(self)
