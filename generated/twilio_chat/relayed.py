# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""Models of the events that a relay of Twilio Chat writes, for programs that consume them.

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

from .types import (
    ChannelStatus,
    ChannelType,
    ChannelUpdateReason,
    MemberType,
    MemberUpdateReason,
    MessageType,
    MessageUpdateReason,
    NotificationLevel,
    UserUpdateReason,
)

__all__ = [
    "ChannelAddedEvent",
    "ChannelData",
    "ChannelInvitedEvent",
    "ChannelJoinedEvent",
    "ChannelLeftEvent",
    "ChannelReferenceData",
    "ChannelRemovedEvent",
    "ChannelStateData",
    "ChannelUpdatedData",
    "ChannelUpdatedEvent",
    "LastMessageData",
    "MediaData",
    "MemberData",
    "MemberJoinedEvent",
    "MemberLeftEvent",
    "MemberUpdatedData",
    "MemberUpdatedEvent",
    "MessageAddedEvent",
    "MessageData",
    "MessageRemovedEvent",
    "MessageUpdatedData",
    "MessageUpdatedEvent",
    "Relayed",
    "UnknownRelayed",
    "UserData",
    "UserUpdatedData",
    "UserUpdatedEvent",
    "read_relayed",
]


class ChannelData(DataModel):
    """A conversation between members."""

    sid: str
    """Identifier given by the service, `CH…`."""
    status: ChannelStatus
    """What the signed-in user is to the channel."""
    type: ChannelType
    """Who can find the channel."""
    unique_name: Annotated[str | None, Field(alias="uniqueName")] = None
    """Name that no other channel of the service has."""
    friendly_name: Annotated[str | None, Field(alias="friendlyName")] = None
    """Name shown to people."""
    created_by: Annotated[str | None, Field(alias="createdBy")] = None
    """Identity that created the channel."""
    date_created: Annotated[WireTime | None, Field(alias="dateCreated")] = None
    """Time of creation."""
    date_updated: Annotated[WireTime | None, Field(alias="dateUpdated")] = None
    """Time of the last change."""
    attributes: JsonValue = None
    """Any JSON value kept with the channel."""
    last_message: Annotated[LastMessageData | None, Field(alias="lastMessage")] = None
    """Position and time of the newest message; None while there is none."""
    state: ChannelStateData | None = None
    """State of the channel, if the service keeps one."""
    last_consumed_message_index: Annotated[int | None, Field(alias="lastConsumedMessageIndex")] = None
    """Index of the last message the signed-in user has read; None before the first."""
    notification_level: Annotated[NotificationLevel, Field(alias="notificationLevel")]
    """Whether the channel sends push notifications to the signed-in user."""
    is_private: Annotated[bool, Field(alias="isPrivate")]
    """Whether only members and people invited can see the channel."""


class ChannelReferenceData(DataModel):
    """Which Channel is meant."""

    sid: str
    """Identifies it."""


class ChannelStateData(DataModel):
    """State of a channel and since when. A documented type alias."""

    current: Literal["active", "inactive", "closed"]
    """The state."""
    date_updated: Annotated[WireTime, Field(alias="dateUpdated")]
    """When it took effect."""


class ChannelUpdatedData(DataModel):
    """A channel and what changed about it."""

    channel: ChannelData
    """The channel, already up to date."""
    update_reasons: Annotated[list[ChannelUpdateReason], Field(alias="updateReasons")]
    """What changed."""


class LastMessageData(DataModel):
    """Position and time of a channel's newest message."""

    index: int | None = None
    """Index of the message."""
    date_created: Annotated[WireTime | None, Field(alias="dateCreated")] = None
    """When it was created."""


class MediaData(DataModel):
    """The file of a media message."""

    sid: str
    """Identifier given by the service, `ME…`."""
    filename: str | None = None
    """Name that the sender wrote, if any. It may be any path: write to `safe_filename` instead."""
    safe_filename: Annotated[str, Field(alias="safeFilename")]
    """Name that is safe in a folder of yours: `filename` without what leads elsewhere or deceives."""
    content_type: Annotated[str | None, Field(alias="contentType")] = None
    """Media type."""
    size: int | None = None
    """Length in bytes."""


