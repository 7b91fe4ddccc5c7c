"""Events that are read instead of handled, as a stream."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

from ..errors import ClosedError
from ..events import streams as asynchronous
from ..live import Live
from .portal import Portal

__all__ = ["EventStream"]

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
