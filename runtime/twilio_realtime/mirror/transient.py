"""State that passes by itself: a flag that expires, and an action that is not repeated too soon."""

from __future__ import annotations

from collections.abc import Callable

from ..clock import Clock, Timer

__all__ = ["ExpiringFlag", "Throttle"]


class ExpiringFlag:
    """True for some seconds after each sign of life.

    Args:
        clock: Source of timers.
        expired: Called when the time has passed without another sign; not when `clear` ended it.
    """

    __slots__ = ("_clock", "_expired", "_timer")

    def __init__(self, clock: Clock, expired: Callable[[], None]) -> None:
        self._clock = clock
        self._expired = expired
        self._timer: Timer | None = None

    def __bool__(self) -> bool:
        return self._timer is not None

    def set(self, seconds: float) -> None:
        """Be true for this long from now on."""
        self.clear()
        self._timer = self._clock.call_later(max(0.0, seconds), self._end)

    def clear(self) -> bool:
        """Be false; whether it was true."""
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        return timer is not None

    def _end(self) -> None:
        self._timer = None
        self._expired()


class Throttle:
    """Says whether an action is due again: not while it is under way, nor for some seconds after it was done.

    Args:
        clock: Source of time.
        seconds: Longest time that an action under way holds up the next one; how long it rests afterwards is said
            when it is done.
    """

    __slots__ = ("_clock", "_next", "_seconds")

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._next: float | None = None
        self._seconds = seconds

    def due(self) -> bool:
        """Whether the action may happen now; if so, it is under way until `rest` or `reset`."""
        now = self._clock.monotonic()
        if self._next is not None and now < self._next:
            return False
        self._next = now + self._seconds
        return True

    def rest(self, seconds: float) -> None:
        """The action was done: it is due again this many seconds from now."""
        self._next = self._clock.monotonic() + seconds

    def reset(self) -> None:
        """Let the action happen at once: the last one failed."""
        self._next = None
