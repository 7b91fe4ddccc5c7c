"""Processes that share users by a real server: some are killed, ended or stopped for a while."""

from __future__ import annotations

import asyncio
import signal
from asyncio.subprocess import Process
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import nats
import pytest
from nats.js.api import KeyValueConfig
from nats.js.errors import NoKeysError, NotFoundError

from cli.conftest import Start, finished
from fleet.conftest import Kept
from support.nats_process import NatsProcess
from support.processes import finish
from support.rooms import Connect
from twilio_chat import Channel
from twilio_fleet import BrokerError
from twilio_fleet.jetstream import Broker, NatsLeases
from twilio_local import LocalService
from twilio_realtime.errors import ConfigurationError
from twilio_realtime.json import as_object

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

LEASE = 3.0
PEOPLE = [f"user-{number}" for number in range(30)]
ROOMS = 3

Owners = dict[str, str]
"""Who holds whom: the worker of each identity's key."""


async def owners(server: NatsProcess) -> Owners:
    """The leases, as they stand in the bucket."""
    client = await nats.connect(server.url)
    try:
        bucket = await client.jetstream().key_value("shop-leases")
        found: Owners = {}
        for key in await bucket.keys():
            if key.startswith("lease."):
                found[key.removeprefix("lease.")] = ((await bucket.get(key)).value or b"").decode()
        return found
    except (NotFoundError, NoKeysError):
        return {}
    finally:
        await client.close()


async def until(server: NatsProcess, wanted: Callable[[Owners], bool]) -> Owners:
    """Wait for a state of the leases."""
    while True:
        found = await owners(server)
        if wanted(found):
            return found
        await asyncio.sleep(0.1)


def shared_by(count: int) -> Callable[[Owners], bool]:
    """Whether everybody is owned, by so many workers."""
    return lambda found: len(found) == len(PEOPLE) and len(set(found.values())) == count


@pytest.fixture
async def rooms(connect: Connect) -> list[Channel]:
    """Rooms of alice, in which everybody is, each in one."""
    alice = await connect("alice")
    made = [await (await alice.create_channel()).join() for _ in range(ROOMS)]
    for number, identity in enumerate(PEOPLE):
        await made[number % ROOMS].add(identity)
    return made


@pytest.fixture
async def begin(
    service: LocalService, start: Start, server: NatsProcess, tmp_path: Path
) -> Callable[[], Awaitable[Process]]:
    """Starts a worker."""
    people = tmp_path / "people"
    await asyncio.to_thread(people.write_text, "\n".join(PEOPLE) + "\n\n" + PEOPLE[0])

    async def begun() -> Process:
        return await start(
            *("relay", "--start", "beginning", "--stream", "relayed", "--fleet", "shop"),
            *("--identities", str(people), "--lease", str(LEASE)),
            NATS_URL=server.url,
            TWILIO_BASE_URL=service.base_url,
        )

    return begun


@asynccontextmanager
async def writing(rooms: list[Channel]) -> AsyncGenerator[None]:
    """Somebody writes all the time."""

    async def write() -> None:
        for number in range(1_000):
            await rooms[number % ROOMS].send_message(str(number))
            await asyncio.sleep(0.2)

    task = asyncio.create_task(write())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def everything_stands_there_once(rooms: list[Channel], kept: Kept) -> None:
    expected = {room.sid: [message.index async for message in room.get_messages(100, 0, "forward")] for room in rooms}
    while True:
        found: dict[str, list[object]] = defaultdict(list)
        for subject, event in await kept("relayed"):
            if ".message_added." in subject:
                found[str(event["partitionkey"])].append(as_object(event["data"])["index"])
        if sum(map(len, found.values())) >= sum(map(len, expected.values())):
            break
        await asyncio.sleep(0.1)
    assert found == expected


