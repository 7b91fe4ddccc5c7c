"""Work that goes on beside something else, and ends with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager

__all__ = ["beside", "until_one_ends"]


@asynccontextmanager
async def beside(work: Coroutine[object, object, None]) -> AsyncGenerator[None]:
    """Run a coroutine while the block lasts; then it is cancelled, and has ended when this returns.

    Args:
        work: The coroutine.

    Raises:
        Exception: What it has failed with, unless the block has failed by itself.
    """
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        (end,) = await asyncio.gather(task, return_exceptions=True)
    if isinstance(end, Exception):
        raise end


async def until_one_ends(*work: Coroutine[object, object, None]) -> None:
    """Run coroutines at the same time until one of them ends; the others are cancelled, and have ended then, too.

    Args:
        work: The coroutines.

    Raises:
        Exception: What one has failed with; of several, the first in their order.
    """
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        # Of all, since several may end with an error: of one that nobody asks for, asyncio prints a traceback.
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end
