"""The main job, as people see it."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from cli.conftest import Invoke, Start, finished
from cli.terminal import Terminal
from twilio_codegen.errors import ToolError
from twilio_codegen.generator import CheckResult
from twilio_local import LocalService


def up_to_date(answer: bool) -> CheckResult:
    return CheckResult(up_to_date=answer, diff="" if answer else "-old\n+new\n", compiled=False, output=Path("output"))


async def test_the_demo(start: Start) -> None:
    # The comparison of the generated code has its own tests.
    found = await finished(await start("demo"))
    assert (found.code, found.err) == (0, "")
    lines = found.out.splitlines()
    assert re.fullmatch(
        r"OK: every message arrived once and in order, 5 of them across a lost connection \(\d+\.\d s\)", lines[-1]
    )
    assert "\x1b" not in found.out
    for said in (
        "the generated client matches the schema",
        "listening on http://127.0.0.1:",
        "created 'The lobby' with attributes {'topic': 'typed clients', 'since': 2026}",
        "joined; alice saw memberJoined for bob",
        "messageAdded #0 alice: Hello Bob, can you read this?",
        "['body', 'lastUpdatedBy', 'dateUpdated']: Hello Bob, can you read this now?",
        "lost the connection (connecting)",
        "alice wrote 5 messages meanwhile",
        "has every missed message, once and in order",
    ):
        assert said in " ".join(found.out.split()), said


def test_generated_code_that_differs(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twilio_codegen.generator.verify_generated", lambda: up_to_date(False))
    found = invoke("demo")
    assert found.exit_code == 1
    assert found.stderr == "error: the generated code differs from the schema; run: twilio-codegen generate\n"
    assert found.stdout == ""


def test_generated_code_that_cannot_be_compared(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> CheckResult:
        raise ToolError("ruff is missing")

    monkeypatch.setattr("twilio_codegen.generator.verify_generated", fail)
    found = invoke("demo")
    assert found.exit_code == 1
    assert found.stderr == "error: the generated code cannot be compared with the schema: ruff is missing\n"


def test_generated_code_that_differs_where_nothing_compiles(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> CheckResult:
        raise ModuleNotFoundError("No module named 'jinja2'", name="jinja2")

    monkeypatch.setattr("twilio_codegen.generator.verify_generated", fail)
    found = invoke("demo")
    assert found.exit_code == 1
    assert found.stderr.endswith("jinja2 is not installed; in the clone of twilio-chat run: pip install '.[codegen]'\n")


def test_without_the_generator(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "twilio_codegen.generator", None)
    found = invoke("demo")
    assert found.exit_code == 0
    assert "generated code not compared with the schema" in found.stdout
    assert "OK: every message arrived" in found.stdout


def test_messages_that_are_lost(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twilio_codegen.generator.verify_generated", lambda: up_to_date(True))
    monkeypatch.setattr("twilio_cli.demo.CATCH_UP_SECONDS", 0.0)
    found = invoke("demo")
    assert found.exit_code == 1
    assert found.stderr == "error: bob heard only [] of [2, 3, 4, 5, 6] within 0 seconds\n"


async def test_the_demo_for_programs(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twilio_codegen.generator.verify_generated", lambda: up_to_date(True))
    found = await asyncio.to_thread(invoke, "demo", "--json")
    assert (found.exit_code, found.stderr) == (0, "")
    *transcript, end = [json.loads(line) for line in found.stdout.splitlines()]
    assert {line["who"] for line in transcript} == {"schema", "service", "alice", "bob"}
    assert {"who": "alice", "text": "wrote 5 messages meanwhile"} in transcript
    assert (end["ok"], end["across_a_lost_connection"]) == (True, 5)


async def test_the_demo_in_a_terminal(service: LocalService) -> None:
    terminal = await Terminal.start(service, "alice", "demo")
    assert await terminal.end() == 0
    assert "comparing the generated code with the schema" in terminal.plain
    assert "OK: every message arrived once and in order" in terminal.plain.splitlines()[-1]
    assert "\x1b[1;32mOK" in terminal.shown
