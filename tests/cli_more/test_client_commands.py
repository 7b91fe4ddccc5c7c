"""The commands of a signed-in user, in a pipe and in a terminal."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli_more.conftest import Connect, Finished, Start, finished
from cli_more.terminal import Terminal
from twilio_chat import Channel
from twilio_chat_cli.commands import app
from twilio_chat_cli.listening import EVENT_NAMES, print_events
from twilio_chat_cli.options import Account
from twilio_local import LocalService

COMMANDS = ("chat", "channels", "doctor", "history", "listen", "send", "upload")


@pytest.fixture
async def room(connect: Connect) -> Channel:
    """A channel with five messages by alice, of which bob has read two."""
    alice = await connect("alice")
    made = await (await alice.create_channel(unique_name="room", friendly_name="The Room")).join()
    bob = await connect("bob")
    bobs = await (await bob.get_channel_by_sid(made.sid)).join()
    for number in range(5):
        await made.send_message(f"text {number}", {"number": number})
    await bobs.update_last_consumed_message_index(1)
    return made


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    found = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"})
    assert found.exit_code == 0
    assert re.search(rf"Example: .*twilio-chat {command}", found.stdout)
    assert "--token " not in found.stdout


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["channels"], "no access token; set TWILIO_CHAT_TOKEN or give --token-file"),
        (["listen", "--event", "messageAded"], "there is no event 'messageAded'; known: all, channelAdded"),
        (["send", "room"], "give either a text or --media, not neither"),
        (["send", "room", "text", "--media", "file"], "give either a text or --media, not both"),
        (["send", "room", "text", "--content-type", "a/b"], "--content-type says what the file of --media is"),
        (["chat"], "chat fills a terminal and this is none"),
    ],
)
def test_wrong_use(arguments: list[str], problem: str) -> None:
    found = CliRunner().invoke(app, arguments)
    assert found.exit_code in (1, 2)
    assert problem in found.stderr
    assert found.stderr.count("\n") == 1


def test_attributes_that_are_no_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_CHAT_TOKEN", "unused")
    found = CliRunner().invoke(app, ["send", "room", "text", "--attributes", "{mood: pleased}"])
    assert found.exit_code == 2
    assert "--attributes is not JSON" in found.stderr
    assert "{mood" not in found.stderr


def test_an_empty_token_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("\n")
    found = CliRunner().invoke(app, ["channels", "--token-file", str(tmp_path / "token")])
    assert found.exit_code == 1
    assert "is empty; write an access token into it" in found.stderr


async def test_channels(service: LocalService, start: Start, room: Channel) -> None:
    plain = await finished(await start("bob", "channels"))
    assert plain == Finished(0, f"The Room\tjoined\t3\t{room.sid}\n", "")
    line = await finished(await start("bob", "channels", "--json"))
    shown = json.loads(line.out)
    assert (shown["channel"], shown["unique_name"], shown["unread"]) == (room.sid, "room", 3)
    assert shown["last_message"]["index"] == 4

    public = await finished(await start("carol", "channels", "--public"))
    assert public == Finished(0, f"The Room\t2\t5\t{room.sid}\n", "")
    described = json.loads((await finished(await start("carol", "channels", "--public", "--json"))).out)
    assert (described["unique_name"], described["members"], described["messages"]) == ("room", 2, 5)

    terminal = await Terminal.start(service, "alice", "channels")
    assert await terminal.end() == 0
    heading, row = terminal.plain.splitlines()
    assert heading.split() == ["channel", "status", "unread", "sid"]
    assert row.split() == ["The", "Room", "joined", "5", room.sid]


async def test_history(service: LocalService, start: Start, room: Channel) -> None:
    everything = await finished(await start("bob", "history", "room"))
    lines = [f"The Room #{number} alice: text {number}" for number in range(5)]
    assert everything == Finished(0, "".join(f"{line}\n" for line in lines), "")
    page = await finished(await start("bob", "history", room.sid, "--limit", "2", "--before", "3", "--json"))
    shown = [json.loads(line) for line in page.out.splitlines()]
    assert [(message["index"], message["attributes"]) for message in shown] == [(1, {"number": 1}), (2, {"number": 2})]
    assert (await finished(await start("bob", "history", "room", "--before", "0"))) == Finished(0, "", "")
    terminal = await Terminal.start(service, "bob", "history", "room", "--limit", "1")
    assert await terminal.end() == 0
    assert terminal.plain.splitlines() == lines[-1:]


async def test_sending_a_file_and_attributes(start: Start, room: Channel, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("content")
    async with room.on.message_added.expect() as arrived:
        sent = await finished(await start("bob", "send", "room", "hi", "--attributes", '{"mood": "pleased"}'))
    assert sent == Finished(0, "sent as message 5\n", "")
    assert (arrived.value.body, arrived.value.attributes) == ("hi", {"mood": "pleased"})
    async with room.on.message_added.expect() as arrived:
        sent = await finished(await start("bob", "send", "room", "--media", str(file), "--json"))
    assert sent == Finished(0, '{"index": 6}\n', "")
    assert arrived.value.media is not None
    assert (arrived.value.media.filename, arrived.value.media.content_type) == ("note.txt", "text/plain")
    shown = await finished(await start("alice", "history", "room", "--limit", "1"))
    assert shown.out == "The Room #6 bob: [note.txt, 7 bytes]\n"
    missing = await finished(await start("bob", "send", "room", "--media", str(tmp_path / "missing")))
    assert (missing.code, missing.out, missing.err.count("\n")) == (1, "", 1)


async def test_uploading(service: LocalService, start: Start, room: Channel, tmp_path: Path) -> None:
    file = tmp_path / "picture"
    file.write_bytes(bytes(300_000))
    async with room.on.message_added.expect() as arrived:
        piped = await finished(
            await start("bob", "upload", "room", str(file), "--content-type", "image/x-made-up", "--attributes", "[1]")
        )
    assert piped == Finished(0, "sent as message 5\n", "")
    assert arrived.value.attributes == [1]
    assert arrived.value.media is not None
    assert (arrived.value.media.content_type, arrived.value.media.size) == ("image/x-made-up", 300_000)
    terminal = await Terminal.start(service, "bob", "upload", "room", str(file))
    assert await terminal.end() == 0
    assert "picture" in terminal.plain
    assert "300.0/300.0 kB" in terminal.plain
    assert terminal.plain.splitlines()[-1] == "sent as message 6"


async def test_events_that_are_printed_too_slowly(
    service: LocalService, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twilio_chat_cli.listening._WAITING", 1)
    account = Account(service.token("bob"), service.base_url, None)
    printing = asyncio.create_task(print_events(account, EVENT_NAMES, as_json=False, named=True))
    shown = ""
    async with asyncio.timeout(30):
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
        async with asyncio.timeout(30):
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


async def test_listening_to_all_events(start: Start, room: Channel) -> None:
    listening = Listening(await start("bob", "listen", "--event", "all", "--json"))
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


async def test_listening_to_some_events(service: LocalService, start: Start, room: Channel) -> None:
    wanted = [f"--event={name}" for name in ("messageAdded", "messageUpdated", "memberJoined", "stateChanged")]
    listening = Listening(await start("bob", "listen", *wanted))
    assert await listening.until("") == "stateChanged initialized"
    await listening.follows(room)
    message = (await room.get_messages(1)).items[0]
    await message.update_body("new text")
    expected = f"messageUpdated The Room #{message.index} alice: new text (body, lastUpdatedBy, dateUpdated)"
    assert await listening.until("messageUpdated") == expected
    await room.add("carol")
    assert await listening.until("") == "memberJoined The Room: carol"
    listening.process.send_signal(signal.SIGINT)
    assert await finished(listening.process) == Finished(130, "", "")

    terminal = await Terminal.start(service, "bob", "listen", "--event=memberLeft", "--event=stateChanged")
    await terminal.until("stateChanged initialized")
    terminal.interrupt()
    assert await terminal.end() == 130


async def test_the_reader_of_the_output_goes_away(service: LocalService, room: Channel) -> None:
    listen = f"{sys.executable} -m twilio_chat_cli.main listen --event all"
    pipeline = await asyncio.create_subprocess_shell(
        f"{listen} | head -n 1",
        stdout=PIPE,
        stderr=PIPE,
        env={**os.environ, "TWILIO_CHAT_BASE_URL": service.base_url, "TWILIO_CHAT_TOKEN": service.token("bob")},
    )
    ending = asyncio.create_task(finished(pipeline))
    while not ending.done():  # only writing tells a program that nobody reads
        await room.send_message("anybody there?")
        await asyncio.wait((ending,), timeout=0.1)
    ended = ending.result()
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count("\n") == 1


async def test_chat_in_a_terminal(service: LocalService, room: Channel) -> None:
    terminal = await Terminal.start(service, "bob", "chat", "room")
    await terminal.until("text 4")
    async with room.on.message_added.expect(timeout=30) as arrived:
        terminal.type("typed by hand\r")
    assert (arrived.value.author, arrived.value.body) == ("bob", "typed by hand")
    terminal.type("\x11")
    assert await terminal.end() == 0
