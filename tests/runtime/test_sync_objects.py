from __future__ import annotations

import asyncio
import json
import re

import pytest

from support.fake_sync import BASE, FakeSync, Recorder, finished
from support.fake_transport import Answer, FakeTransport, reply, unless
from support.manual_clock import ManualClock, settle
from twilio_realtime.clock import Timing
from twilio_realtime.errors import (
    ArgumentError,
    ClosedError,
    DisconnectedError,
    NotFoundError,
    RequestError,
    ResponseError,
    ThrottledError,
)
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.requests.transport import HttpRequest
from twilio_realtime.sync import ListItem, MapItem, SyncClient

# ---------------------------------------------------------------------------------------------- opening


async def test_open_a_document(sync: FakeSync) -> None:
    sync.put("document", "ET1", "room / 1", last=7, data={"n": 1})
    document = await sync.client.document("room / 1")
    assert (document.sid, document.unique_name, document.last_event_id) == ("ET1", "room / 1", 7)
    assert document.data == {"n": 1}
    assert "ET1" in repr(document)
    request = sync.gets[0]
    assert request.url == f"{BASE}/v3/Documents/room%20%2F%201"
    assert request.headers["Content-Type"] == "application/json"
    assert re.fullmatch(r"RQ[0-9a-f]{32}", request.headers["Twilio-Request-Id"])
    assert set(json.loads(request.headers["Twilio-Sync-Client-Info"])) == {
        "sdk",
        "sdkVer",
        "os",
        "osVer",
        "pl",
        "plVer",
    }
    await sync.client.close()


async def test_sid_and_unique_name_are_one_object(sync: FakeSync) -> None:
    sync.put("map", "MP1", "people")
    first = await sync.client.map("people")
    second = await sync.client.map("MP1")
    third = await sync.client.map("people")
    assert len(sync.gets) == 1
    assert {first.sid, second.sid, third.sid} == {"MP1"}
    await sync.client.close()


async def test_concurrent_openings_share_one_request_and_one_object() -> None:
    tunnel = FakeTransport()
    client = SyncClient(tunnel, BASE, Timing(ManualClock(), lambda: 0.5))
    opening = [asyncio.create_task(client.document(name)) for name in ("doc", "doc", "ET1")]
    await settle()
    assert len(tunnel.waiting) == 2
    opening[0].cancel()
    await settle()
    body: JsonObject = {"sid": "ET1", "unique_name": "doc", "last_event_id": 4, "data": {"n": 4}}
    for waiting in list(tunnel.waiting):
        waiting.answer(reply(200, body))
    first, second = await asyncio.gather(*opening[1:])
    ear, other = Recorder(), Recorder()
    first.listen(ear)
    second.listen(other)
    await client.document("ET1")
    assert len(tunnel.requests) == 2
    client.notification({"event_type": "document_removed", "event": {"document_sid": "ET1"}}, ordered=True)
    assert ear.heard == other.heard == [("document removed",)]
    await client.close()


async def test_nothing_remains_of_an_opening_that_nobody_waits_for() -> None:
    tunnel = FakeTransport()
    client = SyncClient(tunnel, BASE, Timing(ManualClock(), lambda: 0.5))
    opening = asyncio.create_task(client.document("doc"))
    await settle()
    opening.cancel()
    await settle()
    assert not tunnel.waiting
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_what_does_not_exist(sync: FakeSync) -> None:
    with pytest.raises(NotFoundError) as caught:
        await sync.client.list("nothing")
    assert (caught.value.status, caught.value.code) == (404, 54300)
    with pytest.raises(ArgumentError):
        await sync.client.document("")


@pytest.mark.parametrize(
    "body", [{}, {"sid": "ET1"}, {"sid": 3, "last_event_id": 0}, {"sid": "ET1", "last_event_id": None}]
)
async def test_answers_without_identity(sync: FakeSync, body: JsonObject) -> None:
    sync.objects["Documents/x"] = body
    with pytest.raises(ResponseError):
        await sync.client.document("x")


async def test_one_sid_two_kinds(sync: FakeSync) -> None:
    sync.put("map", "MP1", "a")
    sync.objects["Lists/a"] = sync.objects["Maps/a"]
    await sync.client.map("a")
    with pytest.raises(ResponseError, match="map"):
        await sync.client.list("a")
    await sync.client.close()


