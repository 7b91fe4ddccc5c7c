"""Read horizons, unread messages and notification levels."""

from __future__ import annotations

from datetime import datetime

from interop.official_client import OfficialObject, Realm
from interop.rooms import Room
from twilio_local import LocalService


async def write(channel: OfficialObject, count: int) -> None:
    """Sends that many messages."""
    for number in range(count):
        await channel.call("sendMessage", str(number))


async def own_channel(client: OfficialObject) -> OfficialObject:
    """The channel that a client just started finds itself in.

    Looked up by name instead, while the client still reads its list of channels, it would lose level and horizon.
    """
    return (await client.event("channelJoined")).object


async def test_horizon(room: Room) -> None:
    """Marking a message as read gives the unread ones, and shows in the channel and in the member for others."""
    await write(room.of_alice, 5)
    assert await room.of_bob.call("updateLastConsumedMessageIndex", 1) == 3
    await room.of_bob.until(lambda channel: channel["lastConsumedMessageIndex"] == 1)
    update = await room.alice.event("memberUpdated", lambda event: "lastConsumedMessageIndex" in event.reasons)
    assert update.reasons == {"lastConsumedMessageIndex", "lastConsumptionTimestamp"}
    bob = await room.of_alice.call_object("getMemberByIdentity", "bob")
    assert bob["lastConsumedMessageIndex"] == 1
    assert isinstance(bob["lastConsumptionTimestamp"], datetime)
    assert await room.of_bob.call("getUnconsumedMessagesCount") == 3


async def test_advancing(room: Room) -> None:
    """Advancing never goes back; updating does."""
    await write(room.of_alice, 5)
    assert await room.of_bob.call("advanceLastConsumedMessageIndex", 3) == 1
    await room.of_bob.until(lambda channel: channel["lastConsumedMessageIndex"] == 3)
    assert await room.of_bob.call("advanceLastConsumedMessageIndex", 1) == 1
    assert await room.of_bob.call("updateLastConsumedMessageIndex", 0) == 4
    await room.of_bob.until(lambda channel: channel["lastConsumedMessageIndex"] == 0)


async def test_all_and_none(room: Room) -> None:
    """All messages can be marked as read, and none, after which there is no count."""
    await write(room.of_alice, 3)
    assert await room.of_bob.call("getUnconsumedMessagesCount") is None
    assert await room.of_bob.call("setAllMessagesConsumed") == 0
    await room.of_bob.until(lambda channel: channel["lastConsumedMessageIndex"] == 2)
    assert await room.of_bob.call("setNoMessagesConsumed") is None
    await room.of_bob.until(lambda channel: channel["lastConsumedMessageIndex"] is None)


async def test_empty_channel(room: Room) -> None:
    """In an empty channel nothing is unread."""
    assert await room.of_bob.call("setAllMessagesConsumed") == 0


async def test_unread_messages_grow(room: Room, service: LocalService, official: Realm) -> None:
    """Messages that come later count as unread, removed ones do not."""
    await write(room.of_alice, 2)
    await room.of_bob.call("setAllMessagesConsumed")
    await write(room.of_alice, 3)
    newest = (await room.alice.event("messageAdded", lambda event: event.object["index"] == 4)).object
    await newest.call("remove")
    again = await official.sign_in(service, "bob")
    same_room = await own_channel(again)
    assert await same_room.call("getUnconsumedMessagesCount") == 2
    assert (await same_room.read())["lastConsumedMessageIndex"] == 1


async def test_horizon_in_the_other_client(room: Room, service: LocalService, official: Realm) -> None:
    """What is read in one client of a user is read in the other."""
    await write(room.of_alice, 2)
    other = await official.sign_in(service, "bob")
    same_room = await own_channel(other)
    await room.of_bob.call("setAllMessagesConsumed")
    await same_room.until(lambda channel: channel["lastConsumedMessageIndex"] == 1)


async def test_notification_level(room: Room, service: LocalService, official: Realm) -> None:
    """A user mutes a channel for all their clients, and for nobody else."""
    await room.of_bob.call("setUserNotificationLevel", "muted")
    await room.bob.event("channelUpdated", lambda event: "notificationLevel" in event.reasons)
    again = await official.sign_in(service, "bob")
    same_room = await own_channel(again)
    await same_room.until(lambda channel: channel["notificationLevel"] == "muted")
    assert (await room.of_alice.read())["notificationLevel"] == "default"
    await room.of_bob.call("setUserNotificationLevel", "default")
    await same_room.until(lambda channel: channel["notificationLevel"] == "default")
