"""Items of maps and lists, and pages of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from ..errors import ResponseError
from ..json import MAX_INTEGER, JsonObject, JsonValue, as_object

__all__ = ["ListItem", "MapItem", "Order", "Page", "as_integer", "list_item", "map_item"]

Order = Literal["asc", "desc"]
"""Direction of a query: by code units of the key, or by index."""

_ItemT = TypeVar("_ItemT")
_WHOLE_NUMBER: Final = re.compile(r"-?[0-9]{1,16}")


@dataclass(frozen=True, slots=True)
class MapItem:
    """One entry of a map.

    Attributes:
        key: Its key.
        data: Its contents; shared, read only.
        last_event_id: Id of the event that led to this state.
        date_updated: When that was, as ISO 8601 text; empty if the service did not say.
    """

    key: str
    data: JsonObject
    last_event_id: int
    date_updated: str

    def __repr__(self) -> str:
        return f"<MapItem {self.key!r} event={self.last_event_id}>"


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a list.

    Attributes:
        index: Its place in the list; places of removed items stay empty.
        data: Its contents; shared, read only.
        last_event_id: Id of the event that led to this state.
        date_updated: When that was, as ISO 8601 text; empty if the service did not say.
    """

    index: int
    data: JsonObject
    last_event_id: int
    date_updated: str

    def __repr__(self) -> str:
        return f"<ListItem {self.index} event={self.last_event_id}>"


@dataclass(frozen=True, slots=True)
class Page(Generic[_ItemT]):
    """A run of items.

    Attributes:
        items: The items, in the order asked for.
        has_next: Whether there are items after them in that order.
        has_previous: Whether there are items before them in that order.
    """

    items: tuple[_ItemT, ...]
    has_next: bool
    has_previous: bool


def as_integer(value: JsonValue, *, minimum: int = -MAX_INTEGER) -> int | None:
    """A whole number, also one written as text; None for anything else and beyond what JSON can tell apart.

    Args:
        value: What the service sent.
        minimum: Smallest number that makes sense.
    """
    if type(value) is int:  # nearly always, and asked several times an event
        return value if minimum <= value <= MAX_INTEGER else None
    if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if minimum <= value <= MAX_INTEGER else None


def map_item(value: JsonValue) -> MapItem:
    """Read an item of a map from an answer.

    Raises:
        ResponseError: It has no key or no event id.
    """
    fields = as_object(value)
    key = fields.get("key")
    event_id = as_integer(fields.get("last_event_id"))
    if not isinstance(key, str) or event_id is None:
        raise ResponseError(f"an item of a map came without key or last_event_id; its fields: {sorted(fields)}")
    return MapItem(key, as_object(fields.get("data")), event_id, _date(fields))


def list_item(value: JsonValue) -> ListItem:
    """Read an item of a list from an answer.

    Raises:
        ResponseError: It has no index or no event id.
    """
    fields = as_object(value)
    index = as_integer(fields.get("index"), minimum=0)
    event_id = as_integer(fields.get("last_event_id"))
    if index is None or event_id is None:
        raise ResponseError(f"an item of a list came without index or last_event_id; its fields: {sorted(fields)}")
    return ListItem(index, as_object(fields.get("data")), event_id, _date(fields))


def _date(fields: JsonObject) -> str:
    date = fields.get("date_updated")
    return date if isinstance(date, str) else ""
