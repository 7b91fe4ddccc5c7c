# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""What Twilio Conversations sends, field by field."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from twilio_conversations.models import (
    AggregatedDeliveryReceipt,
    ConversationBindings,
    ConversationState,
    LastMessage,
    ParticipantBindings,
)
from twilio_realtime.wire import JsonText, SentJsonText, WireDuration, WireModel, WireTime

__all__ = [
    "Configuration",
    "ConfigurationLinks",
    "ConfigurationOptions",
    "ConfigurationSyncObjects",
    "ConversationCounts",
    "ConversationDocument",
    "ConversationMembership",
    "CreatedMessage",
    "MediaRecord",
    "MessageItem",
    "ParticipantItem",
    "StoredMedia",
    "TypingAnswer",
    "TypingIndicator",
    "UnreadCount",
    "UserFacets",
    "UserLocation",
    "UserSyncObjects",
]


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
    """All conversations."""
    my_conversations: str
    """Conversations of the signed-in user."""
    users: str
    """Users."""
    typing: str
    """Where typing is reported."""
    messages_receipts: str
    """Delivery receipts of a message, with `%s` for the SIDs of conversation and message."""
    media_service: str | None = None
    """Media store."""
    media_set_service: str | None = None
    """Where the media store is asked for several files at once."""


class ConfigurationOptions(WireModel):
    """Settings of the service."""

    user_infos_to_subscribe: Annotated[int, Field(ge=1)] = 100
    """How many users may be subscribed at once."""
    http_cache_interval: WireDuration | None = None
    """How long an answer that was read may be used again."""
    reachability_enabled: bool = False
    """Whether reachability is reported."""
    channel_metadata_cache_capacity: Annotated[int, Field(ge=1)] = 100
    """Most metadata of messages that are kept; the service does not say."""
    media_attachments_count_limit: Annotated[int, Field(ge=0)] = 10
    """Most files in a message."""
    media_attachment_size_limit_in_mb: Annotated[int, Field(ge=0)] = 150
    """Largest file, in megabytes."""
    media_attachments_total_size_limit_in_mb: Annotated[int, Field(ge=0)] = 150
    """All files of a message together, in megabytes."""
    email_histories_allowed_mime_types: list[str] = Field(default=[])
    """Media types that histories of e-mails may have."""
    email_bodies_allowed_mime_types: list[str] = Field(default=[])
    """Media types that bodies of e-mails may have."""


class ConfigurationSyncObjects(WireModel):
    """Names of the Sync objects a session starts from."""

    my_conversations: str
    """Map of the signed-in user's conversations."""
    my_user_info: str
    """Map with the signed-in user's own data."""


class ConversationCounts(WireModel):
    """The counting part of a conversation as the REST service describes it."""

    messages_count: Annotated[int, Field(ge=0)] = 0
    """Number of messages."""
    participants_count: Annotated[int, Field(ge=0)] = 0
    """Number of participants."""


class ConversationDocument(WireModel):
    """Sync document that describes a conversation to everybody in it."""

    unique_name: Annotated[str | None, Field(alias="uniqueName")] = None
    """Name that no other conversation of the service has."""
    friendly_name: Annotated[str | None, Field(alias="friendlyName")] = None
    """Name shown to people."""
    created_by: Annotated[str | None, Field(alias="createdBy")] = None
    """Identity that created the conversation."""
    date_created: Annotated[WireTime | None, Field(alias="dateCreated")] = None
    """Time of creation."""
    date_updated: Annotated[WireTime | None, Field(alias="dateUpdated")] = None
    """Time of the last change."""
    attributes: JsonText | None = None
    """Any JSON value kept with the conversation."""
    bindings: ConversationBindings | None = None
    """Addresses under which people outside reach the conversation, if it has any."""
    last_message: Annotated[LastMessage | None, Field(alias="lastMessage")] = None
    """Position and time of the newest message; None while there is none."""
    state: ConversationState | None = None
    """State of the conversation, if the service keeps one."""
    messages: str | None = None
    """Sync list of the messages."""
    roster: str | None = None
    """Sync map of the participants."""


class ConversationMembership(WireModel):
    """What the signed-in user is to a conversation; item of a Sync map, and part of REST answers."""

    status: str | None = None
    """Whether the signed-in user takes part in the conversation."""
    last_read_message_index: Annotated[int | None, Field(alias="lastConsumedMessageIndex", ge=0)] = None
    """Index of the last message that the signed-in user has read; None before the first."""
    notification_level: Annotated[str | None, Field(alias="notificationLevel")] = None
    """Whether the conversation sends push notifications to the signed-in user."""


