"""Handlers: of every kind, one event at a time, whatever one of them does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial

import pytest

from support.manual_clock import settle
from support.signals import Failures
from twilio_realtime.errors import EventsLostError
from twilio_realtime.events import BareSignal, Dispatcher, Signal, emit

# ---------------------------------------------------------------------------------------------- kinds of handlers


Handler = Callable[[int], object]


class Listener:
    def __init__(self) -> None:
        self.heard: list[int] = []

    def plain(self, number: int) -> None:
        self.heard.append(number)

    async def later(self, number: int) -> None:
        await asyncio.sleep(0)
        self.heard.append(number)


class CallableObject(Listener):
    def __call__(self, number: int) -> None:
        self.plain(number)


class AsyncCallableObject(Listener):
    async def __call__(self, number: int) -> None:
        await self.later(number)


@pytest.mark.parametrize("kind", ["function", "method", "partial", "object"])
async def test_plain_handlers_run_at_once(signal: Signal[int], kind: str) -> None:
    listener = CallableObject()

    def function(number: int) -> None:
        listener.plain(number)

    handlers: dict[str, Handler] = {
        "function": function,
        "method": listener.plain,
        "partial": partial(CallableObject.plain, listener),
        "object": listener,
    }
    signal.connect(handlers[kind])
    emit(signal, 1)
    emit(signal, 2)
    assert listener.heard == [1, 2]


@pytest.mark.parametrize("kind", ["function", "method", "partial", "partial of partial", "object", "returns coroutine"])
async def test_asynchronous_handlers_run_in_order(signal: Signal[int], kind: str) -> None:
    listener = AsyncCallableObject()

    async def function(number: int) -> None:
        await listener.later(number)

    def returns_coroutine(number: int) -> object:
        return listener.later(number)

    handlers: dict[str, Handler] = {
        "function": function,
        "method": listener.later,
        "partial": partial(AsyncCallableObject.later, listener),
        "partial of partial": partial(partial(AsyncCallableObject.later), listener),
        "object": listener,
        "returns coroutine": returns_coroutine,
    }
    signal.connect(handlers[kind])
    for number in range(5):
        emit(signal, number)
    assert listener.heard == []
    await settle()
    assert listener.heard == [0, 1, 2, 3, 4]


async def test_one_event_at_a_time_and_others_do_not_wait(signal: Signal[int]) -> None:
    gate = asyncio.Event()
    notes: list[str] = []

    @signal
    async def slow(number: int) -> None:
        notes.append(f"slow {number} begins")
        await gate.wait()
        notes.append(f"slow {number} ends")

    @signal
    async def quick(number: int) -> None:
        notes.append(f"quick {number}")

    emit(signal, 1)
    emit(signal, 2)
    await settle()
    assert notes == ["slow 1 begins", "quick 1", "quick 2"]
    gate.set()
    await settle()
    assert notes[3:] == ["slow 1 ends", "slow 2 begins", "slow 2 ends"]


async def test_several_at_once_if_asked_for(signal: Signal[int]) -> None:
    gate = asyncio.Event()
    begun: list[int] = []

    async def work(number: int) -> None:
        begun.append(number)
        await gate.wait()

    signal.connect(work, concurrency=2)
    for number in range(4):
        emit(signal, number)
    await settle()
    assert begun == [0, 1]
    gate.set()
    await settle()
    assert begun == [0, 1, 2, 3]


async def test_disconnecting_drops_what_is_queued(signal: Signal[int]) -> None:
    gate = asyncio.Event()
    heard: list[int] = []

    async def slow(number: int) -> None:
        heard.append(number)
        await gate.wait()

    subscription = signal.connect(slow)
    emit(signal, 1)
    emit(signal, 2)
    await settle()
    subscription.disconnect()
    gate.set()
    await settle()
    assert heard == [1]


async def test_disconnecting_before_a_returned_coroutine_ran(signal: Signal[int]) -> None:
    listener = Listener()

    def returns_coroutine(number: int) -> object:
        return listener.later(number)

    subscription = signal.connect(returns_coroutine)
    emit(signal, 1)
    subscription.disconnect()  # nothing may complain about a coroutine that was never awaited
    await settle()
    assert listener.heard == []


# ---------------------------------------------------------------------------------------------- failures


async def test_a_failing_handler_harms_nobody(
    signal: Signal[int], failures: Failures, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[int] = []

    @signal
    def broken(number: int) -> None:
        raise LookupError(number)

    @signal
    async def also_broken(number: int) -> None:
        raise KeyError(number)

    signal.connect(heard.append)
    with caplog.at_level(logging.ERROR):
        emit(signal, 1)
        emit(signal, 2)
        await settle()
    assert heard == [1, 2]
    assert [type(error) for _, error in failures.heard] == [LookupError, LookupError, KeyError, KeyError]
    assert "broken' of 'numbered'" in failures.heard[0][0]
    assert "also_broken" in failures.heard[2][0]
    assert "broken' of 'numbered' failed" in caplog.text


async def test_the_name_of_a_wrapped_handler_is_that_of_its_function(signal: Signal[int], failures: Failures) -> None:
    def divide(by: int, number: int) -> float:
        return number / by

    signal.connect(partial(divide, 0))
    emit(signal, 1)
    assert "divide" in failures.heard[0][0]


async def test_a_handler_that_meets_a_cancelled_task_goes_on(signal: Signal[int], failures: Failures) -> None:
    async def for_ever() -> None:
        await asyncio.get_running_loop().create_future()

    other = asyncio.create_task(for_ever())
    await settle()
    other.cancel()
    heard: list[int] = []

    @signal
    async def look(number: int) -> None:
        if number == 1:
            await other
        heard.append(number)

    @signal
    def peek(number: int) -> None:
        if number == 2:
            other.result()

    emit(signal, 1)
    await settle()
    emit(signal, 2)
    await settle()
    assert heard == [2]
    assert [type(error) for _, error in failures.heard] == [asyncio.CancelledError, asyncio.CancelledError]


async def test_a_failing_reporter_is_survived(
    dispatcher: Dispatcher, signal: Signal[int], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(handler: str, error: BaseException) -> None:
        raise RuntimeError("no paper")

    dispatcher.on_failure = fail
    heard: list[int] = []
    signal.connect(lambda number: 1 // (number - 1))
    signal.connect(heard.append)
    emit(signal, 1)
    assert heard == [1]
    assert "reporter of handler failures" in caplog.text


async def test_events_that_do_not_fit_are_counted_and_reported(signal: Signal[int], failures: Failures) -> None:
    gate = asyncio.Event()
    heard: list[int] = []

    async def slow(number: int) -> None:
        await gate.wait()
        heard.append(number)

    subscription = signal.connect(slow, queue=2)
    emit(signal, 0)
    await settle()  # 0 is being worked on, the queue is empty again
    for number in range(1, 6):
        emit(signal, number)
    assert subscription.dropped == 3
    gate.set()
    await settle()
    emit(signal, 6)
    await settle()
    assert heard == [0, 1, 2, 6]
    [(name, error)] = failures.heard
    assert isinstance(error, EventsLostError)
    assert error.count == 3
    assert "slow" in name
    assert "lost 3 events" in str(error)


# ---------------------------------------------------------------------------------------------- bubbling


async def test_bubbling_from_the_inside_out(dispatcher: Dispatcher) -> None:
    notes: list[str] = []
    outer: Signal[int] = Signal("outer", dispatcher)
    middle: Signal[int] = Signal("middle", dispatcher, outer)
    inner: Signal[int] = Signal("inner", dispatcher, middle)

    def note(name: str, number: int) -> None:
        notes.append(f"{name} {number}")

    for signal in (outer, middle, inner):
        signal.connect(partial(note, signal.name))
    emit(inner, 1)
    emit(middle, 2)
    assert notes == ["inner 1", "middle 1", "outer 1", "middle 2", "outer 2"]


async def test_a_failing_handler_does_not_stop_the_bubbling(dispatcher: Dispatcher, failures: Failures) -> None:
    heard: list[int] = []
    outer: Signal[int] = Signal("outer", dispatcher)
    inner: Signal[int] = Signal("inner", dispatcher, outer)
    inner.connect(lambda number: number // 0)
    outer.connect(heard.append)
    emit(inner, 1)
    assert heard == [1]
    assert len(failures.heard) == 1


# ---------------------------------------------------------------------------------------------- without a payload


async def test_a_bare_signal_calls_without_arguments(dispatcher: Dispatcher) -> None:
    bare = BareSignal("expired", dispatcher)
    notes: list[str] = []

    @bare
    def plain() -> None:
        notes.append("plain")

    @bare
    async def later() -> None:
        notes.append("later")

    @bare.once
    def once() -> None:
        notes.append("once")

    emit(bare, None)
    await settle()
    assert notes == ["plain", "once", "later"]
    assert bare.disconnect(plain)
    assert bare.disconnect(later)
    bare.connect(lambda: notes.append("replayed"), replay=True)
    assert notes[3:] == ["replayed"]
