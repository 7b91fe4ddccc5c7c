from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from support.fake_sync import FakeSync, finished
from support.fake_transport import reply
from support.manual_clock import settle
from twilio_realtime.errors import ClosedError, NotFoundError
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.mirror.followed_map import MAX_FACETS, FollowedMap


@pytest.fixture
async def sync() -> AsyncIterator[FakeSync]:
    made = FakeSync()
    yield made
    await made.client.close()
    assert made.clock.timers == 0


def facet(key: str, event_id: int, value: JsonValue) -> JsonObject:
    return {"key": key, "last_event_id": event_id, "data": {"value": value}}


def put(sync: FakeSync, *items: JsonObject) -> None:
    sync.put("map", "MP1", "user", last=len(items), items=list(items))
    sync.objects["Maps/MP1/Items"] = {"items": list(items)}


def change(sync: FakeSync, key: str, event_id: int, value: JsonValue) -> None:
    event: JsonObject = {"id": event_id, "map_sid": "MP1", "item_key": key, "item_data": {"value": value}}
    sync.tell("map_item_updated", event)


async def follow(sync: FakeSync, heard: list[JsonObject], gone: list[bool] | None = None) -> FollowedMap:
    told = gone if gone is not None else []
    followed = FollowedMap(sync.client, updated=heard.append, removed=lambda: told.append(True))
    await finished(followed.open("user"), sync)
    await sync.soon()
    sync.establish("MP1", last=2)
    return followed


async def test_fields_of_all_keys_and_then_each_change(sync: FakeSync) -> None:
    put(sync, facet("name", 1, "Alice"), facet("online", 2, True))
    heard: list[JsonObject] = []
    followed = FollowedMap(sync.client, updated=heard.append)
    assert await followed.open("user") == {"name.value": "Alice", "online.value": True}
    assert followed.is_open
    await sync.soon()
    sync.establish("MP1", last=2)
    change(sync, "online", 3, False)
    sync.tell("map_item_added", {"id": 4, "map_sid": "MP1", "item_key": "extra", "item_data": {"value": 1}})
    sync.tell("map_item_removed", {"id": 5, "map_sid": "MP1", "item_key": "extra", "item_data": {"value": 1}})
    assert heard == [
        {"name.value": "Alice", "online.value": False},
        {"name.value": "Alice", "online.value": False, "extra.value": 1},
    ]
    followed.close()


async def test_opened_again_it_shows_the_present(sync: FakeSync) -> None:
    put(sync, facet("name", 1, "Alice"))
    followed = await follow(sync, [])
    change(sync, "name", 3, "Bob")
    assert await followed.open("user") == {"name.value": "Bob"}
    assert len(sync.gets) == 1
    followed.close()


async def test_closed_it_hears_nothing(sync: FakeSync) -> None:
    put(sync, facet("name", 1, "Alice"))
    heard: list[JsonObject] = []
    followed = await follow(sync, heard)
    followed.close()
    followed.close()
    assert not followed.is_open
    change(sync, "name", 3, "Bob")
    assert heard == []
    await sync.soon()
    assert sync.posts[-1]["action"] == "cancel"


async def test_deleted(sync: FakeSync) -> None:
    put(sync, facet("name", 1, "Alice"))
    gone: list[bool] = []
    followed = await follow(sync, [], gone)
    sync.tell("map_removed", {"map_sid": "MP1"})
    assert gone == [True]
    followed.close()


async def test_there_is_none(sync: FakeSync) -> None:
    followed = FollowedMap(sync.client, updated=lambda data: None)
    with pytest.raises(NotFoundError):
        await followed.open("user")
    assert not followed.is_open


async def test_closed_while_it_was_being_opened(sync: FakeSync) -> None:
    put(sync, facet("name", 1, "Alice"))
    followed = FollowedMap(sync.client, updated=lambda data: None)
    opening = asyncio.ensure_future(followed.open("user"))
    await asyncio.sleep(0)
    followed.close()
    with pytest.raises(ClosedError):
        await opening
    assert not followed.is_open
    await sync.soon()
    assert sync.posts == []  # nobody holds it


async def test_opened_twice_at_the_same_time(sync: FakeSync) -> None:
    put(sync, facet("name", 1, "Alice"))
    heard: list[JsonObject] = []
    followed = FollowedMap(sync.client, updated=heard.append)
    both: list[JsonObject] = [*await asyncio.gather(followed.open("user"), followed.open("user"))]
    assert both == [{"name.value": "Alice"}] * 2
    await sync.soon()
    sync.establish("MP1", last=1)
    change(sync, "name", 3, "Bob")
    assert heard == [{"name.value": "Bob"}]
    followed.close()
    await sync.soon()
    assert sync.posts[-1]["action"] == "cancel"


async def test_a_change_while_the_items_are_read_again_is_not_missed(sync: FakeSync) -> None:
    put(sync, facet("name", 1, "Alice"))
    followed = await follow(sync, [])
    followed.close()
    heard: list[JsonObject] = []
    again = FollowedMap(sync.client, updated=heard.append)
    rule, sync.tunnel.rule = sync.tunnel.rule, None
    opening = asyncio.ensure_future(again.open("user"))  # still known, so its items are asked for
    await settle()
    (waiting,) = sync.unanswered
    page = sync.page("Maps/MP1/Items", {"Order": "asc", "PageSize": "100"})
    change(sync, "name", 3, "Bob")  # nobody listens
    put(sync, facet("name", 3, "Bob"))
    sync.tunnel.rule = rule
    waiting.answer(reply(200, page))
    assert await opening == {"name.value": "Bob"}
    again.close()


async def test_facets_without_end(sync: FakeSync, caplog: pytest.LogCaptureFixture) -> None:
    """Those beyond what any map needs are ignored, and known ones still change."""
    put(sync, facet("name", 1, "Alice"), facet("online", 2, True))
    heard: list[JsonObject] = []
    followed = await follow(sync, heard)
    for number in range(200):
        change(sync, f"more{number}", 3 + number, number)
    sync.tell(
        "map_item_updated",
        {"id": 300, "map_sid": "MP1", "item_key": "name", "item_data": dict.fromkeys(map(str, range(1000)), 1)},
    )
    change(sync, "name", 301, "Bob")
    assert heard[-1]["name.value"] == "Bob"
    assert len(heard[-1]) == MAX_FACETS
    assert caplog.text.count("ignored") == 1
    followed.close()
    await sync.soon()
