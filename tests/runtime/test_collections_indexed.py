"""Collections whose objects mirror the items of a Sync list."""

from __future__ import annotations

import asyncio
import gc

import pytest

from support.fake_transport import reply
from support.manual_clock import settle
from support.mirrored_things import Indexed, Thing, pages_under_way
from twilio_realtime.collections import IndexedCollection
from twilio_realtime.errors import ClosedError


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
