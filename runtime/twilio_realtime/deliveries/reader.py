"""Hands out what was written in the lists of all entries that the user takes part in, whether heard or not."""

from __future__ import annotations

import asyncio
import inspect
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar

from ..client import RealtimeClient
from ..clock import Timer
from ..collections.indexed import IndexedCollection
from ..collections.membership_entry import MembershipResource
from ..collections.memberships import MembershipCollection
from ..errors import ClosedError, CursorError, RealtimeError, RequestError
from ..requests.backoff import Backoff
from ..telemetry.logs import logger_of
from .cursors import Cursor, CursorStore
from .delivery import Settlement
from .feed import Budget, DeliveryStart, Feed

__all__ = ["DeliveryOptions", "DeliveryProgress", "DeliverySource", "FeedProgress", "Reader"]

# What a client does not show to its users is known here.
# pyright: reportPrivateUsage=false

_logger = logger_of(__name__)
ResourceT = TypeVar("ResourceT", bound=MembershipResource)
ItemT = TypeVar("ItemT")
DeliveryT = TypeVar("DeliveryT")

FORGOTTEN_AFTER: Final = 60.0
"""Seconds of waiting for an acknowledgement after which the log tells of it."""


@dataclass(frozen=True, slots=True)
class FeedProgress:
    """How far one list was consumed.

    Attributes:
        acknowledged: Position up to which everything was acknowledged, -1 before the first; None before the cursor was
            read.
        newest: Newest position that is known; None before anything was read or heard.
        caught_up: Whether everything was handed out that is known to be there.
    """

    acknowledged: int | None
    newest: int | None
    caught_up: bool


@dataclass(frozen=True, slots=True)
class DeliveryProgress:
    """What was counted so far, as a snapshot.

    Attributes:
        delivered: Deliveries handed out.
        redelivered: Those of them that had been handed out before.
        acknowledged: Deliveries acknowledged.
        given_back: Deliveries given back.
        dead_letters: Items that were handed out too often and given up.
        unsettled: Deliveries that are neither acknowledged nor given back.
        behind: Lists that are not caught up.
        feeds: How far each list was consumed, by its key.
    """

    delivered: int
    redelivered: int
    acknowledged: int
    given_back: int
    dead_letters: int
    unsettled: int
    behind: int
    feeds: Mapping[str, FeedProgress]


@dataclass(frozen=True, slots=True)
class DeliverySource(Generic[ResourceT, ItemT]):
    """Where deliveries come from.

    Attributes:
        client: The client.
        collection: The entries that the user takes part in, once the client is started.
        items: The list of an entry.
        position_of: Position of an item in its list.
        time_of: When an item was written; None if that is unknown.
    """

    client: RealtimeClient
    collection: Callable[[], MembershipCollection[ResourceT]]
    items: Callable[[ResourceT], IndexedCollection[ItemT]]
    position_of: Callable[[ItemT], int]
    time_of: Callable[[ItemT], datetime | None]


@dataclass(frozen=True, slots=True)
class DeliveryOptions(Generic[DeliveryT]):
    """How deliveries are handed out; see `Deliveries`."""

    start: DeliveryStart
    concurrency: int
    page_size: int
    max_deliveries: int | None
    dead_letter: Callable[[DeliveryT], Awaitable[None] | None] | None