async def test_maps_with_their_items(sync: FakeSync) -> None:
    item: JsonObject = {"key": "k", "data": {"v": 1}, "last_event_id": 3, "date_updated": "now"}
    sync.put("map", "MP1", "info", last=3)
    sync.put_items("map", "MP1", ("k", 3), ("l", 4))
    sync.objects["Maps/info"] = {**sync.objects["Maps/info"], "items": [item]}
    opened = await sync.client.map("info", include_items=True)
    assert sync.gets[-1].url == f"{BASE}/v3/Maps/info?Include=items"
    assert opened.included == (MapItem("k", {"v": 1}, 3, "now"),)
    again = await sync.client.map("info", include_items=True)
    assert [item.key for item in again.included] == ["k", "l"]
    assert (await sync.client.map("info")).included == ()
    await sync.client.close()


# ---------------------------------------------------------------------------------------------- repeats


@pytest.mark.parametrize("trouble", [reply(429), reply(502), reply(503), reply(504), DisconnectedError("lost")])
async def test_reading_is_repeated(trouble: DisconnectedError) -> None:
    clock = ManualClock()
    tunnel = FakeTransport(trouble, trouble, reply(200, {"sid": "ET1", "last_event_id": 0}))
    client = SyncClient(tunnel, BASE, Timing(clock, lambda: 0.5))
    opening = asyncio.create_task(client.document("x"))
    await clock.advance(3.9)
    assert len(tunnel.requests) == 1
    await clock.advance(8.0)
    assert len(tunnel.requests) == 2
    await clock.advance(0.2)
    assert (await opening).sid == "ET1"
    await client.close()


async def test_reading_gives_up_within_ninety_seconds() -> None:
    clock = ManualClock()
    tunnel = FakeTransport(*[reply(503, {"code": 1, "message": "busy"})] * 20)
    client = SyncClient(tunnel, BASE, Timing(clock, lambda: 0.999))
    opening = asyncio.create_task(client.document("x"))
    await clock.advance(90.0)
    with pytest.raises(RequestError) as caught:
        await opening
    assert (caught.value.status, caught.value.code) == (503, 1)
    assert 4 <= len(tunnel.requests) <= 6
    assert clock.timers == 0


async def test_retry_after() -> None:
    clock = ManualClock()
    tunnel = FakeTransport(reply(429, headers={"retry-after": "30"}), reply(429, headers={"retry-after": "100"}))
    client = SyncClient(tunnel, BASE, Timing(clock, lambda: 0.5))
    opening = asyncio.create_task(client.document("x"))
    await clock.advance(29.0)
    assert len(tunnel.requests) == 1
    await clock.advance(1.1)
    with pytest.raises(ThrottledError):
        await opening


# ---------------------------------------------------------------------------------------------- items


async def test_single_items(sync: FakeSync) -> None:
    sync.put("map", "MP1")
    sync.put_items("map", "MP1", ("a b", 1))
    sync.put("list", "ES1")
    sync.put_items("list", "ES1", (0, 5), (2, 6))
    a_map, a_list = await sync.client.map("MP1"), await sync.client.list("ES1")
    assert await a_map.get("a b") == MapItem("a b", {"n": 1}, 1, "2026-01-01T00:00:00Z")
    assert sync.gets[-1].url == f"{BASE}/v3/Maps/MP1/Items?HideExpired=true&Key=a%20b"
    assert await a_map.get("b") is None
    assert await a_list.get(0) == ListItem(0, {"n": 5}, 5, "2026-01-01T00:00:00Z")
    assert sync.gets[-1].url == f"{BASE}/v3/Lists/ES1/Items?HideExpired=true&Index=0"
    assert await a_list.get(1) is None
    with pytest.raises(ArgumentError):
        await a_map.get("")
    with pytest.raises(ArgumentError):
        await a_list.get(-1)
    await sync.client.close()


async def test_the_next_item_is_not_the_one_asked_for() -> None:
    body: JsonObject = {"items": [{"index": 5, "data": {}, "last_event_id": 1}], "meta": {}}
    tunnel = FakeTransport(reply(200, {"sid": "ES1", "last_event_id": 1}), reply(200, body))
    client = SyncClient(tunnel, BASE, Timing(ManualClock(), lambda: 0.5))
    a_list = await client.list("ES1")
    assert await a_list.get(4) is None
    assert tunnel.requests[1].url == f"{BASE}/v3/Lists/ES1/Items?HideExpired=true&Index=4"
    await client.close()


@pytest.fixture
async def numbers(sync: FakeSync) -> FakeSync:
    """A list with the indexes 0, 2, 4 … 98."""
    sync.put("list", "ES1", "numbers", last=98)
    sync.put_items("list", "ES1", *((n, n) for n in range(0, 100, 2)))
    return sync


