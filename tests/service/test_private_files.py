"""Only the owner may read what the service keeps of people's messages, whatever the umask."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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
