"""What goes on beside something else ends with it, and no error of it is lost."""

from __future__ import annotations

import asyncio
import gc

import pytest

from twilio_cli.beside import beside, until_one_ends
from twilio_cli.commanding import read_input
from twilio_cli.trouble import Trouble
from twilio_fleet.commands import LARGEST


async def fail(said: str) -> None:
    raise ValueError(said)


async def wait_for_ever(ended: list[str]) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        ended.append("ended")


async def test_it_has_ended_when_the_block_has() -> None:
    ended: list[str] = []
    async with beside(wait_for_ever(ended)):
        await asyncio.sleep(0)
    assert ended == ["ended"]


async def test_what_it_failed_with_is_raised_unless_the_block_failed() -> None:
    with pytest.raises(ValueError, match="beside"):
        async with beside(fail("beside")):
            await asyncio.sleep(0)
    with pytest.raises(ValueError, match="block"):
        async with beside(fail("beside")):
            await fail("block")


async def test_the_first_end_is_that_of_all() -> None:
    ended: list[str] = []
    await until_one_ends(wait_for_ever(ended), asyncio.sleep(0))
    assert ended == ["ended"]


async def test_errors_of_several_leave_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="one"):
        await until_one_ends(fail("one"), fail("other"))
    gc.collect()
    assert not caplog.records


async def test_all_end_when_it_is_cancelled() -> None:
    ended: list[str] = []
    task = asyncio.create_task(until_one_ends(wait_for_ever(ended), wait_for_ever(ended)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert ended == ["ended", "ended"]


def test_too_much_input_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    class Given:
        def __init__(self, size: int) -> None:
            self.buffer = self
            self._data = b" " * size

        def read(self, most: int) -> bytes:
            return self._data[:most]

    monkeypatch.setattr("sys.stdin", Given(LARGEST))
    assert len(read_input()) == LARGEST
    monkeypatch.setattr("sys.stdin", Given(LARGEST + 1))
    with pytest.raises(Trouble, match=f"more than {LARGEST} bytes"):
        read_input()
