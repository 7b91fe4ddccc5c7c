"""Cursors that all identities of a relay share, and that are written a little behind."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from support.manual_clock import ManualClock
from twilio_fleet import SharedCursors
from twilio_realtime.deliveries import Cursor, MemoryCursors
from twilio_realtime.errors import CursorError


class Counted(MemoryCursors):
    """Cursors in memory, of which the writes are counted, and which can be away."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[tuple[str, str, Cursor]] = []
        self.refused: set[str] = set()
        self.tried = 0

    async def write(self, consumer: str, key: str, cursor: Cursor) -> None:
        await asyncio.sleep(0)
        if key in self.refused:
            self.tried += 1
            raise CursorError("it is away")
        self.writes.append((consumer, key, cursor))
        await super().write(consumer, key, cursor)


async def test_acknowledgements_of_a_while_are_one_write() -> None:
    clock, kept = ManualClock(), Counted()
    async with SharedCursors(kept, lag=5.0, clock=clock) as cursors:
        for key in ("CH1", "CH2"):
            assert await cursors.read("bob", key) is None
            await cursors.write("bob", key, Cursor(-1))
        assert kept.writes == [("relay", "CH1", Cursor(-1)), ("relay", "CH2", Cursor(-1))], (
            "where it begins is kept at once"
        )
        kept.writes.clear()
        for position in range(100):
            for key in ("CH1", "CH2"):
                await cursors.write("bob", key, Cursor(position - 1, position, 1))
                await cursors.write("carol", key, Cursor(position))
        assert kept.writes == []
        assert await cursors.read("carol", "CH1") == Cursor(99), "this process knows how far it has come"
        await clock.advance(5.0)
        assert sorted(kept.writes, key=lambda one: one[1]) == [
            ("relay", "CH1", Cursor(99)),
            ("relay", "CH2", Cursor(99)),
        ]
        kept.writes.clear()
        await cursors.write("bob", "CH1", Cursor(100))
        await clock.advance(5.0)
        assert kept.writes == [("relay", "CH1", Cursor(100))]


async def test_others_who_came_further_are_followed() -> None:
    clock, kept = ManualClock(), Counted()
    behind = partial(SharedCursors, kept, lag=5.0, clock=clock)
    async with behind() as one, behind() as other:
        await kept.write("relay", "CH1", Cursor(3, 4, 1))
        assert await one.read("bob", "CH1") == Cursor(3)
        await one.write("bob", "CH1", Cursor(4))
        assert await other.read("bob", "CH1") == Cursor(3), "what is not written yet comes again"
        await other.write("bob", "CH1", Cursor(9))
        await other.flush()
        assert await one.read("bob", "CH1") == Cursor(9)
        await one.flush()
        assert await kept.read("relay", "CH1") == Cursor(9)


async def test_whoever_acknowledges_learns_why_a_cursor_is_not_kept() -> None:
    clock, kept = ManualClock(), Counted()
    async with SharedCursors(kept, lag=5.0, clock=clock) as cursors:
        for key in ("CH1", "CH2"):
            await kept.write("relay", key, Cursor(0))
        kept.refused.add("CH1")
        kept.writes.clear()
        for key in ("CH1", "CH2"):
            await cursors.write("bob", key, Cursor(1))
        await clock.advance(5.0)
        assert kept.writes == [("relay", "CH2", Cursor(1))]
        with pytest.raises(CursorError, match="it is away"):
            await cursors.write("bob", "CH1", Cursor(2))
        await cursors.write("bob", "CH2", Cursor(2))
        await cursors.flush()
        kept.refused.clear()
        await clock.advance(5.0)
        assert kept.writes[1:] == [("relay", "CH2", Cursor(2)), ("relay", "CH1", Cursor(1))], (
            "it is tried again by itself"
        )
        await cursors.write("bob", "CH1", Cursor(2))
        await cursors.flush()
        assert await kept.read("relay", "CH1") == Cursor(2)


async def test_without_a_lag_each_is_kept_when_it_returns() -> None:
    kept = Counted()
    cursors = SharedCursors(kept)
    for position in range(3):
        await cursors.write("bob", "CH1", Cursor(position))
    assert [cursor.position for _, _, cursor in kept.writes] == [0, 1, 2]
    assert "Counted" in repr(cursors)


async def test_a_flush_that_is_cancelled_loses_nothing() -> None:
    clock, kept = ManualClock(), Counted()
    await kept.write("relay", "CH1", Cursor(0))
    async with SharedCursors(kept, lag=5.0, clock=clock) as cursors:
        await cursors.write("bob", "CH1", Cursor(1))
        flushing = asyncio.create_task(cursors.flush())
        await asyncio.sleep(0)
        flushing.cancel()
        await asyncio.wait([flushing])
        assert await cursors.read("bob", "CH1") == Cursor(1)
        await cursors.flush()
        assert await kept.read("relay", "CH1") == Cursor(1)


async def test_the_end_writes_what_waits() -> None:
    kept = Counted()
    await kept.write("relay", "CH1", Cursor(0))
    async with SharedCursors(kept, lag=5.0, clock=ManualClock()) as cursors:
        await cursors.write("bob", "CH1", Cursor(1))
        assert await kept.read("relay", "CH1") == Cursor(0)
    assert await kept.read("relay", "CH1") == Cursor(1)
    await cursors.write("bob", "CH1", Cursor(2))
    assert await kept.read("relay", "CH1") == Cursor(2), "nothing waits when nobody writes it later"


async def test_a_store_that_is_away_is_not_tried_for_each_of_many_lists() -> None:
    clock, kept = ManualClock(), Counted()
    keys = [f"CH{number}" for number in range(1_000)]
    for key in keys:
        await kept.write("relay", key, Cursor(0))
    kept.writes.clear()
    cursors = SharedCursors(kept, lag=5.0, clock=clock)
    async with cursors:
        for key in keys:
            await cursors.write("bob", key, Cursor(1))
        kept.refused.update(keys)
        await cursors.flush()
        assert 0 < kept.tried < 2 * 64, "each further one may take the whole time for an answer"
        tried = kept.tried
        await cursors.flush()
        assert kept.tried == tried, "nor is it tried for each user whose work ends"
        kept.refused.clear()
        await clock.advance(5.0)
        assert {key for _, key, _ in kept.writes} == set(keys), "all are written when it is back"
        for key in keys:
            await cursors.write("bob", key, Cursor(2))
        kept.refused.update(keys[:60])
        await cursors.flush()
        for key in keys[60:]:
            assert await kept.read("relay", key) == Cursor(2), "those that are refused take nothing from the others"
