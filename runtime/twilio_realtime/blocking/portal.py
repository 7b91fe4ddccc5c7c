"""An event loop on a thread of its own, and the way into it from every other thread."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError, Future, wait
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from ..errors import ClosedError, DeadlineError, StateError

__all__ = ["Portal"]

T = TypeVar("T")

_SLICE: Final = 0.1 if sys.platform == "win32" else None
"""Seconds after which a wait without end begins anew: on Windows, Ctrl-C is only seen in between."""


@dataclass(frozen=True, slots=True)
class _Running:
    """What a loop's thread tells when it has begun."""

    loop: asyncio.AbstractEventLoop
    stop: asyncio.Event


class Portal:
    """Runs an event loop on its own thread, from the first call to `close`.

    Every method may be called from any thread, `run` and `close` from any but the loop's own.

    Args:
        name: Name of the thread.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        # Reentrant: the collector may run anybody's code wherever an object is made.
        self._lock = threading.RLock()
        self._running: _Running | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def __repr__(self) -> str:
        state = "closed" if self._closed else "running" if self._thread is not None else "new"
        return f"<{type(self).__name__} {self._name!r} {state}>"

    @property
    def closed(self) -> bool:
        """Whether `close` was called; nothing can be run any more."""
        return self._closed

    def start(self) -> None:
        """Start the thread; `run` does it by itself. Idempotent.

        Raises:
            ClosedError: The portal was closed before.
        """
        with self._lock:
            if self._closed:
                raise ClosedError()
            if self._thread is not None:
                return
            begun: Future[_Running] = Future()
            # Not waited for when the program ends, so that a client that nobody closed does not keep it from ending.
            thread = threading.Thread(target=_serve, args=(begun,), name=self._name, daemon=True)
            thread.start()
            try:
                self._running = begun.result()
            except BaseException:  # interrupted, or the loop could not be made
                begun.add_done_callback(_abandon)
                raise
            self._thread = thread

    def run(self, work: Callable[[], Awaitable[T]], *, timeout: float | None = None) -> T:
        """Make an awaitable on the loop's thread, wait for it there, and return what it gives.

        It sees the context variables of the caller. An exception arrives with the frames of both threads. A caller that
        is interrupted, by Ctrl-C for example, cancels what it has waited for.

        Args:
            work: Makes the awaitable; called on the loop's thread.
            timeout: Most seconds to wait; None waits as long as the awaitable does.

        Raises:
            StateError: The caller is on the loop's thread, which would wait for itself.
            ClosedError: The portal is closed, or was closed meanwhile.
            DeadlineError: It took longer than ``timeout``.
        """
        self.require_other_thread()
        answer: Future[T] = Future()
        try:
            self._submit(work, answer)
            return _result(answer, timeout)
        except CancelledError:
            if self._closed:
                raise ClosedError() from None
            raise
        except TimeoutError:
            if answer.done():
                raise
            raise DeadlineError(f"the event loop has not answered within {timeout:g} seconds") from None
        finally:
            if not answer.done():
                answer.cancel()
            del answer  # holds the exception, whose traceback holds this frame

    def call(self, function: Callable[[], T]) -> T:
        """Run a short plain function while nothing else runs on the loop, and return what it gives.

        Before the first and after the last call of `run` that is on the caller's thread, since there is no loop.

        Args:
            function: The function; it must not wait for anything.
        """
        if threading.current_thread() is self._thread:
            return function()
        with self._lock:
            if self._thread is None or self._closed:
                return function()

        async def calling() -> T:
            return function()

        try:
            return self.run(calling)
        except ClosedError:
            if not self.closed:
                raise
            return function()  # closed since the question

    def post(self, function: Callable[[], object]) -> bool:
        """Run a short plain function on the loop some time later. Takes no lock.

        Args:
            function: The function; it must not wait for anything.

        Returns:
            Whether there is a loop to run it.
        """
        running = self._running
        if running is None or running.loop.is_closed():
            return False
        try:
            running.loop.call_soon_threadsafe(function)
        except RuntimeError:  # closed since the question
            return False
        return True

    def close(self, timeout: float | None = None) -> None:
        """Cancel what runs on the loop, end the loop, and wait for its thread. Idempotent.

        Args:
            timeout: Most seconds to wait for the thread; None waits until it has ended.
        """
        self.require_other_thread()
        with self._lock:
            first, self._closed = not self._closed, True
            thread, running = self._thread, self._running
            if thread is None or running is None or not thread.is_alive():
                return
            if first:
                # After everything that was submitted, so that whoever waits for something gets an answer.
                self.post(running.stop.set)
        thread.join(timeout)

    def require_other_thread(self) -> None:
        """Refuse the loop's own thread.

        Raises:
            StateError: The caller is on it.
        """
        if threading.current_thread() is self._thread:
            raise StateError(
                "a blocking call was made on the event loop's own thread, where it would wait for itself; conditions "
                "(`where`) and `progress` functions run there: leave calls to a handler or to a thread of your own"
            )

    def _submit(self, work: Callable[[], Awaitable[T]], answer: Future[T]) -> None:
        with self._lock:
            self.start()
            running, thread = self._running, self._thread
            if running is None or thread is None or not thread.is_alive() or running.loop.is_closed():
                raise ClosedError(
                    "the event loop's thread is gone: a fork does not copy it, and `sys.exit` in a condition ends it; "
                    "make a new client"
                )
            running.loop.call_soon_threadsafe(self._begin, work, answer)

    def _begin(self, work: Callable[[], Awaitable[T]], answer: Future[T]) -> None:
        # On the loop's thread, which no interrupt reaches: whatever is made to be awaited is awaited.
        if answer.cancelled():
            return
        task = asyncio.get_running_loop().create_task(_awaited(work))
        task.add_done_callback(partial(_tell, answer))
        answer.add_done_callback(lambda waited_for: self.post(task.cancel) if waited_for.cancelled() else None)


async def _awaited(work: Callable[[], Awaitable[T]]) -> T:
    return await work()


def _tell(answer: Future[T], task: asyncio.Task[T]) -> None:
    """Hand what came of a task to whoever waits for it."""
    if task.cancelled():
        answer.cancel()
    error = None if task.cancelled() else task.exception()
    if not answer.set_running_or_notify_cancel():
        return
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(task.result())


def _result(answer: Future[T], timeout: float | None) -> T:
    """Wait for an answer in such a way that the waiting can be interrupted."""
    if timeout is not None or _SLICE is None:
        return answer.result(timeout)
    while not answer.done():
        wait([answer], _SLICE)
    return answer.result()


def _serve(begun: Future[_Running]) -> None:
    """Run a loop until it is told to stop; for its thread."""
    try:
        runner = asyncio.Runner()
        runner.get_loop()  # may fail, and nothing is to be closed then
        try:
            runner.run(_until_stopped(begun))
        finally:
            _close(runner)
    except BaseException as error:
        if begun.done():
            raise
        begun.set_exception(error)


def _close(runner: asyncio.Runner) -> None:
    try:
        runner.close()
    except RuntimeError:
        # At the end of a program no thread can be started any more, as CPython 3.12 does to wait for those that read
        # files. The loop is closed all the same.
        if threading.main_thread().is_alive():
            raise


async def _until_stopped(begun: Future[_Running]) -> None:
    stop = asyncio.Event()
    begun.set_result(_Running(asyncio.get_running_loop(), stop))
    await stop.wait()


def _abandon(begun: Future[_Running]) -> None:
    """End a loop that nobody has waited for."""
    if begun.exception() is None:
        running = begun.result()
        running.loop.call_soon_threadsafe(running.stop.set)
