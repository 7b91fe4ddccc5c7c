"""What becomes of the output: any encoding, a full disk, a reader that has gone, an interrupt at any moment."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import unicodedata
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from cli.conftest import Start, finished, one_line
from support.rooms import Connect, make_room
from twilio_chat import Channel
from twilio_local import LocalService

NASTY = "a\x1b]0;title\x07b\x7fc\x9b31md\u202ee\u200bf\u2028g\U000e0041h\r\ni\tj 👩\u200d👧 żółć مرحبا"
ENCODINGS = ["ascii", "latin-1", "cp1252", "utf-8", "utf-16", "cp037"]


@pytest.fixture
async def nasty(connect: Connect) -> Channel:
    alice = await connect("alice")
    channel = await make_room(alice, unique_name=f"n {NASTY}", friendly_name=NASTY)
    await channel.send_message(NASTY, {NASTY: [NASTY]})
    return channel


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_json_under_every_encoding(
    service: LocalService, start: Start, nasty: Channel, encoding: str, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text(service.token("bob"))
    process = await start(
        *("history", nasty.sid, "--json", "--token-file", str(file), "--base-url", service.base_url),
        PYTHONIOENCODING=encoding,
        LC_ALL="C",
    )
    out, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")
    (line,) = out.decode(encoding).splitlines()
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["attributes"] == {NASTY: [NASTY]}
    assert json.loads(line)["body"] == NASTY


@pytest.mark.parametrize("command", ["channels --public", "history"])
async def test_text_of_others(start_as: Start, nasty: Channel, command: str) -> None:
    words = [*command.split(), *([nasty.sid] if command == "history" else [])]
    process = await start_as("bob", *words)
    ended = await finished(process)
    assert (ended.code, ended.err, ended.out.count("\n")) == (0, "", 1)
    assert "👩\u200d👧 żółć مرحبا" in ended.out
    allowed = {"\n", "\t", "\u200d"}
    assert not [one for one in ended.out if unicodedata.category(one) in ("Cc", "Cf") and one not in allowed]


async def test_text_that_the_encoding_lacks(service: LocalService, start: Start, nasty: Channel) -> None:
    process = await start(
        *("history", nasty.sid, "--base-url", service.base_url),
        PYTHONIOENCODING="cp1252",
        TWILIO_TOKEN=service.token("bob"),
    )
    out, err = await process.communicate()
    assert (process.returncode, err, out.count(b"\n")) == (0, b"", 1)
    assert out.decode("cp1252").rstrip().isprintable()


async def test_errors_quote_nothing_raw(start_as: Start) -> None:
    ended = await finished(await start_as("bob", "history", f"x{NASTY}"))
    assert ended.code == 1
    assert not [one for one in one_line(ended.err) if unicodedata.category(one) == "Cc"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "command",
    ["--help", "--version", "history room", "history room --json", "channels", "token --identity x", "serve --port 0"],
)
async def test_a_full_disk(service: LocalService, room: Channel, command: str) -> None:
    with open("/dev/full", "wb") as full:  # noqa: ASYNC230 - opens at once
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "twilio_cli", *command.split()),
            stdout=full,
            stderr=PIPE,
            env={**os.environ, "TWILIO_BASE_URL": service.base_url, "TWILIO_TOKEN": service.token("bob")},
        )
        _, err = await process.communicate()
    assert process.returncode == 1
    assert err.decode() == "error: cannot write the output: No space left on device\n"


@pytest.mark.parametrize("command", ["--help", "--version", "history room", "history room --json", "channels"])
async def test_a_reader_that_has_gone(service: LocalService, room: Channel, command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "twilio_cli", *command.split()),
            stdout=writing,
            stderr=PIPE,
            env={**os.environ, "TWILIO_BASE_URL": service.base_url, "TWILIO_TOKEN": service.token("bob")},
        )
    finally:
        os.close(writing)
    _, err = await process.communicate()
    assert (process.returncode, err) == (141, b"")


@pytest.mark.parametrize("package", ["twilio_chat", "twilio_cli", "twilio_codegen"])
def test_an_interrupt_during_imports(tmp_path: Path, package: str) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n")
    ended = subprocess.run(
        [sys.executable, "-m", package, "--help"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "interrupted\n")


@pytest.mark.parametrize(("package", "extra"), [("twilio_cli", "cli"), ("twilio_codegen", "codegen")])
def test_an_extra_that_is_missing(tmp_path: Path, package: str, extra: str) -> None:
    call = (
        "import sys; sys.modules['typer'] = None; import importlib.util as u; find = u.find_spec; "
        "u.find_spec = lambda name, *more: None if name == 'typer' else find(name, *more); "
        f"import runpy; sys.argv = ['x']; runpy.run_module('{package}', run_name='__main__')"
    )
    ended = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert "typer" in ended.stderr
    assert f"in the clone of twilio-chat run: pip install '.[{extra}]'" in ended.stderr
