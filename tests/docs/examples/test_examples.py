"""The examples, run as they are against the embedded service."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path

import pytest

from docs.examples.conftest import Run, line_of
from docs.examples.web_app import visit_web_app
from support.patience import PATIENCE
from support.rooms import make_room
from twilio_chat import Client, Message
from twilio_local import LocalService


def is_of_deployer(message: Message) -> bool:
    return message.author == "deployer"


async def test_the_echo_bot(run: Run, alice: Client) -> None:
    room = await make_room(alice, friendly_name="Room", is_private=True)
    await room.invite("bot")
    bot = await run("echo_bot.py", "bot")
    assert {await line_of(bot), await line_of(bot)} == {"bot is listening", "joined Room"}
    async with room.on.message_added.expect(where=lambda message: message.author == "bot", timeout=PATIENCE) as answer:
        asked = await room.send_message("is there an echo?")
    assert (answer.value.body, answer.value.attributes) == ("is there an echo?", {"echo_of": asked})
    bot.send_signal(signal.SIGINT)
    assert await bot.wait() == 0
    assert await line_of(bot) == "the bot has left"


async def test_the_support_desk(run: Run, alice: Client) -> None:
    ticket = await make_room(alice, friendly_name="Printer", attributes={"urgency": "odd"})
    await ticket.add("desk")
    desk = await run("support_desk.py", "desk")
    assert await line_of(desk) == "Printer: normal, 0 files, looked after"

    async def becomes(attributes: dict[str, object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while ticket.attributes != attributes:
                await ticket.on.updated.wait()

    async with asyncio.TaskGroup() as both:
        both.create_task(becomes({"urgency": "urgent", "solved_by": None, "files": 0}))
        await ticket.send_message("/urgent")
    async with asyncio.TaskGroup() as both:
        both.create_task(becomes({"urgency": "urgent", "solved_by": None, "files": 1}))
        await ticket.send_message(media=b"a picture", filename="printer.png")
    async with asyncio.TaskGroup() as both:
        both.create_task(becomes({"urgency": "urgent", "solved_by": "alice", "files": 1}))
        await ticket.send_message("/solved")


async def test_exporting(run: Run, alice: Client, tmp_path: Path) -> None:
    room = await make_room(alice, unique_name="room", friendly_name="Room")
    for number in range(120):
        await room.send_message(f"number {number}")
    await (await room.get_messages(1, 50)).items[0].remove()
    file = tmp_path / "history.jsonl"
    exporting = await run("export_channel.py", "alice", "room", str(file))
    out, err = await exporting.communicate()
    assert (exporting.returncode, err) == (0, b"")
    assert f"119 messages are in {file}" in " ".join(out.decode().split())
    assert "119/119" in out.decode()
    written = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [message["index"] for message in written] == [number for number in range(120) if number != 50]
    assert written[7]["body"] == "number 7"
    assert os.listdir(tmp_path) == [file.name]
    assert os.name == "nt" or file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("answer", "status"), [("Yes", 0), ("no", 1)])
async def test_asking_permission(run: Run, alice: Client, answer: str, status: int) -> None:
    room = await make_room(alice, unique_name="releases", friendly_name="Releases")
    asking = await run("ask_permission.py", "deployer", "releases", "May it go out?")
    async with room.on.message_added.expect(where=is_of_deployer, timeout=PATIENCE) as asked:
        assert await line_of(asking) == "asked in releases"
    assert asked.value.body == "May it go out?"
    await room.typing()
    assert await line_of(asking) == "alice is typing"
    async with room.on.message_added.expect(where=is_of_deployer, timeout=PATIENCE) as hint:
        await room.send_message("perhaps")
    assert hint.value.body == "alice, please answer yes or no."
    await room.send_message(answer)
    assert await line_of(asking) == f"alice says {answer.lower()}"
    out, err = await asking.communicate()
    assert (asking.returncode, out, err) == (status, b"", b"")


async def test_asking_permission_of_nobody(run: Run, alice: Client) -> None:
    await alice.create_channel(unique_name="releases")
    asking = await run("ask_permission.py", "deployer", "releases", "May it go out?", "--patience", "0.01")
    out, err = await asking.communicate()
    assert (asking.returncode, out, err) == (2, b"asked in releases\nnobody has answered\n", b"")


async def test_the_web_app(service: LocalService, run: Run, alice: Client) -> None:
    await visit_web_app(service, run, alice)
