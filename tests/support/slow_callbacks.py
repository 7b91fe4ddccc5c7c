"""Finds callbacks that hold up the event loop, where asyncio's debug mode is on.

asyncio itself looks at the wall clock and complains on any busy machine. Here the processor time of the loop's thread
counts, without that of the garbage collector, whose work depends on what else the process holds. Waiting takes no such
time; it counts if the thread has given up the processor of its own accord. Where a test traces allocations, which makes
everything slow, nothing counts.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path
from types import CodeType
from typing import Final, cast

if sys.platform == "linux":
    import resource

__all__ = ["LONGEST_BUSY", "LONGEST_WAIT", "SlowCallbacks"]

LONGEST_BUSY: Final = 0.1
"""Seconds of processor time, as many as asyncio allows by default."""

LONGEST_WAIT: Final = 1.0
"""Seconds in all, of a callback that has waited for something."""

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
            began, busy, collecting, waits = time.monotonic(), time.thread_time(), self._collecting, _waits()
            original(handle)
            busy = time.thread_time() - busy - (self._collecting - collecting)
            taken = time.monotonic() - began
            too_long = busy > LONGEST_BUSY or (taken > LONGEST_WAIT and _waits() > waits)
            if too_long and not tracemalloc.is_tracing() and not _is_of_a_test(handle):
                self.found.append(f"{_described(handle)} was busy for {busy:.3f} s, {taken:.3f} s in all")

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


def _waits() -> int:
    """How often this thread has waited; always the same where the operating system does not tell."""
    if sys.platform != "linux":
        return 0
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw


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
