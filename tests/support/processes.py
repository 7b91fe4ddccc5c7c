"""Processes that tests start."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import Process


async def finish(process: Process) -> tuple[str, str]:
    """Wait for the end of a process with piped output; what it wrote to standard output and error."""
    said, complained = await process.communicate()
    # The pipes are closed by callbacks that may still be waiting for their turn when the process is gone.
    for _ in range(5):
        await asyncio.sleep(0)
    return (said or b"").decode(), (complained or b"").decode()
