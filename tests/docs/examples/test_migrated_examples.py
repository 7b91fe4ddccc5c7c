"""The examples, rewritten for Conversations by ``twilio-chat migrate``: they pass the checkers and do what they did."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from docs.examples import conftest
from docs.examples.conftest import EXAMPLES, Run, line_of
from docs.examples.web_app import visit_web_app
from support.patience import PATIENCE
from support.rooms import make_room
from twilio_chat import ChannelUpdated, Client, DeadlineError, Message
from twilio_cli.migration import Migrated, migrate, read_table
from twilio_local import LocalService

ROOT = EXAMPLES.parent


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples after the move."""
    folder = tmp_path_factory.mktemp("moved") / "examples"
    # Consumers have no client: which events they take is for whoever moves the relay to say.
    shutil.copytree(EXAMPLES, folder, ignore=shutil.ignore_patterns("__pycache__", "consumers"))
    for result in migrate([folder], read_table("twilio_conversations", "chat")):
        assert isinstance(result, Migrated)
        assert [finding for finding in result.findings if finding.sort == "left"] == []
        result.path.write_bytes(result.after)
    return folder


@pytest.fixture
def moved(migrated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets `run` start the examples as they are after the move."""
    monkeypatch.setattr(conftest, "EXAMPLES", migrated)


def is_of_bot(message: Message) -> bool:
    return message.author in ("bot", "deployer")


def test_nothing_of_the_old_package_is_left(migrated: Path) -> None:
    for path in migrated.rglob("*.py"):
        assert "twilio_chat" not in path.read_text(encoding="utf-8"), path


@pytest.mark.checkers
def test_type_checkers_accept_them(migrated: Path) -> None:
    files = sorted(map(str, migrated.rglob("*.py")))
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "pyproject.toml"), *files]
    done = subprocess.run(mypy, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout

    settings = {
        "typeCheckingMode": "strict",
        "extraPaths": [str(ROOT / "generated"), str(ROOT / "runtime")],
        "reportMissingTypeStubs": "none",
    }
    (migrated / "pyrightconfig.json").write_text(json.dumps(settings))
    pyright = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--project", str(migrated)]
    done = subprocess.run(pyright, cwd=migrated, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.usefixtures("moved")
async def test_the_echo_bot(run: Run, alice: Client) -> None:
    room = await make_room(alice, friendly_name="Room")
    await room.add("bot")
    bot = await run("echo_bot.py", "bot")
    assert await line_of(bot) == "bot is listening"
    async with room.on.message_added.expect(where=is_of_bot, timeout=PATIENCE) as answer:
        while not answer.done:  # what is written before the bot follows the room is no news to it
            await room.send_message("is there an echo?")
            with suppress(DeadlineError):
                await room.on.message_added.wait(where=is_of_bot, timeout=0.5)
    assert answer.value.body == "is there an echo?"
    bot.send_signal(signal.SIGINT)
    assert await bot.wait() == 0


@pytest.mark.usefixtures("moved")
async def test_the_support_desk(run: Run, alice: Client) -> None:
    ticket = await make_room(alice, friendly_name="Printer", attributes={"urgency": "odd"})
    await ticket.add("desk")
    desk = await run("support_desk.py", "desk")
    assert await line_of(desk) == "Printer: normal, 0 files, looked after"

    def is_urgent(_: ChannelUpdated) -> bool:
        return ticket.attributes == {"urgency": "urgent", "solved_by": None, "files": 0}

    async with ticket.on.updated.expect(where=is_urgent, timeout=PATIENCE):
        await ticket.send_message("/urgent")


@pytest.mark.usefixtures("moved")
async def test_asking_permission(run: Run, alice: Client) -> None:
    room = await make_room(alice, unique_name="releases", friendly_name="Releases")
    await room.add("deployer")
    async with room.on.message_added.expect(where=is_of_bot, timeout=PATIENCE) as asked:
        asking = await run("ask_permission.py", "deployer", "releases", "May it go out?")
        assert await line_of(asking) == "asked in releases"
    assert asked.value.body == "May it go out?"
    await room.send_message("yes")
    assert await line_of(asking) == "alice says yes"
    assert await asking.wait() == 0


@pytest.mark.usefixtures("moved")
async def test_exporting(run: Run, alice: Client, tmp_path: Path) -> None:
    room = await make_room(alice, unique_name="room", friendly_name="Room")
    for number in range(3):
        await room.send_message(f"number {number}")
    file = tmp_path / "history.jsonl"
    exporting = await run("export_channel.py", "alice", "room", str(file))
    await exporting.communicate()
    assert exporting.returncode == 0
    written = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [message["body"] for message in written] == [f"number {number}" for number in range(3)]
    assert os.listdir(tmp_path) == [file.name]


@pytest.mark.usefixtures("moved")
async def test_the_web_app(service: LocalService, run: Run, alice: Client) -> None:
    await visit_web_app(service, run, alice)
