"""Only the owner may read what the service keeps of people's messages, whatever the umask."""

from __future__ import annotations

import ast
import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

import twilio_local
from support.rooms import client_of, make_room
from twilio_local import LocalService

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes of files mean something else there")


@pytest.fixture(params=[0o000, 0o022, 0o277, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes_in(folder: Path) -> dict[str, str]:
    return {file.name: oct(stat.S_IMODE(file.stat().st_mode)) for file in folder.iterdir()}


@pytest.mark.usefixtures("umask")
async def test_databases_and_recordings(tmp_path: Path) -> None:
    database, recording = tmp_path / "chat.db", tmp_path / "frames.jsonl"
    for _ in range(2):
        async with LocalService(database=database, record=recording) as service:
            async with client_of(service, "alice") as alice:
                await make_room(alice)
            modes = modes_in(tmp_path)
            assert modes == dict.fromkeys(modes, "0o600")
            assert {"chat.db", "chat.db-wal", "frames.jsonl"} <= modes.keys()


async def test_a_file_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    recording = tmp_path / "frames.jsonl"
    recording.touch()
    recording.chmod(0o640)
    async with LocalService(record=recording):
        assert modes_in(tmp_path) == {"frames.jsonl": "0o640"}


WRITERS = {
    "twilio_local/storage/private_file.py",
    "twilio_realtime/files/atomic_file.py",
    "twilio_cli/live/run.py",  # writes a report that is made to be shown, and holds nothing of anybody's
    "twilio_cli/migrating.py",  # rewrites programs, which stay as readable as they were
}
"""The modules that create files. What they create can be read by its owner alone, unless it says otherwise here."""
CREATES = {"mkstemp", "NamedTemporaryFile", "TemporaryFile", "touch", "write_bytes", "write_text", "O_CREAT"}


def creates_files(node: ast.AST) -> bool:
    if isinstance(node, ast.Name | ast.Attribute):
        return (node.id if isinstance(node, ast.Name) else node.attr) in CREATES
    if not isinstance(node, ast.Call):
        return False
    function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    modes = [each.value for each in (*node.args, *(given.value for given in node.keywords)) if is_text(each)]
    return function == "open" and any(re.fullmatch(r"[rwxab+t]*[wxa+][rwxab+t]*", str(mode)) for mode in modes)


def is_text(node: ast.expr) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_nothing_else_creates_files() -> None:
    runtime = Path(twilio_local.__file__).parents[1]
    found = {
        file.relative_to(runtime).as_posix()
        for file in runtime.rglob("*.py")
        if any(map(creates_files, ast.walk(ast.parse(file.read_text(encoding="utf-8")))))
    }
    assert found == WRITERS
