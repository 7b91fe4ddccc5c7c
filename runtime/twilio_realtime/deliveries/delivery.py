"""An item that was handed out, until it is acknowledged or given back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

from ..arguments import require_seconds
from ..errors import StateError
from ..mirror.live import Live

__all__ = ["LONGEST_REST", "Delivery", "Settlement"]

ItemT = TypeVar("ItemT", covariant=True)

LONGEST_REST: Final = 60.0
"""Most seconds after which something that was given back comes again by itself."""


class Settlement:
    """What becomes of one delivery.

    Args:
        attempts: How often the item was handed out, this time included.
        acknowledge: Moves the cursor.
        give_back: Hands the item out again after so many seconds.
    """

    def __init__(
        self, attempts: int, acknowledge: Callable[[], Awaitable[None]], give_back: Callable[[float], None]
    ) -> None:
        self.attempts = attempts
        self.outcome: str = ""
        self._acknowledge = acknowledge
        self._give_back = give_back
        self._turn = asyncio.Lock()

    async def acknowledge(self) -> None:
        """See `Delivery.ack`."""
        async with self._turn:
            if self.outcome == "given back":
                raise StateError("this delivery was given back with nack(); it comes again, and is acknowledged then")
            if not self.outcome:
                await self._acknowledge()
                self.outcome = "acknowledged"

    async def give_back(self, retry_after: float | None) -> None:
        """See `Delivery.nack`."""
        if retry_after is not None:
            require_seconds("retry_after", retry_after)
        async with self._turn:
            if self.outcome == "acknowledged":
                raise StateError("this delivery was acknowledged; it does not come again")
            if not self.outcome:
                wait = min(LONGEST_REST, 2.0 ** min(self.attempts - 1, 10)) if retry_after is None else retry_after
                self._give_back(wait)
                self.outcome = "given back"


class Delivery(Live, Generic[ItemT]):
    """An item that was handed out; `ack` says that it is done, `nack` that it shall come again.

    Until one of them is called nothing more of the same list is handed out, and after a restart it comes again.

    Args:
        item: The item.
        settlement: What becomes of it.
    """

    __slots__ = ("__weakref__", "_item", "_settlement")

    def __init__(self, item: ItemT, settlement: Settlement) -> None:
        self._item = item
        self._settlement = settlement

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._item!r}, attempt {self.attempts}>"

    @property
    def attempts(self) -> int:
        """How often it was handed out, this time included; 1 for the first time."""
        return self._settlement.attempts

    @property
    def redelivered(self) -> bool:
        """Whether it was handed out before: by this program, or by one that ended before it acknowledged it."""
        return self._settlement.attempts > 1

    async def ack(self) -> None:
        """Acknowledge it: it does not come again. Returns when the store has kept that. Idempotent.

        Raises:
            CursorError: The store cannot be written. The delivery is still to be acknowledged: call it again, as after
                a call that was cancelled. The store may have kept it nevertheless.
            StateError: It was given back before.
        """
        await self._settlement.acknowledge()

    async def nack(self, retry_after: float | None = None) -> None:
        """Give it back: it comes again, before anything that follows it in the same list. Idempotent.

        Args:
            retry_after: Seconds until then, at least; None: a second after the first attempt, twice as long after each
                further one, and a minute at most.

        Raises:
            ArgumentError: `retry_after` is no positive number.
            StateError: It was acknowledged before.
        """
        await self._settlement.give_back(retry_after)
