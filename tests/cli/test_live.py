"""What the real service would be asked, asked of the embedded one; and what becomes of a run that fails."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cli.conftest import Finished, Invoke, finished, one_line
from docs.samples import ROOT
from twilio_chat import Client
from twilio_cli.live.questions import ANSWERS
from twilio_cli.live.report import EVENT_NUMBERS
from twilio_cli.live.run import VARIABLES
from twilio_local import Limits, LocalService, ServiceCredentials

SECRET = "the-secret-of-an-api-key-that-nobody-may-see"
PAGE = (ROOT / "docs" / "unknowns.md").read_text(encoding="utf-8")


@pytest.fixture
async def real() -> AsyncIterator[LocalService]:
    """A service with an account of its own, as the real one."""
    credentials = ServiceCredentials("AC" + "a" * 32, "SK" + "b" * 32, SECRET, "IS" + "c" * 32)
    async with LocalService(credentials=credentials, limits=Limits(typing_seconds=1)) as service:
        yield service


async def run(command: str, *arguments: str, **environment: str) -> Finished:
    """Runs ``doctor --live`` of a command, in a process of its own."""
    code = f"from twilio_cli.main import {command}; {command}()"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code, "doctor", "--live", *arguments),
        stdout=PIPE,
        stderr=PIPE,
        env={**os.environ, **environment},
    )
    return await finished(process)


def account(service: LocalService) -> dict[str, str]:
    """The environment of somebody who has an API key of a service."""
    credentials = service.credentials
    values = (credentials.account_sid, credentials.api_key_sid, credentials.api_key_secret, credentials.service_sid)
    return dict(zip(VARIABLES, values, strict=True))


@pytest.mark.parametrize("command", ["twilio_chat", "twilio_conversations"])
async def test_a_run(real: LocalService, tmp_path: Path, command: str) -> None:
    file = tmp_path / "report.md"
    found = await run(command, "--base-url", real.base_url, "--report", str(file), **account(real))
    assert (found.code, found.err) == (0, "")
    assert found.out.endswith(f"OK; the report is in {file}\n")

    report = file.read_text(encoding="utf-8")
    answers = dict(re.findall(r"^- ([a-z-]+): (.+)$", report.partition("## Answers")[2], re.MULTILINE))
    assert answers.keys() == {*ANSWERS, EVENT_NUMBERS}
    assert answers["creator-status"] == "notParticipating"
    assert answers["name-taken"] == "status 409, code 50307"
    assert answers["first-index"] == "0"
    assert answers["event-numbers"].endswith("without gaps; in order")
    assert answers["removal-events"].split()[1:] == [answers["events-heard"].split()[0].replace("Added", "Removed")]
    assert "`notification twilio.sync.event list_item_added.events[].item_index: integer`" in report or (
        "`notification twilio.sync.event list_item_added.event.item_index: integer`" in report
    )
    # Nothing of anybody's stands there.
    for secret in (SECRET, "a" * 32, "b" * 32, "c" * 32, "The first message", "Every word", "pleased", "eyJ"):
        assert secret not in report, secret
    assert not re.search(r"[A-Z]{2}[0-9a-f]{32}", report)

    async with Client(real.token("twilio-python-live-alice"), base_url=real.base_url) as alice:
        assert [channel async for channel in alice.get_subscribed_channels()] == []


async def test_a_run_that_fails_cleans_up_and_reports(real: LocalService, tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    real.faults.fail_next_request(403, path_contains="Messages", code=50503)
    found = await run(*("twilio_chat", "--json", "--base-url", real.base_url, "--report", str(file)), **account(real))
    assert found.code == 1
    last = json.loads(found.out.splitlines()[-1])
    assert last["ok"] is False
    assert last["left"] == []
    report = file.read_text(encoding="utf-8")
    assert "(status 403, code 50503)" in last["trouble"]
    assert f"- ended by: {last['trouble']}\n" in report
    assert "- story: not finished\n" in report


@pytest.mark.parametrize("wrong", ["address", "key"])
async def test_nobody_lets_us_in(real: LocalService, tmp_path: Path, wrong: str) -> None:
    """It is said at once, in one line and in the report; there is nothing to clean up."""
    file = tmp_path / "report.md"
    address = "http://127.0.0.1:9" if wrong == "address" else real.base_url
    key = {"TWILIO_API_KEY_SECRET": SECRET[::-1]} if wrong == "key" else {}
    found = await run("twilio_chat", "--base-url", address, "--report", str(file), **{**account(real), **key})
    assert (found.code, found.err) == (1, "")
    trouble = "connection refused" if wrong == "address" else "token"
    assert re.search(rf"^not OK: .*{trouble}.*; the report is in ", found.out.splitlines()[-1])
    report = file.read_text(encoding="utf-8")
    assert "- story: not played\n" in report
    assert "- left there: nothing\n" in report
    assert SECRET not in found.out + report
    assert SECRET[::-1] not in found.out + report


async def test_without_an_api_key(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_BASE_URL", "http://127.0.0.1:9")  # for other commands
    found = invoke("doctor", "--live")
    assert found.exit_code == 0
    assert found.stdout.startswith("twilio-chat doctor --live would, on the real service:\n")
    assert found.stdout.endswith(f"nothing was done; to do it, set {', '.join(VARIABLES)}\n")
    for question in ANSWERS:
        assert question in found.stdout


def test_a_part_of_an_api_key(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_API_KEY_SECRET", SECRET)
    found = invoke("doctor", "--live")
    assert found.exit_code == 1
    assert "TWILIO_ACCOUNT_SID, TWILIO_API_KEY_SID, TWILIO_SERVICE_SID not set" in one_line(found.stderr)
    assert SECRET not in found.output


def test_a_report_that_cannot_be_written(invoke: Invoke, tmp_path: Path) -> None:
    found = invoke("doctor", "--live", "--base-url", "http://127.0.0.1:9", "--report", str(tmp_path))
    assert found.exit_code == 1
    assert one_line(found.stderr) == f"the report {str(tmp_path)!r} cannot be written: Is a directory"


def test_the_list_tells_every_answer() -> None:
    rows = [line.split(" | ") for line in PAGE.partition("## The list")[2].splitlines() if line.startswith("| ")][2:]
    told = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row[-1])}
    assert told == {*ANSWERS, EVENT_NUMBERS}
    for row in rows:
        assert re.search(r"`[a-zA-Z-]+`|nothing( yet)?: ", row[-1]), row[0]
