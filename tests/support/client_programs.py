"""Programs of their own that sign in as alice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

from support.threaded_service import ThreadedService

__all__ = ["starting_programs"]


@contextmanager
def starting_programs(service: ThreadedService, *, warnings: str) -> Generator[Callable[[str], subprocess.Popen[str]]]:
    """Start programs from their text, with ``TOKEN`` and ``BASE_URL`` in their environment; all end with the block.

    Args:
        service: What they connect to.
        warnings: What Python does with warnings, as its option ``-W`` has it.
    """
    started: list[subprocess.Popen[str]] = []

    def start(script: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-W", warnings, "-c", script],
            env={**os.environ, "TOKEN": service.token("alice"), "BASE_URL": service.base_url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()
