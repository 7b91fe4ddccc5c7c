"""Base of everything that has events."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from .hub import EventHub, attribute_of, disconnect_by_name, once_by_name

__all__ = ["Emitter"]

HubT = TypeVar("HubT", bound=EventHub)


class Emitter(ABC, Generic[HubT]):
    """Something with a hub, made when it is first asked for: most objects are never listened to."""

    __slots__ = ("__weakref__", "_hub")

    _HUB: ClassVar[type[EventHub]]
    """Class of the hub, which knows the names of the events without being made."""

    _hub: HubT | None

    @property
    def on(self) -> HubT:
        """The events: as attributes (``on.updated``), or by documented name (``on("updated", handler)``)."""
        hub = self._hub
        if hub is None:
            hub = self._hub = self._new_hub()
        return hub

    @abstractmethod
    def _new_hub(self) -> HubT:
        """Make the hub."""

    def _once_by_name(self, event: str, handler: Callable[..., object]) -> None:
        once_by_name(self.on, event, handler)

    def _off_by_name(self, event: str, handler: Callable[..., object]) -> None:
        if self._hub is None:
            attribute_of(self._HUB, event)  # nobody listens; a name that does not exist is a mistake all the same
        else:
            disconnect_by_name(self._hub, event, handler)
