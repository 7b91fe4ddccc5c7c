"""Running an example as its own program, as somebody."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from support.patience import PATIENCE
from support.rooms import alice, connect, service
from twilio_local import LocalService

__all__ = ["EXAMPLES", "Run", "alice", "connect", "line_of", "run", "service"]

EXAMPLES = Path(__file__).parents[3] / "examples"
Run = Callable[..., Awaitable[Process]]


@pytest.fixture
async def run(service: LocalService) -> AsyncIterator[Run]:
    """Starts an example; it is ended with the test."""
    processes: list[Process] = []

    async def started(example: str, identity: str, *arguments: str, **environment: str) -> Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-W",
            "error",
            str(EXAMPLES / example),
            *arguments,
            stdout=PIPE,
            stderr=PIPE,
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith("TWILIO_")},
                "TWILIO_BASE_URL": service.base_url,
                "TWILIO_TOKEN": service.token(identity),
                **environment,
            },
        )
        processes.append(process)
        return process

    yield started
    for process in processes:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line_of(process: Process, *, error: bool = False) -> str:
    """The next line that a program writes."""
    stream = process.stderr if error else process.stdout
    assert stream is not None
    async with asyncio.timeout(PATIENCE):
        line = (await stream.readline()).decode()
    if not line:
        assert process.stderr is not None
        pytest.fail((await process.stderr.read()).decode())
    return line.rstrip("\n")
