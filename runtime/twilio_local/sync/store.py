"""Sync objects: documents, maps and lists whose every change is an event with a growing id.

Each object counts its own events. An item points at the event that set it, so its data is stored once; the event
log is complete, and a client can be told everything since any event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, cast

from twilio_realtime.json import JsonObject, dump_json, parse_json

from ..chat.stamps import Stamps
from ..storage.database import Database, Row

__all__ = ["Audience", "Change", "Key", "Kind", "Page", "SyncEvent", "SyncItem", "SyncObject", "SyncStore"]

Kind = Literal["document", "map", "list"]
Key = str | int
Change = Literal["updated", "item_added", "item_updated", "item_removed", "removed"]

_SID_PREFIX: dict[Kind, str] = {"document": "ET", "map": "MP", "list": "ES"}
_OBJECT = "id, sid, kind, unique_name, audience, audience_of, data, last_event_id, date_created, date_updated"
_NEW_EVENT = "INSERT INTO sync_events (object, id, change, key, data, date) VALUES (?, ?, ?, ?, ?, ?)"
_ITEM = "i.key, e.data, i.event_id, i.date_created, e.date AS date_updated"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may read an object.

    Attributes:
        kind: ``everyone``; ``identity`` (one user); ``visitors`` (who may see a channel) or ``members`` of it.
        of: Identity or channel that the kind refers to.
    """

    kind: Literal["everyone", "identity", "visitors", "members"]
    of: str | None = None


@dataclass(frozen=True, slots=True)
class SyncObject:
    """The head of an object; `data` only for documents."""

    row_id: int
    sid: str
    kind: Kind
    unique_name: str
    audience: Audience
    data: JsonObject | None
    last_event_id: int
    date_created: str
    date_updated: str

    @property
    def revision(self) -> str:
        """Hexadecimal; of collections one ahead of the last event."""
        return f"{self.last_event_id + (self.kind != 'document'):x}"


@dataclass(frozen=True, slots=True)
class SyncItem:
    """An item of a map (text key) or list (integer key)."""

    key: Key
    data: JsonObject
    event_id: int
    date_created: str
    date_updated: str


@dataclass(frozen=True, slots=True)
class SyncEvent:
    """One change of one object. `data` is the new data, or the last one of something removed."""

    object_sid: str
    kind: Kind
    id: int
    change: Change
    key: Key | None
    data: JsonObject
    date: str

    @property
    def type(self) -> str:
        """Name on the wire, for example ``map_item_added``."""
        return f"{self.kind}_{self.change}"


@dataclass(frozen=True, slots=True)
class Page:
    """Consecutive items in the order asked for; `before` and `after` tell whether there are more on either side."""

    items: list[SyncItem]
    before: bool
    after: bool


