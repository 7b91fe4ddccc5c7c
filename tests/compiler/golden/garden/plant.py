# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""`Plant`: something that grows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from twilio_realtime.events import emit
from twilio_realtime.json import JsonObject, JsonValue, packed_json, same_json, unpacked_json
from twilio_realtime.resource import Resource
from twilio_realtime.wire import read_mirror

from . import wire
from .context import Context
from .events import PlantEmitter, PlantEvents, PlantUpdated
from .types import PlantUpdateReason

if TYPE_CHECKING:
    from .bed import Bed

__all__ = ["Plant"]


class Plant(PlantEmitter, Resource):
    """Something that grows.

    Documented as the class ``Plant``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_bed",
        "_context",
        "_height",
        "_notes",
        "_sid",
        "_sown_at",
    )

    def __init__(self, context: Context, bed: Bed, sid: str, data: JsonObject) -> None:
        self._hub = None
        self._context = context
        self._bed = bed
        self._sid = sid
        self._height: float | None = None
        # as JSON: there may be thousands of these objects, and a dict takes four times the memory
        self._notes: bytes = b"{}"
        self._sown_at: datetime | None = None
        self._take(read_mirror(wire.PlantItem, data))

    @property
    def sid(self) -> str:
        """Identifier."""
        return self._sid

    @property
    def height(self) -> float | None:
        """Height, in metres."""
        return self._height

    @property
    def notes(self) -> JsonValue:
        """Anything."""
        return unpacked_json(self._notes)

    @property
    def sown_at(self) -> datetime | None:
        """When it was sown."""
        return self._sown_at

    @property
    def _equality_key(self) -> str:
        return self.sid

    def _new_hub(self) -> PlantEvents:
        return PlantEvents(self._context.services.dispatcher, self._bed.on)

    def _take(self, item: wire.PlantItem) -> list[PlantUpdateReason]:
        """Apply an update of the mirror and return the update reasons."""
        given = item.model_fields_set
        reasons: list[PlantUpdateReason] = []
        if "height" in given and item.height != self._height:
            self._height = item.height
            reasons.append("height")
        if "notes" in given and not same_json(item.notes, unpacked_json(self._notes)):
            self._notes = packed_json(item.notes)
        if "sown_at" in given and item.sown_at != self._sown_at:
            self._sown_at = item.sown_at
        return reasons

    def _announce(self, reasons: list[PlantUpdateReason]) -> None:
        if not reasons:
            return
        update = PlantUpdated(self, tuple(reasons))
        if self._hub is None:  # nobody has listened here: spare the hub and tell the owner
            emit(self._bed.on.plant_updated, update)
        else:
            emit(self._hub.updated, update)


# For the owner of the object: parts of the class that do not show on it.
# pyright: reportPrivateUsage=false


def accept_plant(resource: Plant, data: JsonObject) -> None:
    """Apply new data of the mirror and announce what changed."""
    resource._announce(resource._take(read_mirror(wire.PlantItem, data)))
