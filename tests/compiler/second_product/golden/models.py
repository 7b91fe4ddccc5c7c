# Generated from schema/fleet by `twilio-codegen generate`. Do not edit.
"""Plain values of Lorry Fleet: no identity, no events."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from lorry_fleet.types import Severity
from twilio_realtime.json import JsonValue
from twilio_realtime.mirror.tagged import Tagged
from twilio_realtime.wire import InputModel, WireModel, WireTime

__all__ = [
    "REPORT_TAGS",
    "FaultReport",
    "FuelReport",
    "Inspection",
    "Limits",
    "Load",
    "OtherReport",
    "Parcel",
    "Part",
    "Position",
    "PositionReport",
    "Report",
    "Service",
    "Tachograph",
    "TripWishes",
]


class FaultReport(WireModel):
    """A lorry is out of order."""

    kind: Literal["fault", "breakdown"] = "fault"
    """What kind of object it is."""
    fault_code: Annotated[str, Field(alias="code")]
    """What is broken."""
    severity: Severity
    """How bad it is."""
    before: Report | None = None
    """What was reported before it broke."""


class FuelReport(WireModel):
    """A lorry tells what is in its tank."""

    kind: Literal["fuel"] = "fuel"
    """What kind of object it is."""
    litres: float
    """What is left."""


class Inspection(WireModel):
    """What the last inspection found."""

    passed: bool
    """Whether all was well."""
    inspected_at: Annotated[WireTime, Field(alias="at")]
    """When it took place."""


class Limits(WireModel):
    """How much is allowed."""

    watched_boards: Annotated[int, Field(alias="watchedBoards")]
    """How many boards may be followed at once."""
    photo_types: Annotated[list[str] | None, Field(alias="photoTypes")] = None
    """Which photographs are kept; None if nobody says."""
    patience: timedelta | None = None
    """How long a lorry waits."""
    note: str = "of the house"
    """Where the rules come from."""


class Load(WireModel):
    """What is on a lorry."""

    pallets: int = 0
    """How many pallets."""
    kilograms: int = 0
    """What they weigh."""
    note: str | None = None
    """What else there is to say."""


class OtherReport(WireModel):
    """A `Report` of a kind that is not known here, or that cannot be read; as the service sent it."""

    kind: str | None = None
    """What kind of object it is, if it says so."""
    data: dict[str, JsonValue]
    """All of it."""


class Parcel(InputModel):
    """Something to be carried."""

    kilograms: Annotated[float, Field(alias="kg")]
    """What it weighs."""
    note: str | None = None
    """What to know about it."""


class Part(WireModel):
    """A spare part."""

    number: str
    """What it is ordered by."""
    stock: Annotated[int, Field(alias="in_stock")]
    """How many there are."""


class Position(WireModel):
    """A place on the map."""

    latitude: Annotated[float | None, Field(alias="lat")] = None
    """Degrees north of the equator."""
    longitude: Annotated[float | None, Field(alias="lon")] = None
    """Degrees east of Greenwich."""


class PositionReport(WireModel):
    """A lorry tells where it is."""

    kind: Literal["position"] = "position"
    """What kind of object it is."""
    position: Position
    """Where it is."""
    speed: float = 0.0
    """How fast it goes, in kilometres per hour."""


class Service(WireModel):
    """Something that is mended."""

    kind: str
    """What is mended."""
    done: bool = False
    """Whether it is done."""
    place: str | None = None
    """Where."""
    parts: list[str] = Field(default=[])
    """Numbers of the parts."""


class Tachograph(WireModel):
    """How somebody has driven."""

    hours: float
    """How long."""


class TripWishes(InputModel):
    """What a driver would like."""

    speed: float | None = None
    """How fast, in kilometres per hour."""
    company: str | None = None
    """Who comes along."""


REPORT_TAGS: Tagged[PositionReport | FuelReport | FaultReport | OtherReport] = Tagged(
    "Report",
    tag="kind",
    models={
        "position": PositionReport,
        "fuel": FuelReport,
        "fault": FaultReport,
        "breakdown": FaultReport,
    },
    other=OtherReport,
)
"""Reads a `Report`."""

Report: TypeAlias = Annotated[PositionReport | FuelReport | FaultReport | OtherReport, REPORT_TAGS]
"""What a lorry reports.

Which kind it is says ``kind``; anything else becomes `OtherReport`.
"""
