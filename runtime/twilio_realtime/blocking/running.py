"""Running a program without asyncio that ends in order when it is interrupted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..errors import ArgumentError
from ..events.source import is_async
from ..lifetime.running import handled_interrupts

__all__ = ["run"]

T = TypeVar("T")


class _Interrupted(KeyboardInterrupt):
    """Ends a program that is run by `run`."""


def run(main: Callable[[], T]) -> T | None:
    """Run a program, and end it in order on Ctrl-C and SIGTERM.

    An interrupt raises `KeyboardInterrupt` where the main thread is: ``with`` blocks are left, so clients let the
    handlers finish that run, and close their connections. No traceback is shown, and the program goes on behind this
    call. A second interrupt cuts what still waits short. Outside the main thread, where Python handles no signals, this
    just calls ``main``.

    Args:
        main: The program: a plain function without arguments.

    Returns:
        What ``main`` returns; None if it was interrupted.

    Raises:
        ArgumentError: ``main`` cannot be called or is asynchronous.
    """
    given: object = main  # not everybody checks types
    if not callable(given) or is_async(given):
        raise ArgumentError(f"run needs a plain function without arguments, not {type(main).__name__}")

    def interrupt() -> None:
        raise _Interrupted

    with handled_interrupts(interrupt):
        try:
            return main()
        except _Interrupted:
            return None
