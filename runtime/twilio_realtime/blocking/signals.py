"""Typed events of a blocking client.

Each signal stands for one of the asynchronous client. Handlers run on a thread of the client's, one at a time, in the
order of the events, whatever the signal, unless `concurrency` gives one threads of its own; they may call anything that
blocks. A handler that fails is logged and reported, the others go on. Queues are bounded, and whoever loses events to
that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar, cast, overload

from ..arguments import require_boolean, require_integer
from ..errors import ArgumentError
from ..events import signals as asynchronous
from ..events.expectations import Occurrence
from ..events.signals import DEFAULT_QUEUE, DEFAULT_TIMEOUT, source_of
from ..events.source import Source, is_async, require_plain
from ..events.streams import EventQueue
from ..mirror.live import Live
from .expectations import Expectation
from .handler_thread import Threads
from .resource import unchanged
from .streams import EventStream
from .subscriptions import Subscription

__all__ = ["BareSignal", "Signal", "SignalCore"]

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")


class SignalCore(Live, Generic[T]):
    """What both kinds of signals have in common.

    Args:
        inner: The signal of the asynchronous client.
        threads: The threads of the client.
        wrap: Makes the payload that users see of the one that the signal has; without it they are the same.
    """

    __slots__ = ("_source", "_threads", "_wrap")

    @overload
    def __init__(self, inner: asynchronous.SignalCore[T], threads: Threads) -> None: ...
    @overload
    def __init__(self, inner: asynchronous.SignalCore[S], threads: Threads, wrap: Callable[[S], T]) -> None: ...
    def __init__(
        self,
        inner: asynchronous.SignalCore[S] | asynchronous.SignalCore[T],
        threads: Threads,
        wrap: Callable[[S], T] | None = None,
    ) -> None:
        # What the signal carries inside is nobody's business outside, and so no part of the type.
        self._source: Source[object] = source_of(cast("asynchronous.SignalCore[object]", inner))
        self._wrap: Callable[[object], T] = cast("Callable[[object], T]", unchanged if wrap is None else wrap)
        self._threads: Threads = threads

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name} subscribers={len(self._source.listeners)}>"

    @property
    def name(self) -> str:
        """Documented name of the event."""
        return self._source.name

    def disconnect(self, handler: Callable[..., object]) -> bool:
        """Disconnect a handler; whether it was connected."""
        entries = [
            cast("Subscription[object]", each) for each in self._source.listeners if isinstance(each, Subscription)
        ]
        found = [entry for entry in entries if entry.handler == handler]
        for entry in found:
            entry.disconnect()
        return bool(found)

    def stream(self, *, queue: int = DEFAULT_QUEUE, where: Callable[[T], bool] | None = None) -> EventStream[T]:
        """Events from now on, as an iterator that waits for each of them.

        Args:
            queue: Most events that may wait to be read.
            where: Accepts an event, or passes it over, which takes no room in the queue. Runs as that of `wait`; what
                it raises is reported as the failure of a handler is, and costs that event.

        Raises:
            ArgumentError: The queue is no whole number of at least 1, or the condition cannot be called.
        """
        require_integer("queue", queue, minimum=1)
        portal, wrap, condition = self._threads.portal, self._wrap, self._of_payload("where", where)
        # Made on the loop as a whole: a caller that is interrupted meanwhile drops it, and that ends the listening.
        return portal.call(lambda: EventStream(EventQueue(self._source, queue, condition), portal, wrap))

    def __iter__(self) -> EventStream[T]:
        return self.stream()

    def wait(self, *, where: Callable[[T], bool] | None = None, timeout: float | None = None) -> T:
        """Wait for the next event.

        Args:
            where: Accepts or passes over an event. It runs on the event loop's thread, at the moment of the event: be
                quick, and call nothing that blocks.
            timeout: Most seconds to wait, at least 0; None waits for ever.

        Raises:
            DeadlineError: It did not happen in time.
            ClosedError: The client was closed meanwhile.
        """
        expected = self._expectation(where, timeout)
        try:
            return expected.result()
        finally:
            expected.abandon()

    def expect(
        self, *, where: Callable[[T], bool] | None = None, timeout: float | None = DEFAULT_TIMEOUT
    ) -> Expectation[T]:
        """Listen from now on, before the action that causes the event:

            with thing.on.changed.expect() as pending:
                thing.change()
            print(pending.value)

        or without a block, for several events too (see `first_of`):

            pending = thing.on.changed.expect()
            thing.change()
            print(pending.result())

        Args:
            where: Accepts or passes over an event; runs as that of `wait`.
            timeout: Most seconds to wait, at least 0, from `result` or the end of the block on; None waits for ever.

        Raises:
            DeadlineError: It did not happen in time.
            ClosedError: The client was closed meanwhile.
        """
        return self._expectation(where, timeout)

    def _expectation(self, where: Callable[[T], bool] | None, timeout: float | None) -> Expectation[T]:
        portal, wrap, condition = self._threads.portal, self._wrap, self._of_payload("where", where)
        # Made on the loop as a whole, as a stream is.
        return portal.call(lambda: Expectation(Occurrence(self._source, condition, timeout), portal, wrap))

    def _of_payload(self, name: str, function: Callable[[T], R] | None) -> Callable[[object], R] | None:
        """A function of users, for a payload as the signal has it."""
        if function is None:
            return None
        require_plain(name, function)
        wrap = self._wrap
        return lambda payload: function(wrap(payload))

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
    ) -> Subscription[object]:
        if not callable(handler):
            raise ArgumentError(f"the handler of {self.name!r} must be callable, not {type(handler).__name__}")
        if is_async(handler):
            raise ArgumentError(
                f"the handler of {self.name!r} is an async function; give a plain one, or use the asynchronous client"
            )
        require_boolean("replay", replay)
        require_integer("queue", queue, minimum=1)
        require_integer("concurrency", concurrency, minimum=1)
        wrap = self._wrap
        lane, condition = self._of_payload("key", key), self._of_payload("where", where)
        return self._threads.portal.call(
            lambda: Subscription(
                self._source,
                self._threads,
                handler,
                lambda payload: call(wrap(payload)),
                once=once,
                replay=replay,
                queue=queue,
                concurrency=concurrency,
                key=lane,
                where=condition,
            )
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
    ) -> Subscription[object]:
        """Call ``handler`` with each payload from now on, on the client's thread for handlers.

        Args:
            handler: A plain function.
            replay: Call it also with the last event, if there was one.
            queue: Most events that may wait for it; further ones are dropped and reported.
            concurrency: How many events it may work on at once. With more than one it runs on threads of its own, at
                most so many, beside the one that the others share: what it touches must bear that.
            key: Keeps an order where several are worked on at once: events with the same key follow one another as they
                came, those with different keys go on side by side and in turn. Without it any two may overlap.
            where: Accepts an event, or passes it over.

        `key` and `where` are plain functions of the payload. They run on the event loop's thread, at the moment of the
        event: be quick, and call nothing that blocks. What they raise is reported as the failure of a handler is, and
        costs that event.

        Raises:
            ArgumentError: A function cannot be called or is asynchronous, or a number is below 1.
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
        """Call ``handler`` with the next event only. Can be used as a decorator.

        Raises:
            ArgumentError: It cannot be called or is asynchronous.
        """
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
    ) -> Subscription[object]:
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
