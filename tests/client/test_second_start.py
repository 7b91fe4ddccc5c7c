"""Programs that are started a second time, or twice at once: they meet what the first start has left."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine

import pytest

from support.patience import PATIENCE
from support.rooms import Connect, client_of, enter_room, make_room
from twilio_chat import Channel, Client, ConflictError, Message, RealtimeError, StateError
from twilio_local import LocalService


async def test_joining_what_is_joined(service: LocalService, alice: Client) -> None:
    room = await make_room(alice, unique_name="room")
    assert await room.join() is room
    assert room.status == "joined"
    async with client_of(service, "alice") as again:
        same = await enter_room(again, room)
        async with same.on.message_added.expect() as heard:
            await room.send_message("hello")
        assert heard.value.body == "hello"
    assert [member.identity for member in await room.get_members()] == ["alice"]


async def test_joining_many_times_at_once(alice: Client, bob: Client) -> None:
    room = await alice.create_channel(unique_name="room")
    joined = await asyncio.gather(*(room.join() for _ in range(5)))
    assert {channel.status for channel in joined} == {"joined"}
    other = await bob.get_channel_by_unique_name("room")
    await asyncio.gather(other.join(), alice_adds(room), other.join())
    assert other.status == "joined"


async def alice_adds(room: Channel) -> None:
    with contextlib.suppress(ConflictError):  # bob was faster
        await room.add("bob")


async def test_leaving_many_times_at_once(alice: Client) -> None:
    room = await make_room(alice, unique_name="room")
    await asyncio.gather(*(room.leave() for _ in range(5)))
    assert await room.leave() is room
    assert room.status != "joined"


async def test_getting_or_creating(alice: Client, bob: Client) -> None:
    room = await alice.get_or_create_channel("room", "The room", {"floor": 2})
    assert (room.unique_name, room.friendly_name, room.attributes) == ("room", "The room", {"floor": 2})
    assert await alice.get_or_create_channel("room", friendly_name="Another name") is room
    same = await bob.get_or_create_channel("room", is_private=True)
    assert (same.sid, same.friendly_name, same.type) == (room.sid, "The room", "public")


async def test_everybody_gets_or_creates_at_once(service: LocalService, connect: Connect) -> None:
    clients = [await connect(f"user-{number}") for number in range(6)]
    rooms = await asyncio.gather(*(client.get_or_create_channel("room") for client in clients))
    assert len({room.sid for room in rooms}) == 1
    await asyncio.gather(*(room.join() for room in rooms))


async def test_one_that_cannot_be_seen(alice: Client, bob: Client) -> None:
    await alice.get_or_create_channel("secret", is_private=True)
    with pytest.raises(RealtimeError):
        await bob.get_or_create_channel("secret")


async def test_messages_of_ones_own(service: LocalService, alice: Client, bob: Client) -> None:
    room = await (await alice.get_or_create_channel("room")).join()
    same = await (await bob.get_or_create_channel("room")).join()
    async with same.on.message_added.expect() as heard:
        await room.send_message("from alice")
    assert not heard.value.is_own
    own = (await room.get_messages()).items[0]
    assert own.is_own
    assert {member.identity: member.is_own for member in await same.get_members()} == {"alice": False, "bob": True}


async def test_a_bot_that_is_started_twice(service: LocalService, alice: Client) -> None:
    answered: list[str | None] = []
    listening = asyncio.Event()

    async def bot() -> None:
        async with client_of(service, "robot") as client:

            @client.on.message_added
            async def answer(message: Message) -> None:
                if not message.is_own:
                    await message.channel.send_message(f"you said: {message.body}")

            room = await (await client.get_or_create_channel("general")).join()
            assert room.status == "joined"
            listening.set()
            await client.until_closed()

    room = await (await alice.get_or_create_channel("general")).join()
    for number in range(2):
        running = asyncio.create_task(bot())
        await listening.wait()
        listening.clear()
        answer = room.on.message_added.expect(where=lambda message: message.author == "robot")
        await room.send_message(f"start {number}")
        answered.append((await answer).body)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert answered == ["you said: start 0", "you said: start 1"]


def on_another_loop(work: Callable[[], Coroutine[object, object, object]]) -> BaseException | None:
    """Run something on an event loop of another thread; what it raised."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(asyncio.wait_for(work(), PATIENCE))
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return raised[0] if raised else None


async def test_a_client_is_used_on_another_event_loop(alice: Client) -> None:
    room = await make_room(alice, unique_name="room")
    await room.send_message("hello")
    message = (await room.get_messages()).items[0]
    member = (await room.get_members())[0]
    calls: list[Callable[[], Coroutine[object, object, object]]] = [
        alice.start,
        alice.shutdown,
        alice.until_closed,
        alice.create_channel,
        lambda: alice.update_token("x.y.z"),
        lambda: alice.get_channel_by_sid(room.sid),
        lambda: alice.get_user("bob"),
        alice.on.message_added.wait,
        lambda: alice.on.message_added.expect(timeout=None).result(),
        lambda: anext(alice.on.message_added.stream()),
        lambda: room.send_message("hi"),
        lambda: room.send_message(media=b"data"),
        room.join,
        room.leave,
        room.get_members,
        room.typing,
        room.get_messages_count,
        lambda: alice.user.update_friendly_name("x"),
        message.get_member,
        message.remove,
        member.remove,
    ]
    for call in calls:
        error = on_another_loop(call)
        assert isinstance(error, StateError), (call, error)
        assert "event loop" in str(error)
    assert await room.get_messages_count() == 1


def test_a_client_outlives_its_loop() -> None:
    async def main() -> Client:
        async with LocalService() as service:
            return await client_of(service, "alice").start()

    client = asyncio.run(main())
    with pytest.raises(StateError, match="an event loop that has ended"):
        asyncio.run(client.create_channel())
