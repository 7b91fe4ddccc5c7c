"""The threads on which handlers run."""

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
    """Runs jobs one after the other, in the order in which they come; and others beside them, if that is wanted.

    Args:
        name: Name of the thread.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._lock = threading.RLock()
        self._progress = threading.Condition(self._lock)
        self._thread: threading.Thread | None = None
        self._beside: set[threading.Thread] = set()
        self._closing = False
        self._closed = False
        self._dropping = False

    @property
    def is_current(self) -> bool:
        """Whether the code that asks is run by a handler."""
        current = threading.current_thread()
        return current is self._thread or current in self._beside

    @property
    def dropping(self) -> bool:
        """Whether jobs that have not begun are not to begin any more."""
        return self._dropping

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

    def run_beside(self, job: Callable[[], None]) -> None:
        """Run a job that raises nothing on a thread of its own, which ends with it; never once the thread is closed."""
        thread = threading.Thread(target=self._work_beside, args=[job], name=f"{self._name} (concurrent)", daemon=True)
        with self._lock:
            if self._closed:
                return
            self._beside.add(thread)
            try:
                thread.start()
            except RuntimeError:  # there are too many threads, or the interpreter starts none any more
                self._beside.discard(thread)
                self.submit(job)

    def flush(self, seconds: float) -> None:
        """Wait until everything that is queued now and all jobs beside it have run.

        On one of the threads themselves there is nothing to wait for.

        Args:
            seconds: Most seconds to wait.
        """
        self._all_run(seconds)

    def _all_run(self, seconds: float) -> bool:
        """Whether everything has, in time."""
        if self._thread is None or not self._thread.is_alive() or self.is_current or self._closed:
            return False
        reached = threading.Event()

        def reach() -> None:
            with self._progress:
                reached.set()
                self._progress.notify_all()

        self.submit(reach)
        with self._progress:
            return self._progress.wait_for(lambda: reached.is_set() and not self._beside, seconds)

    def drain(self, seconds: float) -> None:
        """As `flush`; but if that takes too long, run nothing any more of what waits.

        Args:
            seconds: Most seconds to wait.
        """
        self._closing = True
        if not self._all_run(seconds):
            self._dropping = True

    def close(self, timeout: float | None = None) -> None:
        """Run what is queued unless jobs are dropped, end the threads, and wait for all but this one. Idempotent.

        Args:
            timeout: Most seconds to wait for each thread; None waits until the jobs under way have ended.
        """
        with self._lock:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
            threads = [*([] if self._thread is None else [self._thread]), *self._beside]
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join(timeout)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if not self._dropping:
                job()
            del job  # and what it holds, while waiting for the next one

    def _work_beside(self, job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            with self._progress:
                self._beside.discard(threading.current_thread())
                self._progress.notify_all()


@dataclass(frozen=True, slots=True)
class Threads:
    """The threads of one client.

    Attributes:
        portal: The way to the event loop.
        handlers: Where handlers run.
    """

    portal: Portal
    handlers: HandlerThread
