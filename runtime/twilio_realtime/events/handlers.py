"""Connected handlers."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from ..mirror.live import Live
from .backlog import Backlog, backlog
from .dispatcher import Lost, lost_events
from .source import Condition, Source, handler_name, is_async

__all__ = ["Subscription"]

T = TypeVar("T")


class Subscription(Live, Generic[T]):
    """A connected handler; keep it to disconnect later or to see what was dropped.

    Args:
        source: Where the events come from; it delivers from now on.
        handler: What users have connected.
        call: Calls it with the payload.
        once: Whether it is called for one event only.
        replay: Whether it is called with the last event, if there was one.
        queue: Most events that may wait for it.
        concurrency: How many events an asynchronous handler may work on at once.
        key: Events with the same one are worked on one after another, in order.
        where: Accepts an event, or passes it over.
    """

    __slots__ = (
        "_backlog",
        "_call",
        "_concurrency",
        "_ended",
        "_key",
        "_limit",
        "_name",
        "_once",
        "_source",
        "_workers",
        "handler",
    )

    def __init__(
        self,
        source: Source[T],
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
        self._call = call
        self._once = once
        self._limit = queue
        self._concurrency = concurrency
        self._key = key
        self._ended = False
        self._name = f"{handler_name(handler)} of {source.name!r}"
        self._backlog: Backlog[T | Awaitable[object], T] | None = self._new_backlog() if is_async(handler) else None
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
        return f"<Subscription: {self._name}{', disconnected' if self._ended else ''}>"

    @property
    def dropped(self) -> int:
        """Events lost because the handler did not keep up."""
        return 0 if self._backlog is None else self._backlog.dropped

    def disconnect(self) -> None:
        """Stop calling the handler; events already queued for it are dropped. Idempotent."""
        self._ended = True
        self._source.discard(self)
        if self._backlog is not None:
            self._backlog.clear()

    def _new_backlog(self) -> Backlog[T | Awaitable[object], T]:
        return backlog(self._source.dispatcher, self._limit, concurrency=self._concurrency, key=self._key)

    def _deliver(self, payload: T) -> None:
        """Call or queue the handler."""
        if self._ended:  # since the emission under way began
            return
        if self._once:
            self._ended = True
            self._source.discard(self)
        if self._backlog is not None:
            self._enqueue(self._backlog, payload, payload)
            return
        try:
            result = self._call(payload)
        except (Exception, asyncio.CancelledError) as error:  # cancelled is what the handler looked at, not its caller
            self._source.dispatcher.report(self._name, error)
            return
        if result is not None and inspect.isawaitable(
            result
        ):  # a plain function that returned a coroutine: run it in order from now on
            if self._backlog is None:
                self._backlog = self._new_backlog()
            self._enqueue(self._backlog, result, payload)

    def _enqueue(self, waiting: Backlog[T | Awaitable[object], T], entry: T | Awaitable[object], payload: T) -> None:
        try:
            waiting.put(entry, payload)
        except (Exception, asyncio.CancelledError) as error:
            self._source.dispatcher.report(f"`key` of {self._name}", error)
            return
        if self._workers < min(self._concurrency, waiting.width):
            self._workers += 1
            if not self._source.dispatcher.run(lambda: self._drain(waiting), self._name):
                self._workers -= 1
                waiting.clear()

    async def _drain(self, waiting: Backlog[T | Awaitable[object], T]) -> None:
        task = asyncio.current_task()
        try:
            while (taken := waiting.take()) is not None:
                entry, key = taken
                if isinstance(entry, Lost):
                    self._source.dispatcher.report(self._name, lost_events(self._name, entry.count))
                    continue
                try:
                    result = entry if inspect.isawaitable(entry) else self._call(entry)
                    if inspect.isawaitable(result):
                        await result
                except asyncio.CancelledError as error:
                    if task is not None and task.cancelling():
                        waiting.clear()
                        raise
                    self._source.dispatcher.report(self._name, error)  # what the handler waited for was cancelled
                except Exception as error:
                    self._source.dispatcher.report(self._name, error)
                finally:
                    waiting.done(key)
        finally:
            self._workers -= 1
