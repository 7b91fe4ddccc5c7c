"""Running a program that ends in order when it is interrupted."""

from __future__ import annotations

import asyncio
import inspect
import signal
import threading
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from ..errors import ArgumentError, StateError

__all__ = ["handled_interrupts", "run"]

T = TypeVar("T")

_PATIENT_INTERRUPTS = 3
"""After so many interrupts the next one ends the program as if nobody handled it."""


def run(main: Coroutine[object, object, T] | Callable[[], Coroutine[object, object, T]]) -> T | None:
    """Run a program, like `asyncio.run`, and end it in order on Ctrl-C and SIGTERM.

    An interrupt cancels ``main``: its ``async with`` blocks are left, so clients let the handlers finish that run, and
    close their connections. No traceback is shown, and the program goes on behind this call. A second interrupt cuts
    what still waits short. Outside the main thread, where Python handles no signals, this is `asyncio.run`.

    Args:
        main: The program: an asynchronous function without arguments, or what calling one returns.

    Returns:
        What ``main`` returns; None if it was interrupted.

    Raises:
        ArgumentError: ``main`` is neither.
        StateError: An event loop is running in this thread already, as in a notebook; ``await main()`` there.
    """
    work = main() if callable(main) else main
    if not _is_coroutine(work):
        raise ArgumentError(f"run needs an async function or its coroutine, not a value of type {type(work).__name__}")
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        pass
    else:
        work.close()
        raise StateError("an event loop is running in this thread already, as in a notebook; use `await main()` there")
    task: asyncio.Task[T] | None = None
    interrupts = 0

    async def program() -> T:
        nonlocal task
        task = asyncio.current_task()
        if interrupts and task is not None:
            task.cancel()
        return await work

    with asyncio.Runner() as runner:
        loop = runner.get_loop()

        def interrupt() -> None:
            nonlocal interrupts
            interrupts += 1
            if task is not None:
                loop.call_soon_threadsafe(task.cancel)

        with handled_interrupts(interrupt):
            try:
                return runner.run(program())
            except asyncio.CancelledError:
                if not interrupts:
                    raise
                return None


def _is_coroutine(value: object) -> bool:
    return inspect.iscoroutine(value)


@contextmanager
def handled_interrupts(handle: Callable[[], None]) -> Generator[None]:
    """Call a function at each interrupt instead of what Python does: on Ctrl-C, SIGTERM, and Ctrl-Break on Windows.

    After three of them the next one does again what it did before. Outside the main thread nothing is handled.

    Args:
        handle: Called in the main thread, between any two of its instructions.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = ("SIGINT", "SIGTERM", "SIGBREAK")
    numbers = [number for number in signal.Signals if number.name in names]
    before = {number: signal.getsignal(number) for number in numbers}
    # Whoever started the program had it ignore them, for example `nohup` or a shell for its background jobs.
    handled = [number for number in numbers if before[number] is not signal.SIG_IGN]
    left = _PATIENT_INTERRUPTS

    def restore() -> None:
        for number in handled:
            # None: it was not installed from Python, and there is no way to put it back.
            signal.signal(number, before[number] or signal.SIG_DFL)

    def arrived(number: int, frame: FrameType | None) -> None:
        nonlocal left
        left -= 1
        if not left:
            restore()
        handle()

    for number in handled:
        signal.signal(number, arrived)
    try:
        yield
    finally:
        restore()
