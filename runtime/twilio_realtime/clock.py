"""The one place where the runtime reads the time.

Everything that waits or measures takes a `Clock`, so that tests can move time by hand; what waits for a random while
takes a `Timing`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import NamedTuple, Protocol

__all__ = ["Clock", "SystemClock", "Timer", "Timing"]


class Timer(Protocol):
    """Something that will happen unless it is cancelled."""

    def cancel(self) -> None:
        """Prevent the callback from running; harmless afterwards."""


class Clock(Protocol):
    """Source of time and of timers. All durations are seconds."""

    def monotonic(self) -> float:
        """Seconds since an arbitrary moment; never goes back."""
        ...

    def wall(self) -> float:
        """Seconds since 1970-01-01 UTC, for comparison with token claims."""
        ...

    def call_later(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Run ``callback`` on the event loop ``delay`` seconds from now."""
        ...

    async def sleep(self, delay: float) -> None:
        """Return after ``delay`` seconds."""
        ...


class Timing(NamedTuple):
    """Time and chance, in one value.

    Attributes:
        clock: Source of time and of timers.
        random: Source of numbers from 0 (included) to 1 (excluded), for jitter.
    """

    clock: Clock
    random: Callable[[], float]


class SystemClock:
    """The running event loop's time."""

    def monotonic(self) -> float:
        """See `Clock.monotonic`."""
        return asyncio.get_running_loop().time()

    def wall(self) -> float:
        """See `Clock.wall`."""
        return time.time()

    def call_later(self, delay: float, callback: Callable[[], None]) -> Timer:
        """See `Clock.call_later`."""
        return asyncio.get_running_loop().call_later(delay, callback)

    async def sleep(self, delay: float) -> None:
        """See `Clock.sleep`."""
        await asyncio.sleep(delay)
