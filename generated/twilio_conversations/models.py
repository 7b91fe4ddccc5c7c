# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""Plain values of Twilio Conversations: no identity, no events."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from twilio_conversations.types import (
    DeliveryAmount,
    DeliveryStatus,
    EmailRecipientLevel,
    ParticipantEmailLevel,
    ParticipantType,
    PushNotificationType,
)
from twilio_realtime.json import JsonValue
from twilio_realtime.mirror.tagged import Tagged
from twilio_realtime.wire import InputModel, JsonText, WireModel, WireTime

__all__ = [
    "RECIPIENT_DESCRIPTOR_TAGS",
    "AggregatedDeliveryReceipt",
    "ChannelMetadata",
    "ConversationBindings",
    "ConversationEmailBinding",
    "ConversationLimits",
    "ConversationSmsBinding",
    "ConversationState",
    "CreateConversationOptions",
    "DetailedDeliveryReceipt",
    "EmailRecipientDescriptor",
    "LastMessage",
    "ParticipantAddressBinding",
    "ParticipantBindingOptions",
    "ParticipantBindings",
    "ParticipantEmailBinding",
    "ParticipantMessagingBinding",
    "ParticipantResponse",
    "PushNotification",
    "PushNotificationData",
    "PushNotificationDescriptor",
    "RecipientDescriptor",
    "SendEmailOptions",
    "UnknownRecipientDescriptor",
]


class AggregatedDeliveryReceipt(WireModel):
    """How far a message has come on its way to all its recipients outside, taken together."""

    total: Annotated[int, Field(ge=0)] = 0
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


class ChannelMetadata(WireModel):
    """What the channel through which a message arrived said about it."""

    type: str
    """Kind of channel, for example `whatsapp`."""
    data: JsonValue
    """What it said, in its own form."""


class ConversationBindings(WireModel):
    """Addresses under which people outside reach a conversation."""

    email: ConversationEmailBinding | None = None
    """The e-mail address, if there is one."""
    sms: ConversationSmsBinding | None = None
    """The telephone number, if there is one."""


class ConversationEmailBinding(WireModel):
    """E-mail address of a conversation."""

    name: str | None = None
    """Name shown with the address."""
    projected_address: str
    """The address, to which people outside write."""


class ConversationLimits(WireModel):
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


class ConversationSmsBinding(WireModel):
    """Telephone number of a conversation."""

    address: str | None = None
    """The number, in E.164 format."""


class ConversationState(WireModel):
    """State of a conversation and since when it holds."""

    current: Literal["active", "inactive", "closed"]
    """The state."""
    date_updated: Annotated[WireTime, Field(alias="dateUpdated")]
    """When it took effect."""


class CreateConversationOptions(InputModel):
    """Everything that can be said about a new conversation."""

    attributes: JsonValue = Field(default={})
    """Any JSON value to keep with the conversation."""
    friendly_name: Annotated[str | None, Field(alias="friendlyName")] = None
    """Name shown to people."""
    unique_name: Annotated[str | None, Field(alias="uniqueName")] = None
    """Name that no other conversation of the service has."""
    access: str | None = None
    """Who may use the conversation; left to the service if None."""


class DetailedDeliveryReceipt(WireModel):
    """How far a message has come on its way to one recipient outside."""

    sid: str
    """SID of the receipt, `DY…`."""
    message_sid: str
    """SID of the message, `IM…`."""
    conversation_sid: str
    """SID of the conversation, `CH…`."""
    channel_message_sid: str | None = None
    """SID of the message in its channel, for example `SM…`; None until it was sent."""
    participant_sid: str
    """SID of the recipient, `MB…`."""
    status: DeliveryStatus = "queued"
    """How far it has come."""
    error_code: str | None = None
    """Twilio error code; None if nothing went wrong."""
    date_created: WireTime
    """Time of creation."""
    date_updated: WireTime
    """Time of the last change."""


class EmailRecipientDescriptor(WireModel):
    """Recipient of a message that was sent as an e-mail."""

    type: Literal["email"] = "email"
    """What kind of object it is."""
    message_sid: str
    """SID of the message, `IM…`."""
    level: EmailRecipientLevel
    """How the address takes part."""
    name: str | None = None
    """Name of the recipient, if it was given."""
    address: str
    """Their e-mail address."""


class LastMessage(WireModel):
    """Position and time of a conversation's newest message."""

    index: Annotated[int | None, Field(ge=0)] = None
    """Index of the message."""
    date_created: Annotated[WireTime | None, Field(alias="timestamp")] = None
    """When it was created."""


class ParticipantAddressBinding(WireModel):
    """How a participant is reached who uses neither chat nor e-mail."""

    address: str
    """The participant's address, such as a telephone number."""
    proxy_address: str | None = None
    """Address of the service that the participant writes to."""


