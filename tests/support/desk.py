"""Two signals of the blocking twin, with the threads and the dispatcher of a client."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from support.patience import PATIENCE
from twilio_realtime.blocking import (
    BareSignal,
    HandlerThread,
    Portal,
    Signal,
    Threads,
)
from twilio_realtime.events import BareSignal as AsyncBareSignal
from twilio_realtime.events import Dispatcher, emit
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
