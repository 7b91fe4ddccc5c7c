"""Several events at once: order by key, bounds, failures, the end."""

from __future__ import annotations

import asyncio
import gc
from collections import defaultdict
from collections.abc import Callable
from random import Random

import pytest

from support.manual_clock import settle
from support.signals import Failures
from twilio_realtime.errors import ArgumentError, EventsLostError
from twilio_realtime.events import BareSignal, Dispatcher, Signal, emit


class Worker:
    """A handler that goes on when it is let: numbers are worked on, of the key that is their tens."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.gates: dict[int, asyncio.Event] = defaultdict(asyncio.Event)

    async def work(self, number: int) -> None:
        self.begun.append(number)
        await self.gates[number].wait()
        self.ended.append(number)

    def work_later(self, number: int) -> object:
        return self.work(number)

    async def let(self, *numbers: int) -> None:
        for number in numbers:
            self.gates[number].set()
        await settle()


def tens(number: int) -> int:
    return number // 10


@pytest.mark.parametrize("kind", ["async", "returns coroutine"])
async def test_events_of_one_key_follow_one_another(signal: Signal[int], kind: str) -> None:
    worker = Worker()
    signal.connect(worker.work if kind == "async" else worker.work_later, concurrency=8, key=tens)
    for number in (10, 11, 20, 12, 30):
        emit(signal, number)
    await settle()
    assert worker.begun == [10, 20, 30]
    await worker.let(11, 12, 20)
    assert worker.begun == [10, 20, 30]  # neither 11 nor 12 before 10 has ended
    await worker.let(10)
    assert worker.begun == [10, 20, 30, 11, 12]
    emit(signal, 13)
    await worker.let(13, 30)
    assert worker.ended[:4] == [20, 10, 11, 12]
    assert sorted(worker.ended) == [10, 11, 12, 13, 20, 30]


async def test_different_keys_are_at_most_so_many(signal: Signal[int]) -> None:
    worker = Worker()
    signal.connect(worker.work, concurrency=2, key=tens)
    for number in (10, 20, 30, 40):
        emit(signal, number)
    await settle()
    assert worker.begun == [10, 20]
    await worker.let(20)
    assert worker.begun == [10, 20, 30]
    await worker.let(10, 30, 40)
    assert sorted(worker.ended) == [10, 20, 30, 40]


async def test_a_busy_key_does_not_hold_others_up(signal: Signal[int]) -> None:
    worker = Worker()
    signal.connect(worker.work, concurrency=2, key=tens)
    for number in (*range(10, 20), 20, 30):
        emit(signal, number)
    await worker.let(10, 20)
    assert worker.begun[:2] == [10, 20]
    assert 30 in worker.begun[:4]  # after one of ten's, not after all of them
    await worker.let(*range(11, 20), 30)
    assert [number for number in worker.ended if number < 20] == list(range(10, 20))


@pytest.mark.parametrize("concurrency", [1, 2, 5])
@pytest.mark.parametrize("seed", range(5))
async def test_order_holds_whatever_happens(
    dispatcher: Dispatcher, signal: Signal[int], seed: int, concurrency: int
) -> None:
    """Keys, delays, failures and moments are drawn; each key's events are worked on in order, none is left out."""
    random = Random(seed)
    begun: dict[int, list[int]] = defaultdict(list)
    running: set[int] = set()
    most = 0

    async def work(number: int) -> None:
        nonlocal most
        key = number % 7
        assert key not in running
        running.add(key)
        most = max(most, len(running))
        begun[key].append(number)
        try:
            for _ in range(random.randrange(4)):
                await asyncio.sleep(0)
            if random.random() < 0.2:
                raise LookupError(number)
        finally:
            running.remove(key)

    subscription = signal.connect(work, concurrency=concurrency, key=lambda number: number % 7)
    for number in range(300):
        emit(signal, number)
        if random.random() < 0.3:
            await asyncio.sleep(0)
    while dispatcher.running:
        await settle()
    assert {key: list(range(key, 300, 7)) for key in range(7)} == begun
    assert most == concurrency
    assert subscription.dropped == 0


