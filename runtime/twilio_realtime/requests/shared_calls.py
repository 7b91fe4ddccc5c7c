"""Callers that want the same thing at the same time share one piece of work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from ..errors import ClosedError

__all__ = ["SharedCalls"]

_KeyT = TypeVar("_KeyT", bound=Hashable)
_ResultT = TypeVar("_ResultT")


class _Call(Generic[_ResultT]):
    __slots__ = ("task", "waiting")

    def __init__(self, task: asyncio.Task[_ResultT]) -> None:
        self.task = task
        self.waiting = 0


class SharedCalls(Generic[_KeyT, _ResultT]):
    """Runs at most one call for each key at a time.

    A call belongs to those who wait for it: one caller's cancellation does not harm the others, and the call is
    cancelled when the last of them has gone. Nothing is remembered after a call has ended.
    """

    def __init__(self) -> None:
        """Start with no call under way."""
        self._calls: dict[_KeyT, _Call[_ResultT]] = {}
        # keys alone: an empty set takes three times the memory of an empty dict
        self._ending: dict[asyncio.Task[_ResultT], None] = {}

    async def run(self, key: _KeyT, start: Callable[[], Awaitable[_ResultT]]) -> _ResultT:
        """Return the outcome of the call under way for ``key``, starting it if there is none.

        Args:
            key: What the call is for.
            start: Begins the work; not used when it has begun already.

        Raises:
            ClosedError: `close` was called meanwhile.
            Exception: Whatever the work raises, to every caller alike.
        """
        call = self._calls.get(key)
        if call is None:
            call = self._calls[key] = _Call(asyncio.create_task(_wait_for(start)))
            call.task.add_done_callback(_look_at)
        call.waiting += 1
        try:
            await _ended(call.task)
            if call.task.cancelled():
                raise ClosedError("the client was closed while a request was under way; make a new one")
            return call.task.result()
        finally:
            call.waiting -= 1
            if call.task.done() or not call.waiting:
                self._end(call.task)
                if self._calls.get(key) is call:
                    del self._calls[key]

    async def close(self) -> None:
        """Cancel everything that is under way; its callers get `ClosedError`."""
        for call in self._calls.values():
            self._end(call.task)
        self._calls.clear()
        if self._ending:
            await asyncio.wait(self._ending)

    def _end(self, task: asyncio.Task[_ResultT]) -> None:
        if not task.done():
            task.cancel()
            self._ending[task] = None
            task.add_done_callback(lambda ended: self._ending.pop(ended, None))


async def _ended(task: asyncio.Task[_ResultT]) -> None:
    """Wait for a task without cancelling it when the caller is: `asyncio.wait` for one, at a third of its cost."""
    if task.done():
        return
    waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def wake(_: asyncio.Task[_ResultT]) -> None:
        if not waiter.done():
            waiter.set_result(None)

    task.add_done_callback(wake)
    try:
        await waiter
    finally:
        task.remove_done_callback(wake)


async def _wait_for(start: Callable[[], Awaitable[_ResultT]]) -> _ResultT:
    return await start()


def _look_at(task: asyncio.Task[_ResultT]) -> None:
    # Everybody may have left by the time the work fails: then nobody is interested, and asyncio need not complain.
    if not task.cancelled():
        task.exception()
