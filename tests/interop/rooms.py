"""Where most scenarios begin: two users in one channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from interop.official_client import OfficialObject, Realm
from interop.values import Argument
from support.rooms import client_of, make_room
from twilio_chat import Channel, Client
from twilio_local import LocalService


@dataclass(frozen=True)
class Room:
    """Two official clients in a channel; `of_alice` and `of_bob` are their objects for it. Alice made it."""

    alice: OfficialObject
    bob: OfficialObject
    of_alice: OfficialObject
    of_bob: OfficialObject


@dataclass(frozen=True)
class MixedRoom:
    """Our client, alice, and an official one, bob, in a channel that alice made."""

    alice: Client
    bob: OfficialObject
    channel: Channel
    of_bob: OfficialObject


async def open_room(realm: Realm, service: LocalService, **options: Argument) -> Room:
    """Signs alice and bob in; alice makes a channel with these options, and both join it."""
    alice, bob = await asyncio.gather(realm.sign_in(service, "alice"), realm.sign_in(service, "bob"))
    of_alice = await alice.create_channel(**{"uniqueName": "general", **options})
    await of_alice.join()
    if options.get("isPrivate"):
        await of_alice.call("add", "bob")
    of_bob = await bob.call_object("getChannelByUniqueName", "general")
    if options.get("isPrivate"):
        await of_bob.mirrored()
    else:
        await of_bob.join()
    await alice.event("memberJoined", lambda event: event.object["identity"] == "bob")
    return Room(alice, bob, of_alice, of_bob)


async def open_conversation(realm: Realm, service: LocalService) -> Room:
    """Signs alice and bob in; alice makes a conversation, joins it and adds bob."""
    alice, bob = await asyncio.gather(realm.sign_in(service, "alice"), realm.sign_in(service, "bob"))
    of_alice = await alice.create_conversation(uniqueName="general", friendlyName="General")
    await of_alice.join()
    await of_alice.call("add", "bob")
    of_bob = (await bob.event("conversationJoined")).object
    await of_bob.mirrored()
    await alice.event("participantJoined", lambda event: event.object["identity"] == "bob")
    return Room(alice, bob, of_alice, of_bob)


@asynccontextmanager
async def open_mixed_room(realm: Realm, service: LocalService) -> AsyncGenerator[MixedRoom]:
    """Signs alice in with our client and bob with the official one; both join a channel."""
    async with client_of(service, "alice") as alice:
        channel = await make_room(alice, unique_name="general", friendly_name="General")
        bob = await realm.sign_in(service, "bob")
        of_bob = await bob.call_object("getChannelByUniqueName", "general")
        async with channel.on.member_joined.expect(where=lambda member: member.identity == "bob"):
            await of_bob.join()
        yield MixedRoom(alice, bob, channel, of_bob)
