"""Where scenarios of Conversations with both clients begin: ours and the official one in one conversation."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from interop.official_client import OfficialObject, Realm
from support.conversation_rooms import client_of, make_conversation
from twilio_conversations import Client, Conversation, Message
from twilio_local import LocalService


@dataclass(frozen=True)
class MixedConversation:
    """Our client, alice, and an official one, bob, in a conversation that alice made."""

    alice: Client
    bob: OfficialObject
    of_alice: Conversation
    of_bob: OfficialObject

    async def heard_by_alice(self, cause: Awaitable[object]) -> Message:
        """Awaits what sends a message of bob and returns it as our client gets it."""
        async with self.of_alice.on.message_added.expect(where=lambda message: message.author == "bob") as added:
            await cause
        return added.value

    async def heard_by_bob(self, cause: Awaitable[object]) -> OfficialObject:
        """Awaits what sends a message of alice and returns it as the official client gets it."""
        await cause
        return (await self.bob.event("messageAdded", lambda event: event.object["author"] == "alice")).object

    async def heard_from_outside(self, cause: Callable[[], object]) -> tuple[Message, OfficialObject]:
        """Calls what lets somebody outside write and returns the message as both clients get it."""
        users = ("alice", "bob")
        async with self.of_alice.on.message_added.expect(where=lambda message: message.author not in users) as added:
            cause()
        theirs = await self.bob.event("messageAdded", lambda event: event.object["author"] not in users)
        return added.value, theirs.object


@asynccontextmanager
async def open_mixed(realm: Realm, service: LocalService) -> AsyncGenerator[MixedConversation]:
    """Signs alice in with our client and bob with the official one; both take part in one conversation."""
    async with client_of(service, "alice") as alice:
        of_alice = await make_conversation(alice, "general")
        bob = await realm.sign_in(service, "bob")
        async with of_alice.on.participant_joined.expect(where=lambda one: one.identity == "bob"):
            await of_alice.add("bob", {"role": "guest"})
        of_bob = (await bob.event("conversationJoined")).object
        await of_bob.mirrored()
        yield MixedConversation(alice, bob, of_alice, of_bob)
