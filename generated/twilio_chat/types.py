# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""The documented unions.

Each is a `Literal`; `typing.get_args` gives its members. A value that the service sends and that is not listed here
passes through as it is, with one warning in the log.
"""

from typing import Literal

__all__ = [
    "ChannelSortingCriteria",
    "ChannelSortingOrder",
    "ChannelStatus",
    "ChannelType",
    "ChannelUpdateReason",
    "ConnectionState",
    "MemberType",
    "MemberUpdateReason",
    "MessageType",
    "MessageUpdateReason",
    "NotificationLevel",
    "NotificationsChannelType",
    "PushNotificationType",
    "State",
    "UserUpdateReason",
]

ChannelSortingCriteria = Literal[
    "lastMessage",
    "friendlyName",
    "uniqueName",
]
"""What local channels are sorted by.

* ``lastMessage``: Time of the newest message.
* ``friendlyName``: Friendly name.
* ``uniqueName``: Unique name.
"""

ChannelSortingOrder = Literal[
    "ascending",
    "descending",
]
"""Which way sorted channels run.

* ``ascending``: Smallest first.
* ``descending``: Largest first.
"""

ChannelStatus = Literal[
    "unknown",
    "notParticipating",
    "invited",
    "joined",
]
"""What the signed-in user is to a channel.

* ``unknown``: Not known yet, for example a channel found by name only.
* ``notParticipating``: Neither a member nor invited.
* ``invited``: Invited; may join or decline.
* ``joined``: A member.
"""

ChannelType = Literal[
    "public",
    "private",
]
"""Who can find a channel.

* ``public``: Everybody of the service can find and join it.
* ``private``: Only members and people invited can see it.
"""

ChannelUpdateReason = Literal[
    "attributes",
    "createdBy",
    "dateCreated",
    "dateUpdated",
    "friendlyName",
    "lastConsumedMessageIndex",
    "state",
    "status",
    "uniqueName",
    "lastMessage",
    "notificationLevel",
]
"""What changed about a channel.

* ``attributes``: Its attributes.
* ``createdBy``: The identity that created it.
* ``dateCreated``: Its creation time.
* ``dateUpdated``: Its modification time.
* ``friendlyName``: Its friendly name.
* ``lastConsumedMessageIndex``: How far the signed-in user has read.
* ``state``: Its state.
* ``status``: What the signed-in user is to it.
* ``uniqueName``: Its unique name.
* ``lastMessage``: Its newest message.
* ``notificationLevel``: The signed-in user's notification level for it.
"""

ConnectionState = Literal[
    "unknown",
    "disconnecting",
    "disconnected",
    "connecting",
    "connected",
    "denied",
    "error",
]
"""Where the connection to the service stands.

* ``unknown``: Nothing has happened yet.
* ``disconnecting``: Being closed.
* ``disconnected``: Closed; it does not come back by itself.
* ``connecting``: Being opened, or waiting to be opened again.
* ``connected``: Up and authenticated.
* ``denied``: The service refused the access token.
* ``error``: Broken for good.
"""

MemberType = Literal[
    "chat",
    "sms",
    "whatsapp",
]
"""How a member takes part.

* ``chat``: Through a client like this one.
* ``sms``: By text message.
* ``whatsapp``: By WhatsApp.
"""

MemberUpdateReason = Literal[
    "attributes",
    "dateCreated",
    "dateUpdated",
    "roleSid",
    "lastConsumedMessageIndex",
    "lastConsumptionTimestamp",
]
"""What changed about a member.

* ``attributes``: Its attributes.
* ``dateCreated``: Its creation time.
* ``dateUpdated``: Its modification time.
* ``roleSid``: Its role.
* ``lastConsumedMessageIndex``: How far it has read.
* ``lastConsumptionTimestamp``: When it last read.
"""

MessageType = Literal[
    "text",
    "media",
]
"""What a message carries.

* ``text``: Text.
* ``media``: A file.
"""

MessageUpdateReason = Literal[
    "body",
    "lastUpdatedBy",
    "dateCreated",
    "dateUpdated",
    "attributes",
    "author",
]
"""What changed about a message.

* ``body``: Its text.
* ``lastUpdatedBy``: Who edited it last.
* ``dateCreated``: Its creation time.
* ``dateUpdated``: Its modification time.
* ``attributes``: Its attributes.
* ``author``: Its author.
"""

NotificationLevel = Literal[
    "default",
    "muted",
]
"""Whether a channel sends push notifications to the signed-in user.

* ``default``: As the service is set up.
* ``muted``: Never.
"""

NotificationsChannelType = Literal[
    "twilsock",
    "apn",
    "fcm",
]
"""By which road push notifications travel.

* ``twilsock``: Through the client's own connection.
* ``apn``: Apple Push Notification service.
* ``fcm``: Firebase Cloud Messaging.
"""

State = Literal[
    "failed",
    "initialized",
]
"""Outcome of a client's start.

* ``failed``: It could not start.
* ``initialized``: It is ready.
"""

UserUpdateReason = Literal[
    "friendlyName",
    "attributes",
    "online",
    "notifiable",
]
"""What changed about a user.

* ``friendlyName``: The friendly name.
* ``attributes``: The attributes.
* ``online``: Whether a client of the user is connected.
* ``notifiable``: Whether the user can be reached by push notification.
"""

PushNotificationType = Literal[
    "twilio.channel.new_message",
    "twilio.channel.added_to_channel",
    "twilio.channel.invited_to_channel",
    "twilio.channel.removed_from_channel",
]
"""What a push notification tells. Used by the documented classes, though not exported by them.

* ``twilio.channel.new_message``: A message was written.
* ``twilio.channel.added_to_channel``: The user was made a member of a channel.
* ``twilio.channel.invited_to_channel``: The user was invited to a channel.
* ``twilio.channel.removed_from_channel``: The user was removed from a channel.
"""
