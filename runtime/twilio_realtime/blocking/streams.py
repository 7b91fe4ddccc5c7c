"""Events that are read instead of handled: streams, and the next one waited for."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

from ..errors import ClosedError
from ..events import streams as asynchronous
from ..live import Live
from .portal import Portal

__all__ = ["EventStream", "Expectation"]

T = TypeVar("T")


class EventStream(Live, Generic[T]):
    """Events as an iterator, from the moment it was made. Ends when the client is closed.

    Leaving the loop is enough to stop it; ``with`` or `close` stops it at a definite point. One thread reads it; make a
    stream for each that wants the events.

    Args:
        inner: The stream of the asynchronous client.
        portal: The way to the event loop.
        wrap: Makes the payload that users see.
    """

    def __init__(self, inner: asynchronous.EventStream[object], portal: Portal, wrap: Callable[[object], T]) -> None:
        self._inner = inner
        self._portal = portal
        self._wrap = wrap

    def __repr__(self) -> str:
        return repr(self._inner)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        """The next event.

        Raises:
            EventsLostError: Events were lost at this point because the queue was full; iterating may go on.
            StateError: The caller is on the event loop's thread.
        """
        try:
            entry = self._portal.run(self._next)
        except ClosedError:
            if not self._portal.closed:
                raise
            # There is no loop to wait for, and nothing new; what came before is still to be read.
            entry = (self._inner.take(),) if self._inner.queued else None
        if entry is None:
            raise StopIteration
        return self._wrap(entry[0])

    async def _next(self) -> tuple[object] | None:
        async for payload in self._inner:
            return (payload,)
        return None

    def close(self) -> None:
        """Stop listening. Twice is fine."""
        self._portal.call(self._inner.finish)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        # The list of subscribers belongs to the loop, and this runs on any thread.
        self._portal.post(self._inner.finish)


class Expectation(Live, Generic[T]):
    """An event that is waited for from before the action that causes it.

    Leaving the ``with`` block waits for the event; `value` is its payload afterwards.

    Args:
        inner: The expectation of the asynchronous client.
        portal: The way to the event loop.
        wrap: Makes the payload that users see.
    """

    def __init__(self, inner: asynchronous.Expectation[object], portal: Portal, wrap: Callable[[object], T]) -> None:
        self._inner = inner
        self._portal = portal
        self._wrap = wrap

    def __repr__(self) -> str:
        return repr(self._inner)

    @property
    def value(self) -> T:
        """Payload of the event.

        Raises:
            RuntimeError: It has not happened yet.
        """
        return self._wrap(self._inner.value)

    def start(self) -> Self:
        """Begin to listen."""

        async def starting() -> None:
            _ = self._inner.start()

        self._portal.run(starting)
        return self

    def result(self) -> T:
        """Wait for the event.

        Raises:
            DeadlineError: It did not happen in time.
            ClosedError: The client was closed meanwhile.
        """
        return self._wrap(self._portal.run(self._inner.result))

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._portal.run(self._inner.result)
        else:
            self._portal.call(self._inner.abandon)
