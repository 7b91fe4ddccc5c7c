"""A service, and users of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from support.chat_rest import ChatRest
from support.patience import PATIENCE
from support.rooms import service
from twilio_local import LocalService

__all__ = ["User", "guest", "service", "until", "user"]

User = Callable[[str], Awaitable[ChatRest]]


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that the service does by itself."""
    async with asyncio.timeout(PATIENCE):
        for _ in range(1_000_000):
            if condition():
                return
            await asyncio.sleep(0)


@asynccontextmanager
async def connecting(service: LocalService, version: str) -> AsyncGenerator[User]:
    """Connects users, and closes their connections in the end."""
    connected: list[ChatRest] = []

    async def connect(identity: str) -> ChatRest:
        rest = await ChatRest.connect(service.base_url, service.token(identity), version)
        connected.append(rest)
        return rest

    yield connect
    for rest in connected:
        await rest.close()


@pytest.fixture
async def user(service: LocalService) -> AsyncIterator[User]:
    """Connects users of Chat."""
    async with connecting(service, "v1") as connect:
        yield connect


@pytest.fixture
async def guest(service: LocalService) -> AsyncIterator[User]:
    """Connects users of Conversations."""
    async with connecting(service, "v2") as connect:
        yield connect
