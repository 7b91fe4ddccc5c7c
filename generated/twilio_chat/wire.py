# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""What Twilio Chat sends, field by field."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from twilio_chat.models import ChannelState, LastMessage
from twilio_realtime.wire import JsonText, SentJsonText, WireDuration, WireModel, WireTime

__all__ = [
    "ChannelDocument",
    "ChannelMembership",
    "ChannelRecord",
    "Configuration",
    "ConfigurationLinks",
    "ConfigurationOptions",
    "ConfigurationSyncObjects",
    "ConversationCounts",
    "CreatedMessage",
    "MediaRecord",
    "MemberItem",
    "MessageItem",
    "StoredMedia",
    "TypingAnswer",
    "TypingIndicator",
    "UnreadCount",
    "UserFacets",
    "UserLocation",
    "UserRecord",
    "UserSyncObjects",
]


class ChannelDocument(WireModel):
    """Sync document that describes a channel to everybody in it."""

    type: str | None = None
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
    attributes: JsonText | None = None
    """Any JSON value kept with the channel."""
    last_message: Annotated[LastMessage | None, Field(alias="lastMessage")] = None
    """Position and time of the newest message; None while there is none."""
    state: ChannelState | None = None
    """State of the channel, if the service keeps one."""
    messages: str | None = None
    """Sync list of the messages."""
    roster: str | None = None
    """Sync map of the members."""


class ChannelMembership(WireModel):
    """What the signed-in user is to a channel; item of a Sync map, and part of REST answers."""

    status: str | None = None
    """What the signed-in user is to the channel."""
    last_consumed_message_index: Annotated[int | None, Field(alias="lastConsumedMessageIndex", ge=0)] = None
    """Index of the last message the signed-in user has read; None before the first."""
    notification_level: Annotated[str | None, Field(alias="notificationLevel")] = None
    """Whether the channel sends push notifications to the signed-in user."""


class ChannelRecord(WireModel):
    """A channel in an answer of the REST service."""

    sid: str | None = None
    """Identifier given by the service, `CH…`."""
    unique_name: str | None = None
    """Name that no other channel of the service has."""
    friendly_name: str | None = None
    """Name shown to people."""
    attributes: JsonText | None = None
    """Any JSON value kept with the channel."""
    created_by: str | None = None
    """Identity that created the channel."""
    date_created: WireTime | None = None
    """Time of creation."""
    date_updated: WireTime | None = None
    """Time of the last change."""
    messages_count: Annotated[int | None, Field(ge=0)] = None
    """Number of messages."""
    members_count: Annotated[int | None, Field(alias="participants_count", ge=0)] = None
    """Number of members."""
    last_consumed_message_index: Annotated[int | None, Field(ge=0)] = None
    """Index of the last message the signed-in user had read."""
    status: str | None = None
    """What the signed-in user was to the channel."""
    type: str | None = None
    """Who can find the channel."""
    notification_level: str | None = None
    """Whether the channel sends push notifications to the signed-in user."""
    conversation_sid: str | None = None
    """Where the SID stands in lists of the user's own channels."""


class Configuration(WireModel):
    """First answer of a session."""

    identity: str
    """Identity of the signed-in user."""
    links: ConfigurationLinks
    """Where the resources live."""
    sync_objects: ConfigurationSyncObjects
    """Where the mirrors live."""
    options: ConfigurationOptions
    """Settings of the service."""


class ConfigurationLinks(WireModel):
    """Where the resources live."""

    conversations: str
    """All channels."""
    my_conversations: str
    """Channels of the signed-in user."""
    users: str
    """Users."""
    typing: str
    """Where typing is reported."""
    media_service: str | None = None
    """Media store."""


class ConfigurationOptions(WireModel):
    """Settings of the service."""

    user_infos_to_subscribe: Annotated[int, Field(ge=1)] = 100
    """How many users may be subscribed at once."""
    http_cache_interval: WireDuration | None = None
    """How long an answer that was read may be used again."""
    reachability_enabled: bool = False
    """Whether reachability is reported."""


class ConfigurationSyncObjects(WireModel):
    """Names of the Sync objects a session starts from."""

    my_conversations: str
    """Map of the signed-in user's channels."""
    my_user_info: str
    """Map with the signed-in user's own data."""


class ConversationCounts(WireModel):
    """The counting part of a channel as the REST service describes it."""

    messages_count: Annotated[int, Field(ge=0)]
    """Number of messages."""
    participants_count: Annotated[int, Field(ge=0)]
    """Number of members."""


class CreatedMessage(WireModel):
    """Answer to a new message."""

    index: Annotated[int, Field(ge=0)]
    """Position of the message."""
    sid: str | None = None
    """Identifier of the message."""


