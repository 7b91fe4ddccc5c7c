"""A relay that is killed at any moment, with a broker that is killed, too: each message stands in the stream once."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from random import Random

import nats
from nats.js.errors import NotFoundError

from cli.conftest import Start
from fleet.conftest import Kept
from support.fresh_seeds import fresh_seed
from support.nats_process import NatsProcess
from support.processes import finish
from support.rooms import Connect
from twilio_chat import Channel
from twilio_local import LocalService
from twilio_realtime.json import as_object

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

KILLS = 2
MESSAGES = 40
ROOMS = 3


async def messages_kept(server: NatsProcess) -> int:
    """How many messages of rooms stand in the stream."""
    client = await nats.connect(server.url)
    try:
        found = await client.jetstream().stream_info("relayed", subjects_filter="relayed.*.message_added.*")
        return len(found.state.subjects or {})
    except NotFoundError:
        return 0
    finally:
        await client.close()


async def test_each_message_stands_there_once_and_in_order(
    service: LocalService, connect: Connect, start: Start, server: NatsProcess, kept: Kept
) -> None:
    seed = fresh_seed(2**31)
    print(f"seed {seed}")
    random = Random(seed)
    alice = await connect("alice")
    rooms: list[Channel] = [await (await alice.create_channel()).join() for _ in range(ROOMS)]
    for room in rooms:
        await room.add("bob")
    written = 0

    async def write(count: int) -> None:
        nonlocal written
        for _ in range(count):
            await rooms[random.randrange(ROOMS)].send_message(str(written))
            written += 1

    async def begin() -> asyncio.subprocess.Process:
        return await start(
            *("relay", "--start", "beginning", "--nats", server.url, "--stream", "relayed"),
            TWILIO_BASE_URL=service.base_url,
            TWILIO_TOKEN=service.token("bob"),
        )

    async def until_kept(count: int) -> None:
        while True:
            if await messages_kept(server) >= count:
                return
            await asyncio.sleep(0.02)

    for number in range(KILLS):
        process = await begin()
        writing = asyncio.create_task(write(MESSAGES // KILLS))
        await until_kept(random.randint(1, MESSAGES // KILLS) + number * MESSAGES // KILLS // 2)
        for _ in range(random.choice((0, 1, 10, 100, 1000))):
            await asyncio.sleep(0)
        process.kill()
        await finish(process)
        await writing
        if number == 0:
            await server.kill()
            await server.start()
    process = await begin()
    await until_kept(written)
    process.kill()
    await finish(process)

    found: dict[str, list[int]] = defaultdict(list)
    for subject, event in await kept("relayed"):
        if ".message_added." in subject:
            data = as_object(event["data"])
            index = data["index"]
            assert isinstance(index, int)
            found[str(event["partitionkey"])].append(index)
    expected = {room.sid: [message.index async for message in room.get_messages(100, 0, "forward")] for room in rooms}
    assert json.dumps(found, sort_keys=True) == json.dumps(
        {sid: all_ for sid, all_ in expected.items() if all_}, sort_keys=True
    )
