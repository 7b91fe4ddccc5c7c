"""`twilio-chat serve` with its options: control, frame log, recording."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path

import httpx
import pytest

from support.processes import finish
from support.raw_client import RawClient
from twilio_local import LocalService

CREDENTIALS = {
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_API_KEY_SID": "SK1",
    "TWILIO_API_KEY_SECRET": "a secret of thirty-two characters",
    "TWILIO_SERVICE_SID": "IS1",
}


async def start(*options: str, env: dict[str, str] | None = None) -> asyncio.subprocess.Process:
    """Run the command on a free port."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-W", "error", "-m", "twilio_cli.main", "serve", "--port", "0", *options)
    return await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe, env=env)


async def test_control_log_and_recording(tmp_path: Path) -> None:
    record = tmp_path / "frames.jsonl"
    process = await start("--control", "--log", "frames", "--record", str(record))
    assert process.stdout is not None
    base_url = (await process.stdout.readline()).decode().split()[2]
    token = LocalService().token("alice")
    client = await RawClient.initialised(base_url, token)
    async with httpx.AsyncClient() as http:
        made = await http.post(f"{base_url}/control/cut", json={"identity": "alice"})
    assert made.json() == {"sockets": 1}
    assert await client.closed() == (None, "")
    process.send_signal(signal.SIGINT)
    said, logged = await finish(process)
    assert said == ""
    lines = logged.splitlines()
    assert lines[0].endswith("#1 ? opened")
    assert "-> init TM1" in lines[1]
    assert lines[-1].endswith("#1 alice ended")
    kinds = [json.loads(line)["kind"] for line in record.read_text().splitlines()]
    assert kinds == ["open", "in", "out", "end"]
    assert token not in logged + record.read_text()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--control", "--host", "0.0.0.0"), "control would let anybody make trouble"),
        (("--record", "/nowhere/frames.jsonl"), "recording '/nowhere/frames.jsonl' cannot be written"),
    ],
)
async def test_what_cannot_be_started(options: tuple[str, ...], message: str) -> None:
    process = await start(*options, env=CREDENTIALS)
    said, complained = await finish(process)
    assert (said, process.returncode) == ("", 1)
    assert message in complained
    assert complained.count("\n") == 1
