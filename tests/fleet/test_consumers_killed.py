"""The services of the examples beside a relay and a real server, killed and started again."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

import nats
import pytest
from nats.js import JetStreamContext
from nats.js.api import ConsumerInfo
from nats.js.errors import NotFoundError

from cli.conftest import Start
from support.fresh_seeds import fresh_seed
from support.nats_process import NatsProcess
from support.rooms import Connect
from twilio_chat import Channel
from twilio_local import LocalService

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

EXAMPLES = Path(__file__).parents[2] / "examples" / "consumers"
KILLS = 3
MESSAGES = 24
ROOMS = 2

Serve = Callable[[str], Awaitable[Process]]


@pytest.fixture
async def serve(server: NatsProcess, service: LocalService, tmp_path: Path) -> AsyncIterator[Serve]:
    """Starts a service of the examples; it is ended with the test."""
    processes: list[Process] = []

    async def started(name: str) -> Process:
        with (tmp_path / f"{name}.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "faststream", "run", f"{name}:app"),
                cwd=EXAMPLES,
                stdout=DEVNULL,
                stderr=log,
                env={
                    **os.environ,
                    "NATS_URL": server.url,
                    "STREAM": "shop",
                    "ARCHIVE": str(tmp_path / "archive.db"),
                    "TWILIO_BASE_URL": service.base_url,
                    "TWILIO_TOKEN": service.token("bot"),
                },
            )
        processes.append(process)
        return process

    yield started
    for process in processes:
        await end(process)


async def end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()


@pytest.fixture
async def stream(server: NatsProcess) -> AsyncIterator[JetStreamContext]:
    client = await nats.connect(server.url)
    yield client.jetstream()
    await client.close()


async def until(done: Callable[[], Awaitable[bool]]) -> None:
    while True:
        if await done():
            return
        await asyncio.sleep(0.05)


async def consumer(stream: JetStreamContext, name: str) -> ConsumerInfo | None:
    try:
        found: ConsumerInfo = await stream.consumer_info("shop", name)
    except NotFoundError:
        return None
    return found


def archived(database: Path) -> list[tuple[str, int, str]]:
    if not database.exists():
        return []
    with closing(sqlite3.connect(database)) as opened:
        try:
            return opened.execute("SELECT channel, place, body FROM messages ORDER BY rowid").fetchall()
        except sqlite3.OperationalError:
            return []


async def relay_into(stream: JetStreamContext, server: NatsProcess, service: LocalService, start: Start) -> None:
    """Starts a relay, and waits until there is a stream."""
    await start(
        *("relay", "--start", "beginning", "--nats", server.url, "--stream", "shop"),
        TWILIO_BASE_URL=service.base_url,
        TWILIO_TOKEN=service.token("bob"),
    )

    async def there() -> bool:
        try:
            await stream.stream_info("shop")
        except NotFoundError:
            return False
        return True

    await until(there)


async def test_killed_services_archive_and_answer_each_message_once(
    service: LocalService,
    connect: Connect,
    start: Start,
    serve: Serve,
    server: NatsProcess,
    stream: JetStreamContext,
    tmp_path: Path,
) -> None:
    seed = fresh_seed(2**31)
    print(f"seed {seed}")
    random = Random(seed)
    alice = await connect("alice")
    rooms: list[Channel] = [await (await alice.create_channel()).join() for _ in range(ROOMS)]
    for room in rooms:
        await room.add("bob")
        await room.add("bot")
    await relay_into(stream, server, service, start)

    async def is_listening(name: str) -> bool:
        return await consumer(stream, name) is not None

    bot = await serve("auto_reply")
    await until(partial(is_listening, "auto-reply"))
    asked = 0
    for number in range(KILLS):
        archiver = await serve("archiver")
        for _ in range(MESSAGES // KILLS):
            await random.choice(rooms).send_message(f"please help with {asked}")
            asked += 1
        if number == 1:
            await server.kill()
            await server.start()
        goal = random.randint(0, asked)
        await until(partial(_is_archived, tmp_path, goal))
        await end(archiver)
        if number == 0:
            await end(bot)
            bot = await serve("auto_reply")
    await serve("archiver")

    async def everything_is_there() -> bool:
        written = [message for room in rooms for message in (await room.get_messages(100)).items]
        return len(written) == 2 * asked == len(archived(tmp_path / "archive.db"))

    await until(everything_is_there)
    for room in rooms:
        written = [(message.index, message.body) for message in (await room.get_messages(100)).items]
        kept = [(place, body) for channel, place, body in archived(tmp_path / "archive.db") if channel == room.sid]
        assert sorted(kept) == written
        answers = [message.author for message in (await room.get_messages(100)).items].count("bot")
        assert answers * 2 == len(written)


async def _is_archived(folder: Path, count: int) -> bool:
    return len(archived(folder / "archive.db")) >= count


async def test_what_is_no_event_costs_only_itself(
    service: LocalService,
    connect: Connect,
    start: Start,
    serve: Serve,
    server: NatsProcess,
    stream: JetStreamContext,
    tmp_path: Path,
) -> None:
    alice = await connect("alice")
    room = await (await alice.create_channel()).join()
    await room.add("bob")
    await relay_into(stream, server, service, start)
    client = await nats.connect(server.url)
    try:
        advisories = await client.subscribe("$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.shop.archiver")
        await client.flush()
        strangers = (
            b"secret",
            b"",
            b'{"body": "secret"}',
            b'{"specversion": "1.0", "id": "1", "source": "/x", "type": "a.b"}',
        )
        for number, stranger in enumerate(strangers):
            await stream.publish(f"shop.CH0.message_added.{number}", stranger)
        await serve("archiver")
        await room.send_message("the first one after them")
        await until(partial(_is_archived, tmp_path, 1))
        for _ in strangers:  # of each, the server tells whoever wants to know
            await advisories.next_msg(timeout=60)
    finally:
        await client.close()
    assert [body for _, _, body in archived(tmp_path / "archive.db")] == ["the first one after them"]
    found = await consumer(stream, "archiver")
    assert found is not None
    assert (found.num_ack_pending, found.num_pending) == (0, 0)
    log = (tmp_path / "archiver.log").read_text(encoding="utf-8")
    assert "message 1 of the stream 'shop' is set aside: this is no relayed event: it is no JSON" in log
    assert "secret" not in log
    kept = await stream.get_msg("shop", 1)
    assert kept.data == b"secret"  # the stream keeps it, so that somebody can look
