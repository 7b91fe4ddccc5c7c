"""A clock that only moves when a test says so."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from itertools import count


async def settle(rounds: int = 30) -> None:
    """Let every task that can run do so."""
    for _ in range(rounds):
        await asyncio.sleep(0)


class ManualTimer:
    """A timer of a `ManualClock`."""

    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self.callback = None


class ManualClock:
    """Implements `twilio_realtime.clock.Clock`; both times start at ``wall`` and 0."""

    def __init__(self, wall: float = 1_800_000_000.0) -> None:
        self._start = wall
        self._now = 0.0
        self._order = count()
        self._timers: list[tuple[float, int, ManualTimer]] = []

    def monotonic(self) -> float:
        return self._now

    def wall(self) -> float:
        return self._start + self._now

    def call_later(self, delay: float, callback: Callable[[], None]) -> ManualTimer:
        timer = ManualTimer(callback)
        heapq.heappush(self._timers, (self._now + max(0.0, delay), next(self._order), timer))
        return timer

    async def sleep(self, delay: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        timer = self.call_later(delay, lambda: None if woken.done() else woken.set_result(None))
        try:
            await woken
        finally:
            timer.cancel()

    @property
    def timers(self) -> int:
        """How many timers would still fire."""
        return sum(timer.callback is not None for _, _, timer in self._timers)

    @property
    def next_due(self) -> float | None:
        """Seconds until the next timer fires, or None without one."""
        return min((due for due, _, timer in self._timers if timer.callback is not None), default=None)

    async def advance(self, seconds: float) -> None:
        """Move time, firing each timer at its moment and letting tasks run in between."""
        await settle()
        until = self._now + seconds
        while self._timers and self._timers[0][0] <= until:
            due, _, timer = heapq.heappop(self._timers)
            callback, timer.callback = timer.callback, None
            if callback is None:
                continue
            self._now = max(self._now, due)
            callback()
            await settle()
        self._now = until
        await settle()
