# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""Models of the events that a relay of Twilio Garden writes, for programs that consume them.

Each event is a CloudEvent, and `Relayed` is any of them: one of a type that is not known here, such as a newer relay
writes, is an `UnknownRelayed`. `read_relayed` reads one. Fields that are not known are left out, and members of unions
that are not known pass as they are, with one warning in the log. No client is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import ConfigDict, Field, Tag, TypeAdapter

from twilio_realtime.json import JsonValue
from twilio_realtime.relayed import OTHER_TYPE, CloudEventModel, DataModel, UnknownRelayed, by_type, read_event
from twilio_realtime.wire import WireTime

from .types import BedStatus, BedUpdateReason

__all__ = [
    "BedAddedEvent",
    "BedData",
    "BedLeftEvent",
    "BedOfferedEvent",
    "BedRemovedEvent",
    "BedTendedEvent",
    "BedUpdatedData",
    "BedUpdatedEvent",
    "Relayed",
    "SoilData",
    "UnknownRelayed",
    "read_relayed",
]


class BedData(DataModel):
    """A place for plants."""

    sid: str
    """Identifier."""
    standing: BedStatus
    """What the user is to it."""
    title: str | None = None
    """Its title."""
    soil: SoilData | None = None
    """What it is made of."""
    is_tended: Annotated[bool, Field(alias="isTended")]
    """Whether the user takes care of it."""


class BedUpdatedData(DataModel):
    """A bed and what changed about it."""

    bed: BedData
    """The bed."""
    update_reasons: Annotated[list[BedUpdateReason], Field(alias="updateReasons")]
    """What changed."""


class SoilData(DataModel):
    """What a bed is made of."""

    kind: Literal["sand", "loam", "clay"]
    """What it mostly is."""
    measured_at: Annotated[WireTime, Field(alias="measuredAt")]
    """When that was found out."""
    acidity: float | None = None
    """pH value, if measured."""


class BedAddedEvent(CloudEventModel):
    """A bed became known."""

    type: Literal["twilio_garden.bed_added"]
    """What happened."""
    data: BedData
    """What it tells."""


class BedLeftEvent(CloudEventModel):
    """The user gave a bed up."""

    type: Literal["twilio_garden.bed_left"]
    """What happened."""
    data: BedData
    """What it tells."""


class BedOfferedEvent(CloudEventModel):
    """The user was asked to take care of a bed."""

    type: Literal["twilio_garden.bed_offered"]
    """What happened."""
    data: BedData
    """What it tells."""


class BedRemovedEvent(CloudEventModel):
    """The bed is gone."""

    type: Literal["twilio_garden.bed_removed"]
    """What happened."""
    data: BedData
    """What it tells."""


class BedTendedEvent(CloudEventModel):
    """The user takes care of a bed."""

    type: Literal["twilio_garden.bed_tended"]
    """What happened."""
    data: BedData
    """What it tells."""


class BedUpdatedEvent(CloudEventModel):
    """Something about a bed changed."""

    type: Literal["twilio_garden.bed_updated"]
    """What happened."""
    data: BedUpdatedData
    """What it tells."""


Relayed: TypeAlias = Annotated[
    Annotated[BedAddedEvent, Tag("twilio_garden.bed_added")]
    | Annotated[BedLeftEvent, Tag("twilio_garden.bed_left")]
    | Annotated[BedOfferedEvent, Tag("twilio_garden.bed_offered")]
    | Annotated[BedRemovedEvent, Tag("twilio_garden.bed_removed")]
    | Annotated[BedTendedEvent, Tag("twilio_garden.bed_tended")]
    | Annotated[BedUpdatedEvent, Tag("twilio_garden.bed_updated")]
    | Annotated[UnknownRelayed, Tag(OTHER_TYPE)],
    by_type(
        [
            "twilio_garden.bed_added",
            "twilio_garden.bed_left",
            "twilio_garden.bed_offered",
            "twilio_garden.bed_removed",
            "twilio_garden.bed_tended",
            "twilio_garden.bed_updated",
        ]
    ),
]
"""Any relayed event."""

_EVENTS: TypeAdapter[Relayed] = TypeAdapter(Relayed, config=ConfigDict(defer_build=True, hide_input_in_errors=True))


def read_relayed(data: bytes | str | Mapping[str, JsonValue]) -> Relayed:
    """Read a relayed event.

    Args:
        data: A CloudEvent in the structured JSON format: a line or a message that a relay has written, or the object
            that this is.

    Raises:
        ArgumentError: It is none, or does not tell what an event of its type tells. The message says where, and
            shows nothing of what stands there.
    """
    return read_event(_EVENTS, data)
