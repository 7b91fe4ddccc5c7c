"""Handlers: every way to connect one, and what each is promised."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from functools import partial

import pytest

from support.manual_clock import settle
from twilio_realtime.errors import ArgumentError, ClosedError, EventsLostError
from twilio_realtime.events import BareSignal, Dispatcher, Signal, emit


class Failures:
    """What a dispatcher reported."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.heard: list[tuple[str, BaseException]] = []
        dispatcher.on_failure = lambda handler, error: self.heard.append((handler, error))


@pytest.fixture
async def dispatcher() -> AsyncIterator[Dispatcher]:
    made = Dispatcher()
    yield made
    await made.close()


@pytest.fixture
def failures(dispatcher: Dispatcher) -> Failures:
    return Failures(dispatcher)


@pytest.fixture
def signal(dispatcher: Dispatcher) -> Signal[int]:
    return Signal("numbered", dispatcher)


# ---------------------------------------------------------------------------------------------- ways to connect


async def test_decorator_leaves_the_function_as_it_is(signal: Signal[int]) -> None:
    heard: list[int] = []

    @signal
    def hear(number: int) -> str:
        heard.append(number)
        return "heard"

    emit(signal, 1)
    assert heard == [1]
    assert hear(2) == "heard"


async def test_connect_and_disconnect(signal: Signal[int]) -> None:
    heard: list[int] = []
    subscription = signal.connect(heard.append)
    assert subscription.handler == heard.append
    emit(signal, 1)
    subscription.disconnect()
    subscription.disconnect()
    emit(signal, 2)
    assert heard == [1]


async def test_disconnect_by_function(signal: Signal[int]) -> None:
    heard: list[int] = []
    signal.connect(heard.append)
    signal.connect(heard.append)
    emit(signal, 1)
    assert signal.disconnect(heard.append) is True
    emit(signal, 2)
    assert heard == [1, 1]
    assert signal.disconnect(heard.append) is False


async def test_once_as_a_decorator(signal: Signal[int]) -> None:
    heard: list[int] = []

    @signal.once
    def hear(number: int) -> None:
        heard.append(number)

    emit(signal, 1)
    emit(signal, 2)
    hear(3)
    assert heard == [1, 3]


async def test_once_holds_even_if_the_event_causes_another(signal: Signal[int]) -> None:
    heard: list[int] = []

    @signal
    def repeat(number: int) -> None:
        if number == 1:
            emit(signal, 2)

    signal.once(heard.append)
    emit(signal, 1)
    assert len(heard) == 1


async def test_once_with_an_asynchronous_handler(signal: Signal[int]) -> None:
    heard: list[int] = []

    @signal.once
    async def hear(number: int) -> None:
        heard.append(number)

    emit(signal, 1)
    emit(signal, 2)
    await settle()
    assert heard == [1]


async def test_disconnected_by_an_earlier_handler_of_the_same_event(signal: Signal[int]) -> None:
    heard: list[int] = []
    signal.connect(lambda _: second.disconnect())
    second = signal.connect(heard.append)
    emit(signal, 1)
    assert heard == []


async def test_connected_during_an_event_hears_the_next_one(signal: Signal[int]) -> None:
    heard: list[int] = []
    signal.once(lambda _: signal.connect(heard.append))
    emit(signal, 1)
    emit(signal, 2)
    assert heard == [2]


async def test_replay_hands_over_the_last_event_only(signal: Signal[int]) -> None:
    heard: list[int] = []
    signal.connect(heard.append, replay=True)
    assert heard == []
    emit(signal, 1)
    emit(signal, 2)
    late: list[int] = []
    signal.connect(late.append, replay=True)
    unasked: list[int] = []
    signal.connect(unasked.append)
    assert (late, unasked) == ([2], [])


async def test_a_handler_must_be_callable(signal: Signal[int]) -> None:
    handler: object = "print"
    with pytest.raises(ArgumentError, match=r"'numbered' must be callable, not str"):
        signal.connect(handler)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(("queue", "concurrency"), [(0, 1), (1, 0), (-1, 1)])
