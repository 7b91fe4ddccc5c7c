"""``twilio-chat migrate``: what it prints, what it writes, and what it does with files that cannot be used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from twilio_cli.commands import app

PROGRAM = """from twilio_chat import Channel


def of(channel: Channel, other):
    channel.get_members()
    other.get_members()
"""
MOVED = (
    PROGRAM.replace("twilio_chat", "twilio_conversations")
    .replace("Channel", "Conversation")
    .replace("channel.get_members", "channel.get_participants")
)


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["migrate", *map(str, arguments)], prog_name="twilio-chat")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("program.py")
    path.write_text(PROGRAM, encoding="utf-8")
    return path


def test_a_diff_and_what_is_left(program: Path) -> None:
    told = invoke(program)

    assert told.exit_code == 0
    assert told.stdout.splitlines()[:5] == [
        "--- program.py",
        "+++ program.py",
        "@@ -1,6 +1,6 @@",
        "-from twilio_chat import Channel",
        "+from twilio_conversations import Conversation",
    ]
    assert told.stdout.splitlines()[-2:] == [
        "program.py:6:11: `.get_members`: it is not known here what `other` is; "
        "if it is a Channel, write `.get_participants`",
        "1 of 1 file to change; 1 left to you, 0 to check",
    ]
    assert program.read_text(encoding="utf-8") == PROGRAM


def test_the_diff_is_a_patch(program: Path) -> None:
    told = invoke(program)
    done = subprocess.run(["git", "apply", "-p0"], input=told.stdout.split("program.py:6")[0], text=True, check=False)

    assert done.returncode == 0
    assert program.read_text(encoding="utf-8") == MOVED


def test_writing_and_writing_again(program: Path) -> None:
    program.chmod(0o640)
    told = invoke(program, "--write")

    assert told.exit_code == 0
    assert told.stdout.startswith("changed program.py\nprogram.py:6:11: ")
    assert program.read_text(encoding="utf-8") == MOVED
    assert program.stat().st_mode & 0o777 == 0o640
    assert os.listdir() == ["program.py"]
    assert invoke(program, "--write").stdout.startswith("program.py:6:11: ")
    assert program.read_text(encoding="utf-8") == MOVED


def test_json(program: Path) -> None:
    change, finding = (json.loads(line) for line in invoke(program, "--json").stdout.splitlines())

    assert (change["file"], change["written"]) == ("program.py", False)
    assert change["diff"].startswith("--- program.py\n")
    assert (finding["file"], finding["line"], finding["column"], finding["sort"]) == ("program.py", 6, 11, "left")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("syntax.py", b"x = (1\n", "is not Python that can be read"),
        ("two.py", b"print 'x'\n", "is not Python that can be read"),
        ("nul.py", b"x = '\0'\n", "is not Python that can be read"),
        ("bytes.py", b"x = '\xff'\n", "is not in the encoding that it names"),
        ("named.py", b"# coding: nothing\n", "is not in the encoding that it names"),
        ("deep.py", b"(" * 5000 + b")" * 5000, "is nested too deeply"),
        ("chain.py", b"x" + b".y" * 5000, "is nested too deeply"),
    ],
)
def test_a_file_that_cannot_be_used_costs_itself(program: Path, name: str, content: bytes, message: str) -> None:
    Path(name).write_bytes(content)
    told = invoke(".", "--write")

    assert told.exit_code == 1
    (line,) = told.stderr.splitlines()
    assert line.startswith(f"warning: {name}")
    assert message in line
    assert Path(name).read_bytes() == content
    assert program.read_text(encoding="utf-8") == MOVED


def test_paths_without_python(program: Path) -> None:
    Path("empty").mkdir()
    told = invoke("nowhere.py", "empty", program)

    assert told.exit_code == 1
    assert told.stderr.splitlines() == [
        "warning: nowhere.py: cannot be read: No such file or directory",
        "warning: empty: there is no Python file in this folder",
    ]
    assert "+from twilio_conversations" in told.stdout


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", "# coding: latin-1\n# größe\n".encode("latin-1")])
def test_encodings_and_line_ends_stay(program: Path, content: bytes) -> None:
    before = content + PROGRAM.replace("\n", "\r\n").encode()
    program.write_bytes(before)
    told = invoke(program, "--write")

    assert told.exit_code == 0
    assert program.read_bytes() == content + MOVED.replace("\n", "\r\n").encode()


def test_without_the_extra(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("twilio_cli.migrat", "libcst"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "libcst", None)
    told = invoke(program)

    assert told.exit_code == 1
    assert told.stderr == (
        "error: libcst is not installed; in the clone of twilio-chat run: pip install '.[migrate]'\n"
    )
