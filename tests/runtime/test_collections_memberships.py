"""Objects that the signed-in user takes part in."""

from __future__ import annotations

import asyncio
import logging

import pytest

from support.fake_transport import reply, unless
from support.manual_clock import settle
from support.membership_world import World, listed, page_of
from twilio_realtime.errors import (
    ClosedError,
    DisconnectedError,
    ForbiddenError,
    NotFoundError,
    RequestError,
    ResponseError,
)
from twilio_realtime.json import JsonObject

# ---------------------------------------------------------------------------------------------- sources


async def test_added_by_somebody(world: World) -> None:
    await world.open()
    await world.told("added", "one", status="joined", doc="elsewhere")
    assert world.notes == ["added one", "joined one"]
    assert world.rooms[0].document == "elsewhere"


async def test_what_the_map_says_is_announced_when_the_rest_of_the_start_is_done(world: World) -> None:
    await world.follow()
    await world.told("added", "one", status="joined")
    await world.told("updated", "one", status="invited")
    await world.told("added", "two", status="joined")
    assert world.notes == []
    await world.begin()
    assert [note for note in world.notes if note.endswith("one")] == ["added one", "joined one", "invited one"]
    assert [note for note in world.notes if note.endswith("two")] == ["added two", "joined two"]


async def test_ending_before_anything_is_announced(world: World) -> None:
    await world.follow()
    await world.told("added", "one", status="joined")
    world.known.close()
    await world.begin()
    assert world.notes == []


async def test_the_map_outranks_the_listing(world: World) -> None:
    world.listed = {}
    await world.open()
    await world.told("added", "one", status="joined")
    await world.told("updated", "one", status="invited")
    world.tunnel.waiting[0].answer(reply(200, page_of(listed("one", "notParticipating", last_read=1))))
    assert await world.keys() == ["one"]
    assert world.notes == ["added one", "joined one", "invited one"]


async def test_what_the_map_removed_before_the_listing_came_stays_removed(world: World) -> None:
    world.listed = {}
    await world.open()
    await world.told("removed", "one")
    await world.told("removed", "two")
    await world.told("added", "two", status="joined")
    world.tunnel.waiting[0].answer(reply(200, page_of(listed("one", "joined"), listed("two", "invited"))))
    assert await world.keys() == ["two"]
    assert world.notes == ["added two", "joined two"]
    world.lookups["one"] = {"sid": "one", "status": "notParticipating"}
    assert (await world.known.get("one")).key == "one"  # the listing is over: nothing is held against it


async def test_a_look_up_does_not_override_the_listing(world: World) -> None:
    world.listed = {None: page_of(listed("one", "joined"))}
    await world.open()
    room = await world.known.adopt({"sid": "one", "status": "notParticipating", "last_read": 9})
    assert room.status == "joined"
    assert world.notes == ["added one", "joined one"]


async def test_the_listing_overrides_a_look_up(world: World) -> None:
    world.listed = {}
    await world.open()
    await world.known.adopt({"sid": "one", "status": "notParticipating"})
    world.tunnel.waiting[0].answer(reply(200, page_of(listed("one", "joined"))))
    assert await world.keys() == ["one"]
    assert world.notes == ["added one", "joined one"]


async def test_looking_up_by_key(world: World) -> None:
    world.listed = {None: page_of(listed("known", "joined"))}
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
    with pytest.raises(ResponseError, match="has no 'sid' or 'room_sid'"):
        await world.known.adopt({"name": "x"})


async def test_a_description_may_name_its_key_otherwise(world: World) -> None:
    await world.open()
    assert (await world.known.adopt({"room_sid": "one", "sid": None})).key == "one"
    assert (await world.known.adopt({"room_sid": "one", "sid": "two"})).key == "two", "the usual name comes first"


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
    world.listed = {None: page_of(listed("one", "joined"))}
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
    world.tunnel.waiting[0].answer(reply(200, page_of(listed("one", "joined", last_read=4))))
    await world.keys()
    assert world.notes == ["added one", "joined one"]


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
    world.listed = {None: page_of(listed("one", "joined"), following="2")}
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


@pytest.mark.parametrize("known_from", ["event", "page"])
async def test_coming_back_overtakes_going_away(world: World, known_from: str) -> None:
    """Who was out for a moment has lost what belongs to the entry, and follows it anew."""
    await world.open()
    if known_from == "event":
        world.tell("added", "one", status="joined")
    else:
        item: JsonObject = {"key": "one", "data": {"status": "joined"}, "last_event_id": 0, "date_updated": ""}
        world.sync.objects["Maps/MP1/Items"] = {"items": [item]}
        await world.known.page(10, None)
    await settle()
    assert world.notes == ["added one", "joined one"]
    late = next(world.event_ids)
    await world.told("added", "one", status="joined")
    assert world.notes == ["added one", "joined one", "left one", "joined one"]
    world.sync.tell("map_item_removed", {"id": late, "map_sid": "MP1", "item_key": "one", "item_data": {}})
    await settle()
    assert world.notes == ["added one", "joined one", "left one", "joined one"]
