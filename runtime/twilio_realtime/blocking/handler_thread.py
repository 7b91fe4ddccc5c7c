"""The thread on which handlers run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue

from .portal import Portal

__all__ = ["HandlerThread", "Threads"]

HANDLER_GRACE = 1.0
"""Seconds that queued handlers may take to finish when the client is closed."""


class HandlerThread:
    """Runs jobs one after the other, in the order in which they come.

    Args:
        name: Name of the thread.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._closed = False
        self._dropping = False

    @property
    def is_current(self) -> bool:
        """Whether the code that asks is run by a handler."""
        return threading.current_thread() is self._thread

    @property
    def closing(self) -> bool:
        """Whether the client is being closed, which ends the calls of handlers."""
        return self._closing

    def start(self) -> None:
        """Start the thread; without one, jobs wait. Idempotent, and harmless for a thread that was closed."""
        with self._lock:
            if self._thread is None and not self._closed:
                # Not waited for when the program ends, like the loop's.
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()

    def submit(self, job: Callable[[], None]) -> None:
        """Run a job that raises nothing after those that wait; never once the thread is closed."""
        if not self._closed:
            self._jobs.put(job)

    def flush(self, seconds: float) -> None:
        """Wait until everything that is queued now has run; on the thread itself there is nothing to wait for.

        Args:
            seconds: Most seconds to wait.
        """
        if self._thread is not None and self._thread.is_alive() and not self.is_current and not self._closed:
            reached = threading.Event()
            self.submit(reached.set)
            reached.wait(seconds)

    def drain(self, seconds: float) -> None:
        """Wait until everything that is queued now has run; if that takes too long, run nothing of it any more.

        On the thread itself there is nothing to wait for.

        Args:
            seconds: Most seconds to wait.
        """
        self._closing = True
        if self._thread is not None and self._thread.is_alive() and not self.is_current and not self._closed:
            reached = threading.Event()
            self.submit(reached.set)
            if reached.wait(seconds):
                return
        self._dropping = True

    def close(self, timeout: float | None = None) -> None:
        """Run what is queued unless jobs are dropped, end the thread, and wait for it unless this is it. Idempotent.

        Args:
            timeout: Most seconds to wait for the thread; None waits until the job under way has ended.
        """
        with self._lock:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if not self._dropping:
                job()
            del job  # and what it holds, while waiting for the next one


@dataclass(frozen=True, slots=True)
class Threads:
    """The two threads of one client.

    Attributes:
        portal: The way to the event loop.
        handlers: Where handlers run.
    """

    portal: Portal
    handlers: HandlerThread
