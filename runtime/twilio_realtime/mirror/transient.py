"""State that passes by itself: a flag that expires, and an action that is not repeated too soon, or in time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from types import TracebackType
from typing import Final

from ..clock import Clock, Timer
from ..errors import ClosedError, StateError
from ..events.dispatcher import Dispatcher
from ..telemetry.logs import logger_of
from .live import Live

__all__ = ["ExpiringFlag", "Renewable", "Throttle"]

_RENEWED_AFTER: Final = 0.8
"""Part of the time between two actions after which one is renewed: others are to see no gap while it travels."""
_SHORTEST: Final = 1.0
"""Seconds between two renewals, whatever the service says."""

_logger = logger_of(__name__)


class ExpiringFlag:
    """True for some seconds after each sign of life.

    Args:
        clock: Source of timers.
        expired: Called when the time has passed without another sign; not when `clear` ended it.
    """

    __slots__ = ("_clock", "_expired", "_timer")

    def __init__(self, clock: Clock, expired: Callable[[], None]) -> None:
        self._clock = clock
        self._expired = expired
        self._timer: Timer | None = None

    def __bool__(self) -> bool:
        return self._timer is not None

    def set(self, seconds: float) -> None:
        """Be true for this long from now on."""
        self.clear()
        self._timer = self._clock.call_later(max(0.0, seconds), self._end)

    def clear(self) -> bool:
        """Be false; whether it was true."""
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        return timer is not None

    def _end(self) -> None:
        self._timer = None
        self._expired()


class Throttle:
    """Says whether an action is due again: not while it is under way, nor for some seconds after it was done.

    Args:
        clock: Source of time.
        seconds: Longest time that an action under way holds up the next one; how long it rests afterwards is said
            when it is done.
    """

    __slots__ = ("_next", "_renewal", "clock", "seconds")

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock: Clock = clock
        """Source of time."""
        self.seconds: float = seconds
        """Longest time that an action under way holds up the next one."""
        self._next: float | None = None
        self._renewal: float | None = None

    @property
    def renewal_in(self) -> float:
        """Seconds until the action is to be renewed where it is meant to last; 0 if it never happened or has failed."""
        return 0.0 if self._renewal is None else max(0.0, self._renewal - self.clock.monotonic())

    def due(self) -> bool:
        """Whether the action may happen now; if so, it is under way until `rest` or `reset`."""
        now = self.clock.monotonic()
        if self._next is not None and now < self._next:
            return False
        self._next = self._renewal = now + self.seconds
        return True

    def rest(self, seconds: float) -> None:
        """The action was done: it is due again this many seconds from now."""
        now = self.clock.monotonic()
        self._next = now + seconds
        self._renewal = now + max(_SHORTEST, _RENEWED_AFTER * seconds)

    def reset(self) -> None:
        """Let the action happen at once: the last one failed, or is to be renewed."""
        self._next = self._renewal = None


class Renewable(Coroutine[object, object, None], Live):
    """An action that is not repeated too soon, and can be made to last.

    ``await`` does it, unless it was done a short while ago. ``async with`` does it at once, and again and again until
    the block ends, each time a little before what was done has passed. A renewal that fails breaks nothing: it is
    tried again, and the log tells of the first failure. When the client is closed, nothing is renewed any more.

    Args:
        action: Does it, and returns after how many seconds that has passed.
        throttle: Says whether it is due, for all calls of the same.
        dispatcher: Ends what lasts when the client is closed.
        name: What it is called in logs.
    """

    __slots__ = ("__weakref__", "_action", "_begun", "_call", "_dispatcher", "_done", "_name", "_renewing", "_throttle")

    def __init__(
        self, action: Callable[[], Awaitable[float]], throttle: Throttle, dispatcher: Dispatcher, name: str
    ) -> None:
        self._action = action
        self._throttle = throttle
        self._dispatcher = dispatcher
        self._name = name
        self._done = False
        self._renewing: asyncio.Task[None] | None = None
        # Made at once, so that Python tells, as of every coroutine, when nobody has awaited it.
        self._begun = False
        self._call: Coroutine[object, object, None] = self._perform()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name}: await it or use async with>"

    async def _perform(self) -> None:
        self._begun = True
        self._dispatcher.own_loop.require()
        if not self._throttle.due():
            return
        try:
            seconds = await self._action()
        except BaseException:
            self._throttle.reset()
            raise
        self._throttle.rest(seconds)
        self._done = True

    def __await__(self) -> Generator[object, None, None]:
        return self._call.__await__()

    def send(self, value: object, /) -> object:
        """Go on, as every coroutine does; for asyncio."""
        return self._call.send(value)

    def throw(
        self, typ: type[BaseException] | BaseException, val: object = None, tb: TracebackType | None = None, /
    ) -> object:
        """Raise inside, as every coroutine does; for asyncio."""
        error = typ if isinstance(typ, BaseException) else val if isinstance(val, BaseException) else typ()
        return self._call.throw(error if tb is None else error.with_traceback(tb))

    def close(self) -> None:
        """Do not begin, as every coroutine does that nobody awaits."""
        self._call.close()

    async def hold(self) -> None:
        """Do it, unless this object has just done it, and renew it from now on; what ``async with`` begins with.

        Raises:
            StateError: It is renewed already.
        """
        if not self._begun:
            self._call.close()  # nobody will await it
        if self._renewing is not None:
            raise StateError(f"{self._name} is renewed by this object already; call the method anew for each block")
        if not self._done:
            # Whatever was done before may have been ended by something else meanwhile.
            self._throttle.reset()
            await self._perform()
        self._renewing = asyncio.get_running_loop().create_task(self._renew(), name=f"renewal of {self._name}")
        self._dispatcher.adopt(self)

    async def release(self) -> None:
        """Renew it no more; what ``async with`` ends with. Idempotent."""
        renewing, self._renewing, self._done = self._renewing, None, False
        if renewing is not None:
            renewing.cancel()
            await asyncio.wait([renewing])

    def finish(self) -> None:
        """Renew it no more: the client is being closed."""
        if self._renewing is not None:
            self._renewing.cancel()

    async def _renew(self) -> None:
        told = False
        while True:
            # Another block may renew the same meanwhile.
            while (seconds := self._throttle.renewal_in) > 0:
                await self._throttle.clock.sleep(seconds)
            self._throttle.reset()
            try:
                await self._perform()
            except ClosedError:
                return
            except Exception as error:
                if not told:
                    _logger.warning("%s could not be renewed, and is tried again: %s", self._name, error)
                told = True
                await self._throttle.clock.sleep(self._throttle.seconds)

    async def __aenter__(self) -> None:
        await self.hold()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.release()
