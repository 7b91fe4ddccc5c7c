"""Where tests of Conversations begin: clients of alice and bob, and a conversation in which both take part.

The fixtures are for a `conftest.py` to import.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple

import pytest

from twilio_conversations import Client, Conversation
from twilio_local import LocalService

Connect = Callable[[str], Awaitable[Client]]


class SharedConversation(NamedTuple):
    """One conversation, as alice and as bob see it."""

    of_alice: Conversation
    of_bob: Conversation


def client_of(service: LocalService, identity: str) -> Client:
    """Make a client that signs in to the service when it is started."""
    return Client(service.token(identity), base_url=service.base_url)


@asynccontextmanager
async def connecting(service: LocalService) -> AsyncGenerator[Connect]:
    """Yield a function that connects a client for an identity; the clients are closed at the end."""
    async with AsyncExitStack() as clients:

        async def connect(identity: str) -> Client:
            return await clients.enter_async_context(client_of(service, identity))

        yield connect


async def make_conversation(creator: Client, unique_name: str | None = None) -> Conversation:
    """Create a conversation and join it."""
    return await (await creator.create_conversation(unique_name=unique_name)).join()


async def share_conversation(alice: Client, bob: Client, unique_name: str | None = None) -> SharedConversation:
    """Create a conversation in which both take part and know of each other."""
    of_alice = await make_conversation(alice, unique_name)
    async with (
        of_alice.on.participant_joined.expect(where=lambda someone: someone.identity == bob.user.identity),
        bob.on.conversation_joined.expect(where=lambda one: one.sid == of_alice.sid) as joined,
    ):
        await of_alice.add(bob.user.identity)
    return SharedConversation(of_alice, joined.value)


@pytest.fixture
async def connect(service: LocalService) -> AsyncIterator[Connect]:
    """Connects a client for an identity; it is closed at the end."""
    async with connecting(service) as connected:
        yield connected


@pytest.fixture
async def alice(connect: Connect) -> Client:
    return await connect("alice")


@pytest.fixture
async def bob(connect: Connect) -> Client:
    return await connect("bob")


@pytest.fixture
async def conversation(alice: Client) -> Conversation:
    """A conversation with alice in it."""
    return await make_conversation(alice, "room")


@pytest.fixture
async def shared(alice: Client, bob: Client) -> SharedConversation:
    """A conversation that alice made, with both of them in it."""
    return await share_conversation(alice, bob, "room")
