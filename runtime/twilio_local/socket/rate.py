"""Limits on how many requests a client may make in a second."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

__all__ = ["RateLimit", "RateLimits"]

_REMEMBERED: Final = 10_000


class RateLimit:
    """A bucket of allowance that fills steadily and holds that of one second.

    Args:
        per_second: Requests a second; None for no limit.
        clock: Seconds.
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
        self._allowance = min(max(1.0, self._rate), self._allowance + max(0.0, now - self._at) * self._rate)
        self._at = now
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True


class RateLimits:
    """A limit for each of many clients. Of more than 10,000 those that have been quiet for longest start afresh.

    Args:
        per_second: Requests a second that each may make; None for no limit.
        clock: Seconds.
    """

    def __init__(self, per_second: float | None, clock: Callable[[], float]) -> None:
        self._per_second = per_second
        self._clock = clock
        self._limits: OrderedDict[str, RateLimit] = OrderedDict()

    def take(self, client: str) -> bool:
        """Whether a client may make one more request now; counts it if so."""
        if self._per_second is None:
            return True
        limit = self._limits.get(client)
        if limit is None:
            limit = self._limits[client] = RateLimit(self._per_second, self._clock)
            if len(self._limits) > _REMEMBERED:
                self._limits.popitem(last=False)
        self._limits.move_to_end(client)
        return limit.take()
