"""One seed from the beginning to the end: peace, trouble, quiet, and then everything is compared."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from hashlib import sha256
from random import Random
from typing import Protocol, cast

from simulation.network import BASE_URL, Weather
from simulation.observation import Observation
from simulation.products import PRODUCTS, Client, Room, people_of, room_of, rooms_of, until_joined
from simulation.service import OWNER, Service
from simulation.settings import Settings
from simulation.trouble import Trouble, Writers
from simulation.virtual_time import VirtualClock, VirtualLoop, pending_timers
from twilio_realtime.environment import Environment
from twilio_realtime.errors import RealtimeError
from twilio_realtime.services import Services
from twilio_realtime.sync.mirror import AnyMirror

QUIET = 400.0
"""Seconds after the trouble in which every client must have recovered: three times the longest backoff."""


class Violation(AssertionError):
    """What should always hold did not."""


class _Ears(logging.Handler):
    """Hears of failures that nobody else hears of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if record.name == "asyncio" or (error is not None and not isinstance(error, RealtimeError)):
            self.heard.append(f"{record.name}: {record.getMessage()} {error!r}")


def simulate(product: str, seed: int) -> str:
    """Run one seed with clients of a product; a fingerprint of what happened.

    Raises:
        Violation: Something was lost, doubled, out of order, forgotten or left behind.
    """
    return judge(_World(product, seed), product, seed)


class World(Protocol):
    """What one seed stands for; `fingerprint` says what has happened in it."""

    fingerprint: str

    async def run(self) -> list[str]:
        """Let it happen, and return what should not have."""
        ...


def judge(world: World, product: str, seed: int) -> str:
    """Let a world happen in virtual time; its fingerprint.

    Raises:
        Violation: Something happened that should not have.
    """
    ears = _Ears()
    logging.getLogger().addHandler(ears)
    try:
        with asyncio.Runner(loop_factory=VirtualLoop, debug=False) as runner:
            found = runner.run(world.run())
    finally:
        logging.getLogger().removeHandler(ears)
    found += ears.heard
    if found:
        lines = "\n  ".join(found[:20])
        replay = f"nox -s simulate -- --product {product} --seed {seed}"
        raise Violation(f"{product}, seed {seed}: {len(found)} violations; replay with `{replay}`\n  {lines}")
    return world.fingerprint


class _World:
    def __init__(self, product: str, seed: int) -> None:
        self._product = PRODUCTS[product]
        self._chance = Random(seed)
        self._settings = Settings.of(seed)
        self._bad_provider = False
        self.fingerprint = ""

    async def run(self) -> list[str]:
        settings = self._settings
        weather = Weather(latency=0.005)
        service = Service(self._chance, settings.limits, weather)
        identities = [f"client{n}" for n in range(settings.clients)]
        rooms = [await self._room(service, identities) for _ in range(settings.rooms)]
        passages = [await self._room(service, [], kind=kind) for kind in ("public", "private")]
        found: list[str] = []
        async with AsyncExitStack() as closing:
            clients = {identity: self._client(service, identity) for identity in identities}
            for client in clients.values():
                await closing.enter_async_context(client)
            watched: dict[str, list[Observation]] = {}
            for identity, client in clients.items():
                joined = [await self._joined(client, sid) for sid in rooms]
                watched[identity] = [Observation(room, service) for room in joined]
            await asyncio.sleep(2)

            writers = Writers(self._chance, service, rooms=rooms, passages=passages, identities=identities)
            actors: list[Coroutine[object, object, None]] = [
                *(Trouble(self._chance, service, identities, settings.pause * 2).run() for _ in range(2)),
                writers.owner(),
                *(
                    writers.client(client, [seen.room for seen in watched[identity]], paging=settings.paging)
                    for identity, client in clients.items()
                ),
            ]
            weather.latency = settings.weather.latency
            weather.reordered, weather.doomed = settings.weather.reordered, settings.weather.doomed
            self._bad_provider = True
            found += await for_a_while(actors, settings.seconds)
            self._bad_provider = False
            weather.reordered = weather.doomed = 0.0
            service.faults.clear()
            await asyncio.sleep(QUIET)
            for room in rooms:
                await writers.write(room)
            await asyncio.sleep(30)

            exact = settings.orderly and not settings.paging
            for identity, client in clients.items():
                for seen in watched[identity]:
                    found += [f"{identity}: {text}" for text in seen.complaints(orderly=settings.orderly, exact=exact)]
                found += [
                    f"{identity}: {text}" for text in await _state(service, client, identity, [*rooms, *passages])
                ]
                await asyncio.sleep(5)
                if _leftovers(service, client, identity):  # perhaps something is being renewed at this very moment
                    await asyncio.sleep(2.5)
                found += [f"{identity}: {text}" for text in _leftovers(service, client, identity)]
            found += _delivery(service, rooms, writers.sent)
            heard = [(seen.messages, seen.members, seen.names) for each in watched.values() for seen in each]
            self.fingerprint = sha256(repr((heard, writers.sent, self._chance.random())).encode()).hexdigest()
        await service.close()
        return found + await left_behind()

    async def _room(self, service: Service, identities: list[str], kind: str = "public") -> str:
        made = await service.act(OWNER, "POST", type=kind, attributes="{}")
        assert made is not None
        sid = str(made["sid"])
        for identity in (OWNER, *identities):
            assert await service.act(OWNER, "POST", sid, "Participants", identity=identity) is not None
        return sid

    def _client(self, service: Service, identity: str) -> Client:
        async def provide() -> str:
            await asyncio.sleep(self._chance.uniform(0, 1))
            if self._bad_provider and self._chance.random() < 0.3:
                raise ConnectionError("no tokens today")
            ttl = self._settings.token_seconds
            return service.token(identity, ttl if not self._bad_provider or self._chance.random() < 0.9 else -5)

        environment = Environment(clock=VirtualClock(), random=self._chance.random, open_socket=service.open_socket)
        return self._product(token_provider=provide, base_url=BASE_URL, environment=environment)

    async def _joined(self, client: Client, sid: str) -> Room:
        room = await room_of(client, sid)
        if room.status != "joined":
            await until_joined(client, room)
        return room