class ParticipantBindingOptions(InputModel):
    """How messages address a new participant who is reached by e-mail."""

    name: str | None = None
    """Name shown with the address."""
    level: ParticipantEmailLevel | None = None
    """Whether messages are addressed to the participant or copied; left to the service if None."""


class ParticipantBindings(WireModel):
    """Addresses of a participant who uses another channel than chat. At most the one of its `type` is there."""

    email: ParticipantEmailBinding | None = None
    """Address of a participant of type `email`."""
    sms: ParticipantAddressBinding | None = None
    """Address of a participant of type `sms`."""
    whatsapp: ParticipantAddressBinding | None = None
    """Address of a participant of type `whatsapp`."""
    messenger: ParticipantAddressBinding | None = None
    """Address of a participant of type `messenger`."""
    apple: ParticipantAddressBinding | None = None
    """Address of a participant of type `apple`."""


class ParticipantEmailBinding(WireModel):
    """How a participant is reached by e-mail."""

    name: str = ""
    """Name shown with the address."""
    address: str
    """The e-mail address."""
    level: ParticipantEmailLevel = "to"
    """Whether messages are addressed to the participant or copied."""
    proxy_address: str | None = None
    """Address of the service that the participant writes to."""


class ParticipantMessagingBinding(WireModel):
    """Address of a new participant who uses another channel than chat."""

    type: ParticipantType
    """Kind of channel."""
    address: str
    """The participant's address."""
    proxy_address: str | None = None
    """Address of the service that the participant writes to."""


class ParticipantResponse(WireModel):
    """A participant as the service describes them right after they were added."""

    sid: str
    """SID of the participant, `MB…`."""
    account_sid: str | None = None
    """SID of the account, `AC…`."""
    chat_service_sid: str | None = None
    """SID of the service instance, `IS…`."""
    conversation_sid: str | None = None
    """SID of the conversation, `CH…`."""
    role_sid: str | None = None
    """SID of the participant's role, `RL…`."""
    identity: str | None = None
    """Identity of the user; None for a participant who does not use chat."""
    attributes: JsonText = Field(default={})
    """Any JSON value kept with the participant."""
    date_created: WireTime | None = None
    """When the participant was added."""
    date_updated: WireTime | None = None
    """When the participant last changed."""
    messaging_binding: ParticipantMessagingBinding | None = None
    """Address of a participant who does not use chat."""


class PushNotification(WireModel):
    """Push notification, in one form for all push services."""

    title: str | None = None
    """Title, if it has one."""
    body: str | None = None
    """Text to show."""
    sound: str | None = None
    """Sound to play."""
    badge: Annotated[int | None, Field(ge=0)] = None
    """Number to show at the application's icon."""
    action: str | None = None
    """What happens when the user touches it."""
    type: PushNotificationType
    """What it announces."""
    data: PushNotificationData
    """What it is about."""


class PushNotificationData(WireModel):
    """What a push notification is about."""

    conversation_sid: str | None = None
    """SID of the conversation."""
    conversation_title: str | None = None
    """Name of the conversation, if it has one."""
    message_sid: str | None = None
    """SID of the message."""
    message_index: Annotated[int | None, Field(ge=0)] = None
    """Index of the message."""
    media_count: Annotated[int | None, Field(ge=0)] = None
    """Number of attachments."""


class PushNotificationDescriptor(WireModel):
    """Parts of a push notification, before it is one."""

    title: str | None = None
    """Title, if it has one."""
    body: str | None = None
    """Text to show."""
    sound: str | None = None
    """Sound to play."""
    badge: Annotated[int | None, Field(ge=0)] = None
    """Number to show at the application's icon."""
    action: str | None = None
    """What happens when the user touches it."""
    type: PushNotificationType
    """What it announces."""
    data: dict[str, JsonValue]
    """What it is about."""


class SendEmailOptions(InputModel):
    """What only e-mails have."""

    subject: str | None = None
    """The subject."""


class UnknownRecipientDescriptor(WireModel):
    """A `RecipientDescriptor` of a kind that is not known here, or that cannot be read; as the service sent it."""

    type: str | None = None
    """What kind of object it is, if it says so."""
    data: dict[str, JsonValue]
    """All of it."""


RECIPIENT_DESCRIPTOR_TAGS: Tagged[EmailRecipientDescriptor | UnknownRecipientDescriptor] = Tagged(
    "RecipientDescriptor",
    tag="type",
    models={
        "email": EmailRecipientDescriptor,
    },
    other=UnknownRecipientDescriptor,
)
"""Reads a `RecipientDescriptor`."""

RecipientDescriptor: TypeAlias = Annotated[
    EmailRecipientDescriptor | UnknownRecipientDescriptor, RECIPIENT_DESCRIPTOR_TAGS
]
"""Recipient of a message.

Which kind it is says ``type``; anything else becomes `UnknownRecipientDescriptor`.
"""
