"""Every way to connect a handler to a signal and to disconnect it."""

from __future__ import annotations

import pytest

from support.manual_clock import settle
from twilio_realtime.errors import ArgumentError
from twilio_realtime.events import Signal, emit


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
