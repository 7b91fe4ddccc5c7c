"""What was written is handed out until it is acknowledged, across restarts of the program."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from support.consuming import following, nothing_comes, one, send, take
from support.patience import PATIENCE
from support.rooms import Connect, client_of, make_room
from twilio_chat import (
    Channel,
    Client,
    ClosedError,
    Delivery,
    MemoryCursors,
    SqliteCursors,
)
from twilio_local import LocalService


async def test_what_was_written_meanwhile_comes_first_then_what_is_heard(
    service: LocalService, room: Channel, tmp_path: Path
) -> None:
    await room.add("clerk")
    with SqliteCursors(tmp_path / "bot.db") as store:
        async with client_of(service, "clerk") as clerk:
            deliveries = clerk.deliveries(store)
            await following(deliveries, room)
            await send(room, "live")
            assert await take(deliveries, 1) == ["live"]
        await send(room, *(f"away {number}" for number in range(5)))
    with SqliteCursors(tmp_path / "bot.db") as store:
        async with client_of(service, "clerk") as clerk:
            deliveries = clerk.deliveries(store, page_size=2)
            assert await take(deliveries, 3) == ["away 0", "away 1", "away 2"]
            await send(room, "live 1", "live 2")
            assert await take(deliveries, 4) == ["away 3", "away 4", "live 1", "live 2"]
            progress = deliveries.progress
            assert (progress.delivered, progress.acknowledged, progress.unsettled) == (7, 7, 0)
            assert progress.redelivered == 0


async def test_what_was_not_acknowledged_comes_again_and_says_so(service: LocalService, room: Channel) -> None:
    store = MemoryCursors()
    await room.add("clerk")
    held: list[Delivery] = []
    for attempt in (1, 2, 3):
        async with client_of(service, "clerk") as clerk:
            deliveries = clerk.deliveries(store, start="beginning")
            if attempt == 1:
                await send(room, "one", "two")
            delivery = await one(deliveries)
            assert (delivery.message.body, delivery.attempts, delivery.redelivered) == ("one", attempt, attempt > 1)
            held.append(delivery)
    await held[-1].ack()  # the client is gone, and the store is not
    async with client_of(service, "clerk") as clerk:
        delivery = await one(clerk.deliveries(store))
        assert (delivery.message.body, delivery.redelivered) == ("two", False)


async def test_in_order_within_a_channel_and_channels_side_by_side(connect: Connect, alice: Client) -> None:
    clerk = await connect("clerk")
    channels = [await make_room(alice) for _ in range(3)]
    for channel in channels:
        await channel.add("clerk")
        await send(channel, "0", "1", "2")
    deliveries = clerk.deliveries(MemoryCursors(), start="beginning", concurrency=3)
    first = [await one(deliveries) for _ in channels]
    assert {item.message.channel.sid for item in first} == {channel.sid for channel in channels}
    assert [item.message.body for item in first] == ["0", "0", "0"]
    waiting = asyncio.ensure_future(anext(deliveries))
    await send(channels[0], "3")
    assert not waiting.done()
    assert deliveries.progress.unsettled == 3
    await first[1].ack()
    second = await waiting
    assert (second.message.channel.sid, second.message.body) == (first[1].message.channel.sid, "1")


async def test_where_to_begin(connect: Connect, alice: Client) -> None:
    clerk = await connect("clerk")
    room = await make_room(alice)
    await room.add("clerk")
    await send(room, "0", "1", "2", "3")
    page = await room.get_messages(4, 0, "forward")
    since = page.items[2].date_created
    assert since is not None

    assert await take(clerk.deliveries(MemoryCursors(), start="beginning"), 2) == ["0", "1"]
    for size in (1, 2, 100):
        deliveries = clerk.deliveries(MemoryCursors(), start=since, page_size=size)
        assert await take(deliveries, 2) == ["2", "3"]
        assert await nothing_comes(deliveries, room)
    old = clerk.deliveries(MemoryCursors(), start=since - timedelta(days=1))
    assert await take(old, 1) == ["0"]
    now = clerk.deliveries(MemoryCursors())
    await following(now, room)
    assert await nothing_comes(now, room)


async def test_now_is_the_moment_of_the_call_or_of_joining(connect: Connect, alice: Client) -> None:
    clerk = await connect("clerk")
    store = MemoryCursors()
    room, later = await make_room(alice), await make_room(alice)
    await send(room, "before")
    await (await clerk.get_channel_by_sid(room.sid)).join()
    deliveries = clerk.deliveries(store)
    assert room.sid in deliveries.progress.feeds
    await send(room, "after")
    assert await take(deliveries, 1) == ["after"]
    await send(later, "before joining")
    await (await clerk.get_channel_by_sid(later.sid)).join()
    await send(later, "after joining")
    assert await take(deliveries, 1) == ["after joining"]


async def test_an_empty_channel_that_was_seen_is_not_new_after_a_restart(service: LocalService, room: Channel) -> None:
    store = MemoryCursors()
    await room.add("clerk")
    async with client_of(service, "clerk") as clerk:
        deliveries = clerk.deliveries(store)
        waiting = asyncio.ensure_future(anext(deliveries))
        async with asyncio.timeout(PATIENCE):
            while await store.read("clerk", room.sid) is None:  # noqa: ASYNC110 - no event tells of it
                await asyncio.sleep(0)
        assert not waiting.done()
    with pytest.raises(StopAsyncIteration):
        await waiting
    await send(room, "while away")
    async with client_of(service, "clerk") as clerk:
        assert await take(clerk.deliveries(store), 1) == ["while away"]


async def test_leaving_and_coming_back(connect: Connect, alice: Client, room: Channel) -> None:
    clerk = await connect("clerk")
    deliveries = clerk.deliveries(MemoryCursors(), start="beginning", concurrency=2)
    mine = await (await clerk.get_channel_by_sid(room.sid)).join()
    await send(room, "0", "1")
    held = await one(deliveries)
    await mine.leave()
    await send(room, "2")
    await mine.join()
    waiting = asyncio.ensure_future(anext(deliveries))
    await send(room, "3")
    assert not waiting.done()  # one at a time, although there was another membership in between
    await held.ack()
    delivery = await waiting
    assert (delivery.message.body, delivery.redelivered) == ("1", False)
    await delivery.ack()
    assert await take(deliveries, 2) == ["2", "3"]


async def test_what_was_removed_is_not_handed_out_and_changes_are_seen(connect: Connect, room: Channel) -> None:
    clerk = await connect("clerk")
    await room.add("clerk")
    await send(room, *"abcdef")
    deliveries = clerk.deliveries(MemoryCursors(), start="beginning")
    first = await one(deliveries)
    page = await room.get_messages(10, 0, "forward")
    async with clerk.on.message_removed.expect(where=lambda message: message.index == 3):
        await page.items[1].remove()
        await page.items[3].remove()
    async with clerk.on.message_updated.expect():
        await page.items[2].update_body("C")
    await first.ack()
    assert await take(deliveries, 3) == ["C", "e", "f"]
    await (await room.get_messages(1)).items[0].remove()
    await send(room, "g")
    assert await take(deliveries, 1) == ["g"]


async def test_more_is_heard_than_may_be_held(connect: Connect, room: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twilio_realtime.deliveries.feed.Budget.__init__.__defaults__", (3,))
    clerk = await connect("clerk")
    await room.add("clerk")
    deliveries = clerk.deliveries(MemoryCursors(), start="beginning")
    await send(room, "first")
    assert await take(deliveries, 1) == ["first"]
    texts = [str(number) for number in range(12)]
    async with clerk.on.message_added.expect(where=lambda message: message.body == texts[-1]):
        await send(room, *texts)
    assert await take(deliveries, 12) == texts
    await send(room, "live")
    assert await take(deliveries, 1) == ["live"]


async def test_a_lost_connection_leaves_no_gap(service: LocalService, connect: Connect, room: Channel) -> None:
    clerk = await connect("clerk")
    await room.add("clerk")
    deliveries = clerk.deliveries(MemoryCursors(), start="beginning")
    await send(room, "0")
    assert await take(deliveries, 1) == ["0"]
    for number in range(1, 9):
        if number % 3 == 0:
            service.faults.cut("clerk")
        await send(room, str(number))
    assert await take(deliveries, 8) == [str(number) for number in range(1, 9)]


async def test_several_tasks_share_one_iterator(connect: Connect, alice: Client) -> None:
    clerk = await connect("clerk")
    channels = [await make_room(alice) for _ in range(4)]
    for channel in channels:
        await channel.add("clerk")
        await send(channel, "0", "1", "2")
    deliveries = clerk.deliveries(MemoryCursors(), start="beginning", concurrency=4)
    archive: dict[str, list[str | None]] = {}
    done = asyncio.Event()

    async def work() -> None:
        async for delivery in deliveries:
            archive.setdefault(delivery.message.channel.sid, []).append(delivery.message.body)
            await delivery.ack()
            if sum(map(len, archive.values())) == 12:
                done.set()

    async with asyncio.TaskGroup() as group, asyncio.timeout(PATIENCE):
        workers = [group.create_task(work()) for _ in range(3)]
        await done.wait()
        await deliveries.aclose()
        await asyncio.gather(*workers)
    assert archive == {channel.sid: ["0", "1", "2"] for channel in channels}


async def test_who_gives_up_waiting_loses_nothing(connect: Connect, room: Channel) -> None:
    clerk = await connect("clerk")
    await room.add("clerk")
    deliveries = clerk.deliveries(MemoryCursors(), start="beginning")
    await send(room, "0", "1")
    waiting = asyncio.ensure_future(anext(deliveries))
    for steps in range(60):
        for _ in range(steps):
            await asyncio.sleep(0)
        if waiting.done():
            break
        waiting.cancel()
        await asyncio.wait([waiting])
        waiting = asyncio.ensure_future(anext(deliveries))
    delivery = await waiting
    assert delivery.message.body == "0"
    await delivery.ack()
    assert await take(deliveries, 1) == ["1"]


async def test_the_end(service: LocalService, room: Channel) -> None:
    await room.add("clerk")
    clerk = client_of(service, "clerk")
    deliveries = clerk.deliveries(MemoryCursors())
    with pytest.raises(ClosedError, match="not started"):
        await anext(deliveries)
    async with clerk:
        left = clerk.deliveries(MemoryCursors())
        async with left:
            waiting = asyncio.ensure_future(anext(left))
            await asyncio.sleep(0)
        with pytest.raises(StopAsyncIteration):
            await waiting
        waiting = asyncio.ensure_future(anext(deliveries))
        await asyncio.sleep(0)
    with pytest.raises(StopAsyncIteration):
        await waiting
    assert [delivery async for delivery in deliveries] == []


async def test_leaving_the_loop_ends_it(connect: Connect, room: Channel) -> None:
    clerk = await connect("clerk")
    await room.add("clerk")
    store = MemoryCursors()
    await send(room, "0", "1")
    left: list[Delivery] = []
    async for delivery in clerk.deliveries(store, start="beginning"):
        left.append(delivery)
        break
    await left[0].ack()
    assert await take(clerk.deliveries(store), 1) == ["1"]
