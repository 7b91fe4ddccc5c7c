"""The command that runs the local service."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .console import out, say, say_json

if TYPE_CHECKING:
    from twilio_local import LocalService

__all__ = ["ended_by_sigterm", "serve_until_stopped", "show_frames"]


async def serve_until_stopped(service: LocalService, *, as_json: bool = False) -> None:
    """Serve, and say where, until cancelled or, by SIGTERM, asked to end; then the database is closed in order.

    Args:
        service: The service, not yet started.
        as_json: Say it as one JSON object.
    """
    with ended_by_sigterm():  # before anybody is told that it runs, and may end it
        async with service:
            if as_json:
                say_json({"base_url": service.base_url, "port": service.port})
            else:
                say(f"listening on {service.base_url}" + (" (Ctrl+C stops)" if out.is_terminal else ""))
            await service.serve_forever()


@contextmanager
def ended_by_sigterm() -> Generator[None, None, None]:
    """Leave the block at SIGTERM, which supervisors send, and which the first process of a container would not feel.

    What ends in order is not disturbed by being asked again: supervisors may ask a process, and its whole group, too.
    """
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    asked = False

    def end() -> None:
        nonlocal asked
        again, asked = asked, True
        if task is not None and not again:
            task.cancel()

    try:
        loop.add_signal_handler(signal.SIGTERM, end)
    except (NotImplementedError, ValueError, RuntimeError):  # on Windows, and outside the main thread
        yield
        return
    try:
        yield
    except asyncio.CancelledError:
        # Whoever else cancels at the same time still has it cancelled.
        if not asked or task is None or task.uncancel() > 0:
            raise
    finally:
        loop.remove_signal_handler(signal.SIGTERM)


def show_frames() -> None:
    """Write the local service's frame log to standard error, one line a packet."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s.%(msecs)03d %(message)s", datefmt="%H:%M:%S"))
    frames = logging.getLogger("twilio_local.frames")
    frames.addHandler(handler)
    frames.setLevel(logging.INFO)
    frames.propagate = False
