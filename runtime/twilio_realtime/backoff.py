"""How long to wait before trying again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

__all__ = ["Backoff"]

_SPREAD: Final = 1.25


class Backoff:
    """Exponential delays with full jitter.

    The n-th delay since the last reset (counted from 0) is drawn evenly from ``minimum`` to
    ``min(maximum, minimum * 2 ** (n + 1))`` seconds, so that clients cut off together do not come back together.
    """

    def __init__(self, random: Callable[[], float], minimum: float = 1.0, maximum: float = 120.0) -> None:
        """Start with no failure counted.

        Args:
            random: Source of numbers from 0 (included) to 1 (excluded), for example ``random.random``.
            minimum: Shortest delay, in seconds; greater than 0.
            maximum: Longest delay, in seconds; at least ``minimum``.

        Raises:
            ValueError: The two bounds are not usable.
        """
        if not 0 < minimum <= maximum:
            raise ValueError(
                f"backoff bounds are {minimum!r} and {maximum!r} seconds; expected 0 < minimum <= maximum < infinity"
            )
        self._random = random
        self._minimum = minimum
        self._maximum = maximum
        self._widest = minimum
        self._floor = minimum
        self._failures = 0

    @property
    def failures(self) -> int:
        """How many delays were handed out since the last reset."""
        return self._failures

    def next_delay(self) -> float:
        """Count one failure and return the seconds to wait before the next attempt."""
        self._failures += 1
        self._widest = min(self._maximum, self._widest * 2)
        lowest = max(self._minimum, self._floor)
        # Asked to stay away for longer than we ever would: still do not return all at the same moment.
        highest = self._widest if self._floor <= self._minimum else max(self._widest, lowest * _SPREAD)
        self._floor = self._minimum
        return lowest + (highest - lowest) * self._random()

    def raise_minimum(self, seconds: float) -> None:
        """Make the next delay at least this long, because the other side asked for it.

        Holds for one delay, may exceed ``maximum``, and survives `reset`; of several the longest counts.

        Args:
            seconds: Shortest next delay; anything below the usual minimum changes nothing.
        """
        self._floor = max(self._floor, seconds)

    def reset(self) -> None:
        """Forget the failures: the next delay is a short one again."""
        self._failures = 0
        self._widest = self._minimum