class MemberData(DataModel):
    """A person in a channel."""

    sid: str
    """Identifier given by the service, `MB…`."""
    channel: ChannelReferenceData
    """The channel it belongs to."""
    is_typing: Annotated[bool, Field(alias="isTyping")]
    """Whether the member is typing at the moment."""
    identity: str | None = None
    """Identity of the user; None for a member who does not use chat."""
    is_own: Annotated[bool, Field(alias="isOwn")]
    """Whether this is the signed-in user."""
    type: MemberType
    """How the member takes part."""
    role_sid: Annotated[str | None, Field(alias="roleSid")] = None
    """SID of the member's role."""
    last_consumed_message_index: Annotated[int | None, Field(alias="lastConsumedMessageIndex")] = None
    """Index of the last message the member has read; None if unknown."""
    last_consumption_timestamp: Annotated[WireTime | None, Field(alias="lastConsumptionTimestamp")] = None
    """When the member last read."""
    date_created: Annotated[WireTime | None, Field(alias="dateCreated")] = None
    """When the member joined."""
    date_updated: Annotated[WireTime | None, Field(alias="dateUpdated")] = None
    """When the membership last changed."""
    attributes: JsonValue = None
    """Any JSON value kept with the member."""


class MemberUpdatedData(DataModel):
    """A member and what changed about it."""

    member: MemberData
    """The member, already up to date."""
    update_reasons: Annotated[list[MemberUpdateReason], Field(alias="updateReasons")]
    """What changed."""


class MessageData(DataModel):
    """One message of a channel."""

    sid: str
    """Identifier given by the service, `IM…`."""
    index: int
    """Position in the channel. Gaps are normal; it is no count."""
    author: str | None = None
    """Identity of the author."""
    is_own: Annotated[bool, Field(alias="isOwn")]
    """Whether the signed-in user wrote it. What answers messages passes over these, or it answers itself."""
    body: str | None = None
    """The text; None for a media message."""
    type: MessageType
    """What the message carries."""
    channel: ChannelReferenceData
    """The channel it belongs to."""
    media: MediaData | None = None
    """The file of a media message."""
    member_sid: Annotated[str | None, Field(alias="memberSid")] = None
    """SID of the member who wrote it."""
    last_updated_by: Annotated[str | None, Field(alias="lastUpdatedBy")] = None
    """Identity of the last editor; None until the first edit."""
    date_updated: Annotated[WireTime | None, Field(alias="dateUpdated")] = None
    """Time of the last edit."""
    date_created: Annotated[WireTime | None, Field(alias="dateCreated")] = None
    """Time of creation."""
    attributes: JsonValue = None
    """Any JSON value kept with the message."""


class MessageUpdatedData(DataModel):
    """A message and what changed about it."""

    message: MessageData
    """The message, already up to date."""
    update_reasons: Annotated[list[MessageUpdateReason], Field(alias="updateReasons")]
    """What changed."""


class UserData(DataModel):
    """A person known to the service."""

    identity: str
    """The name under which the user is known to the service."""
    friendly_name: Annotated[str | None, Field(alias="friendlyName")] = None
    """Name shown to people."""
    attributes: JsonValue = None
    """Any JSON value kept with the user."""
    online: bool | None = None
    """Whether a client of the user is connected; None if that is not known."""
    notifiable: bool | None = None
    """Whether the user can be reached by push notification; None if that is not known."""
    is_subscribed: Annotated[bool, Field(alias="isSubscribed")]
    """Whether the object is kept up to date."""


class UserUpdatedData(DataModel):
    """A user and what changed about them."""

    user: UserData
    """The user, already up to date."""
    update_reasons: Annotated[list[UserUpdateReason], Field(alias="updateReasons")]
    """What changed."""


class ChannelAddedEvent(CloudEventModel):
    """A channel became known to this client."""

    type: Literal["twilio_chat.channel_added"]
    """What happened."""
    data: ChannelData
    """What it tells."""


class ChannelInvitedEvent(CloudEventModel):
    """The signed-in user was invited to a channel."""

    type: Literal["twilio_chat.channel_invited"]
    """What happened."""
    data: ChannelData
    """What it tells."""


class ChannelJoinedEvent(CloudEventModel):
    """The signed-in user became a member of a channel."""

    type: Literal["twilio_chat.channel_joined"]
    """What happened."""
    data: ChannelData
    """What it tells."""


