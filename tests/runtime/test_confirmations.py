"""Changes of the signed-in user's own part: a call returns when the collection shows them."""

from __future__ import annotations

import asyncio

import pytest

from support.manual_clock import settle
from support.membership_world import World
from twilio_realtime.collections.confirmations import SETTLE_TIMEOUT
from twilio_realtime.errors import (
    DeadlineError,
    ForbiddenError,
    NotFoundError,
)


async def test_settled_waits_for_the_map(world: World) -> None:
    await world.open()
    await world.known.adopt({"sid": "one"})
    await world.known.settled("one", "out")
    joining = [asyncio.create_task(world.known.settled("one", "joined")) for _ in range(2)]
    await settle()
    await world.told("added", "one", status="invited")
    assert not any(task.done() for task in joining)
    await world.told("updated", "one", status="joined")
    await asyncio.gather(*joining)
    await world.known.settled("one", "joined")
    leaving = asyncio.create_task(world.known.settled("one", "out"))
    await settle()
    await world.told("removed", "one")
    await leaving


async def test_a_change_that_is_never_confirmed(world: World) -> None:
    await world.open()
    await world.known.adopt({"sid": "one"})
    joining = asyncio.create_task(world.known.settled("one", "joined"))
    await world.clock.advance(SETTLE_TIMEOUT - 1)
    assert not joining.done()
    await world.clock.advance(1)
    with pytest.raises(DeadlineError, match="room 'one' but did not confirm it within 30 seconds"):
        await joining


async def test_a_change_that_is_confirmed_and_cannot_be_followed_in_time(world: World) -> None:
    world.failures = {("follow", "one"): [NotFoundError("no such map", status=404)] * 100}
    await world.open()
    await world.known.adopt({"sid": "one"})
    joining = asyncio.create_task(world.known.settled("one", "joined"))
    await settle()
    await world.told("added", "one", status="joined")
    await world.clock.advance(SETTLE_TIMEOUT)
    with pytest.raises(DeadlineError, match=r"could not be followed within 30 seconds .*; the last time: no such map"):
        await joining


async def test_a_change_that_cannot_be_followed_tells_why(world: World) -> None:
    world.failures = {("follow", "one"): [ForbiddenError("not you", status=403)]}
    await world.open()
    await world.known.adopt({"sid": "one"})
    joining = asyncio.create_task(world.known.settled("one", "joined"))
    await settle()
    await world.told("added", "one", status="joined")
    with pytest.raises(ForbiddenError):
        await joining
