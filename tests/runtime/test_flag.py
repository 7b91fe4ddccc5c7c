"""Flags: who waits goes on when they are set, everybody else goes on as before."""

from __future__ import annotations

import asyncio

from twilio_realtime.lifetime.flag import Flag


async def test_what_is_set_lets_everybody_go() -> None:
    flag = Flag()
    waiting = [asyncio.create_task(flag.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in waiting)
    flag.set()
    flag.set()
    await asyncio.gather(*waiting)
    assert flag.is_set()
    await flag.wait()


async def test_what_is_unset_at_once_lets_go_whoever_waited() -> None:
    flag = Flag()
    before = asyncio.create_task(flag.wait())
    await asyncio.sleep(0)
    flag.set()
    flag.clear()
    after = asyncio.create_task(flag.wait())
    await before
    assert not after.done()
    assert not flag.is_set()
    flag.set()
    await after


async def test_who_gives_up_waiting_harms_nobody() -> None:
    flag = Flag()
    one, other = (asyncio.create_task(flag.wait()) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    flag.set()
    await asyncio.wait([one])
    assert one.cancelled()
    await other