async def test_what_does_not_fit_is_counted_and_reported(
    dispatcher: Dispatcher, signal: Signal[int], failures: Failures
) -> None:
    worker = Worker()
    subscription = signal.connect(worker.work, concurrency=2, key=tens, queue=2)
    emit(signal, 10)
    emit(signal, 20)
    await settle()
    for number in (11, 21, 12, 30, 40):
        emit(signal, number)
    assert (subscription.dropped, dispatcher.dropped) == (3, 3)
    await worker.let(10, 20, 11, 21)
    assert sorted(worker.ended) == [10, 11, 20, 21]
    [(name, error)] = failures.heard
    assert isinstance(error, EventsLostError)
    assert error.count == 3
    assert "work" in name
    emit(signal, 50)
    await worker.let(50)
    assert worker.ended[-1] == 50


async def test_a_coroutine_that_does_not_fit_is_not_complained_about(signal: Signal[int]) -> None:
    worker = Worker()
    for key in (None, tens):
        signal.connect(worker.work_later, queue=1, concurrency=2, key=key)
    for number in range(10, 20):
        emit(signal, number)
    gc.collect()
    await worker.let(*range(10, 20))
    assert worker.ended.count(10) == 2


async def test_a_key_that_fails_costs_its_event(signal: Signal[int], failures: Failures) -> None:
    worker = Worker()

    def key(number: int) -> int:
        return 100 // number

    signal.connect(worker.work, concurrency=2, key=key)
    signal.connect(worker.work_later, concurrency=2, key=lambda number: [] if number == 0 else number)  # type: ignore[arg-type,return-value] # pyright: ignore[reportArgumentType]
    for number in (0, 1):
        emit(signal, number)
    gc.collect()
    await worker.let(1)
    assert worker.ended == [1, 1]
    assert [type(error) for _, error in failures.heard] == [ZeroDivisionError, TypeError]
    assert all(name.startswith("`key` of handler") for name, _ in failures.heard)


async def test_disconnecting_drops_what_waits(signal: Signal[int]) -> None:
    worker = Worker()
    subscription = signal.connect(worker.work, concurrency=2, key=tens)
    for number in (10, 11, 20, 21, 30):
        emit(signal, number)
    await settle()
    subscription.disconnect()
    await worker.let(10, 11, 20, 21, 30)
    assert sorted(worker.ended) == [10, 20]


async def test_closing_lets_all_of_them_finish(dispatcher: Dispatcher, signal: Signal[int]) -> None:
    heard: list[int] = []

    async def hear(number: int) -> None:
        await asyncio.sleep(0)
        heard.append(number)

    signal.connect(hear, concurrency=3, key=tens)
    for number in (10, 11, 20, 21, 30, 12):
        emit(signal, number)
    await dispatcher.close()
    assert sorted(heard) == [10, 11, 12, 20, 21, 30]


