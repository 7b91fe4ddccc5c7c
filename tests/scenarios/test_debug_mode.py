"""asyncio's debug mode has nothing to complain about."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("conversation.py")
ATTEMPTS = 3
"""asyncio measures by the wall clock: on a busy machine anything looks slow once, but not always the same."""


async def complaints() -> str:
    """What a run in a new interpreter, where nothing is cached yet, has to say."""
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-X", "dev", "-W", "error", PROGRAM),
        env={**os.environ, "PYTHONASYNCIODEBUG": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await program.communicate()
    assert program.returncode == 0, said.decode()
    return said.decode()


@pytest.mark.timeout(120)
async def test_no_callback_is_slow_and_nothing_is_left_open() -> None:
    heard: list[str] = []
    while len(heard) < ATTEMPTS:
        said = await complaints()
        if not said:
            return
        heard.append(said)
    pytest.fail(f"asyncio complained each time:\n{'---'.join(heard)}")
