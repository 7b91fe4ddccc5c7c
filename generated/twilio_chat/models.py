# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""Plain values of Twilio Chat: no identity, no events."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from twilio_realtime.json import JsonValue
from twilio_realtime.wire import WireModel, WireTime

__all__ = ["ChannelState", "CreateChannelOptions", "LastMessage"]


class ChannelState(WireModel):
    """State of a channel and since when. A documented type alias."""

    current: Literal["active", "inactive", "closed"]
    """The state."""
    date_updated: Annotated[WireTime, Field(alias="dateUpdated")]
    """When it took effect."""


class CreateChannelOptions(WireModel):
    """Everything that can be said about a new channel."""

    attributes: JsonValue = Field(default={})
    """Any JSON value to keep with the channel."""
    friendly_name: Annotated[str | None, Field(alias="friendlyName")] = None
    """Name shown to people."""
    is_private: Annotated[bool, Field(alias="isPrivate")] = False
    """Whether only members and people invited can see it."""
    unique_name: Annotated[str | None, Field(alias="uniqueName")] = None
    """Name that no other channel of the service has."""


class LastMessage(WireModel):
    """Position and time of a channel's newest message."""

    index: int | None = None
    """Index of the message."""
    date_created: Annotated[WireTime | None, Field(alias="timestamp")] = None
    """When it was created."""
