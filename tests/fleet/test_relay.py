"""`relay` without a broker: lines of JSON."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path
from typing import cast

import pytest

from cli.conftest import Start, finished, read_line
from fleet.conftest import Kept
from support.nats_process import NatsProcess
from support.rooms import Connect
from twilio_chat import Channel
from twilio_cli.relaying import RelayOptions
from twilio_local import LocalService
from twilio_realtime.json import JsonObject, JsonValue

ADDED = "com.twilio.conversations.message.added"


async def room_of(connect: Connect, *others: str) -> Channel:
    alice = await connect("alice")
    room = await (await alice.create_channel(unique_name="room")).join()
    for other in others:
        await room.add(other)
    return room


def data_of(event: JsonObject) -> JsonObject:
    return cast("JsonObject", event["data"])


async def bodies(process: asyncio.subprocess.Process, count: int) -> list[JsonValue]:
    """The bodies of the next messages that were written."""
    found: list[JsonValue] = []
    while len(found) < count:
        event: JsonObject = json.loads(await read_line(process))
        if event["type"] == ADDED:
            found.append(data_of(event)["body"])
    return found


async def test_what_was_written_before_and_meanwhile(
    service: LocalService, connect: Connect, start: Start, tmp_path: Path
) -> None:
    room = await room_of(connect, "bob")
    await room.send_message("one")
    given = {"TWILIO_BASE_URL": service.base_url, "TWILIO_TOKEN": service.token("bob")}
    options = ("relay", "--start", "beginning", "--cursors", str(tmp_path / "relay.db"))
    process = await start(*options, **given)
    assert await bodies(process, 1) == ["one"]
    await room.send_message("two")
    assert await bodies(process, 1) == ["two"]
    async with asyncio.timeout(30):
        await room.update_friendly_name("Room")
        event: JsonObject = json.loads(await read_line(process))
    assert event["type"] == "com.twilio.conversations.conversation.updated"
    process.send_signal(signal.SIGTERM)
    ended = await finished(process)
    assert ended.code == 0
    assert ended.err.splitlines()[0] == f"relaying to standard output; cursors in the file '{tmp_path / 'relay.db'}'"
    assert set(ended.err.splitlines()[1:]) <= {"serving 1 user"}

    await room.send_message("three")
    process = await start(*options, **given)
    assert await bodies(process, 1) == ["three"]
    process.send_signal(signal.SIGINT)
    ended = await finished(process)
    assert (ended.code, ended.out) == (130, "")
    assert "warning" not in ended.err


async def test_several_users_see_each_message_once(
    service: LocalService, connect: Connect, start: Start, tmp_path: Path
) -> None:
    room = await room_of(connect, "bob", "carol")
    files: list[str] = []
    for name in ("bob", "carol"):
        file = tmp_path / name
        await asyncio.to_thread(file.write_text, service.token(name))
        files += ["--token-file", str(file)]
    await room.send_message("one")
    process = await start("relay", "--start", "beginning", *files, TWILIO_BASE_URL=service.base_url)
    assert await bodies(process, 1) == ["one"]
    for text in ("two", "three"):
        await room.send_message(text)
    assert await bodies(process, 2) == ["two", "three"]
    process.send_signal(signal.SIGTERM)
    assert (await finished(process)).code == 0


async def test_what_cannot_begin_says_why(service: LocalService, start: Start, tmp_path: Path) -> None:
    foreign = tmp_path / "notes.txt"
    await asyncio.to_thread(foreign.write_text, "Buy milk. " * 100)
    given = {"TWILIO_BASE_URL": service.base_url, "TWILIO_TOKEN": service.token("bob")}
    for options, problem in (
        (("--cursors", str(foreign)), "is no database of cursors; choose another name"),
        (("--nats", "http://user:secret@somewhere"), "the address of the broker is none"),
        (("--nats", "nats://127.0.0.1:1", "--stream", "a.b"), "the name of the stream must be made of letters"),
    ):
        ended = await finished(await start("relay", *options, **given))
        assert (ended.code, ended.out) == (1, "")
        assert problem in ended.err
        assert ended.err.count("\n") == 1
        assert "secret" not in ended.err
    ended = await finished(await start("relay", "--start", "then", **given))
    assert (ended.code, "--start is now or beginning, not 'then'" in ended.err) == (2, True)


async def test_a_user_whose_token_ends_is_told_of_and_the_others_go_on(
    service: LocalService, connect: Connect, start: Start, tmp_path: Path
) -> None:
    room = await room_of(connect, "bob")
    files: list[str] = []
    for name, token in (("bob", service.token("bob")), ("broken", "no.token.at-all")):
        file = tmp_path / name
        await asyncio.to_thread(file.write_text, token)
        files += ["--token-file", str(file)]
    await room.send_message("one")
    process = await start("relay", "--start", "beginning", *files, TWILIO_BASE_URL=service.base_url)
    assert await bodies(process, 1) == ["one"]
    process.send_signal(signal.SIGTERM)
    ended = await finished(process)
    assert ended.code == 0
    (warning,) = (line for line in ended.err.splitlines() if line.startswith("warning: "))
    assert warning.endswith("the other users are still relayed for")
    assert "no.token" not in ended.err

    ended = await finished(await start("relay", *files[2:], TWILIO_BASE_URL=service.base_url))
    assert (ended.code, ended.err.count("error: "), "no.token" in ended.err) == (1, 1, False)


async def test_a_broker_that_comes_later(
    service: LocalService, connect: Connect, start: Start, server: NatsProcess, kept: Kept
) -> None:
    await server.kill()
    room = await room_of(connect, "bob")
    await room.send_message("one")
    process = await start(
        *("relay", "--start", "beginning", "--stream", "shop"),
        NATS_URL=server.url.replace("//", "//me:secret@"),
        TWILIO_BASE_URL=service.base_url,
        TWILIO_TOKEN=service.token("bob"),
    )
    assert process.stderr is not None
    line = (await process.stderr.readline()).decode()
    assert line.startswith(f"relaying to the stream 'shop' at {server.place}, because NATS_URL is set; ")
    assert "secret" not in line
    line = (await process.stderr.readline()).decode()
    assert line == f"warning: the broker at {server.place} cannot be reached; start it, or look at the address\n"
    await server.start()
    while True:
        found = await kept("shop")
        if found:
            break
        await asyncio.sleep(0.05)
    assert [subject for subject, _ in found] == [f"shop.{room.sid}.message_added.0"]
    process.send_signal(signal.SIGTERM)
    ended = await finished(process)
    assert ended.code == 0
    assert set(ended.err.splitlines()) <= {
        "serving 1 user",
        "warning: events are handed on again",
        "warning: cursors are kept again",
    }


def test_options_do_not_show_the_address() -> None:
    options = RelayOptions(nats="nats://me:secret@host", stream="s", cursors=None, start="now", source=None)
    assert "secret" not in repr(options)


@pytest.mark.parametrize("command", ["twilio-chat", "twilio-conversations"])
def test_each_product_has_the_command(command: str) -> None:
    from typer.testing import CliRunner

    from twilio_cli.commands import application
    from twilio_cli.products import CHAT, COMMANDS, choose

    choose(COMMANDS[command])
    try:
        result = CliRunner().invoke(application(COMMANDS[command]), ["relay", "--help"], prog_name=command)
    finally:
        choose(CHAT)
    assert result.exit_code == 0
    assert "CloudEvents" in result.output
    assert "JetStream" in result.output
