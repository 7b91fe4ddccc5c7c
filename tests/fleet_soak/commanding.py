"""Messages that other programs have written for users of the fleet, by commands."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from random import Random

from fleet_soak.broker import FLEET
from fleet_soak.products import send_by_command
from fleet_soak.world import Rooms
from twilio_fleet import BrokerError
from twilio_fleet.commands import Caller
from twilio_fleet.jetstream import Broker, NatsCommands

__all__ = ["Commands", "commanding"]

_PATIENCE = 600.0
"""Seconds in which somebody has to begin with a command."""
_TWICE = 0.25
"""How many of the commands are sent by two programs at the same time."""


class Commands:
    """What is asked for.

    Attributes:
        answers: What each command was answered with, by the text that it had written: index of the message and SID of
            the room.
        wrong: What was answered otherwise than it should be.
        slowest: The longest time that one took, in seconds.
    """

    def __init__(self, product: str, callers: list[Caller], rooms: Rooms, random: Random) -> None:
        self.answers: dict[str, tuple[str, int]] = {}
        self.wrong: list[str] = []
        self.slowest = 0.0
        self._product = product
        self._callers = callers
        self._rooms = rooms
        self._random = random
        self._asked = 0

    async def ask(self) -> None:
        """Have somebody write a message, in a room that they are in; sometimes two programs ask for the same."""
        self._asked += 1
        identity, sid = self._rooms.somebody()
        text = f"by command {self._asked}"
        callers = self._callers if self._random.random() < _TWICE else self._callers[:1]
        asked = time.monotonic()
        found = await asyncio.gather(*(self._ask(caller, identity, sid, text) for caller in callers))
        self.slowest = max(self.slowest, time.monotonic() - asked)
        if len(set(found)) > 1:
            self.wrong.append(f"{text!r} was answered with {found}")
        self.answers[text] = (sid, found[0])

    async def _ask(self, caller: Caller, identity: str, sid: str, text: str) -> int:
        """Ask until there is an answer: with the same id, it is the same command."""
        while True:
            try:
                return await send_by_command(
                    self._product, caller, identity, sid, text, command_id=text.replace(" ", "-"), within=_PATIENCE
                )
            except BrokerError:
                await asyncio.sleep(0.1)


@asynccontextmanager
async def commanding(product: str, url: str, rooms: Rooms, random: Random) -> AsyncGenerator[Commands]:
    """Connect two programs that ask for messages."""
    async with Broker(url) as broker, Broker(url) as another:
        callers = [Caller(NatsCommands(place, FLEET)) for place in (broker, another)]
        yield Commands(product, callers, rooms, random)
