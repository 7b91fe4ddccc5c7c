"""Membership."""

from __future__ import annotations

import pytest

from interop.official_client import OfficialError, OfficialObject, Realm
from interop.rooms import Room
from twilio_local import LocalService


async def test_join(service: LocalService, official: Realm) -> None:
    """Joining is announced to the one who joins and to the members."""
    alice = await official.sign_in(service, "alice")
    bob = await official.sign_in(service, "bob")
    room = await alice.create_channel(uniqueName="general")
    await room.join()
    assert (await alice.event("channelJoined")).object.ref == room.ref
    same_room = await bob.call_object("getChannelByUniqueName", "general")
    await same_room.join()
    assert (await bob.event("channelJoined")).object.ref == same_room.ref
    joined = (await alice.event("memberJoined", lambda event: event.object["identity"] == "bob")).object
    assert (joined.kind, joined["type"], joined["attributes"]) == ("Member", "chat", {})
    assert (await same_room.read())["status"] == "joined"


async def test_joining_twice(room: Room) -> None:
    """Joining or adding a member again is refused with 409."""
    for channel, method, arguments in ((room.of_alice, "join", ()), (room.of_alice, "add", ("bob",))):
        with pytest.raises(OfficialError) as refusal:
            await channel.call(method, *arguments)
        assert refusal.value.status == 409


async def test_leave(room: Room) -> None:
    """Leaving a public channel is announced, and the channel stays known."""
    await room.of_bob.call("leave")
    assert (await room.bob.event("channelLeft")).object.ref == room.of_bob.ref
    assert (await room.alice.event("memberLeft")).object["identity"] == "bob"
    assert (await room.of_bob.read())["status"] == "notParticipating"
    assert await identities(room.of_alice) == {"alice"}
    assert room.bob.events("channelRemoved") == []


async def test_coming_back(room: Room) -> None:
    """Who left can join again and gets messages again."""
    await room.of_bob.call("leave")
    await room.bob.event("channelLeft")
    await room.alice.event("memberLeft")
    await room.of_alice.call("sendMessage", "meanwhile")
    await room.of_bob.join()
    await room.alice.event("memberJoined", lambda event: event.object["identity"] == "bob")
    await room.of_alice.call("sendMessage", "again")
    await room.bob.event("messageAdded", lambda event: event.object["body"] == "again")


async def test_add(service: LocalService, official: Realm) -> None:
    """Somebody added to a private channel learns of it and sees what was written before."""
    alice = await official.sign_in(service, "alice")
    bob = await official.sign_in(service, "bob")
    room = await alice.create_channel(isPrivate=True, friendlyName="Secret")
    await room.join()
    await room.call("sendMessage", "before")
    await room.call("add", "bob")
    added = (await bob.event("channelJoined")).object
    assert (added["sid"], added["friendlyName"], added["isPrivate"]) == (room["sid"], "Secret", True)
    page = await added.call_object("getMessages")
    assert [message["body"] for message in page.items()] == ["before"]


async def test_add_somebody_unknown(room: Room, service: LocalService, official: Realm) -> None:
    """Somebody who was never there can be added, and finds the channel on the first visit."""
    await room.of_alice.call("add", "dave")
    await room.bob.event("memberJoined", lambda event: event.object["identity"] == "dave")
    dave = await official.sign_in(service, "dave")
    assert (await dave.event("channelJoined")).object["uniqueName"] == "general"


async def test_invitation_accepted(service: LocalService, official: Realm) -> None:
    """An invitation to a private channel is announced, and accepted by joining."""
    alice = await official.sign_in(service, "alice")
    bob = await official.sign_in(service, "bob")
    room = await alice.create_channel(isPrivate=True)
    await room.join()
    await room.call("invite", "bob")
    invited = (await bob.event("channelInvited")).object
    assert (await invited.read())["status"] == "invited"
    await invited.join()
    assert (await bob.event("channelJoined")).object.ref == invited.ref
    await alice.event("memberJoined", lambda event: event.object["identity"] == "bob")
    assert await identities(room) == {"alice", "bob"}


async def test_invitation_declined(service: LocalService, official: Realm) -> None:
    """A declined invitation takes the private channel away."""
    alice = await official.sign_in(service, "alice")
    bob = await official.sign_in(service, "bob")
    room = await alice.create_channel(isPrivate=True)
    await room.join()
    await room.call("invite", "bob")
    invited = (await bob.event("channelInvited")).object
    await invited.call("decline")
    assert (await bob.event("channelLeft")).object.ref == invited.ref
    with pytest.raises(OfficialError) as refusal:
        await bob.call("getChannelBySid", room.text("sid"))
    assert refusal.value.status == 404
    assert await identities(room) == {"alice"}


async def test_inviting_twice(room: Room) -> None:
    """Inviting a member, or somebody invited, is refused with 409."""
    await room.of_alice.call("invite", "carol")
    for identity in ("bob", "carol"):
        with pytest.raises(OfficialError) as refusal:
            await room.of_alice.call("invite", identity)
        assert refusal.value.status == 409


@pytest.mark.parametrize("key", ["identity", "sid"])
async def test_removal(room: Room, key: str) -> None:
    """The admin removes a member, by SID or identity."""
    bob = await room.of_alice.call_object("getMemberByIdentity", "bob")
    await room.of_alice.call("removeMember", bob.text(key))
    assert (await room.bob.event("channelLeft")).object.ref == room.of_bob.ref
    assert (await room.alice.event("memberLeft")).object["sid"] == bob["sid"]
    assert await identities(room.of_alice) == {"alice"}


async def test_member_removes_itself(room: Room) -> None:
    """A member object removes itself."""
    bob = await room.of_bob.call_object("getMemberByIdentity", "bob")
    await bob.call("remove")
    await room.bob.event("channelLeft")
    assert (await room.alice.event("memberLeft")).object["identity"] == "bob"


async def test_member_attributes(room: Room) -> None:
    """Attributes of a member reach the others."""
    bob = await room.of_bob.call_object("getMemberByIdentity", "bob")
    await bob.call("updateAttributes", {"colour": "blue"})
    update = await room.alice.event("memberUpdated", lambda event: "attributes" in event.reasons)
    assert update.reasons == {"attributes", "dateUpdated"}
    seen = await room.of_alice.call_object("getMemberBySid", bob.text("sid"))
    assert seen["attributes"] == {"colour": "blue"}


async def test_member_count(room: Room) -> None:
    """The service counts the members."""
    assert await room.of_alice.call("getMembersCount") == 2


async def identities(channel: OfficialObject) -> set[str]:
    """Identities of the channel's members."""
    return {member.text("identity") for member in await channel.call_objects("getMembers")}