class MediaRecord(WireModel):
    """The part of a message that describes its file."""

    sid: str | None = None
    """Identifier given by the service, `ME…`."""
    filename: str | None = None
    """Name that the sender wrote, if any. It may be any path: write to `safe_filename` instead."""
    content_type: Annotated[str | None, Field(alias="contentType")] = None
    """Media type."""
    size: Annotated[int | None, Field(ge=0)] = None
    """Length in bytes."""


class MemberItem(WireModel):
    """Item of a channel's Sync map of members."""

    identity: str | None = None
    """Identity of the user; None for a member who does not use chat."""
    type: str | None = None
    """How the member takes part."""
    role_sid: Annotated[str | None, Field(alias="roleSid")] = None
    """SID of the member's role."""
    last_consumed_message_index: Annotated[int | None, Field(alias="lastConsumedMessageIndex", ge=0)] = None
    """Index of the last message the member has read; None if unknown."""
    last_consumption_timestamp: Annotated[WireTime | None, Field(alias="lastConsumptionTimestamp")] = None
    """When the member last read."""
    date_created: Annotated[WireTime | None, Field(alias="dateCreated")] = None
    """When the member joined."""
    date_updated: Annotated[WireTime | None, Field(alias="dateUpdated")] = None
    """When the membership last changed."""
    attributes: SentJsonText = None
    """Any JSON value kept with the member."""


class MessageItem(WireModel):
    """Item of a channel's Sync list of messages."""

    sid: str | None = None
    """Identifier given by the service, `IM…`."""
    author: str | None = None
    """Identity of the author."""
    body: Annotated[str | None, Field(alias="text")] = None
    """The text; None for a media message."""
    type: str | None = None
    """What the message carries."""
    media: MediaRecord | None = None
    """The file of a media message."""
    member_sid: Annotated[str | None, Field(alias="memberSid")] = None
    """SID of the member who wrote it."""
    last_updated_by: Annotated[str | None, Field(alias="lastUpdatedBy")] = None
    """Identity of the last editor; None until the first edit."""
    date_updated: Annotated[WireTime | None, Field(alias="dateUpdated")] = None
    """Time of the last edit."""
    date_created: Annotated[WireTime | None, Field(alias="timestamp")] = None
    """Time of creation."""
    attributes: JsonText | None = None
    """Any JSON value kept with the message."""


class StoredMedia(WireModel):
    """Answer of the media store to an upload."""

    sid: str
    """Identifier of the file."""


class TypingAnswer(WireModel):
    """Answer to the report of typing."""

    typing_timeout: Annotated[float, Field(ge=0.0, le=3600.0)] = 5.0
    """Seconds after which typing should be reported again."""


class TypingIndicator(WireModel):
    """Notification that somebody is typing."""

    channel_sid: str
    """Where."""
    identity: str
    """Who."""
    typing_timeout: Annotated[float, Field(ge=0.0, le=3600.0)] = 5.0
    """For how long that counts as typing, in seconds."""


class UnreadCount(WireModel):
    """Answer to a change or a question about how far the signed-in user has read."""

    unread_messages_count: Annotated[int | None, Field(ge=0)] = None
    """Messages after the horizon; null while there is no horizon."""


class UserFacets(WireModel):
    """Sync map of a user; each key is a facet with fields of its own."""

    friendly_name: Annotated[str | None, Field(alias="friendlyName.value")] = None
    """Name shown to people."""
    attributes: Annotated[JsonText | None, Field(alias="attributes.value")] = None
    """Any JSON value kept with the user."""
    online: Annotated[bool | None, Field(alias="reachability.online")] = None
    """Whether a client of the user is connected; None if that is not known."""
    notifiable: Annotated[bool | None, Field(alias="reachability.notifiable")] = None
    """Whether the user can be reached by push notification; None if that is not known."""


class UserLocation(WireModel):
    """Where a user can be followed."""

    sync_objects: UserSyncObjects
    """The user's Sync objects."""


class UserRecord(WireModel):
    """A user in an answer of the REST service."""

    identity: str | None = None
    """The name under which the user is known to the service."""
    friendly_name: str | None = None
    """Name shown to people."""
    attributes: JsonText | None = None
    """Any JSON value kept with the user."""
    online: Annotated[bool | None, Field(alias="is_online")] = None
    """Whether a client of the user was connected; None if that was not known."""
    notifiable: Annotated[bool | None, Field(alias="is_notifiable")] = None
    """Whether the user could be reached by push notification; None if that was not known."""


class UserSyncObjects(WireModel):
    """Names of the Sync objects of a user."""

    user_info_map: str
    """Map with the user's data."""
