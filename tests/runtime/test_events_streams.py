"""Events that are read or awaited."""

from __future__ import annotations

import asyncio
import gc

import pytest

from support.manual_clock import settle
from twilio_realtime.errors import ArgumentError, ClosedError, DeadlineError, EventsLostError, StateError
from twilio_realtime.events import BareSignal, Dispatcher, EventStream, Signal, emit

SOON = 0.001


def listeners(signal: Signal[int]) -> int:
    gc.collect()
    return int(repr(signal).rpartition("=")[2].rstrip(">"))


# ---------------------------------------------------------------------------------------------- iterating


async def test_iterating_and_leaving_the_loop(signal: Signal[int]) -> None:
    heard: list[int] = []

    async def read() -> None:
        async for number in signal:
            heard.append(number)
            if number == 2:
                break

    reading = asyncio.create_task(read())
    await settle()
    assert listeners(signal) == 1
    for number in (1, 2, 3):
        emit(signal, number)
    await reading
    assert heard == [1, 2]
    assert listeners(signal) == 0


async def test_two_loops_see_everything(signal: Signal[int]) -> None:
    async def read() -> list[int]:
        heard: list[int] = []
        async for number in signal:
            heard.append(number)
            if number == 3:
                break
        return heard

    reading = [asyncio.create_task(read()) for _ in range(2)]
    await settle()
    for number in (1, 2, 3):
        emit(signal, number)
    assert await asyncio.gather(*reading) == [[1, 2, 3], [1, 2, 3]]


async def test_a_stream_listens_from_when_it_was_made(signal: Signal[int]) -> None:
    emit(signal, 0)
    async with signal.stream() as stream:
        emit(signal, 1)
        emit(signal, 2)
        assert [await anext(stream), await anext(stream)] == [1, 2]
        assert listeners(signal) == 1
    assert listeners(signal) == 0


async def test_a_closed_stream_ends_after_what_it_has(signal: Signal[int]) -> None:
    stream = signal.stream()
    emit(signal, 1)
    await stream.aclose()
    await stream.aclose()
    emit(signal, 2)
    assert [number async for number in stream] == [1]


async def test_leaving_the_loop_by_an_exception(signal: Signal[int]) -> None:
    async def read() -> None:
        async for number in signal:
            raise LookupError(number)

    reading = asyncio.create_task(read())
    await settle()
    emit(signal, 1)
    with pytest.raises(LookupError):
        await reading
    del reading
    assert listeners(signal) == 0


async def test_cancelling_a_reader_loses_nothing(signal: Signal[int]) -> None:
    stream = signal.stream()
    reading = asyncio.ensure_future(anext(stream))
    await settle()
    reading.cancel()
    emit(signal, 1)
    await settle()
    assert reading.cancelled()
    assert await anext(stream) == 1
    await stream.aclose()


async def test_one_stream_has_one_reader(signal: Signal[int]) -> None:
    async with signal.stream() as stream:
        first = asyncio.ensure_future(anext(stream))
        await settle()
        with pytest.raises(StateError, match="already being read"):
            await anext(stream)
        emit(signal, 1)
        assert await first == 1


async def test_overflow_is_told_where_it_happened(signal: Signal[int]) -> None:
    async def read(stream: EventStream[int]) -> list[int | str]:
        notes: list[int | str] = []
        while len(notes) < 5:
            try:
                notes.append(await anext(stream))
            except EventsLostError as error:
                notes.append(f"lost {error.count}")
        return notes

    async with signal.stream(queue=2) as stream:
        for number in range(1, 6):
            emit(signal, number)
        reading = asyncio.create_task(read(stream))
        await settle()
        emit(signal, 6)
        emit(signal, 7)
        assert await reading == [1, 2, "lost 3", 6, 7]


async def test_one_lost_event(signal: Signal[int]) -> None:
    async with signal.stream(queue=1) as stream:
        emit(signal, 1)
        emit(signal, 2)
        assert await anext(stream) == 1
        with pytest.raises(EventsLostError, match=r"stream of 'numbered' .* lost 1 event;"):
            await anext(stream)


async def test_a_stream_needs_room(signal: Signal[int]) -> None:
    with pytest.raises(ArgumentError, match="queue must be a whole number of at least 1, not 0"):
        signal.stream(queue=0)


async def test_closing_ends_streams(dispatcher: Dispatcher, signal: Signal[int]) -> None:
    async def read() -> list[int]:
        return [number async for number in signal]

    reading = asyncio.create_task(read())
    await settle()
    emit(signal, 1)
    await dispatcher.close()
    assert await reading == [1]
    assert [number async for number in signal.stream()] == []


# ---------------------------------------------------------------------------------------------- waiting


