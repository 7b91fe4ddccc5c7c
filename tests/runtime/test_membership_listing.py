"""The listing that tells at the start what the signed-in user takes part in, and pages of it."""

from __future__ import annotations

import asyncio
import logging

import pytest

from support.fake_transport import reply, unless
from support.manual_clock import settle
from support.membership_world import World, listed, page_of
from twilio_realtime.errors import (
    DisconnectedError,
    ForbiddenError,
    NotFoundError,
    RequestError,
)

# ---------------------------------------------------------------------------------------------- start


async def test_the_listing_of_the_start_over_several_pages(world: World) -> None:
    world.listed = {
        None: page_of(listed("one", "joined", last_read=4), listed("two", "invited"), following="2"),
        "2": page_of(listed("three", "notParticipating")),
    }
    await world.open()
    assert sorted(await world.keys()) == ["one", "three", "two"]
    assert [note for note in world.notes if "one" in note] == ["added one", "joined one"]
    assert [note for note in world.notes if "two" in note] == ["added two", "invited two"]
    assert [note for note in world.notes if "three" in note] == ["added three"]
    assert [room.document for room in world.rooms] == ["one.doc", "two.doc", "three.doc"]


async def test_entries_are_opened_while_further_pages_are_read(world: World) -> None:
    world.listed = {None: page_of(listed("one", "joined"), following="2")}
    await world.open()
    assert world.notes == ["added one", "joined one"]
    reading = asyncio.create_task(world.keys())
    await settle()
    assert not reading.done()
    world.tunnel.waiting[0].answer(reply(200, page_of(listed("two", "joined"))))
    assert await reading == ["one", "two"]


async def test_entries_without_key_are_passed_over(world: World) -> None:
    world.listed = {None: {"rooms": [{"status": "joined"}, "nonsense", listed("one", "joined")], "meta": {}}}
    await world.open()
    assert await world.keys() == ["one"]


async def test_a_listing_that_fails_is_read_again(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.listed = {None: page_of(listed("one", "joined"), following="2")}
    await world.open()
    with caplog.at_level(logging.WARNING):
        world.tunnel.waiting[0].answer(reply(400, {"message": "bad page"}))
        await settle()
        with pytest.raises(RequestError, match="bad page"):
            await world.keys()
    assert "the list of rooms could not be read, trying again" in caplog.text
    world.listed = {None: page_of(listed("one", "joined")), "2": page_of()}
    await world.clock.advance(10)
    assert await world.keys() == ["one"]
    assert world.notes == ["added one", "joined one"]


async def test_the_same_failure_of_a_listing_is_told_once(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.listed = {None: page_of(listed("one", "joined"), following="2")}
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
    world.listed = {None: page_of(listed("missing", "joined"), listed("busy", "joined"), listed("fine", "joined"))}
    with caplog.at_level(logging.WARNING):
        await world.open()
        assert await world.keys() == ["fine"]
        assert caplog.messages == []
        await world.clock.advance(30)
    assert caplog.messages == ["a change of the room busy failed and is tried again: busy"]
    assert await world.keys() == ["fine", "missing", "busy"]
    assert world.notes[2:] == ["added missing", "joined missing", "added busy", "joined busy"]
    assert [room.closed for room in world.rooms if room.key == "busy"] == [True, True, False]


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


async def test_a_failed_listing_does_not_grow_with_each_complaint(world: World) -> None:
    world.listed = {None: page_of(listed("one", "joined"), following="2")}
    await world.open()
    world.tunnel.waiting[0].answer(reply(400, {"message": "bad page"}))
    await settle()
    lengths: list[int] = []
    for _ in range(3):
        with pytest.raises(RequestError) as caught:
            await world.keys()
        lengths.append(len(caught.traceback))
    assert len(set(lengths)) == 1
