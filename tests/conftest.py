"""Settings of the whole test run."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator

import pytest

from support import marked_files
from support.blocking_calls import BlockingCalls
from support.short_stacks import keep_stacks_short
from support.slow_callbacks import SlowCallbacks
from twilio_realtime.telemetry import logs

_watch = SlowCallbacks()
_waits = BlockingCalls()


def pytest_configure(config: pytest.Config) -> None:
    # pytest-asyncio saves and restores the current event loop around each test; where there is none yet, asking for
    # it makes one that nobody closes (CPython 3.11 to 3.13).
    asyncio.set_event_loop(None)
    # A shell lets its background jobs ignore interrupts, and they hand that on to the programs that tests interrupt.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.pluginmanager.register(marked_files)
    if config.getoption("asyncio_debug"):
        _watch.install()
        _waits.refuse()
        keep_stacks_short()


def pytest_unconfigure() -> None:
    _waits.allow()
    _watch.uninstall()


@pytest.fixture(autouse=True)
def nothing_was_warned_of_before() -> None:
    """Each test sees the warnings that are given once, whatever has run before it."""
    warned: set[int] = vars(logs)["_warned"]
    warned.clear()


@pytest.fixture(autouse=True)
def nothing_holds_up_the_event_loop() -> Iterator[None]:
    """With ``--asyncio-debug``, no callback of the code under test takes long; none waits at all (`BlockingCalls`)."""
    _watch.take()
    yield
    found = _watch.take()
    if found:
        pytest.fail("the event loop was held up:\n" + "\n".join(found), pytrace=False)
