"""Base of everything that has a hub of events."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

from ..events.hub import EventHub, disconnect_by_name, once_by_name

__all__ = ["Emitter"]

HubT = TypeVar("HubT", bound=EventHub)


class Emitter(ABC, Generic[HubT]):
    """Something with a hub."""

    __slots__ = ()

    @property
    @abstractmethod
    def on(self) -> HubT:
        """The events: as attributes (``on.updated``), or by documented name (``on("updated", handler)``)."""

    def _once_by_name(self, event: str, handler: Callable[..., object]) -> None:
        once_by_name(self.on, event, handler)

    def _off_by_name(self, event: str, handler: Callable[..., object]) -> None:
        disconnect_by_name(self.on, event, handler)
