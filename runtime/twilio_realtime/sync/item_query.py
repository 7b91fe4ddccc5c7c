"""Reading the items of a map or list: one, a page, all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Final, Generic, Literal, TypeVar

from ..errors import ArgumentError, ResponseError
from ..json import JsonObject, JsonValue
from ..requests.links import path_of, with_query
from ..requests.pagination import MAX_ENTRIES, too_many
from ..telemetry.logs import logger_of, warn_once
from .collection import ListMirror, MapMirror
from .items import ListItem, MapItem, Order, Page, list_item, map_item
from .requests import SyncRequests

__all__ = ["ItemQuery", "list_query", "map_query"]

_log = logger_of(__name__)
_KeyT = TypeVar("_KeyT", bound=str | int)
_ItemT = TypeVar("_ItemT")
_PAGE: Final = 100


class ItemQuery(Generic[_KeyT, _ItemT]):
    """Asks for items of one collection and reports what it saw."""

    def __init__(
        self,
        requests: SyncRequests,
        url: str,
        *,
        name: Literal["Key", "Index"],
        parse: Callable[[JsonValue], _ItemT],
        plausible: Callable[[_ItemT], bool],
        key_of: Callable[[_ItemT], _KeyT],
        saw: Callable[[_ItemT], None],
    ) -> None:
        """Prepare; nothing is sent.

        Args:
            requests: What carries the requests.
            url: Where the items are.
            name: How the service calls the key of one item in a query.
            parse: Reads an item.
            plausible: Whether an item can be one of this collection.
            key_of: The key of an item.
            saw: Told about each item returned.
        """
        self._requests = requests
        self._url = url
        self._name = name
        self._parse = parse
        self._plausible = plausible
        self._key_of = key_of
        self._saw = saw

    async def get(self, key: _KeyT) -> _ItemT | None:
        """The item under ``key``, or None."""
        body = await self._requests.get(with_query(self._url, {"HideExpired": "true", self._name: key}))
        # The service answers with the next item when there is none under this key.
        item = next((item for item in self._items(body)[0] if self._key_of(item) == key), None)
        if item is not None:
            self._saw(item)
        return item

    async def page(self, start: _KeyT | None, page_size: int, order: Order, inclusive: bool) -> Page[_ItemT]:
        """A full page, unless the collection ends."""
        if page_size < 1:
            raise ArgumentError(f"page_size is {page_size}; expected at least 1")
        boundary = None if inclusive else start
        items: list[_ItemT] = []
        has_previous: bool | None = None
        unusable = 0
        while True:
            # Queries include their starting point: when going on from an item, it comes once more.
            wanted = page_size - len(items) + (boundary is not None) + unusable
            body = await self._requests.get(
                with_query(self._url, {"HideExpired": "true", "From": start, "PageSize": wanted, "Order": order})
            )
            more_before, more_after = self._neighbours(body)
            received, left_out = self._items(body)
            fresh = [item for item in received if boundary is None or self._key_of(item) != boundary]
            if has_previous is None:
                has_previous = more_before or len(fresh) < len(received)
            items += fresh
            if len(items) >= page_size or not more_after:
                break
            if not fresh:
                # What cannot be used has no place to go on from: look beyond it, as far as the service looks ahead.
                if left_out <= unusable:
                    break
                unusable = 2 * left_out
                continue
            unusable = 0
            start = boundary = self._key_of(items[-1])
        page = tuple(items[:page_size])
        for item in page:
            self._saw(item)
        return Page(page, has_next=more_after or len(items) > page_size, has_previous=has_previous)

    async def all(self, order: Order) -> AsyncIterator[_ItemT]:
        """Every item, page by page."""
        start: _KeyT | None = None
        count = 0
        while True:
            page = await self.page(start, _PAGE, order, inclusive=start is None)
            count += len(page.items)
            if count > MAX_ENTRIES:
                raise too_many(f"GET {path_of(self._url)}")
            for item in page.items:
                yield item
            if not page.has_next or not page.items:
                return
            last = self._key_of(page.items[-1])
            if last == start:
                raise ResponseError(f"GET {path_of(self._url)} says that items follow {start!r} and does not give them")
            start = last

    def included(self, items: list[JsonValue]) -> list[_ItemT]:
        """Items that came along with something else."""
        found = [item for value in items if (item := self._read(value)) is not None]
        for item in found:
            self._saw(item)
        return found

    def _items(self, body: JsonObject) -> tuple[list[_ItemT], int]:
        """The items of an answer, and how many were left out."""
        items = body.get("items")
        if not isinstance(items, list):
            raise ResponseError(f"GET {path_of(self._url)} was answered without items")
        found = [item for value in items if (item := self._read(value)) is not None]
        return found, len(items) - len(found)

    def _read(self, value: JsonValue) -> _ItemT | None:
        """The item; None, with a warning, if it cannot be used: the others on its page can."""
        try:
            item = self._parse(value)
            if self._plausible(item):
                return item
            reason = f"{item!r} has numbers far beyond those of its collection"
        except ResponseError as error:
            reason = str(error)
        warn_once(_log, value, "GET %s: left an item out: %s", path_of(self._url), reason)
        return None

    def _neighbours(self, body: JsonObject) -> tuple[bool, bool]:
        meta = body.get("meta")
        if not isinstance(meta, dict):
            raise ResponseError(f"GET {path_of(self._url)} was answered without meta, which tells where the items end")
        return bool(meta.get("previous_token")), bool(meta.get("next_token"))


def map_query(requests: SyncRequests, mirror: MapMirror) -> ItemQuery[str, MapItem]:
    """Queries for the items of a map."""
    return ItemQuery(
        requests,
        mirror.items_url,
        name="Key",
        parse=map_item,
        plausible=lambda item: mirror.is_plausible(item.last_event_id),
        key_of=lambda item: item.key,
        saw=lambda item: mirror.ids.read(item.key, item.last_event_id),
    )


def list_query(requests: SyncRequests, mirror: ListMirror) -> ItemQuery[int, ListItem]:
    """Queries for the items of a list."""
    return ItemQuery(
        requests,
        mirror.items_url,
        name="Index",
        parse=list_item,
        # An item has its index from an event, so there are not more of the ones than of the others.
        plausible=lambda item: mirror.is_plausible(item.last_event_id) and mirror.is_plausible(item.index),
        key_of=lambda item: item.index,
        saw=mirror.saw,
    )
