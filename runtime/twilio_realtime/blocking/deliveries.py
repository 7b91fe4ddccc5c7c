"""Durable consumption without asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from types import TracebackType
from typing import Generic, Self, TypeVar, cast

from .. import deliveries as asynchronous
from ..deliveries.iterator import finish
from ..errors import ArgumentError, ClosedError
from ..events.source import is_async
from ..mirror.live import Live
from .portal import Portal

__all__ = ["Deliveries", "Delivery", "plain_dead_letter"]

InnerT = TypeVar("InnerT")
DeliveryT = TypeVar("DeliveryT")


class Delivery(Live, Generic[InnerT]):
    """An item that was handed out; `ack` says that it is done, `nack` that it shall come again.

    Until one of them is called nothing more of the same list is handed out, and after a restart it comes again.

    Args:
        inner: The delivery of the asynchronous client.
        item: The item as users see it.
        portal: The way to the event loop.
    """

    __slots__ = ("__weakref__", "_inner", "_item", "_portal")

    def __init__(self, inner: asynchronous.Delivery[object], item: InnerT, portal: Portal) -> None:
        self._inner = inner
        self._item = item
        self._portal = portal

    def __repr__(self) -> str:
        return repr(self._inner)

    @property
    def attempts(self) -> int:
        """How often it was handed out, this time included; 1 for the first time."""
        return self._inner.attempts

    @property
    def redelivered(self) -> bool:
        """Whether it was handed out before: by this program, or by one that ended before it acknowledged it."""
        return self._inner.redelivered

    def ack(self) -> None:
        """Acknowledge it: it does not come again. Returns when the store has kept that. Idempotent.

        Raises:
            CursorError: The store cannot be written. The delivery is still to be acknowledged: call it again, as after
                a call that was interrupted. The store may have kept it nevertheless.
            StateError: It was given back before.
            ClosedError: The client was shut down.
        """
        self._portal.run(self._inner.ack)

    def nack(self, retry_after: float | None = None) -> None:
        """Give it back: it comes again, before anything that follows it in the same list. Idempotent.

        Args:
            retry_after: Seconds until then, at least; None: a second after the first attempt, twice as long after each
                further one, and a minute at most.

        Raises:
            ArgumentError: `retry_after` is no positive number.
            StateError: It was acknowledged before.
            ClosedError: The client was shut down.
        """
        self._portal.run(lambda: self._inner.nack(retry_after))


class Deliveries(Live, Generic[DeliveryT]):
    """Deliveries as an iterator. Ends when the client is closed; raises why when the client has given up.

    Several threads may iterate over it at once. Leaving the loop is enough to stop it; ``with`` or `close` stops it
    at a definite point.

    Args:
        inner: The deliveries of the asynchronous client.
        portal: The way to the event loop.
        wrap: Makes the delivery that users see.
    """

    def __init__(
        self, inner: asynchronous.Deliveries[InnerT], portal: Portal, wrap: Callable[[InnerT], DeliveryT]
    ) -> None:
        self._inner: asynchronous.Deliveries[object] = cast("asynchronous.Deliveries[object]", inner)
        self._portal = portal
        self._wrap: Callable[[object], DeliveryT] = cast("Callable[[object], DeliveryT]", wrap)

    def __repr__(self) -> str:
        return repr(self._inner)

    @property
    def progress(self) -> asynchronous.DeliveryProgress:
        """How far everything was consumed, as a snapshot."""
        return self._portal.call(lambda: self._inner.progress)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> DeliveryT:
        """The next delivery; waits until there is one, and until fewer than `concurrency` are unsettled.

        Raises:
            CursorError: The store cannot be used. Nothing is lost, and iterating may go on.
            TokenError: The token has ended or was refused, and nobody brought another one.
            ConnectionRefused: The service does not want this client.
            ClosedError: The client is not started.
            StateError: The caller is on the event loop's thread.
        """
        try:
            return self._wrap(self._portal.run(self._inner.__anext__))
        except StopAsyncIteration:
            raise StopIteration from None
        except ClosedError:
            if not self._portal.closed:
                raise
            raise StopIteration from None

    def close(self) -> None:
        """Hand nothing more out. Idempotent."""
        self._portal.call(lambda: finish(self._inner))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if not hasattr(self, "_portal"):
            return
        # What it holds belongs to the loop, and this runs on any thread.
        if not self._portal.post(partial(finish, self._inner)):
            finish(self._inner)


def plain_dead_letter(
    handler: Callable[[DeliveryT], object] | None, wrap: Callable[[InnerT], DeliveryT]
) -> Callable[[InnerT], Awaitable[None]] | None:
    """The asynchronous form of a function for dead letters: each call is made on a thread.

    Args:
        handler: The function; None for none.
        wrap: Makes the delivery that users see.

    Raises:
        ArgumentError: It is asynchronous.
    """
    if handler is None:
        return None
    if is_async(handler):
        raise ArgumentError("dead_letter must be a plain function, not an async one")

    async def hand_over(inner: InnerT) -> None:
        await asyncio.to_thread(handler, wrap(inner))

    return hand_over
