# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""Models of the events that a relay of Twilio Conversations writes, for programs that consume them.

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
    ConversationStatus,
    ConversationUpdateReason,
    DeliveryAmount,
    MediaCategory,
    MessageType,
    MessageUpdateReason,
    NotificationLevel,
    ParticipantEmailLevel,
    ParticipantType,
    ParticipantUpdateReason,
    UserUpdateReason,
)

__all__ = [
    "AggregatedDeliveryReceiptData",
    "ConversationAddedEvent",
    "ConversationBindingsData",
    "ConversationData",
    "ConversationEmailBindingData",
    "ConversationJoinedEvent",
    "ConversationLeftEvent",
    "ConversationLimitsData",
    "ConversationReferenceData",
    "ConversationRemovedEvent",
    "ConversationSmsBindingData",
    "ConversationStateData",
    "ConversationUpdatedData",
    "ConversationUpdatedEvent",
    "LastMessageData",
    "MediaData",
    "MessageAddedEvent",
    "MessageData",
    "MessageRemovedEvent",
    "MessageUpdatedData",
    "MessageUpdatedEvent",
    "ParticipantAddressBindingData",
    "ParticipantBindingsData",
    "ParticipantData",
    "ParticipantEmailBindingData",
    "ParticipantJoinedEvent",
    "ParticipantLeftEvent",
    "ParticipantUpdatedData",
    "ParticipantUpdatedEvent",
    "Relayed",
    "UnknownRelayed",
    "UserData",
    "UserUpdatedData",
    "UserUpdatedEvent",
    "read_relayed",
]


class AggregatedDeliveryReceiptData(DataModel):
    """How far a message has come on its way to all its recipients outside, taken together."""

    total: int
    """Number of recipients outside."""
    sent: DeliveryAmount
    """For how many it was handed to their channel."""
    delivered: DeliveryAmount
    """At how many it has arrived."""
    read: DeliveryAmount
    """How many have read it."""
    undelivered: DeliveryAmount
    """To how many it could not be delivered."""
    failed: DeliveryAmount
    """To how many it could not be sent."""


class ConversationData(DataModel):
    """Messages between participants, who use chat or other channels."""

    sid: str
    """Identifier given by the service, `CH…`."""
    status: ConversationStatus
    """Whether the signed-in user takes part in the conversation."""
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
    attributes: JsonValue = None
    """Any JSON value kept with the conversation."""
    bindings: ConversationBindingsData | None = None
    """Addresses under which people outside reach the conversation, if it has any."""
    last_message: Annotated[LastMessageData | None, Field(alias="lastMessage")] = None
    """Position and time of the newest message; None while there is none."""
    state: ConversationStateData | None = None
    """State of the conversation, if the service keeps one."""
    last_read_message_index: Annotated[int | None, Field(alias="lastReadMessageIndex")] = None
    """Index of the last message that the signed-in user has read; None before the first."""
    notification_level: Annotated[NotificationLevel, Field(alias="notificationLevel")]
    """Whether the conversation sends push notifications to the signed-in user."""
    limits: ConversationLimitsData
    """Limits of the service for messages of the conversation."""


class ConversationBindingsData(DataModel):
    """Addresses under which people outside reach a conversation."""

    email: ConversationEmailBindingData | None = None
    """The e-mail address, if there is one."""
    sms: ConversationSmsBindingData | None = None
    """The telephone number, if there is one."""


class ConversationEmailBindingData(DataModel):
    """E-mail address of a conversation."""

    name: str | None = None
    """Name shown with the address."""
    projected_address: str
    """The address, to which people outside write."""


