"""Writing messages and files."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.conftest import Finished, Run, Start, finished, one_line
from cli.terminal import Terminal
from support.rooms import client_of, make_room
from twilio_chat import Channel
from twilio_cli.commands import app
from twilio_cli.sending import MAX_INPUT
from twilio_local import LocalService


async def test_sending(service: LocalService, start: Start, tmp_path: Path) -> None:
    async with client_of(service, "alice") as alice:
        room = await make_room(alice, unique_name="room")
        async with room.on.message_added.expect() as arrived:
            found = await finished(
                await start(
                    "send",
                    "room",
                    "hello :smile:",
                    TWILIO_BASE_URL=service.base_url,
                    TWILIO_TOKEN=service.token("bob"),
                )
            )
        assert found == Finished(0, "sent as message 0\n", "")
        assert (arrived.value.author, arrived.value.body) == ("bob", "hello :smile:")
        file = tmp_path / "token"
        file.write_text(service.token("bob") + "\n")
        again = await start(
            "send", room.sid, "again", "--json", "--base-url", service.base_url, "--token-file", str(file)
        )
        assert await finished(again) == Finished(0, '{"index": 1}\n', "")
        missing = await finished(
            await start("send", "nowhere", "x", "--base-url", service.base_url, TWILIO_TOKEN=service.token("bob"))
        )
        assert missing.code == 1
        assert one_line(missing.err).startswith("no channel 'nowhere'")


async def test_sending_a_file_and_attributes(run_as: Run, room: Channel, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("content")
    async with room.on.message_added.expect() as arrived:
        sent = await run_as("bob", "send", "room", "hi", "--attributes", '{"mood": "pleased"}')
    assert sent == Finished(0, "sent as message 5\n", "")
    assert (arrived.value.body, arrived.value.attributes) == ("hi", {"mood": "pleased"})
    async with room.on.message_added.expect() as arrived:
        sent = await run_as("bob", "send", "room", "--media", str(file), "--json")
    assert sent == Finished(0, '{"index": 6}\n', "")
    assert arrived.value.media is not None
    assert (arrived.value.media.filename, arrived.value.media.content_type) == ("note.txt", "text/plain")
    shown = await run_as("alice", "history", "room", "--limit", "1")
    assert shown.out == "room #6 bob: [note.txt, 7 bytes]\n"
    missing = await run_as("bob", "send", "room", "--media", str(tmp_path / "missing"))
    assert (missing.code, missing.out, missing.err.count("\n")) == (1, "", 1)


async def test_uploading(service: LocalService, start_as: Start, room: Channel, tmp_path: Path) -> None:
    file = tmp_path / "picture"
    file.write_bytes(bytes(300_000))
    async with room.on.message_added.expect() as arrived:
        piped = await finished(
            await start_as(
                "bob", "upload", "room", str(file), "--content-type", "image/x-made-up", "--attributes", "[1]"
            )
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


def test_attributes_that_are_no_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_TOKEN", "unused")
    found = CliRunner().invoke(app, ["send", "room", "text", "--attributes", "{mood: pleased}"])
    assert found.exit_code == 2
    assert "--attributes is not JSON" in found.stderr
    assert "{mood" not in found.stderr


async def test_sending_in_a_terminal(service: LocalService, room: Channel) -> None:
    terminal = await Terminal.start(service, "bob", "send", "room", "by hand")
    assert await terminal.end() == 0
    assert terminal.shown == "sent as message 5\r\n"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (b"one\ntwo\n", "one\ntwo"),
        ("żółć 🙂\r\n".encode(), "żółć 🙂"),
        (b"\n\n", "\n"),
    ],
)
async def test_sending_standard_input(service: LocalService, room: Channel, given: bytes, text: str) -> None:
    async with room.on.message_added.expect() as arrived:
        ended = await send_input(service, given)
    assert ended == Finished(0, "sent as message 5\n", "")
    assert arrived.value.body == text


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (b"", "standard input is empty"),
        (b"\n", "standard input is empty"),
        (b"caf\xe9\n", "standard input is not UTF-8: byte 0xe9 at offset 3"),
        (b"\xed\xa0\xbd", "standard input is not UTF-8"),
        (b"x" * (MAX_INPUT + 1), f"standard input has more than {MAX_INPUT} bytes"),
    ],
    ids=lambda value: repr(value)[:40],  # pytest hands the whole name on to the programs, as a variable
)
async def test_standard_input_that_is_no_message(
    service: LocalService, room: Channel, given: bytes, problem: str
) -> None:
    ended = await send_input(service, given)
    assert (ended.code, ended.out) == (1, "")
    assert problem in one_line(ended.err)


async def send_input(service: LocalService, given: bytes) -> Finished:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "twilio_chat", "send", "room", "-"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env={**os.environ, "TWILIO_BASE_URL": service.base_url, "TWILIO_TOKEN": service.token("bob")},
    )
    out, err = await process.communicate(given)
    assert process.returncode is not None
    return Finished(process.returncode, out.decode(), err.decode())
