"""How far a consumer has come, and where that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

__all__ = ["Cursor", "CursorStore", "MemoryCursors"]


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a consumer has come with one ordered list.

    Attributes:
        position: Newest position up to which everything was acknowledged or is gone; -1 before the first.
        pending: Position that was handed out and not acknowledged; None if there is none.
        attempts: How often the pending position was handed out.
    """

    position: int
    pending: int | None = None
    attempts: int = 0


class CursorStore(Protocol):
    """Where cursors are kept: by consumer, which is the identity of the user, and by the key of the list.

    A store of your own needs these two functions. Both are called on the event loop of the client and must not
    block it. They raise `CursorError` when the store cannot be used; iterating over the deliveries raises it in turn.
    """

    async def read(self, consumer: str, key: str) -> Cursor | None:
        """Return the cursor that was written last; None if there is none.

        Args:
            consumer: Whose cursor it is.
            key: Key of the list.

        Raises:
            CursorError: The store cannot be read.
        """
        ...

    async def write(self, consumer: str, key: str, cursor: Cursor) -> None:
        """Keep a cursor in place of the one before, durably when this returns.

        A cursor never goes back: one whose position lies before that of the cursor that is kept changes nothing.

        Args:
            consumer: Whose cursor it is.
            key: Key of the list.
            cursor: The cursor.

        Raises:
            CursorError: The store cannot be written.
        """
        ...


class MemoryCursors:
    """Cursors in memory, for tests: they last as long as this object, and so across the clients that share it."""

    def __init__(self) -> None:
        self._cursors: dict[tuple[str, str], Cursor] = {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self._cursors)} cursors>"

    async def read(self, consumer: str, key: str) -> Cursor | None:
        """See `CursorStore.read`."""
        return self._cursors.get((consumer, key))

    async def write(self, consumer: str, key: str, cursor: Cursor) -> None:
        """See `CursorStore.write`."""
        kept = self._cursors.get((consumer, key))
        if kept is None or cursor.position >= kept.position:
            self._cursors[consumer, key] = cursor
