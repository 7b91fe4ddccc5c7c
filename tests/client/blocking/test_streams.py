"""Streams of events without asyncio, and waiting for one event."""

from __future__ import annotations

import gc
import itertools
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from types import FrameType

import pytest

from support.desk import Desk
from support.patience import PATIENCE
from twilio_realtime.errors import ArgumentError, ClosedError, DeadlineError, EventsLostError, StateError
from twilio_realtime.events import source_of

# ---------------------------------------------------------------------------------------------- streams


def test_a_stream_is_read_by_whoever_wants_to(desk: Desk) -> None:
    stream = desk.numbered.stream()
    desk.emit(1, 2)
    assert next(stream) == "1"
    with stream:
        desk.emit(3)
        assert [next(stream), next(stream)] == ["2", "3"]
    desk.emit(4)
    assert list(stream) == []
    stream.close()


def test_a_loop_over_events_ends_with_the_client(desk: Desk) -> None:
    heard: list[str] = []
    listening = threading.Event()

    def read() -> None:
        stream = iter(desk.numbered)
        listening.set()
        heard.extend(stream)

    reader = threading.Thread(target=read)
    reader.start()
    assert listening.wait(PATIENCE)
    desk.emit(1, 2)
    desk.threads.portal.run(desk.dispatcher.close)
    reader.join(PATIENCE)
    assert not reader.is_alive()
    assert heard == ["1", "2"]


def test_what_was_queued_before_the_end_can_still_be_read(desk: Desk) -> None:
    stream = desk.numbered.stream(queue=2)
    desk.emit(1, 2, 3)
    desk.close()
    assert [next(stream), next(stream)] == ["1", "2"]
    with pytest.raises(EventsLostError, match="lost 1 event;"):
        next(stream)
    assert list(stream) == []
    assert list(desk.numbered) == []


def test_leaving_a_loop_ends_the_subscription(desk: Desk) -> None:
    stop = threading.Event()

    def keep_on() -> None:
        while not stop.is_set():
            desk.emit(7)

    emitter = threading.Thread(target=keep_on)
    emitter.start()
    for text in desk.numbered:
        assert text == "7"
        break
    stop.set()
    emitter.join(PATIENCE)
    assert desk.threads.portal.call(lambda: source_of(desk.inner).listeners) == ()


def test_a_stream_that_overflows_tells_where(desk: Desk) -> None:
    stream = desk.numbered.stream(queue=1)
    desk.emit(1, 2, 3)
    assert next(stream) == "1"
    with pytest.raises(EventsLostError, match="lost 2 events"):
        next(stream)
    desk.emit(4)
    assert next(stream) == "4"
    with pytest.raises(ArgumentError, match="queue must be a whole number of at least 1"):
        desk.numbered.stream(queue=0)


# ---------------------------------------------------------------------------------------------- waiting


def test_expecting_what_an_action_causes(desk: Desk) -> None:
    with desk.numbered.expect(where=lambda text: text > "1") as pending:
        with pytest.raises(StateError, match="has not happened yet"):
            _ = pending.value
        desk.emit(1, 2, 3)
    assert pending.value == "2"
    assert source_of(desk.inner).listeners == ()


def test_waiting(desk: Desk) -> None:
    answers: SimpleQueue[str] = SimpleQueue()
    waiter = threading.Thread(target=lambda: answers.put(desk.numbered.wait(where=lambda text: text == "2")))
    waiter.start()
    stop = threading.Event()

    def keep_on() -> None:
        while not stop.is_set():
            desk.emit(1, 2)

    emitter = threading.Thread(target=keep_on)
    emitter.start()
    assert answers.get(timeout=PATIENCE) == "2"
    stop.set()
    emitter.join(PATIENCE)
    waiter.join(PATIENCE)


def test_waiting_has_an_end(desk: Desk) -> None:
    with pytest.raises(DeadlineError, match=r"'numbered' did not happen within 0\.01 seconds"):
        desk.numbered.wait(timeout=0.01)
    with pytest.raises(DeadlineError), desk.numbered.expect(timeout=0.01):
        pass
    with pytest.raises(KeyError, match="own"), desk.numbered.expect(timeout=PATIENCE):
        raise KeyError("own")
    assert source_of(desk.inner).listeners == ()


def test_waiting_ends_with_the_client(desk: Desk) -> None:
    failures: SimpleQueue[BaseException] = SimpleQueue()
    expectation = desk.numbered.expect(timeout=None).start()

    def wait() -> None:
        try:
            expectation.result()
        except ClosedError as error:
            failures.put(error)

    waiter = threading.Thread(target=wait)
    waiter.start()
    desk.close()
    assert isinstance(failures.get(timeout=PATIENCE), ClosedError)
    waiter.join(PATIENCE)
    with pytest.raises(ClosedError):
        desk.numbered.wait()


def test_the_blocks_own_error_is_seen_even_if_the_client_was_closed_in_it(desk: Desk) -> None:
    def close_and_fail() -> None:
        with desk.numbered.expect(timeout=None):
            desk.close()
            raise KeyError("own")

    with pytest.raises(KeyError, match="own"):
        close_and_fail()


def test_conditions_run_at_the_event_and_must_not_block(desk: Desk) -> None:
    where: list[str] = []

    def accept(text: str) -> bool:
        where.append(threading.current_thread().name)
        return bool(desk.numbered.wait(timeout=PATIENCE))

    with pytest.raises(StateError, match="conditions"), desk.numbered.expect(where=accept):
        desk.emit(1)
    assert where == ["loop under test"]


# ---------------------------------------------------------------------------------------------- deprecated events


def interrupted(after: int, work: Callable[[], object]) -> bool:
    """Do some work, and interrupt it behind the n-th call in the code under test; whether it was that long."""
    left = after

    def interrupt(frame: FrameType, event: str, argument: object) -> None:
        nonlocal left
        if event in ("return", "c_return") and "twilio_realtime" in frame.f_code.co_filename:
            left -= 1
            if left == 0:
                raise KeyboardInterrupt

    made: list[object] = []
    sys.setprofile(interrupt)
    try:
        made.append(work())  # not dropped here: what raises in a `__del__` goes nowhere
    except KeyboardInterrupt:
        return True
    finally:
        sys.setprofile(None)
    return False


@pytest.mark.parametrize("begin", ["stream", "expect"])
def test_an_interrupt_at_any_moment_leaves_nothing_behind(desk: Desk, begin: str) -> None:
    moments = itertools.takewhile(lambda after: interrupted(after, getattr(desk.numbered, begin)), itertools.count(1))
    assert len(list(moments)) > 5
    gc.collect()
    assert desk.threads.portal.call(lambda: list(source_of(desk.inner).listeners)) == []
