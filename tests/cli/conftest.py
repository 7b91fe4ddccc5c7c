"""Running the commands: in this process where nothing is served, else in one of their own."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
from typer.testing import CliRunner, Result

from twilio_chat_cli.commands import app
from twilio_local import LocalService

Invoke = Callable[..., Result]
Start = Callable[..., Awaitable[Process]]


@dataclass(frozen=True)
class Finished:
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
async def service() -> AsyncIterator[LocalService]:
    async with LocalService() as running:
        yield running


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Starts ``twilio-chat`` with arguments and extra environment; ended with the test if need be."""
    processes: list[Process] = []

    async def started(*arguments: str, **environment: str) -> Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "twilio_chat_cli.main",
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


async def finished(process: Process) -> Finished:
    """Wait for the end of a process."""
    out, err = await process.communicate()
    assert process.returncode is not None
    return Finished(process.returncode, out.decode(), err.decode())


async def read_line(process: Process) -> str:
    """The next line that a process prints."""
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().rstrip("\n")
