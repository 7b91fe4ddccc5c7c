"""Events that are read instead of handled: streams, and the next one awaited."""

from __future__ import annotations

import asyncio
import weakref
from collections import deque
from collections.abc import Callable, Generator
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar, cast

from ..arguments import require_callable, require_number
from ..errors import ClosedError, DeadlineError
from ..live import Live
from .dispatcher import Lost, lost_events

if TYPE_CHECKING:
    from .signals import SignalCore

__all__ = ["EventStream", "Expectation"]

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


class Expectation(Live, Generic[T]):
    """An event that is awaited from before the action that causes it.

    Leaving the ``async with`` block waits for the event; `value` is its payload afterwards.
    """

    def __init__(self, signal: SignalCore[T], where: Callable[[T], bool] | None, timeout: float | None) -> None:
        if where is not None:
            require_callable("where", where)
        if timeout is not None:
            require_number("timeout", timeout)
        self._signal = signal
        self._where = where
        self._timeout = timeout
        self._future: asyncio.Future[T] | None = None

    def __repr__(self) -> str:
        happened = self._future is not None and self._future.done()
        return f"<Expectation of {self._signal.name!r}{', settled' if happened else ''}>"

    @property
    def value(self) -> T:
        """Payload of the event.

        Raises:
            RuntimeError: It has not happened yet.
        """
        if self._future is None or not self._future.done() or self._future.cancelled():
            raise RuntimeError(f"{self._signal.name!r} has not happened yet; read the value after the block")
        return self._future.result()

    def deliver(self, payload: T) -> None:
        """Take an event; for signals only."""
        future = self._future
        if future is None or future.done():
            return
        try:
            if self._where is not None and not self._where(payload):
                return
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(payload)
        self._signal.discard(self)

    def finish(self) -> None:
        """End with `ClosedError`: the client is being closed."""
        if self._future is not None and not self._future.done():
            self._future.set_exception(
                ClosedError(f"the client was closed while {self._signal.name!r} was awaited; make a new one")
            )

    def start(self) -> Self:
        """Begin to listen."""
        self._future = self._listen()
        return self

    def _listen(self) -> asyncio.Future[T]:
        future = self._future = asyncio.get_running_loop().create_future()
        self._signal.add(self)
        self._signal.dispatcher.adopt(self)
        if self._signal.dispatcher.closed:
            self.finish()
        return future

    async def result(self) -> T:
        """Wait for the event.

        Raises:
            DeadlineError: It did not happen in time.
            ClosedError: The client was closed meanwhile.
        """
        future = self._future if self._future is not None else self._listen()
        try:
            async with asyncio.timeout(self._timeout):
                return await future
        except TimeoutError:
            if not future.cancelled():  # it happened at the last moment, or `where` raised this
                return future.result()
            passed = ", or none that `where` accepts" if self._where is not None else ""
            raise DeadlineError(
                f"{self._signal.name!r} did not happen within {self._timeout:g} seconds{passed}; "
                "listen before you cause it, with `expect`, or wait longer"
            ) from None
        finally:
            self._signal.discard(self)

    def __await__(self) -> Generator[object, None, T]:
        return self.result().__await__()

    async def __aenter__(self) -> Self:
        return self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            await self.result()
        else:
            self.abandon()

    def abandon(self) -> None:
        """Stop listening, whether it has happened or not: the block's own exception is the one to see."""
        self._signal.discard(self)
        future = cast("asyncio.Future[T]", self._future)
        if future.done() and not future.cancelled():
            future.exception()
        else:
            future.cancel()
