"""A service, and users of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from support.chat_rest import ChatRest
from support.patience import PATIENCE
from support.rooms import service
from twilio_local import LocalService

__all__ = ["User", "service", "until", "user"]

User = Callable[[str], Awaitable[ChatRest]]


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that the service does by itself."""
    async with asyncio.timeout(PATIENCE):
        for _ in range(1_000_000):
            if condition():
                return
            await asyncio.sleep(0)


@pytest.fixture
async def user(service: LocalService) -> AsyncIterator[User]:
    connected: list[ChatRest] = []

    async def connect(identity: str) -> ChatRest:
        chat = await ChatRest.connect(service.base_url, service.token(identity))
        connected.append(chat)
        return chat

    yield connect
    for chat in connected:
        await chat.close()
