"""How much of the service one user may take up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

from .errors import Refusal, too_many_requests
from .storage.database import Database

__all__ = ["Changes", "Transfers"]


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

    What a request carries says little about that: a new name is stored with all else that is known of a channel.

    Args:
        database: Where it is stored.
        most: Bytes that one user may have stored.
    """

    def __init__(self, database: Database, most: int) -> None:
        self._database = database
        self._most = most
        self._stored: Counter[str] = Counter()

    @contextmanager
    def of(self, user: str, *, removal: bool) -> Generator[None]:
        """Carry out one change in the block, in one transaction, and count what it has stored.

        Args:
            user: Who changes something.
            removal: Whether something is removed, which is never too much.

        Raises:
            Refusal: 413, the user would have more stored than is allowed; nothing was changed.
        """
        with self._database.transaction():
            before = self._database.written
            yield
            stored = self._database.written - before
            if stored and not removal and self._stored[user] + stored > self._most:
                raise Refusal(413, 20413, f"Changes of one user are limited to {self._most} bytes")
        self._stored[user] += stored
