"""The event loop that a client lives on."""

from __future__ import annotations

import asyncio

from ..errors import StateError

__all__ = ["OwnLoop"]


class OwnLoop:
    """Knows the event loop of a client from its start on, and refuses calls from any other."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    def enter(self) -> None:
        """Take the running loop for the client's own, unless there is one.

        Raises:
            StateError: There is one already, and it is another.
        """
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        self.require()

    def require(self) -> None:
        """Refuse another loop.

        Raises:
            StateError: The running loop is not the client's.
        """
        loop = self._loop
        if loop is not None and loop is not asyncio.get_running_loop():
            what = "has ended" if loop.is_closed() else "is another one"
            raise StateError(
                f"the client was started on an event loop that {what}; use it on that loop only: one asyncio.run() for "
                "the whole program, a client for each loop, or twilio_realtime.blocking for several threads"
            )