async def test_bounds_of_a_subscription(signal: Signal[int], queue: int, concurrency: int) -> None:
    with pytest.raises(ArgumentError, match="at least 1"):
        signal.connect(print, queue=queue, concurrency=concurrency)


async def test_signals_tell_how_many_listen(signal: Signal[int]) -> None:
    signal.connect(print)
    assert repr(signal) == "<Signal numbered subscribers=1>"


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


# ---------------------------------------------------------------------------------------------- closing


async def test_nothing_is_delivered_after_closing(dispatcher: Dispatcher, signal: Signal[int]) -> None:
    heard: list[int] = []
    signal.connect(heard.append)
    await dispatcher.close()
    await dispatcher.close()
    assert dispatcher.closed
    emit(signal, 1)
    assert heard == []


async def test_closing_lets_handlers_finish(dispatcher: Dispatcher, signal: Signal[int]) -> None:
    heard: list[int] = []

    @signal
    async def hear(number: int) -> None:
        await asyncio.sleep(0)
        heard.append(number)

    emit(signal, 1)
    emit(signal, 2)
    await dispatcher.close()
    assert heard == [1, 2]


async def test_closing_ends_handlers_that_do_not(
    dispatcher: Dispatcher, signal: Signal[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twilio_realtime.events.dispatcher.HANDLER_GRACE", 0.001)
    notes: list[str] = []

    @signal
    async def stuck(number: int) -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            notes.append(f"{number} cancelled")

    @signal
    def returns_coroutine(number: int) -> object:
        return stuck(number)

    emit(signal, 1)
    emit(signal, 2)
    await dispatcher.close()
    assert notes == ["1 cancelled", "1 cancelled"]
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_closing_from_within_a_handler(dispatcher: Dispatcher, signal: Signal[int]) -> None:
    notes: list[str] = []

    @signal
    async def close(number: int) -> None:
        assert dispatcher.runs_current_task
        await dispatcher.close()
        notes.append("closed and went on")

    assert not dispatcher.runs_current_task
    emit(signal, 1)
    await settle()
    assert notes == ["closed and went on"]


async def test_the_end_has_events_of_its_own(dispatcher: Dispatcher, signal: Signal[int]) -> None:
    """What runs is ended first, what waits inside of it at once; then there are events still, until the very end."""
    notes: list[str] = []

    @signal
    async def hear(number: int) -> None:
        notes.append(f"heard {number}")
        try:
            await signal.wait()
        except ClosedError:
            notes.append(f"ended {number}")
            with pytest.raises(ClosedError):
                await signal.wait()

    stream = signal.stream()
    outside = asyncio.create_task(signal.wait(where=lambda number: number == 2))
    emit(signal, 1)
    await settle()
    await dispatcher.settle()
    assert notes == ["heard 1", "ended 1"]
    emit(signal, 2)
    await dispatcher.close()
    assert notes[2:] == ["heard 2", "ended 2"]
    assert await outside == 2
    assert [number async for number in stream] == [1, 2]


async def test_a_handler_that_does_not_end_hears_no_more_of_what_it_missed(
    dispatcher: Dispatcher, signal: Signal[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twilio_realtime.events.dispatcher.HANDLER_GRACE", 0.001)
    heard: list[int] = []

    @signal
    async def stuck_at_first(number: int) -> None:
        heard.append(number)
        if number == 1:
            await asyncio.get_running_loop().create_future()

    emit(signal, 1)
    emit(signal, 2)
    await dispatcher.settle()
    emit(signal, 3)
    await dispatcher.close()
    assert heard == [1, 3]


def test_a_stream_can_be_made_before_there_is_an_event_loop(dispatcher: Dispatcher, signal: Signal[int]) -> None:
    stream = signal.stream()
    emit(signal, 1)

    async def first() -> int:
        return await anext(aiter(stream))

    assert asyncio.run(first()) == 1
