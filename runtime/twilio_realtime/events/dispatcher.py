"""Where the handlers of one client run, and where their failures go."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from ..errors import EventsLostError
from ..lifetime.own_loop import OwnLoop
from ..lifetime.tasks import TaskOwner
from ..telemetry.logs import logger_of

__all__ = ["Closeable", "Dispatcher", "Lost", "Waiting", "lost_events"]

_logger = logger_of(__name__)

HANDLER_GRACE = 1.0
"""Seconds that handlers may take to finish when the client is closed."""


class Closeable(Protocol):
    """Something that ends with the client."""

    def finish(self) -> None:
        """End it."""


class Waiting(Protocol):
    """What waits for one handler."""

    running: int
    """Events that it works on."""

    def __len__(self) -> int:
        """Events that wait."""
        ...


class Lost:
    """Stands in a queue for events that did not fit."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count: int = 1


def lost_events(name: str, count: int) -> EventsLostError:
    """The error that tells a subscriber how many events it lost."""
    events = "1 event" if count == 1 else f"{count} events"
    return EventsLostError(f"{name} did not keep up and lost {events}; make it faster or its queue larger", count=count)


class Dispatcher:
    """Shared by the signals of one client: runs asynchronous handlers, reports failures, ends streams."""

    def __init__(self, own_loop: OwnLoop | None = None) -> None:
        """Prepare.

        Args:
            own_loop: The event loop that the client lives on.
        """
        self.own_loop: OwnLoop = OwnLoop() if own_loop is None else own_loop
        """The event loop that handlers run on."""
        self._tasks = TaskOwner()
        # Made when they are needed: an empty one takes a kilobyte, and most clients need neither.
        self._streams: weakref.WeakSet[Closeable] | None = None
        self._streams_of_handlers: weakref.WeakSet[Closeable] | None = None
        self._ending = False
        self._closed = False
        # keys alone: an empty set takes three times the memory of an empty dict
        self._backlogs: dict[weakref.ref[Waiting], None] = {}
        self.dropped: int = 0
        """Events that handlers and streams have lost because they did not keep up."""
        self.on_failure: Callable[[str, BaseException], None] | None = None
        """Called with the handler's name and its exception, after logging."""

    @property
    def closed(self) -> bool:
        """Whether `close` was called; nothing is delivered afterwards."""
        return self._closed

    @property
    def running(self) -> frozenset[asyncio.Task[None]]:
        """The tasks of asynchronous handlers."""
        return self._tasks.running

    @property
    def runs_current_task(self) -> bool:
        """Whether the code that asks was called by an asynchronous handler."""
        try:
            return asyncio.current_task() in self._tasks
        except RuntimeError:  # no event loop is running
            return False

    def watch(self, waiting: Waiting) -> None:
        """Count in `load` what waits for a handler, as long as somebody holds it."""
        self._backlogs[weakref.ref(waiting, self._backlogs.pop)] = None

    @property
    def load(self) -> tuple[int, int]:
        """How many events handlers work on, and how many wait for them. Can be read on any thread."""
        # Copied in one step, which the loop's thread cannot get between.
        held = [waiting for each in tuple(self._backlogs) if (waiting := each()) is not None]
        return sum(waiting.running for waiting in held), sum(len(waiting) for waiting in held)

    def run(self, work: Callable[[], Awaitable[None]], name: str) -> bool:
        """Run an asynchronous handler's queue in the background; False once that is over."""

        async def running() -> None:
            await work()

        return self._tasks.spawn(running(), name) is not None

    def adopt(self, stream: Closeable) -> None:
        """End ``stream`` when the client is closed; earlier if a handler has made it, since handlers end first."""
        if not self.runs_current_task:
            if self._streams is None:
                self._streams = weakref.WeakSet()
            self._streams.add(stream)
        elif self._ending:
            stream.finish()
        else:
            if self._streams_of_handlers is None:
                self._streams_of_handlers = weakref.WeakSet()
            self._streams_of_handlers.add(stream)

    def report(self, handler: str, error: BaseException) -> None:
        """Log a failure of a handler and pass it on."""
        _logger.error("%s failed; the other handlers go on", handler, exc_info=error)
        if self.on_failure is not None:
            try:
                self.on_failure(handler, error)
            except Exception:
                _logger.exception("the reporter of handler failures failed itself")

    async def settle(self) -> None:
        """Let running handlers finish for a moment, then cancel them; what they wait for ends at once.

        Events are still delivered, and may start handlers anew: the end has events of its own.
        """
        self._ending = True
        _finish(self._streams_of_handlers)
        await self._tasks.settle(grace=HANDLER_GRACE)

    async def close(self) -> None:
        """Deliver nothing more, end every stream and wait, and all handlers as `settle` does. Idempotent."""
        self._closed = True
        _finish(self._streams)
        _finish(self._streams_of_handlers)
        await self._tasks.close(grace=HANDLER_GRACE)


def _finish(streams: Iterable[Closeable] | None) -> None:
    for stream in list(streams or ()):
        stream.finish()