async def test_closing_cancels_those_that_do_not(
    dispatcher: Dispatcher, signal: Signal[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twilio_realtime.events.dispatcher.HANDLER_GRACE", 0.001)
    worker = Worker()
    signal.connect(worker.work, concurrency=2, key=tens)
    signal.connect(worker.work_later, concurrency=2, key=tens)
    for number in (10, 11, 20, 30):
        emit(signal, number)
    await dispatcher.close()
    gc.collect()
    assert sorted(worker.begun) == [10, 10, 20, 20]
    assert worker.ended == []
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_plain_handlers_take_no_task_and_are_not_asked_for_a_key(
    dispatcher: Dispatcher, signal: Signal[int]
) -> None:
    heard: list[int] = []
    keys: list[int] = []
    signal.connect(heard.append, concurrency=4, key=keys.append, where=lambda number: number > 1)
    for number in (1, 2, 3):
        emit(signal, number)
    assert heard == [2, 3]
    assert keys == []
    assert not dispatcher.running


# ---------------------------------------------------------------------------------------------- conditions


async def test_only_what_a_condition_accepts_reaches_the_handler(dispatcher: Dispatcher, signal: Signal[int]) -> None:
    plain: list[int] = []
    worker = Worker()

    def even(number: int) -> bool:
        return number % 2 == 0

    signal.connect(plain.append, where=even)
    subscription = signal.connect(worker.work, where=even, queue=1)
    emit(signal, 1)
    assert not dispatcher.running  # what is passed over takes no task
    for number in (3, 2, 5, 7, 4, 9):  # and no room in the queue
        emit(signal, number)
        await settle()
    await worker.let(2, 4)
    assert plain == worker.ended == [2, 4]
    assert subscription.dropped == 0
    assert signal.disconnect(worker.work)
    emit(signal, 6)
    await settle()
    assert worker.begun == [2, 4]


async def test_a_condition_that_fails_is_reported_and_passes_the_event_over(
    signal: Signal[int], failures: Failures
) -> None:
    heard: list[int] = []
    others: list[int] = []
    signal.connect(heard.append, where=lambda number: 1 // number > 0)
    signal.connect(others.append)
    for number in (0, 1):
        emit(signal, number)
    assert (heard, others) == ([1], [0, 1])
    [(name, error)] = failures.heard
    assert isinstance(error, ZeroDivisionError)
    assert name.startswith("`where` of handler")


async def test_a_condition_decides_about_the_last_event_too(signal: Signal[int]) -> None:
    emit(signal, 1)
    heard: list[int] = []
    signal.connect(heard.append, where=lambda number: number > 1, replay=True)
    signal.connect(heard.append, where=lambda number: number == 1, replay=True)
    assert heard == [1]


async def test_disconnected_by_an_earlier_handler_a_condition_is_not_called(signal: Signal[int]) -> None:
    looked_at: list[int] = []

    def look(number: int) -> bool:
        looked_at.append(number)
        return True

    signal.connect(lambda _: second.disconnect())
    second = signal.connect(print, where=look)
    emit(signal, 1)
    assert looked_at == []


async def test_a_stream_of_what_a_condition_accepts(signal: Signal[int], failures: Failures) -> None:
    async with signal.stream(queue=2, where=lambda number: 10 // number > 2) as numbers:
        for number in (5, 9, 3, 0, 8, 1, 2):
            emit(signal, number)
        heard = [await anext(numbers), await anext(numbers)]
        with pytest.raises(EventsLostError, match="lost 1 event;"):
            await anext(numbers)
    assert heard == [3, 1]
    [(name, error)] = failures.heard
    assert isinstance(error, ZeroDivisionError)
    assert name == "`where` of stream of 'numbered'"


async def test_events_without_a_payload_have_conditions_too(dispatcher: Dispatcher) -> None:
    bare = BareSignal("expired", dispatcher)
    awake = False
    notes: list[str] = []
    bare.connect(lambda: notes.append("heard"), where=lambda _: awake)
    emit(bare, None)
    awake = True
    emit(bare, None)
    assert notes == ["heard"]


async def test_functions_that_cannot_decide_are_refused(signal: Signal[int]) -> None:
    async def later(number: int) -> bool:
        raise AssertionError(number)

    refused: list[tuple[str, Callable[[], object]]] = [
        ("where must be callable", lambda: signal.connect(print, where="x")),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        ("key must be callable", lambda: signal.connect(print, key="x")),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        ("where must be callable", lambda: signal.stream(where="x")),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        ("where must be a plain function", lambda: signal.connect(print, where=later)),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        ("key must be a plain function", lambda: signal.connect(print, key=later)),  # type: ignore[arg-type]
        ("where must be a plain function", lambda: signal.stream(where=later)),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        ("where must be a plain function", lambda: signal.expect(where=later)),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    ]
    for message, call in refused:
        with pytest.raises(ArgumentError, match=message):
            call()
    assert repr(signal) == "<Signal numbered subscribers=0>"