class ConversationLimitsData(DataModel):
    """Limits of the service for a message and its files."""

    media_attachments_count_limit: Annotated[int, Field(alias="mediaAttachmentsCountLimit")]
    """Most files in a message."""
    media_attachment_size_limit_in_mb: Annotated[int, Field(alias="mediaAttachmentSizeLimitInMb")]
    """Largest file, in megabytes."""
    media_attachments_total_size_limit_in_mb: Annotated[int, Field(alias="mediaAttachmentsTotalSizeLimitInMb")]
    """All files of a message together, in megabytes."""
    email_histories_allowed_content_types: Annotated[list[str], Field(alias="emailHistoriesAllowedContentTypes")]
    """Media types that histories of e-mails may have."""
    email_bodies_allowed_content_types: Annotated[list[str], Field(alias="emailBodiesAllowedContentTypes")]
    """Media types that bodies of e-mails may have."""


class ConversationReferenceData(DataModel):
    """Which Conversation is meant."""

    sid: str
    """Identifies it."""


class ConversationSmsBindingData(DataModel):
    """Telephone number of a conversation."""

    address: str | None = None
    """The number, in E.164 format."""


class ConversationStateData(DataModel):
    """State of a conversation and since when it holds."""

    current: Literal["active", "inactive", "closed"]
    """The state."""
    date_updated: Annotated[WireTime, Field(alias="dateUpdated")]
    """When it took effect."""


class ConversationUpdatedData(DataModel):
    """A conversation and what changed about it."""

    conversation: ConversationData
    """The conversation, already up to date."""
    update_reasons: Annotated[list[ConversationUpdateReason], Field(alias="updateReasons")]
    """What changed."""


class LastMessageData(DataModel):
    """Position and time of a conversation's newest message."""

    index: int | None = None
    """Index of the message."""
    date_created: Annotated[WireTime | None, Field(alias="dateCreated")] = None
    """When it was created."""


class MediaData(DataModel):
    """File of a message."""

    sid: str
    """Identifier given by the service, `ME…`."""
    filename: str | None = None
    """Name given by the sender, if any. It may be any path: write to `safe_filename` instead."""
    safe_filename: Annotated[str, Field(alias="safeFilename")]
    """Name that is safe in a folder of yours: `filename` without what leads elsewhere or deceives."""
    content_type: Annotated[str | None, Field(alias="contentType")] = None
    """Media type."""
    size: int | None = None
    """Length in bytes."""
    category: MediaCategory
    """What the file is to its message."""


class MessageData(DataModel):
    """Message of a conversation."""

    sid: str
    """Identifier given by the service, `IM…`."""
    index: int
    """Position in the conversation. May have gaps; do not count with it."""
    author: str | None = None
    """Identity of the author, or the address of one who uses no client."""
    is_own: Annotated[bool, Field(alias="isOwn")]
    """Whether the signed-in user wrote it. A program that answers messages must skip its own."""
    subject: str | None = None
    """Subject, for example of an e-mail."""
    body: str | None = None
    """Text; None for a message of files alone."""
    type: MessageType
    """What the message carries."""
    conversation: ConversationReferenceData
    """Conversation it belongs to."""
    all_media: Annotated[list[MediaData], Field(alias="allMedia")]
    """All files in order: attachments, e-mail bodies and histories, rich content."""
    attached_media: Annotated[list[MediaData], Field(alias="attachedMedia")]
    """Attachments, in order."""
    media: MediaData | None = None
    """First attachment; None if there is none."""
    participant_sid: Annotated[str | None, Field(alias="participantSid")] = None
    """SID of the participant who wrote it."""
    content_sid: Annotated[str | None, Field(alias="contentSid")] = None
    """SID of the content template it was made from, `HX…`; None if there is none."""
    has_channel_metadata: Annotated[bool, Field(alias="hasChannelMetadata")]
    """Whether the channel through which it arrived said more about it."""
    aggregated_delivery_receipt: Annotated[
        AggregatedDeliveryReceiptData | None, Field(alias="aggregatedDeliveryReceipt")
    ] = None
    """How far it has come on its way to recipients outside; None if it has none."""
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


