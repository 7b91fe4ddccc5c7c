# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""Plain values of Twilio Chat: no identity, no events."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from twilio_chat.types import ChannelSortingCriteria, ChannelSortingOrder, PushNotificationType
from twilio_realtime.json import JsonValue
from twilio_realtime.wire import InputModel, WireModel, WireTime

__all__ = [
    "ChannelSortingOptions",
    "ChannelState",
    "CreateChannelOptions",
    "LastMessage",
    "PushNotification",
    "PushNotificationData",
]


class ChannelSortingOptions(InputModel):
    """How local channels are sorted."""

    criteria: ChannelSortingCriteria | None = None
    """What they are sorted by; none leaves the order in which they became known."""
    order: ChannelSortingOrder = "ascending"
    """Which way they run."""


class ChannelState(WireModel):
    """State of a channel and since when. A documented type alias."""

    current: Literal["active", "inactive", "closed"]
    """The state."""
    date_updated: Annotated[WireTime, Field(alias="dateUpdated")]
    """When it took effect."""


class CreateChannelOptions(InputModel):
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

    index: Annotated[int | None, Field(ge=0)] = None
    """Index of the message."""
    date_created: Annotated[WireTime | None, Field(alias="timestamp")] = None
    """When it was created."""


class PushNotification(WireModel):
    """A push notification, in one form for all push services."""

    title: str | None = None
    """Its title, if it has one."""
    body: str | None = None
    """Its text."""
    sound: str | None = None
    """The sound to play."""
    badge: Annotated[int | None, Field(ge=0)] = None
    """The number to show at the application's icon."""
    action: str | None = None
    """What happens when it is touched."""
    type: PushNotificationType
    """What happened."""
    data: PushNotificationData
    """What it is about."""


class PushNotificationData(WireModel):
    """What a push notification is about."""

    channel_sid: str | None = None
    """SID of the channel."""
    message_sid: str | None = None
    """SID of the message."""
    message_index: Annotated[int | None, Field(ge=0)] = None
    """Index of the message."""
