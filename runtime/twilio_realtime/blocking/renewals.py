"""Actions that last as long as a block."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from ..errors import ClosedError
from ..mirror import transient as asynchronous
from ..mirror.live import Live
from .portal import Portal

__all__ = ["Renewable", "call_renewable"]


class Renewable(Live):
    """An action that was done, and can be made to last.

    As a ``with`` block it is done again and again until the block ends, each time a little before what was done has
    passed. A renewal that fails breaks nothing: it is tried again, and the log tells of the first failure. When the
    client is closed, nothing is renewed any more.

    Args:
        inner: The action of the asynchronous client.
        portal: The way to the event loop.
    """

    def __init__(self, inner: asynchronous.Renewable, portal: Portal) -> None:
        self._inner = inner
        self._portal = portal

    def __enter__(self) -> None:
        self._portal.run(self._inner.hold)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._portal.run(self._inner.release)
        except ClosedError:
            if not self._portal.closed:  # else everything on the loop has ended with it
                raise


def call_renewable(portal: Portal, call: Callable[[], asynchronous.Renewable]) -> Renewable:
    """Do an action of the asynchronous client, and return what makes it last.

    Args:
        portal: The way to the event loop.
        call: Makes the action.

    Raises:
        RealtimeError: As the action.
    """

    async def calling() -> asynchronous.Renewable:
        called = call()
        await called
        return called

    return Renewable(portal.run(calling), portal)
