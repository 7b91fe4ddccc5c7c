"""Base of the generated hubs: all events of one emitter."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import ClassVar

from ..errors import ArgumentError
from ..live import Live
from .signals import BareSignal, Signal, SignalCore

__all__ = ["EventHub"]


class EventHub(Live):
    """The events of one emitter, by Python name as attributes and by documented name through a call."""

    __slots__ = ()

    EVENTS: ClassVar[dict[str, str]] = {}
    """Documented name of each event with the name of its attribute."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self.EVENTS)} events>"

    def signal(self, event: str) -> SignalCore[object]:
        """The signal with a documented name.

        Raises:
            ArgumentError: There is no such event.
        """
        attribute = self.EVENTS.get(event)
        if attribute is None:
            close = difflib.get_close_matches(event, self.EVENTS, 1)
            advice = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(self.EVENTS)}"
            raise ArgumentError(f"{type(self).__name__} has no event {event!r}; {advice}")
        signal: SignalCore[object] = getattr(self, attribute)
        return signal

    def connect_by_name(self, event: str, handler: Callable[..., object], *, once: bool = False) -> None:
        """Connect a handler to the event with a documented name.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        signal = self.signal(event)
        if isinstance(signal, (Signal, BareSignal)):
            if once:
                signal.once(handler)
            else:
                signal.connect(handler)

    def disconnect_by_name(self, event: str, handler: Callable[..., object]) -> None:
        """Disconnect a handler from the event with a documented name; harmless if it is not connected.

        Raises:
            ArgumentError: There is no such event.
        """
        self.signal(event).disconnect(handler)
