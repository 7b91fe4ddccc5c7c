"""A Sync map whose keys are the facets of one object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..errors import RealtimeError
from ..json import JsonObject
from ..sync import MapItem, Reopenable, SyncClient, SyncMap
from ..telemetry.logs import logger_of, warn_once
from ..wire import shared_text

__all__ = ["FollowedMap"]

_logger = logger_of(__name__)
MAX_FACETS: Final = 50
MAX_FIELDS: Final = 50


class FollowedMap:
    """Opens a map with all its items and passes them on as ``{"<key>.<field>": value, …}``.

    Args:
        sync: Where maps are opened.
        updated: Called with the fields of all keys at each change, as they are now.
        removed: Called once when the map is deleted.
    """

    def __init__(
        self, sync: SyncClient, *, updated: Callable[[JsonObject], None], removed: Callable[[], None] | None = None
    ) -> None:
        self._sync = sync
        self._updated = updated
        self._removed = removed
        self._held: Reopenable[SyncMap] = Reopenable("the map was closed meanwhile; open it again", self._follow)
        self._fields: JsonObject = {}
        # keys alone: a set takes three times the memory while there are few
        self._keys: dict[str, None] = {}

    @property
    def is_open(self) -> bool:
        """Whether changes are being followed."""
        return self._held.current is not None

    async def open(self, name: str) -> JsonObject:
        """Open the map and follow it; the fields of all its keys. Open already: the fields as they are now.

        Raises:
            NotFoundError: There is none of this name.
            RequestError: The service refused it.
            ClosedError: It was closed meanwhile.
        """
        await self._held.open(lambda: self._sync.map(name, include_items=True))
        return dict(self._fields)

    def _follow(self, opened: SyncMap) -> None:
        opened.listen(self)
        for item in opened.included:
            if self._takes(item):
                self._fields |= _fields(item)
        opened.included = ()  # which is held by nobody else, and a kilobyte for each client

    def close(self) -> None:
        """Stop following. Idempotent."""
        self._fields = {}
        self._keys = {}
        self._held.close()

    def item_added(self, item: MapItem) -> None:
        """See `sync.MapListener`."""
        self.item_updated(item)

    def item_updated(self, item: MapItem) -> None:
        """See `sync.MapListener`."""
        if not self._takes(item):
            return
        others = {name: value for name, value in self._fields.items() if not name.startswith(f"{item.key}.")}
        self._fields = others | _fields(item)
        self._updated(dict(self._fields))

    def _takes(self, item: MapItem) -> bool:
        """Whether an item is one of few: all fields of all of them are put together at each change."""
        if (item.key in self._keys or len(self._keys) < MAX_FACETS) and len(item.data) <= MAX_FIELDS:
            self._keys[item.key] = None
            return True
        warn_once(_logger, self, "a map has over %d facets, or one over %d fields; ignored", MAX_FACETS, MAX_FIELDS)
        return False

    def item_removed(self, key: str, data: JsonObject) -> None:
        """See `sync.MapListener`; the last value of a facet stays."""

    def map_removed(self) -> None:
        """See `sync.MapListener`."""
        if self._removed is not None:
            self._removed()

    def subscription_lost(self, error: RealtimeError) -> None:
        """See `sync.MapListener`."""
        _logger.warning("a map is not followed at present: %s", error)


def _fields(item: MapItem) -> JsonObject:
    # The same few names in every such map.
    return {shared_text(f"{item.key}.{name}"): value for name, value in item.data.items()}
