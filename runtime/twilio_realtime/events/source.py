"""Where the events of one kind come from, and what is to be known of the functions of users that receive them."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar, cast

from ..arguments import require_callable
from ..errors import ArgumentError
from ..visible_text import quoted
from .dispatcher import Dispatcher

__all__ = ["Condition", "Source", "handler_name", "is_async", "require_plain"]

T = TypeVar("T")


class Source(Generic[T]):
    """Delivers the events of one emitter and one name to listeners, in the order in which these were added.

    Users hold a `signals.Signal` instead, which only listens: nobody but the client emits.

    Args:
        name: Documented name of the event.
        dispatcher: Where handlers run and failures go.
        bubbles_to: Source that repeats each event after the listeners of this one.
    """

    __slots__ = ("_bubbles_to", "_deliveries", "_has_last", "_last", "_listeners", "dispatcher", "name")

    def __init__(self, name: str, dispatcher: Dispatcher, bubbles_to: Source[T] | None = None) -> None:
        self.name: str = name
        """Documented name of the event."""
        self.dispatcher: Dispatcher = dispatcher
        """Where handlers run and failures go."""
        self._bubbles_to = bubbles_to
        # Side by side, because going over pairs would cost every event something.
        self._listeners: tuple[object, ...] = ()
        self._deliveries: tuple[Callable[[T], None], ...] = ()
        self._has_last = False
        self._last: T | None = None

    @property
    def listeners(self) -> tuple[object, ...]:
        """The listeners, in the order in which events are delivered."""
        return self._listeners

    def add(self, listener: object, deliver: Callable[[T], None]) -> None:
        """Deliver to a listener from the next event on.

        Args:
            listener: What `discard` removes.
            deliver: Receives each event; must not raise.
        """
        self._listeners = (*self._listeners, listener)
        self._deliveries = (*self._deliveries, deliver)

    def discard(self, listener: object) -> None:
        """Stop delivering to a listener. Idempotent."""
        kept = [position for position, other in enumerate(self._listeners) if other is not listener]
        # New tuples, because an emission may be going over the present ones.
        self._listeners = tuple(self._listeners[position] for position in kept)
        self._deliveries = tuple(self._deliveries[position] for position in kept)

    def emit(self, payload: T) -> None:
        """Deliver to the listeners of this source, then to those of the one it bubbles to; nothing once closed."""
        if self.dispatcher.closed:
            return
        self._has_last, self._last = True, payload
        for deliver in self._deliveries:
            deliver(payload)
        if self._bubbles_to is not None:
            self._bubbles_to.emit(payload)

    def replay(self, deliver: Callable[[T], None]) -> None:
        """Deliver the last event to one listener, if there was one."""
        if self._has_last:
            deliver(cast(T, self._last))


def _function_of(handler: Callable[..., object]) -> Callable[..., object]:
    while isinstance(handler, partial):
        handler = handler.func
    return handler


def handler_name(handler: Callable[..., object]) -> str:
    """What a handler is called in logs."""
    function = _function_of(handler)
    name: object = getattr(function, "__qualname__", None)
    return f"handler {quoted(name if isinstance(name, str) else type(function).__qualname__)}"


def is_async(handler: Callable[..., object]) -> bool:
    """Whether a handler is an asynchronous function, or an object that is called like one."""
    handler = _function_of(handler)
    return inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(getattr(handler, "__call__", None))  # noqa: B004


def require_plain(name: str, function: object) -> None:
    """Refuse what cannot be called, and asynchronous functions, whose result would always count as true.

    Args:
        name: Name of the argument.
        function: What was given.

    Raises:
        ArgumentError: It is not a plain function.
    """
    require_callable(name, function)
    if callable(function) and is_async(function):
        raise ArgumentError(f"{name} must be a plain function, not an async one; it is called when an event comes")


class Condition(Generic[T]):
    """Passes on the events that a function of users accepts; called like what receives them.

    A function that raises is reported, and passes over the event.

    Args:
        where: The function.
        deliver: What receives the events.
        name: What that is called in logs.
        dispatcher: Where failures go.
        ended: Whether nothing is wanted any more.
    """

    __slots__ = ("_deliver", "_dispatcher", "_ended", "_name", "_where")

    def __init__(
        self,
        where: Callable[[T], bool],
        deliver: Callable[[T], None],
        name: str,
        dispatcher: Dispatcher,
        ended: Callable[[], bool],
    ) -> None:
        self._where = where
        self._deliver = deliver
        self._name = name
        self._dispatcher = dispatcher
        self._ended = ended

    def __call__(self, payload: T) -> None:
        """Pass on an event, if it is accepted."""
        if self._ended():  # since the emission under way began
            return
        try:
            accepted = bool(self._where(payload))
        except (Exception, asyncio.CancelledError) as error:  # cancelled is what the function looked at
            self._dispatcher.report(f"`where` of {self._name}", error)
            return
        if accepted:
            self._deliver(payload)
