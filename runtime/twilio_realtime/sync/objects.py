"""Open Sync objects as their users hold them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Generic, TypeVar

from ..errors import ArgumentError, ClosedError
from ..json import JsonObject
from .collection import ListMirror, MapMirror
from .document import DocumentMirror
from .item_query import ItemQuery, list_query, map_query
from .items import ListItem, MapItem, Order, Page
from .listeners import DocumentListener, ListListener, MapListener, SubscriptionListener
from .mirror import AnyMirror, Mirror
from .requests import SyncRequests

__all__ = ["Reopenable", "SyncDocument", "SyncList", "SyncMap"]

_ListenerT = TypeVar("_ListenerT", bound=SubscriptionListener)


class _SyncObject(Generic[_ListenerT]):
    """One user's hold on an object; the object itself is shared by all of them."""

    __slots__ = ("__closed", "__listeners", "__mirror", "__release")

    def __init__(self, mirror: Mirror[_ListenerT], release: Callable[[AnyMirror], None]) -> None:
        self.__mirror = mirror
        self.__release = release
        self.__listeners: tuple[_ListenerT, ...] = ()
        self.__closed = False

    @property
    def sid(self) -> str:
        """The object's identifier."""
        return self.__mirror.sid

    @property
    def unique_name(self) -> str | None:
        """The object's other name, or None."""
        return self.__mirror.unique_name

    @property
    def removed(self) -> bool:
        """Whether the object does not exist any more."""
        return self.__mirror.gone

    @property
    def heard_up_to(self) -> int:
        """Id of the event up to which every event was passed on; -1 before the first."""
        return self.__mirror.resume_point()

    def listen(self, listener: _ListenerT) -> None:
        """Tell ``listener`` about everything that happens from now on, until `close`.

        Called right after opening, without waiting for anything in between, it misses nothing.

        Raises:
            ClosedError: This object was closed.
        """
        if self.__closed:
            raise ClosedError(f"{self!r} was closed; open the object again")
        self.__listeners = (*self.__listeners, listener)
        self.__mirror.attach(listener)

    def close(self) -> None:
        """Stop telling the listeners; the last user to close an object ends its subscription. Harmless twice."""
        if self.__closed:
            return
        self.__closed = True
        for listener in self.__listeners:
            self.__mirror.detach(listener)
        self.__listeners = ()
        self.__release(self.__mirror)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.sid}{' closed' if self.__closed else ''}>"


class SyncDocument(_SyncObject[DocumentListener]):
    """An open document."""

    __slots__ = ("_mirror",)

    def __init__(self, mirror: DocumentMirror, release: Callable[[AnyMirror], None]) -> None:
        """Made by `SyncClient.document`."""
        super().__init__(mirror, release)
        self._mirror = mirror

    @property
    def data(self) -> JsonObject:
        """The newest contents received; shared, read only."""
        return self._mirror.data

    @property
    def last_event_id(self) -> int:
        """Id of the event that led to `data`; -1 if there was none."""
        return self._mirror.last_event_id


class SyncMap(_SyncObject[MapListener]):
    """An open map. Items are not kept here: they are read from the service or arrive with events.

    Attributes:
        included: The items that came with the map when it was opened with ``include_items``; else empty.
    """

    __slots__ = ("_mirror", "_requests", "included")

    def __init__(
        self,
        mirror: MapMirror,
        release: Callable[[AnyMirror], None],
        requests: SyncRequests,
    ) -> None:
        """Made by `SyncClient.map`."""
        super().__init__(mirror, release)
        self._mirror = mirror
        self._requests = requests
        self.included: tuple[MapItem, ...] = ()

    @property
    def _query(self) -> ItemQuery[str, MapItem]:
        # Made when something is asked for: an open map is rarely asked again, and there may be thousands.
        return map_query(self._requests, self._mirror)

    async def get(self, key: str) -> MapItem | None:
        """Read one item.

        Args:
            key: Its key.

        Returns:
            The item, or None if there is none.

        Raises:
            ArgumentError: An empty key.
            RequestError: The service refused.
        """
        if not key:
            raise ArgumentError("key is an empty string; every item has a key of at least one character")
        return await self._query.get(key)

    async def page(
        self, start: str | None = None, *, page_size: int = 50, order: Order = "asc", inclusive: bool = True
    ) -> Page[MapItem]:
        """Read a run of items.

        Args:
            start: Key to start at, whether there is such an item or not; None for the end of the map.
            page_size: Most items to return, at least 1. Fewer come only when the map ends.
            order: ``asc`` from the lowest key upwards, ``desc`` from the highest downwards.
            inclusive: Whether an item under ``start`` itself is wanted.

        Returns:
            The page.

        Raises:
            ArgumentError: ``page_size`` is less than 1.
            RequestError: The service refused.
            ResponseError: The answer lacks a documented part.
        """
        return await self._query.page(start, page_size, order, inclusive)

    def is_current(self, item: MapItem) -> bool:
        """Whether no later change of an item that was read has been announced: events may overtake an answer."""
        return self._mirror.ids.is_current(item.key, item.last_event_id)

    def all(self, *, order: Order = "asc") -> AsyncIterator[MapItem]:
        """Every item, read page by page while iterating; raises what `page` raises."""
        return self._query.all(order)


