"""A bound for the clients that start at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from twilio_realtime.clock import Clock, SystemClock

__all__ = ["StartTurns"]

_AT_ONCE: Final = 16
"""Clients that start at a time. A start is work; too many at once hold up all else, renewals of leases included."""
_PATIENCE: Final = 10.0
"""Seconds after which the next may start beside one that takes longer."""


class StartTurns:
    """Lets so many clients start at a time; whoever waits for a service that does not answer holds nobody up for long.

    Args:
        at_once: How many, at least 1.
        patience: Seconds after which a start does not count any more, done or not.
        clock: Source of time.
    """

    def __init__(self, *, at_once: int = _AT_ONCE, patience: float = _PATIENCE, clock: Clock | None = None) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._patience = patience
        self._clock = SystemClock() if clock is None else clock

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """Wait for a turn; it lasts as long as the block, at most for the patience."""
        await self._free.acquire()
        over = False

        def end() -> None:
            nonlocal over
            if not over:
                over = True
                self._free.release()

        timer = self._clock.call_later(self._patience, end)
        try:
            yield
        finally:
            timer.cancel()
            end()
