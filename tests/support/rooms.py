"""Where most tests begin: a service, clients of alice and bob, and a channel that one or both have joined.

The fixtures are for a `conftest.py` to import. What is special about a room, a client or a service goes into the calls
of the functions.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple, TypedDict, Unpack

import pytest

from twilio_chat import Channel, Client
from twilio_local import LocalService
from twilio_realtime.environment import Environment
from twilio_realtime.json import JsonValue
from twilio_realtime.requests.backoff import Backoff

Connect = Callable[[str], Awaitable[Client]]


class RoomOptions(TypedDict, total=False):
    """What can be said about a new channel, as in `Client.create_channel`."""

    attributes: JsonValue
    friendly_name: str | None
    is_private: bool | None
    unique_name: str | None


class SharedRoom(NamedTuple):
    """One channel, as alice and as bob see it."""

    of_alice: Channel
    of_bob: Channel


def client_of(service: LocalService, identity: str, *, environment: Environment | None = None) -> Client:
    """Make a client that signs in to the service when it is started."""
    return Client(service.token(identity), base_url=service.base_url, environment=environment)


@asynccontextmanager
async def connecting(service: LocalService, *, environment: Environment | None = None) -> AsyncGenerator[Connect]:
    """Yield a function that connects a client for an identity; the clients are closed at the end."""
    async with AsyncExitStack() as clients:

        async def connect(identity: str) -> Client:
            return await clients.enter_async_context(client_of(service, identity, environment=environment))

        yield connect


async def make_room(creator: Client, **options: Unpack[RoomOptions]) -> Channel:
    """Create a channel and join it."""
    return await (await creator.create_channel(**options)).join()


async def enter_room(client: Client, room: Channel) -> Channel:
    """Join a public channel that another client has made; returns the client's own view of it."""
    return await (await client.get_channel_by_sid(room.sid)).join()


async def share_room(alice: Client, bob: Client, **options: Unpack[RoomOptions]) -> SharedRoom:
    """Create a public channel that both join; alice knows of bob when it returns."""
    of_alice = await make_room(alice, **options)
    async with of_alice.on.member_joined.expect(where=lambda member: member.identity == bob.user.identity):
        of_bob = await enter_room(bob, of_alice)
    return SharedRoom(of_alice, of_bob)


def ticking() -> Callable[[], float]:
    """The time of day, but never the same millisecond twice: two changes in a row have different dates."""
    last = 0.0

    def now() -> float:
        nonlocal last
        last = max(time.time(), last + 0.001)
        return last

    return now


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reconnect within milliseconds: what happens is tested, not when."""

    def backoff(random: Callable[[], float], *bounds: float) -> Backoff:
        return Backoff(random, 0.01, 0.05)

    monkeypatch.setattr("twilio_realtime.twilsock.connection.Backoff", backoff)


@pytest.fixture
async def service() -> AsyncIterator[LocalService]:
    async with LocalService(now=ticking()) as running:
        yield running


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
async def room(alice: Client) -> Channel:
    """A channel with alice in it."""
    return await make_room(alice, unique_name="room", friendly_name="room")


@pytest.fixture
async def shared_room(alice: Client, bob: Client) -> SharedRoom:
    """A channel that alice made, with both of them in it."""
    return await share_room(alice, bob, unique_name="room", friendly_name="room")
