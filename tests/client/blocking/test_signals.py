"""Events of a blocking client: handlers on their thread, streams, and waiting."""

from __future__ import annotations

import gc
import itertools
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from types import FrameType

import pytest

from support.patience import PATIENCE
from twilio_realtime.blocking import (
    BareSignal,
    DeprecatedBareSignal,
    DeprecatedSignal,
    HandlerThread,
    Portal,
    Signal,
    Threads,
)
from twilio_realtime.errors import ArgumentError, ClosedError, DeadlineError, EventsLostError, StateError
from twilio_realtime.events import BareSignal as AsyncBareSignal
from twilio_realtime.events import Dispatcher, emit, source_of
from twilio_realtime.events import Signal as AsyncSignal


class Desk:
    """A client's threads and dispatcher, two signals of it, and a list of failures.

    Numbers are emitted; users see them as text.
    """

    def __init__(self) -> None:
        self.threads = Threads(Portal("loop under test"), HandlerThread("handlers under test"))
        self.dispatcher = Dispatcher()
        self.failures: SimpleQueue[tuple[str, BaseException]] = SimpleQueue()
        self.dispatcher.on_failure = lambda handler, error: self.failures.put((handler, error))
        self.inner = AsyncSignal[int]("numbered", self.dispatcher)
        self.other = AsyncSignal[int]("counted", self.dispatcher)
        self.bare = AsyncBareSignal("rung", self.dispatcher)
        self.numbered: Signal[str] = Signal(self.inner, self.threads, str)
        self.counted: Signal[int] = Signal(self.other, self.threads)
        self.rung = BareSignal(self.bare, self.threads)

    def emit(self, *numbers: int) -> None:
        for number in numbers:
            self.threads.portal.call(lambda: emit(self.inner, number))  # noqa: B023 - called at once

    def handled(self) -> None:
        """Wait until the handlers of everything emitted so far have run."""
        reached = threading.Event()
        self.threads.handlers.submit(reached.set)
        assert reached.wait(PATIENCE)

    def failure(self) -> tuple[str, BaseException]:
        return self.failures.get(timeout=PATIENCE)

    def close(self) -> None:
        self.threads.portal.run(self.dispatcher.close)
        self.threads.handlers.close()
        self.threads.portal.close()


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    made.threads.portal.start()
    made.threads.handlers.start()
    yield made
    if not made.threads.portal.closed:
        made.close()
    assert not [thread for thread in threading.enumerate() if "under test" in thread.name]


# ---------------------------------------------------------------------------------------------- handlers


def test_handlers_run_on_one_thread_in_the_order_of_the_events(desk: Desk) -> None:
    heard: list[object] = []
    threads: set[str] = set()

    @desk.numbered
    def hear(text: str) -> str:
        threads.add(threading.current_thread().name)
        heard.append(text)
        return "heard"

    desk.counted.connect(heard.append)
    desk.rung.connect(lambda: heard.append(None))

    def several() -> None:
        emit(desk.inner, 1)
        emit(desk.other, 2)
        emit(desk.bare, None)
        emit(desk.inner, 3)

    desk.threads.portal.call(several)
    desk.handled()
    assert heard == ["1", 2, None, "3"]
    assert threads == {"handlers under test"}
    assert hear("itself") == "heard"
    assert repr(desk.numbered) == "<Signal numbered subscribers=1>"
    assert desk.numbered.name == "numbered"


def test_handlers_may_be_connected_before_there_is_a_loop() -> None:
    desk = Desk()
    heard: list[str] = []
    desk.numbered.connect(heard.append)
    desk.emit(1)
    assert heard == []
    desk.threads.handlers.start()
    desk.handled()
    assert heard == ["1"]
    desk.close()


def test_once(desk: Desk) -> None:
    heard: list[str] = []
    rings: list[bool] = []
    desk.numbered.once(heard.append)

    @desk.rung.once
    def ring() -> None:
        rings.append(True)

    desk.emit(1, 2)
    desk.threads.portal.call(lambda: emit(desk.bare, None))
    desk.threads.portal.call(lambda: emit(desk.bare, None))
    desk.handled()
    assert heard == ["1"]
    assert rings == [True]


class Listener:
    def __init__(self) -> None:
        self.heard: list[str] = []

    def hear(self, text: str) -> None:
        self.heard.append(text)


def test_disconnecting_by_handler_and_by_subscription(desk: Desk) -> None:
    listener = Listener()
    desk.numbered.connect(listener.hear)
    kept = desk.numbered.connect(listener.heard.append)
    desk.emit(1)
    desk.handled()
    assert desk.numbered.disconnect(listener.hear)
    assert not desk.numbered.disconnect(listener.hear)
    desk.emit(2)
    desk.handled()
    kept.disconnect()
    kept.disconnect()
    desk.emit(3)
    desk.handled()
    assert listener.heard == ["1", "1", "2"]
    assert source_of(desk.inner).listeners == ()