async def test_users_of_workers_that_die_end_or_stop_are_taken_over(
    rooms: list[Channel], begin: Callable[[], Awaitable[Process]], server: NatsProcess, kept: Kept
) -> None:
    async with writing(rooms):
        killed, ended, stopped = [await begin() for _ in range(3)]
        await until(server, shared_by(3))

        killed.kill()
        await finish(killed)
        found = await until(server, shared_by(2))

        # Whoever is stopped loses everything, and gets its share back.
        stopped.send_signal(signal.SIGSTOP)
        (other,) = set((await until(server, shared_by(1))).values())
        assert other in found.values()
        stopped.send_signal(signal.SIGCONT)
        found = await until(server, shared_by(2))

        ended.send_signal(signal.SIGTERM)
        code, _, said = await finished(ended)
        assert code == 0
        assert "warning" not in said
        assert other not in (await owners(server)).values(), "what it had is free as soon as it has ended"
        (last,) = set((await until(server, shared_by(1))).values())
        assert last in found.values()
    await everything_stands_there_once(rooms, kept)
    stopped.send_signal(signal.SIGTERM)
    await finish(stopped)
    assert await owners(server) == {}


async def test_a_broker_that_is_away_ends_all_leases(
    rooms: list[Channel], begin: Callable[[], Awaitable[Process]], server: NatsProcess, kept: Kept
) -> None:
    async with writing(rooms):
        workers = [await begin() for _ in range(2)]
        await until(server, shared_by(2))
        await server.kill()
        await asyncio.sleep(LEASE)
        await server.start()
        await until(server, shared_by(2))
    await everything_stands_there_once(rooms, kept)
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
        code, _, said = await finished(worker)
        assert code == 0
        assert "leases cannot be renewed" in said
        assert "leases are renewed again" in said


async def test_leases(server: NatsProcess) -> None:
    async with Broker(server.url) as broker, Broker(server.url) as another:
        one, two = (NatsLeases(place, "shop-leases", seconds=600) for place in (broker, another))
        assert await one.workers() == frozenset()
        await one.join("a")
        await two.join("b")
        await two.join("b")
        assert await one.workers() == await two.workers() == {"a", "b"}
        await one.changed()
        for identity in ("bob", "a.b *>", "", "\ud800", "ünï"):
            held = await one.take(identity, "a", None)
            assert held is not None
            assert await two.take(identity, "b", None) is None
            renewed = await one.take(identity, "a", held)
            assert renewed is not None
            assert renewed > held
            await one.give_back(identity, held)  # which is not the one that lasts
            assert await two.take(identity, "b", None) is None
            again = await one.take(identity, "a", held)  # as if an answer had been lost
            assert again is not None
            await one.give_back(identity, again)
            taken = await two.take(identity, "b", None)
            assert taken is not None
            assert await one.take(identity, "a", again) is None
        await one.leave("a")
        assert await two.workers() == {"b"}
        await two.changed()
        assert "shop-leases" in repr(one)
        await server.kill()
        with pytest.raises(BrokerError, match="cannot be reached"):
            await one.workers()
        await server.start()
        assert await one.workers() == {"b"}
        assert await two.take("bob", "b", None) is not None


async def test_a_lease_ends_by_itself(server: NatsProcess) -> None:
    async with Broker(server.url) as broker:
        leases = NatsLeases(broker, "shop-leases", seconds=1)
        await leases.join("a")
        assert await leases.take("bob", "a", None) is not None
        while True:
            if await leases.take("bob", "b", None) is not None and not await leases.workers():
                break
            await asyncio.sleep(0.05)


async def test_a_bucket_with_another_configuration(server: NatsProcess) -> None:
    client = await nats.connect(server.url)
    await client.jetstream().create_key_value(KeyValueConfig("foreign", ttl=None))
    await client.close()
    async with Broker(server.url) as broker:
        await NatsLeases(broker, "shop-leases", seconds=20).workers()
        for bucket, problem in (("shop-leases", "lasts 20 seconds, not 15"), ("foreign", "lasts for ever, not 15")):
            with pytest.raises(BrokerError, match=problem) as caught:
                await NatsLeases(broker, bucket).workers()
            assert caught.value.lasting
        for seconds in (0.0, -1.0, float("nan"), float("inf")):
            with pytest.raises(ConfigurationError, match="a lease lasts 1 to 3600 seconds"):
                NatsLeases(broker, "shop-leases", seconds=seconds)
