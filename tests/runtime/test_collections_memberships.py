"""Objects that the signed-in user takes part in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from itertools import count
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from support.fake_sync import FakeSync
from support.fake_transport import Answer, FakeTransport, reply, unless
from support.manual_clock import ManualClock, settle
from twilio_realtime.clock import Timing
from twilio_realtime.collections import MembershipCollection, MembershipRules
from twilio_realtime.collections.confirmations import SETTLE_TIMEOUT
from twilio_realtime.errors import (
    ClosedError,
    DeadlineError,
    DisconnectedError,
    ForbiddenError,
    NotFoundError,
    RealtimeError,
    RequestError,
    ResponseError,
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
    lookup_key="sid",
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
        self.listed: dict[str | None, JsonObject] = {None: _page()}
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
        self._events = count(1)
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
        await self.known.open("alice.rooms", "https://api.example/my", "https://api.example/rooms")
        await self.sync.soon()
        self.sync.establish("MP1", last=0)
        await settle()

    def tell(self, what: str, key: str, **data: JsonValue) -> None:
        """An event of the user's map."""
        self.sync.tell(
            f"map_item_{what}", {"id": next(self._events), "map_sid": "MP1", "item_key": key, "item_data": data}
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


def _page(*rooms: JsonObject, following: str | None = None) -> JsonObject:
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


# ---------------------------------------------------------------------------------------------- start


async def test_the_listing_of_the_start_over_several_pages(world: World) -> None:
    world.listed = {
        None: _page(listed("one", "joined", last_read=4), listed("two", "invited"), following="2"),
        "2": _page(listed("three", "notParticipating")),
    }
    await world.open()
    assert sorted(await world.keys()) == ["one", "three", "two"]
    assert [note for note in world.notes if "one" in note] == ["added one", "joined one"]
    assert [note for note in world.notes if "two" in note] == ["added two", "invited two"]
    assert [note for note in world.notes if "three" in note] == ["added three"]
    assert [room.document for room in world.rooms] == ["one.doc", "two.doc", "three.doc"]


async def test_entries_are_opened_while_further_pages_are_read(world: World) -> None:
    world.listed = {None: _page(listed("one", "joined"), following="2")}
    await world.open()
    assert world.notes == ["added one", "joined one"]
    reading = asyncio.create_task(world.keys())
    await settle()
    assert not reading.done()
    world.tunnel.waiting[0].answer(reply(200, _page(listed("two", "joined"))))
    assert await reading == ["one", "two"]


async def test_entries_without_key_are_passed_over(world: World) -> None:
    world.listed = {None: {"rooms": [{"status": "joined"}, "nonsense", listed("one", "joined")], "meta": {}}}
    await world.open()
    assert await world.keys() == ["one"]


async def test_a_listing_that_fails_is_read_again(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.listed = {None: _page(listed("one", "joined"), following="2")}
    await world.open()
    with caplog.at_level(logging.WARNING):
        world.tunnel.waiting[0].answer(reply(400, {"message": "bad page"}))
        await settle()
        with pytest.raises(RequestError, match="bad page"):
            await world.keys()
    assert "the list of rooms could not be read, trying again" in caplog.text
    world.listed = {None: _page(listed("one", "joined")), "2": _page()}
    await world.clock.advance(10)
    assert await world.keys() == ["one"]
    assert world.notes == ["added one", "joined one"]


async def test_the_same_failure_of_a_listing_is_told_once(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.listed = {None: _page(listed("one", "joined"), following="2")}
    await world.open()
    for message in ("bad page", "bad page", "worse page"):
        world.tunnel.waiting[-1].answer(reply(400, {"message": message}))
        await settle()
        await world.clock.advance(60)
    told = [record.getMessage() for record in caplog.records if "could not be read" in record.getMessage()]
    assert [("bad" in text, "worse" in text) for text in told] == [(True, False), (False, True)]


async def test_entries_that_cannot_be_opened_do_not_hold_up_the_others_and_are_tried_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.failures = {
        ("open", "missing"): [NotFoundError("no such document", status=404)],
        ("open", "busy"): [DisconnectedError("gone"), RequestError("busy", status=503)],
    }
    world.listed = {None: _page(listed("missing", "joined"), listed("busy", "joined"), listed("fine", "joined"))}
    with caplog.at_level(logging.WARNING):
        await world.open()
        assert await world.keys() == ["fine"]
        assert caplog.messages == []
        await world.clock.advance(30)
    assert caplog.messages == ["a change of the room busy failed and is tried again: busy"]
    assert await world.keys() == ["fine", "missing", "busy"]
    assert world.notes[2:] == ["added missing", "joined missing", "added busy", "joined busy"]
    assert [room.closed for room in world.rooms if room.key == "busy"] == [True, True, False]


# ---------------------------------------------------------------------------------------------- sources


async def test_added_by_somebody(world: World) -> None:
    await world.open()
    await world.told("added", "one", status="joined", doc="elsewhere")
    assert world.notes == ["added one", "joined one"]
    assert world.rooms[0].document == "elsewhere"


async def test_the_map_outranks_the_listing(world: World) -> None:
    world.listed = {}
    await world.open()
    await world.told("added", "one", status="joined")
    await world.told("updated", "one", status="invited")
    world.tunnel.waiting[0].answer(reply(200, _page(listed("one", "notParticipating", last_read=1))))
    assert await world.keys() == ["one"]
    assert world.notes == ["added one", "joined one", "invited one"]


async def test_what_the_map_removed_before_the_listing_came_stays_removed(world: World) -> None:
    world.listed = {}
    await world.open()
    await world.told("removed", "one")
    await world.told("removed", "two")
    await world.told("added", "two", status="joined")
    world.tunnel.waiting[0].answer(reply(200, _page(listed("one", "joined"), listed("two", "invited"))))
    assert await world.keys() == ["two"]
    assert world.notes == ["added two", "joined two"]
    world.lookups["one"] = {"sid": "one", "status": "notParticipating"}
    assert (await world.known.get("one")).key == "one"  # the listing is over: nothing is held against it


async def test_a_look_up_does_not_override_the_listing(world: World) -> None:
    world.listed = {None: _page(listed("one", "joined"))}
    await world.open()
    room = await world.known.adopt({"sid": "one", "status": "notParticipating", "last_read": 9})
    assert room.status == "joined"
    assert world.notes == ["added one", "joined one"]


async def test_the_listing_overrides_a_look_up(world: World) -> None:
    world.listed = {}
    await world.open()
    await world.known.adopt({"sid": "one", "status": "notParticipating"})
    world.tunnel.waiting[0].answer(reply(200, _page(listed("one", "joined"))))
    assert await world.keys() == ["one"]
    assert world.notes == ["added one", "joined one"]


async def test_looking_up_by_key(world: World) -> None:
    world.listed = {None: _page(listed("known", "joined"))}
    world.sync.objects["Maps/MP1/Items"] = {
        "items": [{"key": "mirrored", "data": {"status": "joined"}, "last_event_id": 1}]
    }
    world.lookups["a/b ?"] = {"sid": "a/b ?"}
    await world.open()
    requests = len(world.tunnel.requests)
    assert (await world.known.get("known")).key == "known"
    assert (await world.known.get("mirrored")).status == "joined"
    assert len(world.tunnel.requests) == requests
    assert (await world.known.get("a/b ?")).status == "notParticipating"
    assert world.tunnel.requests[-1].url == "https://api.example/rooms/a%2Fb%20%3F"
    with pytest.raises(NotFoundError):
        await world.known.get("nowhere")
    assert world.notes[-1] == "added a/b ?"


async def test_a_description_without_key(world: World) -> None:
    await world.open()
    with pytest.raises(ResponseError, match="has no 'sid'"):
        await world.known.adopt({"name": "x"})


async def test_looking_up_what_cannot_be_opened_tells_why(world: World) -> None:
    world.failures = {("open", "one"): [RequestError("busy", status=503), ForbiddenError("not you", status=403)]}
    await world.open()
    for _ in range(2):
        with pytest.raises(RequestError):
            await world.known.adopt({"sid": "one"})
    assert (await world.known.adopt({"sid": "one"})).document == "one.doc"


# ---------------------------------------------------------------------------------------------- in and out


async def test_invited_then_joined(world: World) -> None:
    await world.open()
    await world.told("added", "one", status="invited")
    assert not world.rooms[0].followed
    await world.told("updated", "one", status="joined")
    await world.told("updated", "one", status="joined", lastRead=2)
    assert world.notes == ["added one", "invited one", "joined one", "read one 2"]
    assert world.rooms[0].followed


async def test_leaving_what_is_public(world: World) -> None:
    await world.open()
    await world.told("added", "one", status="joined")
    await world.told("removed", "one")
    [room] = await world.known.all()
    assert (room.status, room.followed, room.closed) == ("notParticipating", False, False)
    await world.told("added", "one", status="joined")
    assert world.notes == ["added one", "joined one", "left one", "joined one"]
    assert len(world.rooms) == 1


@pytest.mark.parametrize("stage", ["joined", "invited"])
async def test_leaving_or_declining_what_is_private(world: World, stage: str) -> None:
    await world.open()
    await world.told("added", "private", status=stage)
    await world.told("removed", "private")
    assert world.notes == ["added private", f"{stage} private", "left private", "removed private"]
    assert await world.keys() == []
    assert world.rooms[0].closed


async def test_told_to_be_out_by_an_update(world: World) -> None:
    await world.open()
    await world.told("added", "one", status="joined")
    await world.told("updated", "one", status="notParticipating")
    await world.told("updated", "one", status="notParticipating")
    assert world.notes == ["added one", "joined one", "left one"]


async def test_a_deleted_entry_is_removed_once(world: World) -> None:
    await world.open()
    await world.told("added", "one", status="joined")
    world.deleted["one"]()
    world.deleted["one"]()
    await world.told("removed", "one")
    assert world.notes == ["added one", "joined one", "removed one"]
    assert (world.rooms[0].followed, world.rooms[0].closed) == (False, True)


async def test_deleted_after_leaving(world: World) -> None:
    await world.open()
    await world.told("added", "one", status="joined")
    await world.told("removed", "one")
    world.deleted["one"]()
    await settle()
    assert world.notes[-2:] == ["left one", "removed one"]


async def test_an_unknown_status_changes_nothing(world: World) -> None:
    await world.open()
    await world.told("added", "one", status="joined")
    await world.told("updated", "one", status="hovering")
    assert world.notes == ["added one", "joined one"]
    assert world.rooms[0].followed


async def test_changes_of_one_entry_in_order_and_others_meanwhile(world: World) -> None:
    world.failures = {("open", "slow"): [DisconnectedError("gone")]}
    await world.open()
    world.tell("added", "slow", status="joined")
    world.tell("removed", "slow")
    world.tell("added", "slow", status="invited")
    await world.told("added", "quick", status="joined")
    assert world.notes == ["added quick", "joined quick"]
    await world.clock.advance(5)
    assert world.notes[2:] == ["added slow", "joined slow", "left slow", "invited slow"]


async def test_following_is_tried_again(world: World) -> None:
    world.failures = {("follow", "one"): [RequestError("busy", status=500), DisconnectedError("gone")]}
    await world.open()
    await world.told("added", "one", status="joined")
    assert world.notes == ["added one"]
    await world.clock.advance(30)
    assert world.notes == ["added one", "joined one"]


@pytest.mark.parametrize("step", ["open", "follow"])
async def test_what_is_missing_for_long_is_told_once_and_announced_when_it_is_there(
    step: str, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.failures = {(step, "one"): [NotFoundError("no such map", status=404)] * 6}
    await world.open()
    with caplog.at_level(logging.WARNING):
        await world.told("added", "one", status="joined")
        for _ in range(20):
            await world.clock.advance(10)
    assert caplog.messages == ["a change of the room one failed and is tried again: no such map"]
    assert world.notes == ["added one", "joined one"]


async def test_what_is_missing_holds_up_no_look_up(world: World) -> None:
    world.failures = {("follow", "one"): [NotFoundError("no such map", status=404)] * 3}
    world.listed = {None: _page(listed("one", "joined"))}
    await world.open()
    assert await world.keys() == ["one"]
    await world.told("updated", "one", status="joined")
    room = await world.known.adopt({"sid": "one", "status": "notParticipating"})
    assert room is await world.known.get("one")
    assert room.status == "joined"
    await world.clock.advance(30)
    assert world.notes == ["added one", "joined one"]


async def test_who_is_out_need_not_wait_for_what_is_missing(world: World) -> None:
    world.failures = {("follow", "one"): [NotFoundError("no such map", status=404)] * 100}
    await world.open()
    await world.told("added", "one", status="joined")
    await world.clock.advance(60)
    leaving = asyncio.create_task(world.known.settled("one", "out"))
    await settle()
    assert not leaving.done()
    await world.told("removed", "one", status="joined")
    await leaving
    assert world.notes == ["added one"]
    assert world.rooms[0].status == "notParticipating"
    assert world.clock.timers == 0


async def test_a_look_up_that_tells_of_a_membership(world: World) -> None:
    world.failures = {("follow", "one"): [NotFoundError("no such map", status=404)]}
    await world.open()
    room = await world.known.adopt({"sid": "one", "status": "joined"})
    assert (room.status, world.notes) == ("joined", ["added one"])
    await world.clock.advance(30)
    assert world.notes == ["added one", "joined one"]


async def test_a_collection_that_is_lost_is_followed_again(world: World) -> None:
    await world.open()
    await world.told("added", "one", status="joined")
    [room] = world.rooms
    followed: list[bool] = []
    room.followed = False
    world.failures = {("follow", "one"): [NotFoundError("no such map", status=404)] * 2}
    world.lost["one"]()
    world.lost["one"]()
    for seconds in (0, 30):
        await world.clock.advance(seconds)
        followed.append(room.followed)
    assert followed == [False, True]
    assert world.notes == ["added one", "joined one"]
    # Its owner is gone, too: nobody looks for it any longer.
    world.failures = {("follow", "one"): [NotFoundError("no such map", status=404)] * 2}
    world.lost["one"]()
    world.deleted["one"]()
    await settle()
    assert world.notes == ["added one", "joined one", "removed one"]
    world.lost["one"]()
    await settle()
    assert world.clock.timers == 0


async def test_what_comes_with_a_new_status_is_no_change(world: World) -> None:
    await world.open()
    await world.known.adopt({"sid": "one"})
    await world.told("added", "one", status="invited", lastRead=1)
    await world.told("updated", "one", status="joined", lastRead=2)
    assert world.notes == ["added one", "invited one", "joined one"]
    await world.told("updated", "one", status="joined", lastRead=3)
    await world.told("updated", "one", status="joined", lastRead=3)
    assert world.notes[3:] == ["read one 3"]


async def test_a_look_up_before_the_list_has_come_heeds_the_map(world: World) -> None:
    world.listed = {}
    world.sync.objects["Maps/MP1/Items"] = {
        "items": [{"key": "one", "data": {"status": "joined", "lastRead": 4}, "last_event_id": 0}]
    }
    await world.open()
    room = await world.known.adopt({"sid": "one"})
    assert (room.status, room.last_read) == ("joined", 4)
    world.tunnel.waiting[0].answer(reply(200, _page(listed("one", "joined", last_read=4))))
    await world.keys()
    assert world.notes == ["added one", "joined one"]


# ---------------------------------------------------------------------------------------------- settling


async def test_settled_waits_for_the_map(world: World) -> None:
    await world.open()
    await world.known.adopt({"sid": "one"})
    await world.known.settled("one", "out")
    joining = [asyncio.create_task(world.known.settled("one", "joined")) for _ in range(2)]
    await settle()
    await world.told("added", "one", status="invited")
    assert not any(task.done() for task in joining)
    await world.told("updated", "one", status="joined")
    await asyncio.gather(*joining)
    await world.known.settled("one", "joined")
    leaving = asyncio.create_task(world.known.settled("one", "out"))
    await settle()
    await world.told("removed", "one")
    await leaving


async def test_a_change_that_is_never_confirmed(world: World) -> None:
    await world.open()
    await world.known.adopt({"sid": "one"})
    joining = asyncio.create_task(world.known.settled("one", "joined"))
    await world.clock.advance(SETTLE_TIMEOUT - 1)
    assert not joining.done()
    await world.clock.advance(1)
    with pytest.raises(DeadlineError, match="room 'one' but did not confirm it within 30 seconds"):
        await joining


async def test_a_change_that_is_confirmed_and_cannot_be_followed_in_time(world: World) -> None:
    world.failures = {("follow", "one"): [NotFoundError("no such map", status=404)] * 100}
    await world.open()
    await world.known.adopt({"sid": "one"})
    joining = asyncio.create_task(world.known.settled("one", "joined"))
    await settle()
    await world.told("added", "one", status="joined")
    await world.clock.advance(SETTLE_TIMEOUT)
    with pytest.raises(DeadlineError, match=r"could not be followed within 30 seconds .*; the last time: no such map"):
        await joining


async def test_a_change_that_cannot_be_followed_tells_why(world: World) -> None:
    world.failures = {("follow", "one"): [ForbiddenError("not you", status=403)]}
    await world.open()
    await world.known.adopt({"sid": "one"})
    joining = asyncio.create_task(world.known.settled("one", "joined"))
    await settle()
    await world.told("added", "one", status="joined")
    with pytest.raises(ForbiddenError):
        await joining


# ---------------------------------------------------------------------------------------------- closing


async def test_closing_ends_everything_that_waits(world: World) -> None:
    world.failures = {("open", "busy"): [DisconnectedError("gone")] * 3}
    await world.open()
    await world.told("added", "one", status="joined")
    await world.told("added", "busy", status="joined")
    waiting = [
        asyncio.create_task(world.known.settled("one", "out")),
        asyncio.create_task(world.known.settled("busy", "joined")),
        asyncio.create_task(world.known.adopt({"sid": "busy"})),
    ]
    await asyncio.sleep(0)
    world.known.close()
    world.known.close()
    await world.tasks.close()
    for task in waiting:
        with pytest.raises(ClosedError):
            await task
    assert (world.rooms[0].followed, world.rooms[0].closed) == (False, True)


async def test_after_closing(world: World) -> None:
    await world.open()
    await world.close()
    with pytest.raises(ClosedError):
        await world.known.adopt({"sid": "one"})


async def test_closing_before_the_listing_has_come(world: World) -> None:
    """Nobody takes the part that is known for the whole."""
    world.listed = {None: _page(listed("one", "joined"), following="2")}
    await world.open()
    reading = asyncio.create_task(world.keys())
    await settle()
    await world.close()
    with pytest.raises(ClosedError):
        await reading


async def test_what_is_opened_while_the_collection_is_closed_is_not_kept(world: World) -> None:
    await world.open()
    world.tell("added", "one", status="joined")
    world.tell("added", "one", status="joined", lastRead=1)
    await asyncio.sleep(0)
    [room] = world.rooms
    assert (room.document, room.closed) == (None, False)
    world.known.close()
    await settle()
    assert (room.document, room.closed) == ("one.doc", True)
    assert world.notes == []
    assert world.rooms == [room]


# ---------------------------------------------------------------------------------------------- answers that age


async def test_pages(world: World) -> None:
    await world.open()
    world.sync.put_items("map", "MP1", ("a", 0), ("b", 0), ("c", 0), ("d", 0))
    page = await world.known.page(2, None)
    assert [room.key for room in page.items] == ["a", "b"]
    page = await page.next_page()
    assert [room.key for room in page.items] == ["c", "d"]
    assert not page.has_next_page
    assert [room.key for room in (await page.prev_page()).items] == ["a", "b"]
    assert world.notes == ["added a", "added b", "added c", "added d"]
    # One request for each page and none for its entries.
    assert len([request for request in world.sync.gets if "/Items" in request.url]) == 3


async def test_pages_of_what_cannot_be_opened(world: World) -> None:
    await world.open()
    world.sync.put_items("map", "MP1", ("a", 0), ("b", 0))
    world.failures = {("open", "a"): [NotFoundError("deleted", status=404)]}
    assert [room.key for room in (await world.known.page(5, None)).items] == ["b"]
    # For the attempt that follows the first one, and for that of the page.
    world.failures = {("open", "a"): [ForbiddenError("not for you", status=403)] * 2}
    with pytest.raises(ForbiddenError):
        await world.known.page(5, None)


async def test_an_entry_that_goes_while_its_page_is_read_is_passed_over(world: World) -> None:
    await world.open()
    world.sync.put_items("map", "MP1", ("a", 0), ("b", 0), ("private", 0))
    usual = world.sync.tunnel.rule
    assert usual is not None
    world.sync.tunnel.rule = unless("/Items", usual)
    reading = asyncio.create_task(world.known.page(5, None))
    await settle()
    [waiting] = world.sync.tunnel.waiting
    answer = usual(waiting.request)
    assert answer is not None
    waiting.answer(answer)
    # Before whoever reads the page has a turn: one was gone already, another one goes while it is being opened.
    world.tell("removed", "a", status="joined")
    await asyncio.sleep(0)
    world.tell("removed", "private", status="joined")
    assert [room.key for room in (await reading).items] == ["b"]
    await settle()
    assert await world.keys() == ["b"]


async def test_a_removal_overtakes_the_answer_to_a_look_up(world: World) -> None:
    """What the map said before is no reason to believe in a membership that it has taken back since."""
    await world.open()
    world.sync.put_items("map", "MP1", ("one", 0))
    world.lookups["one"] = {"sid": "one", "status": "notParticipating"}
    world.sync.tunnel.rule = unless("/Items", world.sync.tunnel.rule)
    looking = asyncio.create_task(world.known.get("one"))
    await settle()
    [waiting] = world.sync.tunnel.waiting
    body: JsonObject = {"key": "one", "data": {"status": "joined"}, "last_event_id": 0, "date_updated": ""}
    waiting.answer(reply(200, {"items": [body], "meta": {}}))
    world.tell("removed", "one", status="joined")
    room = await looking
    assert (room.key, room.status) == ("one", "notParticipating")
    assert world.notes == ["added one"]


async def test_a_failed_listing_does_not_grow_with_each_complaint(world: World) -> None:
    world.listed = {None: _page(listed("one", "joined"), following="2")}
    await world.open()
    world.tunnel.waiting[0].answer(reply(400, {"message": "bad page"}))
    await settle()
    lengths: list[int] = []
    for _ in range(3):
        with pytest.raises(RequestError) as caught:
            await world.keys()
        lengths.append(len(caught.traceback))
    assert len(set(lengths)) == 1
