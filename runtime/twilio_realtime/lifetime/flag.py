"""A flag that can be waited for."""

from __future__ import annotations

import asyncio

__all__ = ["Flag"]


class Flag:
    """Like `asyncio.Event`, which takes ten times the memory while nobody waits: each client has several."""

    __slots__ = ("_is_set", "_waiting")

    def __init__(self) -> None:
        """Start unset."""
        self._is_set = False
        self._waiting: tuple[asyncio.Future[None], ...] = ()

    def is_set(self) -> bool:
        """Whether it is set."""
        return self._is_set

    def set(self) -> None:
        """Set it, and let everybody go who waits. Idempotent."""
        self._is_set = True
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)

    def clear(self) -> None:
        """Unset it: whoever waits from now on waits for the next `set`. Idempotent."""
        self._is_set = False

    async def wait(self) -> None:
        """Wait until it is set, even if it is unset again at once. Set already: nothing to wait for."""
        if self._is_set:
            return
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting = (*self._waiting, waiting)
        try:
            await waiting
        finally:
            self._waiting = tuple(other for other in self._waiting if other is not waiting)
