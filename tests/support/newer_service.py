"""The local service as a later version may be: it knows things that the schema does not know yet."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from unittest.mock import patch

from twilio_local.chat.membership import NOTIFICATION_LEVELS
from twilio_local.sync.store import Audience, Key, Kind, SyncStore
from twilio_realtime.json import JsonObject

__all__ = ["pinned_messages", "rated_messages", "third_notification_level"]


@contextmanager
def third_notification_level(level: str) -> Generator[None]:
    """One more notification level that can be chosen."""
    with patch("twilio_local.http.rest_users.NOTIFICATION_LEVELS", (*NOTIFICATION_LEVELS, level)):
        yield


@contextmanager
def rated_messages() -> Generator[None]:
    """Each message has a field ``rating``: the first number of its text."""
    put_item = SyncStore.put_item

    def put_rated_item(store: SyncStore, unique_name: str, key: Key, data: JsonObject) -> None:
        rating = re.search(r"\d+", str(data.get("text")))
        put_item(store, unique_name, key, {**data, "rating": int(rating[0]) if rating else None})

    with patch.object(SyncStore, "put_item", put_rated_item):
        yield


@contextmanager
def pinned_messages() -> Generator[None]:
    """Each channel has a Sync map of pins, named by its document; a message that begins with ``pin`` makes one."""
    create, set_document, put_item = SyncStore.create, SyncStore.set_document, SyncStore.put_item

    def pins_of(name: str) -> str:
        return f"{name.partition('.')[0]}.pins"

    def create_with_pins(
        store: SyncStore, kind: Kind, unique_name: str, audience: Audience, data: JsonObject | None = None
    ) -> None:
        named = {**(data or {}), "pins": pins_of(unique_name)} if kind == "document" else data
        create(store, kind, unique_name, audience, named)
        if unique_name.endswith(".roster"):
            create(store, "map", pins_of(unique_name), audience)

    def set_document_with_pins(store: SyncStore, unique_name: str, data: JsonObject) -> None:
        set_document(store, unique_name, {**data, "pins": pins_of(unique_name)})

    def put_item_and_pin(store: SyncStore, unique_name: str, key: Key, data: JsonObject) -> None:
        put_item(store, unique_name, key, data)
        if str(data.get("text")).startswith("pin"):
            pin: JsonObject = {"message_index": key, "note": data.get("text")}
            put_item(store, pins_of(unique_name), f"PN{key}", pin)

    with (
        patch.object(SyncStore, "create", create_with_pins),
        patch.object(SyncStore, "set_document", set_document_with_pins),
        patch.object(SyncStore, "put_item", put_item_and_pin),
    ):
        yield
