"""Where the events of one kind come from, and who receives them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, cast

from .dispatcher import Dispatcher

__all__ = ["Source"]

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
