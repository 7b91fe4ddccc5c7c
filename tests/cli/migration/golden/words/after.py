"""Strings of unions, where it is known what they are, and others that look like them."""

from __future__ import annotations

from typing import Literal, assert_never

from twilio_conversations import (
    ConversationStatus,
    ConversationUpdated,
    ConversationUpdateReason,
    Client,
    CreateConversationOptions,
    ParticipantUpdated,
    MessageUpdateReason,
    PushNotification,
    User,
    UserUpdateReason,
)

WATCHED: set[ConversationUpdateReason] = {"lastReadMessageIndex", "friendlyName"}
TITLES: dict[UserUpdateReason, str] = {"reachabilityOnline": "online", "reachabilityNotifiable": 'notifiable'}
PRIVATE = CreateConversationOptions(friendly_name="online")
Mine = Literal["online", "lastConsumedMessageIndex"]


def show(reason: UserUpdateReason = "reachabilityOnline") -> UserUpdateReason:
    return "reachabilityNotifiable" if reason == "reachabilityOnline" else reason


def changed(update: ParticipantUpdated) -> bool:
    show("reachabilityNotifiable")
    return "lastReadTimestamp" in update.update_reasons or bool({"roleSid", "lastReadMessageIndex"} & set(update.update_reasons))


def what(reason: MessageUpdateReason) -> int:
    match reason:
        case "body" | "subject":
            return 1
        case "attributes" | "media" | 'author':
            return 2
        case "dateCreated" | "dateUpdated" | "deliveryReceipt" | "lastUpdatedBy":
            return 3
        case _:
            assert_never(reason)


def status(of: ConversationStatus, update: ConversationUpdated) -> str:
    match update:
        case ConversationUpdated(conversation=channel):
            print(channel.get_participants, channel.status == "joined")
    match of:
        case "joined":
            return "in"
        case "notParticipating":
            return "out"


def pushed(push: PushNotification) -> bool:
    return push.type in ("twilio.conversations.new_message", 'twilio.conversations.added_to_conversation') and push.data.conversation_sid == "x"


async def listed(client: Client, user: User) -> None:
    print("memberJoined happens on a channel", user.is_online)
    for channel in [one async for one in client.get_subscribed_conversations()]:
        print(channel.sid)
    print(sorted([one async for one in client.get_subscribed_conversations()], key=lambda one: (one.unique_name or "").casefold()))
