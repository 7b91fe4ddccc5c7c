"""A limit on how many requests a client may make in a second."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["RateLimit"]


class RateLimit:
    """A bucket of allowance that fills steadily and holds that of one second.

    Args:
        per_second: Requests a second; None for no limit.
        clock: Seconds, never going back.
    """

    def __init__(self, per_second: float | None, clock: Callable[[], float]) -> None:
        self._rate = per_second
        self._clock = clock
        self._allowance = max(1.0, per_second or 0.0)
        self._at = clock()

    def take(self) -> bool:
        """Whether one more request is allowed now; counts it if so."""
        if self._rate is None:
            return True
        now = self._clock()
        self._allowance = min(max(1.0, self._rate), self._allowance + (now - self._at) * self._rate)
        self._at = now
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True
