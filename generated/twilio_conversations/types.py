# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""The documented unions.

Each is a `Literal`; `typing.get_args` gives its members. A value that the service sends and that is not listed here
passes through as it is, with one warning in the log. Where any other string is documented to be possible, there is no
warning, and type checkers know as much.
"""

from typing import Literal

__all__ = [
    "ConnectionState",
    "ConversationStatus",
    "ConversationUpdateReason",
    "DeliveryAmount",
    "DeliveryStatus",
    "EmailRecipientLevel",
    "MediaCategory",
    "MessageType",
    "MessageUpdateReason",
    "NotificationLevel",
    "NotificationsChannelType",
    "ParticipantEmailLevel",
    "ParticipantType",
    "ParticipantUpdateReason",
    "PushNotificationType",
    "State",
    "UserUpdateReason",
]

ConnectionState = Literal[
    "unknown",
    "disconnecting",
    "disconnected",
    "retrying",
    "connecting",
    "connected",
    "denied",
    "error",
]
"""State of the connection to the service.

* ``unknown``: No attempt has been made yet.
* ``disconnecting``: The connection is being closed.
* ``disconnected``: The connection is closed and does not come back by itself.
* ``retrying``: An attempt failed; another one follows by itself.
* ``connecting``: The connection is being opened, or waiting to be opened again.
* ``connected``: The connection is up and authenticated.
* ``denied``: The service refused the access token.
* ``error``: The connection failed for good.
"""

ConversationStatus = Literal[
    "notParticipating",
    "joined",
]
"""Whether the signed-in user takes part in a conversation.

* ``notParticipating``: The user is not a participant.
* ``joined``: The user is a participant.
"""

ConversationUpdateReason = Literal[
    "uniqueName",
    "friendlyName",
    "createdBy",
    "dateCreated",
    "dateUpdated",
    "attributes",
    "bindings",
    "lastMessage",
    "state",
    "lastReadMessageIndex",
    "notificationLevel",
    "status",
]
"""Property of a conversation that changed.

* ``uniqueName``: Name that no other conversation of the service has.
* ``friendlyName``: Name shown to people.
* ``createdBy``: Identity that created the conversation.
* ``dateCreated``: Time of creation.
* ``dateUpdated``: Time of the last change.
* ``attributes``: Any JSON value kept with the conversation.
* ``bindings``: Addresses under which people outside reach the conversation, if it has any.
* ``lastMessage``: Position and time of the newest message; None while there is none.
* ``state``: State of the conversation, if the service keeps one.
* ``lastReadMessageIndex``: Index of the last message that the signed-in user has read; None before the first.
* ``notificationLevel``: Whether the conversation sends push notifications to the signed-in user.
* ``status``: Whether the signed-in user takes part.
"""

DeliveryAmount = Literal[
    "none",
    "some",
    "all",
]
"""For how many recipients of a message a delivery status holds.

* ``none``: For no recipient.
* ``some``: For at least one recipient, but not for every one.
* ``all``: For every recipient.
"""

DeliveryStatus = Literal[
    "queued",
    "sent",
    "delivered",
    "read",
    "undelivered",
    "failed",
]
"""How far a message has come on its way to one recipient.

* ``queued``: It waits to be sent.
* ``sent``: It was handed to the recipient's channel.
* ``delivered``: It has arrived.
* ``read``: The recipient has read it.
* ``undelivered``: It was sent, but could not be delivered.
* ``failed``: It could not be sent.
"""

EmailRecipientLevel = Literal[
    "to",
    "from",
    "cc",
]
"""How an e-mail address takes part in a message.

* ``to``: The message is addressed to it.
* ``from``: The message was sent from it.
* ``cc``: It receives a copy.
"""

MediaCategory = Literal[
    "media",
    "body",
    "history",
]
"""What a file is to its message.

* ``media``: An attachment.
* ``body``: A body of an e-mail, or rich content.
* ``history``: The earlier e-mails that the message answers.
"""

MessageType = Literal[
    "text",
    "media",
]
"""What a message carries.

* ``text``: Text.
* ``media``: At least one file.
"""

MessageUpdateReason = Literal[
    "author",
    "subject",
    "body",
    "lastUpdatedBy",
    "dateUpdated",
    "dateCreated",
    "attributes",
    "deliveryReceipt",
    "media",
]
"""Property of a message that changed.

* ``author``: Identity of the author, or the address of one who uses no client.
* ``subject``: Subject, for example of an e-mail.
* ``body``: Text; None for a message of files alone.
* ``lastUpdatedBy``: Identity of the last editor; None until the first edit.
* ``dateUpdated``: Time of the last edit.
* ``dateCreated``: Time of creation.
* ``attributes``: Any JSON value kept with the message.
* ``deliveryReceipt``: How far it has come on its way to recipients outside.
* ``media``: Its files.
"""

NotificationLevel = Literal[
    "default",
    "muted",
]
"""Whether a conversation sends push notifications to the signed-in user.

* ``default``: As the service is set up.
* ``muted``: Never.
"""

NotificationsChannelType = Literal[
    "twilsock",
    "apn",
    "fcm",
]
"""Service that delivers push notifications.

* ``twilsock``: The client's own connection.
* ``apn``: Apple Push Notification service.
* ``fcm``: Firebase Cloud Messaging.
"""

ParticipantEmailLevel = Literal[
    "to",
    "cc",
]
"""How an e-mail participant is addressed by the messages of a conversation.

* ``to``: Messages are addressed to the participant.
* ``cc``: The participant receives copies.
"""

ParticipantType = (
    Literal[
        "chat",
        "sms",
        "whatsapp",
        "email",
    ]
    | str
)
"""Kind of channel through which a participant takes part.

* ``chat``: A client like this one.
* ``sms``: Text messages.
* ``whatsapp``: WhatsApp.
* ``email``: E-mail.

Any other string is possible, too.
"""

ParticipantUpdateReason = Literal[
    "bindings",
    "roleSid",
    "lastReadMessageIndex",
    "lastReadTimestamp",
    "dateCreated",
    "dateUpdated",
    "attributes",
]
"""Property of a participant that changed.

* ``bindings``: Addresses of a participant who does not use chat; None for one who does.
* ``roleSid``: SID of the participant's role.
* ``lastReadMessageIndex``: Index of the last message that the participant has read; None if unknown.
* ``lastReadTimestamp``: When the participant last read.
* ``dateCreated``: When the participant was added.
* ``dateUpdated``: When the participant last changed.
* ``attributes``: Any JSON value kept with the participant.
"""

PushNotificationType = Literal[
    "twilio.conversations.new_message",
    "twilio.conversations.added_to_conversation",
    "twilio.conversations.removed_from_conversation",
]
"""What a push notification announces.

* ``twilio.conversations.new_message``: A message was written.
* ``twilio.conversations.added_to_conversation``: The user was added to a conversation.
* ``twilio.conversations.removed_from_conversation``: The user was removed from a conversation.
"""

State = Literal[
    "failed",
    "initialized",
]
"""Outcome of a client's start.

* ``failed``: The client could not start.
* ``initialized``: The client is ready.
"""

UserUpdateReason = Literal[
    "friendlyName",
    "attributes",
    "reachabilityOnline",
    "reachabilityNotifiable",
]
"""Property of a user that changed.

* ``friendlyName``: Name shown to people.
* ``attributes``: Any JSON value kept with the user.
* ``reachabilityOnline``: Whether a client of the user is connected.
* ``reachabilityNotifiable``: Whether the user can be reached by push notification.
"""