async def test_pages_upwards(numbers: FakeSync) -> None:
    a_list = await numbers.client.list("numbers")
    page = await a_list.page(page_size=3)
    assert numbers.gets[-1].url == f"{BASE}/v3/Lists/ES1/Items?HideExpired=true&PageSize=3&Order=asc"
    assert [item.index for item in page.items] == [0, 2, 4]
    assert (page.has_previous, page.has_next) == (False, True)
    page = await a_list.page(4, page_size=3, inclusive=False)
    assert numbers.gets[-1].url == f"{BASE}/v3/Lists/ES1/Items?HideExpired=true&From=4&PageSize=4&Order=asc"
    assert [item.index for item in page.items] == [6, 8, 10]
    assert (page.has_previous, page.has_next) == (True, True)
    page = await a_list.page(0, page_size=2, inclusive=False)
    assert [item.index for item in page.items] == [2, 4]
    page = await a_list.page(94, page_size=10)
    assert [item.index for item in page.items] == [94, 96, 98]
    assert (page.has_previous, page.has_next) == (True, False)
    await numbers.client.close()


async def test_pages_downwards_and_from_gaps(numbers: FakeSync) -> None:
    a_list = await numbers.client.list("numbers")
    page = await a_list.page(page_size=2, order="desc")
    assert [item.index for item in page.items] == [98, 96]
    assert (page.has_previous, page.has_next) == (False, True)
    page = await a_list.page(96, page_size=2, order="desc", inclusive=False)
    assert [item.index for item in page.items] == [94, 92]
    # There is no item 95: nothing to leave out, and still a full page that knows about the rest.
    page = await a_list.page(95, page_size=2, order="desc", inclusive=False)
    assert [item.index for item in page.items] == [94, 92]
    assert (page.has_previous, page.has_next) == (True, True)
    page = await a_list.page(3, page_size=2, order="desc", inclusive=False)
    assert [item.index for item in page.items] == [2, 0]
    assert page.has_next is False
    page = await a_list.page(0, page_size=2, order="desc", inclusive=False)
    assert page.items == ()
    assert (page.has_previous, page.has_next) == (True, False)
    await numbers.client.close()


@pytest.mark.parametrize("size", [0, -1])
async def test_page_size_is_checked(numbers: FakeSync, size: int) -> None:
    a_list = await numbers.client.list("numbers")
    with pytest.raises(ArgumentError):
        await a_list.page(page_size=size)
    await numbers.client.close()


