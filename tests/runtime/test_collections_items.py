"""Collections whose objects mirror the items of a Sync map or list."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from support.fake_sync import FakeSync
from support.fake_transport import Answer, reply
from support.manual_clock import settle
from twilio_realtime.collections import IndexedCollection, KeyedCollection
from twilio_realtime.errors import ClosedError, ForbiddenError, NotFoundError, RequestError
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


async def test_pages_from_the_end() -> None:
    indexed = Indexed(size=7)
    page = await indexed.things.page(3, None, "backwards")
    assert [thing.key for thing in page.items] == [4, 5, 6]
    assert (page.has_prev_page, page.has_next_page) == (True, False)
    older = await page.prev_page()
    assert [thing.key for thing in older.items] == [1, 2, 3]
    assert (older.has_prev_page, older.has_next_page) == (True, True)
    oldest = await older.prev_page()
    assert [thing.key for thing in oldest.items] == [0]
    assert not oldest.has_prev_page
    back = await oldest.next_page()
    assert [thing.key for thing in back.items] == [1, 2, 3]
    assert [thing.key async for thing in page] == [6, 5, 4, 3, 2, 1, 0]
    assert indexed.notes == []
    await indexed.sync.client.close()


async def test_pages_from_the_beginning_and_from_an_anchor() -> None:
    indexed = Indexed(size=7)
    page = await indexed.things.page(4, None, "forward")
    assert [thing.key for thing in page.items] == [0, 1, 2, 3]
    assert (page.has_prev_page, page.has_next_page) == (False, True)
    assert [thing.key async for thing in page] == [0, 1, 2, 3, 4, 5, 6]
    for anchor, direction, keys in ((0, "forward", [0, 1]), (0, "backwards", [0]), (5, "backwards", [4, 5])):
        found = await indexed.things.page(2, anchor, "forward" if direction == "forward" else "backwards")
        assert [thing.key for thing in found.items] == keys
    await indexed.sync.client.close()


async def test_an_empty_list() -> None:
    indexed = Indexed(size=0)
    page = await indexed.things.page(3, None, "backwards")
    assert page.items == ()
    assert (page.has_prev_page, page.has_next_page) == (False, False)
    assert [thing async for thing in page] == []
    await indexed.sync.client.close()


async def test_one_object_for_each_index() -> None:
    indexed = Indexed()
    await indexed.live()
    [newest] = (await indexed.things.page(1, None, "backwards")).items
    indexed.event("updated", 4, 6)
    assert newest.accepted == [6]
    assert (await indexed.things.page(1, None, "backwards")).items[0] is newest
    indexed.event("added", 5, 7)
    indexed.event("removed", 4, 8)
    indexed.event("updated", 0, 9)
    indexed.event("removed", 0, 10)
    assert indexed.notes == ["added 5", "removed 4"]
    await indexed.sync.client.close()


async def test_an_item_that_a_page_showed_first_is_still_announced() -> None:
    indexed = Indexed()
    await indexed.live()
    indexed.sync.put_items("list", "ES1", (4, 4), (5, 6))
    [newest] = (await indexed.things.page(1, None, "backwards")).items
    indexed.event("added", 5, 6)
    assert (newest.key, indexed.notes) == (5, ["added 5"])
    assert (await indexed.things.page(1, None, "backwards")).items[0] is newest
    await indexed.sync.client.close()


async def test_changes_that_overtake_a_page() -> None:
    indexed = Indexed()
    await indexed.live()
    with pages_under_way(indexed.sync):
        reading = asyncio.create_task(indexed.things.page(5, None, "forward"))
        await settle()
        indexed.event("updated", 1, 6)
        indexed.event("removed", 2, 7)
    page = await reading
    assert [(thing.key, thing.n) for thing in page.items] == [(0, 0), (1, 6), (3, 3), (4, 4)]
    again = await indexed.things.page(2, 3, "forward")
    assert [thing.key for thing in again.items] == [3, 4]
    await indexed.sync.client.close()


async def test_an_update_counts_though_its_object_is_let_go_before_the_page_comes() -> None:
    """Changes are not announced again: whoever makes the object anew must not make it of the older page."""
    indexed = Indexed(keep=2)
    await indexed.live()
    assert [thing.key for thing in (await indexed.things.page(2, 0, "forward")).items] == [0, 1]
    with pages_under_way(indexed.sync):
        reading = asyncio.create_task(indexed.things.page(2, 0, "forward"))
        await settle()
        indexed.event("updated", 0, 6)
        indexed.event("added", 5, 7)
        indexed.event("added", 6, 8)  # pushes out what is held and not in use
        gc.collect()
    assert [(thing.key, thing.n) for thing in (await reading).items] == [(0, 6), (1, 1)]
    await indexed.sync.client.close()


async def test_closing_a_list_that_is_being_opened() -> None:
    indexed = Indexed()
    objects, indexed.sync.tunnel.rule = indexed.sync.tunnel.rule, None
    assert objects is not None
    reading = asyncio.create_task(indexed.things.page(5, None, "forward"))
    await settle()
    indexed.things.close()
    indexed.sync.tunnel.rule = objects
    [waiting] = indexed.sync.tunnel.waiting
    waiting.answer(reply(200, indexed.sync.objects["Lists/lines"]))
    with pytest.raises(ClosedError, match="lines were closed while they were being read"):
        await reading
    await indexed.sync.soon()
    assert indexed.sync.client.held == 0
    assert indexed.sync.posts == []
    assert len((await indexed.things.page(5, None, "forward")).items) == 5
    await indexed.sync.client.close()


async def test_memory_is_bounded() -> None:
    keep = 10
    indexed = Indexed(size=0, keep=keep)
    await indexed.live()
    for index in range(500):
        indexed.event("added", index, index + 1)
    gc.collect()
    assert len(indexed.notes) == 500
    assert len(indexed.things) == keep
    assert sum(isinstance(thing, Thing) for thing in gc.get_objects()) == keep
    await indexed.sync.client.close()


async def test_an_object_in_use_is_kept_beyond_the_bound() -> None:
    indexed = Indexed(size=20, keep=2)
    await indexed.live()
    [first] = (await indexed.things.page(1, 0, "forward")).items
    assert len([thing async for thing in await indexed.things.page(5, None, "forward")]) == 20
    assert len(indexed.things) == 2
    indexed.event("updated", 0, 21)
    assert first.accepted == [21]
    await indexed.sync.client.close()


async def test_closing_a_list() -> None:
    indexed = Indexed()
    await indexed.live()
    [newest] = (await indexed.things.page(1, None, "backwards")).items
    indexed.things.close()
    indexed.things.close()
    indexed.event("updated", 4, 6)
    assert newest.accepted == []
    assert len(indexed.things) == 0
    await indexed.sync.client.close()


async def test_closing_while_a_page_is_read() -> None:
    indexed = Indexed()
    await indexed.live()
    with pages_under_way(indexed.sync):
        reading = asyncio.create_task(indexed.things.page(5, None, "forward"))
        await settle()
        indexed.things.close()
    with pytest.raises(ClosedError, match="lines were closed while they were being read"):
        await reading
    assert len(indexed.things) == 0
    await indexed.sync.client.close()


async def test_a_deleted_list_holds_nothing() -> None:
    indexed = Indexed()
    await indexed.live()
    assert len([thing async for thing in await indexed.things.page(5, None, "forward")]) == 5
    indexed.sync.tell("list_removed", {"list_sid": "ES1"})
    assert len(indexed.things) == 0
    await indexed.sync.client.close()


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


async def test_an_indexed_collection_need_not_tell_anybody() -> None:
    indexed = Indexed()
    silent = IndexedCollection(
        "line", open_list=lambda: indexed.sync.client.list("lines"), create=Thing, accept=Thing.accept
    )
    await silent.open()
    await indexed.sync.soon()
    indexed.sync.establish("ES1", last=indexed.size)

    indexed.event("added", 5, 6)
    indexed.event("removed", 5, 7)
    indexed.event("added", 6, 8)

    assert len(silent) == 1
    assert indexed.notes == []
