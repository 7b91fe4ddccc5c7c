"""Finds callbacks that hold up the event loop, where asyncio's debug mode is on.

asyncio itself looks at the wall clock and complains on any busy machine. Here the processor time of the loop's thread
counts, without that of the garbage collector, whose work depends on what else the process holds. It is compared with
what a fixed piece of work takes at the same moment, for on a busy machine everything takes more. Waiting takes no such
time: that is found by `blocking_calls`. Where a test traces allocations, which makes everything slow, nothing counts.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import time
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path
from types import CodeType
from typing import Final, cast

__all__ = ["LONGEST_BUSY", "SlowCallbacks"]

LONGEST_BUSY: Final = 0.1
"""Seconds of processor time, as many as asyncio allows by default."""

LONGEST_RATIO: Final = 10.0
"""Processor time in units of what `yardstick` takes, which are ten milliseconds on an ordinary machine with time."""

_RUN: Final = "_run"  # what the event loop calls
_Run = Callable[[asyncio.Handle], None]
_TESTS: Final = str(Path(__file__).parents[1])


class SlowCallbacks:
    """Looks on at every callback of every event loop of this process, from `install` to `uninstall`.

    Attributes:
        found: What was too slow since somebody last looked, in words.
    """

    def __init__(self) -> None:
        self.found: list[str] = []
        self._collecting = 0.0
        self._collection_began = 0.0
        self._original: _Run | None = None

    def install(self) -> None:
        """Begin."""
        original = self._original = cast(_Run, vars(asyncio.Handle)[_RUN])

        def run(handle: asyncio.Handle) -> None:
            running, collecting = time.thread_time(), self._collecting
            original(handle)
            busy = time.thread_time() - running - (self._collecting - collecting)
            if busy <= LONGEST_BUSY or tracemalloc.is_tracing() or _is_of_a_test(handle):
                return
            if busy > LONGEST_RATIO * yardstick():
                self.found.append(f"{_described(handle)} was busy for {busy:.3f} s")

        setattr(asyncio.Handle, _RUN, run)
        gc.callbacks.append(self._collector)
        # It would say the same by the wall clock.
        logging.getLogger("asyncio").addFilter(_is_no_complaint_about_time)

    def uninstall(self) -> None:
        """End."""
        if self._original is not None:
            setattr(asyncio.Handle, _RUN, self._original)
            self._original = None
            gc.callbacks.remove(self._collector)
            logging.getLogger("asyncio").removeFilter(_is_no_complaint_about_time)

    def take(self) -> list[str]:
        """What was found since the last call."""
        found, self.found = self.found, []
        return found

    def _collector(self, phase: str, info: Mapping[str, int]) -> None:
        if phase == "start":
            self._collection_began = time.thread_time()
        else:
            self._collecting += time.thread_time() - self._collection_began


def _is_no_complaint_about_time(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("Executing %s took")


def yardstick() -> float:
    """Seconds of processor time that a fixed piece of work takes right now: the most of three tries."""
    longest = 0.0
    for _ in range(3):
        began = time.thread_time()
        sum(number * number for number in range(150_000))
        longest = max(longest, time.thread_time() - began)
    return longest


def _task(handle: asyncio.Handle) -> asyncio.Task[object] | None:
    task = getattr(getattr(handle, "_callback", None), "__self__", None)
    return cast("asyncio.Task[object]", task) if isinstance(task, asyncio.Task) else None


def _described(handle: asyncio.Handle) -> str:
    task = _task(handle)
    return repr(handle) if task is None else f"a step of {task!r}"


def _is_of_a_test(handle: asyncio.Handle) -> bool:
    """Whether a callback is a step of a test: what that does is its own affair."""
    task = _task(handle)
    if task is None:
        return False
    code: CodeType | None = getattr(task.get_coro(), "cr_code", None)
    return code is not None and (code.co_filename.startswith(_TESTS) or "pytest_asyncio" in code.co_filename)