class CreatedMessage(WireModel):
    """Answer to a new message."""

    index: Annotated[int, Field(ge=0)]
    """Position of the message."""


class MediaRecord(WireModel):
    """Part of a message that describes one of its files."""

    sid: str | None = None
    """Identifier given by the service, `ME…`."""
    filename: str | None = None
    """Name given by the sender, if any. It may be any path: write to `safe_filename` instead."""
    content_type: Annotated[str | None, Field(alias="contentType")] = None
    """Media type."""
    size: Annotated[int | None, Field(ge=0)] = None
    """Length in bytes."""
    category: str | None = None
    """What the file is to its message."""


class MessageItem(WireModel):
    """Item of a conversation's Sync list of messages."""

    sid: str | None = None
    """Identifier given by the service, `IM…`."""
    author: str | None = None
    """Identity of the author, or the address of one who uses no client."""
    subject: str | None = None
    """Subject, for example of an e-mail."""
    body: Annotated[str | None, Field(alias="text")] = None
    """Text; None for a message of files alone."""
    type: str | None = None
    """What the message carries."""
    all_media: Annotated[list[MediaRecord] | None, Field(alias="medias")] = None
    """All files in order: attachments, e-mail bodies and histories, rich content."""
    media: MediaRecord | None = None
    """First attachment; None if there is none."""
    participant_sid: Annotated[str | None, Field(alias="memberSid")] = None
    """SID of the participant who wrote it."""
    content_sid: Annotated[str | None, Field(alias="contentSid")] = None
    """SID of the content template it was made from, `HX…`; None if there is none."""
    has_channel_metadata: Annotated[bool | None, Field(alias="channelMetadata")] = None
    """Whether the channel through which it arrived said more about it."""
    aggregated_delivery_receipt: Annotated[AggregatedDeliveryReceipt | None, Field(alias="delivery")] = None
    """How far it has come on its way to recipients outside; None if it has none."""
    last_updated_by: Annotated[str | None, Field(alias="lastUpdatedBy")] = None
    """Identity of the last editor; None until the first edit."""
    date_updated: Annotated[WireTime | None, Field(alias="dateUpdated")] = None
    """Time of the last edit."""
    date_created: Annotated[WireTime | None, Field(alias="timestamp")] = None
    """Time of creation."""
    attributes: JsonText | None = None
    """Any JSON value kept with the message."""


class ParticipantItem(WireModel):
    """Item of a conversation's Sync map of participants."""

    identity: str | None = None
    """Identity of the user; None for a participant who does not use chat."""
    type: str | None = None
    """Kind of channel through which the participant takes part."""
    bindings: ParticipantBindings | None = None
    """Addresses of a participant who does not use chat; None for one who does."""
    role_sid: Annotated[str | None, Field(alias="roleSid")] = None
    """SID of the participant's role."""
    last_read_message_index: Annotated[int | None, Field(alias="lastConsumedMessageIndex", ge=0)] = None
    """Index of the last message that the participant has read; None if unknown."""
    last_read_timestamp: Annotated[WireTime | None, Field(alias="lastConsumptionTimestamp")] = None
    """When the participant last read."""
    date_created: Annotated[WireTime | None, Field(alias="dateCreated")] = None
    """When the participant was added."""
    date_updated: Annotated[WireTime | None, Field(alias="dateUpdated")] = None
    """When the participant last changed."""
    attributes: SentJsonText = None
    """Any JSON value kept with the participant."""


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
    """SID of the conversation."""
    identity: str | None = None
    """Identity of the participant; none for some who do not use chat."""
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
    is_online: Annotated[bool | None, Field(alias="reachability.online")] = None
    """Whether a client of the user is connected; None if that is not known."""
    is_notifiable: Annotated[bool | None, Field(alias="reachability.notifiable")] = None
    """Whether the user can be reached by push notification; None if that is not known."""


class UserLocation(WireModel):
    """Where a user can be followed."""

    sync_objects: UserSyncObjects
    """The user's Sync objects."""


class UserSyncObjects(WireModel):
    """Names of the Sync objects of a user."""

    user_info_map: str
    """Map with the user's data."""
