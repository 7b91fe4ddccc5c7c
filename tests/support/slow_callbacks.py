"""Finds callbacks that hold up the event loop, where asyncio's debug mode is on.

asyncio itself looks at the wall clock and complains on any busy machine. Here the processor time of the loop's thread
counts, without that of the garbage collector, whose work depends on what else the process holds; waiting, which takes
no such time, is found by a generous bound on the wall clock.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import CodeType
from typing import Final, cast

__all__ = ["LONGEST_BUSY", "LONGEST_WAIT", "SlowCallbacks"]

LONGEST_BUSY: Final = 0.1
"""Seconds of processor time, as many as asyncio allows by default."""

LONGEST_WAIT: Final = 2.0
"""Seconds in all: nobody's time slice is as long as that."""

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
            began, busy, collecting = time.monotonic(), time.thread_time(), self._collecting
            original(handle)
            busy = time.thread_time() - busy - (self._collecting - collecting)
            taken = time.monotonic() - began
            if (busy > LONGEST_BUSY or taken > LONGEST_WAIT) and not _is_of_a_test(handle):
                self.found.append(f"{handle!r} was busy for {busy:.3f} s, {taken:.3f} s in all")

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


def _is_of_a_test(handle: asyncio.Handle) -> bool:
    """Whether a callback is a step of a test: what that does is its own affair."""
    task = getattr(getattr(handle, "_callback", None), "__self__", None)
    if not isinstance(task, asyncio.Task):
        return False
    code: CodeType | None = getattr(cast("asyncio.Task[object]", task).get_coro(), "cr_code", None)
    return code is not None and (code.co_filename.startswith(_TESTS) or "pytest_asyncio" in code.co_filename)