class Reader(Generic[ResourceT, ItemT, DeliveryT]):
    """Hands out the items of all lists, one at a time of each.

    Nothing is read ahead of who asks, so however far behind a consumer is, what is held is bounded: the page that is
    being handed out of as many lists as may be unsettled at a time, and `MAX_LIVE` items that were heard.

    Args:
        source: Where the items come from.
        store: Where cursors are kept.
        options: How items are handed out.
        make: Makes what users receive.
    """

    def __init__(
        self,
        source: DeliverySource[ResourceT, ItemT],
        store: CursorStore,
        options: DeliveryOptions[DeliveryT],
        make: Callable[[ItemT, Settlement], DeliveryT],
    ) -> None:
        self._source = source
        self._store = store
        self._options = options
        self._make = make
        self._services = source.client._services
        self._consumer = ""
        self._feeds: dict[str, Feed[ItemT]] = {}
        self._ready: OrderedDict[Feed[ItemT], None] = OrderedDict()
        self._busy: set[Feed[ItemT]] = set()
        self._resting: dict[Feed[ItemT], Timer] = {}
        self._returning: dict[str, ResourceT] = {}
        self._budget = Budget()
        self._turn = asyncio.Event()
        self._watching_end: asyncio.Task[None] | None = None
        self._collection: MembershipCollection[ResourceT] | None = None
        self._finished = False
        self._reason: RealtimeError | None = None
        self._delivered = self._redelivered = self._acknowledged = self._given_back = self._dead_letters = 0

    @property
    def progress(self) -> DeliveryProgress:
        """What was counted so far."""
        feeds = {
            key: FeedProgress(feed.cursor.position if feed.cursor is not None else None, feed.newest, feed.caught_up)
            for key, feed in self._feeds.items()
        }
        return DeliveryProgress(
            delivered=self._delivered,
            redelivered=self._redelivered,
            acknowledged=self._acknowledged,
            given_back=self._given_back,
            dead_letters=self._dead_letters,
            unsettled=self._unsettled,
            behind=sum(not feed.caught_up for feed in feeds.values()),
            feeds=feeds,
        )

    @property
    def _unsettled(self) -> int:
        return self._delivered - self._acknowledged - self._given_back

    def begin(self) -> None:
        """Watch the entries from now on. Idempotent."""
        if self._collection is not None or self._finished:
            return
        self._consumer = self._services.identity or ""
        self._collection = self._source.collection()
        self._watching_end = self._services.tasks.spawn(self._watch_end(), "end of deliveries")
        if self._watching_end is None:
            self.finish()
        else:
            # Not at its end: what is cancelled before it has begun does not come there.
            self._watching_end.add_done_callback(lambda _: self.finish())
            self._collection.watch(self)

    def finish(self, reason: RealtimeError | None = None) -> None:
        """Hand nothing more out, and let everything go. Idempotent.

        Args:
            reason: Why, if it is not the end of the client.
        """
        if self._finished:
            return
        self._finished, self._reason = True, reason
        if self._collection is not None:
            self._collection.unwatch(self)
        if self._watching_end is not None:
            self._watching_end.cancel()
        for timer in self._resting.values():
            timer.cancel()
        self._resting.clear()
        self._ready.clear()
        for feed in self._feeds.values():
            feed.close()
        self._turn.set()

    async def _watch_end(self) -> None:
        try:
            await self._source.client.until_closed()
        except RealtimeError as error:
            self.finish(error)

    # -- which lists there are

    def followed(self, key: str, resource: ResourceT) -> None:
        """See `MembershipWatcher.followed`."""
        known = self._feeds.get(key)
        if known is not None and known.ended:
            self._returning[key] = resource  # once the delivery of before is settled: one at a time of each list
            return
        if known is not None:
            known.read_anew()  # its list was lost for a while, and what was written meanwhile is not heard
            self._now_ready(known)
            return
        timing = self._services.timing
        self._feeds[key] = feed = Feed(
            self._consumer,
            key,
            self._source.items(resource),
            position_of=self._source.position_of,
            time_of=self._source.time_of,
            store=self._store,
            start=self._options.start,
            page_size=self._options.page_size,
            budget=self._budget,
            backoff=Backoff(timing.random, 1.0, 60.0),
            ready=self._now_ready,
        )
        self._now_ready(feed)

    def unfollowed(self, key: str) -> None:
        """See `MembershipWatcher.unfollowed`."""
        self._returning.pop(key, None)
        feed = self._feeds.get(key)
        if feed is None:
            return
        feed.close()
        self._ready.pop(feed, None)
        timer = self._resting.pop(feed, None)
        if timer is not None:
            timer.cancel()
        if feed not in self._busy:
            del self._feeds[key]

    def _release(self, feed: Feed[ItemT]) -> None:
        """Note that nothing of a list is being handed out, or handed out and unsettled."""
        self._busy.discard(feed)
        self._turn.set()
        if feed.ended and self._feeds.get(feed.key) is feed:
            del self._feeds[feed.key]
            resource = self._returning.pop(feed.key, None)
            if resource is not None and not self._finished:
                self.followed(feed.key, resource)

    def _now_ready(self, feed: Feed[ItemT], *, first: bool = False) -> None:
        if feed.ended or feed in self._busy or feed in self._resting or self._finished:
            return
        self._ready[feed] = None
        if first:
            self._ready.move_to_end(feed, last=False)
        self._turn.set()

    def _rest(self, feed: Feed[ItemT], seconds: float) -> None:
        """Leave a list alone for a while; the others go on."""
        self._release(feed)
        feed.read_anew()
        if feed.ended or self._finished:
            return

        def again() -> None:
            self._resting.pop(feed, None)
            self._now_ready(feed)

        self._resting[feed] = self._services.timing.clock.call_later(seconds, again)

    # -- handing out

    async def next(self) -> DeliveryT | None:
        """Return the next delivery, once there is one and fewer are unsettled than may be; None at the end.

        Raises:
            CursorError: The store cannot be used.
            RealtimeError: The client has given up.
        """
        if self._collection is None and not self._finished:
            await self._source.client._until_ready()
            self.begin()
        while not self._finished:
            if not self._ready or len(self._busy) >= self._options.concurrency:
                await self._wait()
                continue
            feed, _ = self._ready.popitem(last=False)
            self._busy.add(feed)
            made: DeliveryT | None = None
            try:
                made = await self._hand_out(feed)
            except BaseException:
                self._release(feed)
                self._now_ready(feed, first=True)
                raise
            if made is not None:
                return made
        if self._reason is not None:
            raise self._reason
        return None

    async def _wait(self) -> None:
        self._turn.clear()
        timer: Timer | None = None
        if self._unsettled:
            timer = self._services.timing.clock.call_later(FORGOTTEN_AFTER, self._tell_of_forgotten)
        try:
            await self._turn.wait()
        finally:
            if timer is not None:
                timer.cancel()

    def _tell_of_forgotten(self) -> None:
        if self._unsettled:
            _logger.warning(
                "%d deliveries are neither acknowledged nor given back for %g seconds; call ack() or nack() on each, "
                "or nothing more comes of their lists",
                self._unsettled,
                FORGOTTEN_AFTER,
            )

    async def _hand_out(self, feed: Feed[ItemT]) -> DeliveryT | None:
        """Hand out the first item of a list; if there is none, or not now, leave the list alone."""
        try:
            found = await feed.next()
        except CursorError:
            raise
        except RealtimeError as error:
            if isinstance(error, RequestError) and error.retry_after is not None:
                feed.backoff.raise_minimum(error.retry_after)
            if not isinstance(error, ClosedError):
                _logger.warning("the list of %s cannot be read at present: %s", feed.key, error)
            self._rest(feed, feed.backoff.next_delay())
            return None
        cursor = feed.cursor
        if found is None or cursor is None:
            self._release(feed)
            return None
        position, item = found
        attempts = cursor.attempts + 1 if cursor.pending == position else 1
        most = self._options.max_deliveries
        if most is not None and attempts > most:
            await self._give_up(feed, position, item, attempts - 1)
            return None
        # Whatever lay before the first item is acknowledged or gone. A store that has kept an acknowledgement of which
        # it did not tell, because it was cancelled for one, does not take a note of before it.
        feed.cursor = Cursor(max(cursor.position, position - 1), position, attempts)
        try:
            await self._store.write(self._consumer, feed.key, feed.cursor)
        except BaseException:
            feed.cursor = cursor
            raise
        self._delivered += 1
        self._redelivered += attempts > 1
        return self._make(item, self._settlement(feed, position, attempts))

    def _settlement(self, feed: Feed[ItemT], position: int, attempts: int) -> Settlement:
        async def acknowledge() -> None:
            await self._store.write(self._consumer, feed.key, Cursor(position))
            self._acknowledged += 1
            self._passed(feed, position)

        def give_back(seconds: float) -> None:
            self._given_back += 1
            self._rest(feed, seconds)

        return Settlement(attempts, acknowledge, give_back)

    def _passed(self, feed: Feed[ItemT], position: int) -> None:
        feed.cursor = Cursor(position)
        self._release(feed)
        # A page that was begun is used up first, so that few of them are held.
        self._now_ready(feed, first=feed.holds_page)

    async def _give_up(self, feed: Feed[ItemT], position: int, item: ItemT, attempts: int) -> None:
        """Hand an item that failed too often to whoever takes such items, and go on behind it."""
        handler = self._options.dead_letter
        if handler is None:
            _logger.warning("gave up %r after %d deliveries", item, attempts)
        else:
            outcome = handler(self._make(item, _settled(attempts)))
            if inspect.isawaitable(outcome):
                await outcome
        await self._store.write(self._consumer, feed.key, Cursor(position))
        self._dead_letters += 1
        self._passed(feed, position)


def _settled(attempts: int) -> Settlement:
    """What becomes of a dead letter: nothing, whatever is said about it."""

    async def acknowledge() -> None:
        """Leave it to whoever has handed it out."""

    def give_back(seconds: float) -> None:
        """Leave it to whoever has handed it out."""

    return Settlement(attempts, acknowledge, give_back)
