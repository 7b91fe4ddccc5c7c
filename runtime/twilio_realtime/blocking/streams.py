"""Events that are read instead of handled, as a stream."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

from ..errors import ClosedError
from ..events.streams import EventQueue
from ..mirror.live import Live
from .portal import Portal

__all__ = ["EventStream"]

T = TypeVar("T")


class EventStream(Live, Generic[T]):
    """Events as an iterator, from the moment it was made. Ends when the client is closed.

    Leaving the loop is enough to stop it; ``with`` or `close` stops it at a definite point. One thread reads it; make a
    stream for each that wants the events.

    Args:
        queue: The events; read by this stream only.
        portal: The way to the event loop.
        wrap: Makes the payload that users see.
    """

    def __init__(self, queue: EventQueue[object], portal: Portal, wrap: Callable[[object], T]) -> None:
        self._queue = queue
        self._portal = portal
        self._wrap = wrap

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._queue!r}>"

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        """The next event.

        Raises:
            EventsLostError: Events were lost at this point because the queue was full; iterating may go on.
            StateError: The caller is on the event loop's thread.
        """
        try:
            filled = self._portal.run(self._queue.filled)
        except ClosedError:
            if not self._portal.closed:
                raise
            # There is no loop to wait for, and nothing new; what came before is still to be read.
            filled = bool(self._queue)
        if not filled:
            raise StopIteration
        return self._wrap(self._queue.take())

    def close(self) -> None:
        """Stop listening. Idempotent."""
        self._portal.call(self._queue.finish)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        # The list of listeners belongs to the loop, and this runs on any thread.
        if not self._portal.post(self._queue.finish):
            self._queue.finish()
