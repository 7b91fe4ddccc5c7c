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
from twilio_realtime.mirror.pairs import Pairs
from twilio_realtime.mirror.tagged import Tagged
from twilio_realtime.wire import InputModel, JsonText, WireModel, WireTime, copied_with

__all__ = [
    "CONTENT_DATA_ACTION_TAGS",
    "CONTENT_DATA_TAGS",
    "RECIPIENT_DESCRIPTOR_TAGS",
    "AggregatedDeliveryReceipt",
    "ChannelMetadata",
    "ContentData",
    "ContentDataAction",
    "ContentDataActionOther",
    "ContentDataActionPhone",
    "ContentDataActionReply",
    "ContentDataActionUrl",
    "ContentDataCallToAction",
    "ContentDataCard",
    "ContentDataListItem",
    "ContentDataListPicker",
    "ContentDataLocation",
    "ContentDataMedia",
    "ContentDataOther",
    "ContentDataQuickReply",
    "ContentDataReply",
    "ContentDataText",
    "ContentTemplate",
    "ContentTemplateVariable",
    "ContentTemplateVariableJsonPairs",
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


class ContentDataActionOther(WireModel):
    """Button of another kind."""

    type: Literal["other"] = "other"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")]
    """JSON text of what the service sent."""


class ContentDataActionPhone(WireModel):
    """Button that calls a telephone number."""

    type: Literal["phone"] = "phone"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")] = ""
    """JSON text of what the service sent."""
    title: str
    """Text of the button."""
    phone: str = ""
    """The number."""


class ContentDataActionReply(WireModel):
    """Button that answers."""

    type: Literal["reply"] = "reply"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")] = ""
    """JSON text of what the service sent."""
    title: str
    """Text of the button and of the answer."""
    id: str | None = None
    """What the sender calls it."""
    index: Annotated[int, Field(ge=0)] = 0
    """Position among the buttons."""


class ContentDataActionUrl(WireModel):
    """Button that opens a URL."""

    type: Literal["url"] = "url"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")] = ""
    """JSON text of what the service sent."""
    title: str
    """Text of the button."""
    url: str = ""
    """The URL."""


class ContentDataCallToAction(WireModel):
    """Content with buttons."""

    type: Literal["callToAction"] = "callToAction"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")] = ""
    """JSON text of what the service sent."""
    body: str
    """Text above the buttons."""
    actions: list[ContentDataAction] = Field(default=[])
    """The buttons."""


class ContentDataCard(WireModel):
    """Content with title, files and buttons."""

    type: Literal["card"] = "card"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")] = ""
    """JSON text of what the service sent."""
    title: str
    """The title."""
    subtitle: str | None = None
    """Text under the title, if any."""
    media: list[str] = Field(default=[])
    """URLs of the files."""
    actions: list[ContentDataAction] = Field(default=[])
    """The buttons."""


class ContentDataListItem(WireModel):
    """Entry of a list to choose from."""

    id: str
    """What the sender calls it."""
    item: str
    """Text to show."""
    description: str | None = None
    """What else to show, if anything."""


class ContentDataListPicker(WireModel):
    """Content with a list to choose from."""

    type: Literal["listPicker"] = "listPicker"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")] = ""
    """JSON text of what the service sent."""
    body: str
    """Text above the list."""
    button: str
    """Text of the button that opens the list."""
    items: Annotated[list[ContentDataListItem], Field(validate_default=True)] = Field(default=[])
    """The entries."""


class ContentDataLocation(WireModel):
    """Content that is a place on the map."""

    type: Literal["location"] = "location"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")] = ""
    """JSON text of what the service sent."""
    longitude: float
    """Degrees east of Greenwich."""
    latitude: float
    """Degrees north of the equator."""
    label: str | None = None
    """Name of the place, if it has one."""


class ContentDataMedia(WireModel):
    """Content with files."""

    type: Literal["media"] = "media"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")] = ""
    """JSON text of what the service sent."""
    body: str | None = None
    """Text beside the files, if any."""
    media: list[str] = Field(default=[])
    """URLs of the files."""


class ContentDataOther(WireModel):
    """Content of another kind."""

    type: Literal["other"] = "other"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")]
    """JSON text of what the service sent."""


class ContentDataQuickReply(WireModel):
    """Content with answers to choose from."""

    type: Literal["quickReply"] = "quickReply"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")] = ""
    """JSON text of what the service sent."""
    body: str
    """Text above the answers."""
    replies: Annotated[list[ContentDataReply], Field(alias="actions", validate_default=True)] = Field(default=[])
    """The answers."""


class ContentDataReply(WireModel):
    """Answer that the recipient can choose."""

    title: str
    """Text to show and to answer."""
    id: str | None = None
    """What the sender calls it."""


class ContentDataText(WireModel):
    """Content that is a text."""

    type: Literal["text"] = "text"
    """What kind of object it is."""
    raw_data: Annotated[str, Field(alias="rawData")] = ""
    """JSON text of what the service sent."""
    body: str
    """The text."""


class ContentTemplate(WireModel):
    """Pattern from which messages are made."""

    sid: str
    """SID of the template, `HX…`."""
    friendly_name: str = ""
    """Name shown to people."""
    variables: ContentTemplateVariableJsonPairs = Field(default=[])
    """The variables of the template, each with its default."""
    variants: dict[str, ContentData] = Field(default={})
    """What messages made from it hold, by type such as `twilio/text`. A recipient sees what its channel can show."""
    date_created: WireTime
    """Time of creation."""
    date_updated: WireTime
    """Time of the last change."""


class ContentTemplateVariable(InputModel):
    """A variable of a content template, with its value."""

    name: str
    """Name of the variable, as it stands in the template between `{{` and `}}`."""
    value: str
    """What is put there."""

    def copy_with_value(self, value: str) -> ContentTemplateVariable:
        """Copy it with another `value`.

        Args:
            value: What is put there.

        Raises:
            ArgumentError: The value is of the wrong kind.
        """
        return copied_with(self, value=value)


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
    media: JsonText = None
    """What the service says about the first attachment, as it says it; None if it says nothing."""


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
    """Recipient of a message that was sent in another way."""

    type: str | None = None
    """What kind of object it is, if it says so."""
    message_sid: str = ""
    """SID of the message, `IM…`; empty if it was not sent."""
    raw_data: Annotated[str, Field(alias="rawData")]
    """JSON text of what the service sent."""


CONTENT_DATA_ACTION_TAGS: Tagged[
    ContentDataActionUrl | ContentDataActionPhone | ContentDataActionReply | ContentDataActionOther
] = Tagged(
    "ContentDataAction",
    tag="type",
    models={
        "URL": ContentDataActionUrl,
        "PHONE_NUMBER": ContentDataActionPhone,
        "QUICK_REPLY": ContentDataActionReply,
    },
    other=ContentDataActionOther,
    words={
        "URL": "url",
        "PHONE_NUMBER": "phone",
        "QUICK_REPLY": "reply",
    },
    other_word="other",
    raw="rawData",
    other_raw="rawData",
)
"""Reads a `ContentDataAction`."""

ContentDataAction: TypeAlias = Annotated[
    ContentDataActionUrl | ContentDataActionPhone | ContentDataActionReply | ContentDataActionOther,
    CONTENT_DATA_ACTION_TAGS,
]
"""Button of a rich content.

Which kind it is says ``type``; anything else becomes `ContentDataActionOther`.
"""

CONTENT_DATA_TAGS: Tagged[
    ContentDataText
    | ContentDataMedia
    | ContentDataLocation
    | ContentDataQuickReply
    | ContentDataCallToAction
    | ContentDataListPicker
    | ContentDataCard
    | ContentDataOther
] = Tagged(
    "ContentData",
    tag="type",
    models={
        "twilio/text": ContentDataText,
        "twilio/media": ContentDataMedia,
        "twilio/location": ContentDataLocation,
        "twilio/quick-reply": ContentDataQuickReply,
        "twilio/call-to-action": ContentDataCallToAction,
        "twilio/list-picker": ContentDataListPicker,
        "twilio/card": ContentDataCard,
    },
    other=ContentDataOther,
    words={
        "twilio/text": "text",
        "twilio/media": "media",
        "twilio/location": "location",
        "twilio/quick-reply": "quickReply",
        "twilio/call-to-action": "callToAction",
        "twilio/list-picker": "listPicker",
        "twilio/card": "card",
    },
    other_word="other",
    raw="rawData",
    other_raw="rawData",
    keyed=True,
)
"""Reads a `ContentData`."""

ContentData: TypeAlias = Annotated[
    ContentDataText
    | ContentDataMedia
    | ContentDataLocation
    | ContentDataQuickReply
    | ContentDataCallToAction
    | ContentDataListPicker
    | ContentDataCard
    | ContentDataOther,
    CONTENT_DATA_TAGS,
]
"""Rich content.

Which kind it is says ``type``; anything else becomes `ContentDataOther`.
"""

RECIPIENT_DESCRIPTOR_TAGS: Tagged[EmailRecipientDescriptor | UnknownRecipientDescriptor] = Tagged(
    "RecipientDescriptor",
    tag="type",
    models={
        "email": EmailRecipientDescriptor,
    },
    other=UnknownRecipientDescriptor,
    other_raw="rawData",
)
"""Reads a `RecipientDescriptor`."""

RecipientDescriptor: TypeAlias = Annotated[
    EmailRecipientDescriptor | UnknownRecipientDescriptor, RECIPIENT_DESCRIPTOR_TAGS
]
"""Recipient of a message.

Which kind it is says ``type``; anything else becomes `UnknownRecipientDescriptor`.
"""

ContentTemplateVariableJsonPairs: TypeAlias = Annotated[
    list[ContentTemplateVariable], Pairs("name", "value", text=True)
]
"""Several `ContentTemplateVariable` that travel as the JSON text of one object, each as an entry."""
