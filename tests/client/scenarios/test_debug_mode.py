"""asyncio's debug mode has nothing to complain about, and no callback holds up the event loop."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

PROGRAM = Path(__file__).with_name("conversation.py")


async def test_no_callback_is_slow_and_nothing_is_left_open() -> None:
    """In a new interpreter, where nothing is cached yet."""
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-X", "dev", "-W", "error", PROGRAM),
        env={**os.environ, "PYTHONASYNCIODEBUG": "1", "PYTHONPATH": str(PROGRAM.parents[2])},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await program.communicate()
    assert (program.returncode, said.decode()) == (0, "")
