"""Processes that carry out commands while some are killed, and the server with them: each command once."""

from __future__ import annotations

import asyncio
import json
import signal
from asyncio.subprocess import Process
from pathlib import Path

from cli.conftest import Start, finished
from support.nats_process import NatsProcess
from support.processes import finish
from support.rooms import Connect
from twilio_chat.commands import ChannelCommands
from twilio_fleet.commands import Caller
from twilio_fleet.jetstream import Broker, NatsCommands
from twilio_local import LocalService

COMMANDS = 24


async def test_each_command_is_carried_out_once(
    service: LocalService, connect: Connect, start: Start, server: NatsProcess, tmp_path: Path
) -> None:
    people = tmp_path / "people"
    await asyncio.to_thread(people.write_text, "bob\ncarol\n")
    alice = await connect("alice")
    room = await (await alice.create_channel(unique_name="general")).join()
    for identity in ("bob", "carol"):
        await room.add(identity)

    async def begin() -> Process:
        return await start(
            *("relay", "--stream", "relayed", "--fleet", "shop", "--commands"),
            *("--identities", str(people), "--lease", "2"),
            NATS_URL=server.url,
            TWILIO_BASE_URL=service.base_url,
        )

    workers = [await begin() for _ in range(2)]
    async with Broker(server.url) as broker, room.on.message_added.stream() as messages:
        caller = Caller(NatsCommands(broker, "shop"), within=600)

        async def ask(number: int) -> int:
            channel = ChannelCommands(caller, ("bob", "carol")[number % 2], "general")
            return await channel.send_message(str(number), command_id=f"command {number}")

        asked = [asyncio.create_task(ask(number)) for number in range(COMMANDS)]
        heard = 0
        async for _ in messages:
            heard += 1
            if heard == 3:  # others are under way, or done and not answered yet
                workers[0].kill()
                await finish(workers[0])
            if heard == COMMANDS // 2:
                workers.append(await begin())
                await server.kill()
                await server.start()
                workers[1].kill()
                await finish(workers[1])
            if heard == COMMANDS:
                break
        indexes = await asyncio.gather(*asked)
        found = {message.index: message.body async for message in room.get_messages(100, 0, "forward")}
        assert found == {index: str(number) for number, index in enumerate(indexes)}, "each stands there once"

    process = await start(
        *("command", "Channel.sendMessage", "--fleet", "shop", "--identity", "bob", "--id", "last", "--within", "600"),
        *("--json", "--at", json.dumps({"channel": room.sid}), "--arguments", json.dumps({"message": "from a shell"})),
        NATS_URL=server.url,
    )
    code, said, trouble = await finished(process)
    assert (code, json.loads(said), trouble) == (0, {"result": COMMANDS}, "")
    process = await start(
        *("command", "Client.shutdown", "--fleet", "shop", "--identity", "bob", "--within", "600"),
        NATS_URL=server.url,
    )
    code, said, trouble = await finished(process)
    assert (code, said) == (1, "")
    assert "'Client.shutdown' cannot be called from elsewhere" in trouble
    workers[-1].send_signal(signal.SIGTERM)
    await finish(workers[-1])
