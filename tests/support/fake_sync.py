"""A Sync client in front of a service that the test plays."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable
from itertools import count
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from support.fake_transport import Answer, FakeTransport, Waiting, reply
from support.manual_clock import ManualClock, settle
from twilio_realtime.clock import Timing
from twilio_realtime.errors import RealtimeError
from twilio_realtime.json import JsonObject, JsonValue, as_object
from twilio_realtime.requests.transport import HttpRequest
from twilio_realtime.sync import ListItem, MapItem, SyncClient, SyncDocument

BASE = "https://sync.example"
_ResultT = TypeVar("_ResultT")


class Recorder:
    """Listens to objects of every kind and writes down what it is told."""

    def __init__(self, *, fails: bool = False) -> None:
        self.heard: list[tuple[JsonValue, ...]] = []
        self.errors: list[RealtimeError] = []
        self._fails = fails

    def _note(self, *what: JsonValue) -> None:
        self.heard.append(what)
        if self._fails:
            raise RuntimeError("this listener always fails")

    def document_updated(self, data: JsonObject) -> None:
        self._note("updated", data.get("n"))

    def document_removed(self) -> None:
        self._note("document removed")

    def item_added(self, item: MapItem | ListItem) -> None:
        self._note("added", item.key if isinstance(item, MapItem) else item.index, item.last_event_id)

    def item_updated(self, item: MapItem | ListItem) -> None:
        self._note("updated", item.key if isinstance(item, MapItem) else item.index, item.last_event_id)

    def item_removed(self, key: str | int, data: JsonObject) -> None:
        self._note("removed", key, data.get("n"))

    def map_removed(self) -> None:
        self._note("map removed")

    def list_removed(self) -> None:
        self._note("list removed")

    def subscription_lost(self, error: RealtimeError) -> None:
        self.errors.append(error)


class FakeSync:
    """Serves what is in ``objects`` and collects the subscription requests.

    Attributes:
        objects: Bodies by decoded path below ``/v3/``; what is missing is a 404.
        gets: The GET requests so far.
        posts: Bodies of the subscription requests so far.
        accepts: Body with which subscription requests are answered at once; None leaves that to the test,
            through ``unanswered``.
    """

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.tunnel = FakeTransport(rule=self._rule)
        self.objects: dict[str, JsonObject] = {}
        self.gets: list[HttpRequest] = []
        self.posts: list[JsonObject] = []
        self.accepts: JsonObject | None = {
            "max_batch_size": 100,
            "estimated_delivery_in_ms": 5000,
            "ttl_in_s": -1,
        }
        self.refuses: list[Answer] = []
        self.client = SyncClient(self.tunnel, BASE, Timing(self.clock, lambda: 0.5))
        self._numbers = count(1)

    @property
    def unanswered(self) -> list[Waiting]:
        return list(self.tunnel.waiting)

    def _rule(self, request: HttpRequest) -> Answer | None:
        parts = urlsplit(request.url)
        if request.method == "POST":
            assert parts.path == "/v4/Subscriptions"
            self.posts.append(as_object(json.loads(request.body)))
            if self.refuses:
                return self.refuses.pop(0)
            return None if self.accepts is None else reply(202, self.accepts)
        self.gets.append(request)
        path = unquote(parts.path.removeprefix("/v3/"))
        if path.endswith("/Items"):
            return reply(200, self.page(path, dict(parse_qsl(parts.query))))
        found = self.objects.get(path)
        return reply(200, found) if found is not None else reply(404, {"status": 404, "code": 54300, "message": "no"})

    def page(self, path: str, query: dict[str, str]) -> JsonObject:
        """A page of the items kept under ``path``, as the service makes it."""
        stored = self.objects[path]["items"]
        assert isinstance(stored, list)
        items = [as_object(item) for item in stored]
        is_map = path.startswith("Maps/")
        name = "key" if is_map else "index"

        def place(value: JsonValue) -> str:
            return str(value) if is_map else f"{int(str(value)):09}"

        wanted = query.get("Key", query.get("Index"))
        if wanted is not None:
            found = [item for item in items if place(item[name]) == place(wanted)]
            return {"items": list(found), "meta": {"next_token": None, "previous_token": None}}
        backwards = query["Order"] == "desc"
        items.sort(key=lambda item: place(item[name]), reverse=backwards)
        begin = 0
        if "From" in query:
            start = place(query["From"])
            begin = sum(place(item[name]) != start and (place(item[name]) < start) != backwards for item in items)
        end = begin + int(query["PageSize"])
        return {
            "items": list(items[begin:end]),
            "meta": {"previous_token": "p" if begin else None, "next_token": "n" if end < len(items) else None},
        }

    def put(self, kind: str, sid: str, name: str | None = None, *, last: int = -1, **more: JsonValue) -> None:
        """Let an object exist."""
        collection = {"document": "Documents", "map": "Maps", "list": "Lists"}[kind]
        links: JsonObject = {} if kind == "document" else {"items": f"{BASE}/v3/{collection}/{sid}/Items"}
        body: JsonObject = {
            "sid": sid,
            "unique_name": name,
            "last_event_id": last,
            "revision": "1af",
            "links": links,
            **more,
        }
        self.objects[f"{collection}/{sid}"] = body
        if name is not None:
            self.objects[f"{collection}/{name}"] = body

    def put_items(self, kind: str, sid: str, *items: tuple[str | int, int]) -> None:
        """Fill a map or list: pairs of key or index and last event id."""
        name = "key" if kind == "map" else "index"
        self.objects[f"{kind.capitalize()}s/{sid}/Items"] = {
            "items": [
                {name: key, "data": {"n": event_id}, "last_event_id": event_id, "date_updated": "2026-01-01T00:00:00Z"}
                for key, event_id in items
            ]
        }

    async def soon(self, seconds: float = 0.2) -> None:
        await self.clock.advance(seconds)

    def tell(self, event_type: str, *events: JsonObject, correlation: int | None = None, form: str = "auto") -> None:
        """Notify the client."""
        payload: JsonObject = {"event_type": event_type, "event_protocol_version": 4}
        if correlation is not None:
            payload["correlation_id"] = correlation
        if form == "event" or (form == "auto" and correlation is None and len(events) == 1):
            payload["event"] = events[0]
        else:
            payload["events"] = list(events)
        self.client.notification(payload, ordered=True)

    def correlation(self, place: int = -1) -> int:
        value = self.posts[place]["correlation_id"]
        assert isinstance(value, int)
        return value

    def asked(self, place: int = -1) -> dict[str, JsonValue]:
        """Sids and resume points of a subscription request."""
        requests = self.posts[place]["requests"]
        assert isinstance(requests, list)
        return {str(as_object(one)["object_sid"]): as_object(one).get("last_event_id") for one in requests}

    def establish(
        self, *sids: str, last: int = -1, status: JsonValue = "completed", place: int = -1, **more: JsonValue
    ) -> None:
        self.tell(
            "subscription_established",
            *({"object_sid": sid, "replay_status": status, "last_event_id": last, **more} for sid in sids),
            correlation=self.correlation(place),
        )

    def document_event(self, sid: str, event_id: int, *, correlation: int | None = None) -> None:
        event: JsonObject = {"id": event_id, "document_sid": sid, "document_data": {"n": event_id}}
        self.tell("document_updated", event, correlation=correlation)

    def item_event(
        self, kind: str, what: str, sid: str, key: str | int, event_id: int, *, correlation: int | None = None
    ) -> None:
        event: JsonObject = {
            "id": event_id,
            f"{kind}_sid": sid,
            ("item_key" if kind == "map" else "item_index"): key,
            "item_data": {"n": event_id},
            "date_created": "2026-01-01T00:00:00Z",
        }
        self.tell(f"{kind}_item_{what}", event, correlation=correlation)


async def finished(call: Awaitable[_ResultT], sync: FakeSync, seconds: float = 200.0) -> _ResultT:
    """Let time pass until ``call`` has ended."""
    task = asyncio.ensure_future(call)
    await settle()
    if not task.done():
        await sync.clock.advance(seconds)
    assert task.done()
    return await task


@pytest.fixture
async def sync() -> FakeSync:
    return FakeSync()


async def documents(sync: FakeSync, number: int, *, first: int = 0) -> list[SyncDocument]:
    """Open documents that the service has: ET0, ET1, …"""
    names = [f"ET{n}" for n in range(first, first + number)]
    for name in names:
        sync.put("document", name, data={"n": 0})
    return [await sync.client.document(name) for name in names]


def actions(sync: FakeSync) -> list[tuple[JsonValue, int]]:
    """The action of each request for subscriptions, and of how many objects."""
    return [(post["action"], len(sync.asked(place))) for place, post in enumerate(sync.posts)]
