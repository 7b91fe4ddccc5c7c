"""Events that are awaited, from before the action that causes them."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable, Coroutine, Generator
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar, cast

from ..arguments import require_callable, require_number
from ..errors import ArgumentError, ClosedError, DeadlineError
from ..live import Live

if TYPE_CHECKING:
    from .signals import SignalCore

__all__ = ["Expectation", "first_of"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Expectation(Live, Generic[T_co]):
    """An event that is awaited. It listens from the moment it was made, until it has happened or nobody holds it.

    Await it for the payload, or use it as an ``async with`` block, whose end waits for the event; `value` is the
    payload afterwards.
    """

    def __init__(self, signal: SignalCore[T_co], where: Callable[[T_co], bool] | None, timeout: float | None) -> None:
        if where is not None:
            require_callable("where", where)
        if timeout is not None:
            require_number("timeout", timeout)
        self._signal = signal
        self._where = where
        self._timeout = timeout
        self._payloads: list[T_co] = []
        self._error: BaseException | None = None
        self._waiting: set[asyncio.Future[None]] = set()
        self._link = _ExpectationLink(signal, self)
        signal.dispatcher.adopt(self)
        if signal.dispatcher.closed:
            self._error = ClosedError("this client was shut down; make a new one")
            self._settle()

    def __repr__(self) -> str:
        return f"<Expectation of {self._signal.name!r}{', settled' if self.done else ''}>"

    @property
    def done(self) -> bool:
        """Whether the event has happened, or cannot happen any more."""
        return bool(self._payloads) or self._error is not None

    @property
    def value(self) -> T_co:
        """Payload of the event.

        Raises:
            RuntimeError: It has not happened yet.
            ClosedError: The client was closed before it happened.
        """
        if not self.done:
            raise RuntimeError(f"{self._signal.name!r} has not happened yet; read the value after the block")
        return self._outcome()

    def _outcome(self) -> T_co:
        if self._error is not None:
            raise self._error
        return self._payloads[0]

    def deliver(self, event: object) -> None:
        """Take an event; for signals only."""
        if self.done:
            return
        payload = cast(
            T_co, event
        )  # a parameter of the type itself would make expectations of a subtype no expectations
        try:
            if self._where is not None and not self._where(payload):
                return
        except Exception as error:
            self._error = error
        else:
            self._payloads.append(payload)
        self._settle()

    def finish(self) -> None:
        """End with `ClosedError`: the client is being closed."""
        if not self.done:
            self._error = ClosedError(f"the client was closed while {self._signal.name!r} was awaited; make a new one")
            self._settle()

    def _settle(self) -> None:
        self._link.disconnect()
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)

    def start(self) -> Self:
        """Return the expectation itself, which listens already."""
        return self

    async def result(self) -> T_co:
        """Wait for the event. Can be called several times.

        Raises:
            DeadlineError: It did not happen in time; it is still listened for.
            ClosedError: The client was closed meanwhile.
            StateError: The client runs on another event loop.
        """
        if not self.done and not await self._happens(self._timeout):
            passed = ", or none that `where` accepts" if self._where is not None else ""
            raise DeadlineError(
                f"{self._signal.name!r} did not happen within {self._timeout:g} seconds{passed}; "
                "listen before you cause it, with `expect`, or wait longer"
            )
        return self._outcome()

    async def _happens(self, timeout: float | None) -> bool:
        self._signal.dispatcher.own_loop.require()
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        try:
            async with asyncio.timeout(timeout):
                await waiting
        except TimeoutError:
            pass  # told by what is returned
        finally:
            self._waiting.discard(waiting)
        return self.done

    def __await__(self) -> Generator[object, None, T_co]:
        return self.result().__await__()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                await self.result()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Stop listening, whether it has happened or not. Idempotent."""
        self._link.disconnect()


class _ExpectationLink(Generic[T]):
    """Connects an expectation without keeping it alive, so that one that is dropped listens no more."""

    __slots__ = ("__weakref__", "_expectation", "_signal")

    def __init__(self, signal: SignalCore[T], expectation: Expectation[T]) -> None:
        self._signal = signal
        self._expectation = weakref.ref(expectation, lambda _: self.disconnect())
        signal.add(self)

    def deliver(self, payload: T) -> None:
        expectation = self._expectation()
        if expectation is not None:
            expectation.deliver(payload)

    def disconnect(self) -> None:
        self._signal.discard(self)


def _happening(expected: Expectation[T]) -> Coroutine[object, object, bool]:
    return expected._happens(None)  # pyright: ignore[reportPrivateUsage] - a part of the class, for `first_of`


async def first_of(*expected: Expectation[T], timeout: float | None = None) -> Expectation[T]:
    """Wait for whichever of several events happens first.

    The others are still listened for: await them as well, or let them go::

        joined, left = thing.on.joined.expect(), thing.on.left.expect()
        if await first_of(joined, left, timeout=10) is joined:
            print(joined.value)

    Args:
        expected: What `expect` has returned. The first of them counts where several have happened already.
        timeout: Most seconds to wait; None waits for ever.

    Returns:
        The one that has happened.

    Raises:
        ArgumentError: There is nothing to wait for.
        DeadlineError: None happened in time.
        ClosedError: The client was closed meanwhile.
        StateError: The client runs on another event loop.
    """
    if not expected:
        raise ArgumentError("first_of needs at least one expectation")
    tasks = [asyncio.ensure_future(_happening(each)) for each in expected if not each.done]
    try:
        if len(tasks) == len(expected):
            await asyncio.wait(tasks, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in tasks:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error
    for each in expected:
        if each.done:
            await each.result()
            return each
    raise DeadlineError(f"none of {len(expected)} expected events happened within {timeout:g} seconds")