def test_disconnecting_drops_what_is_queued(desk: Desk) -> None:
    busy, go_on, heard = threading.Event(), threading.Event(), list[str]()

    def hear(text: str) -> None:
        heard.append(text)
        busy.set()
        assert go_on.wait(PATIENCE)

    subscription = desk.numbered.connect(hear)
    desk.emit(1, 2, 3)
    assert busy.wait(PATIENCE)
    subscription.disconnect()
    go_on.set()
    desk.handled()
    assert heard == ["1"]
    assert subscription.dropped == 0


def test_replay(desk: Desk) -> None:
    heard: list[str] = []
    desk.numbered.connect(heard.append, replay=True)
    desk.emit(1, 2)
    desk.handled()
    desk.numbered.connect(heard.append, replay=True)
    desk.handled()
    assert heard == ["1", "2", "2"]


def test_overflow_is_counted_and_told(desk: Desk) -> None:
    busy, go_on, heard = threading.Event(), threading.Event(), list[str]()

    def slow(text: str) -> None:
        heard.append(text)
        busy.set()
        assert go_on.wait(PATIENCE)

    subscription = desk.numbered.connect(slow, queue=2)
    desk.emit(1)
    assert busy.wait(PATIENCE)
    desk.emit(2, 3, 4, 5, 6)
    assert subscription.dropped == 3
    assert desk.dispatcher.dropped == 3
    go_on.set()
    name, error = desk.failure()
    assert isinstance(error, EventsLostError)
    assert error.count == 3
    assert "slow" in name
    desk.emit(7)
    desk.handled()
    assert heard == ["1", "2", "3", "7"]


@pytest.mark.parametrize("error", [KeyError("key"), SystemExit(1), ClosedError("own")])
def test_a_handler_that_fails_is_reported_and_the_others_go_on(
    desk: Desk, error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "twilio-chat")

    def fails(text: str) -> None:
        raise error

    heard: list[str] = []
    desk.numbered.connect(fails)
    desk.numbered.connect(heard.append)
    desk.emit(1, 2)
    name, reported = desk.failure()
    assert reported is error
    assert "fails' of 'numbered'" in name
    desk.handled()
    assert heard == ["1", "2"]


def test_asynchronous_handlers_are_refused(desk: Desk) -> None:
    async def hear(text: str) -> None:
        pytest.fail(text)

    with pytest.raises(ArgumentError, match="the handler of 'numbered' is an async function; give a plain one"):
        desk.numbered.connect(hear)
    with pytest.raises(ArgumentError, match="must be callable, not int"):
        desk.numbered.connect(5)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    with pytest.raises(ArgumentError, match="queue must be a whole number of at least 1"):
        desk.numbered.connect(print, queue=0)
    desk.numbered.connect(lambda text: hear(text + "!"))
    desk.emit(1)
    _, error = desk.failure()
    assert isinstance(error, ArgumentError)
    assert "returned an awaitable" in str(error)


def test_handlers_may_wait_for_other_events(desk: Desk) -> None:
    answers: SimpleQueue[int] = SimpleQueue()
    waits = threading.Event()

    @desk.numbered
    def ask(text: str) -> None:
        with desk.counted.expect(timeout=PATIENCE) as pending:
            waits.set()
        answers.put(int(text) + pending.value)

    desk.emit(1)
    assert waits.wait(PATIENCE)
    desk.threads.portal.call(lambda: emit(desk.other, 41))
    assert answers.get(timeout=PATIENCE) == 42


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
        with pytest.raises(RuntimeError, match="has not happened yet"):
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


def test_deprecated_events_warn_where_they_are_used(desk: Desk) -> None:
    signal: DeprecatedSignal[str] = DeprecatedSignal(desk.inner, desk.threads, str, notice="numbered will go")
    bare = DeprecatedBareSignal(desk.bare, desk.threads, notice="rung will go")
    heard: list[str] = []

    for subscribe in (
        lambda: signal.connect(heard.append),  # pyright: ignore[reportDeprecated]
        lambda: signal.once(heard.append),  # pyright: ignore[reportDeprecated]
        lambda: signal(heard.append),  # pyright: ignore[reportDeprecated]
        lambda: signal.stream().close(),  # pyright: ignore[reportDeprecated]
        lambda: signal.__iter__().close(),  # pyright: ignore[reportDeprecated]
        signal.expect,  # pyright: ignore[reportDeprecated]
    ):
        with pytest.warns(DeprecationWarning, match="^numbered will go$") as caught:
            subscribe()
        assert [warning.filename for warning in caught] == [__file__]
    with pytest.warns(DeprecationWarning, match="^numbered will go$"), pytest.raises(DeadlineError):
        signal.wait(timeout=0.01)  # pyright: ignore[reportDeprecated]
    for listen in (
        lambda: bare.connect(lambda: None),  # pyright: ignore[reportDeprecated]
        lambda: bare.once(lambda: None),  # pyright: ignore[reportDeprecated]
        lambda: bare(lambda: None),  # pyright: ignore[reportDeprecated]
    ):
        with pytest.warns(DeprecationWarning, match="^rung will go$"):
            listen()
    desk.emit(1)
    desk.handled()
    assert heard == ["1", "1", "1"]


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
