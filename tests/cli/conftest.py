"""A service with people who write, and the commands, run in this process or in one of their own."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import NamedTuple

import pytest
from typer.testing import CliRunner, Result

from support.rooms import Connect, alice, bob, connecting, service, share_room
from twilio_chat import Channel
from twilio_cli import main
from twilio_cli.commands import app
from twilio_local import LocalService
from twilio_realtime.environment import Environment
from twilio_realtime.twilsock.limits import ConnectionLimits

__all__ = [
    "QUICK",
    "Finished",
    "Invoke",
    "Run",
    "Start",
    "alice",
    "bob",
    "connect",
    "finished",
    "invoke",
    "one_line",
    "plain_environment",
    "read_line",
    "room",
    "run_as",
    "service",
    "start",
    "start_as",
]

Invoke = Callable[..., Result]
Start = Callable[..., Awaitable[Process]]
Run = Callable[..., Awaitable["Finished"]]
QUICK = Environment(limits=ConnectionLimits(backoff_min=0.01, backoff_max=0.05, close_timeout=0.5))


class Finished(NamedTuple):
    """How a process ended."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither credentials nor terminal settings of whoever runs the tests."""
    for name in list(os.environ):
        if name.startswith("TWILIO_") or name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "dumb")


@pytest.fixture
def invoke() -> Invoke:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments, prog_name="twilio-chat")

    return run


@pytest.fixture
async def connect(service: LocalService) -> AsyncIterator[Connect]:
    """Connects a client for an identity; it is closed at the end."""
    async with connecting(service, environment=QUICK) as connected:
        yield connected


@pytest.fixture
async def room(connect: Connect) -> Channel:
    """A channel with five messages by alice, of which bob has read two."""
    made, bobs = await share_room(
        await connect("alice"), await connect("bob"), unique_name="room", friendly_name="The Room"
    )
    for number in range(5):
        await made.send_message(f"text {number}", {"number": number})
    await bobs.update_last_consumed_message_index(1)
    return made


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Starts ``twilio-chat`` with arguments and extra environment; ended with the test if need be."""
    processes: list[Process] = []

    async def started(*arguments: str, **environment: str) -> Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "twilio_cli.main",
            *arguments,
            stdout=PIPE,
            stderr=PIPE,
            env={**os.environ, **environment},
        )
        processes.append(process)
        return process

    yield started
    for process in processes:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.fixture
def start_as(service: LocalService, start: Start) -> Start:
    """Starts ``twilio-chat`` as somebody who is known to the service."""

    async def started(identity: str, *arguments: str) -> Process:
        return await start(*arguments, TWILIO_BASE_URL=service.base_url, TWILIO_TOKEN=service.token(identity))

    return started


@pytest.fixture
def run_as(service: LocalService) -> Run:
    """Runs ``twilio-chat`` as somebody who is known to the service, in this process.

    For what commands do and say. How a program starts, ends and is interrupted takes a process of its own, which
    imports everything anew.
    """

    async def run(identity: str, *arguments: str) -> Finished:
        out, err = io.BytesIO(), io.BytesIO()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TWILIO_BASE_URL", service.base_url)
            patch.setenv("TWILIO_TOKEN", service.token(identity))
            patch.setattr(sys, "argv", ["twilio-chat", *arguments])
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8", write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8", write_through=True))
            code = await asyncio.to_thread(_exit_code)
            return Finished(code, out.getvalue().decode(), err.getvalue().decode())

    return run


def _exit_code() -> int:
    try:
        main.run()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1


async def finished(process: Process) -> Finished:
    """Wait for the end of a process."""
    out, err = await process.communicate()
    assert process.returncode is not None
    return Finished(process.returncode, out.decode(), err.decode())


async def read_line(process: Process) -> str:
    """The next line that a process prints."""
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().rstrip("\n")


def one_line(text: str) -> str:
    """The only line of an error message, without the word before it."""
    assert text.startswith("error: "), text
    assert text.endswith("\n"), text
    assert text.count("\n") == 1, text
    return text.removeprefix("error: ").rstrip("\n")
