"""A service in this process, clients of it, and the rooms that they meet in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from support.rooms import Connect, alice, bob, connecting, impatient, room, service, shared_room
from twilio_local import LocalService

__all__ = ["alice", "bob", "connect", "impatient", "room", "service", "shared_room"]


@pytest.fixture
async def connect(service: LocalService) -> AsyncIterator[Connect]:
    """Connects a client for an identity; it is closed at the end, and nothing may be left running then."""
    before = asyncio.all_tasks()
    async with connecting(service) as connected:
        yield connected
    left = {task for task in asyncio.all_tasks() - before if task is not asyncio.current_task()}
    assert not [task for task in left if "twilio_realtime" in repr(task.get_coro())]
