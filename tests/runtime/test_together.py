"""Several things at the same time that only make sense as a whole."""

from __future__ import annotations

import asyncio

import pytest

from twilio_realtime.lifetime.together import together


async def test_all_run_at_the_same_time() -> None:
    first, second = asyncio.Event(), asyncio.Event()

    async def meet(mine: asyncio.Event, other: asyncio.Event) -> str:
        mine.set()
        await other.wait()
        return "dropped"

    await together(meet(first, second), meet(second, first))


async def test_the_first_failure_ends_the_others_and_is_raised_as_it_is() -> None:
    ended: list[str] = []

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("the other")

    async def fail() -> None:
        await asyncio.sleep(0)
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone") as caught:
        await together(wait(), fail())
    assert ended == ["the other"]
    assert caught.value.__context__ is None


async def test_what_fails_at_the_same_time_is_one_error() -> None:
    async def fail(error: Exception) -> None:
        raise error

    with pytest.raises(LookupError):
        await together(fail(LookupError()), fail(ValueError()))


async def test_whoever_is_cancelled_cancels_all_and_waits_for_their_end() -> None:
    ended = 0

    async def wait() -> None:
        nonlocal ended
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended += 1

    task = asyncio.create_task(together(wait(), wait()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended == 2
