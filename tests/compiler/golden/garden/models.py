# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""Plain values of Twilio Garden: no identity, no events."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from twilio_realtime.json import JsonValue
from twilio_realtime.wire import InputModel, WireModel, WireTime

__all__ = ["PlantOptions", "Soil"]


class PlantOptions(InputModel):
    """Everything that can be said about a new plant."""

    notes: JsonValue = Field(default={})
    """Anything."""
    sown_at: Annotated[AwareDatetime | None, Field(alias="sownAt")] = None
    """When it was sown."""
    tags: list[str] = Field(default=[])
    """Words for it."""


class Soil(WireModel):
    """What a bed is made of."""

    kind: Literal["sand", "loam", "clay"]
    """What it mostly is."""
    measured_at: Annotated[WireTime, Field(alias="measured")]
    """When that was found out."""
    acidity: float | None = None
    """pH value, if measured."""
