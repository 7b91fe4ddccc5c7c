"""Changes of entries, worked off one after the other for each entry, those of different entries at the same time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from ..backoff import Backoff
from ..clock import Clock
from ..errors import (
    ClosedError,
    ConnectionRefused,
    DeadlineError,
    DisconnectedError,
    RealtimeError,
    RequestError,
    ThrottledError,
    TokenError,
)
from ..json import JsonObject
from ..logs import logger_of
from ..tasks import TaskOwner
from .membership_entry import Source

__all__ = ["Change", "ChangeQueues"]

_logger = logger_of(__name__)


@dataclass(slots=True, eq=False)
class Change:
    """Something that was learnt about an entry.

    Attributes:
        kind: There is ``data`` about it, the user is ``out``, or it is ``gone``.
        source: Who says so.
        data: What was said.
        done: Settled when the change was worked off or has failed; None if nobody waits for that.
    """

    kind: Literal["data", "out", "gone"]
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


class ChangeQueues:
    """A queue and, while there is something in it, a task for each entry.

    Trouble that will pass holds up the queue of its entry, and the change is tried again after a while. A look-up is
    tried once: somebody waits for its outcome.
    """

    def __init__(
        self,
        what: str,
        *,
        apply: Callable[[str, Change], Awaitable[None]],
        gave_up: Callable[[str, RealtimeError], None],
        tasks: TaskOwner,
        clock: Clock,
        random: Callable[[], float],
    ) -> None:
        """Start with nothing to do.

        Args:
            what: What an entry is, in words, for logs.
            apply: Works off a change of the entry with a key.
            gave_up: Told of a change that failed for good.
            tasks: Owner of the background work.
            clock: Source of time.
            random: Source of numbers from 0 (included) to 1 (excluded), for jitter.
        """
        self._what = what
        self._apply = apply
        self._gave_up = gave_up
        self._tasks = tasks
        self._clock = clock
        self._random = random
        self._queues: dict[str, deque[Change]] = {}

    def submit(self, key: str, change: Change) -> None:
        """Work a change off when those before it are."""
        queue = self._queues.get(key)
        if queue is not None:
            queue.append(change)
            return
        self._queues[key] = deque((change,))
        if self._tasks.spawn(self._work(key), f"{self._what} {key}") is None:
            del self._queues[key]
            change.failed(ClosedError("the client was closed"))

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
        for queue in self._queues.values():
            while queue:
                queue.popleft().failed(error)

    async def _work(self, key: str) -> None:
        queue = self._queues[key]
        try:
            while queue:
                change = queue.popleft()
                try:
                    await self._work_off(key, change)
                finally:
                    change.failed(self._given_up(key))
        finally:
            del self._queues[key]
            for change in queue:
                change.failed(self._given_up(key))

    async def _work_off(self, key: str, change: Change) -> None:
        backoff = Backoff(self._random)
        while True:
            try:
                await self._apply(key, change)
            except RealtimeError as error:
                again = change.source != "lookup" and _is_temporary(error)
                if again or change.done is None:
                    outcome = "is tried again" if again else "could not be followed"
                    _logger.warning("a change of the %s %s %s: %s", self._what, key, outcome, error)
                change.failed(error)  # nobody waits for the attempts to come
                if not again:
                    self._gave_up(key, error)
                    return
            else:
                change.succeeded()
                return
            await self._clock.sleep(backoff.next_delay())

    def _given_up(self, key: str) -> ClosedError:
        return ClosedError(f"the {self._what} {key!r} is not followed any more")


def _is_temporary(error: RealtimeError) -> bool:
    if isinstance(error, ConnectionRefused):
        return isinstance(error.__cause__, TokenError)  # the next token brings the connection back
    return isinstance(error, (DisconnectedError, DeadlineError, ThrottledError)) or (
        isinstance(error, RequestError) and error.status >= 500
    )
