"""Connected handlers."""

from __future__ import annotations

import asyncio
import inspect
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Generic, TypeVar, cast

from ..mirror.live import Live
from ..visible_text import quoted
from .dispatcher import Lost, lost_events
from .source import Source

__all__ = ["Subscription", "handler_name", "is_async"]

T = TypeVar("T")


def _function_of(handler: Callable[..., object]) -> Callable[..., object]:
    while isinstance(handler, partial):
        handler = handler.func
    return handler


def handler_name(handler: Callable[..., object]) -> str:
    """What a handler is called in logs."""
    function = _function_of(handler)
    name: object = getattr(function, "__qualname__", None)
    return f"handler {quoted(name if isinstance(name, str) else type(function).__qualname__)}"


def is_async(handler: Callable[..., object]) -> bool:
    """Whether a handler is an asynchronous function, or an object that is called like one."""
    handler = _function_of(handler)
    return inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(getattr(handler, "__call__", None))  # noqa: B004


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
    """

    __slots__ = (
        "_call",
        "_concurrency",
        "_ended",
        "_limit",
        "_name",
        "_once",
        "_queue",
        "_running",
        "_source",
        "dropped",
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
    ) -> None:
        self._source = source
        self._call = call
        self._once = once
        self._limit = queue
        self._concurrency = concurrency
        self._ended = False
        self._name = f"{handler_name(handler)} of {source.name!r}"
        self._queue: deque[T | Awaitable[object] | Lost] | None = deque() if is_async(handler) else None
        self._running = 0
        self.handler: Callable[..., object] = handler
        """The function that was connected."""
        self.dropped: int = 0
        """Events lost because the handler did not keep up."""
        source.add(self, self._deliver)
        if replay:
            source.replay(self._deliver)

    def __repr__(self) -> str:
        return f"<Subscription: {self._name}{', disconnected' if self._ended else ''}>"

    def disconnect(self) -> None:
        """Stop calling the handler; events already queued for it are dropped. Idempotent."""
        self._ended = True
        self._source.discard(self)
        self._drop_queue()

    def _deliver(self, payload: T) -> None:
        """Call or queue the handler."""
        if self._ended:  # since the emission under way began
            return
        if self._once:
            self._ended = True
            self._source.discard(self)
        if self._queue is not None:
            self._enqueue(payload)
            return
        try:
            result = self._call(payload)
        except (Exception, asyncio.CancelledError) as error:  # cancelled is what the handler looked at, not its caller
            self._source.dispatcher.report(self._name, error)
            return
        if inspect.isawaitable(result):  # a plain function that returned a coroutine: run it in order from now on
            if self._queue is None:
                self._queue = deque()
            self._enqueue(result)

    def _enqueue(self, entry: T | Awaitable[object]) -> None:
        queue = cast("deque[T | Awaitable[object] | Lost]", self._queue)
        if len(queue) >= self._limit:
            self.dropped += 1
            self._source.dispatcher.dropped += 1
            if isinstance(queue[-1], Lost):
                queue[-1].count += 1
            else:
                queue.append(Lost())
        else:
            queue.append(entry)
        if self._running < self._concurrency:
            self._running += 1
            if not self._source.dispatcher.run(self._drain, self._name):
                self._running -= 1
                self._drop_queue()

    def _drop_queue(self) -> None:
        queue = self._queue
        while queue:
            entry = queue.popleft()
            if inspect.iscoroutine(entry):
                entry.close()

    async def _drain(self) -> None:
        queue = cast("deque[T | Awaitable[object] | Lost]", self._queue)
        task = asyncio.current_task()
        try:
            while queue:
                entry = queue.popleft()
                if isinstance(entry, Lost):
                    self._source.dispatcher.report(self._name, lost_events(self._name, entry.count))
                    continue
                try:
                    result = entry if inspect.isawaitable(entry) else self._call(entry)
                    if inspect.isawaitable(result):
                        await result
                except asyncio.CancelledError as error:
                    if task is not None and task.cancelling():
                        self._drop_queue()
                        raise
                    self._source.dispatcher.report(self._name, error)  # what the handler waited for was cancelled
                except Exception as error:
                    self._source.dispatcher.report(self._name, error)
        finally:
            self._running -= 1
