from __future__ import annotations

import pytest

from support.manual_clock import ManualClock
from twilio_realtime.mirror.transient import ExpiringFlag, Throttle


async def test_a_flag_ends_by_itself() -> None:
    clock, ended = ManualClock(), list[float]()
    flag = ExpiringFlag(clock, lambda: ended.append(clock.monotonic()))
    assert not flag
    flag.set(5)
    await clock.advance(4)
    assert flag
    assert not ended
    await clock.advance(2)
    assert not flag
    assert ended == [5]


async def test_each_sign_of_life_begins_the_time_anew() -> None:
    clock, ended = ManualClock(), list[float]()
    flag = ExpiringFlag(clock, lambda: ended.append(clock.monotonic()))
    for _ in range(4):
        flag.set(5)
        await clock.advance(3)
    assert flag
    assert clock.timers == 1
    await clock.advance(5)
    assert ended == [14]


async def test_clearing_is_not_expiring() -> None:
    clock, ended = ManualClock(), list[float]()
    flag = ExpiringFlag(clock, lambda: ended.append(clock.monotonic()))
    assert not flag.clear()
    flag.set(5)
    assert flag.clear()
    assert not flag
    await clock.advance(10)
    assert (ended, clock.timers) == ([], 0)


async def test_an_expired_flag_may_be_set_by_who_is_told() -> None:
    clock, ended = ManualClock(), list[float]()

    def again() -> None:
        ended.append(clock.monotonic())
        if len(ended) < 3:
            flag.set(1)

    flag = ExpiringFlag(clock, again)
    flag.set(-1)  # what is over already is over at the next opportunity
    await clock.advance(10)
    assert ended == [0, 1, 2]


async def test_throttle() -> None:
    clock = ManualClock()
    throttle = Throttle(clock, 5)
    assert throttle.due()
    assert not throttle.due()
    await clock.advance(4.5)
    assert not throttle.due()
    await clock.advance(0.5)
    assert throttle.due()
    throttle.reset()
    assert throttle.due()


@pytest.mark.parametrize("seconds", [0.5, 4, 10])
async def test_how_long_an_action_rests_counts_from_when_it_was_done(seconds: float) -> None:
    clock = ManualClock()
    throttle = Throttle(clock, 5)
    assert throttle.due()
    await clock.advance(2)
    throttle.rest(seconds)
    await clock.advance(seconds - 0.25)
    assert not throttle.due()
    await clock.advance(0.25)
    assert throttle.due()
    assert not throttle.due()
