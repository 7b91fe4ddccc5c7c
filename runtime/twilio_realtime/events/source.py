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

    __slots__ = ("_bubbles_to", "_has_last", "_last", "_listeners", "dispatcher", "name")

    def __init__(self, name: str, dispatcher: Dispatcher, bubbles_to: Source[T] | None = None) -> None:
        self.name: str = name
        """Documented name of the event."""
        self.dispatcher: Dispatcher = dispatcher
        """Where handlers run and failures go."""
        self._bubbles_to = bubbles_to
        self._listeners: tuple[tuple[object, Callable[[T], None]], ...] = ()
        self._has_last = False
        self._last: T | None = None

    @property
    def listeners(self) -> tuple[object, ...]:
        """The listeners, in the order in which events are delivered."""
        return tuple(listener for listener, _ in self._listeners)

    def add(self, listener: object, deliver: Callable[[T], None]) -> None:
        """Deliver to a listener from the next event on.

        Args:
            listener: What `discard` removes.
            deliver: Receives each event; must not raise.
        """
        self._listeners = (*self._listeners, (listener, deliver))

    def discard(self, listener: object) -> None:
        """Stop delivering to a listener. Idempotent."""
        # A new tuple, because an emission may be going over the present one.
        self._listeners = tuple(entry for entry in self._listeners if entry[0] is not listener)

    def emit(self, payload: T) -> None:
        """Deliver to the listeners of this source, then to those of the one it bubbles to; nothing once closed."""
        if self.dispatcher.closed:
            return
        self._has_last, self._last = True, payload
        for _, deliver in self._listeners:
            deliver(payload)
        if self._bubbles_to is not None:
            self._bubbles_to.emit(payload)

    def replay(self, deliver: Callable[[T], None]) -> None:
        """Deliver the last event to one listener, if there was one."""
        if self._has_last:
            deliver(cast(T, self._last))
