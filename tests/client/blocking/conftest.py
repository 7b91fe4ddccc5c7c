"""A service on a thread, and blocking clients of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from support.desk import desk
from support.rooms import impatient, ticking
from support.threaded_service import ThreadedService
from twilio_chat.blocking import Channel, Client
from twilio_local import LocalService

__all__ = [
    "alice",
    "bob",
    "bobs_room",
    "client_of",
    "client_threads",
    "connect",
    "desk",
    "impatient",
    "no_thread_is_left",
    "room",
    "service",
]

Connect = Callable[[str], Client]


def client_of(service: ThreadedService, identity: str) -> Client:
    """Make a client that signs in to the service when it is started."""
    return Client(service.token(identity), base_url=service.base_url)


def client_threads() -> list[str]:
    """Names of the threads that belong to clients."""
    return sorted(thread.name for thread in threading.enumerate() if thread.name.startswith("twilio_chat"))


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Whatever a test does, no thread of a client outlives it."""
    assert client_threads() == []
    yield
    assert client_threads() == []


@pytest.fixture
def service() -> Iterator[ThreadedService]:
    with ThreadedService(LocalService(now=ticking())) as running:
        yield running


@pytest.fixture
def connect(service: ThreadedService) -> Iterator[Connect]:
    """Connects a client for an identity; it is closed at the end."""
    with ExitStack() as clients:
        yield lambda identity: clients.enter_context(client_of(service, identity))


@pytest.fixture
def alice(connect: Connect) -> Client:
    return connect("alice")


@pytest.fixture
def bob(connect: Connect) -> Client:
    return connect("bob")


@pytest.fixture
def room(alice: Client) -> Channel:
    """A channel with alice in it."""
    return alice.create_channel(unique_name="room", friendly_name="Room").join()


@pytest.fixture
def bobs_room(bob: Client, room: Channel) -> Channel:
    """The same channel as bob sees it, who has joined it too."""
    return bob.get_channel_by_sid(room.sid).join()
