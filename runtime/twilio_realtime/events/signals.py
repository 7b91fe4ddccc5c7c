"""Typed events.

A `Signal` belongs to one emitter and one event. It can be used as a decorator, connected, awaited and iterated over;
all forms see the same events in the order in which they were emitted. Plain handlers run at once, inside the emitting
call; asynchronous ones run in the background, one event at a time for each subscription. A handler that fails is
logged and reported, the others go on. Queues are bounded, and whoever loses events to that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar, cast

from ..arguments import require_boolean, require_integer
from ..errors import ArgumentError
from ..mirror.live import Live
from .dispatcher import Dispatcher
from .expectations import Expectation, Occurrence
from .handlers import Subscription
from .source import Source, require_plain
from .streams import EventQueue, EventStream

__all__ = ["BareSignal", "Signal", "SignalCore", "emit", "source_of"]

T = TypeVar("T")
R = TypeVar("R")

DEFAULT_QUEUE = 1000
"""Events that wait for one asynchronous handler or stream unless told otherwise."""

DEFAULT_TIMEOUT = 30.0
"""Seconds that `Signal.expect` waits unless told otherwise."""


class SignalCore(Live, Generic[T]):
    """What both kinds of signals have in common."""

    __slots__ = ("__weakref__", "_source")

    def __init__(self, name: str, dispatcher: Dispatcher, bubbles_to: SignalCore[T] | None = None) -> None:
        self._source: Source[T] = Source(name, dispatcher, None if bubbles_to is None else bubbles_to._source)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name} subscribers={len(self._source.listeners)}>"

    @property
    def name(self) -> str:
        """Documented name of the event."""
        return self._source.name

    def disconnect(self, handler: Callable[..., object]) -> bool:
        """Disconnect a handler; whether it was connected."""
        listeners = self._source.listeners
        entries = [cast("Subscription[T]", each) for each in listeners if isinstance(each, Subscription)]
        found = [entry for entry in entries if entry.handler == handler]
        for entry in found:
            entry.disconnect()
        return bool(found)

    def stream(self, *, queue: int = DEFAULT_QUEUE, where: Callable[[T], bool] | None = None) -> EventStream[T]:
        """Events from now on, as an asynchronous iterator.

        Args:
            queue: Most events that may wait to be read.
            where: Accepts an event, or passes it over, which takes no room in the queue. A plain function, called the
                moment an event comes; what it raises is reported as the failure of a handler is, and costs that event.

        Raises:
            ArgumentError: The queue is no whole number of at least 1, or the condition cannot be called.
        """
        require_integer("queue", queue, minimum=1)
        if where is not None:
            require_plain("where", where)
        return EventStream(EventQueue(self._source, queue, where))

    def __aiter__(self) -> EventStream[T]:
        return self.stream()

    async def wait(self, *, where: Callable[[T], bool] | None = None, timeout: float | None = None) -> T:
        """Wait for the next event.

        Args:
            where: Accepts or passes over an event.
            timeout: Most seconds to wait, at least 0; None waits for ever.

        Raises:
            ArgumentError: An argument is of the wrong kind, or the timeout negative.
            DeadlineError: It did not happen in time.
            ClosedError: The client was closed meanwhile.
        """
        awaited = Occurrence(self._source, where, timeout)
        try:
            return await awaited.result()
        finally:
            awaited.abandon()

    def expect(
        self, *, where: Callable[[T], bool] | None = None, timeout: float | None = DEFAULT_TIMEOUT
    ) -> Expectation[T]:
        """Listen from now on, before the action that causes the event:

            async with thing.on.changed.expect() as pending:
                await thing.change()
            print(pending.value)

        or without a block, for several events too (see `first_of`):

            pending = thing.on.changed.expect()
            await thing.change()
            print(await pending)

        Args:
            where: Accepts or passes over an event.
            timeout: Most seconds to wait, at least 0, from the await or the end of the block on; None waits for ever.

        Raises:
            ArgumentError: An argument is of the wrong kind, or the timeout negative.
            DeadlineError: It did not happen in time.
            ClosedError: The client was closed meanwhile.
        """
        return Expectation(Occurrence(self._source, where, timeout))

    def _connect(
        self,
        handler: Callable[..., object],
        call: Callable[[T], object],
        *,
        once: bool,
        replay: bool,
        queue: int = DEFAULT_QUEUE,
        concurrency: int = 1,
        key: Callable[[T], Hashable] | None = None,
        where: Callable[[T], bool] | None = None,
    ) -> Subscription[T]:
        if not callable(handler):
            raise ArgumentError(f"the handler of {self.name!r} must be callable, not {type(handler).__name__}")
        require_boolean("replay", replay)
        require_integer("queue", queue, minimum=1)
        require_integer("concurrency", concurrency, minimum=1)
        if key is not None:
            require_plain("key", key)
        if where is not None:
            require_plain("where", where)
        return Subscription(
            self._source,
            handler,
            call,
            once=once,
            replay=replay,
            queue=queue,
            concurrency=concurrency,
            key=key,
            where=where,
        )


class Signal(SignalCore[T]):
    """An event with a payload."""

    __slots__ = ()

    def __call__(self, handler: Callable[[T], R]) -> Callable[[T], R]:
        """Connect a handler, as a decorator."""
        self.connect(handler)
        return handler

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
        """Call ``handler`` with each payload from now on.

        Args:
            handler: A plain function, called at once, or an asynchronous one, run in the background.
            replay: Call it right away with the last event, if there was one.
            queue: Most events that may wait for an asynchronous handler; further ones are dropped and reported.
            concurrency: How many events an asynchronous handler may work on at once.
            key: Keeps an order where several are worked on at once: events with the same key follow one another as they
                came, those with different keys go on side by side and in turn. Without it any two may overlap.
            where: Accepts an event, or passes it over: that takes no task then, and no room in the queue.

        `key` and `where` are plain functions of the payload, called the moment an event comes. What they raise is
        reported as the failure of a handler is, and costs that event.

        Raises:
            ArgumentError: A function cannot be called, `key` or `where` is asynchronous, or a number is below 1.
        """
        return self._connect(
            handler,
            handler,
            once=False,
            replay=replay,
            queue=queue,
            concurrency=concurrency,
            key=key,
            where=where,
        )

    def once(self, handler: Callable[[T], R]) -> Callable[[T], R]:
        """Call ``handler`` with the next event only. Can be used as a decorator."""
        self._connect(handler, handler, once=True, replay=False)
        return handler


class BareSignal(SignalCore[None]):
    """An event without a payload; handlers take no argument."""

    __slots__ = ()

    def __call__(self, handler: Callable[[], R]) -> Callable[[], R]:
        """Connect a handler, as a decorator."""
        self.connect(handler)
        return handler

    def connect(
        self,
        handler: Callable[[], object],
        *,
        replay: bool = False,
        queue: int = DEFAULT_QUEUE,
        concurrency: int = 1,
        where: Callable[[None], bool] | None = None,
    ) -> Subscription[None]:
        """Call ``handler`` at each event from now on; see `Signal.connect`.

        There is no `key`, since there is nothing by which one event differs from another.
        """
        return self._connect(
            handler,
            lambda _: handler(),
            once=False,
            replay=replay,
            queue=queue,
            concurrency=concurrency,
            where=where,
        )

    def once(self, handler: Callable[[], R]) -> Callable[[], R]:
        """Call ``handler`` at the next event only. Can be used as a decorator."""
        self._connect(handler, lambda _: handler(), once=True, replay=False)
        return handler


def source_of(signal: SignalCore[T]) -> Source[T]:
    """Return the source behind a signal, for whoever owns it or reads it from another thread."""
    return signal._source  # pyright: ignore[reportPrivateUsage] - users of a signal only listen


def emit(signal: SignalCore[T], payload: T) -> None:
    """Deliver an event to whoever listens to a signal; for the emitter of the event.

    Args:
        signal: The event.
        payload: What listeners receive; None for a `BareSignal`.
    """
    signal._source.emit(payload)  # pyright: ignore[reportPrivateUsage] - users of a signal only listen
