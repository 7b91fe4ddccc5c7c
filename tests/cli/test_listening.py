"""Events as they come."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process

import pytest

from cli.conftest import Finished, Start, finished, read_line
from cli.terminal import Terminal
from support.patience import PATIENCE
from support.rooms import client_of, make_room
from twilio_chat import Channel
from twilio_cli.account import Account
from twilio_cli.listening import print_events
from twilio_cli.products import chosen_product
from twilio_local import LocalService


@pytest.mark.parametrize("as_json", [False, True])
async def test_listening(service: LocalService, start: Start, as_json: bool) -> None:
    body = "two\nlines, [bold]markup[/bold], :smile: and \x1b[31mred\x9b"
    async with client_of(service, "alice") as alice:
        room = await make_room(alice, unique_name="room", friendly_name="Room")
        await room.add("bob")
        process = await start(
            "listen",
            *(("--json",) if as_json else ()),
            TWILIO_BASE_URL=service.base_url,
            TWILIO_TOKEN=service.token("bob"),
        )
        reading = asyncio.create_task(read_line(process))
        index = -1
        while not reading.done():  # nothing tells when the other process has begun to follow the channel
            index = await room.send_message(body, {"a": 1})
            await asyncio.wait((reading,), timeout=0.2)
        line = reading.result()
        process.send_signal(signal.SIGINT)
        ended = await finished(process)
        assert (ended.code, ended.err) == (130, "")
    if as_json:
        shown = json.loads(line)
        assert {**shown, "index": 0, "sid": "IM", "date_created": ""} == {
            "channel": room.sid,
            "index": 0,
            "sid": "IM",
            "author": "alice",
            "body": body,
            "date_created": "",
            "attributes": {"a": 1},
        }
        assert shown["index"] <= index
    else:
        assert re.fullmatch(r"room #\d+ alice: two lines, \[bold\]markup\[/bold\], :smile: and �\[31mred�", line)


async def test_events_that_are_printed_too_slowly(
    service: LocalService, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twilio_cli.listening._WAITING", 1)
    account = Account(service.token("bob"), service.base_url, None)
    printing = asyncio.create_task(print_events(account, chosen_product().event_names, as_json=False, named=True))
    shown = ""
    async with asyncio.timeout(PATIENCE):
        while "warning" not in shown:
            await asyncio.sleep(0.01)
            shown += capsys.readouterr().err
    assert re.fullmatch(r"warning: \d+ events were not printed: the output is read too slowly\n", shown)
    printing.cancel()
    await asyncio.wait((printing,))


class Listening:
    """A ``twilio-chat listen`` whose lines are read."""

    def __init__(self, process: Process) -> None:
        assert process.stdout is not None
        self.process = process
        self._stdout = process.stdout

    async def until(self, *parts: str) -> str:
        """The next line that has all these parts."""
        async with asyncio.timeout(PATIENCE):
            while True:
                line = (await self._stdout.readline()).decode()
                assert line, "the command has ended"
                if all(part in line for part in parts):
                    return line.rstrip("\n")

    async def follows(self, room: Channel) -> None:
        """Return when the other process follows a channel; only its events tell, so write until one is seen."""
        hearing = asyncio.create_task(self.until("hello?"))
        while not hearing.done():
            await room.send_message("hello?")
            await asyncio.wait((hearing,), timeout=0.1)
        await hearing


async def test_listening_to_all_events(start_as: Start, room: Channel) -> None:
    listening = Listening(await start_as("bob", "listen", "--event", "all", "--json"))
    assert json.loads(await listening.until('"connected"')) == {"event": "connectionStateChanged", "state": "connected"}
    await listening.follows(room)
    await room.typing()
    assert json.loads(await listening.until("typingStarted"))["identity"] == "alice"
    await room.send_message("news")
    assert json.loads(await listening.until("messageAdded", "news"))["author"] == "alice"
    await room.update_friendly_name("Another name")
    updated = json.loads(await listening.until("channelUpdated", '"friendlyName"'))
    assert (updated["friendly_name"], updated["update_reasons"]) == ("Another name", ["friendlyName", "dateUpdated"])
    listening.process.send_signal(signal.SIGINT)
    assert (await finished(listening.process)).code == 130


async def test_listening_to_some_events(service: LocalService, start_as: Start, room: Channel) -> None:
    wanted = [f"--event={name}" for name in ("messageAdded", "messageUpdated", "memberJoined", "stateChanged")]
    listening = Listening(await start_as("bob", "listen", *wanted))
    assert await listening.until("") == "stateChanged initialized"
    await listening.follows(room)
    message = (await room.get_messages(1)).items[0]
    await message.update_body("new text")
    expected = f"messageUpdated room #{message.index} alice: new text (body, lastUpdatedBy, dateUpdated)"
    assert await listening.until("messageUpdated") == expected
    await room.add("carol")
    assert await listening.until("") == "memberJoined room: carol"
    listening.process.send_signal(signal.SIGINT)
    assert await finished(listening.process) == Finished(130, "", "")

    terminal = await Terminal.start(service, "bob", "listen", "--event=memberLeft", "--event=stateChanged")
    await terminal.until("stateChanged initialized")
    terminal.interrupt()
    assert await terminal.end() == 130


async def test_the_reader_of_the_output_goes_away(service: LocalService, room: Channel) -> None:
    listen = f"{sys.executable} -m twilio_cli.main listen --event all"
    pipeline = await asyncio.create_subprocess_shell(
        f"{listen} | head -n 1",
        stdout=PIPE,
        stderr=PIPE,
        env={**os.environ, "TWILIO_BASE_URL": service.base_url, "TWILIO_TOKEN": service.token("bob")},
    )
    ending = asyncio.create_task(finished(pipeline))
    while not ending.done():  # only writing tells a program that nobody reads
        await room.send_message("anybody there?")
        await asyncio.wait((ending,), timeout=0.1)
    ended = ending.result()
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count("\n") == 1


async def test_the_end_of_the_connection_is_told(service: LocalService, start_as: Start, room: Channel) -> None:
    listening = Listening(await start_as("bob", "listen"))
    await listening.follows(room)
    service.faults.close_with(406, 51000, identity="bob")
    ended = await finished(listening.process)
    assert ended.code == 1
    assert ended.err.startswith("error: ")
    assert ended.err.count("\n") == 1