class ChannelLeftEvent(CloudEventModel):
    """The signed-in user left a channel, was removed from it, or declined."""

    type: Literal["twilio_chat.channel_left"]
    """What happened."""
    data: ChannelData
    """What it tells."""


class ChannelRemovedEvent(CloudEventModel):
    """A channel was deleted or is no longer visible."""

    type: Literal["twilio_chat.channel_removed"]
    """What happened."""
    data: ChannelData
    """What it tells."""


class ChannelUpdatedEvent(CloudEventModel):
    """Something about a channel changed."""

    type: Literal["com.twilio.conversations.conversation.updated"]
    """What happened."""
    data: ChannelUpdatedData
    """What it tells."""


class MemberJoinedEvent(CloudEventModel):
    """Somebody became a member of a channel."""

    type: Literal["com.twilio.conversations.participant.added"]
    """What happened."""
    data: MemberData
    """What it tells."""


class MemberLeftEvent(CloudEventModel):
    """A member left a channel or was removed."""

    type: Literal["com.twilio.conversations.participant.removed"]
    """What happened."""
    data: MemberData
    """What it tells."""


class MemberUpdatedEvent(CloudEventModel):
    """Something about a member changed."""

    type: Literal["com.twilio.conversations.participant.updated"]
    """What happened."""
    data: MemberUpdatedData
    """What it tells."""


class MessageAddedEvent(CloudEventModel):
    """A message was written in a joined channel."""

    type: Literal["com.twilio.conversations.message.added"]
    """What happened."""
    data: MessageData
    """What it tells."""


class MessageRemovedEvent(CloudEventModel):
    """A message was removed."""

    type: Literal["com.twilio.conversations.message.removed"]
    """What happened."""
    data: MessageData
    """What it tells."""


class MessageUpdatedEvent(CloudEventModel):
    """Something about a message changed."""

    type: Literal["com.twilio.conversations.message.updated"]
    """What happened."""
    data: MessageUpdatedData
    """What it tells."""


class UserUpdatedEvent(CloudEventModel):
    """Something about a user changed."""

    type: Literal["com.twilio.conversations.user.updated"]
    """What happened."""
    data: UserUpdatedData
    """What it tells."""


Relayed: TypeAlias = Annotated[
    Annotated[ChannelAddedEvent, Tag("twilio_chat.channel_added")]
    | Annotated[ChannelInvitedEvent, Tag("twilio_chat.channel_invited")]
    | Annotated[ChannelJoinedEvent, Tag("twilio_chat.channel_joined")]
    | Annotated[ChannelLeftEvent, Tag("twilio_chat.channel_left")]
    | Annotated[ChannelRemovedEvent, Tag("twilio_chat.channel_removed")]
    | Annotated[ChannelUpdatedEvent, Tag("com.twilio.conversations.conversation.updated")]
    | Annotated[MemberJoinedEvent, Tag("com.twilio.conversations.participant.added")]
    | Annotated[MemberLeftEvent, Tag("com.twilio.conversations.participant.removed")]
    | Annotated[MemberUpdatedEvent, Tag("com.twilio.conversations.participant.updated")]
    | Annotated[MessageAddedEvent, Tag("com.twilio.conversations.message.added")]
    | Annotated[MessageRemovedEvent, Tag("com.twilio.conversations.message.removed")]
    | Annotated[MessageUpdatedEvent, Tag("com.twilio.conversations.message.updated")]
    | Annotated[UserUpdatedEvent, Tag("com.twilio.conversations.user.updated")]
    | Annotated[UnknownRelayed, Tag(OTHER_TYPE)],
    by_type(
        [
            "twilio_chat.channel_added",
            "twilio_chat.channel_invited",
            "twilio_chat.channel_joined",
            "twilio_chat.channel_left",
            "twilio_chat.channel_removed",
            "com.twilio.conversations.conversation.updated",
            "com.twilio.conversations.participant.added",
            "com.twilio.conversations.participant.removed",
            "com.twilio.conversations.participant.updated",
            "com.twilio.conversations.message.added",
            "com.twilio.conversations.message.removed",
            "com.twilio.conversations.message.updated",
            "com.twilio.conversations.user.updated",
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
