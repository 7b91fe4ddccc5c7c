"""Thousands of clients fit into a process: what one takes that waits for something to happen is bounded."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE

import pytest

from support.processes import finish
from twilio_local import LocalService

FIRST, MORE = 3, 100
"""Clients before it is counted, and then: so many that what all of them share, and grows in steps, counts little."""
BOUND = 48 * 1024
"""Bytes for one client, its connection included."""
PROGRAM = """\
import asyncio, gc, sys, tracemalloc
from contextlib import AsyncExitStack
from {package} import Client

async def main(base_url, *tokens):
    async with AsyncExitStack() as opened:
        for number, token in enumerate(tokens):
            if number == {first}:  # what all of them share is there
                gc.collect()
                tracemalloc.start()
            await opened.enter_async_context(Client(token, base_url=base_url))
        gc.collect()
        taken, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(taken / (len(tokens) - {first}))

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("package", ["twilio_chat", "twilio_conversations"])
async def test_what_an_idle_client_takes(service: LocalService, package: str) -> None:
    tokens = [service.token(f"idle{number}") for number in range(FIRST + MORE)]
    script = PROGRAM.format(package=package, first=FIRST)
    command = (sys.executable, "-c", script, service.base_url, *tokens)
    said, _ = await finish(await asyncio.create_subprocess_exec(*command, stdout=PIPE))
    assert float(said) < BOUND, float(said)
