"""How long to wait before trying again, and the table of which requests are sent again.

What is tried until it succeeds (subscriptions, tokens, entries of a collection) waits as `Backoff` does by default; the
bounds of the connection's attempts are in `twilsock.limits.ConnectionLimits`. Requests have a `RetryPolicy` each.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, NamedTuple

from ..errors import ConnectionRefused, DisconnectedError, RequestError

__all__ = [
    "BOOTSTRAP",
    "FILE_RECORD",
    "MUTATION",
    "ONCE",
    "PUSH_REGISTRATION",
    "READ",
    "SYNC_READ",
    "SYNC_SUBSCRIPTION",
    "Backoff",
    "RetryPolicy",
]

_SPREAD: Final = 1.25
_BUSY: Final = frozenset((429, 502, 503, 504))


class Backoff:
    """Exponential delays with jitter.

    The n-th delay since the last reset (counted from 0) is drawn evenly from ``minimum`` to
    ``min(maximum, minimum * 2 ** (n + 1))`` seconds, so that clients cut off together do not come back together. With a
    ``spread`` it is ``min(maximum, minimum * 2 ** n)`` seconds, varied by that part either way.
    """

    def __init__(
        self, random: Callable[[], float], minimum: float = 1.0, maximum: float = 120.0, *, spread: float | None = None
    ) -> None:
        """Start with no failure counted.

        Args:
            random: Source of numbers from 0 (included) to 1 (excluded), for example ``random.random``.
            minimum: Shortest delay, in seconds; greater than 0.
            maximum: Longest delay, in seconds; at least ``minimum``.
            spread: Part of a delay, from 0 to 1, that it varies by; None for full jitter.

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
        self._spread = spread
        self._next = minimum
        self._floor = 0.0
        self._failures = 0

    @property
    def failures(self) -> int:
        """How many delays were handed out since the last reset."""
        return self._failures

    def next_delay(self) -> float:
        """Count one failure and return the seconds to wait before the next attempt."""
        self._failures += 1
        delay, self._next = self._next, min(self._maximum, self._next * 2)
        if self._spread is None:
            lowest, highest = self._minimum, self._next
        else:
            lowest, highest = delay * (1 - self._spread), delay * (1 + self._spread)
        if self._floor > lowest:
            # Asked to stay away for longer than we ever would: still do not return all at the same moment.
            lowest, highest = self._floor, max(highest, self._floor * _SPREAD)
        self._floor = 0.0
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
        self._next = self._minimum


class RetryPolicy(NamedTuple):
    """When a request is sent again, and how soon.

    Attributes:
        attempts: How often it is sent at most, the first time included.
        statuses: HTTP statuses after which it is sent again.
        lost_connection: Whether it is sent again when the connection was lost meanwhile.
        first_delay: Seconds before the second attempt; doubled each time, varied by a fifth either way.
        longest_delay: Bound of that doubling, in seconds. A longer ``Retry-After`` is honoured nevertheless.
        total: Seconds from the first attempt after which no other one is started. A ``Retry-After`` that does not
            fit into it ends the matter at once, so that the caller learns of it.
    """

    attempts: int
    statuses: Collection[int] = _BUSY
    lost_connection: bool = True
    first_delay: float = 1.0
    longest_delay: float = 4.0
    total: float = 60.0

    def allows_after(self, error: RequestError | DisconnectedError) -> bool:
        """Whether a request that ended in ``error`` may be sent again."""
        if isinstance(error, RequestError):
            return error.status in self.statuses
        return self.lost_connection and not isinstance(error, ConnectionRefused)

    def backoff(self, random: Callable[[], float]) -> Backoff:
        """The delays between the attempts of one request."""
        return Backoff(random, self.first_delay, self.longest_delay, spread=0.2)


ONCE: Final = RetryPolicy(attempts=1)
"""What is of the moment."""

BOOTSTRAP: Final = RetryPolicy(
    attempts=6, statuses=frozenset((429, *range(500, 600))), first_delay=0.05, longest_delay=0.8
)
"""What everything else depends on."""

READ: Final = RetryPolicy(attempts=3)
"""Reading of a resource."""

MUTATION: Final = RetryPolicy(attempts=3, statuses=frozenset((429, 503)))
"""Changes, which carry an identifier by which the service recognises a repetition."""

FILE_RECORD: Final = RetryPolicy(attempts=3, total=30.0)
"""Reading of the record that describes a file."""

SYNC_READ: Final = RetryPolicy(attempts=10, first_delay=4.0, longest_delay=60.0, total=90.0)
"""Reading of a Sync object or its items."""

SYNC_SUBSCRIPTION: Final = RetryPolicy(
    attempts=10, lost_connection=False, first_delay=4.0, longest_delay=60.0, total=90.0
)
"""Subscriptions, which belong to a connection: one that was lost with it is of no use on the next."""

PUSH_REGISTRATION: Final = RetryPolicy(
    attempts=6, statuses=_BUSY | {500}, first_delay=2.0, longest_delay=60.0, total=120.0
)
"""Registration of a device for push notifications, and its removal."""
