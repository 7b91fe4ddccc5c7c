"""Connected handlers of a blocking client."""

from __future__ import annotations

import inspect
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from ..errors import ArgumentError, ClosedError
from ..events.dispatcher import Lost, lost_events
from ..events.handlers import handler_name
from ..events.source import Source
from ..mirror.live import Live
from .handler_thread import Threads

__all__ = ["Subscription"]

T = TypeVar("T")


class Subscription(Live, Generic[T]):
    """A connected handler; keep it to disconnect later or to see what was dropped.

    Args:
        source: Where the events come from; it delivers from now on.
        threads: The threads of the client, on the loop's one of which this is made.
        handler: What users have connected.
        call: Calls it with the payload of the source.
        once: Whether it is called for one event only.
        replay: Whether it is called with the last event, if there was one.
        queue: Most events that may wait for it.
    """

    __slots__ = (
        "_call",
        "_ended",
        "_limit",
        "_lock",
        "_name",
        "_once",
        "_queue",
        "_source",
        "_threads",
        "dropped",
        "handler",
    )

    def __init__(
        self,
        source: Source[T],
        threads: Threads,
        handler: Callable[..., object],
        call: Callable[[T], object],
        *,
        once: bool,
        replay: bool,
        queue: int,
    ) -> None:
        self._source = source
        self._threads = threads
        self._call = call
        self._once = once
        self._limit = queue
        self._ended = False
        self._name = f"{handler_name(handler)} of {source.name!r}"
        self._lock = threading.RLock()
        self._queue: deque[T | Lost] = deque()
        self.handler: Callable[..., object] = handler
        """The function that was connected."""
        self.dropped: int = 0
        """Events lost because the handler did not keep up."""
        source.add(self, self._deliver)
        if replay:
            source.replay(self._deliver)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._name}{', disconnected' if self._ended else ''}>"

    def disconnect(self) -> None:
        """Stop calling the handler; events already queued for it are dropped. Idempotent."""
        with self._lock:
            self._ended = True
            self._queue.clear()
        self._threads.portal.call(lambda: self._source.discard(self))

    def _deliver(self, payload: T) -> None:
        """Queue an event; on the loop's thread."""
        with self._lock:
            if self._ended:
                return
            if self._once:
                self._ended = True
                self._source.discard(self)
            if len(self._queue) >= self._limit:
                self.dropped += 1
                self._source.dispatcher.dropped += 1
                last = self._queue[-1]
                if isinstance(last, Lost):
                    last.count += 1
                    return
                self._queue.append(Lost())
            else:
                self._queue.append(payload)
        self._threads.handlers.submit(self._handle_next)

    def _handle_next(self) -> None:
        """Handle what has waited longest; for the thread of the handlers."""
        with self._lock:
            if not self._queue:  # disconnected meanwhile
                return
            entry = self._queue.popleft()
        try:
            if isinstance(entry, Lost):
                raise lost_events(self._name, entry.count)
            result = self._call(entry)
            if inspect.isawaitable(result):
                if inspect.iscoroutine(result):
                    result.close()
                raise ArgumentError(f"{self._name} returned an awaitable; here handlers must be plain functions")
        except BaseException as error:  # `sys.exit` in a handler, for example, must not end the others
            if not (isinstance(error, ClosedError) and self._threads.handlers.closing):
                self._source.dispatcher.report(self._name, error)
