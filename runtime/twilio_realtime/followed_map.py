"""A Sync map whose keys are the facets of one object."""

from __future__ import annotations

from collections.abc import Callable

from .errors import ClosedError, RealtimeError
from .json import JsonObject
from .logs import logger_of
from .sync import MapItem, SyncClient, SyncMap

__all__ = ["FollowedMap"]

_logger = logger_of(__name__)


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
        self._map: SyncMap | None = None
        self._fields: JsonObject = {}
        self._closings = 0

    @property
    def is_open(self) -> bool:
        """Whether changes are being followed."""
        return self._map is not None

    async def open(self, name: str) -> JsonObject:
        """Open the map and follow it; the fields of all its keys. Open already: the fields as they are now.

        Raises:
            NotFoundError: There is none of this name.
            RequestError: The service refused it.
            ClosedError: It was closed meanwhile.
        """
        if self._map is None:
            closings = self._closings
            opened = await self._sync.map(name, include_items=True)
            if closings != self._closings:
                opened.close()
                raise ClosedError("what was being opened was closed meanwhile; open it again")
            self._follow(opened)
        return dict(self._fields)

    def _follow(self, opened: SyncMap) -> None:
        if self._map is not None:  # somebody else was faster
            opened.close()
            return
        self._map = opened
        opened.listen(self)
        for item in opened.included:
            self._fields |= _fields(item)

    def close(self) -> None:
        """Stop following. Twice is fine."""
        self._closings += 1
        opened, self._map = self._map, None
        self._fields = {}
        if opened is not None:
            opened.close()

    def item_added(self, item: MapItem) -> None:
        """See `sync.MapListener`."""
        self.item_updated(item)

    def item_updated(self, item: MapItem) -> None:
        """See `sync.MapListener`."""
        others = {name: value for name, value in self._fields.items() if not name.startswith(f"{item.key}.")}
        self._fields = others | _fields(item)
        self._updated(dict(self._fields))

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
    return {f"{item.key}.{name}": value for name, value in item.data.items()}
