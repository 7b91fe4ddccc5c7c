# Generated from schema/fleet by `twilio-codegen generate`. Do not edit.
"""Plain values of Lorry Fleet: no identity, no events."""
# ruff: noqa: RUF012 - every object gets a copy of its own

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from lorry_fleet.types import PagerSort, Severity
from twilio_realtime.json import JsonValue
from twilio_realtime.mirror.pairs import Pairs
from twilio_realtime.mirror.tagged import Tagged
from twilio_realtime.wire import InputModel, WireModel, WireTime, copied_with

__all__ = [
    "CONTACT_TAGS",
    "NOTICE_TAGS",
    "REPORT_TAGS",
    "Contact",
    "FaultReport",
    "FuelReport",
    "Inspection",
    "Label",
    "LabelJsonPairs",
    "Limits",
    "Load",
    "Notice",
    "NoticeOther",
    "NoticePicture",
    "NoticeText",
    "OtherReport",
    "Pager",
    "PagerContact",
    "Parcel",
    "Part",
    "PhoneContact",
    "Position",
    "PositionReport",
    "Report",
    "Service",
    "Stolen",
    "Tachograph",
    "TripWishes",
    "UnknownContact",
    "Weight",
    "WeightPairs",
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


class Label(InputModel):
    """Something that is written on a lorry for those who load it."""

    name: str
    """What it is about."""
    value: str
    """What it says."""

    def copy_with_value(self, value: str) -> Label:
        """Copy it with another `value`.

        Args:
            value: What it says.

        Raises:
            ArgumentError: The value is of the wrong kind.
        """
        return copied_with(self, value=value)

    def renamed(self, name: str) -> Label:
        """Copy it with another `name`.

        Args:
            name: What it is about.

        Raises:
            ArgumentError: The value is of the wrong kind.
        """
        return copied_with(self, name=name)


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


class NoticeOther(WireModel):
    """A `Notice` of a kind that is not known here, or that cannot be read; as the service sent it."""

    type: Literal["other"] = "other"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")]
    """JSON text of what the service sent."""


class NoticePicture(WireModel):
    """Pictures on the side of a lorry."""

    type: Literal["pictures"] = "pictures"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")] = ""
    """JSON text of what the service sent."""
    titles: list[str]
    """What they are called."""
    smaller: dict[str, Notice | None] = Field(default={})
    """The same for smaller lorries, by what it is."""


class NoticeText(WireModel):
    """A text on the side of a lorry."""

    type: Literal["text"] = "text"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")] = ""
    """JSON text of what the service sent."""
    body: str
    """The text."""
    contacts: Annotated[list[Contact], Field(alias="actions")] = Field(default=[])
    """Whom to ask."""


class OtherReport(WireModel):
    """A `Report` of a kind that is not known here, or that cannot be read; as the service sent it."""

    kind: str | None = None
    """What kind of object it is, if it says so."""
    data: dict[str, JsonValue]
    """All of it."""


class Pager(WireModel):
    """What a pager shows."""

    text: Annotated[str | None, Field(alias="body")] = None
    """What it says."""
    loudness: Annotated[int, Field(alias="badge", ge=1)] = 1
    """How loud it rings."""
    sort: Annotated[PagerSort, Field(alias="type")]
    """Why it rings."""
    about: Annotated[Stolen, Field(alias="data")]
    """What was stolen."""


class PagerContact(WireModel):
    """Somebody with a pager."""

    type: Literal["pager"] = "pager"
    """What kind of object it is."""
    lorry: Annotated[str, Field(alias="lorry_sid")]
    """On which lorry."""
    rank: int = 0
    """Who comes first, from 0."""


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


class PhoneContact(WireModel):
    """Somebody who answers the phone."""

    type: Literal["phone"] = "phone"
    """What kind of object it is."""
    number: str = ""
    """The number."""


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
    grades: dict[str, int | None] | None = {"paint": 1}
    """Marks of the work; None: nobody has judged it."""


class Stolen(WireModel):
    """What was stolen."""

    vehicle_sid: Annotated[str, Field(alias="vehicle")]
    """SID of the vehicle."""
    hours: int | None = None
    """For how long."""


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


class UnknownContact(WireModel):
    """Somebody who is reached in another way."""

    type: str | None = None
    """What kind of object it is, if it says so."""
    lorry: Annotated[str, Field(alias="lorry_sid")] = ""
    """On which lorry; empty if that is not known."""
    raw_data: Annotated[str, Field(alias="rawData")]
    """JSON text of what the service sent."""


class Weight(WireModel):
    """What an axle carries."""

    axle: Annotated[str, Field(alias="place")]
    """Which one."""
    tons: float | None = None
    """How much."""


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

NOTICE_TAGS: Tagged[NoticeText | NoticePicture | NoticeOther] = Tagged(
    "Notice",
    tag="type",
    models={
        "fleet/text": NoticeText,
        "fleet/picture-book": NoticePicture,
    },
    other=NoticeOther,
    words={
        "fleet/text": "text",
        "fleet/picture-book": "pictures",
    },
    other_word="other",
    raw="rawData",
    other_raw="rawData",
    keyed=True,
)
"""Reads a `Notice`."""

Notice: TypeAlias = Annotated[NoticeText | NoticePicture | NoticeOther, NOTICE_TAGS]
"""What is written on the side of a lorry.

Which kind it is says ``type``; anything else becomes `NoticeOther`.
"""

CONTACT_TAGS: Tagged[PhoneContact | PagerContact | UnknownContact] = Tagged(
    "Contact",
    tag="type",
    models={
        "PHONE_NUMBER": PhoneContact,
        "pager": PagerContact,
    },
    other=UnknownContact,
    words={
        "PHONE_NUMBER": "phone",
    },
    other_raw="rawData",
)
"""Reads a `Contact`."""

Contact: TypeAlias = Annotated[PhoneContact | PagerContact | UnknownContact, CONTACT_TAGS]
"""Whom to ask.

Which kind it is says ``type``; anything else becomes `UnknownContact`.
"""

LabelJsonPairs: TypeAlias = Annotated[list[Label], Pairs("name", "value", text=True)]
"""Several `Label` that travel as the JSON text of one object, each as an entry."""

WeightPairs: TypeAlias = Annotated[list[Weight], Pairs("place", "tons")]
"""Several `Weight` that travel as one object, each as an entry."""
