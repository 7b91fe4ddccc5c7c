"""Objects that a signed-in user takes part in: their collection, and a service that the test plays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import count
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from support.fake_sync import FakeSync
from support.fake_transport import Answer, FakeTransport, reply
from support.manual_clock import ManualClock, settle
from twilio_realtime.clock import Timing
from twilio_realtime.collections import MembershipCollection, MembershipRules
from twilio_realtime.errors import (
    RealtimeError,
)
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.lifetime.tasks import TaskOwner
from twilio_realtime.requests.rest import Rest
from twilio_realtime.requests.transport import HttpRequest

RULES = MembershipRules(
    document_field="doc",
    document_suffix=".doc",
    items="rooms",
    items_key="room_sid",
    next_token="next_token",
    token_parameter="PageToken",
    lookup_keys=("sid", "room_sid"),
    rename={"last_read": "lastRead"},
    status_field="status",
    stages={"joined": "joined", "invited": "invited", "notParticipating": "out"},
)


class Room:
    def __init__(self, key: str, world: World) -> None:
        self.key = key
        self.status = "notParticipating"
        self.last_read: JsonValue = None
        self.private = key.startswith("private")
        self.document: str | None = None
        self.followed = False
        self.closed = False
        self._world = world

    def _accept_membership(self, data: JsonObject, announced: bool) -> None:
        status = data.get("status")
        if isinstance(status, str):
            self.status = status
        if data.get("lastRead", self.last_read) != self.last_read:
            self.last_read = data["lastRead"]
            if announced:
                self._world.note("read", self, self.last_read)

    async def _open(self, name: str) -> None:
        await asyncio.sleep(0)
        self._world.fail("open", self.key)
        self.document = name

    async def _follow(self) -> None:
        await asyncio.sleep(0)
        self._world.fail("follow", self.key)
        self.followed = True

    def _unfollow(self) -> None:
        self.followed = False

    def _close(self) -> None:
        self.closed = True

    def _hidden_when_out(self) -> bool:
        return self.private


class Notes:
    """Keeps what the collection announces."""

    def __init__(self, world: World) -> None:
        self._world = world

    def added(self, room: Room) -> None:
        self._world.note("added", room)

    def joined(self, room: Room) -> None:
        self._world.note("joined" if room.followed else "joined, not followed", room)

    def invited(self, room: Room) -> None:
        self._world.note("invited", room)

    def left(self, room: Room) -> None:
        self._world.note("left", room)

    def removed(self, room: Room) -> None:
        self._world.note("removed", room)


class World:
    """The collection under test between a Sync service and a REST service of the test."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.listed: dict[str | None, JsonObject] = {None: page_of()}
        self.lookups: dict[str, JsonObject] = {}
        self.failures: dict[tuple[str, str], list[RealtimeError]] = {}
        self.deleted: dict[str, Callable[[], None]] = {}
        self.lost: dict[str, Callable[[], None]] = {}
        self.rooms: list[Room] = []
        self.sync = FakeSync()
        self.sync.put("map", "MP1", "alice.rooms", last=0)
        self.sync.put_items("map", "MP1")
        self.clock: ManualClock = self.sync.clock
        self.tunnel = FakeTransport(rule=self._answer)
        self.tasks = TaskOwner()
        self.event_ids = count(1)
        self.known: MembershipCollection[Room] = MembershipCollection(
            "room",
            sync=self.sync.client,
            rest=Rest(self.tunnel, Timing(self.clock, lambda: 0.5)),
            tasks=self.tasks,
            rules=RULES,
            create=self._create,
            listener=Notes(self),
            timing=Timing(self.clock, lambda: 0.5),
        )

    def note(self, what: str, room: Room, *more: JsonValue) -> None:
        self.notes.append(" ".join((what, room.key, *map(str, more))))

    def fail(self, step: str, key: str) -> None:
        errors = self.failures.get((step, key))
        if errors:
            raise errors.pop(0)

    def _create(self, key: str, removed: Callable[[], None], lost: Callable[[], None]) -> Room:
        room = Room(key, self)
        self.rooms.append(room)
        self.deleted[key], self.lost[key] = removed, lost
        return room

    def _answer(self, request: HttpRequest) -> Answer | None:
        parts = urlsplit(request.url)
        if parts.path == "/my":
            token = dict(parse_qsl(parts.query)).get("PageToken")
            return reply(200, self.listed[token]) if token in self.listed else None
        found = self.lookups.get(unquote(parts.path.removeprefix("/rooms/")))
        return reply(200, found) if found is not None else reply(404, {"status": 404, "code": 50300, "message": "no"})

    async def open(self) -> None:
        await self.follow()
        await self.begin()

    async def follow(self) -> None:
        await self.known.open("alice.rooms")
        await self.sync.soon()
        self.sync.establish("MP1", last=0)

    async def begin(self) -> None:
        self.known.begin("https://api.example/my", "https://api.example/rooms")
        await settle()

    def tell(self, what: str, key: str, **data: JsonValue) -> None:
        """An event of the user's map."""
        self.sync.tell(
            f"map_item_{what}", {"id": next(self.event_ids), "map_sid": "MP1", "item_key": key, "item_data": data}
        )

    async def told(self, what: str, key: str, **data: JsonValue) -> None:
        self.tell(what, key, **data)
        await settle()

    async def keys(self) -> list[str]:
        return [room.key for room in await self.known.all()]

    async def close(self) -> None:
        self.known.close()
        await self.tasks.close()
        await self.sync.client.close()


def page_of(*rooms: JsonObject, following: str | None = None) -> JsonObject:
    return {"rooms": list(rooms), "meta": {"next_token": following}}


def listed(key: str, status: str, **more: JsonValue) -> JsonObject:
    return {"room_sid": key, "status": status, **more}


@pytest.fixture
async def world() -> AsyncIterator[World]:
    made = World()
    yield made
    await made.close()
    await settle()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert made.clock.timers == 0
