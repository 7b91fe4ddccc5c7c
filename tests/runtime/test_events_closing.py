"""What becomes of signals and their handlers when the dispatcher is closed."""

from __future__ import annotations

import asyncio

import pytest

from support.manual_clock import settle
from twilio_realtime.errors import ClosedError
from twilio_realtime.events import Dispatcher, Signal, emit


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
