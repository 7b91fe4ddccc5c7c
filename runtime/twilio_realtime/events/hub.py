"""Base of the generated hubs: all events of one emitter, for both kinds of clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import ClassVar, Protocol

from ..arguments import require_text
from ..errors import ArgumentError
from ..mirror.live import Live
from ..visible_text import quoted

__all__ = [
    "EventHub",
    "NoHandler",
    "attribute_of",
    "connect_by_name",
    "disconnect_by_name",
    "events_of",
    "once_by_name",
]


class NoHandler(Enum):
    """Stands for a handler that was not given, which None does not: that is a mistake."""

    NONE = "none"


class _AnySignal(Protocol):
    """What the signals of both kinds of clients have in common."""

    def connect(self, handler: Callable[..., object], /) -> object: ...
    def once(self, handler: Callable[..., object], /) -> object: ...
    def disconnect(self, handler: Callable[..., object], /) -> bool: ...


class EventHub(Live):
    """The events of one emitter, by Python name as attributes and by documented name through a call."""

    __slots__ = ()

    _EVENTS: ClassVar[Mapping[str, str]] = {}
    """Documented name of each event with the name of its attribute."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self._EVENTS)} events>"

    def _by_name(self, event: str, handler: Callable[..., object] | NoHandler) -> object:
        """The signal with a documented name; or, given a handler, that one connected."""
        return _signal(self, event) if isinstance(handler, NoHandler) else connect_by_name(self, event, handler)


def events_of(hub: EventHub | type[EventHub]) -> Mapping[str, str]:
    """Return the documented name of each event of a hub with the name of its attribute."""
    return hub._EVENTS  # pyright: ignore[reportPrivateUsage] - for programs that go over all events


def connect_by_name(hub: EventHub, event: str, handler: Callable[..., object]) -> object:
    """Connect a handler to the event with a documented name.

    Returns:
        The subscription, which disconnects it again.

    Raises:
        ArgumentError: There is no such event, or the handler cannot be called.
    """
    return _signal(hub, event).connect(handler)


def once_by_name(hub: EventHub, event: str, handler: Callable[..., object]) -> None:
    """Connect a handler to the next event with a documented name.

    Raises:
        ArgumentError: There is no such event, or the handler cannot be called.
    """
    _signal(hub, event).once(handler)


def disconnect_by_name(hub: EventHub, event: str, handler: Callable[..., object]) -> None:
    """Disconnect a handler from the event with a documented name; harmless if it is not connected.

    Raises:
        ArgumentError: There is no such event.
    """
    _signal(hub, event).disconnect(handler)


def attribute_of(hub: EventHub | type[EventHub], event: str) -> str:
    """Return the name of the attribute that is the event with a documented name.

    Raises:
        ArgumentError: There is no such event.
    """
    require_text("event", event)
    events = events_of(hub)
    attribute = events.get(event)
    if attribute is None:
        import difflib  # only mistakes need it

        close = difflib.get_close_matches(event, events, 1)
        advice = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(events)}"
        kind = hub if isinstance(hub, type) else type(hub)
        raise ArgumentError(f"{kind.__name__} has no event {quoted(event):.60}; {advice}")
    return attribute


def _signal(hub: EventHub, event: str) -> _AnySignal:
    signal: _AnySignal = getattr(hub, attribute_of(hub, event))
    return signal
