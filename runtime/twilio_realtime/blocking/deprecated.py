"""Signals of events that will go: they work like others, and warn whoever subscribes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar, cast, overload

from typing_extensions import deprecated

from ..events import signals as asynchronous
from ..events.signals import DEFAULT_QUEUE, DEFAULT_TIMEOUT
from .expectations import Expectation
from .handler_thread import Threads
from .resource import unchanged
from .signals import BareSignal, Signal, SignalCore
from .streams import EventStream
from .subscriptions import Subscription

__all__ = ["DeprecatedBareSignal", "DeprecatedSignal", "Undeprecated"]

R = TypeVar("R")
S = TypeVar("S")
T = TypeVar("T")


class Undeprecated(Generic[R]):
    """A method beneath its `deprecated`: whoever called the method that stands for it has been warned already.

    Args:
        method: The method, bound or static.
    """

    # Only the result is typed: type checkers take whatever has the parameters of a deprecated method for deprecated.
    def __init__(self, method: Callable[..., R]) -> None:
        plain: object = getattr(method, "__wrapped__", None)
        # What binds a function is not in the types of functions in general.
        bind: object = getattr(plain, "__get__", None)
        owner: object = getattr(method, "__self__", None)
        if owner is not None and callable(bind):
            plain = bind(owner)
        self._call = cast("Callable[..., R]", plain) if callable(plain) else method

    def __call__(self, *args: object, **kwargs: object) -> R:
        """Call it."""
        return self._call(*args, **kwargs)


# Type checkers want the text of each decorator as a literal.
class _Warning(SignalCore[T]):
    """What both kinds have in common. The warning names the event, which an annotation cannot."""

    __slots__ = ("_notice",)

    _notice: str

    def _warn(self) -> None:
        warnings.warn(self._notice, DeprecationWarning, stacklevel=3)

    @deprecated("this event will go; see its documentation", category=None)
    def stream(self, *, queue: int = DEFAULT_QUEUE, where: Callable[[T], bool] | None = None) -> EventStream[T]:
        """As `SignalCore.stream`, with a warning."""
        self._warn()
        return super().stream(queue=queue, where=where)

    @deprecated("this event will go; see its documentation", category=None)
    def __iter__(self) -> EventStream[T]:
        self._warn()
        return super().stream()

    @deprecated("this event will go; see its documentation", category=None)
    def wait(self, *, where: Callable[[T], bool] | None = None, timeout: float | None = None) -> T:
        """As `SignalCore.wait`, with a warning."""
        self._warn()
        return super().wait(where=where, timeout=timeout)

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
        inner: The signal of the asynchronous client.
        threads: The threads of the client.
        wrap: Makes the payload that users see of the one that the signal has; without it they are the same.
        notice: What subscribers are told.
    """

    __slots__ = ()

    @overload
    def __init__(self, inner: asynchronous.SignalCore[T], threads: Threads, *, notice: str) -> None: ...
    @overload
    def __init__(
        self, inner: asynchronous.SignalCore[S], threads: Threads, wrap: Callable[[S], T], *, notice: str
    ) -> None: ...
    def __init__(
        self,
        inner: asynchronous.SignalCore[S] | asynchronous.SignalCore[T],
        threads: Threads,
        wrap: Callable[[S], T] | None = None,
        *,
        notice: str,
    ) -> None:
        make = cast("Callable[[object], T]", unchanged if wrap is None else wrap)
        super().__init__(cast("asynchronous.SignalCore[object]", inner), threads, make)
        self._notice = notice

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
    ) -> Subscription[object]:
        """As `Signal.connect`, with a warning."""
        self._warn()
        return super().connect(handler, replay=replay, queue=queue, concurrency=concurrency, key=key, where=where)

    @deprecated("this event will go; see its documentation", category=None)
    def once(self, handler: Callable[[T], R]) -> Callable[[T], R]:
        """As `Signal.once`, with a warning."""
        self._warn()
        return super().once(handler)


class DeprecatedBareSignal(_Warning[None], BareSignal):
    """An event without a payload that will go; see `DeprecatedSignal`.

    Args:
        inner: The signal of the asynchronous client.
        threads: The threads of the client.
        notice: What subscribers are told.
    """

    __slots__ = ()

    def __init__(self, inner: asynchronous.SignalCore[None], threads: Threads, *, notice: str) -> None:
        super().__init__(inner, threads)
        self._notice = notice

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
    ) -> Subscription[object]:
        """As `BareSignal.connect`, with a warning."""
        self._warn()
        return super().connect(handler, replay=replay, queue=queue, concurrency=concurrency, where=where)

    @deprecated("this event will go; see its documentation", category=None)
    def once(self, handler: Callable[[], R]) -> Callable[[], R]:
        """As `BareSignal.once`, with a warning."""
        self._warn()
        return super().once(handler)
