"""Bases of the generated hubs, and of everything that has one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from ..events.hub import NoHandler, attribute_of
from ..live import Live
from .signals import BareSignal, Signal, SignalCore
from .subscriptions import Subscription

__all__ = ["Emitter", "EventHub"]


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
    ) -> Subscription[object] | None:
        """Connect a handler to the event with a documented name.

        Returns:
            What disconnects it again; None for a handler that is called once.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called or is asynchronous.
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


HubT = TypeVar("HubT", bound=EventHub)


class Emitter(ABC, Generic[HubT]):
    """Something with a hub."""

    __slots__ = ()

    @property
    @abstractmethod
    def on(self) -> HubT:
        """The events: as attributes (``on.updated``), or by documented name (``on("updated", handler)``)."""

    def _once_by_name(self, event: str, handler: Callable[..., object]) -> None:
        self.on.connect_by_name(event, handler, once=True)

    def _off_by_name(self, event: str, handler: Callable[..., object]) -> None:
        self.on.disconnect_by_name(event, handler)
