"""What several need and one makes: whoever waits for it shares its failure, too."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

__all__ = ["SharedAttempt"]

MadeT = TypeVar("MadeT")


class SharedAttempt:
    """Makes something once for all who need it at about the same time.

    An attempt may take its whole bound, and hundreds may wait for it. So they do not try one after the other when it
    has failed: that would take the sum of their bounds, and a worker that ends would not come to its end.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._failures = 0
        self._failure: Exception | None = None

    async def get(self, there: Callable[[], MadeT | None], make: Callable[[], Awaitable[MadeT]]) -> MadeT:
        """Return what is there, else make it.

        Args:
            there: What was made before; None if there is nothing that can be used.
            make: Makes it. What it raises is raised for all who came before that.
        """
        failures = self._failures
        async with self._turn:
            found = there()
            if found is not None:
                return found
            if self._failure is not None and self._failures > failures:
                raise self._failure.with_traceback(None)
            try:
                made = await make()
            except Exception as error:
                self._failures, self._failure = self._failures + 1, error
                raise
            self._failure = None
            return made
