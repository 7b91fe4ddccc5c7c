"""How much of the service one user may take up at the same time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

from .errors import too_many_requests

__all__ = ["Transfers"]


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
