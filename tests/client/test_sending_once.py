"""A change with a key of the caller is made once, however often and from wherever it is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

import pytest

from support.client_programs import starting_programs
from support.patience import PATIENCE
from support.rooms import Connect, client_of, make_room
from support.threaded_service import ThreadedService
from twilio_chat import ArgumentError, Channel, Client, NotFoundError, SendMediaOptions, SqliteCursors
from twilio_chat.blocking import Client as BlockingClient
from twilio_local import Limits, LocalService

SENDING = """
import asyncio, os
from twilio_chat import Client

async def send():
    async with Client(os.environ["TOKEN"], base_url=os.environ["BASE_URL"]) as client:
        room = await client.get_or_create_channel("room")
        await room.join()
        print(await room.send_message("hello", idempotency_key="order 7"))

asyncio.run(send())
"""


async def bodies(channel: Channel) -> list[str | None]:
    """What stands in a channel."""
    return [message.body async for message in channel.get_messages(direction="forward")]


async def test_the_same_key_after_a_restart_sends_nothing(service: LocalService, room: Channel) -> None:
    indexes: list[int] = []
    for text in ("once", "never sent"):
        async with client_of(service, "alice") as client:
            channel = await client.get_channel_by_sid(room.sid)
            indexes.append(await channel.send_message(text, idempotency_key="reply to IM1"))
    assert indexes == [0, 0]
    assert await room.send_message("another", idempotency_key="reply to IM2") == 1
    assert await bodies(room) == ["once", "another"]


def test_another_process_with_the_same_key_sends_nothing() -> None:
    with ThreadedService() as service, starting_programs(service, warnings="error") as start:
        printed = [start(SENDING).communicate(timeout=10 * PATIENCE) for _ in range(2)]
    assert printed == [("0\n", ""), ("0\n", "")]


async def test_the_service_knows_keys_after_its_own_restart(tmp_path: Path) -> None:
    for text in ("once", "never sent"):
        async with LocalService(database=tmp_path / "service.db") as service, client_of(service, "alice") as client:
            channel = await client.get_or_create_channel("room")
            await channel.join()
            assert await channel.send_message(text, idempotency_key="k") == 0
            assert await bodies(channel) == ["once"]


async def test_both_clients_make_the_same_of_a_key(service: LocalService, room: Channel) -> None:
    def send() -> int:
        with BlockingClient(service.token("alice"), base_url=service.base_url) as client:
            return client.get_channel_by_sid(room.sid).send_message("never sent", idempotency_key="k")

    await room.send_message("first")
    assert await room.send_message("once", idempotency_key="k") == 1
    assert await asyncio.to_thread(send) == 1
    assert await bodies(room) == ["first", "once"]


async def test_two_calls_at_a_time_are_one(room: Channel) -> None:
    sending = (room.send_message(str(number), idempotency_key="k") for number in range(5))
    assert await asyncio.gather(*sending) == [0] * 5
    assert len(await bodies(room)) == 1


async def test_a_key_belongs_to_its_user_and_channel(connect: Connect, alice: Client, room: Channel) -> None:
    elsewhere = await make_room(alice)
    bob = await connect("bob")
    await room.add("bob")
    of_bob = await bob.get_channel_by_sid(room.sid)
    await of_bob.join()
    await room.send_message("first")
    found = [await channel.send_message("x", idempotency_key="k") for channel in (room, elsewhere, of_bob)]
    assert found == [1, 0, 2]


async def test_files_are_sent_once(room: Channel) -> None:
    picture = SendMediaOptions(b"\x89PNG", content_type="image/png")
    assert [await room.send_message(picture, idempotency_key="k") for _ in range(2)] == [0, 0]
    assert [await room.send_message(media=b"text", idempotency_key="l") for _ in range(2)] == [1, 1]
    assert len(await bodies(room)) == 2


async def test_a_channel_is_created_once(service: LocalService, alice: Client) -> None:
    first = await alice.create_channel(friendly_name="once", idempotency_key="k")
    assert await alice.create_channel(friendly_name="never made", idempotency_key="k") is first
    async with client_of(service, "alice") as again:
        same = await again.create_channel(idempotency_key="k")
        assert (same.sid, same.friendly_name) == (first.sid, "once")
    assert (await alice.create_channel(friendly_name="once")).sid != first.sid


async def test_what_was_refused_may_be_sent_again(service: LocalService, room: Channel) -> None:
    for number in range(2):
        service.faults.fail_next_request(500)
        with pytest.raises(Exception, match="500"):
            await room.send_message("x", idempotency_key="k")
        assert await room.send_message("x", idempotency_key=f"other {number}") == number
    assert await room.send_message("at last", idempotency_key="k") == 2


async def test_what_was_removed_meanwhile_is_said_to_be_gone(room: Channel) -> None:
    await room.send_message("x", idempotency_key="k")
    (message,) = [message async for message in room.get_messages()]
    await message.remove()
    with pytest.raises(NotFoundError):
        await room.send_message("x", idempotency_key="k")
    assert await bodies(room) == []


async def test_a_key_is_known_as_long_as_the_service_keeps_it() -> None:
    async with LocalService(limits=Limits(mutations_remembered=3)) as service, client_of(service, "alice") as alice:
        room = await make_room(alice)
        for key in ("a", "b", "c", "a", "d", "a"):
            await room.send_message(key, idempotency_key=key)
        assert await bodies(room) == ["a", "b", "c", "d", "a"]


@pytest.mark.parametrize("key", ["", 7, b"k", "\ud800", "x" * 256, ["k"]])
async def test_keys_that_are_none_are_refused_before_anything_is_sent(
    alice: Client, room: Channel, key: object
) -> None:
    wrong = cast("str", key)
    calls: list[Callable[[], Awaitable[object]]] = [
        lambda: room.send_message("x", idempotency_key=wrong),
        lambda: room.send_message(media=b"x", idempotency_key=wrong),
        lambda: alice.create_channel(idempotency_key=wrong),
    ]
    for call in calls:
        with pytest.raises(ArgumentError, match="idempotency_key"):
            await call()
    assert await bodies(room) == []


async def test_a_bot_that_dies_between_answer_and_acknowledgement_answers_once(
    service: LocalService, room: Channel, tmp_path: Path
) -> None:
    await room.add("bot")
    with SqliteCursors(tmp_path / "bot.db") as store:
        for dies in (True, False):
            async with client_of(service, "bot") as bot, asyncio.timeout(PATIENCE):
                deliveries = bot.deliveries(store, start="beginning")
                if dies:
                    await room.send_message("question")
                async for delivery in deliveries:
                    message = delivery.message
                    if not message.is_own:
                        assert delivery.redelivered is not dies
                        await message.channel.send_message("answer", idempotency_key=message.sid)
                    if dies:
                        break
                    await delivery.ack()
                    if message.is_own:
                        break
    assert await bodies(room) == ["question", "answer"]
