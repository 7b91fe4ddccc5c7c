"""The local service with Sync objects that disappear, and are there again a moment later under the same name."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from unittest.mock import patch

from twilio_local.sync.store import Key, SyncStore
from twilio_realtime.json import JsonObject

__all__ = ["remade_objects"]


@contextmanager
def remade_objects() -> Generator[None]:
    """A message ``remake <name>`` removes the Sync object of that name and makes it anew, with the same contents."""
    put_item = SyncStore.put_item

    def put_and_remake(store: SyncStore, unique_name: str, key: Key, data: JsonObject) -> None:
        put_item(store, unique_name, key, data)
        command, _, name = str(data.get("text")).partition(" ")
        if command == "remake":
            old = store.require(name)
            items = store.page(old, limit=1000, max_bytes=1_000_000).items
            store.remove(name)
            store.create(old.kind, name, old.audience, old.data)
            for item in items:
                put_item(store, name, item.key, item.data)

    with patch.object(SyncStore, "put_item", put_and_remake):
        yield
