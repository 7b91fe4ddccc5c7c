"""Rooms in which somebody writes, and what the service has kept of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from fleet_soak.amounts import Amounts
from fleet_soak.products import AnyClient, Room, make_client, make_room, messages_of
from support.service_process import ServiceProcess
from twilio_local import LocalService

__all__ = ["Rooms", "Written", "meeting"]

_AT_ONCE = 10
"""Messages that are written side by side."""
_IN_THE_HALL = 0.01
"""How many of the messages are for everybody."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message, as the service has kept it, and as it must stand in the stream."""

    index: int
    sid: str
    text: str | None


class Rooms:
    """Where is written.

    Attributes:
        written: Messages that were written so far.
        base_url: Where the service is.
    """

    def __init__(self, rooms: list[Room], hall: Room, people: list[str], base_url: str, random: Random) -> None:
        self.written = 0
        self.base_url = base_url
        self._rooms = rooms
        self._hall = hall
        self._people = people
        self._random = random

    async def write(self, count: int, room_for_more: Callable[[], Awaitable[None]]) -> None:
        """Write messages in random rooms.

        Args:
            count: How many.
            room_for_more: Awaited before each.
        """
        due = iter(range(self.written, self.written + count))

        async def some() -> None:
            for number in due:
                await room_for_more()
                in_the_hall = self._random.random() < _IN_THE_HALL
                room = self._hall if in_the_hall else self._random.choice(self._rooms)
                await room.send_message(str(number))
                self.written += 1

        await asyncio.gather(*(some() for _ in range(_AT_ONCE)))

    def somebody(self) -> tuple[str, str]:
        """A user, and the SID of a room in which that user is."""
        number = self._random.randrange(len(self._people))
        return self._people[number], self._rooms[number % len(self._rooms)].sid

    async def record(self) -> dict[str, list[Written]]:
        """What the service has kept, in order, by the SID of the room."""
        found: dict[str, list[Written]] = {}
        for room in (*self._rooms, self._hall):
            kept = [Written(*message) async for message in messages_of(room)]
            if kept:
                found[room.sid] = kept
        return found


@asynccontextmanager
async def meeting(
    product: str, people: list[str], amounts: Amounts, folder: Path, random: Random
) -> AsyncGenerator[Rooms]:
    """A service in a process of its own with rooms, in which everybody is, and a writer."""
    process = await ServiceProcess.prepare(folder / "service.db")
    try:
        base_url = f"http://127.0.0.1:{await process.start(0)}"
        client: AnyClient = make_client(product, LocalService().token("writer", 86_400), base_url)
        async with client:
            rooms = [await make_room(client) for _ in range(amounts.rooms)]
            hall = await make_room(client)
            for number, identity in enumerate(people):
                await rooms[number % len(rooms)].add(identity)  # see `Rooms.somebody`
                await hall.add(identity)
            yield Rooms(rooms, hall, people, base_url, random)
    finally:
        await process.kill()
