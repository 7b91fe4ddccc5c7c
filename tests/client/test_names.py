"""Identities and names that must not be taken for parts of a URL."""

from __future__ import annotations

import pytest

from support.rooms import Connect, make_room

AWKWARD = ["a/b", "what?", "100%", "100%25", "#1", "a b+c", "../x", "alice@example.com", "Zoë 🎉", "日本", '"quoted"']


@pytest.mark.parametrize("identity", AWKWARD)
async def test_identities(connect: Connect, identity: str) -> None:
    alice, other = await connect("alice"), await connect(identity)
    room = await make_room(alice, is_private=True)
    async with other.on.channel_invited.expect() as invited:
        await room.invite(identity)
    async with other.on.channel_removed.expect():
        await invited.value.decline()
    async with other.on.channel_joined.expect() as joined, room.on.member_joined.expect() as arrived:
        await room.add(identity)
    assert arrived.value.identity == identity
    assert (await room.get_member_by_identity(identity)).sid == arrived.value.sid
    async with room.on.message_added.expect() as received:
        await joined.value.send_message(identity)
    assert (received.value.author, received.value.body) == (identity, identity)
    assert await joined.value.update_last_consumed_message_index(0) == 0
    async with room.on.member_left.expect():
        await joined.value.leave()
    async with other.on.channel_joined.expect():
        await room.add(identity)
    async with other.on.channel_removed.expect():
        await room.remove_member(identity)


@pytest.mark.parametrize("name", AWKWARD)
async def test_unique_names(connect: Connect, name: str) -> None:
    alice, bob = await connect("alice"), await connect("bob")
    room = await alice.create_channel(unique_name=name, friendly_name=name, attributes={name: name})
    found = await bob.get_channel_by_unique_name(name)
    assert (found, found.unique_name, found.friendly_name, found.attributes) == (room, name, name, {name: name})
