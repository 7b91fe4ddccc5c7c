"""An event loop on which waiting takes no time: the clock jumps to whatever happens next."""

from __future__ import annotations

import asyncio
import selectors

from twilio_realtime.clock import SystemClock

WALL = 1_800_000_000.0
"""What the wall clock shows when a loop is new, in seconds since 1970-01-01 UTC."""


class StuckError(RuntimeError):
    """Everybody waits and nothing is going to happen."""


class _JumpingSelector(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout == 0:  # something can run: nobody outside needs to be looked for
            return []
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise StuckError("every task waits and no timer is running")
            self.now += max(0.0, timeout)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time starts at 0 and moves only while nothing can run."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


class VirtualClock(SystemClock):
    """The time of a `VirtualLoop`, on the wall as well."""

    def wall(self) -> float:
        return WALL + asyncio.get_running_loop().time()


def pending_timers(loop: asyncio.AbstractEventLoop) -> list[str]:
    """What would still happen by itself, in words."""
    scheduled: list[asyncio.TimerHandle] = getattr(loop, "_scheduled", [])
    return [repr(timer) for timer in scheduled if not timer.cancelled()]
