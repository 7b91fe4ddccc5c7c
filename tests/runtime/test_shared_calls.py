from __future__ import annotations

import asyncio

import pytest

from support.manual_clock import settle
from twilio_realtime.errors import ClosedError
from twilio_realtime.requests.shared_calls import SharedCalls


class Work:
    def __init__(self) -> None:
        self.started = 0
        self.cancelled = 0
        self.outcome: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def __call__(self) -> str:
        self.started += 1
        try:
            return await asyncio.shield(self.outcome)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise


async def test_callers_share_one_call_and_the_next_starts_anew() -> None:
    calls: SharedCalls[str, str] = SharedCalls()
    work = Work()
    callers = [asyncio.create_task(calls.run("a", work)) for _ in range(3)]
    await settle()
    work.outcome.set_result("x")
    assert await asyncio.gather(*callers) == ["x", "x", "x"]
    assert work.started == 1
    assert await calls.run("a", work) == "x"
    assert work.started == 2


async def test_one_caller_leaves() -> None:
    calls: SharedCalls[str, str] = SharedCalls()
    work = Work()
    first, second = (asyncio.create_task(calls.run("a", work)) for _ in range(2))
    await settle()
    first.cancel()
    await settle()
    assert first.cancelled()
    work.outcome.set_result("x")
    assert await second == "x"
    assert (work.started, work.cancelled) == (1, 0)


async def test_all_callers_leave() -> None:
    calls: SharedCalls[str, str] = SharedCalls()
    work = Work()
    callers = [asyncio.create_task(calls.run("a", work)) for _ in range(2)]
    await settle()
    for caller in callers:
        caller.cancel()
    await settle()
    assert (work.started, work.cancelled) == (1, 1)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_failure_reaches_every_caller() -> None:
    calls: SharedCalls[str, str] = SharedCalls()
    work = Work()
    callers = [asyncio.create_task(calls.run("a", work)) for _ in range(2)]
    await settle()
    work.outcome.set_exception(ValueError("no"))
    results = await asyncio.gather(*callers, return_exceptions=True)
    assert [type(result) for result in results] == [ValueError, ValueError]


async def test_close_ends_the_work() -> None:
    calls: SharedCalls[str, str] = SharedCalls()
    work = Work()
    caller = asyncio.create_task(calls.run("a", work))
    await settle()
    await calls.close()
    with pytest.raises(ClosedError):
        await caller
    assert work.cancelled == 1


async def test_closing_waits_for_calls_that_everybody_has_left() -> None:
    calls: SharedCalls[str, str] = SharedCalls()
    ended: list[str] = []

    async def work() -> str:
        try:
            await asyncio.Event().wait()
            return "never"
        finally:
            for _ in range(3):
                await asyncio.sleep(0)
            ended.append("in order")

    caller = asyncio.create_task(calls.run("a", work))
    await settle()
    caller.cancel()
    await asyncio.sleep(0)
    await calls.close()
    assert ended == ["in order"]
