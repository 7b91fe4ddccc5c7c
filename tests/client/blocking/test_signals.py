"""Events of a blocking client: handlers on their thread."""

from __future__ import annotations

import logging
import threading
from queue import SimpleQueue

import pytest

from support.desk import Desk
from support.patience import PATIENCE
from twilio_realtime.blocking import (
    DeprecatedBareSignal,
    DeprecatedSignal,
)
from twilio_realtime.errors import ArgumentError, ClosedError, DeadlineError, EventsLostError
from twilio_realtime.events import emit, source_of

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


# ---------------------------------------------------------------------------------------------- several at once


class Work:
    """A handler that goes on when it is let, on whichever thread."""

    def __init__(self) -> None:
        self.begun: SimpleQueue[str] = SimpleQueue()
        self.ended: list[str] = []
        self.threads: set[threading.Thread] = set()
        self.gates: dict[str, threading.Event] = {str(number): threading.Event() for number in range(10)}

    def do(self, text: str) -> None:
        self.threads.add(threading.current_thread())
        self.begun.put(text)
        assert self.gates[text].wait(PATIENCE)
        self.ended.append(text)
        if text == "3":
            raise LookupError(text)

    def next_begun(self, count: int) -> set[str]:
        return {self.begun.get(timeout=PATIENCE) for _ in range(count)}

    def let(self, *texts: str) -> None:
        for text in texts:
            self.gates[text].set()


def parity(text: str) -> bool:
    return int(text) % 2 == 0


def test_several_at_once_if_asked_for(desk: Desk) -> None:
    work = Work()
    heard: list[str] = []
    desk.numbered.connect(work.do, concurrency=2)
    desk.numbered.connect(heard.append)
    desk.emit(1, 2, 3, 4)
    assert work.next_begun(2) == {"1", "2"}
    desk.handled()
    assert heard == ["1", "2", "3", "4"]  # on the thread that handlers share, which nobody holds up
    work.let("1", "3")
    assert work.next_begun(2) == {"3", "4"}
    _, error = desk.failure()
    assert isinstance(error, LookupError)
    work.let("2", "4")
    desk.threads.handlers.flush(PATIENCE)
    assert sorted(work.ended) == ["1", "2", "3", "4"]
    assert len(work.threads) >= 2
    assert not any(thread.name == "handlers under test" for thread in work.threads)


def test_events_of_one_key_follow_one_another(desk: Desk) -> None:
    work = Work()
    desk.numbered.connect(work.do, concurrency=5, key=parity)
    desk.emit(1, 2, 3, 4, 5, 6)
    assert work.next_begun(2) == {"1", "2"}
    work.let(*"3456")
    assert work.begun.empty()
    work.let("1", "2")
    desk.threads.handlers.flush(PATIENCE)
    assert [text for text in work.ended if parity(text)] == ["2", "4", "6"]
    assert [text for text in work.ended if not parity(text)] == ["1", "3", "5"]


def test_conditions_keys_and_bounds(desk: Desk) -> None:
    work = Work()
    subscription = desk.numbered.connect(
        work.do, concurrency=2, queue=1, key=lambda text: 1 // (9 - int(text)), where=lambda text: 6 // int(text) > 0
    )
    desk.emit(0, 1)
    assert work.next_begun(1) == {"1"}
    desk.emit(7, 2, 3, 4)
    assert subscription.dropped == desk.dispatcher.dropped == 2
    name, error = desk.failure()
    assert name.startswith("`where` of handler")
    assert isinstance(error, ZeroDivisionError)
    work.let("1", "2")
    _, error = desk.failure()
    assert isinstance(error, EventsLostError)
    assert error.count == 2
    desk.threads.handlers.flush(PATIENCE)
    assert work.ended == ["1", "2"]
    failing = desk.counted.connect(print, concurrency=2, key=lambda number: 1 // number)
    desk.threads.portal.call(lambda: emit(desk.other, 0))
    name, _ = desk.failure()
    assert name.startswith("`key` of handler")
    failing.disconnect()


def test_one_after_another_keeps_the_order_of_all(desk: Desk) -> None:
    heard: list[str] = []
    desk.numbered.connect(heard.append, key=parity, where=lambda text: text != "3")
    desk.emit(1, 3, 5, 2, 7, 4)
    desk.handled()
    assert heard == ["1", "5", "2", "7", "4"]


def test_disconnecting_and_closing(desk: Desk) -> None:
    work = Work()
    subscription = desk.numbered.connect(work.do, concurrency=2)
    desk.emit(1, 2, 4, 5)
    assert work.next_begun(2) == {"1", "2"}
    subscription.disconnect()
    desk.numbered.connect(work.do, concurrency=2)
    desk.emit(6, 7, 8)
    assert work.next_begun(2) == {"6", "7"}
    desk.threads.handlers.drain(0)  # takes too long: nothing begins any more
    work.let(*"123456789")
    desk.close()
    assert sorted(work.ended) == ["1", "2", "6", "7"]


def test_closing_lets_all_of_them_finish(desk: Desk) -> None:
    heard: list[str] = []
    desk.numbered.connect(heard.append, concurrency=3)
    desk.emit(1, 2, 3, 4, 5)
    desk.threads.handlers.drain(PATIENCE)
    assert sorted(heard) == ["1", "2", "3", "4", "5"]


def test_without_another_thread_the_shared_one_does_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    heard: list[str] = []
    desk.numbered.connect(heard.append, concurrency=3)
    desk.emit(1, 2)
    desk.handled()
    assert heard == ["1", "2"]


def test_streams_of_what_a_condition_accepts(desk: Desk) -> None:
    with desk.numbered.stream(where=parity) as evens:
        desk.emit(1, 2, 3, 4)
        assert [next(evens), next(evens)] == ["2", "4"]
