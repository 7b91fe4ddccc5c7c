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
    "uniqueName",
    "friendlyName",
    "createdBy",
    "dateCreated",
    "dateUpdated",
    "attributes",
    "lastMessage",
    "state",
    "lastConsumedMessageIndex",
    "notificationLevel",
    "status",
]
"""What changed about a channel.

* ``uniqueName``: Name that no other channel of the service has.
* ``friendlyName``: Name shown to people.
* ``createdBy``: Identity that created the channel.
* ``dateCreated``: Time of creation.
* ``dateUpdated``: Time of the last change.
* ``attributes``: Any JSON value kept with the channel.
* ``lastMessage``: Position and time of the newest message; None while there is none.
* ``state``: State of the channel, if the service keeps one.
* ``lastConsumedMessageIndex``: Index of the last message the signed-in user has read; None before the first.
* ``notificationLevel``: Whether the channel sends push notifications to the signed-in user.
* ``status``: What the signed-in user is to it.
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
    "roleSid",
    "lastConsumedMessageIndex",
    "lastConsumptionTimestamp",
    "dateCreated",
    "dateUpdated",
    "attributes",
]
"""What changed about a member.

* ``roleSid``: SID of the member's role.
* ``lastConsumedMessageIndex``: Index of the last message the member has read; None if unknown.
* ``lastConsumptionTimestamp``: When the member last read.
* ``dateCreated``: When the member joined.
* ``dateUpdated``: When the membership last changed.
* ``attributes``: Any JSON value kept with the member.
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
    "author",
    "body",
    "lastUpdatedBy",
    "dateUpdated",
    "dateCreated",
    "attributes",
]
"""What changed about a message.

* ``author``: Identity of the author.
* ``body``: The text; None for a media message.
* ``lastUpdatedBy``: Identity of the last editor; None until the first edit.
* ``dateUpdated``: Time of the last edit.
* ``dateCreated``: Time of creation.
* ``attributes``: Any JSON value kept with the message.
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
"""How push notifications are delivered.

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

* ``friendlyName``: Name shown to people.
* ``attributes``: Any JSON value kept with the user.
* ``online``: Whether a client of the user is connected; None if that is not known.
* ``notifiable``: Whether the user can be reached by push notification; None if that is not known.
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
