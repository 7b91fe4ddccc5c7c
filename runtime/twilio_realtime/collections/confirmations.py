"""Waiting until what the service has accepted shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..clock import Clock
from ..errors import DeadlineError, RealtimeError
from ..visible_text import quoted
from .membership_entry import Stage

__all__ = ["SETTLE_TIMEOUT", "Confirmations"]

SETTLE_TIMEOUT: Final = 30.0
"""Seconds that `Confirmations.wait` waits."""


@dataclass(slots=True, eq=False)
class _Waiting:
    key: str
    stage: Stage
    done: asyncio.Future[None]
    hindrance: RealtimeError | None = None

    def end(self, error: RealtimeError | None) -> None:
        if self.done.done():
            return
        if error is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(error)


class Confirmations:
    """Callers who wait for an entry to reach a stage."""

    def __init__(self, what: str, clock: Clock) -> None:
        """Start with nobody.

        Args:
            what: What an entry is, in words, for errors.
            clock: Source of timers.
        """
        self._what = what
        self._clock = clock
        # keys alone: an empty set takes three times the memory of an empty dict
        self._waiting: dict[_Waiting, None] = {}

    async def wait(self, key: str, stage: Stage) -> None:
        """Wait until the entry with a key has reached a stage.

        Raises:
            DeadlineError: It has not in time; the message tells what was in the way.
            RealtimeError: What `failed` or `close` was told.
        """
        waiting = _Waiting(key, stage, asyncio.get_running_loop().create_future())
        timer = self._clock.call_later(SETTLE_TIMEOUT, lambda: waiting.end(self._late(waiting)))
        self._waiting[waiting] = None
        try:
            await waiting.done
        finally:
            timer.cancel()
            self._waiting.pop(waiting, None)

    def reached(self, key: str, stage: Stage) -> None:
        """An entry has reached a stage."""
        self._end(None, lambda waiting: (waiting.key, waiting.stage) == (key, stage))

    def failed(self, key: str, error: RealtimeError, lasting: bool) -> None:
        """An entry cannot be followed, be it for the moment or, if ``lasting``, longer than anybody should wait."""
        if lasting:
            self._end(error, lambda waiting: waiting.key == key)
            return
        for waiting in self._waiting:
            if waiting.key == key:
                waiting.hindrance = error

    def _late(self, waiting: _Waiting) -> DeadlineError:
        change = f"the service accepted the change of the {self._what} {quoted(waiting.key)} but"
        if waiting.hindrance is None:
            return DeadlineError(f"{change} did not confirm it within {SETTLE_TIMEOUT:g} seconds")
        return DeadlineError(
            f"{change} what belongs to it could not be followed within {SETTLE_TIMEOUT:g} seconds and is still being "
            f"tried; the last time: {waiting.hindrance}"
        )

    def close(self, error: RealtimeError) -> None:
        """Let nobody wait any longer."""
        self._end(error, lambda waiting: True)

    def _end(self, error: RealtimeError | None, chosen: Callable[[_Waiting], bool]) -> None:
        for waiting in self._waiting:
            if chosen(waiting):
                waiting.end(error)
