"""Permissions."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest

from interop.official_client import OfficialError, Realm
from interop.rooms import open_room
from interop.values import Value
from twilio_local import LocalService


async def status_of(attempt: Awaitable[Value]) -> int | None:
    """With which status the service refuses."""
    with pytest.raises(OfficialError) as refusal:
        await attempt
    return refusal.value.status


async def test_private_channel_is_hidden(service: LocalService, official: Realm) -> None:
    """A stranger finds a private channel neither by SID nor by name nor in the directory."""
    room = await open_room(official, service, isPrivate=True)
    carol = await official.sign_in(service, "carol")
    assert await status_of(carol.call("getChannelBySid", room.of_alice.text("sid"))) == 404
    assert await status_of(carol.call("getChannelByUniqueName", "general")) == 404
    assert (await carol.call_object("getPublicChannelDescriptors")).items() == []


async def test_losing_a_private_channel(service: LocalService, official: Realm) -> None:
    """Who is removed from a private channel loses it and hears nothing more of it."""
    room = await open_room(official, service, isPrivate=True)
    await room.of_alice.call("removeMember", "bob")
    await room.bob.event("channelLeft")
    assert (await room.bob.event("channelRemoved")).object.ref == room.of_bob.ref
    await room.of_alice.call("sendMessage", "among us")
    await room.alice.event("messageAdded")
    assert await status_of(room.bob.call("getChannelByUniqueName", "general")) == 404
    assert room.bob.events("messageAdded") == []


async def test_writing_without_membership(service: LocalService, official: Realm) -> None:
    """Only members write, type and mark messages as read."""
    await open_room(official, service)
    carol = await official.sign_in(service, "carol")
    seen = await carol.call_object("getChannelByUniqueName", "general")
    assert await status_of(seen.call("sendMessage", "me too")) == 403
    assert await status_of(seen.call("typing")) == 403
    assert await status_of(seen.call("updateLastConsumedMessageIndex", 0)) == 403


async def test_changing_without_membership(service: LocalService, official: Realm) -> None:
    """Only members and the admin change a channel, add and invite."""
    await open_room(official, service)
    carol = await official.sign_in(service, "carol")
    seen = await carol.call_object("getChannelByUniqueName", "general")
    assert await status_of(seen.call("updateFriendlyName", "mine")) == 403
    assert await status_of(seen.call("updateAttributes", {"mine": True})) == 403
    assert await status_of(seen.call("add", "dave")) == 403
    assert await status_of(seen.call("invite", "dave")) == 403


async def test_deleting_a_channel(service: LocalService, official: Realm) -> None:
    """Only the admin deletes a channel."""
    room = await open_room(official, service)
    assert await status_of(room.of_bob.call("delete")) == 403
    await room.of_alice.call("delete")
    await room.bob.event("channelRemoved")


async def test_messages_of_others(service: LocalService, official: Realm) -> None:
    """A member neither edits nor removes the messages of others."""
    room = await open_room(official, service)
    await room.of_alice.call("sendMessage", "mine")
    heard = (await room.bob.event("messageAdded")).object
    assert await status_of(heard.call("updateBody", "yours")) == 403
    assert await status_of(heard.call("updateAttributes", {"yours": True})) == 403
    assert await status_of(heard.call("remove")) == 403
    page = await room.of_alice.call_object("getMessages")
    assert [message["body"] for message in page.items()] == ["mine"]


async def test_admin_moderates(service: LocalService, official: Realm) -> None:
    """The admin edits and removes the messages of all members."""
    room = await open_room(official, service)
    await room.of_bob.call("sendMessage", "rude")
    heard = (await room.alice.event("messageAdded")).object
    await heard.call("updateBody", "polite")
    update = await room.bob.event("messageUpdated")
    assert update.reasons == {"body", "lastUpdatedBy", "dateUpdated"}
    await heard.call("remove")
    removed = (await room.bob.event("messageRemoved")).object
    assert (removed["body"], removed["lastUpdatedBy"]) == ("polite", "alice")


async def test_members_of_equal_rank(service: LocalService, official: Realm) -> None:
    """A member neither removes another nor changes their attributes."""
    room = await open_room(official, service)
    alice = await room.of_bob.call_object("getMemberByIdentity", "alice")
    assert await status_of(alice.call("remove")) == 403
    assert await status_of(alice.call("updateAttributes", {"colour": "red"})) == 403


async def test_joining_a_private_channel(service: LocalService, official: Realm) -> None:
    """Who left a private channel cannot join it without being added or invited."""
    room = await open_room(official, service, isPrivate=True)
    await room.of_bob.call("leave")
    await room.bob.event("channelRemoved")
    assert await status_of(room.of_bob.call("join")) == 404
    await room.of_alice.call("add", "bob")
    await room.bob.event("channelJoined", lambda event: event.object.ref != room.of_bob.ref)