class SyncList(_SyncObject[ListListener]):
    """An open list. Items are not kept here: they are read from the service or arrive with events."""

    __slots__ = ("_mirror", "_requests")

    def __init__(self, mirror: ListMirror, release: Callable[[AnyMirror], None], requests: SyncRequests) -> None:
        """Made by `SyncClient.list`."""
        super().__init__(mirror, release)
        self._mirror = mirror
        self._requests = requests

    @property
    def _query(self) -> ItemQuery[int, ListItem]:
        # Made when something is asked for, as for maps.
        return list_query(self._requests, self._mirror)

    async def get(self, index: int) -> ListItem | None:
        """Read one item.

        Args:
            index: Its index.

        Returns:
            The item, or None if there is none.

        Raises:
            ArgumentError: A negative index.
            RequestError: The service refused.
        """
        if index < 0:
            raise ArgumentError(f"index is {index}; indexes start at 0")
        return await self._query.get(index)

    async def page(
        self, start: int | None = None, *, page_size: int = 50, order: Order = "asc", inclusive: bool = True
    ) -> Page[ListItem]:
        """Read a run of items.

        Args:
            start: Index to start at, whether there is such an item or not; None for the end of the list.
            page_size: Most items to return, at least 1. Fewer come only when the list ends.
            order: ``asc`` from the lowest index upwards, ``desc`` from the highest downwards.
            inclusive: Whether an item at ``start`` itself is wanted.

        Returns:
            The page.

        Raises:
            ArgumentError: ``page_size`` is less than 1.
            RequestError: The service refused.
            ResponseError: The answer lacks a documented part.
        """
        return await self._query.page(start, page_size, order, inclusive)

    def all(self, *, order: Order = "asc") -> AsyncIterator[ListItem]:
        """Every item, read page by page while iterating; raises what `page` raises."""
        return self._query.all(order)


_ObjectT = TypeVar("_ObjectT", SyncDocument, SyncMap, SyncList)


class Reopenable(Generic[_ObjectT]):
    """At most one open object. Closing reaches one that is still being opened, too.

    Args:
        closed: Message of the error for callers whose object was closed meanwhile.
        kept: Called with each object that was opened and is kept, before anything else can happen to it.

    Attributes:
        current: The open object, or None.
    """

    __slots__ = ("_closed", "_closings", "_kept", "current")

    def __init__(self, closed: str, kept: Callable[[_ObjectT], None]) -> None:
        self._closed = closed
        self._kept: Callable[[_ObjectT], None] = kept
        self._closings = 0
        self.current: _ObjectT | None = None

    async def open(self, start: Callable[[], Awaitable[_ObjectT]]) -> _ObjectT:
        """Return the open object, opened by ``start`` if there is none.

        Raises:
            ClosedError: `close` was called meanwhile.
            Exception: Whatever ``start`` raises.
        """
        known = self.current
        if known is not None:
            return known
        closings = self._closings
        opened = await start()
        if closings != self._closings:
            opened.close()
            raise ClosedError(self._closed)
        known = self.current
        if known is not None:  # another caller was faster
            opened.close()
            return known
        self.current = opened
        self._kept(opened)
        return opened

    def require(self, opened: _ObjectT) -> None:
        """Check that an object is still the open one.

        Raises:
            ClosedError: It was closed.
        """
        if self.current is not opened:
            raise ClosedError(self._closed)

    def close(self) -> None:
        """Close the object. Idempotent."""
        self._closings += 1
        opened, self.current = self.current, None
        if opened is not None:
            opened.close()
