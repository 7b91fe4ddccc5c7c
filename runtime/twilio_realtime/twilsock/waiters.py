"""Callers that wait for one and the same thing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from ..clock import Clock
from ..errors import DeadlineError

__all__ = ["Waiters"]


class Waiters:
    """A set of callers, all let go together; a caller that is cancelled or runs out of time leaves by itself."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        # keys alone: an empty set takes three times the memory of an empty dict
        self._futures: dict[asyncio.Future[None], None] = {}

    def __len__(self) -> int:
        return len(self._futures)

    async def wait(self, timeout: float | None = None, message: str = "") -> None:
        """Wait for `succeed`.

        Args:
            timeout: Seconds, or None for as long as it takes.
            message: Text of the error when the time is over.

        Raises:
            DeadlineError: Neither `succeed` nor `fail` in time.
            Exception: What `fail` was told to raise.
        """
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._futures[future] = None
        timer = None if timeout is None else self._clock.call_later(timeout, partial(_expire, future, message))
        try:
            await future
        finally:
            self._futures.pop(future, None)
            if timer is not None:
                timer.cancel()
            if future.done() and not future.cancelled():
                # A caller cancelled at the same moment never looks at the error.
                future.exception()

    def succeed(self) -> None:
        """Let everybody go."""
        for future in self._futures:
            if not future.done():
                future.set_result(None)

    def fail(self, error: Callable[[], Exception]) -> None:
        """Raise an error of its own in each caller."""
        for future in self._futures:
            if not future.done():
                future.set_exception(error())


def _expire(future: asyncio.Future[None], message: str) -> None:
    if not future.done():
        future.set_exception(DeadlineError(message))
