"""Programs that are interrupted, with asyncio and without: they end in order and without a traceback."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import cast

import pytest

import twilio_chat
import twilio_chat.blocking
from support.client_programs import starting_programs
from support.threaded_service import ThreadedService

LIFE = 50.0
"""Seconds that a program may take, most of them to start on a busy machine."""

Start = Callable[[str], subprocess.Popen[str]]

ASYNCHRONOUS = """
import asyncio, os
from twilio_chat import Client, run

async def main():
    async with Client(os.environ["TOKEN"], base_url=os.environ["BASE_URL"]) as client:
        @client.on.message_added
        async def handle(message):
            print("begun", flush=True)
            await asyncio.sleep(HANDLING)
            print("handled", flush=True)
        room = await (await client.create_channel()).join()
        await room.send_message("hello")
        await client.until_closed()

print(run(main), "the end")
"""

BLOCKING = """
import os, time
from twilio_chat.blocking import Client, run

def main():
    with Client(os.environ["TOKEN"], base_url=os.environ["BASE_URL"]) as client:
        @client.on.message_added
        def handle(message):
            print("begun", flush=True)
            time.sleep(HANDLING)
            print("handled", flush=True)
        room = client.create_channel().join()
        room.send_message("hello")
        client.until_closed()

print(run(main), "the end")
"""

PROGRAMS = pytest.mark.parametrize("program", [ASYNCHRONOUS, BLOCKING], ids=["asyncio", "blocking"])
SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send these signals to one process")


@pytest.fixture
def start(service: ThreadedService) -> Iterator[Start]:
    """Starts a program as alice; whatever happens, it has ended afterwards."""
    with starting_programs(service, warnings="error") as starting:
        yield starting


@PROGRAMS
@SIGNALS
def test_a_program_ends_in_order(start: Start, service: ThreadedService, program: str, number: signal.Signals) -> None:
    process = start(program.replace("HANDLING", "0.2"))
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(number)
    out, err = process.communicate(timeout=LIFE)
    assert (process.returncode, out, err) == (0, "handled\nNone the end\n", "")
    assert service.call(lambda running: running.sessions) == ()


@SIGNALS
def test_the_second_interrupt_waits_no_longer(start: Start, number: signal.Signals) -> None:
    script = ASYNCHRONOUS.replace("HANDLING", "600").replace(
        "        await client.until_closed()\n",
        "        try:\n            await client.until_closed()\n"
        "        finally:\n            print('leaving', flush=True)\n            await asyncio.sleep(600)\n",
    )
    process = start(script)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(number)
    assert process.stdout.readline() == "leaving\n"
    process.send_signal(number)
    out, err = process.communicate(timeout=LIFE)
    assert (process.returncode, out, err) == (0, "None the end\n", "")


@PROGRAMS
def test_what_a_program_returns_and_raises(start: Start, program: str) -> None:
    result = program.replace("await client.until_closed()", "return 7").replace("client.until_closed()", "return 7")
    out, err = start(result.replace("HANDLING", "0")).communicate(timeout=LIFE)
    assert out.endswith("7 the end\n")
    assert err == ""
    broken = program.replace("await client.until_closed()", "1 / 0").replace("client.until_closed()", "1 / 0")
    process = start(broken.replace("HANDLING", "0"))
    _, err = process.communicate(timeout=LIFE)
    assert process.returncode == 1
    assert err.endswith("ZeroDivisionError: division by zero\n")


async def test_an_event_loop_that_runs_already() -> None:
    async def main() -> None:
        raise AssertionError

    for work in (main, main()):
        with pytest.raises(twilio_chat.StateError, match="use `await main"):
            twilio_chat.run(work)


def test_what_cannot_be_run() -> None:
    async def main() -> None:
        raise AssertionError

    with pytest.raises(twilio_chat.ArgumentError, match="async function"):
        twilio_chat.run(cast("Callable[[], Coroutine[object, object, int]]", lambda: 5))
    with pytest.raises(twilio_chat.ArgumentError, match="plain function"):
        twilio_chat.blocking.run(main)


def test_signals_are_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)

    async def main() -> str:
        assert signal.getsignal(signal.SIGTERM) != before[1]
        return "done"

    assert twilio_chat.run(main) == "done"
    assert twilio_chat.run(main()) == "done"
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
