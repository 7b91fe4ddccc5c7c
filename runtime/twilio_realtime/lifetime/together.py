"""Several things at the same time that only make sense as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

__all__ = ["together"]


async def together(*work: Coroutine[object, object, object]) -> None:
    """Run coroutines at the same time and return when all have ended.

    When one fails, the others are cancelled, and its error is raised once they have ended. When the caller is
    cancelled, all of them are.

    Args:
        work: The coroutines; what they return is dropped.

    Raises:
        Exception: What the first to fail has raised, as it is: not as a group.
    """
    error: BaseException
    try:
        async with asyncio.TaskGroup() as group:
            for each in work:
                group.create_task(each)
        return
    except BaseExceptionGroup as failures:
        error = failures.exceptions[0]
    try:
        raise error  # out here, so that the group does not become its context
    finally:
        del error  # whose traceback has this frame
