"""What Twilio Garden sends, field by field."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from twilio_garden.models import Soil
from twilio_garden.types import Season
from twilio_realtime.wire import JsonText, WireModel, WireTime

__all__ = ["BedDocument", "BedMembership", "PlantItem", "Planted", "Start", "StartLinks"]


class BedDocument(WireModel):
    """Sync document of a bed."""

    title: Annotated[str | None, Field(alias="name")] = None
    """Its title."""
    soil: Soil | None = None
    """What it is made of."""
    plants: str | None = None
    """Sync map of the plants."""


class BedMembership(WireModel):
    """What the user is to a bed."""

    standing: str | None = None
    """What the user is to it."""


class PlantItem(WireModel):
    """Item of a bed's map of plants."""

    height: float | None = None
    """Height, in metres."""
    notes: JsonText | None = None
    """Anything."""
    sown_at: Annotated[WireTime | None, Field(alias="sown")] = None
    """When it was sown."""


class Planted(WireModel):
    """Answer to a new plant."""

    sid: str
    """Its identifier."""
    season: Season | None = None
    """When it was planted."""
    soil: Soil | None = None
    """What it stands in."""


class Start(WireModel):
    """First answer of a session."""

    identity: str
    """Who is signed in."""
    links: StartLinks
    """Where things are."""
    maps: dict[str, str]
    """Names of maps."""
    my_beds: str
    """Map of the user's beds."""


class StartLinks(WireModel):
    """Where things are."""

    beds: str
    """All beds."""
    mine: str
    """The user's beds."""
