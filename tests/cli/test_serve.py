"""Running the local service."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from cli.conftest import Finished, Invoke, Start, finished, one_line, read_line
from cli.terminal import Terminal
from twilio_chat import Client
from twilio_local import LocalService, ServiceCredentials, mint_token


async def test_serving(start: Start, tmp_path: Path) -> None:
    database = tmp_path / "chat.sqlite"
    for attempt in range(2):
        process = await start("serve", "--port", "0", "--database", str(database))
        said = await read_line(process)
        url = said.removeprefix("listening on ")
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
        async with Client(mint_token(ServiceCredentials.development(), "alice"), base_url=url) as client:
            if attempt == 0:
                await client.create_channel(unique_name="kept")
            else:
                assert (await client.get_channel_by_unique_name("kept")).created_by == "alice"
        process.send_signal(signal.SIGINT)
        assert await finished(process) == Finished(130, "", "")


def test_a_port_in_use(invoke: Invoke) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = invoke("serve", "--port", str(port))
    assert found.exit_code == 1
    assert one_line(found.stderr).startswith(f"port {port} on 127.0.0.1 is in use")
    assert found.stdout == ""


def test_a_host_that_others_reach(invoke: Invoke) -> None:
    found = invoke("serve", "--host", "0.0.0.0", "--port", "0")
    assert found.exit_code == 1
    assert "the development credentials" in one_line(found.stderr)


def test_a_database_that_is_none(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("this is no database, it is a text of more than a hundred characters " * 20)
    found = invoke("serve", "--port", "0", "--database", str(file))
    assert found.exit_code == 1
    assert "notes.txt" in one_line(found.stderr)


async def test_serving_for_programs_and_people(service: LocalService, start: Start) -> None:
    process = await start("serve", "--port", "0", "--json")
    said = json.loads(await read_line(process))
    async with Client(mint_token(ServiceCredentials.development(), "alice"), base_url=said["base_url"]) as client:
        assert client.user.identity == "alice"
    assert said["base_url"] == f"http://127.0.0.1:{said['port']}"
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0

    terminal = await Terminal.start(service, "alice", "serve", "--port", "0")
    await terminal.until("(Ctrl+C stops)")
    terminal.interrupt()
    assert await terminal.end() == 130
    assert re.search(r"listening on http://127\.0\.0\.1:\d+ \(Ctrl\+C stops\)", terminal.plain)


async def test_being_asked_to_end_twice_disturbs_nothing() -> None:
    program = """
import asyncio, os, signal
from twilio_cli.serve import ended_by_sigterm

async def work():
    with ended_by_sigterm():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.Event().wait()
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            for _ in range(20):
                await asyncio.sleep(0)
            print("ended in order")

asyncio.run(work())
"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=PIPE, stderr=PIPE)
    ended = await finished(process)
    assert (ended.code, ended.out, ended.err) == (0, "ended in order\n", "")
