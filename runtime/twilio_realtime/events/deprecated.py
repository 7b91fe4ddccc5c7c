"""Signals of events that will go: they work like others, and warn whoever subscribes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable
from typing import TypeVar

from typing_extensions import deprecated

from .dispatcher import Dispatcher
from .expectations import Expectation
from .handlers import Subscription
from .signals import DEFAULT_QUEUE, DEFAULT_TIMEOUT, BareSignal, Signal, SignalCore
from .streams import EventStream

__all__ = ["DeprecatedBareSignal", "DeprecatedSignal"]

T = TypeVar("T")
R = TypeVar("R")


# Type checkers want the text of each decorator as a literal.
class _Warning(SignalCore[T]):
    """What both kinds have in common. The warning names the event, which an annotation cannot."""

    __slots__ = ("_notice",)

    def __init__(
        self, name: str, dispatcher: Dispatcher, bubbles_to: SignalCore[T] | None = None, *, notice: str
    ) -> None:
        super().__init__(name, dispatcher, bubbles_to)
        self._notice = notice

    def _warn(self) -> None:
        warnings.warn(self._notice, DeprecationWarning, stacklevel=3)

    @deprecated("this event will go; see its documentation", category=None)
    def stream(self, *, queue: int = DEFAULT_QUEUE, where: Callable[[T], bool] | None = None) -> EventStream[T]:
        """As `SignalCore.stream`, with a warning."""
        self._warn()
        return super().stream(queue=queue, where=where)

    @deprecated("this event will go; see its documentation", category=None)
    def __aiter__(self) -> EventStream[T]:
        self._warn()
        return super().stream()

    @deprecated("this event will go; see its documentation", category=None)
    async def wait(self, *, where: Callable[[T], bool] | None = None, timeout: float | None = None) -> T:
        """As `SignalCore.wait`, with a warning."""
        self._warn()
        return await super().wait(where=where, timeout=timeout)

    @deprecated("this event will go; see its documentation", category=None)
    def expect(
        self, *, where: Callable[[T], bool] | None = None, timeout: float | None = DEFAULT_TIMEOUT
    ) -> Expectation[T]:
        """As `SignalCore.expect`, with a warning."""
        self._warn()
        return super().expect(where=where, timeout=timeout)


class DeprecatedSignal(_Warning[T], Signal[T]):
    """An event with a payload that will go.

    Args:
        name: Documented name of the event.
        dispatcher: Where handlers run and failures go.
        bubbles_to: Signal that repeats this one.
        notice: What subscribers are told.
    """

    __slots__ = ()

    @deprecated("this event will go; see its documentation", category=None)
    def __call__(self, handler: Callable[[T], R]) -> Callable[[T], R]:
        """As `Signal.__call__`, with a warning."""
        self._warn()
        super().connect(handler)
        return handler

    @deprecated("this event will go; see its documentation", category=None)
    def connect(
        self,
        handler: Callable[[T], object],
        *,
        replay: bool = False,
        queue: int = DEFAULT_QUEUE,
        concurrency: int = 1,
        key: Callable[[T], Hashable] | None = None,
        where: Callable[[T], bool] | None = None,
    ) -> Subscription[T]:
        """As `Signal.connect`, with a warning."""
        self._warn()
        return super().connect(handler, replay=replay, queue=queue, concurrency=concurrency, key=key, where=where)

    @deprecated("this event will go; see its documentation", category=None)
    def once(self, handler: Callable[[T], R]) -> Callable[[T], R]:
        """As `Signal.once`, with a warning."""
        self._warn()
        return super().once(handler)


class DeprecatedBareSignal(_Warning[None], BareSignal):
    """An event without a payload that will go; see `DeprecatedSignal`."""

    __slots__ = ()

    @deprecated("this event will go; see its documentation", category=None)
    def __call__(self, handler: Callable[[], R]) -> Callable[[], R]:
        """As `BareSignal.__call__`, with a warning."""
        self._warn()
        super().connect(handler)
        return handler

    @deprecated("this event will go; see its documentation", category=None)
    def connect(
        self,
        handler: Callable[[], object],
        *,
        replay: bool = False,
        queue: int = DEFAULT_QUEUE,
        concurrency: int = 1,
        where: Callable[[None], bool] | None = None,
    ) -> Subscription[None]:
        """As `BareSignal.connect`, with a warning."""
        self._warn()
        return super().connect(handler, replay=replay, queue=queue, concurrency=concurrency, where=where)

    @deprecated("this event will go; see its documentation", category=None)
    def once(self, handler: Callable[[], R]) -> Callable[[], R]:
        """As `BareSignal.once`, with a warning."""
        self._warn()
        return super().once(handler)
