"""One ordered list as a consumer reads it: what was written before, page by page, then what is heard live.

A page is read as long as it is not known that everything was read. What is heard while a page is read is held back. If
the page turns out to be the last one, what was held back follows it: whatever the page does not show was written after
the service had answered, and so is heard after the page was asked for. If it is not the last one, later pages will show
what was heard. Positions only ever grow, so nothing is handed out twice or in the wrong order; where a position is
missing from what is heard, a page is read instead of guessing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Final, Generic, Literal, TypeVar

from ..collections.indexed import IndexedCollection
from ..requests.backoff import Backoff
from ..requests.pagination import Paginator
from .cursors import Cursor, CursorStore

__all__ = ["Budget", "DeliveryStart", "Feed"]

ItemT = TypeVar("ItemT")

DeliveryStart = Literal["now", "beginning"] | datetime
"""Where to begin with a list that has no cursor yet."""

MAX_LIVE: Final = 1000
"""Items held that were heard and not handed out, of all lists together; what is heard beyond them is read later."""


class Budget:
    """How many more items that were heard may be held."""

    def __init__(self, most: int = MAX_LIVE) -> None:
        self.left = most


class Feed(Generic[ItemT]):
    """What a consumer has not acknowledged of one list.

    Args:
        consumer: Who reads.
        key: Key of the list.
        items: The list.
        position_of: Position of an item.
        time_of: When an item was written; None if that is unknown.
        store: Where the cursor is kept.
        start: Where to begin without a cursor.
        page_size: Most items of a page.
        budget: Shared by the feeds of a consumer.
        backoff: How long to leave it alone when it cannot be read.
        ready: Called when there may be something to hand out.
    """

    def __init__(
        self,
        consumer: str,
        key: str,
        items: IndexedCollection[ItemT],
        *,
        position_of: Callable[[ItemT], int],
        time_of: Callable[[ItemT], datetime | None],
        store: CursorStore,
        start: DeliveryStart,
        page_size: int,
        budget: Budget,
        backoff: Backoff,
        ready: Callable[[Feed[ItemT]], None],
    ) -> None:
        self._consumer = consumer
        self.key = key
        self._items = items
        self._position_of = position_of
        self._time_of = time_of
        self._store = store
        self._start = start
        self._page_size = page_size
        self._budget = budget
        self.backoff = backoff
        self._ready = ready
        self.cursor: Cursor | None = None
        self.newest: int | None = None
        self.ended: bool = False
        self._heard_up_to = items.heard_up_to
        self._page: deque[tuple[int, ItemT]] = deque()
        self._next_page: Paginator[ItemT] | None = None
        self._live: deque[tuple[int, ItemT]] = deque()
        self._last = -1
        self._complete = False
        self._reading = False
        self._missed = False
        items.watch(self)

    def __repr__(self) -> str:
        return f"<Feed {self.key!r} behind {self.cursor}>"

    @property
    def caught_up(self) -> bool:
        """Whether everything that is in the list was handed out."""
        return self._complete and not self._page and not self._live

    @property
    def holds_page(self) -> bool:
        """Whether a page was begun that is not used up."""
        return bool(self._page) and self.cursor is not None and self._page[-1][0] > self.cursor.position

    def close(self) -> None:
        """Forget what is held and stop watching. Idempotent."""
        self.ended = True
        self._items.unwatch(self)
        self.read_anew()

    def read_anew(self) -> None:
        """Forget what is held: it is read again from the cursor on."""
        self._page.clear()
        self._next_page = None
        self._forget_live()
        self._complete = False

    def _forget_live(self) -> None:
        self._budget.left += len(self._live)
        self._live.clear()
        self._missed = True

    # -- what is heard

    def item_appeared(self, index: int, item: ItemT) -> None:
        """See `ItemWatcher.item_appeared`."""
        self.newest = index if self.newest is None else max(self.newest, index)
        if self._complete or (self._reading and not self._missed):
            self._hold(index, item)
        self._ready(self)

    def item_vanished(self, index: int) -> None:
        """See `ItemWatcher.item_vanished`."""
        if self._page:
            self._page = deque(entry for entry in self._page if entry[0] != index)
        if self._live:
            kept = [entry for entry in self._live if entry[0] != index]
            self._budget.left += len(self._live) - len(kept)
            self._live = deque(kept)

    def _hold(self, index: int, item: ItemT) -> None:
        """Keep an item that was heard, or remember that some must be read."""
        if index <= self._last:
            return
        if self._budget.left <= 0 or (self._complete and index != self._last + 1):
            self._forget_live()
            self._complete = False
            return
        self._live.append((index, item))
        self._budget.left -= 1
        if self._complete:
            self._last = index

    # -- what is handed out

    async def next(self) -> tuple[int, ItemT] | None:
        """Return the first item behind the cursor, without taking it away; None if there is none at present.

        Raises:
            CursorError: The store cannot be used.
            RealtimeError: The list cannot be read now.
        """
        while not self.ended:
            if self.cursor is None:
                self.cursor = await self._begin()
                continue
            found = self._held(self.cursor.position)
            if found is not None or self._complete:
                return found
            await self._read(self.cursor.position)
        return None

    def _held(self, position: int) -> tuple[int, ItemT] | None:
        while self._page and self._page[0][0] <= position:
            self._page.popleft()
        if self._page:
            return self._page[0]
        if not self._complete:
            return None
        while self._live and self._live[0][0] <= position:
            self._live.popleft()
            self._budget.left += 1
        return self._live[0] if self._live else None

    async def _begin(self) -> Cursor:
        kept = await self._store.read(self._consumer, self.key)
        if kept is not None:
            return kept
        cursor = Cursor(await self._position_before_start())
        await self._store.write(self._consumer, self.key, cursor)  # else it is new again after a restart
        return cursor

    async def _position_before_start(self) -> int:
        start = self._start
        if start == "beginning":
            return -1
        if not isinstance(start, datetime):
            # Not the last item that there is now: some may have been added since, whether they were heard yet or not.
            return await self._items.last_index(self._heard_up_to)
        page = await self._items.page(self._page_size, None, "backwards")
        while True:
            for item in reversed(page.items):
                written = self._time_of(item)
                if written is not None and written < start:
                    return self._position_of(item)
            if not page.has_prev_page:
                return -1
            page = await page.prev_page()

    async def _read(self, position: int) -> None:
        """Read the next page; what is heard meanwhile follows it if it is the last."""
        self._forget_live()
        self._reading, self._missed = True, False
        before, self._next_page = self._next_page, None
        try:
            page = await (before.next_page() if before else self._items.page(self._page_size, position + 1, "forward"))
        finally:
            self._reading = False
        found = [(self._position_of(item), item) for item in page.items]
        self.backoff.reset()
        self._page = deque(found)
        if found:
            self.newest = max(self.newest if self.newest is not None else -1, found[-1][0])
        if page.has_next_page:
            self._next_page = page
            self._forget_live()
            return
        self._last = max(position, found[-1][0]) if found else position
        heard = [entry for entry in self._live if entry[0] > self._last]
        missed = self._missed
        self._forget_live()
        self._complete = not missed and not self.ended
        for index, item in heard if self._complete else ():
            self._hold(index, item)
