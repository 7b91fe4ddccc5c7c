"""Changes of entries, worked off one after the other for each entry, those of different entries at the same time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from ..clock import Timing
from ..errors import (
    ArgumentError,
    ClosedError,
    ConnectionRefused,
    NotFoundError,
    RealtimeError,
    RequestError,
    ThrottledError,
)
from ..json import JsonObject
from ..lifetime.tasks import TaskOwner
from ..requests.backoff import Backoff
from ..telemetry.logs import logger_of
from ..visible_text import quoted
from .membership_entry import Source

__all__ = ["Change", "ChangeQueues"]

_logger = logger_of(__name__)


@dataclass(slots=True, eq=False)
class Change:
    """Something that was learnt about an entry.

    Attributes:
        kind: There is ``data`` about it, the user is ``out``, it is ``gone``, or what belongs to it is to be followed
            ``again``.
        source: Who says so.
        data: What was said.
        done: Settled when the change was worked off or has failed; None if nobody waits for that.
    """

    kind: Literal["data", "out", "gone", "again"]
    source: Source
    data: JsonObject
    done: asyncio.Future[None] | None = None

    def succeeded(self) -> None:
        """Tell whoever waits."""
        if self.done is not None and not self.done.done():
            self.done.set_result(None)

    def failed(self, error: RealtimeError) -> None:
        """Tell whoever waits."""
        if self.done is not None and not self.done.done():
            self.done.set_exception(error)


class _Queue:
    """What waits for one entry."""

    __slots__ = ("arrived", "changes")

    def __init__(self, first: Change) -> None:
        self.changes: list[Change] = [first]
        self.arrived: asyncio.Event | None = None
        """Set when something arrives while a change that failed is waited for; most entries have no need of it."""


class _Failing:
    """A change that did not work and is tried again."""

    __slots__ = ("backoff", "change", "due")

    def __init__(self, backoff: Backoff) -> None:
        self.backoff = backoff
        self.change: Change | None = None
        self.due = 0.0

    @property
    def lasts(self) -> bool:
        """Whether trying again did not help either."""
        return self.backoff.failures > 1


class ChangeQueues:
    """A queue and, while there is something in it, a task for each entry.

    Nothing is worked off before `begin`.

    A change that fails is tried again after a while, ever more slowly, whatever the reason: what belongs to an entry
    may be missing for a moment only. Whoever waits for the change is told of the first failure.

    What the map says afterwards waits for a second attempt, which is made at once if somebody waits. If that fails,
    too, or if the map says that the entry or the user is out, the failed change is dropped. A look-up is tried once and
    does not wait for what fails.
    """

    def __init__(
        self,
        what: str,
        *,
        apply: Callable[[str, Change], Awaitable[None]],
        failed: Callable[[str, RealtimeError, bool], None],
        tasks: TaskOwner,
        timing: Timing,
    ) -> None:
        """Start with nothing to do.

        Args:
            what: What an entry is, in words, for logs.
            apply: Works off a change of the entry with a key.
            failed: Told of each change that failed, and whether that is likely to last.
            tasks: Owner of the background work.
            timing: Source of time, timers and jitter.
        """
        self._what = what
        self._apply = apply
        self._failed = failed
        self._tasks = tasks
        self._clock = timing.clock
        self._random = timing.random
        self._queues: dict[str, _Queue] = {}
        self._begun = False
        self._closed = False

    def begin(self) -> None:
        """Work off what was submitted so far, and from now on whatever is, at once."""
        self._begun = True
        for key in list(self._queues):
            self._start(key)

    def submit(self, key: str, change: Change) -> None:
        """Work a change off when those before it are."""
        queue = self._queues.get(key)
        if queue is not None:
            queue.changes.append(change)
            if queue.arrived is not None:
                queue.arrived.set()
            return
        self._queues[key] = _Queue(change)
        if self._begun:
            self._start(key)

    def submit_awaited(self, key: str, change: Change) -> asyncio.Future[None]:
        """The same, with something to wait for."""
        change.done = asyncio.get_running_loop().create_future()
        self.submit(key, change)
        return change.done

    def close(self, error: RealtimeError) -> None:
        """Drop what was not begun and let nobody wait any longer; what is under way belongs to the owner of the tasks.

        Args:
            error: What whoever waits gets.
        """
        self._closed = True
        for queue in self._queues.values():
            while queue.changes:
                queue.changes.pop(0).failed(error)

    def _start(self, key: str) -> None:
        if self._tasks.spawn(self._work(key), f"{self._what} {key}") is None:
            for change in self._queues.pop(key).changes:
                change.failed(ClosedError())

    async def _work(self, key: str) -> None:
        queue = self._queues[key]
        failing = _Failing(Backoff(self._random))
        try:
            while queue.changes or failing.change is not None:
                change = await self._next(queue, failing)
                try:
                    await self._attempt(key, change, failing)
                finally:
                    change.failed(self._given_up(key))
        finally:
            del self._queues[key]
            for change in queue.changes:
                change.failed(self._given_up(key))

    async def _next(self, queue: _Queue, failing: _Failing) -> Change:
        """Wait for what is to be done next: the change that failed, or one that need not wait for it."""
        while failing.change is not None:
            passing = next((change for change in queue.changes if change.source != "sync"), None)
            if passing is not None:
                queue.changes.remove(passing)
                return passing
            if queue.changes and (failing.lasts or queue.changes[-1].kind in ("out", "gone")):
                break
            left = failing.due - self._clock.monotonic()
            if left <= 0 or any(change.done is not None for change in queue.changes):
                return failing.change
            arrived = queue.arrived = asyncio.Event()
            timer = self._clock.call_later(left, arrived.set)
            try:
                await arrived.wait()
            finally:
                timer.cancel()
        return queue.changes.pop(0)

    async def _attempt(self, key: str, change: Change, failing: _Failing) -> None:
        # The map's newest word about an entry makes those before it obsolete; others only add to it.
        takes_over = failing.change is None or change is failing.change or change.source == "sync"
        try:
            await self._apply(key, change)
        except RealtimeError as error:
            change.failed(error)  # nobody waits for the attempts to come
            if change.source == "lookup":
                return
            if self._closed or not _may_pass(error):
                level = logging.DEBUG if self._closed else logging.WARNING
                _logger.log(level, "a change of the %s %s could not be followed: %s", self._what, key, error)
                self._failed(key, error, True)
                if takes_over:
                    failing.change = None
                return
            self._failed(key, error, not _passes(error))
            if takes_over:
                self._try_again(key, change, failing, error)
        else:
            change.succeeded()
            if takes_over:
                if failing.lasts:
                    _logger.info("the %s %s could be followed at last", self._what, key)
                failing.change = None
                failing.backoff.reset()

    def _try_again(self, key: str, change: Change, failing: _Failing, error: RealtimeError) -> None:
        failing.change = change
        failing.due = self._clock.monotonic() + failing.backoff.next_delay()
        # Most trouble is over at the second attempt; what lasts is worth a warning, and one is enough.
        level = {1: logging.INFO, 2: logging.WARNING}.get(failing.backoff.failures, logging.DEBUG)
        _logger.log(level, "a change of the %s %s failed and is tried again: %s", self._what, key, error)

    def _given_up(self, key: str) -> ClosedError:
        return ClosedError(f"the {self._what} {quoted(key)} is not followed any more")


def _may_pass(error: RealtimeError) -> bool:
    """Whether another attempt makes sense at all."""
    # After a `TokenError` the next token brings the connection back.
    return not isinstance(error, (ArgumentError, ConnectionRefused))


def _passes(error: RealtimeError) -> bool:
    """Whether another attempt is likely to work soon, so that whoever waits for the outcome may go on waiting."""
    return not isinstance(error, RequestError) or (
        error.status >= 500 or isinstance(error, (NotFoundError, ThrottledError))
    )
