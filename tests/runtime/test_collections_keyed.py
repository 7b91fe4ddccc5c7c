"""Collections whose objects mirror the items of a Sync map."""

from __future__ import annotations

import asyncio
import logging

import pytest

from support.fake_transport import Answer, reply
from support.manual_clock import settle
from support.mirrored_things import Indexed, Keyed, Thing, pages_under_way
from twilio_realtime.collections import KeyedCollection
from twilio_realtime.errors import ClosedError, ForbiddenError, NotFoundError, RequestError
from twilio_realtime.requests.transport import HttpRequest

# ---------------------------------------------------------------------------------------------- by key


async def test_items_present_are_loaded_and_not_announced() -> None:
    keyed = Keyed()
    assert [thing.key for thing in await keyed.things.all()] == ["a", "b", "c"]
    assert (await keyed.things.get("b")).n == 2
    assert len(keyed.things) == 3
    assert keyed.notes == []
    keyed.things.close()
    await keyed.sync.client.close()


async def test_opening_twice_at_once_reads_once() -> None:
    keyed = Keyed()
    await asyncio.gather(keyed.things.open(), keyed.things.open(), keyed.things.open())
    assert len(keyed.sync.gets) == 2  # the map, its items
    await keyed.sync.client.close()


async def test_later_items_are_announced_and_objects_stay_the_same() -> None:
    keyed = Keyed()
    await keyed.live()
    first = await keyed.things.get("a")
    keyed.event("added", "d", 4)
    keyed.event("updated", "a", 5)
    keyed.event("removed", "b", 6)
    keyed.event("removed", "never there", 7)
    assert keyed.notes == ["added d", "removed b"]
    assert await keyed.things.get("a") is first
    assert first.accepted == [5]
    assert [thing.key for thing in await keyed.things.all()] == ["a", "c", "d"]
    await keyed.sync.client.close()


async def test_what_is_not_there() -> None:
    keyed = Keyed()
    with pytest.raises(NotFoundError, match="there is no person 'x' here") as caught:
        await keyed.things.get("x")
    assert caught.value.status == 404
    with pytest.raises(NotFoundError, match="there is no person with n of 9 here"):
        await keyed.things.find(lambda thing: thing.n == 9, "n of 9")
    assert (await keyed.things.find(lambda thing: thing.n == 3, "n of 3")).key == "c"
    await keyed.sync.client.close()


async def test_events_that_overtake_the_page_win() -> None:
    keyed = Keyed()
    with pages_under_way(keyed.sync):
        opening = asyncio.create_task(keyed.things.open())
        await keyed.follow()
        keyed.event("removed", "a", 4)
        keyed.event("updated", "b", 5)
        keyed.event("added", "d", 6)
        keyed.event("removed", "c", 7)
        keyed.event("added", "c", 8)
    await opening
    assert {thing.key: thing.n for thing in await keyed.things.all()} == {"b": 5, "c": 8, "d": 6}
    assert keyed.notes == ["added d", "added c"]
    await keyed.sync.client.close()


async def test_an_addition_that_was_read_first_is_still_announced() -> None:
    keyed = Keyed()
    await keyed.sync.client.map("people")
    await keyed.follow()
    keyed.sync.put_items("map", "MP1", ("a", 1), ("d", 4))
    await keyed.things.open()
    keyed.event("added", "d", 4)
    assert keyed.notes == ["added d"]
    assert len(keyed.things) == 2
    await keyed.sync.client.close()


async def test_closing_forgets_and_opening_again_shows_what_is_there_then() -> None:
    keyed = Keyed()
    await keyed.live()
    before = await keyed.things.get("a")
    keyed.things.close()
    keyed.things.close()
    assert len(keyed.things) == 0
    keyed.event("added", "d", 4)
    keyed.sync.put_items("map", "MP1", ("a", 9))
    [after] = await keyed.things.all()
    assert (after.key, after.n) == ("a", 9)
    assert after is not before
    assert keyed.notes == []
    await keyed.sync.client.close()


async def test_closing_while_loading() -> None:
    keyed = Keyed()
    with pages_under_way(keyed.sync):
        opening = asyncio.create_task(keyed.things.open())
        await settle()
        keyed.things.close()
    with pytest.raises(ClosedError, match="persons were closed while they were being loaded"):
        await opening
    assert len(keyed.things) == 0
    await keyed.things.open()
    assert len(keyed.things) == 3
    await keyed.sync.client.close()


async def test_a_refused_map_can_be_opened_later() -> None:
    keyed = Keyed()
    usual = keyed.sync.tunnel.rule
    assert usual is not None

    def refuse(request: HttpRequest) -> Answer | None:
        return reply(403, {"message": "not you"}) if "/Items" in request.url else usual(request)

    keyed.sync.tunnel.rule = refuse
    with pytest.raises(ForbiddenError):
        await keyed.things.open()
    assert len(keyed.things) == 0
    keyed.sync.tunnel.rule = usual
    assert len(await keyed.things.all()) == 3
    await keyed.sync.client.close()


async def test_cancelling_the_opening_lets_the_next_caller_open() -> None:
    keyed = Keyed()
    with pages_under_way(keyed.sync):
        opening = asyncio.create_task(keyed.things.open())
        second = asyncio.create_task(keyed.things.open())
        await settle()
        opening.cancel()
        await settle()
    await second
    assert len(keyed.things) == 3
    assert opening.cancelled()
    await keyed.sync.client.close()


async def test_a_deleted_map_holds_nothing() -> None:
    keyed = Keyed()
    await keyed.live()
    keyed.sync.tell("map_removed", {"map_sid": "MP1"})
    assert len(keyed.things) == 0
    await keyed.sync.client.close()


async def test_losing_the_subscription_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    keyed, indexed = Keyed(), Indexed()
    with caplog.at_level(logging.WARNING):
        keyed.things.subscription_lost(RequestError("no", status=500))
        indexed.things.subscription_lost(RequestError("no", status=500))
    assert "the persons are not followed" in caplog.text
    assert "the lines are not followed" in caplog.text


async def test_closing_a_map_that_is_being_opened() -> None:
    keyed = Keyed()
    objects, keyed.sync.tunnel.rule = keyed.sync.tunnel.rule, None
    assert objects is not None
    opening = asyncio.create_task(keyed.things.open())
    await settle()
    keyed.things.close()
    keyed.sync.tunnel.rule = objects
    [waiting] = keyed.sync.tunnel.waiting
    waiting.answer(reply(200, keyed.sync.objects["Maps/people"]))
    with pytest.raises(ClosedError, match="persons were closed while they were being loaded"):
        await opening
    await keyed.sync.soon()
    assert keyed.sync.client.held == 0
    assert keyed.sync.posts == []
    assert len(await keyed.things.all()) == 3
    await keyed.sync.client.close()


# ---------------------------------------------------------------------------------------------- by index


async def test_a_keyed_collection_need_not_tell_anybody() -> None:
    keyed = Keyed()
    silent = KeyedCollection(
        "person", open_map=lambda: keyed.sync.client.map("people"), create=Thing, accept=Thing.accept
    )
    await silent.open()
    await keyed.follow()

    keyed.event("added", "d", 4)
    keyed.event("removed", "a", 5)

    assert [thing.key for thing in await silent.all()] == ["b", "c", "d"]
    assert keyed.notes == []
