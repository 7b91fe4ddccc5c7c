"""Typed events.

A `Signal` belongs to one emitter and one event. It can be used as a decorator, connected, awaited and iterated over;
all forms see the same events in the order in which they were emitted. Plain handlers run at once, inside the emitting
call; asynchronous ones run in the background, one event at a time for each subscription. A handler that fails is
logged and reported, the others go on. Queues are bounded, and whoever loses events to that is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar, cast

from ..arguments import require_boolean, require_integer
from ..errors import ArgumentError
from ..live import Live
from .dispatcher import Dispatcher
from .expectations import Expectation
from .handlers import Subscription
from .streams import EventStream

__all__ = ["BareSignal", "Signal", "SignalCore", "Subscriber"]

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)
R = TypeVar("R")

DEFAULT_QUEUE = 1000
"""Events that wait for one asynchronous handler or stream unless told otherwise."""

DEFAULT_TIMEOUT = 30.0
"""Seconds that `Signal.expect` waits unless told otherwise."""


class Subscriber(Protocol[T_contra]):
    """Something that takes events."""

    def deliver(self, payload: T_contra) -> None:
        """Take one event."""


class SignalCore(Live, Generic[T]):
    """What both kinds of signals have in common."""

    __slots__ = ("__weakref__", "_bubbles_to", "_has_last", "_last", "_subscribers", "dispatcher", "name")

    def __init__(self, name: str, dispatcher: Dispatcher, bubbles_to: SignalCore[T] | None = None) -> None:
        self.name: str = name
        """Documented name of the event."""
        self.dispatcher: Dispatcher = dispatcher
        """Where handlers run and failures go."""
        self._bubbles_to = bubbles_to
        self._subscribers: tuple[Subscriber[T], ...] = ()
        self._has_last = False
        self._last: T | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name} subscribers={len(self._subscribers)}>"

    @property
    def subscribers(self) -> tuple[Subscriber[T], ...]:
        """Who is told, in this order."""
        return self._subscribers

    def add(self, subscriber: Subscriber[T]) -> None:
        """Deliver to ``subscriber`` from now on; for subscribers only."""
        self._subscribers = (*self._subscribers, subscriber)

    def discard(self, subscriber: Subscriber[T]) -> None:
        """Stop delivering to ``subscriber``; for subscribers only."""
        if subscriber in self._subscribers:
            self._subscribers = tuple(other for other in self._subscribers if other is not subscriber)

    def deliver(self, payload: T) -> None:
        """Deliver to the subscribers of this signal, then to those of the one it bubbles to; for emitters only."""
        if self.dispatcher.closed:
            return
        self._has_last, self._last = True, payload
        for subscriber in self._subscribers:
            subscriber.deliver(payload)
        if self._bubbles_to is not None:
            self._bubbles_to.deliver(payload)

    def replay_to(self, subscriber: Subscriber[T]) -> None:
        """Deliver the last event, if there was one."""
        if self._has_last:
            subscriber.deliver(cast(T, self._last))

    def disconnect(self, handler: Callable[..., object]) -> bool:
        """Disconnect a handler; whether it was connected."""
        found = [entry for entry in self._subscribers if isinstance(entry, Subscription) and entry.handler == handler]
        for entry in found:
            entry.disconnect()
        return bool(found)

    def stream(self, *, queue: int = DEFAULT_QUEUE) -> EventStream[T]:
        """Events from now on, as an asynchronous iterator.

        Args:
            queue: Most events that may wait to be read.

        Raises:
            ArgumentError: The queue is no whole number of at least 1.
        """
        require_integer("queue", queue, minimum=1)
        return EventStream(self, queue)

    def __aiter__(self) -> EventStream[T]:
        return self.stream()

    async def wait(self, *, where: Callable[[T], bool] | None = None, timeout: float | None = None) -> T:
        """Wait for the next event.

        Args:
            where: Accepts or passes over an event.
            timeout: Most seconds to wait; None waits for ever.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            DeadlineError: It did not happen in time.
            ClosedError: The client was closed meanwhile.
        """
        expected = Expectation(self, where, timeout)
        try:
            return await expected.result()
        finally:
            expected.abandon()

    def expect(
        self, *, where: Callable[[T], bool] | None = None, timeout: float | None = DEFAULT_TIMEOUT
    ) -> Expectation[T]:
        """Listen from now on, before the action that causes the event::

            async with thing.on.changed.expect() as pending:
                await thing.change()
            print(pending.value)

        or without a block, for several events too (see `first_of`)::

            pending = thing.on.changed.expect()
            await thing.change()
            print(await pending)

        Args:
            where: Accepts or passes over an event.
            timeout: Most seconds to wait, from the await or the end of the block on; None waits for ever.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            DeadlineError: It did not happen in time.
            ClosedError: The client was closed meanwhile.
        """
        return Expectation(self, where, timeout)

    def _connect(
        self,
        handler: Callable[..., object],
        call: Callable[[T], object],
        *,
        once: bool,
        replay: bool,
        queue: int,
        concurrency: int,
    ) -> Subscription[T]:
        if not callable(handler):
            raise ArgumentError(f"the handler of {self.name!r} must be callable, not {type(handler).__name__}")
        require_boolean("replay", replay)
        require_integer("queue", queue, minimum=1)
        require_integer("concurrency", concurrency, minimum=1)
        entry = Subscription(self, handler, call, once=once, queue=queue, concurrency=concurrency)
        self.add(entry)
        if replay:
            self.replay_to(entry)
        return entry


class Signal(SignalCore[T]):
    """An event with a payload."""

    __slots__ = ()

    def emit(self, payload: T) -> None:
        """Tell every subscriber; for the owner of the signal."""
        self.deliver(payload)

    def __call__(self, handler: Callable[[T], R]) -> Callable[[T], R]:
        """Connect a handler, as a decorator."""
        self.connect(handler)
        return handler

    def connect(
        self, handler: Callable[[T], object], *, replay: bool = False, queue: int = DEFAULT_QUEUE, concurrency: int = 1
    ) -> Subscription[T]:
        """Call ``handler`` with each payload from now on.

        Args:
            handler: A plain function, called at once, or an asynchronous one, run in the background.
            replay: Call it right away with the last event, if there was one.
            queue: Most events that may wait for an asynchronous handler; further ones are dropped and reported.
            concurrency: How many events an asynchronous handler may work on at once.
        """
        return self._connect(handler, handler, once=False, replay=replay, queue=queue, concurrency=concurrency)

    def once(self, handler: Callable[[T], R]) -> Callable[[T], R]:
        """Call ``handler`` with the next event only. Can be used as a decorator."""
        self._connect(handler, handler, once=True, replay=False, queue=DEFAULT_QUEUE, concurrency=1)
        return handler


class BareSignal(SignalCore[None]):
    """An event without a payload; handlers take no argument."""

    __slots__ = ()

    def emit(self) -> None:
        """Tell every subscriber; for the owner of the signal."""
        self.deliver(None)

    def __call__(self, handler: Callable[[], R]) -> Callable[[], R]:
        """Connect a handler, as a decorator."""
        self.connect(handler)
        return handler

    def connect(
        self, handler: Callable[[], object], *, replay: bool = False, queue: int = DEFAULT_QUEUE, concurrency: int = 1
    ) -> Subscription[None]:
        """Call ``handler`` at each event from now on; see `Signal.connect`."""
        return self._connect(
            handler, lambda _: handler(), once=False, replay=replay, queue=queue, concurrency=concurrency
        )

    def once(self, handler: Callable[[], R]) -> Callable[[], R]:
        """Call ``handler`` at the next event only. Can be used as a decorator."""
        self._connect(handler, lambda _: handler(), once=True, replay=False, queue=DEFAULT_QUEUE, concurrency=1)
        return handler
