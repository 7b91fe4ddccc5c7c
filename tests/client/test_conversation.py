"""What two people do in a channel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from support.rooms import Connect, SharedRoom, make_room
from twilio_chat import (
    ArgumentError,
    Channel,
    Client,
    ConflictError,
    CreateChannelOptions,
    ForbiddenError,
    Member,
    Message,
    NotFoundError,
)


def status_of(channel: Channel) -> str:
    """The status, as a call so that type checkers do not take it for a constant."""
    return channel.status


async def test_create_a_channel(alice: Client) -> None:
    async with alice.on.channel_added.expect() as added:
        room = await alice.create_channel(unique_name="room", friendly_name="The room", attributes={"topic": ["a", 1]})
    assert added.value is room
    assert room.sid.startswith("CH")
    assert (room.unique_name, room.friendly_name, room.attributes) == ("room", "The room", {"topic": ["a", 1]})
    assert (room.type, room.is_private, room.created_by, room.status) == (
        *("public", False, "alice"),
        "notParticipating",
    )
    assert (room.last_message, room.state, room.last_consumed_message_index) == (None, None, None)
    assert room.notification_level == "default"
    assert room.date_created is not None
    assert abs(room.date_created - datetime.now(UTC)) < timedelta(minutes=1)
    assert room.date_updated is not None
    assert await alice.get_local_channels() == [room]
    assert await alice.get_channel_by_sid(room.sid) is room
    assert await alice.get_channel_by_unique_name("room") is room
    assert await room.get_attributes() == room.attributes


async def test_create_a_channel_from_options(alice: Client) -> None:
    options = CreateChannelOptions(friendly_name="From options", is_private=True, attributes=[1])
    room = await alice.create_channel(options, friendly_name="Keywords win")
    assert (room.friendly_name, room.is_private, room.attributes, room.unique_name) == ("Keywords win", True, [1], None)
    assert (await alice.create_channel()).attributes == {}


async def test_a_unique_name_is_unique(alice: Client, bob: Client) -> None:
    await alice.create_channel(unique_name="room")
    with pytest.raises(ConflictError) as caught:
        await bob.create_channel(unique_name="room")
    assert (caught.value.status, caught.value.code) == (409, 50307)
    other = await make_room(bob, unique_name="other")
    with pytest.raises(ConflictError):
        await other.update_unique_name("room")
    async with other.on.updated.expect() as updated:
        await other.update_unique_name(None)
    assert (other.unique_name, set(updated.value.update_reasons)) == (None, {"uniqueName", "dateUpdated"})


async def test_what_does_not_exist(alice: Client) -> None:
    with pytest.raises(NotFoundError):
        await alice.get_channel_by_sid("CH" + "0" * 32)
    with pytest.raises(NotFoundError):
        await alice.get_channel_by_unique_name("nowhere")
    with pytest.raises(ArgumentError, match="channel_sid must be a string that is not empty, not ''"):
        await alice.get_channel_by_sid("")


async def test_joining(alice: Client, bob: Client) -> None:
    room = await alice.create_channel(unique_name="room")
    async with alice.on.channel_joined.expect() as joined:
        assert await room.join() is room
    assert joined.value is room
    assert room.status == "joined"
    assert await room.join() is room
    async with room.on.member_joined.expect() as arrived, alice.on.member_joined.expect() as bubbled:
        bobs = await (await bob.get_channel_by_unique_name("room")).join()
    assert arrived.value is bubbled.value
    assert arrived.value.identity == "bob"
    assert arrived.value.channel is room
    assert sorted(str(member.identity) for member in await bobs.get_members()) == ["alice", "bob"]
    assert await bobs.get_members_count() == 2
    member = await bobs.get_member_by_identity("alice")
    assert await bobs.get_member_by_sid(member.sid) is member
    assert (member.type, member.attributes, member.last_consumed_message_index) == ("chat", {}, None)
    assert member.role_sid is not None
    with pytest.raises(NotFoundError, match="no member with identity 'carol'"):
        await room.get_member_by_identity("carol")
    with pytest.raises(NotFoundError):
        await room.get_member_by_sid("MB0")


async def test_messages(alice: Client, bob: Client, shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    order: list[str] = []
    bobs.on.message_added.connect(lambda message: order.append(f"channel {message.index}"))
    bob.on.message_added.connect(lambda message: order.append(f"client {message.index}"))
    async with bob.on.message_added.expect() as received:
        assert await room.send_message("Hello", {"mood": "fine"}) == 0
    message = received.value
    assert (message.index, message.author, message.body, message.type) == (0, "alice", "Hello", "text")
    assert (message.attributes, message.last_updated_by) == ({"mood": "fine"}, None)
    assert message.channel is bobs
    assert message.sid.startswith("IM")
    assert order == ["channel 0", "client 0"]
    assert (await message.get_member()).identity == "alice"
    async with room.on.message_added.expect(where=lambda message: message.author == "bob") as answer:
        assert await bobs.send_message("") == 1
    assert answer.value.body == ""
    assert await bobs.get_messages_count() == 2
    assert (await bobs.get_messages(1)).items == (await bobs.get_messages(1, 1)).items


async def test_messages_arrive_in_order(alice: Client, bob: Client, shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    heard: list[int] = []
    async with bobs.on.message_added.stream() as arriving:
        sent = await asyncio.gather(*(room.send_message(f"message {number}") for number in range(30)))
        async for message in arriving:
            heard.append(message.index)
            if len(heard) == len(sent):
                break
    assert heard == list(range(30))
    assert sorted(sent) == heard


async def test_paging(alice: Client) -> None:
    room = await make_room(alice)
    for number in range(10):
        await room.send_message(str(number))

    def indexes(messages: tuple[Message, ...]) -> list[int]:
        return [message.index for message in messages]

    newest = await room.get_messages(4)
    assert indexes(newest.items) == [6, 7, 8, 9]
    assert (newest.has_prev_page, newest.has_next_page) == (True, False)
    older = await newest.prev_page()
    assert indexes(older.items) == [2, 3, 4, 5]
    assert indexes((await older.next_page()).items) == [6, 7, 8, 9]
    oldest = await older.prev_page()
    assert indexes(oldest.items) == [0, 1]
    with pytest.raises(NotFoundError, match="no previous page"):
        await oldest.prev_page()
    first = await room.get_messages(3, direction="forward")
    assert indexes(first.items) == [0, 1, 2]
    assert indexes((await first.next_page()).items) == [3, 4, 5]
    assert indexes((await room.get_messages(2, 5, "forward")).items) == [5, 6]
    assert indexes((await room.get_messages(2, 5)).items) == [4, 5]
    assert [message.index async for message in newest] == list(range(9, -1, -1))
    assert [message.index async for message in first] == list(range(10))
    assert (await room.get_messages(1)).items[0] is newest.items[-1]
    await newest.items[-1].remove()
    assert [message.index async for message in room.get_messages(4)] == list(range(8, -1, -1))
    for size, anchor in ((0, None), (1, -1)):
        with pytest.raises(ArgumentError):
            await room.get_messages(size, anchor)


async def test_reading_without_joining(alice: Client, bob: Client) -> None:
    room = await make_room(alice)
    await room.send_message("public")
    bobs = await bob.get_channel_by_sid(room.sid)
    assert [message.body async for message in await bobs.get_messages()] == ["public"]
    async with bobs.on.message_added.expect() as arrived:
        await room.send_message("followed from now on")
    assert arrived.value.index == 1
    with pytest.raises(ForbiddenError):
        await bobs.send_message("not a member")


async def test_edit_and_remove(alice: Client, bob: Client, shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    async with bobs.on.message_added.expect() as received, room.on.message_added.expect() as own:
        await room.send_message("Helo")
    async with received.value.on.updated.expect() as updated, bob.on.message_updated.expect() as bubbled:
        assert await own.value.update_body("Hello") is own.value
    assert updated.value is bubbled.value
    assert updated.value.message is received.value
    assert (received.value.body, received.value.last_updated_by) == ("Hello", "alice")
    with pytest.raises(ForbiddenError):
        await received.value.update_body("Mine now")
    async with bobs.on.message_removed.expect() as gone, bob.on.message_removed.expect() as gone_too:
        await own.value.remove()
    assert gone.value is gone_too.value is received.value
    assert (await bobs.get_messages()).items == ()


async def test_the_author_may_be_gone(alice: Client, bob: Client, shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    async with room.on.message_added.expect() as received:
        await bobs.send_message("bye")
    async with room.on.member_left.expect():
        await bobs.leave()
    with pytest.raises(
        NotFoundError, match=r"get_member finds nothing; looked for member_sid 'MB\w+' and author 'bob'$"
    ):
        await received.value.get_member()
    async with room.on.member_joined.expect():
        await bobs.join()
    assert (await received.value.get_member()).identity == "bob"


async def test_leaving_what_is_public(alice: Client, bob: Client, shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    async with bob.on.channel_left.expect() as left, room.on.member_left.expect() as gone:
        await bobs.leave()
    assert (left.value, bobs.status) == (bobs, "notParticipating")
    assert gone.value.identity == "bob"
    await bobs.leave()
    assert await bob.get_local_channels() == [bobs]
    async with bobs.on.updated.expect() as updated:
        await room.update_friendly_name("Still followed")
    assert updated.value.channel.friendly_name == "Still followed"
    await bobs.join()
    assert len(await bobs.get_members()) == 2


async def test_private_channels(alice: Client, bob: Client) -> None:
    room = await make_room(alice, is_private=True, unique_name="secret")
    with pytest.raises(NotFoundError):
        await bob.get_channel_by_unique_name("secret")
    async with bob.on.channel_joined.expect() as joined:
        await room.add("bob")
    bobs = joined.value
    assert (bobs.status, bobs.is_private) == ("joined", True)
    order: list[str] = []
    bob.on.channel_left.connect(lambda channel: order.append("left"))
    bob.on.channel_removed.connect(lambda channel: order.append("client removed"))
    async with bobs.on.removed.expect() as removed:
        await room.remove_member("bob")
    assert removed.value is bobs
    assert order == ["left", "client removed"]
    assert await bob.get_local_channels() == []


async def test_removing_members(alice: Client, bob: Client, shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    ways: list[Callable[[Member], str | Member]] = [lambda member: member, lambda member: member.sid, lambda _: "bob"]
    for which in ways:
        member = await room.get_member_by_identity("bob")
        async with bob.on.channel_left.expect(), room.on.member_left.expect():
            await room.remove_member(which(member))
        async with room.on.member_joined.expect():
            await bobs.join()
    with pytest.raises(ForbiddenError):
        await bobs.remove_member("alice")


async def test_invitations(alice: Client, bob: Client) -> None:
    room = await make_room(alice, is_private=True)
    async with bob.on.channel_invited.expect() as invited, bob.on.channel_added.expect() as added:
        await room.invite("bob")
    bobs = invited.value
    assert added.value is bobs
    assert status_of(bobs) == "invited"
    with pytest.raises(ConflictError):
        await room.invite("bob")
    async with bob.on.channel_removed.expect():
        assert await bobs.decline() is bobs
    assert status_of(bobs) == "notParticipating"
    async with bob.on.channel_invited.expect() as again:
        await room.invite("bob")
    async with bob.on.channel_joined.expect() as joined:
        await again.value.join()
    assert joined.value is again.value
    assert joined.value.status == "joined"


async def test_deleting_a_channel(alice: Client, bob: Client, shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    with pytest.raises(ForbiddenError):
        await bobs.delete()
    removals: list[Channel] = []
    bob.on.channel_removed.connect(removals.append)
    async with alice.on.channel_removed.expect() as removed, bobs.on.removed.expect():
        assert await room.delete() is room
    assert removed.value is room
    assert removals == [bobs]
    for client in (alice, bob):
        assert await client.get_local_channels() == []
        with pytest.raises(NotFoundError):
            await client.get_channel_by_sid(room.sid)


async def test_read_horizons(alice: Client, bob: Client, shared_room: SharedRoom) -> None:
    room, bobs = shared_room
    assert await room.set_all_messages_consumed() == 0
    assert await room.get_unconsumed_messages_count() is None
    for number in range(5):
        await room.send_message(str(number))
    assert await bobs.update_last_consumed_message_index(1) == 3
    assert await bobs.get_unconsumed_messages_count() == 3
    assert await bobs.advance_last_consumed_message_index(3) == 1
    async with bobs.on.updated.expect(where=lambda _: bobs.last_consumed_message_index == 4):
        assert await bobs.set_all_messages_consumed() == 0
    assert await bobs.advance_last_consumed_message_index(2) == 0
    assert bobs.last_consumed_message_index == 4
    async with bobs.on.updated.expect(where=lambda _: bobs.last_consumed_message_index is None):
        assert await bobs.set_no_messages_consumed() is None
    with pytest.raises(ArgumentError):
        await bobs.advance_last_consumed_message_index(-1)


async def test_channels_are_known_at_the_next_start(connect: Connect, alice: Client) -> None:
    rooms = [await alice.create_channel(unique_name=f"room {number}") for number in range(7)]
    await asyncio.gather(*(room.join() for room in rooms[:5]))
    await rooms[0].send_message("before")
    await rooms[0].update_last_consumed_message_index(0)
    await rooms[1].set_user_notification_level("muted")
    again = await connect("alice")
    known = {channel.unique_name: channel for channel in await again.get_local_channels()}
    assert set(known) == {f"room {number}" for number in range(5)}
    assert {channel.status for channel in known.values()} == {"joined"}
    assert known["room 0"].last_consumed_message_index == 0
    last = known["room 0"].last_message
    assert last is not None
    assert last.index == 0
    assert known["room 1"].notification_level == "muted"
    async with again.on.message_added.expect() as arrived:
        await rooms[0].send_message("after")
    assert arrived.value.body == "after"


async def test_equality_and_repr(connect: Connect, alice: Client) -> None:
    room = await alice.create_channel(friendly_name="secret")
    again = await connect("alice")
    other = await again.get_channel_by_sid(room.sid)
    assert other is not room
    assert (other, hash(other)) == (room, hash(room))
    assert repr(room) == f"<Channel {room.sid}>"
    assert room != await alice.create_channel()
