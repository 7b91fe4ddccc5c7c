"""Connected handlers of a blocking client."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from ..errors import ArgumentError, ClosedError
from ..events.backlog import Backlog, backlog
from ..events.dispatcher import Lost, lost_events
from ..events.source import Condition, Source, handler_name
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
        concurrency: How many events it may work on at once; more than one are worked on by threads of their own.
        key: Events with the same one are worked on one after another, in order.
        where: Accepts an event, or passes it over; called on the loop's thread.
    """

    __slots__ = (
        "_backlog",
        "_call",
        "_concurrency",
        "_ended",
        "_lock",
        "_name",
        "_once",
        "_source",
        "_threads",
        "_workers",
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
        concurrency: int,
        key: Callable[[T], Hashable] | None,
        where: Callable[[T], bool] | None,
    ) -> None:
        self._source = source
        self._threads = threads
        self._call = call
        self._once = once
        self._concurrency = concurrency
        self._ended = False
        self._name = f"{handler_name(handler)} of {source.name!r}"
        self._lock = threading.RLock()
        self._backlog: Backlog[T, T] = backlog(source.dispatcher, queue, concurrency=concurrency, key=key)
        self._workers = 0
        self.handler: Callable[..., object] = handler
        """The function that was connected."""
        deliver = self._deliver
        if where is not None:
            deliver = Condition(where, self._deliver, self._name, source.dispatcher, lambda: self._ended)
        source.add(self, deliver)
        if replay:
            source.replay(deliver)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._name}{', disconnected' if self._ended else ''}>"

    @property
    def dropped(self) -> int:
        """Events lost because the handler did not keep up."""
        return self._backlog.dropped

    def disconnect(self) -> None:
        """Stop calling the handler; events already queued for it are dropped. Idempotent."""
        with self._lock:
            self._ended = True
            self._backlog.clear()
        self._threads.portal.call(lambda: self._source.discard(self))

    def _deliver(self, payload: T) -> None:
        """Queue an event; on the loop's thread."""
        with self._lock:
            if self._ended:
                return
            if self._once:
                self._ended = True
                self._source.discard(self)
            try:
                added = self._backlog.put(payload, payload)
            except Exception as error:
                self._source.dispatcher.report(f"`key` of {self._name}", error)
                return
            if self._concurrency > 1:
                self._work_on(self._backlog)
                return
        if added:
            self._threads.handlers.submit(self._handle_next)

    def _work_on(self, waiting: Backlog[T, T]) -> None:
        """See to it that enough threads work on what waits."""
        if self._workers < min(self._concurrency, waiting.width):
            self._workers += 1
            self._threads.handlers.run_beside(self._drain)

    def _drain(self) -> None:
        """Handle what waits until nothing does; on a thread of its own."""
        while True:
            with self._lock:
                taken = None if self._threads.handlers.dropping else self._backlog.take()
                if taken is None:
                    self._workers -= 1  # under the lock that events are added under: none falls between two threads
                    return
            self._handle(*taken)

    def _handle_next(self) -> None:
        """Handle what has waited longest; for the thread that all handlers share."""
        with self._lock:
            taken = self._backlog.take()
        if taken is not None:  # else disconnected meanwhile
            self._handle(*taken)

    def _handle(self, entry: T | Lost, key: Hashable) -> None:
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
        finally:
            if not isinstance(entry, Lost):
                with self._lock:
                    self._backlog.done(key)
