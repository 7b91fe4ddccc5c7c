"""Collections of things that mirror the items of a Sync map or list."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from support.fake_sync import FakeSync
from support.fake_transport import Answer
from twilio_realtime.collections import IndexedCollection, KeyedCollection
from twilio_realtime.json import JsonObject
from twilio_realtime.requests.transport import HttpRequest
from twilio_realtime.sync import SyncList, SyncMap


class Thing:
    """Shows ``n`` of an item and counts what it accepted."""

    def __init__(self, key: str | int, data: JsonObject) -> None:
        self.key = key
        self.n = data.get("n")
        self.accepted: list[object] = []

    def accept(self, data: JsonObject) -> None:
        self.n = data.get("n")
        self.accepted.append(self.n)


class Keyed:
    def __init__(self) -> None:
        self.sync = FakeSync()
        self.sync.put("map", "MP1", "people", last=3)
        self.sync.put_items("map", "MP1", ("a", 1), ("b", 2), ("c", 3))
        self.notes: list[str] = []
        self.things = KeyedCollection(
            "person",
            open_map=self._open,
            create=Thing,
            accept=Thing.accept,
            added=lambda thing: self.notes.append(f"added {thing.key}"),
            removed=lambda thing: self.notes.append(f"removed {thing.key}"),
        )

    async def _open(self) -> SyncMap:
        return await self.sync.client.map("people")

    async def live(self) -> None:
        """Open, and be sure that events are passed on at once."""
        await self.things.open()
        await self.follow()

    async def follow(self) -> None:
        await self.sync.soon()
        self.sync.establish("MP1", last=3)

    def event(self, what: str, key: str, event_id: int) -> None:
        self.sync.item_event("map", what, "MP1", key, event_id)


class Indexed:
    def __init__(self, *, keep: int = 1000, size: int = 5) -> None:
        self.sync = FakeSync()
        self.sync.put("list", "ES1", "lines", last=size)
        self.sync.put_items("list", "ES1", *((index, index) for index in range(size)))
        self.size = size
        self.notes: list[str] = []
        self.things = IndexedCollection(
            "line",
            open_list=self._open,
            create=Thing,
            accept=Thing.accept,
            added=lambda thing: self.notes.append(f"added {thing.key}"),
            removed=lambda thing: self.notes.append(f"removed {thing.key}"),
            keep=keep,
        )

    async def _open(self) -> SyncList:
        return await self.sync.client.list("lines")

    async def live(self) -> None:
        await self.things.open()
        await self.sync.soon()
        self.sync.establish("ES1", last=self.size)

    def event(self, what: str, index: int, event_id: int) -> None:
        self.sync.item_event("list", what, "ES1", index, event_id)


@contextmanager
def pages_under_way(sync: FakeSync) -> Generator[None]:
    """Leave requests for items unanswered, then answer them as of the beginning."""
    usual = sync.tunnel.rule
    assert usual is not None

    def hold(request: HttpRequest) -> Answer | None:
        return None if "/Items" in request.url else usual(request)

    sync.tunnel.rule = hold
    yield
    sync.tunnel.rule = usual
    for waiting in list(sync.tunnel.waiting):
        answer = usual(waiting.request)
        assert answer is not None
        waiting.answer(answer)
