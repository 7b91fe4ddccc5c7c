"""Typing."""

from __future__ import annotations

from interop.official_client import OfficialObject, Realm
from interop.rooms import Room, open_room
from twilio_local import Limits, LocalService


def by(identity: str, member: OfficialObject) -> bool:
    """Whether a member has that identity."""
    return member["identity"] == identity


async def test_typing(room: Room) -> None:
    """Typing is shown to the others, not to the one who types, and ends with the message."""
    await room.of_alice.call("typing")
    started = (await room.bob.event("typingStarted")).object
    assert (started["identity"], started["isTyping"]) == ("alice", True)
    await room.of_alice.call("sendMessage", "there")
    ended = (await room.bob.event("typingEnded")).object
    assert (ended["identity"], ended["isTyping"]) == ("alice", False)
    assert room.alice.events("typingStarted") == []


async def test_end_of_typing(official: Realm) -> None:
    """Typing ends by itself; the service adds a second, so that a mark that is repeated in time does not flicker."""
    async with LocalService(limits=Limits(typing_seconds=1)) as service:
        room = await open_room(official, service)
        await room.of_alice.call("typing")
        await room.bob.event("typingStarted")
        # The typist waits that long before saying it again.
        await room.bob.event("typingEnded")
        await room.of_alice.call("typing")
        await room.bob.event("typingStarted")
        await official.reset()


async def test_all_clients_of_the_others(room: Room, service: LocalService, official: Realm) -> None:
    """Every client of every other member shows the typing."""
    second = await official.sign_in(service, "bob")
    carol = await official.sign_in(service, "carol")
    for client in (second, carol):
        channel = await client.call_object("getChannelByUniqueName", "general")
        if client is carol:
            await channel.call("join")
        await channel.mirrored()
    await room.of_alice.call("typing")
    for client in (room.bob, second, carol):
        assert by("alice", (await client.event("typingStarted")).object)


async def test_not_repeated(room: Room) -> None:
    """Calling again within the interval sends nothing."""
    for _ in range(3):
        await room.of_alice.call("typing")
    await room.of_alice.call("sendMessage", "done")
    await room.bob.event("messageAdded")
    assert len(room.bob.events("typingStarted")) == 1
