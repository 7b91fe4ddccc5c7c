"""The items of a Sync map as objects, all of them loaded."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from ..errors import NotFoundError, RealtimeError
from ..json import JsonObject
from ..sync import MapItem, Reopenable, SyncMap
from ..telemetry.logs import logger_of
from ..visible_text import quoted

__all__ = ["KeyedCollection"]

_logger = logger_of(__name__)
ItemT = TypeVar("ItemT")


class KeyedCollection(Generic[ItemT]):
    """Objects by key.

    Items present when the collection is opened are not announced; later ones are, once each. Closing forgets the
    objects, so that opening again shows the collection as it is then.

    Args:
        what: What the collection holds, in words, for errors.
        open_map: Opens the Sync map.
        create: Makes the object of an item.
        accept: Applies new data of the item to its object, and announces what changed.
        added: Called for each item added after opening.
        removed: Called for each item removed.
        released: Called for each object that is let go, whether it was removed or the collection was closed.
        lost: Called when the service has removed the map, and the collection is closed.
    """

    def __init__(
        self,
        what: str,
        *,
        open_map: Callable[[], Awaitable[SyncMap]],
        create: Callable[[str, JsonObject], ItemT],
        accept: Callable[[ItemT, JsonObject], None],
        added: Callable[[ItemT], None] | None = None,
        removed: Callable[[ItemT], None] | None = None,
        released: Callable[[ItemT], None] | None = None,
        lost: Callable[[], None] | None = None,
    ) -> None:
        self._what = what
        self._open_map = open_map
        self._create = create
        self._accept = accept
        self._added = added
        self._removed = removed
        self._released = released
        self._lost = lost
        self._items: dict[str, ItemT] = {}
        self._held: Reopenable[SyncMap] = Reopenable(
            f"the {what}s were closed while they were being loaded; ask again", self._follow
        )
        self._lock = asyncio.Lock()
        self._loaded = False

    def __len__(self) -> int:
        return len(self._items)

    async def open(self) -> None:
        """Open the map and load every item. Open already: nothing to do.

        Raises:
            RequestError: The service refused the map.
            DisconnectedError: There was no connection in time.
            ClosedError: It was closed meanwhile.
        """
        async with self._lock:
            if self._loaded:
                return
            opened = await self._held.open(self._open_map)
            try:
                await self._load(opened)
            except BaseException:
                self.close()
                raise
            self._loaded = True

    def _follow(self, opened: SyncMap) -> None:
        opened.listen(self)

    async def _load(self, opened: SyncMap) -> None:
        async for item in opened.all():
            self._held.require(opened)
            # What events said meanwhile is newer than a page that was on its way.
            if item.key not in self._items and opened.is_current(item):
                self._items[item.key] = self._create(item.key, item.data)
        self._held.require(opened)

    def close(self) -> None:
        """Stop following the map and forget the objects. Idempotent."""
        self._loaded = False
        self._release_all()
        self._held.close()

    async def all(self) -> list[ItemT]:
        """Every object, opening the map if needed."""
        await self.open()
        return list(self._items.values())

    async def get(self, key: str) -> ItemT:
        """The object with a key.

        Raises:
            NotFoundError: There is none.
        """
        await self.open()
        try:
            return self._items[key]
        except KeyError:
            raise NotFoundError(f"there is no {self._what} {quoted(key)} here", status=404) from None

    def peek(self, where: Callable[[ItemT], bool]) -> ItemT | None:
        """The first object loaded that meets a condition, without asking anybody."""
        return next((item for item in self._items.values() if where(item)), None)

    def matching(self, where: Callable[[ItemT], bool]) -> list[ItemT]:
        """Every object loaded that meets a condition, without asking anybody."""
        return [item for item in self._items.values() if where(item)]

    async def find(self, where: Callable[[ItemT], bool], wanted: str) -> ItemT:
        """The first object that meets a condition.

        Args:
            where: The condition.
            wanted: The condition in words, for the error.

        Raises:
            NotFoundError: There is none.
        """
        await self.open()
        for item in self._items.values():
            if where(item):
                return item
        raise NotFoundError(f"there is no {self._what} with {wanted} here", status=404)

    def item_added(self, item: MapItem) -> None:
        """See `sync.MapListener`."""
        known = self._items.get(item.key)
        if known is None:
            known = self._items[item.key] = self._create(item.key, item.data)
        if self._added is not None:
            self._added(known)  # perhaps loaded before its event came: it is news all the same

    def item_updated(self, item: MapItem) -> None:
        """See `sync.MapListener`."""
        known = self._items.get(item.key)
        if known is not None:
            self._accept(known, item.data)
        else:
            self._items[item.key] = self._create(item.key, item.data)

    def item_removed(self, key: str, data: JsonObject) -> None:
        """See `sync.MapListener`."""
        known = self._items.pop(key, None)
        if known is not None:
            if self._released is not None:
                self._released(known)
            if self._removed is not None:
                self._removed(known)

    def map_removed(self) -> None:
        """See `sync.MapListener`; there may be another one by the time it is wanted again."""
        self.close()
        if self._lost is not None:
            self._lost()

    def _release_all(self) -> None:
        items, self._items = self._items, {}
        if self._released is not None:
            for item in items.values():
                self._released(item)

    def subscription_lost(self, error: RealtimeError) -> None:
        """See `sync.MapListener`."""
        _logger.warning("the %ss are not followed at present: %s", self._what, error)
