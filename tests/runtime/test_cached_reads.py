"""Readings that are answered from what was read before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from support.manual_clock import ManualClock, settle
from twilio_realtime.errors import ClosedError, NotFoundError
from twilio_realtime.requests.cached_reads import CachedReads


class Source:
    """Counts the readings; gives `values`, and None for what is not among them."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.values: dict[str, int] = {"a": 1, "b": 2, "c": 3}
        self.gate = asyncio.Event()
        self.gate.set()
        self.failure: Exception | None = None

    def __call__(self, key: str) -> Callable[[], Awaitable[int | None]]:
        async def read() -> int | None:
            self.asked.append(key)
            value = self.values.get(key)
            await self.gate.wait()
            if self.failure is not None:
                raise self.failure
            return value

        return read


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def source() -> Source:
    return Source()


async def read(cache: CachedReads[int | None], source: Source, *keys: str) -> list[int | None]:
    return [await cache.get(key, source(key)) for key in keys]


async def test_read_once(clock: ManualClock, source: Source) -> None:
    cache: CachedReads[int | None] = CachedReads(10, clock=clock)

    assert await read(cache, source, "a", "none", "a", "none") == [1, None, 1, None]
    await clock.advance(1e6)
    assert await read(cache, source, "a") == [1]
    assert source.asked == ["a", "none"]


async def test_least_recently_used_goes_first(clock: ManualClock, source: Source) -> None:
    cache: CachedReads[int | None] = CachedReads(2, clock=clock)

    await read(cache, source, "a", "b", "a", "c", "a", "b")

    assert source.asked == ["a", "b", "c", "b"]
    assert len(cache) == 2


async def test_capacity_of_none(clock: ManualClock, source: Source) -> None:
    cache: CachedReads[int | None] = CachedReads(0, clock=clock)

    await read(cache, source, "a", "a")

    assert source.asked == ["a", "a"]
    assert len(cache) == 0


async def test_values_get_old(clock: ManualClock, source: Source) -> None:
    cache: CachedReads[int | None] = CachedReads(2, clock=clock, seconds=5)

    await read(cache, source, "a")
    await clock.advance(4.9)
    await read(cache, source, "a")
    await clock.advance(0.2)
    source.values["a"] = 7
    assert await read(cache, source, "a") == [7]
    assert source.asked == ["a", "a"]


async def test_failures_are_not_kept(clock: ManualClock, source: Source) -> None:
    cache: CachedReads[int | None] = CachedReads(2, clock=clock)
    source.failure = NotFoundError("no", status=404)

    with pytest.raises(NotFoundError):
        await read(cache, source, "a")
    source.failure = None
    assert await read(cache, source, "a") == [1]


async def test_callers_share_a_reading(clock: ManualClock, source: Source) -> None:
    cache: CachedReads[int | None] = CachedReads(2, clock=clock)
    source.gate.clear()
    first, second = (asyncio.create_task(read(cache, source, "a")) for _ in range(2))
    await settle()
    first.cancel()
    await settle()
    source.gate.set()

    assert await second == [1]
    assert source.asked == ["a"]
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_forgetting(clock: ManualClock, source: Source) -> None:
    cache: CachedReads[int | None] = CachedReads(5, clock=clock)

    await read(cache, source, "a", "b")
    cache.forget("a")
    cache.forget("unknown")
    await read(cache, source, "a", "b")

    assert source.asked == ["a", "b", "a"]


async def test_a_reading_that_began_before_is_not_kept(clock: ManualClock, source: Source) -> None:
    cache: CachedReads[int | None] = CachedReads(5, clock=clock)
    source.gate.clear()
    before = asyncio.create_task(read(cache, source, "a"))
    await settle()
    source.values["a"] = 7
    cache.forget("a")
    after = asyncio.create_task(read(cache, source, "a"))
    await settle()
    source.gate.set()

    assert (await before, await after) == ([1], [7])
    assert await read(cache, source, "a") == [7]
    assert source.asked == ["a", "a"]


async def test_closing(clock: ManualClock, source: Source) -> None:
    cache: CachedReads[int | None] = CachedReads(5, clock=clock)
    await read(cache, source, "b")
    source.gate.clear()
    waiting = asyncio.create_task(read(cache, source, "a"))
    await settle()

    await cache.close()
    await cache.close()

    with pytest.raises(ClosedError):
        await waiting
    assert len(cache) == 0


async def test_a_fresh_value_is_read_and_kept(clock: ManualClock, source: Source) -> None:
    cache: CachedReads[int | None] = CachedReads(5, clock=clock)
    assert await read(cache, source, "a") == [1]
    source.values["a"] = 10
    assert await cache.get("a", source("a"), fresh=True) == 10
    assert await read(cache, source, "a") == [10]
    assert source.asked == ["a", "a"]


async def test_everything_is_forgotten_at_once(clock: ManualClock, source: Source) -> None:
    cache: CachedReads[int | None] = CachedReads(5, clock=clock)
    await read(cache, source, "a", "b")
    source.gate.clear()
    reading = asyncio.create_task(cache.get("c", source("c")))
    await settle()
    cache.forget_all()
    source.gate.set()
    assert await reading == 3
    assert len(cache) == 0  # what was being read began before
    await read(cache, source, "a", "b", "c")
    assert source.asked == ["a", "b", "c", "a", "b", "c"]
