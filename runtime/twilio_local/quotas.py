"""How much of the service one user may take up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

from .errors import Refusal, too_many_requests

__all__ = ["Changes", "Transfers"]

_EACH = 1024  # what a change is stored with, roughly: identifiers, times, an event for each object that mirrors it


class Transfers:
    """Counts the uploads and downloads that are under way.

    Args:
        most: How many one user may have at once.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._running: Counter[str] = Counter()

    @contextmanager
    def of(self, user: str) -> Generator[None]:
        """Count one transfer while the block runs.

        Raises:
            Refusal: 429, the user has as many as are allowed.
        """
        if self._running[user] >= self._most:
            raise too_many_requests()
        self._running[user] += 1
        try:
            yield
        finally:
            self._running[user] -= 1
            if not self._running[user]:
                del self._running[user]


class Changes:
    """Counts what users have had the service store: each change stays, in the history of what it has changed.

    Args:
        most: Bytes that one user may have stored.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._stored: Counter[str] = Counter()

    @contextmanager
    def of(self, user: str, size: int) -> Generator[None]:
        """Count one change, unless the block that carries it out raises.

        Raises:
            Refusal: 413, the user has had as much stored as is allowed.
        """
        if self._stored[user] + size + _EACH > self._most:
            raise Refusal(413, 20413, f"Changes of one user are limited to {self._most} bytes")
        yield
        self._stored[user] += size + _EACH
