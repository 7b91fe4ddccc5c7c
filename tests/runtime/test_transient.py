"""State that passes by itself."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Iterable

import pytest

from support.manual_clock import ManualClock, settle
from twilio_realtime.errors import ClosedError, RequestError, StateError
from twilio_realtime.events import Dispatcher
from twilio_realtime.mirror.transient import ExpiringFlag, Renewable, Throttle


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


# ---------------------------------------------------------------------------------------------- what lasts


class Sign:
    """An action that lasts for some seconds, fails when it is told to, and notes when it is done."""

    def __init__(self, seconds: float = 5, failures: Iterable[BaseException] = ()) -> None:
        self.clock = ManualClock()
        self.dispatcher = Dispatcher()
        self.throttle = Throttle(self.clock, 5)
        self.done: list[float] = []
        self.tried = 0
        self._seconds = seconds
        self._failures = list(failures)

    async def _act(self) -> float:
        self.tried += 1
        await asyncio.sleep(0)
        if self._failures and self.done:
            raise self._failures.pop(0)
        self.done.append(self.clock.monotonic())
        return self._seconds

    def __call__(self) -> Renewable:
        return Renewable(self._act, self.throttle, self.dispatcher, "'room'.wave")


async def test_awaited_it_happens_unless_it_did_a_short_while_ago() -> None:
    sign = Sign()
    await sign()
    await asyncio.create_task(sign())
    await sign.clock.advance(5)
    await asyncio.gather(sign(), sign())
    assert sign.done == [0, 5]


@pytest.mark.parametrize(
    ("seconds", "until", "done"), [(5, 13, [0, 4, 8, 12]), (10, 20, [0, 8, 16]), (0, 3.5, [0, 1, 2, 3])]
)
async def test_a_block_renews_it_before_it_has_passed(seconds: float, until: float, done: list[float]) -> None:
    sign = Sign(seconds)
    async with sign():
        assert sign.done == [0]
        await sign.clock.advance(until)
        assert sign.done == done
    await sign.clock.advance(60)
    assert sign.done == done
    assert sign.clock.timers == 0
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_block_does_it_at_once_whatever_was_done_before() -> None:
    sign = Sign()
    await sign()
    async with sign():
        pass
    call = sign()
    await call  # which sends nothing
    async with call:
        assert sign.done == [0, 0, 0]


async def test_what_has_just_happened_is_not_repeated_when_its_block_begins() -> None:
    sign = Sign()
    call = sign()
    await call
    async with call:
        assert sign.done == [0]
        await sign.clock.advance(4)
    async with call:
        assert sign.done == [0, 4, 4]


async def test_blocks_of_the_same_renew_it_together() -> None:
    sign = Sign()
    async with sign():
        await sign.clock.advance(2)
        async with sign():
            await sign.clock.advance(20)
            assert sign.done == [0, 2, 6, 10, 14, 18, 22]
        await sign.clock.advance(4)
    assert sign.done == [0, 2, 6, 10, 14, 18, 22, 26]


async def test_a_call_inside_sends_nothing() -> None:
    sign = Sign()
    async with sign():
        await sign.clock.advance(3)
        await sign()
        assert sign.done == [0]


async def test_a_renewal_that_fails_breaks_nothing_and_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    sign = Sign(failures=[RequestError("no", status=500), RuntimeError("nor that"), RequestError("no", status=403)])
    with caplog.at_level(logging.WARNING):
        async with sign():
            await sign.clock.advance(3.9)
            assert sign.tried == 1
            await sign.clock.advance(20.1)
            assert sign.done == [0, 19, 23]
    assert [record.message for record in caplog.records] == ["'room'.wave could not be renewed, and is tried again: no"]
    assert sign.tried == 6


async def test_what_fails_at_the_beginning_is_raised_and_nothing_lasts() -> None:
    sign = Sign(failures=[ClosedError()])
    sign.done.append(-1)
    with pytest.raises(ClosedError):
        async with sign():
            pytest.fail("entered")
    assert sign.clock.timers == 0
    async with sign():  # and the next one is done at once
        assert sign.done == [-1, 0]


@pytest.mark.parametrize("error", [LookupError("own"), asyncio.CancelledError()])
async def test_a_block_that_fails_ends_it(error: BaseException) -> None:
    sign = Sign()
    with pytest.raises(type(error)):
        async with sign():
            raise error
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_closing_the_client_ends_it() -> None:
    sign = Sign()
    async with sign():
        await sign.dispatcher.close()
        await settle()
        assert sign.clock.timers == 0
        await sign.clock.advance(60)
    assert sign.done == [0]


async def test_a_client_that_is_closed_meanwhile_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    sign = Sign(failures=[ClosedError()])
    async with sign():
        await sign.clock.advance(60)
    assert sign.tried == 2
    assert caplog.records == []


async def test_each_block_takes_a_call_of_its_own() -> None:
    call = Sign()()
    async with call:
        with pytest.raises(StateError, match="call the method anew"):
            await call.hold()


def _forget(call: Renewable) -> None:
    del call
    gc.collect()


async def test_a_call_that_nobody_awaits_is_told_of() -> None:
    with pytest.warns(RuntimeWarning, match="never awaited"):
        _forget(Sign()())
    call = Sign()()
    assert repr(call) == "<Renewable 'room'.wave: await it or use async with>"
    call.close()


async def test_it_is_cancelled_and_thrown_into_like_every_coroutine() -> None:
    sign = Sign()
    task = asyncio.ensure_future(sign())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    for error in (KeyError("x"), KeyError):
        with pytest.raises(KeyError):
            sign().throw(error)
    assert sign.done == []
