# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""`Plant`: something that grows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from twilio_realtime.blocking import (
    Resource,
)
from twilio_realtime.json import JsonValue

from ..plant import Plant as AsyncPlant
from .events import PlantEmitter, PlantEvents

if TYPE_CHECKING:
    from .twins import Twins

__all__ = ["Plant"]


class Plant(PlantEmitter, Resource[AsyncPlant]):
    """Something that grows.

    Documented as the class ``Plant``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_hub",
        "_twins",
    )

    def __init__(self, inner: AsyncPlant, twins: Twins) -> None:
        super().__init__(inner, twins.threads)
        self._hub: PlantEvents | None = None
        self._twins = twins

    @property
    def on(self) -> PlantEvents:
        """The events: as attributes, or by documented name (``on("updated", handler)``)."""
        hub = self._hub
        if hub is None:
            # Two threads may both make one: they are alike, and what they stand for exists once.
            inner = self._threads.portal.call(lambda: self._inner.on)
            hub = self._hub = PlantEvents(inner, self._twins)
        return hub

    @property
    def sid(self) -> str:
        """Identifier."""
        return self._inner.sid

    @property
    def height(self) -> float | None:
        """Height, in metres."""
        return self._inner.height

    @property
    def notes(self) -> JsonValue:
        """Anything."""
        return self._inner.notes

    @property
    def sown_at(self) -> datetime | None:
        """When it was sown."""
        return self._inner.sown_at