class ParticipantData(DataModel):
    """Somebody who takes part in a conversation, by chat or through another channel."""

    sid: str
    """Identifier given by the service, `MB…`."""
    conversation: ConversationReferenceData
    """The conversation that the participant belongs to."""
    is_typing: Annotated[bool, Field(alias="isTyping")]
    """Whether the participant is typing at the moment."""
    identity: str | None = None
    """Identity of the user; None for a participant who does not use chat."""
    is_own: Annotated[bool, Field(alias="isOwn")]
    """Whether this is the signed-in user."""
    type: ParticipantType
    """Kind of channel through which the participant takes part."""
    bindings: ParticipantBindingsData | None = None
    """Addresses of a participant who does not use chat; None for one who does."""
    role_sid: Annotated[str | None, Field(alias="roleSid")] = None
    """SID of the participant's role."""
    last_read_message_index: Annotated[int | None, Field(alias="lastReadMessageIndex")] = None
    """Index of the last message that the participant has read; None if unknown."""
    last_read_timestamp: Annotated[WireTime | None, Field(alias="lastReadTimestamp")] = None
    """When the participant last read."""
    date_created: Annotated[WireTime | None, Field(alias="dateCreated")] = None
    """When the participant was added."""
    date_updated: Annotated[WireTime | None, Field(alias="dateUpdated")] = None
    """When the participant last changed."""
    attributes: JsonValue = None
    """Any JSON value kept with the participant."""


class ParticipantAddressBindingData(DataModel):
    """How a participant is reached who uses neither chat nor e-mail."""

    address: str
    """The participant's address, such as a telephone number."""
    proxy_address: Annotated[str | None, Field(alias="proxyAddress")] = None
    """Address of the service that the participant writes to."""


class ParticipantBindingsData(DataModel):
    """Addresses of a participant who uses another channel than chat. At most the one of its `type` is there."""

    email: ParticipantEmailBindingData | None = None
    """Address of a participant of type `email`."""
    sms: ParticipantAddressBindingData | None = None
    """Address of a participant of type `sms`."""
    whatsapp: ParticipantAddressBindingData | None = None
    """Address of a participant of type `whatsapp`."""
    messenger: ParticipantAddressBindingData | None = None
    """Address of a participant of type `messenger`."""
    apple: ParticipantAddressBindingData | None = None
    """Address of a participant of type `apple`."""


class ParticipantEmailBindingData(DataModel):
    """How a participant is reached by e-mail."""

    name: str
    """Name shown with the address."""
    address: str
    """The e-mail address."""
    level: ParticipantEmailLevel
    """Whether messages are addressed to the participant or copied."""
    proxy_address: Annotated[str | None, Field(alias="proxyAddress")] = None
    """Address of the service that the participant writes to."""


class ParticipantUpdatedData(DataModel):
    """A participant and what changed about them."""

    participant: ParticipantData
    """The participant, already up to date."""
    update_reasons: Annotated[list[ParticipantUpdateReason], Field(alias="updateReasons")]
    """What changed."""


class UserData(DataModel):
    """A person known to the service."""

    identity: str
    """The name under which the user is known to the service."""
    friendly_name: Annotated[str | None, Field(alias="friendlyName")] = None
    """Name shown to people."""
    attributes: JsonValue = None
    """Any JSON value kept with the user."""
    is_online: Annotated[bool | None, Field(alias="isOnline")] = None
    """Whether a client of the user is connected; None if that is not known."""
    is_notifiable: Annotated[bool | None, Field(alias="isNotifiable")] = None
    """Whether the user can be reached by push notification; None if that is not known."""
    is_subscribed: Annotated[bool, Field(alias="isSubscribed")]
    """Whether the object is kept up to date."""


class UserUpdatedData(DataModel):
    """A user and what changed about them."""

    user: UserData
    """The user, already up to date."""
    update_reasons: Annotated[list[UserUpdateReason], Field(alias="updateReasons")]
    """What changed."""


class ConversationAddedEvent(CloudEventModel):
    """A conversation became known to this client."""

    type: Literal["twilio_conversations.conversation_added"]
    """What happened."""
    data: ConversationData
    """What it tells."""