class SyncStore:
    """Reads and changes Sync objects. Changes need an open transaction and name objects by unique name.

    Attributes:
        listener: Told of each event after its commit, in order.
    """

    def __init__(self, database: Database, stamps: Stamps) -> None:
        self._database = database
        self._stamps = stamps
        self.listener: Callable[[SyncEvent], None] = _nobody

    def create(self, kind: Kind, unique_name: str, audience: Audience, data: JsonObject | None = None) -> None:
        """Make an empty map or list, or a document with its first data."""
        # Documents exist with event 0; collections have none yet.
        if kind == "document":
            self._insert(kind, unique_name, audience, dump_json(data or {}), 0, self._stamps.timestamp())
        else:
            self._insert(kind, unique_name, audience, None, -1, self._stamps.timestamp())

    def create_map(self, unique_name: str, audience: Audience, items: Mapping[str, JsonObject]) -> None:
        """Make a map with its first items, as if they were set one after the other; nobody listens to it yet."""
        date = self._stamps.timestamp()
        self._insert("map", unique_name, audience, None, len(items) - 1, date)
        row_id = self._database.number("SELECT last_insert_rowid()")
        for event_id, (key, data) in enumerate(items.items()):
            self._database.execute(
                "INSERT INTO sync_items (object, key, event_id, date_created) VALUES (?, ?, ?, ?)",
                row_id,
                key,
                event_id,
                date,
            )
            self._database.execute(_NEW_EVENT, row_id, event_id, "item_added", key, dump_json(data), date)

    def _insert(
        self, kind: Kind, unique_name: str, audience: Audience, data: str | None, last_event_id: int, date: str
    ) -> None:
        self._database.execute(
            "INSERT INTO sync_objects (sid, kind, unique_name, audience, audience_of, data, last_event_id,"
            " date_created, date_updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._stamps.sid(_SID_PREFIX[kind]),
            kind,
            unique_name,
            audience.kind,
            audience.of,
            data,
            last_event_id,
            date,
            date,
        )

    def find(self, kind: Kind, sid_or_name: str) -> SyncObject | None:
        """Object with that SID or unique name."""
        # The names are the service's own, and none looks like a SID.
        sql = f"SELECT {_OBJECT} FROM sync_objects WHERE kind = ? AND (sid = ? OR unique_name = ?)"
        return _object(self._database.row(sql, kind, sid_or_name, sid_or_name))

    def by_sid(self, sid: str) -> SyncObject | None:
        """Object of any kind with that SID."""
        return _object(self._database.row(f"SELECT {_OBJECT} FROM sync_objects WHERE sid = ?", sid))

    def set_document(self, unique_name: str, data: JsonObject) -> None:
        """Replace the data of a document."""
        sync_object = self._advance(unique_name)
        self._database.execute("UPDATE sync_objects SET data = ? WHERE id = ?", dump_json(data), sync_object.row_id)
        self._record(sync_object, "updated", None, data)

    def put_item(self, unique_name: str, key: Key, data: JsonObject) -> None:
        """Set an item, whether it was there before or not."""
        sync_object = self._advance(unique_name)
        known = self._database.execute(
            "UPDATE sync_items SET event_id = ? WHERE object = ? AND key = ?",
            sync_object.last_event_id,
            sync_object.row_id,
            key,
        )
        if not known:
            self._database.execute(
                "INSERT INTO sync_items (object, key, event_id, date_created) VALUES (?, ?, ?, ?)",
                sync_object.row_id,
                key,
                sync_object.last_event_id,
                sync_object.date_updated,
            )
        self._record(sync_object, "item_updated" if known else "item_added", key, data)

    def remove_item(self, unique_name: str, key: Key) -> None:
        """Remove an item; nothing happens when there is none."""
        sync_object = self.require(unique_name)
        item = self.item(sync_object, key)
        if item is None:
            return
        self._database.execute("DELETE FROM sync_items WHERE object = ? AND key = ?", sync_object.row_id, key)
        self._record(self._advance(unique_name), "item_removed", key, item.data)

    def remove(self, unique_name: str) -> None:
        """Remove a whole object, its items and its history."""
        sync_object = self._advance(unique_name)
        for table, column in (("sync_events", "object"), ("sync_items", "object"), ("sync_objects", "id")):
            self._database.execute(f"DELETE FROM {table} WHERE {column} = ?", sync_object.row_id)
        self._announce(_event(sync_object, "removed", None, {}))

    def item(self, sync_object: SyncObject, key: Key) -> SyncItem | None:
        """One item, or None."""
        row = self._database.row(
            f"SELECT {_ITEM} FROM sync_items i JOIN sync_events e ON e.object = i.object AND e.id = i.event_id"
            " WHERE i.object = ? AND i.key = ?",
            sync_object.row_id,
            key,
        )
        return _item(row) if row else None

    def page(
        self,
        sync_object: SyncObject,
        start: Key | None = None,
        *,
        limit: int,
        max_bytes: int,
        descending: bool = False,
        inclusive: bool = True,
    ) -> Page:
        """Items from ``start`` on, at least one if there is any, at most ``limit`` and about ``max_bytes`` of data."""
        direction = "DESC" if descending else "ASC"
        operator = ("<" if descending else ">") + ("=" if inclusive else "")
        condition, values = ("", ()) if start is None else (f" AND i.key {operator} ?", (start,))
        items: list[SyncItem] = []
        size = 0
        after = False
        for row in self._database.rows(
            f"SELECT {_ITEM} FROM sync_items i JOIN sync_events e ON e.object = i.object AND e.id = i.event_id"
            f" WHERE i.object = ?{condition} ORDER BY i.key {direction} LIMIT ?",
            sync_object.row_id,
            *values,
            limit + 1,
        ):
            size += len(row["data"])
            if items and (size > max_bytes or len(items) == limit):
                after = True
                break
            items.append(_item(row))
        if not items:
            lower = start is not None and self._exists(sync_object, ">" if descending else "<", start)
            return Page([], lower, False)
        before = start is not None and self._exists(sync_object, ">" if descending else "<", items[0].key)
        return Page(items, before, after)

    def events_after(self, sync_object: SyncObject, event_id: int) -> Iterator[SyncEvent]:
        """The history of an object after an event, oldest first."""
        for row in self._database.iterate(
            "SELECT id, change, key, data, date FROM sync_events WHERE object = ? AND id > ? ORDER BY id",
            sync_object.row_id,
            event_id,
        ):
            yield SyncEvent(
                sync_object.sid,
                sync_object.kind,
                row["id"],
                row["change"],
                row["key"],
                cast(JsonObject, parse_json(row["data"])),
                row["date"],
            )

    def require(self, unique_name: str) -> SyncObject:
        """The object of that name, which the service itself has made.

        Raises:
            LookupError: There is none; a defect of the service.
        """
        found = _object(self._database.row(f"SELECT {_OBJECT} FROM sync_objects WHERE unique_name = ?", unique_name))
        if found is None:
            raise LookupError(f"no Sync object {unique_name!r}")
        return found

    def _advance(self, unique_name: str) -> SyncObject:
        row = self._database.row(
            "UPDATE sync_objects SET last_event_id = last_event_id + 1, date_updated = ? WHERE unique_name = ?"
            f" RETURNING {_OBJECT}",
            self._stamps.timestamp(),
            unique_name,
        )
        sync_object = _object(row)
        if sync_object is None:
            raise LookupError(f"no Sync object {unique_name!r}")
        return sync_object

    def _record(self, sync_object: SyncObject, change: Change, key: Key | None, data: JsonObject) -> None:
        event = _event(sync_object, change, key, data)
        self._database.execute(
            _NEW_EVENT,
            sync_object.row_id,
            event.id,
            change,
            key,
            dump_json(data),
            event.date,
        )
        self._announce(event)

    def _announce(self, event: SyncEvent) -> None:
        self._database.on_commit(partial(self._deliver, event))

    def _deliver(self, event: SyncEvent) -> None:
        self.listener(event)

    def _exists(self, sync_object: SyncObject, operator: str, key: Key) -> bool:
        sql = f"SELECT 1 FROM sync_items WHERE object = ? AND key {operator} ? LIMIT 1"
        return self._database.row(sql, sync_object.row_id, key) is not None


def _nobody(_event: SyncEvent) -> None:
    """Takes the events of a store that nobody listens to."""


def _event(sync_object: SyncObject, change: Change, key: Key | None, data: JsonObject) -> SyncEvent:
    return SyncEvent(
        sync_object.sid,
        sync_object.kind,
        sync_object.last_event_id,
        change,
        key,
        data,
        sync_object.date_updated,
    )


def _object(row: Row | None) -> SyncObject | None:
    if row is None:
        return None
    data = row["data"]
    return SyncObject(
        row_id=row["id"],
        sid=row["sid"],
        kind=row["kind"],
        unique_name=row["unique_name"],
        audience=Audience(row["audience"], row["audience_of"]),
        data=None if data is None else cast(JsonObject, parse_json(data)),
        last_event_id=row["last_event_id"],
        date_created=row["date_created"],
        date_updated=row["date_updated"],
    )


def _item(row: Row) -> SyncItem:
    return SyncItem(
        key=row["key"],
        data=cast(JsonObject, parse_json(row["data"])),
        event_id=row["event_id"],
        date_created=row["date_created"],
        date_updated=row["date_updated"],
    )
