"""Maps and lists: items under keys or indexes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable
from typing import Generic, TypeVar

from ..json import JsonObject, as_object
from ..telemetry.logs import logger_of
from .item_ids import Change, ItemIds
from .items import ListItem, MapItem, as_integer
from .listeners import ListListener, MapListener, SubscriptionListener
from .mirror import Mirror, ObjectType

__all__ = ["CollectionMirror", "ListMirror", "MapMirror"]

_log = logger_of(__name__)
_KeyT = TypeVar("_KeyT", bound=Hashable)
_ListenerT = TypeVar("_ListenerT", bound=SubscriptionListener)


class CollectionMirror(Mirror[_ListenerT], Generic[_KeyT, _ListenerT]):
    """The state of an open map or list: which events of which items were announced. Contents are not kept."""

    def __init__(self, kind: ObjectType, sid: str, unique_name: str | None, last_event_id: int, items_url: str) -> None:
        """See `AnyMirror`; ``items_url`` is where items are read."""
        super().__init__(kind, sid, unique_name, last_event_id)
        self.items_url = items_url
        self.ids: ItemIds[_KeyT] = ItemIds()
        # What updates said that overtook the addition of their item, which has yet to be announced.
        self._early: dict[_KeyT, tuple[JsonObject, int, str]] = {}

    def _corrected_to(self, last_event_id: int) -> None:
        pass  # each item has an id of its own

    def _apply(self, event_id: int, event_type: str, event: JsonObject) -> None:
        happened = event_type.removeprefix(f"{self.kind}_item_")
        if happened not in ("added", "updated", "removed"):
            return  # such as a changed context, which nobody reads; its id counts all the same
        key = self._key(event)
        if key is None:
            _log.warning("dropped %s event %d of %s: it names no item", event_type, event_id, self.sid)
            return
        data = as_object(event.get("item_data"))
        raw_date = event.get("date_created")
        date = raw_date if isinstance(raw_date, str) else ""
        if happened == "removed":
            self._early.pop(key, None)
            if self.ids.removed(key, event_id):
                self._tell_item_removed(key, data)
        else:
            self._changed(key, event_id, "added" if happened == "added" else "updated", data, date)
        if not self.may_bring_older:
            self._early.clear()

    def _changed(self, key: _KeyT, event_id: int, happened: Change, data: JsonObject, date: str) -> None:
        if (
            happened == "added"
            and self.ids.has_overtaken_removal(key, event_id)
            and self.ids.removed(key, event_id - 1)
        ):
            # Who has been taken out and in again has lost what belongs to the item meanwhile, and must begin anew.
            self._early.pop(key, None)
            self._tell_item_removed(key, {})
        was_present = self.ids.is_present(key)
        change = self.ids.changed(key, event_id, happened)
        if change is None:
            if happened == "added" and (newest := self._early.pop(key, None)) is not None:
                self._tell_item("added", key, *newest)
            return
        if happened == "updated" and (key in self._early or not was_present) and self.may_bring_older:
            self._early[key] = (data, event_id, date)
        self._tell_item(change, key, data, event_id, date)

    @abstractmethod
    def _key(self, event: JsonObject) -> _KeyT | None: ...

    @abstractmethod
    def _tell_item(self, change: Change, key: _KeyT, data: JsonObject, event_id: int, date: str) -> None: ...

    @abstractmethod
    def _tell_item_removed(self, key: _KeyT, data: JsonObject) -> None: ...


class MapMirror(CollectionMirror[str, MapListener]):
    """The state of an open map."""

    def __init__(self, sid: str, unique_name: str | None, last_event_id: int, items_url: str) -> None:
        """See `CollectionMirror`."""
        super().__init__("map", sid, unique_name, last_event_id, items_url)

    def _key(self, event: JsonObject) -> str | None:
        key = event.get("item_key")
        return key if isinstance(key, str) else None

    def _tell_item(self, change: Change, key: str, data: JsonObject, event_id: int, date: str) -> None:
        item = MapItem(key, data, event_id, date)
        if change == "added":
            self._tell(lambda listener: listener.item_added(item))
        else:
            self._tell(lambda listener: listener.item_updated(item))

    def _tell_item_removed(self, key: str, data: JsonObject) -> None:
        self._tell(lambda listener: listener.item_removed(key, data))

    def _tell_removed(self) -> None:
        self._tell(lambda listener: listener.map_removed())


class ListMirror(CollectionMirror[int, ListListener]):
    """The state of an open list."""

    def __init__(self, sid: str, unique_name: str | None, last_event_id: int, items_url: str) -> None:
        """See `CollectionMirror`."""
        super().__init__("list", sid, unique_name, last_event_id, items_url)

    def saw(self, item: ListItem) -> None:
        """Remember which state of an item was read, as long as an older one may still be announced."""
        # An index is never used again. To remember what is of no use would cost some 80 bytes for each item held.
        if not self.brings_no_older(item.last_event_id):
            self.ids.read(item.index, item.last_event_id)

    def _key(self, event: JsonObject) -> int | None:
        index = as_integer(event.get("item_index"), minimum=0)
        return index if index is not None and self.is_plausible(index) else None

    def _tell_item(self, change: Change, key: int, data: JsonObject, event_id: int, date: str) -> None:
        item = ListItem(key, data, event_id, date)
        if change == "added":
            self._tell(lambda listener: listener.item_added(item))
        else:
            self._tell(lambda listener: listener.item_updated(item))

    def _tell_item_removed(self, key: int, data: JsonObject) -> None:
        self._tell(lambda listener: listener.item_removed(key, data))

    def _tell_removed(self) -> None:
        self._tell(lambda listener: listener.list_removed())
