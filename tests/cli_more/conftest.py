"""A service with people who write, and the commands run in this process or in one of their own."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest

from twilio_chat import Client
from twilio_local import LocalService
from twilio_realtime.environment import Environment
from twilio_realtime.twilsock.limits import ConnectionLimits

Connect = Callable[[str], Awaitable[Client]]
Start = Callable[..., Awaitable[Process]]
QUICK = Environment(limits=ConnectionLimits(backoff_min=0.01, backoff_max=0.05, close_timeout=0.5))


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
    monkeypatch.setenv("TERM", "dumb")


@pytest.fixture
async def service() -> AsyncIterator[LocalService]:
    async with LocalService() as running:
        yield running


@pytest.fixture
async def connect(service: LocalService) -> AsyncIterator[Connect]:
    """Connects a client for an identity; it is closed at the end."""
    async with AsyncExitStack() as clients:

        async def connected(identity: str) -> Client:
            client = Client(service.token(identity), base_url=service.base_url, environment=QUICK)
            return await clients.enter_async_context(client)

        yield connected


@pytest.fixture
async def start(service: LocalService) -> AsyncIterator[Start]:
    """Starts ``twilio-chat`` as somebody; ended with the test if need be."""
    processes: list[Process] = []

    async def started(identity: str, *arguments: str) -> Process:
        environment = {"TWILIO_CHAT_BASE_URL": service.base_url, "TWILIO_CHAT_TOKEN": service.token(identity)}
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