async def test_short_answers_make_full_pages(numbers: FakeSync, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = numbers.page

    def at_most_four(path: str, query: dict[str, str]) -> JsonObject:
        return whole(path, {**query, "PageSize": str(min(4, int(query["PageSize"])))})

    monkeypatch.setattr(numbers, "page", at_most_four)
    a_list = await numbers.client.list("numbers")
    page = await a_list.page(8, page_size=9, inclusive=False)
    assert [item.index for item in page.items] == [10, 12, 14, 16, 18, 20, 22, 24, 26]
    assert (page.has_previous, page.has_next) == (True, True)
    assert [item.index async for item in a_list.all()] == list(range(0, 100, 2))
    await numbers.client.close()


async def test_all_items_of_a_map(sync: FakeSync) -> None:
    keys = [f"key {n:04}" for n in range(250)]
    sync.put("map", "MP1", last=250)
    sync.put_items("map", "MP1", *((key, n) for n, key in enumerate(keys)))
    a_map = await sync.client.map("MP1")
    assert [item.key async for item in a_map.all()] == keys
    assert [item.key async for item in a_map.all(order="desc")] == keys[::-1]
    await sync.client.close()


@pytest.mark.parametrize("body", [{"items": []}, {"meta": {}}, {"items": {"index": 1}, "meta": {}}])
async def test_pages_without_their_parts(body: JsonObject) -> None:
    tunnel = FakeTransport(reply(200, {"sid": "ES1", "last_event_id": 1}), reply(200, body))
    client = SyncClient(tunnel, BASE, Timing(ManualClock(), lambda: 0.5))
    with pytest.raises(ResponseError):
        await (await client.list("ES1")).page()
    await client.close()


@pytest.mark.parametrize(
    "bad",
    [
        {"index": 1},
        None,
        {"index": -1, "last_event_id": 1},
        {"index": 1, "last_event_id": 10**400},
        {"index": 1.5, "last_event_id": 1},
        {"index": True, "last_event_id": 1},
        {"index": 2**53 - 1, "last_event_id": 1},
        {"index": "1_0", "last_event_id": 1},
    ],
)
async def test_an_item_that_cannot_be_used_is_left_out_of_its_page(
    bad: JsonObject, caplog: pytest.LogCaptureFixture
) -> None:
    good: list[JsonValue] = [{"index": index, "last_event_id": index} for index in (0, 3)]
    body: JsonObject = {"items": [good[0], bad, good[1]], "meta": {}}
    tunnel = FakeTransport(reply(200, {"sid": "ES1", "last_event_id": 1}), reply(200, body), reply(200, body))
    client = SyncClient(tunnel, BASE, Timing(ManualClock(), lambda: 0.5))
    a_list = await client.list("ES1")
    for _ in range(2):
        assert [item.index for item in (await a_list.page()).items] == [0, 3]
    assert caplog.text.count("left an item out") == 1
    await client.close()


# ---------------------------------------------------------------------------------------------- closing


async def test_the_last_user_ends_the_subscription(sync: FakeSync) -> None:
    sync.put("map", "MP1", "people")
    first, second = await sync.client.map("people"), await sync.client.map("MP1")
    ear, other = Recorder(), Recorder()
    first.listen(ear)
    second.listen(other)
    await sync.soon()
    sync.establish("MP1")
    first.close()
    first.close()
    await sync.soon()
    sync.item_event("map", "added", "MP1", "a", 0)
    assert (ear.heard, other.heard) == ([], [("added", "a", 0)])
    assert [post["action"] for post in sync.posts] == ["establish"]
    with pytest.raises(ClosedError):
        first.listen(ear)
    second.close()
    await sync.soon()
    assert [post["action"] for post in sync.posts] == ["establish", "cancel"]
    await finished(sync.client.map("MP1"), sync)
    assert len(sync.gets) == 2
    await sync.client.close()


async def test_closing_the_client(sync: FakeSync) -> None:
    sync.put("document", "ET1", data={"n": 1})
    document = await sync.client.document("ET1")
    sync.accepts = None
    await sync.soon()
    opening = asyncio.create_task(sync.client.document("ET2"))
    await sync.client.close()
    await sync.client.close()
    with pytest.raises((ClosedError, NotFoundError)):
        await opening
    with pytest.raises(ClosedError):
        await sync.client.document("ET1")
    assert document.data == {"n": 1}
    document.close()
    sync.client.connected()
    sync.client.disconnected()
    sync.document_event("ET1", 5)
    await sync.soon(1000)
    assert sync.clock.timers == 0
    assert not sync.tunnel.waiting
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_service_that_gives_the_same_page_for_ever() -> None:
    items: list[JsonValue] = [{"index": index, "data": {}, "last_event_id": 1} for index in range(100)]
    page: JsonObject = {"items": items, "meta": {"next_token": "n"}}

    def answer(request: HttpRequest) -> Answer:
        return reply(200, page if "/Items" in request.url else {"sid": "ES1", "last_event_id": 1})

    client = SyncClient(FakeTransport(rule=answer), BASE, Timing(ManualClock(), lambda: 0.5))
    a_list = await client.list("ES1")
    with pytest.raises(ResponseError, match="says that items follow"):
        async for _ in a_list.all():
            pass
    await client.close()


async def test_items_that_came_along_before_events_did_are_read_again(sync: FakeSync) -> None:
    """Two callers share one answer; the second is told of it after an event that the first has heard already."""
    item: JsonObject = {"key": "a", "data": {"n": 1}, "last_event_id": 1}
    newer: JsonObject = {"key": "a", "data": {"n": 2}, "last_event_id": 2}
    sync.put("map", "MP1", "info", last=1, items=[item])
    sync.objects["Maps/MP1/Items"] = {"items": [newer]}

    sync.tunnel.rule = unless("Include=items", sync.tunnel.rule)
    opening = asyncio.create_task(sync.client.map("info", include_items=True))
    await settle()
    other = asyncio.create_task(sync.client.map("info", include_items=True))
    await settle()
    await sync.client.map("MP1")  # under its other name: faster, and followed from now on
    await sync.soon()
    sync.establish("MP1", last=1)
    sync.item_event("map", "updated", "MP1", "a", 2)
    for waiting in sync.unanswered:
        waiting.answer(reply(200, sync.objects["Maps/info"]))
    for opened in (await opening, await other):
        assert [(found.key, found.data) for found in opened.included] == [("a", {"n": 2})]
    await sync.client.close()
