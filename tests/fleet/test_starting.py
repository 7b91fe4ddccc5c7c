"""Clients that start at the same time are few, and one that takes long holds nobody up."""

from __future__ import annotations

import asyncio

import pytest

from simulation.virtual_time import VirtualLoop
from twilio_fleet.starting import StartTurns


def test_turns() -> None:
    async def play() -> None:
        turns, running, most = StartTurns(at_once=2, patience=10), 0, 0

        async def begin(seconds: float) -> float:
            nonlocal running, most
            async with turns.turn():
                running += 1
                most = max(most, running)
                await asyncio.sleep(seconds)
                running -= 1
            return asyncio.get_running_loop().time()

        begun = asyncio.get_running_loop().time()
        ended = await asyncio.gather(*(begin(1) for _ in range(6)))
        assert most == 2
        assert max(ended) - begun == pytest.approx(3)

        stuck = [asyncio.create_task(begin(1_000)) for _ in range(2)]
        await asyncio.sleep(1)
        begun = asyncio.get_running_loop().time()
        assert await begin(1) - begun == pytest.approx(10), "after the patience of those who take long"
        for task in stuck:
            task.cancel()
        await asyncio.wait(stuck)
        most = running = 0
        await asyncio.gather(*(begin(1) for _ in range(6)))
        assert most == 2, "who has given its turn back does not give it back again"

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(play())
