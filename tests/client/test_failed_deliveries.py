"""Deliveries that cannot be done, stores that fail, and calls that are wrong lose nothing."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

import pytest

from support.consuming import one, send, take
from support.patience import PATIENCE
from support.rooms import Connect, client_of, make_room
from twilio_chat import (
    ArgumentError,
    Channel,
    Client,
    Cursor,
    CursorError,
    Delivery,
    MemoryCursors,
    StateError,
    TokenError,
)
from twilio_local import LocalService


async def test_given_back_it_comes_again_before_what_follows_while_others_go_on(
    connect: Connect, alice: Client
) -> None:
    clerk = await connect("clerk")
    poisoned, other = await make_room(alice), await make_room(alice)
    for channel in (poisoned, other):
        await channel.add("clerk")
    deliveries = clerk.deliveries(MemoryCursors(), start="beginning")
    await send(poisoned, "poison", "behind")
    poison = await one(deliveries)
    await poison.nack(retry_after=0.2)
    await poison.nack()
    with pytest.raises(StateError, match="given back"):
        await poison.ack()
    await send(other, "elsewhere")
    found: list[tuple[str | None, bool]] = []
    delivery = poison
    for _ in range(3):
        delivery = await one(deliveries)
        found.append((delivery.message.body, delivery.redelivered))
        await delivery.ack()
    assert found == [("elsewhere", False), ("poison", True), ("behind", False)]
    await delivery.ack()
    with pytest.raises(StateError, match="acknowledged"):
        await delivery.nack()
    with pytest.raises(ArgumentError, match="retry_after must be a positive number"):
        await delivery.nack(retry_after=-1)


async def test_what_fails_too_often_goes_to_the_dead_letters(connect: Connect, room: Channel) -> None:
    clerk = await connect("clerk")
    await room.add("clerk")
    dead: list[tuple[str | None, int]] = []

    async def bury(delivery: Delivery) -> None:
        dead.append((delivery.message.body, delivery.attempts))
        await delivery.ack()

    deliveries = clerk.deliveries(MemoryCursors(), start="beginning", max_deliveries=2, dead_letter=bury)
    await send(room, "poison", "behind")
    for _ in range(2):
        await (await one(deliveries)).nack(retry_after=0.001)
    assert await take(deliveries, 1) == ["behind"]
    assert dead == [("poison", 2)]
    assert deliveries.progress.dead_letters == 1


async def test_what_the_handler_of_dead_letters_raises_loses_nothing(
    connect: Connect, room: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    clerk = await connect("clerk")
    await room.add("clerk")
    failures = ["the disk is full"]

    def bury(delivery: Delivery) -> None:
        if failures:
            raise OSError(failures.pop())

    deliveries = clerk.deliveries(MemoryCursors(), start="beginning", max_deliveries=1, dead_letter=bury)
    await send(room, "poison", "behind")
    await (await one(deliveries)).nack(retry_after=0.001)
    with pytest.raises(OSError, match="full"):
        await one(deliveries)
    assert await take(deliveries, 1) == ["behind"]
    await deliveries.aclose()
    silent = clerk.deliveries(MemoryCursors(), start="beginning", max_deliveries=1)
    await (await one(silent)).nack(retry_after=0.001)
    with caplog.at_level(logging.WARNING):
        assert await take(silent, 1) == ["behind"]
    assert "gave up" in caplog.text
    assert "poison" not in caplog.text


async def test_a_store_that_fails_ends_the_loop_and_loses_nothing(connect: Connect, room: Channel) -> None:
    class Failing(MemoryCursors):
        broken = ""

        async def read(self, consumer: str, key: str) -> Cursor | None:
            if self.broken == "read":
                raise CursorError("it cannot be read")
            return await super().read(consumer, key)

        async def write(self, consumer: str, key: str, cursor: Cursor) -> None:
            if self.broken == "write":
                raise CursorError("it cannot be written")
            await super().write(consumer, key, cursor)

    clerk = await connect("clerk")
    await room.add("clerk")
    store = Failing()
    deliveries = clerk.deliveries(store, start="beginning")
    await send(room, "0", "1")
    for store.broken in ("read", "write"):
        with pytest.raises(CursorError):
            await one(deliveries)
    store.broken = ""
    delivery = await one(deliveries)
    store.broken = "write"
    with pytest.raises(CursorError):
        await delivery.ack()
    store.broken = ""
    await delivery.ack()
    assert (delivery.message.body, await take(deliveries, 1)) == ("0", ["1"])


async def test_a_note_is_kept_behind_an_acknowledgement_that_was_kept_secretly(
    service: LocalService, room: Channel
) -> None:
    class Secretive(MemoryCursors):
        async def write(self, consumer: str, key: str, cursor: Cursor) -> None:
            await super().write(consumer, key, cursor)
            if cursor == Cursor(0):
                raise CursorError("the disk is full")

    store = Secretive()
    await room.add("clerk")
    await send(room, "one", "two")
    async with client_of(service, "clerk") as clerk:
        deliveries = clerk.deliveries(store, start="beginning")
        first = await one(deliveries)
        with pytest.raises(CursorError):
            await first.ack()
        await first.nack(retry_after=0.01)
        async with clerk.on.message_removed.expect():
            await (await room.get_messages()).items[0].remove()
        assert (await one(deliveries)).message.body == "two"
    async with client_of(service, "clerk") as clerk:
        second = await one(clerk.deliveries(store))
        assert (second.message.body, second.attempts) == ("two", 2)


async def test_a_token_that_ends_ends_the_loop_and_loses_nothing(service: LocalService, room: Channel) -> None:
    await room.add("clerk")
    store = MemoryCursors()
    async with client_of(service, "clerk") as clerk:
        deliveries = clerk.deliveries(store, start="beginning")
        await send(room, "0", "1", "2")
        assert await take(deliveries, 1) == ["0"]
        delivery = await one(deliveries)
        service.faults.expire_token("clerk")
        with pytest.raises(TokenError) as caught:
            await one(deliveries)
        assert "\n" not in str(caught.value)
        await delivery.ack()  # what is under way can still be done
    async with client_of(service, "clerk") as clerk:
        assert await take(clerk.deliveries(store), 1) == ["2"]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"start": "yesterday"}, "start must be 'now'"),
        ({"start": datetime(2026, 1, 1)}, "time zone"),
        ({"concurrency": 0}, "concurrency must be a whole number of at least 1"),
        ({"page_size": 0}, "page_size must be"),
        ({"max_deliveries": 0}, "max_deliveries must be"),
        ({"max_deliveries": 1, "dead_letter": 3}, "dead_letter must be callable"),
        ({"dead_letter": print}, "give max_deliveries, too"),
        ({"store": "bot.db"}, r"a str has no read\(\)"),
    ],
)
async def test_arguments_are_checked_at_once(alice: Client, options: dict[str, object], problem: str) -> None:
    given: dict[str, object] = {"store": MemoryCursors(), **options}
    with pytest.raises(ArgumentError, match=problem):
        alice.deliveries(**given)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the point


async def test_a_forgotten_acknowledgement_is_told(
    connect: Connect, room: Channel, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twilio_realtime.deliveries.reader.FORGOTTEN_AFTER", 0.01)
    clerk = await connect("clerk")
    await room.add("clerk")
    deliveries = clerk.deliveries(MemoryCursors(), start="beginning")
    await send(room, "0", "1")
    forgotten = await one(deliveries)
    waiting = asyncio.ensure_future(anext(deliveries))
    async with asyncio.timeout(PATIENCE):
        while "neither acknowledged nor given back" not in caplog.text:  # noqa: ASYNC110 - a log makes no event
            await asyncio.sleep(0.001)
    await forgotten.ack()
    assert (await waiting).message.body == "1"