async def for_a_while(actors: list[Coroutine[object, object, None]], seconds: float) -> list[str]:
    """Let some coroutines run so long, and return how any of them failed."""
    tasks = [asyncio.create_task(actor) for actor in actors]
    done, running = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    return [f"an actor failed: {task.exception()!r}" for task in done]


async def left_behind() -> list[str]:
    """What still runs, or would still happen, when everything has ended."""
    await asyncio.sleep(0)
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    timers = pending_timers(asyncio.get_running_loop())
    return [f"left behind: {what}" for what in (*map(repr, tasks), *timers)]


async def _state(service: Service, client: Client, identity: str, sids: list[str]) -> list[str]:
    """Where the client's picture differs from the service's."""
    found: list[str] = []
    if client.connection_state != "connected":
        return [f"is {client.connection_state} after the quiet"]
    known = {room.sid: room for room in await rooms_of(client)}
    for sid in sids:
        visible = service.may_see(sid, identity)
        if not visible and sid in known:
            found.append(f"still knows {known[sid]!r}")
        if not visible:
            continue
        if sid not in known and service.is_member(sid, identity):
            found.append(f"does not know {sid}, though a member")
        room = known[sid] if sid in known else await room_of(client, sid)
        document = service.document(sid)
        if room.friendly_name != document.get("friendlyName"):
            found.append(f"friendly name is {room.friendly_name!r}, not {document.get('friendlyName')!r}")
        joined = service.is_member(sid, identity)
        if (room.status == "joined") != joined:
            found.append(f"{room!r} is {room.status}, though membership is {joined}")
        if not joined:
            continue
        members = {str(person.identity): person.attributes for person in await people_of(room)}
        if members != (true_members := service.members(sid)):
            found.append(f"members are {members}, not {true_members}")
        messages = {message.index: message.body async for message in room.get_messages(7)}
        if messages != (true_messages := service.messages(sid)):
            wrong = {
                index: (messages.get(index), true_messages.get(index))
                for index in messages.keys() | true_messages.keys()
                if messages.get(index) != true_messages.get(index)
            }
            found.append(f"messages (have, should be): {wrong}")
    return found


def _leftovers(service: Service, client: Client, identity: str) -> list[str]:
    """What the client and the service hold on to without need."""
    # Nobody else may look at these, so no public name leads there.
    services = cast(Services, vars(client)["_services"])
    mirrors = cast(dict[str, AnyMirror], vars(services.sync)["_mirrors"])
    found: list[str] = []
    if services.connection.pending:
        found.append(f"{services.connection.pending} requests still wait")
    if idle := [sid for sid, mirror in mirrors.items() if not mirror.holders]:
        found.append(f"objects that nobody holds: {idle}")
    subscribed = service.subscriptions_of(identity)
    if subscribed != [set(mirrors)]:
        counts = [len(sids) for sids in subscribed]
        different = set(mirrors).symmetric_difference(*subscribed)
        found.append(f"{counts} subscriptions for {len(mirrors)} objects; different: {sorted(different)}")
    return found


def _delivery(service: Service, rooms: list[str], sent: dict[str, bool]) -> list[str]:
    """What clients have sent arrived at most once, and for certain if they were told so."""
    arrived = [
        event.data["text"] for room in rooms for event in service.message_events(room) if event.change == "item_added"
    ]
    found = [f"{text!r} arrived {arrived.count(text)} times" for text in sent if arrived.count(text) > 1]
    return found + [f"{text!r} never arrived" for text, told in sent.items() if told and text not in arrived]