class ConversationJoinedEvent(CloudEventModel):
    """The signed-in user became a participant of a conversation."""

    type: Literal["twilio_conversations.conversation_joined"]
    """What happened."""
    data: ConversationData
    """What it tells."""


class ConversationLeftEvent(CloudEventModel):
    """The signed-in user left a conversation or was removed from it."""

    type: Literal["twilio_conversations.conversation_left"]
    """What happened."""
    data: ConversationData
    """What it tells."""


class ConversationRemovedEvent(CloudEventModel):
    """A conversation was deleted, or the signed-in user does not take part any more."""

    type: Literal["twilio_conversations.conversation_removed"]
    """What happened."""
    data: ConversationData
    """What it tells."""


class ConversationUpdatedEvent(CloudEventModel):
    """Something about a conversation changed."""

    type: Literal["com.twilio.conversations.conversation.updated"]
    """What happened."""
    data: ConversationUpdatedData
    """What it tells."""


class MessageAddedEvent(CloudEventModel):
    """A message was written in a joined conversation."""

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


class ParticipantJoinedEvent(CloudEventModel):
    """Somebody became a participant of a conversation."""

    type: Literal["com.twilio.conversations.participant.added"]
    """What happened."""
    data: ParticipantData
    """What it tells."""


class ParticipantLeftEvent(CloudEventModel):
    """A participant left a conversation or was removed."""

    type: Literal["com.twilio.conversations.participant.removed"]
    """What happened."""
    data: ParticipantData
    """What it tells."""


class ParticipantUpdatedEvent(CloudEventModel):
    """Something about a participant changed."""

    type: Literal["com.twilio.conversations.participant.updated"]
    """What happened."""
    data: ParticipantUpdatedData
    """What it tells."""


class UserUpdatedEvent(CloudEventModel):
    """Something about a user changed."""

    type: Literal["com.twilio.conversations.user.updated"]
    """What happened."""
    data: UserUpdatedData
    """What it tells."""


Relayed: TypeAlias = Annotated[
    Annotated[ConversationAddedEvent, Tag("twilio_conversations.conversation_added")]
    | Annotated[ConversationJoinedEvent, Tag("twilio_conversations.conversation_joined")]
    | Annotated[ConversationLeftEvent, Tag("twilio_conversations.conversation_left")]
    | Annotated[ConversationRemovedEvent, Tag("twilio_conversations.conversation_removed")]
    | Annotated[ConversationUpdatedEvent, Tag("com.twilio.conversations.conversation.updated")]
    | Annotated[MessageAddedEvent, Tag("com.twilio.conversations.message.added")]
    | Annotated[MessageRemovedEvent, Tag("com.twilio.conversations.message.removed")]
    | Annotated[MessageUpdatedEvent, Tag("com.twilio.conversations.message.updated")]
    | Annotated[ParticipantJoinedEvent, Tag("com.twilio.conversations.participant.added")]
    | Annotated[ParticipantLeftEvent, Tag("com.twilio.conversations.participant.removed")]
    | Annotated[ParticipantUpdatedEvent, Tag("com.twilio.conversations.participant.updated")]
    | Annotated[UserUpdatedEvent, Tag("com.twilio.conversations.user.updated")]
    | Annotated[UnknownRelayed, Tag(OTHER_TYPE)],
    by_type(
        [
            "twilio_conversations.conversation_added",
            "twilio_conversations.conversation_joined",
            "twilio_conversations.conversation_left",
            "twilio_conversations.conversation_removed",
            "com.twilio.conversations.conversation.updated",
            "com.twilio.conversations.message.added",
            "com.twilio.conversations.message.removed",
            "com.twilio.conversations.message.updated",
            "com.twilio.conversations.participant.added",
            "com.twilio.conversations.participant.removed",
            "com.twilio.conversations.participant.updated",
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
