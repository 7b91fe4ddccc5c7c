"""The connection goes away and comes back; nothing else does."""

from __future__ import annotations

import asyncio

import pytest

from support.rooms import SharedRoom, make_room
from twilio_chat import Channel, Client, ConnectionErrorEvent, Message
from twilio_local import LocalService


async def everything_up_to(last: int, channel: Channel, arriving: list[Message], changed: asyncio.Event) -> list[int]:
    while not arriving or arriving[-1].index < last:
        changed.clear()
        await changed.wait()
    return [message.index for message in arriving]


@pytest.mark.parametrize(
    "trouble", ["cut", "offload", "offload later", "closed 500", "closed 429", "half-open then cut"]
)
async def test_nothing_is_lost_and_nothing_comes_twice(
    service: LocalService, alice: Client, bob: Client, shared_room: SharedRoom, trouble: str
) -> None:
    room, bobs = shared_room
    heard: list[Message] = []
    changed = asyncio.Event()

    @bobs.on.message_added
    def hear(message: Message) -> None:
        heard.append(message)
        changed.set()

    await room.send_message("before")
    async with bob.on.connection_state_changed.expect(where=lambda state: state != "connected"):
        if trouble == "cut":
            service.faults.cut("bob")
        elif trouble == "offload":
            service.faults.offload(identity="bob")
        elif trouble == "offload later":
            service.faults.offload(30, identity="bob")
        elif trouble == "half-open then cut":
            service.faults.half_open("bob")
            await room.send_message("into the void")
            service.faults.cut("bob")
        else:
            service.faults.close_with(int(trouble.split()[1]), identity="bob")
    async with bob.on.connection_state_changed.expect(where=lambda state: state == "connected"):
        last = [await room.send_message(f"message {number}") for number in range(5)][-1]
    last = max(last, await room.send_message("after"))
    assert await everything_up_to(last, bobs, heard, changed) == list(range(last + 1))
    assert await bobs.send_message("still able to write") == last + 1


async def test_again_and_again(service: LocalService, alice: Client, bob: Client, shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    heard: list[Message] = []
    changed = asyncio.Event()

    @bobs.on.message_added
    def hear(message: Message) -> None:
        heard.append(message)
        changed.set()

    last = 0
    for _ in range(5):
        async with bob.on.connection_state_changed.expect(where=lambda state: state == "connected"):
            service.faults.cut("bob")
            last = [await room.send_message("x") for _ in range(3)][-1]
    assert await everything_up_to(last, bobs, heard, changed) == list(range(15))


async def test_every_kind_of_change_is_caught_up_with(
    service: LocalService, alice: Client, bob: Client, shared_room: SharedRoom
) -> None:
    room, bobs = shared_room
    await room.send_message("edited")
    await room.send_message("removed")
    kept, removed = (await bobs.get_messages()).items
    mine = [message async for message in await room.get_messages()]
    service.faults.refuse("bob")
    async with bob.on.connection_state_changed.expect(where=lambda state: state != "connected"):
        service.faults.cut("bob")
    await mine[1].update_body("changed meanwhile")
    await mine[0].remove()
    await room.update_friendly_name("Renamed meanwhile")
    await room.set_user_notification_level("muted")
    other = await make_room(alice, unique_name="other")
    await other.add("bob")
    await room.add("carol")
    async with (
        bob.on.message_updated.expect() as updated,
        bob.on.message_removed.expect() as gone,
        bob.on.channel_updated.expect(where=lambda update: "friendlyName" in update.update_reasons),
        bob.on.channel_joined.expect() as joined,
        bob.on.member_joined.expect(where=lambda member: member.identity == "carol"),
    ):
        service.faults.refuse("bob", enabled=False)
    assert (updated.value.message, kept.body) == (kept, "changed meanwhile")
    assert gone.value is removed
    assert bobs.friendly_name == "Renamed meanwhile"
    assert joined.value == other


async def test_removed_from_a_channel_meanwhile(
    service: LocalService, alice: Client, bob: Client, shared_room: SharedRoom
) -> None:
    room, bobs = shared_room
    service.faults.refuse("bob")
    async with bob.on.connection_state_changed.expect(where=lambda state: state != "connected"):
        service.faults.cut("bob")
    await room.remove_member("bob")
    async with bob.on.channel_left.expect() as left:
        service.faults.refuse("bob", enabled=False)
    assert left.value is bobs
    assert bobs.status == "notParticipating"


async def test_requests_wait_for_the_connection(
    service: LocalService, alice: Client, bob: Client, shared_room: SharedRoom
) -> None:
    _, bobs = shared_room
    service.faults.refuse("bob")
    async with bob.on.connection_state_changed.expect(where=lambda state: state != "connected"):
        service.faults.cut("bob")
    sending = asyncio.create_task(bobs.send_message("written while offline"))
    async with alice.on.message_added.expect() as arrived:
        service.faults.refuse("bob", enabled=False)
    assert arrived.value.body == "written while offline"
    assert await sending == arrived.value.index


async def test_trouble_is_announced(service: LocalService, alice: Client) -> None:
    states: list[str] = []
    problems: list[ConnectionErrorEvent] = []
    alice.on.connection_state_changed.connect(states.append)
    alice.on.connection_error.connect(problems.append)
    async with alice.on.connection_state_changed.expect(where=lambda state: state == "connected"):
        service.faults.close_with(500, 20500, identity="alice", description="out of order")
    assert states == ["disconnecting", "connecting", "connected"]
    assert [(problem.terminal, problem.http_status_code, problem.error_code) for problem in problems] == [
        (False, 500, 20500)
    ]
    assert "out of order" in problems[0].message


async def test_the_service_does_not_want_this_client(service: LocalService, alice: Client) -> None:
    async with alice.on.connection_error.expect() as problem:
        service.faults.close_with(406, 51300, identity="alice")
    assert (problem.value.terminal, problem.value.http_status_code, problem.value.error_code) == (True, 406, 51300)
    assert alice.connection_state == "disconnected"
