"""Directories and descriptors."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from interop.official_client import OfficialObject, Realm
from interop.rooms import Room
from twilio_local import Limits, LocalService


@pytest_asyncio.fixture(loop_scope="module")
async def service() -> AsyncIterator[LocalService]:
    """A service with small pages."""
    async with LocalService(limits=Limits(page_size=3)) as running:
        yield running


async def test_public_channels(service: LocalService, official: Realm) -> None:
    """The directory lists the public channels, page by page, forwards and back."""
    alice = await official.sign_in(service, "alice")
    for number in range(7):
        await alice.create_channel(uniqueName=f"room {number}", isPrivate=number == 3)
    bob = await official.sign_in(service, "bob")
    first = await bob.call_object("getPublicChannelDescriptors")
    assert (names(first), first["hasPrevPage"]) == (["room 0", "room 1", "room 2"], False)
    second = await first.call_object("nextPage")
    assert (names(second), second["hasNextPage"]) == (["room 4", "room 5", "room 6"], False)
    assert names(await second.call_object("prevPage")) == ["room 0", "room 1", "room 2"]


async def test_empty(service: LocalService, official: Realm) -> None:
    """Directories of a new service are empty."""
    alice = await official.sign_in(service, "alice")
    for method in ("getPublicChannelDescriptors", "getUserChannelDescriptors"):
        page = await alice.call_object(method)
        assert (page.items(), page["hasNextPage"], page["hasPrevPage"]) == ([], False, False)


async def test_descriptor(room: Room) -> None:
    """A descriptor tells of names, attributes, dates and counts, and leads to the channel."""
    await room.of_alice.call("updateFriendlyName", "General")
    await room.of_alice.call("updateAttributes", {"topic": "tea"})
    for text in ("a", "b"):
        await room.of_alice.call("sendMessage", text)
    (descriptor,) = (await room.bob.call_object("getPublicChannelDescriptors")).items()
    assert (descriptor["uniqueName"], descriptor["friendlyName"]) == ("general", "General")
    assert (descriptor["attributes"], descriptor["createdBy"]) == ({"topic": "tea"}, "alice")
    assert (descriptor["messagesCount"], descriptor["membersCount"], descriptor["type"]) == (2, 2, "public")
    assert descriptor["dateCreated"] == (await room.of_alice.read())["dateCreated"]
    assert (await descriptor.call_object("getChannel")).ref == room.of_bob.ref


async def test_own_channels(service: LocalService, official: Realm) -> None:
    """The channels of a user, joined or invited, page by page, with how far they were read."""
    alice = await official.sign_in(service, "alice")
    bob = await official.sign_in(service, "bob")
    for number in range(5):
        room = await alice.create_channel(uniqueName=f"room {number}", isPrivate=True)
        await room.join()
        if number == 4:
            await room.call("invite", "bob")
            await bob.event("channelInvited")
        elif number > 0:
            await room.call("sendMessage", "hello")
            await room.call("add", "bob")
            joined = (await bob.event("channelJoined")).object
            await joined.mirrored()
            await joined.call("setAllMessagesConsumed")
            await joined.call("setUserNotificationLevel", "muted")
    # A client keeps for half a second what it read at its start.
    again = await official.sign_in(service, "bob")
    first = await again.call_object("getUserChannelDescriptors")
    assert names(first) == ["room 1", "room 2", "room 3"]
    assert [item["status"] for item in first.items()] == ["joined"] * 3
    assert [item["lastConsumedMessageIndex"] for item in first.items()] == [0] * 3
    assert [item["notificationLevel"] for item in first.items()] == ["muted"] * 3
    (invited,) = (await first.call_object("nextPage")).items()
    assert (invited["uniqueName"], invited["status"]) == ("room 4", "invited")


async def test_subscribed_channels(service: LocalService, official: Realm) -> None:
    """The followed channels of a user, by SID, page by page."""
    alice = await official.sign_in(service, "alice")
    for number in range(5):
        await (await alice.create_channel(uniqueName=f"room {number}")).join()
    first = await alice.call_object("getSubscribedChannels", {"pageSize": 3})
    second = await first.call_object("nextPage")
    sids = [channel.text("sid") for channel in first.items() + second.items()]
    assert len(set(sids)) == 5
    assert sids == sorted(sids)


async def test_users_of_a_channel(room: Room) -> None:
    """The users behind the members of a channel, page by page."""
    for identity in ("carol", "dave", "erin"):
        await room.of_alice.call("add", identity)
    first = await room.of_bob.call_object("getUserDescriptors")
    second = await first.call_object("nextPage")
    found = {item["identity"]: item["online"] for item in first.items() + second.items()}
    assert found == {"alice": True, "bob": True, "carol": False, "dave": False, "erin": False}


def names(page: OfficialObject) -> list[object]:
    """Unique names of the channels of a page."""
    return [item["uniqueName"] for item in page.items()]
