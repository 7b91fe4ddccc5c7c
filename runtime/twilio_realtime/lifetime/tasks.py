"""Background work with an owner."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

from ..telemetry.logs import logger_of

__all__ = ["TaskOwner"]

_logger = logger_of(__name__)


class TaskOwner:
    """Starts tasks and ends them all when it is closed. A task that fails is logged with its name."""

    def __init__(self) -> None:
        # keys alone: an empty set takes three times the memory of an empty dict
        self._tasks: dict[asyncio.Task[None], None] = {}
        self._closed = False

    def __len__(self) -> int:
        return len(self._tasks)

    def __contains__(self, task: asyncio.Task[None] | None) -> bool:
        return task in self._tasks

    @property
    def running(self) -> frozenset[asyncio.Task[None]]:
        """Everything that was started and has not ended."""
        return frozenset(self._tasks)

    def spawn(self, work: Coroutine[object, object, None], name: str) -> asyncio.Task[None] | None:
        """Run a coroutine in the background; None once the owner is closed.

        Args:
            work: The coroutine.
            name: What it does, for logs.
        """
        if self._closed:
            work.close()
            return None
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks[task] = None
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            _logger.error("background task %r failed", task.get_name(), exc_info=error)

    async def close(self, *, grace: float = 0.0) -> None:
        """Start nothing more, then do as `settle` does."""
        self._closed = True
        await self.settle(grace=grace)

    async def settle(self, *, grace: float = 0.0) -> None:
        """Cancel everything and wait until it has ended. Called from one of its own tasks, that one goes on.

        Args:
            grace: Seconds that the tasks may take to end by themselves first.
        """
        current = asyncio.current_task()
        waiting = {task for task in self._tasks if task is not current}
        try:
            if waiting and grace > 0:
                _, waiting = await asyncio.wait(waiting, timeout=grace)
        finally:
            for task in waiting:
                task.cancel()
        if waiting:
            await asyncio.wait(waiting)
