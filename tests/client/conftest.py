"""A service in this process, and clients of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from twilio_chat import Client
from twilio_local import LocalService
from twilio_realtime.requests.backoff import Backoff

Connect = Callable[[str], Awaitable[Client]]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reconnect within milliseconds: these tests are about what happens, not about when."""

    def backoff(random: Callable[[], float], *bounds: float) -> Backoff:
        return Backoff(random, 0.01, 0.05)

    monkeypatch.setattr("twilio_realtime.twilsock.connection.Backoff", backoff)


def ticking() -> Callable[[], float]:
    """The time of day, but never the same millisecond twice: two changes in a row have different dates."""
    last = 0.0

    def now() -> float:
        nonlocal last
        last = max(time.time(), last + 0.001)
        return last

    return now


@pytest.fixture
async def service() -> AsyncIterator[LocalService]:
    async with LocalService(now=ticking()) as running:
        yield running


@pytest.fixture
async def connect(service: LocalService) -> AsyncIterator[Connect]:
    """Connects a client for an identity; it is closed at the end, and nothing may be left running then."""
    before = asyncio.all_tasks()
    async with AsyncExitStack() as clients:

        async def connected(identity: str) -> Client:
            client = Client(service.token(identity), base_url=service.base_url)
            return await clients.enter_async_context(client)

        yield connected
    left = {task for task in asyncio.all_tasks() - before if task is not asyncio.current_task()}
    assert not [task for task in left if "twilio_realtime" in repr(task.get_coro())]


@pytest.fixture
async def alice(connect: Connect) -> Client:
    return await connect("alice")


@pytest.fixture
async def bob(connect: Connect) -> Client:
    return await connect("bob")
