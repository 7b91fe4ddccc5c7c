"""Base of the generated hubs: all events of one emitter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import ClassVar

from ..errors import ArgumentError
from ..live import Live
from .handlers import Subscription
from .signals import BareSignal, Signal, SignalCore

__all__ = ["EventHub", "NoHandler", "attribute_of"]


def attribute_of(hub: str, events: Mapping[str, str], event: str) -> str:
    """Name of the attribute that holds the signal with a documented name.

    Args:
        hub: Name of the hub's class, for the message.
        events: Name of the attribute by documented name.
        event: Documented name.

    Raises:
        ArgumentError: There is no such event.
    """
    attribute = events.get(event)
    if attribute is None:
        import difflib  # only mistakes need it

        close = difflib.get_close_matches(event, events, 1)
        advice = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(events)}"
        raise ArgumentError(f"{hub} has no event {event!r}; {advice}")
    return attribute


class NoHandler(Enum):
    """Stands for a handler that was not given, which None does not: that is a mistake."""

    NONE = "none"


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
        signal: SignalCore[object] = getattr(self, attribute_of(type(self).__name__, self.EVENTS, event))
        return signal

    def connect_by_name(
        self, event: str, handler: Callable[..., object], *, once: bool = False
    ) -> Subscription[object] | Subscription[None] | None:
        """Connect a handler to the event with a documented name.

        Returns:
            What disconnects it again; None for a handler that is called once.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        signal = self.signal(event)
        if once and isinstance(signal, (Signal, BareSignal)):
            signal.once(handler)
        elif isinstance(signal, (Signal, BareSignal)):
            return signal.connect(handler)
        return None

    def _by_name(self, event: str, handler: Callable[..., object] | NoHandler) -> object:
        """The signal with a documented name; or, given a handler, that one connected."""
        return self.signal(event) if isinstance(handler, NoHandler) else self.connect_by_name(event, handler)

    def disconnect_by_name(self, event: str, handler: Callable[..., object]) -> None:
        """Disconnect a handler from the event with a documented name; harmless if it is not connected.

        Raises:
            ArgumentError: There is no such event.
        """
        self.signal(event).disconnect(handler)
