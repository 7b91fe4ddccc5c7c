"""Events that are awaited, from before the action that causes them."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable, Generator, Sequence
from types import TracebackType
from typing import Generic, Self, TypeVar

from ..arguments import require_each, require_instance, require_seconds
from ..errors import ArgumentError, ClosedError, DeadlineError, StateError
from ..mirror.live import Live
from .source import Source, require_plain

__all__ = ["Expectation", "Occurrence", "first_happening", "first_of"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Occurrence(Generic[T]):
    """An event that has happened or is going to: the first one from now on that meets a condition.

    Args:
        source: Where the event comes from.
        where: The condition.
        timeout: Most seconds that `result` waits; None waits for ever.

    Raises:
        ArgumentError: An argument is of the wrong kind.
    """

    def __init__(self, source: Source[T], where: Callable[[T], bool] | None, timeout: float | None) -> None:
        if where is not None:
            require_plain("where", where)
        if timeout is not None:
            require_seconds("timeout", timeout, zero=True)
        self._source = source
        self._where = where
        self._timeout = timeout
        self._payloads: list[T] = []
        self._error: BaseException | None = None
        self._waiting: set[asyncio.Future[None]] = set()
        self._holder: weakref.ref[object] | None = None
        source.add(self, self._deliver)
        source.dispatcher.adopt(self)
        if source.dispatcher.closed:
            self._error = ClosedError()
            self._settle()

    def __repr__(self) -> str:
        return f"{self._source.name!r}{', settled' if self.done else ''}"

    @property
    def done(self) -> bool:
        """Whether the event has happened, or cannot happen any more."""
        return bool(self._payloads) or self._error is not None

    def end_with(self, holder: object) -> None:
        """Stop listening when nobody holds the holder any more."""
        self._holder = weakref.ref(holder, lambda _: self.abandon())

    def outcome(self) -> T:
        """Return the payload, or raise what has prevented it.

        Raises:
            StateError: It has not happened yet.
            ClosedError: The client was closed before it happened.
        """
        if not self.done:
            raise StateError(f"{self._source.name!r} has not happened yet; read the value after the block")
        if self._error is not None:
            raise self._error
        return self._payloads[0]

    def _deliver(self, payload: T) -> None:
        if self.done:
            return
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
            self._error = ClosedError(f"the client was closed while {self._source.name!r} was awaited; make a new one")
            self._settle()

    def _settle(self) -> None:
        self.abandon()
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)

    async def result(self) -> T:
        """Wait for the event. See `Expectation.result`."""
        if not self.done and not await self.happens(self._timeout):
            passed = ", or none that `where` accepts" if self._where is not None else ""
            raise DeadlineError(
                f"{self._source.name!r} did not happen within {self._timeout:g} seconds{passed}; "
                "listen before you cause it, with `expect`, or wait longer"
            )
        return self.outcome()

    async def happens(self, timeout: float | None = None) -> bool:
        """Wait until the event has happened or cannot any more.

        Args:
            timeout: Most seconds to wait, at least 0; None waits for ever.

        Returns:
            Whether it has, in time.
        """
        self._source.dispatcher.own_loop.require()
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

    def abandon(self) -> None:
        """Stop listening, whether it has happened or not. Idempotent."""
        self._holder = None
        self._source.discard(self)


class Expectation(Live, Generic[T_co]):
    """An event that is awaited. It listens from the moment it was made, until it has happened or nobody holds it.

    Await it for the payload, or use it as an ``async with`` block, whose end waits for the event; `value` is the
    payload afterwards.

    Args:
        occurrence: The event; awaited through this object only.
    """

    def __init__(self, occurrence: Occurrence[T_co]) -> None:
        self._occurrence = occurrence
        occurrence.end_with(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._occurrence!r}>"

    @property
    def done(self) -> bool:
        """Whether the event has happened, or cannot happen any more."""
        return self._occurrence.done

    @property
    def value(self) -> T_co:
        """Payload of the event.

        Raises:
            StateError: It has not happened yet.
            ClosedError: The client was closed before it happened.
        """
        return self._occurrence.outcome()

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
        return await self._occurrence.result()

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
        self._occurrence.abandon()


def _occurrence_of(expected: Expectation[T]) -> Occurrence[T]:
    return expected._occurrence  # pyright: ignore[reportPrivateUsage] - a part of the class, for `first_of`


def _require_expectation(name: str, value: object) -> None:
    require_instance(name, value, Expectation, "what `expect` has returned")


async def first_of(*expected: Expectation[T], timeout: float | None = None) -> Expectation[T]:
    """Wait for whichever of several events happens first.

    The others are still listened for: await them as well, or let them go:

        joined, left = thing.on.joined.expect(), thing.on.left.expect()
        if await first_of(joined, left, timeout=10) is joined:
            print(joined.value)

    Args:
        expected: What `expect` has returned. The first of them counts where several have happened already.
        timeout: Most seconds to wait, at least 0; None waits for ever.

    Returns:
        The one that has happened.

    Raises:
        ArgumentError: There is nothing to wait for, or an argument is of the wrong kind.
        DeadlineError: None happened in time.
        ClosedError: The client was closed meanwhile.
        StateError: The client runs on another event loop.
    """
    require_each("expected", expected, _require_expectation)
    if timeout is not None:
        require_seconds("timeout", timeout, zero=True)
    if not expected:
        raise ArgumentError("first_of needs at least one expectation")
    return expected[await first_happening([_occurrence_of(each) for each in expected], timeout)]


async def first_happening(awaited: Sequence[Occurrence[T]], timeout: float | None) -> int:
    """Wait for whichever of several events happens first; see `first_of`.

    Args:
        awaited: The events, at least one.
        timeout: Most seconds to wait, at least 0; None waits for ever.

    Returns:
        Position of the one that has happened.
    """
    tasks = [asyncio.ensure_future(each.happens()) for each in awaited if not each.done]
    try:
        if len(tasks) == len(awaited):
            await asyncio.wait(tasks, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in tasks:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error
    for position, each in enumerate(awaited):
        if each.done:
            each.outcome()
            return position
    raise DeadlineError(f"none of {len(awaited)} expected events happened within {timeout:g} seconds")
