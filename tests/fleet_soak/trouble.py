"""Messages are written while workers die and stop, and the broker dies."""

from __future__ import annotations

import asyncio
import time
from random import Random

from fleet_soak.amounts import Amounts
from fleet_soak.broker import Observer
from fleet_soak.commanding import Commands
from fleet_soak.run_queue import RunQueue
from fleet_soak.workers import Worker, Workers
from fleet_soak.world import Rooms
from support.nats_process import NatsProcess

__all__ = ["Trouble"]

_BACKLOG = 300
"""Messages that may be written and not relayed: the writer waits for the fleet, however fast the machine is."""
_SOON = 0.3
"""Most seconds from when commands are sent to when something happens."""
_LULL = 60.0
"""Seconds without a new message in the stream after which none is waited for."""


class Trouble:
    """All that happens, in random order and at random moments.

    Attributes:
        outages: When the broker was away: from and to, in seconds of the epoch.
    """

    def __init__(
        self,
        amounts: Amounts,
        random: Random,
        rooms: Rooms,
        broker: NatsProcess,
        observer: Observer,
        workers: Workers,
        commands: Commands,
        queue: RunQueue,
    ) -> None:
        self.outages: list[tuple[float, float]] = []
        self._amounts = amounts
        self._random = random
        self._rooms = rooms
        self._broker = broker
        self._observer = observer
        self._workers = workers
        self._commands = commands
        self._queue = queue
        self._kept = 0

    async def play(self) -> None:
        """Let everything happen, and wait until everything stands in the stream, or nothing more comes."""
        amounts, random = self._amounts, self._random
        troubles = [self._kill] * amounts.kills + [self._restart] * amounts.restarts + [self._pause] * amounts.pauses
        random.shuffle(troubles)
        watching = asyncio.create_task(self._watch())
        try:
            async with asyncio.TaskGroup() as group:
                for number, trouble in enumerate(troubles, 1):
                    written, due = self._rooms.written, amounts.messages * number // len(troubles)
                    writing = group.create_task(self._rooms.write(due - written, self._room_for_more))
                    await self._until_written(random.randint(written, due))
                    # Many are under way when something happens: done, and not answered.
                    for _ in range(number - 1, amounts.commands, len(troubles)):
                        group.create_task(self._commands.ask())
                    await asyncio.sleep(random.uniform(0, _SOON))
                    await trouble(group)
                    await writing
            await self._until_kept()
        finally:
            watching.cancel()

    async def _kill(self, _: asyncio.TaskGroup) -> None:
        await self._workers.kill(await self._victim())
        await asyncio.sleep(self._random.choice((0, self._random.uniform(0, 1.5 * self._amounts.lease))))
        await self._workers.start(self._amounts.lease)

    async def _restart(self, _: asyncio.TaskGroup) -> None:
        began = time.time()
        await self._broker.kill()
        await self._broker.start()
        self._queue.watch(self._broker.pids[-1])
        self.outages.append((began, time.time()))

    async def _pause(self, group: asyncio.TaskGroup) -> None:
        """Stop a worker for longer than a lease; other trouble comes meanwhile."""
        seconds = self._amounts.lease * self._random.uniform(1.2, 2.5)
        group.create_task(self._workers.pause(await self._victim(), seconds))

    async def _victim(self) -> Worker:
        while True:
            if len(self._workers.awake()) > 1:
                return self._random.choice(self._workers.awake())
            await asyncio.sleep(0.05)

    async def _room_for_more(self) -> None:
        while True:
            if self._written() - self._kept <= _BACKLOG:
                return
            await asyncio.sleep(0.05)

    def _written(self) -> int:
        return self._rooms.written + len(self._commands.answers)

    async def _until_written(self, count: int) -> None:
        while True:
            if self._rooms.written >= count:
                return
            await asyncio.sleep(0.01)

    async def _watch(self) -> None:
        while True:
            self._kept = await self._observer.count()
            await asyncio.sleep(0.1)

    async def _until_kept(self) -> None:
        kept, since = self._kept, time.monotonic()
        while kept < self._written() and time.monotonic() - since < _LULL:
            await asyncio.sleep(0.1)
            if self._kept != kept:
                kept, since = self._kept, time.monotonic()
