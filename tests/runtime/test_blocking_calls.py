"""A call that waits is found where an event loop runs, and nowhere else."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from blockbuster import BlockingError

from support.blocking_calls import BlockingCalls
from twilio_realtime.events import Dispatcher, Signal, emit


@pytest.fixture(autouse=True)
def calls_that_wait_fail() -> Iterator[None]:
    calls = BlockingCalls()
    calls.refuse()
    yield
    calls.allow()


def _await_a_lock() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire(timeout=0.01)


def _await_a_peer() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(b"x")
        ours.recv(1)


WAITS = {"sleep": lambda: time.sleep(0), "lock": _await_a_lock, "socket": _await_a_peer}


@pytest.mark.parametrize("wait", WAITS.values(), ids=WAITS)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_in_an_event_loop(wait: Callable[[], None]) -> None:
    failed: list[BaseException] = []
    dispatcher = Dispatcher()
    dispatcher.on_failure = lambda _, error: failed.append(error)
    signal: Signal[int] = Signal("numbered", dispatcher)
    signal.connect(lambda _: wait())
    emit(signal, 1)
    await dispatcher.close()
    assert [type(error) for error in failed] == [BlockingError]


@pytest.mark.parametrize("wait", WAITS.values(), ids=WAITS)
def test_elsewhere(wait: Callable[[], None]) -> None:
    wait()
