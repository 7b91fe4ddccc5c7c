"""One seed of a bot that is killed again and again: everything comes until it is acknowledged, and then no more."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from random import Random
from typing import Protocol

import twilio_chat
import twilio_conversations
from simulation.network import BASE_URL, Weather
from simulation.products import PRODUCTS, Client, place_of
from simulation.service import OWNER, Service
from simulation.settings import Settings
from simulation.trouble import Trouble, Writers
from simulation.virtual_time import WALL, VirtualClock
from simulation.world import for_a_while, judge, left_behind
from twilio_realtime.deliveries import Cursor, MemoryCursors
from twilio_realtime.environment import Environment
from twilio_realtime.errors import CursorError, RealtimeError

__all__ = ["simulate_restarts"]

BOT = "bot"
LONGEST = 900.0
"""Seconds after the trouble in which everything must have been handed out: several of the longest pauses."""

Message = twilio_chat.Message | twilio_conversations.Message
Entry = tuple[str, int]
"""Sid of a room, and index of a message in it."""


class Delivery(Protocol):
    """What both products hand out."""

    @property
    def message(self) -> Message: ...
    @property
    def attempts(self) -> int: ...
    @property
    def redelivered(self) -> bool: ...
    async def ack(self) -> None: ...
    async def nack(self, retry_after: float | None = None) -> None: ...


def simulate_restarts(product: str, seed: int) -> str:
    """Run one seed with a bot of a product; a fingerprint of what happened.

    Raises:
        Violation: Something was lost, out of order, handed out after it was acknowledged, or not marked as repeated.
    """
    return judge(_Restarts(product, seed), product, seed)


@dataclass(frozen=True, slots=True)
class _Habits:
    """How a seed's bot works, and how it ends.

    Attributes:
        life: Mean time between a start and a kill, in seconds.
        concurrency: How many messages are worked on at a time.
        page_size: Most messages of a page.
        start: Where to begin, which comes to the same each time: before the first message.
        max_deliveries: How often a message is handed out before it is given up.
        work: Longest time that one message takes, in seconds.
        disk: Longest time that the store takes, in seconds.
    """

    life: float
    concurrency: int
    page_size: int
    start: str
    max_deliveries: int | None
    work: float
    disk: float

    @classmethod
    def of(cls, seed: int) -> _Habits:
        chance = Random(f"habits {seed}")
        return cls(
            life=chance.choice((1, 4, 12)),
            concurrency=chance.choice((1, 1, 2, 5)),
            page_size=chance.choice((1, 3, 20, 100)),
            start=chance.choice(("beginning", "since")),
            max_deliveries=chance.choice((None, None, 2, 4)),
            work=chance.choice((0.0, 0.2, 1.5)),
            disk=chance.choice((0.0, 0.02, 0.3)),
        )


class _Store:
    """Cursors as one program has them, which share what outlives it. Nothing is kept any more once it was killed.

    Attributes:
        noted: What was ever noted as handed out, by any program.
    """

    def __init__(self, chance: Random, kept: MemoryCursors, noted: set[Entry], disk: float, fuse: int | None) -> None:
        self._chance = chance
        self._kept = kept
        self._noted = noted
        self._disk = disk
        self._fuse = fuse
        self.killed = asyncio.Event()
        self.reliable = False

    async def read(self, consumer: str, key: str) -> Cursor | None:
        async with self._access():
            return await self._kept.read(consumer, key)

    async def write(self, consumer: str, key: str, cursor: Cursor) -> None:
        async with self._access():
            await self._kept.write(consumer, key, cursor)
            if cursor.pending is not None:
                self._noted.add((key, cursor.pending))

    @asynccontextmanager
    async def _access(self) -> AsyncGenerator[None]:
        """Take a while before and after; be killed at either point when it is time."""
        await asyncio.sleep(self._chance.uniform(0, self._disk))
        before = self._chance.random() < 0.5
        if self._fuse is not None:
            self._fuse -= 1
        if self._fuse == 0 and before:
            self.killed.set()
        if self.killed.is_set():
            await asyncio.Event().wait()
        if not self.reliable and self._chance.random() < 0.02:
            raise CursorError("the file 'bot.db' cannot be used for cursors: database or disk is full")
        yield
        if self._fuse == 0:
            self.killed.set()
        await asyncio.sleep(self._chance.uniform(0, self._disk))


class _Restarts:
    def __init__(self, product: str, seed: int) -> None:
        self._product = PRODUCTS[product]
        self._chance = Random(f"restarts {seed}")
        self._settings = Settings.of(seed)
        self._habits = _Habits.of(seed)
        self._kept = MemoryCursors()
        self._noted: set[Entry] = set()
        self._handed: Counter[Entry] = Counter()
        self._begun: set[Entry] = set()
        self._done: set[Entry] = set()
        self._acknowledged: dict[str, int] = {}
        self._given_up: set[Entry] = set()
        self._unsettled: set[str] = set()
        self._found: list[str] = []
        self._story: list[tuple[str, int, str | None, int]] = []
        self._calm = False
        self.fingerprint = ""

    async def run(self) -> list[str]:
        settings = self._settings
        weather = Weather(latency=0.005)
        service = Service(self._chance, settings.limits, weather)
        rooms = [await self._room(service, BOT) for _ in range(settings.rooms)]
        passages = [await self._room(service) for _ in range(2)]
        writers = Writers(self._chance, service, rooms=rooms, passages=passages, identities=[BOT])
        weather.latency = settings.weather.latency
        weather.reordered, weather.doomed = settings.weather.reordered, settings.weather.doomed
        trouble = Trouble(self._chance, service, [BOT], settings.pause * 2)
        self._found += await for_a_while([trouble.run(), writers.owner(), self._bot(service)], settings.seconds / 2)

        self._calm = True
        weather.reordered = weather.doomed = 0.0
        service.faults.clear()
        for passage in passages:
            if not service.is_member(passage, BOT):
                await service.act(OWNER, "POST", passage, "Participants", identity=BOT)
        for room in (*rooms, *passages):
            await writers.write(room)
        await self._finish(service, [*rooms, *passages])
        await service.close()
        self._found += await left_behind()
        self.fingerprint = sha256(repr((self._story, self._chance.random())).encode()).hexdigest()
        return self._found

    async def _room(self, service: Service, *identities: str) -> str:
        made = await service.act(OWNER, "POST", type="private", attributes="{}")
        assert made is not None
        sid = str(made["sid"])
        for identity in (OWNER, *identities):
            assert await service.act(OWNER, "POST", sid, "Participants", identity=identity) is not None
        return sid

    # -- the bot, again and again

    async def _bot(self, service: Service) -> None:
        """Start the program and kill it, at some time or at some access to its store."""
        while True:
            await self._live(service, fuse=self._chance.randint(1, 60) if self._chance.random() < 0.5 else None)
            await asyncio.sleep(self._chance.uniform(0, 2))

    async def _live(self, service: Service, *, fuse: int | None) -> None:
        store = _Store(self._chance, self._kept, self._noted, self._habits.disk, fuse)
        program = asyncio.create_task(self._program(service, store))
        killed = asyncio.create_task(store.killed.wait())
        life = self._chance.expovariate(1 / self._habits.life) if fuse is None else None
        try:
            await asyncio.wait({program, killed}, timeout=life, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._kill(store, program, killed)

    async def _kill(self, store: _Store, *tasks: asyncio.Task[object]) -> None:
        """End a program. From this moment on it keeps nothing and does nothing that counts."""
        store.killed.set()
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        self._found += [f"the program failed: {end!r}" for end in ends if isinstance(end, Exception)]
        self._unsettled.clear()

    async def _finish(self, service: Service, rooms: list[str]) -> None:
        """Let a last program have all the time that it needs, and look at what it has left undone."""
        store = _Store(self._chance, self._kept, self._noted, self._habits.disk, fuse=None)
        store.reliable = True
        program = asyncio.create_task(self._program(service, store))
        missing: set[Entry] = set()
        for _ in range(int(LONGEST)):
            await asyncio.sleep(1)
            missing = {(room, index) for room in rooms for index in service.messages(room)}
            missing -= self._done | self._given_up | await self._kept_for_the_dead()
            if not missing:
                break
        self._found += [f"message {index} of {room} was never handed out" for room, index in sorted(missing)]
        if program.done():
            self._found.append("the last program has ended by itself")
        await self._kill(store, program)

    async def _kept_for_the_dead(self) -> set[Entry]:
        """What programs were acknowledging when they were killed, and the store had kept already."""
        cursors = {room: await self._kept.read(BOT, room) for room, _ in self._begun}
        return {entry for entry in self._begun if (kept := cursors[entry[0]]) is not None and entry[1] <= kept.position}

    def _client(self, service: Service) -> Client:
        async def provide() -> str:
            await asyncio.sleep(self._chance.uniform(0, 1))
            if not self._calm and self._chance.random() < 0.2:
                raise ConnectionError("no tokens today")
            return service.token(BOT, self._settings.token_seconds)

        environment = Environment(clock=VirtualClock(), random=self._chance.random, open_socket=service.open_socket)
        return self._product(token_provider=provide, base_url=BASE_URL, environment=environment)

    async def _program(self, service: Service, store: _Store) -> None:
        habits = self._habits
        with contextlib.suppress(RealtimeError):  # it could not start: another one will be started
            async with self._client(service) as client, asyncio.TaskGroup() as group:
                deliveries = client.deliveries(
                    store,
                    start="beginning" if habits.start == "beginning" else datetime.fromtimestamp(WALL - 1, UTC),
                    concurrency=habits.concurrency,
                    page_size=habits.page_size,
                    max_deliveries=habits.max_deliveries,
                    dead_letter=None if habits.max_deliveries is None else self._give_up(store),
                )
                await self._consume(deliveries, group, store)

    async def _consume(self, deliveries: AsyncIterator[Delivery], group: asyncio.TaskGroup, store: _Store) -> None:
        """Hand out until the client has given up; what the store does not take comes again after a while."""
        while True:
            try:
                delivery = await anext(deliveries)
            except CursorError:
                await asyncio.sleep(self._chance.uniform(0, 3))
            except (RealtimeError, StopAsyncIteration):
                return
            else:
                self._handed_out(delivery)
                group.create_task(self._settle(delivery, store))

    # -- what it does with a message, and what must be true of it

    def _handed_out(self, delivery: Delivery) -> None:
        room, index = entry = place_of(delivery.message), delivery.message.index
        what = f"message {index} of {room}"
        self._story.append((room, index, delivery.message.body, delivery.attempts))
        before = self._handed[entry]
        self._handed[entry] += 1
        if index <= self._acknowledged.get(room, -1):
            self._found.append(f"{what} came after {self._acknowledged[room]} was acknowledged")
        if delivery.redelivered is not (delivery.attempts > 1) or delivery.attempts < before + 1:
            self._found.append(f"{what} came for the {before + 1}th time, as attempt {delivery.attempts}")
        if delivery.redelivered and not before and entry not in self._noted:
            self._found.append(f"{what} came for the first time and is marked as redelivered")
        most = self._habits.max_deliveries
        if most is not None and delivery.attempts > most:
            self._found.append(f"{what} came for the {delivery.attempts}th time, and {most} are allowed")
        if room in self._unsettled:
            self._found.append(f"{what} came while another one of its room was unsettled")
        self._unsettled.add(room)
        if len(self._unsettled) > self._habits.concurrency:
            self._found.append(f"{len(self._unsettled)} were handed out at a time")

    async def _settle(self, delivery: Delivery, store: _Store) -> None:
        """Work for a while; then acknowledge it, give it back, or forget it until the program is started again."""
        chance = self._chance
        room, index = place_of(delivery.message), delivery.message.index
        await asyncio.sleep(chance.uniform(0, self._habits.work))
        fate = chance.random()
        if fate < 0.04 and not self._calm:
            return
        if fate < 0.2:
            await self._give_back(delivery, room)
            return
        while not store.killed.is_set():
            self._begun.add((room, index))
            try:
                # Now and then whoever acknowledges loses patience, and does it again.
                async with asyncio.timeout(chance.uniform(0, self._habits.disk) if fate > 0.85 else None):
                    await delivery.ack()
            except (CursorError, TimeoutError):
                fate = chance.random()
                if fate < 0.1:
                    await self._give_back(delivery, room)
                    return
                await asyncio.sleep(chance.uniform(0, 1))
                continue
            if not store.killed.is_set():
                self._acknowledged[room] = max(index, self._acknowledged.get(room, -1))
                self._done.add((room, index))
                self._unsettled.discard(room)
            return

    async def _give_back(self, delivery: Delivery, room: str) -> None:
        self._unsettled.discard(room)
        await delivery.nack(self._chance.choice((None, 0.01, 1.0, 5.0)))

    def _give_up(self, store: _Store) -> Callable[[Delivery], Awaitable[None]]:
        async def give_up(delivery: Delivery) -> None:
            entry = place_of(delivery.message), delivery.message.index
            await asyncio.sleep(self._chance.uniform(0, self._habits.work))
            if store.killed.is_set():
                return
            if delivery.attempts != self._habits.max_deliveries or entry in self._done:
                self._found.append(f"{entry} was given up after {delivery.attempts} attempts")
            self._given_up.add(entry)

        return give_up
