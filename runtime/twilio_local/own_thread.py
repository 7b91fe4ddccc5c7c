"""The service on a thread of its own, for programs without an event loop and for notebooks."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import wraps
from inspect import iscoroutinefunction
from types import FunctionType
from typing import ParamSpec, TypeVar

from .errors import not_running
from .faults import Faults

__all__ = ["FaultsFromOutside", "OwnThread"]

ResultT = TypeVar("ResultT")
Parameters = ParamSpec("Parameters")


class OwnThread:
    """Runs something on an event loop of its own, from `start` to `stop`.

    Args:
        begin: Runs on the new loop; what it raises, `start` raises.
        end: Runs there in the end.
    """

    def __init__(self, begin: Callable[[], Awaitable[None]], end: Callable[[], Awaitable[None]]) -> None:
        self._begin = begin
        self._end = end
        self._begun: Future[None] = Future()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None
        self._unwanted = False
        # A program that forgets to stop the service can end nevertheless.
        self._thread = threading.Thread(target=self._live, name="twilio-local", daemon=True)
        self._calls: set[Future[None]] = set()

    def start(self) -> None:
        """Start the thread, and wait until what begins there has begun."""
        self._thread.start()
        try:
            self._begun.result()
        except BaseException:  # also an interrupt of the one who waits
            self.stop()
            raise

    def stop(self) -> None:
        """End what runs there, and the thread; harmless when repeated."""
        self._unwanted = True
        if self._loop is not None and self._over is not None:
            with suppress(RuntimeError):  # the loop has closed already
                self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def call(self, function: Callable[[], ResultT]) -> ResultT:
        """Call a function on that thread, and return what it returns.

        Args:
            function: Must not block.

        Raises:
            LocalServiceError: The thread has ended.
        """
        if threading.current_thread() is self._thread or self._loop is None:
            return function()
        done: Future[None] = Future()
        results: list[ResultT] = []

        def run() -> None:
            try:
                results.append(function())
                done.set_result(None)
            except BaseException as error:
                done.set_exception(error)

        self._calls.add(done)
        try:
            self._loop.call_soon_threadsafe(run)
        except RuntimeError as error:
            raise not_running() from error
        else:
            done.result()
        finally:
            self._calls.discard(done)
        return results[0]

    def _live(self) -> None:
        try:
            asyncio.run(self._run())
        finally:
            # Whoever has called while the loop was ending would wait for ever.
            for call in tuple(self._calls):
                if not call.done():
                    call.set_exception(not_running())

    async def _run(self) -> None:
        self._over = asyncio.Event()
        if self._unwanted:  # stopped before it knew how to be told
            self._over.set()
        self._loop = asyncio.get_running_loop()
        try:
            await self._begin()
        except BaseException as error:
            self._begun.set_exception(error)
            return
        self._begun.set_result(None)
        try:
            await self._over.wait()
        finally:
            await self._end()


class FaultsFromOutside(Faults):
    """The faults of a service that runs on another thread; each call is made there.

    Args:
        faults: Those of the service.
        thread: Where it runs.
    """

    def __init__(self, faults: Faults, thread: OwnThread) -> None:
        self._faults = faults
        self._thread = thread

    def __repr__(self) -> str:
        return f"<faults on {self._thread!r}>"

    def on_thread(self, call: Callable[[], ResultT]) -> ResultT:
        """Call something on the thread of the service."""
        return self._thread.call(call)

    @property
    def inside(self) -> Faults:
        """The faults themselves, for use on the thread of the service only."""
        return self._faults


def _led_inside(method: Callable[Parameters, ResultT]) -> Callable[..., ResultT]:
    name = method.__name__

    @wraps(method)
    def call(self: FaultsFromOutside, *args: Parameters.args, **kwargs: Parameters.kwargs) -> ResultT:
        inside: Callable[..., ResultT] = getattr(self.inside, name)
        return self.on_thread(lambda: inside(*args, **kwargs))

    return call


for _name, _method in vars(Faults).items():
    if isinstance(_method, FunctionType) and not _name.startswith("_") and not iscoroutinefunction(_method):
        setattr(FaultsFromOutside, _name, _led_inside(_method))