async def test_waiting_for_the_next_event(signal: Signal[int]) -> None:
    emit(signal, 0)
    waiting = asyncio.create_task(signal.wait())
    await settle()
    emit(signal, 1)
    emit(signal, 2)
    assert await waiting == 1
    assert listeners(signal) == 0


async def test_waiting_for_one_that_fits(signal: Signal[int]) -> None:
    waiting = asyncio.create_task(signal.wait(where=lambda number: number > 2, timeout=60))
    await settle()
    for number in (1, 2, 3, 4):
        emit(signal, number)
    assert await waiting == 3


async def test_a_condition_that_fails(signal: Signal[int]) -> None:
    def divide(number: int) -> bool:
        raise ZeroDivisionError(number)

    waiting = asyncio.create_task(signal.wait(where=divide))
    await settle()
    emit(signal, 1)
    with pytest.raises(ZeroDivisionError):
        await waiting


async def test_a_condition_that_raises_the_same_as_a_timeout(signal: Signal[int]) -> None:
    def give_up(number: int) -> bool:
        raise TimeoutError("mine")

    waiting = asyncio.create_task(signal.wait(where=give_up, timeout=60))
    await settle()
    emit(signal, 1)
    with pytest.raises(TimeoutError, match="mine"):
        await waiting


async def test_waiting_too_long(signal: Signal[int]) -> None:
    with pytest.raises(DeadlineError, match=r"'numbered' did not happen within 0\.001 seconds"):
        await signal.wait(timeout=SOON)
    assert listeners(signal) == 0


async def test_cancelling_a_wait(signal: Signal[int]) -> None:
    waiting = asyncio.create_task(signal.wait())
    await settle()
    waiting.cancel()
    await settle()
    assert waiting.cancelled()
    assert listeners(signal) == 0


async def test_closing_ends_waits(dispatcher: Dispatcher, signal: Signal[int]) -> None:
    waiting = asyncio.create_task(signal.wait())
    await settle()
    await dispatcher.close()
    with pytest.raises(ClosedError, match="'numbered'"):
        await waiting
    with pytest.raises(ClosedError):
        await signal.wait()


async def test_waiting_for_a_bare_event(dispatcher: Dispatcher) -> None:
    bare = BareSignal("expired", dispatcher)
    waiting = asyncio.create_task(bare.wait())
    await settle()
    emit(bare, None)
    await waiting
    async with bare.stream() as stream:
        emit(bare, None)
        await anext(stream)


# ---------------------------------------------------------------------------------------------- expecting


async def test_expecting_catches_what_the_block_causes(signal: Signal[int]) -> None:
    async with signal.expect() as pending:
        with pytest.raises(StateError, match="has not happened yet"):
            _ = pending.value
        emit(signal, 1)
        emit(signal, 2)
    assert pending.value == 1
    assert listeners(signal) == 0


async def test_expecting_with_a_condition(signal: Signal[int]) -> None:
    async with signal.expect(where=lambda number: number == 2) as pending:
        for number in (1, 2, 3):
            emit(signal, number)
    assert pending.value == 2


async def test_awaiting_inside_the_block(signal: Signal[int]) -> None:
    async with signal.expect() as pending:
        emit(signal, 1)
        assert await pending == 1


async def test_awaiting_without_a_block(signal: Signal[int]) -> None:
    async def expect() -> int:
        return await signal.expect()

    waiting = asyncio.create_task(expect())
    await settle()
    emit(signal, 1)
    assert await waiting == 1


async def test_an_event_that_does_not_come(signal: Signal[int]) -> None:
    pending = signal.expect(timeout=SOON)
    with pytest.raises(DeadlineError):
        async with pending:
            pass
    with pytest.raises(StateError, match="has not happened"):
        _ = pending.value
    assert listeners(signal) == 0


@pytest.mark.parametrize("happened", [False, True])
async def test_the_exception_of_the_block_wins(signal: Signal[int], happened: bool) -> None:
    def act() -> None:
        if happened:
            emit(signal, 1)
        raise LookupError

    with pytest.raises(LookupError):
        async with signal.expect():
            act()
    assert listeners(signal) == 0


async def test_the_exception_of_the_block_wins_over_that_of_the_condition(signal: Signal[int]) -> None:
    def divide(number: int) -> bool:
        return number // 0 == 0

    def act() -> None:
        emit(signal, 1)
        raise LookupError

    with pytest.raises(LookupError):
        async with signal.expect(where=divide):
            act()


async def test_closing_ends_an_expectation(dispatcher: Dispatcher, signal: Signal[int]) -> None:
    pending = signal.expect()
    with pytest.raises(ClosedError):
        async with pending:
            await dispatcher.close()
    with pytest.raises(ClosedError):
        _ = pending.value
