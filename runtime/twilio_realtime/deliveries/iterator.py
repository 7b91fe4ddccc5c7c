"""What users iterate over."""

from __future__ import annotations

import weakref
from collections.abc import Awaitable, Callable
from datetime import datetime
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar, cast

from ..arguments import require_callable, require_integer, require_time
from ..client import is_ready
from ..collections.membership_entry import MembershipResource
from ..errors import ArgumentError
from ..mirror.live import Live
from .cursors import CursorStore
from .delivery import Settlement
from .feed import DeliveryStart
from .reader import DeliveryOptions, DeliveryProgress, DeliverySource, Reader

__all__ = ["Deliveries", "deliveries_of", "finish"]

ResourceT = TypeVar("ResourceT", bound=MembershipResource)
ItemT = TypeVar("ItemT")
DeliveryT = TypeVar("DeliveryT")
HandedOutT = TypeVar("HandedOutT", covariant=True)


class _Reader(Protocol[HandedOutT]):
    """What an iterator needs of a reader, whatever the reader reads."""

    @property
    def progress(self) -> DeliveryProgress:
        """What was counted so far."""
        ...

    async def next(self) -> HandedOutT | None:
        """Return the next delivery; None at the end."""
        ...

    def finish(self) -> None:
        """Hand nothing more out."""


class Deliveries(Live, Generic[DeliveryT]):
    """Deliveries as an asynchronous iterator. Ends when the client is closed; raises why when the client has given up.

    Several tasks may iterate over it at once. Leaving the loop is enough to stop it; ``async with`` or `aclose` stops
    it at a definite point. What was handed out can be acknowledged after that, too.

    Args:
        reader: Reads the lists; used by this iterator only.
    """

    def __init__(self, reader: _Reader[DeliveryT]) -> None:
        self._reader = reader
        weakref.finalize(self, reader.finish).atexit = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.progress.delivered} handed out>"

    @property
    def progress(self) -> DeliveryProgress:
        """How far everything was consumed, as a snapshot."""
        return self._reader.progress

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> DeliveryT:
        """The next delivery; waits until there is one, and until fewer than `concurrency` are unsettled.

        Raises:
            CursorError: The store cannot be used. Nothing is lost, and iterating may go on.
            TokenError: The token has ended or was refused, and nobody brought another one.
            ConnectionRefused: The service does not want this client.
            ClosedError: The client is not started.
        """
        made = await self._reader.next()
        if made is None:
            raise StopAsyncIteration
        return made

    async def aclose(self) -> None:
        """Hand nothing more out. Idempotent."""
        self._reader.finish()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.finish()


def finish(deliveries: Deliveries[object]) -> None:
    """Hand nothing more out, without waiting; for what iterates on another thread."""
    deliveries._reader.finish()  # pyright: ignore[reportPrivateUsage] - not for users, who have `aclose`


def _check_options(
    store: CursorStore,
    *,
    start: object,
    concurrency: object,
    page_size: object,
    max_deliveries: object,
    dead_letter: object,
) -> None:
    """Require options that can be used.

    Raises:
        ArgumentError: One of them is of the wrong kind or outside its bounds.
    """
    for name in ("read", "write"):
        if not callable(getattr(cast(object, store), name, None)):
            raise ArgumentError(f"store must be a store of cursors, and a {type(store).__name__} has no {name}()")
    if isinstance(start, datetime):
        require_time("start", start)
    elif start not in ("now", "beginning"):
        raise ArgumentError(f"start must be 'now', 'beginning' or a datetime with a time zone, not {start!r:.80}")
    require_integer("concurrency", concurrency, minimum=1)
    require_integer("page_size", page_size, minimum=1)
    if max_deliveries is not None:
        require_integer("max_deliveries", max_deliveries, minimum=1)
    if dead_letter is not None:
        require_callable("dead_letter", dead_letter)
        if max_deliveries is None:
            raise ArgumentError(
                "dead_letter receives what was handed out max_deliveries times; give max_deliveries, too"
            )


def deliveries_of(
    source: DeliverySource[ResourceT, ItemT],
    store: CursorStore,
    make: Callable[[ItemT, Settlement], DeliveryT],
    *,
    start: DeliveryStart,
    concurrency: int,
    page_size: int,
    max_deliveries: int | None,
    dead_letter: Callable[[DeliveryT], Awaitable[None] | None] | None,
) -> Deliveries[DeliveryT]:
    """Make the deliveries of a client; for its generated class, which says what the arguments mean.

    Raises:
        ArgumentError: An argument is of the wrong kind or outside its bounds.
    """
    _check_options(
        store,
        start=start,
        concurrency=concurrency,
        page_size=page_size,
        max_deliveries=max_deliveries,
        dead_letter=dead_letter,
    )
    options = DeliveryOptions(start, concurrency, page_size, max_deliveries, dead_letter)
    reader = Reader(source, store, options, make)
    if is_ready(source.client):
        reader.begin()  # so that "now" is the moment of the call
    return Deliveries(reader)
