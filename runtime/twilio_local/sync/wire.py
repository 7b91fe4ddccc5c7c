"""Sync objects, items and events as JSON on the wire."""

from __future__ import annotations

from urllib.parse import quote

from twilio_realtime.json import JsonObject, JsonValue

from ..credentials import ServiceCredentials
from .store import Key, Kind, Page, SyncEvent, SyncItem, SyncObject

__all__ = ["SyncWire"]

_COLLECTION: dict[Kind, str] = {"document": "Documents", "map": "Maps", "list": "Lists"}


class SyncWire:
    """Renders for one service; addresses begin with the address that the client used."""

    def __init__(self, credentials: ServiceCredentials) -> None:
        self._account_sid = credentials.account_sid
        self._service_sid = credentials.service_sid

    def sync_object(self, base_url: str, sync_object: SyncObject) -> JsonObject:
        """The head of an object; documents with their data."""
        url = self._url(base_url, sync_object.kind, sync_object.sid)
        body: JsonObject = {
            "sid": sync_object.sid,
            "unique_name": sync_object.unique_name,
            "account_sid": self._account_sid,
            "service_sid": self._service_sid,
            "revision": sync_object.revision,
            "last_event_id": sync_object.last_event_id,
            "date_created": sync_object.date_created,
            "date_updated": sync_object.date_updated,
            "date_expires": None,
            "created_by": "system",
            "type": sync_object.kind,
            "url": url,
        }
        if sync_object.kind == "document":
            body["links"] = {}
            body["data"] = sync_object.data
        else:
            body["links"] = {"items": f"{url}/Items"}
        return body

    def item(self, base_url: str, sync_object: SyncObject, item: SyncItem) -> JsonObject:
        """One item."""
        return {
            "index" if sync_object.kind == "list" else "key": item.key,
            "url": self._item_url(base_url, sync_object.kind, sync_object.sid, item.key),
            "data": item.data,
            "revision": f"{item.event_id:x}",
            "last_event_id": item.event_id,
            "date_created": item.date_created,
            "date_updated": item.date_updated,
            "date_expires": None,
        }

    def page(self, base_url: str, sync_object: SyncObject, page: Page, size: int, descending: bool) -> JsonObject:
        """A page of items with the tokens of its neighbours."""
        order, opposite = ("desc", "asc") if descending else ("asc", "desc")
        previous = next_token = None
        if page.items:
            previous = f"{opposite}.{page.items[0].key}" if page.before else None
            next_token = f"{order}.{page.items[-1].key}" if page.after else None
        return {
            "items": [self.item(base_url, sync_object, item) for item in page.items],
            "meta": {
                "key": "items",
                "page_size": size,
                "direction": "backward" if descending else "forward",
                "previous_token": previous,
                "next_token": next_token,
            },
        }

    def event(self, base_url: str, event: SyncEvent) -> JsonObject:
        """One change, as it stands in `event` or `events` of a notification."""
        kind = event.kind
        revision = f"{event.id + (kind != 'document'):x}"
        body: JsonObject = {
            "id": event.id,
            f"{kind}_sid": event.object_sid,
            "date_created": event.date,
            f"{kind}_revision": revision,
            "date_expires": None,
        }
        if event.change == "updated":
            body["document_data"] = event.data
        elif event.key is not None:
            body["item_index" if kind == "list" else "item_key"] = event.key
            body["item_data"] = event.data
            if event.change != "item_removed":
                body["item_url"] = self._item_url(base_url, kind, event.object_sid, event.key)
                body["item_revision"] = f"{event.id:x}"
        return body

    def notification(
        self, event_type: str, version: int, events: list[JsonObject], correlation_id: JsonValue = None
    ) -> list[JsonObject]:
        """Payloads of notifications: one with all events for protocol 4, one for each event for protocol 3.

        Args:
            event_type: For example ``map_item_added`` or ``subscription_established``.
            version: Event protocol of the subscription.
            events: What is told.
            correlation_id: Of the request that is answered; None for live changes, which always come one by one.
        """
        head: JsonObject = {"event_type": event_type, "event_protocol_version": version}
        if correlation_id is None:
            return [{**head, "event": event} for event in events]
        head["correlation_id"] = correlation_id
        head["strictly_ordered"] = True
        return [{**head, "event": event} for event in events] if version < 4 else [{**head, "events": [*events]}]

    def _url(self, base_url: str, kind: Kind, sid: str) -> str:
        return f"{base_url}/v3/Services/{self._service_sid}/{_COLLECTION[kind]}/{sid}"

    def _item_url(self, base_url: str, kind: Kind, sid: str, key: Key) -> str:
        return f"{self._url(base_url, kind, sid)}/Items/{quote(str(key), safe='')}"
