"""Where commands wait and answers are kept, as those who ask and those who carry out need it."""

from __future__ import annotations

import asyncio
from typing import Protocol

from twilio_realtime.clock import Clock

__all__ = ["CommandStore", "Hints", "wait_for_hint"]


class Hints(Protocol):
    """Tells that something may have changed."""

    async def renew(self) -> bool:
        """See to it that hints come from now on.

        Returns:
            Whether some may have been missed since the last call.

        Raises:
            BrokerError: None come.
        """
        ...

    async def wait(self) -> None:
        """Wait for a hint that has come since the last call. None comes while there is no connection."""
        ...

    async def close(self) -> None:
        """End it. Idempotent."""
        ...


class CommandStore(Protocol):
    """Commands that wait, in order for each identity, and a record of each by its id, kept for a stated time.

    Every method but the two that make hints raises `BrokerError` if the place where they are kept cannot be used;
    whether it was done is then unknown.
    """

    async def send(self, identity: str, command_id: str, document: bytes) -> None:
        """Have a command wait behind the others of its identity."""
        ...

    async def next(self, identity: str, after: int) -> tuple[int, bytes] | None:
        """Return the first command with a number above another, with its number; None if there is none."""
        ...

    async def remove(self, number: int) -> None:
        """Remove the command with a number. Idempotent."""
        ...

    async def record(self, identity: str, command_id: str) -> tuple[int, bytes] | None:
        """Return the record of a command, with its revision; None if there is none."""
        ...

    async def write(self, identity: str, command_id: str, record: bytes, revision: int) -> int | None:
        """Write a record, if the one that is there has this revision; 0 stands for none.

        Returns:
            The new revision; None if another record is there.
        """
        ...

    def commands(self, identity: str) -> Hints:
        """Make what tells of new commands for an identity."""
        ...

    def records(self, identity: str, command_id: str) -> Hints:
        """Make what tells of a new record of a command."""
        ...


async def wait_for_hint(hints: Hints, clock: Clock, seconds: float) -> bool:
    """Wait for a hint.

    Args:
        hints: Where it comes from.
        clock: Source of time.
        seconds: How long at most.

    Returns:
        Whether one has come.
    """
    waiting = asyncio.ensure_future(hints.wait())

    def end() -> None:
        waiting.cancel()

    timer = clock.call_later(seconds, end)
    try:
        await asyncio.wait([waiting])
    finally:
        timer.cancel()
        waiting.cancel()
    return not waiting.cancelled()
