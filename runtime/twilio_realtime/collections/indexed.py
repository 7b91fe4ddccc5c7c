"""The items of a Sync list as objects, read page by page."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, Literal, Protocol, TypeVar

from ..errors import RealtimeError
from ..json import JsonObject
from ..requests.pagination import PageSource, Paginator
from ..sync import ListItem, Reopenable, SyncList
from ..telemetry.logs import logger_of
from .weak_items import WeakItems

__all__ = ["IndexedCollection", "ItemWatcher"]

_logger = logger_of(__name__)
ItemT = TypeVar("ItemT")
WatchedT = TypeVar("WatchedT", contravariant=True)

DEFAULT_KEEP = 1000
"""Objects kept for each collection when nobody else holds them."""


class ItemWatcher(Protocol[WatchedT]):
    """Receives what becomes of the items of a list, at once and in order."""

    def item_appeared(self, index: int, item: WatchedT) -> None:
        """An item was added."""

    def item_vanished(self, index: int) -> None:
        """An item was removed, whether it was held or not."""


class IndexedCollection(Generic[ItemT]):
    """Objects by index.

    One object is made for each index and reused as long as somebody holds it; besides, the ``keep`` used last are
    held here, so a long list does not fill the memory. Items present when the list is opened are not announced, later
    ones are, once each. Changes of items that are not held are not announced.

    Args:
        what: What the collection holds, in words, for logs.
        open_list: Opens the Sync list.
        create: Makes the object of an item.
        accept: Applies new data of the item to its object, and announces what changed.
        added: Called for each item added after opening.
        removed: Called for each item removed that is held.
        lost: Called when the service has removed the list, and the collection is closed.
        keep: How many objects to hold.
    """

    def __init__(
        self,
        what: str,
        *,
        open_list: Callable[[], Awaitable[SyncList]],
        create: Callable[[int, JsonObject], ItemT],
        accept: Callable[[ItemT, JsonObject], None],
        added: Callable[[ItemT], None] | None = None,
        removed: Callable[[ItemT], None] | None = None,
        lost: Callable[[], None] | None = None,
        keep: int = DEFAULT_KEEP,
    ) -> None:
        self._what = what
        self._open_list = open_list
        self._create = create
        self._accept = accept
        self._added = added
        self._removed = removed
        self._lost = lost
        self._keep = keep
        self._held: OrderedDict[int, ItemT] = OrderedDict()
        self._known: WeakItems[ItemT] = WeakItems()
        self._opened: Reopenable[SyncList] = Reopenable(
            f"the {what}s were closed while they were being read; ask again", self._follow
        )
        self._reading = 0
        self._changed_while_reading: dict[int, ListItem | None] = {}
        self._lock = asyncio.Lock()
        self._watchers: tuple[ItemWatcher[ItemT], ...] = ()

    def __len__(self) -> int:
        return len(self._held)

    def watch(self, watcher: ItemWatcher[ItemT]) -> None:
        """Tell a watcher of items that are added or removed while the list is open. Closing does not end it."""
        self._watchers = (*self._watchers, watcher)  # another tuple: this may happen while one of them is called

    def unwatch(self, watcher: ItemWatcher[ItemT]) -> None:
        """Tell a watcher nothing more. Idempotent."""
        self._watchers = tuple(other for other in self._watchers if other is not watcher)

    async def open(self) -> SyncList:
        """Open and follow the list. Open already: nothing to do.

        Raises:
            RequestError: The service refused the list.
            DisconnectedError: There was no connection in time.
            ClosedError: It was closed meanwhile.
        """
        async with self._lock:
            return await self._opened.open(self._open_list)

    def _follow(self, opened: SyncList) -> None:
        opened.listen(self)

    def close(self) -> None:
        """Stop following the list and forget the objects. Idempotent."""
        self._changed_while_reading.clear()
        self._held.clear()
        self._known.clear()
        self._opened.close()

    @property
    def heard_up_to(self) -> int | None:
        """Id of the event of the list up to which every item was announced; None while the list is not open."""
        opened = self._opened.current
        return opened.heard_up_to if opened is not None else None

    async def last_index(self, heard_up_to: int | None) -> int:
        """Index of the last item that was there when the list had been heard up to an event; -1 if there was none.

        An item that was changed after that event is passed over: it may as well have been added.

        Args:
            heard_up_to: Id of the event; None: the last item that there is.
        """
        opened, start = await self.open(), None
        while True:
            page = await opened.page(start, page_size=20, order="desc", inclusive=start is None)
            for item in page.items:
                if heard_up_to is None or item.last_event_id <= heard_up_to:
                    return item.index
                start = item.index
            if not page.has_next or not page.items:
                return -1

    async def page(self, size: int, anchor: int | None, direction: Literal["backwards", "forward"]) -> Paginator[ItemT]:
        """One page, ascending by index.

        Args:
            size: Most items.
            anchor: Index to start from, included; None starts at the end when going backwards, else at the beginning.
            direction: Which way from the anchor.
        """
        return await self._read(
            size, anchor, direction == "backwards", inclusive=True, reading=direction == "backwards"
        )

    async def _read(
        self, size: int, start: int | None, descending: bool, *, inclusive: bool, reading: bool
    ) -> Paginator[ItemT]:
        opened = await self.open()
        self._reading += 1
        try:
            page = await opened.page(start, page_size=size, order="desc" if descending else "asc", inclusive=inclusive)
            self._opened.require(opened)
            items = [self._take(item) for item in map(self._newest_of, page.items) if item is not None]
        finally:
            self._reading -= 1
            if not self._reading:
                self._changed_while_reading.clear()
        indexes = [item.index for item in page.items]
        has_next, has_previous = page.has_next, page.has_previous
        if descending:
            items.reverse()
            indexes.reverse()
            has_next, has_previous = has_previous, has_next

        def neighbour(index: int, towards_older: bool) -> PageSource[ItemT]:
            return lambda: self._read(size, index, towards_older, inclusive=False, reading=reading)

        return Paginator(
            items,
            next_page=neighbour(indexes[-1], False) if has_next and indexes else None,
            prev_page=neighbour(indexes[0], True) if has_previous and indexes else None,
            backwards=reading,
        )

    def _newest_of(self, item: ListItem) -> ListItem | None:
        """What an item of a page is by now: events may have overtaken the page."""
        event = self._changed_while_reading.get(item.index, item)
        return event if event is None or event.last_event_id > item.last_event_id else item

    def _take(self, item: ListItem) -> ItemT:
        made = self._known.get(item.index)
        if made is None:
            made = self._create(item.index, item.data)
            self._known.put(item.index, made)
        self._held[item.index] = made
        self._held.move_to_end(item.index)
        if len(self._held) > self._keep:
            self._held.popitem(last=False)
        return made

    def item_added(self, item: ListItem) -> None:
        """See `sync.ListListener`."""
        added = self._take(item)  # not made anew if a page was faster than the news
        for watcher in self._watchers:
            watcher.item_appeared(item.index, added)
        if self._added is not None:
            self._added(added)

    def item_updated(self, item: ListItem) -> None:
        """See `sync.ListListener`."""
        if self._reading:  # an object that is held now may have been let go when the page arrives
            self._changed_while_reading[item.index] = item
        known = self._known.get(item.index)
        if known is not None:
            self._accept(known, item.data)

    def item_removed(self, index: int, data: JsonObject) -> None:
        """See `sync.ListListener`."""
        if self._reading:
            self._changed_while_reading[index] = None
        known = self._known.pop(index)
        self._held.pop(index, None)
        for watcher in self._watchers:
            watcher.item_vanished(index)
        if known is not None and self._removed is not None:
            self._removed(known)

    def list_removed(self) -> None:
        """See `sync.ListListener`; there may be another one by the time it is wanted again."""
        self.close()
        if self._lost is not None:
            self._lost()

    def subscription_lost(self, error: RealtimeError) -> None:
        """See `sync.ListListener`."""
        _logger.warning("the %ss are not followed at present: %s", self._what, error)
