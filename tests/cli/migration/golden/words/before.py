"""Strings of unions, where it is known what they are, and others that look like them."""

from __future__ import annotations

from typing import Literal, assert_never

from twilio_chat import (
    ChannelStatus,
    ChannelUpdated,
    ChannelUpdateReason,
    Client,
    CreateChannelOptions,
    MemberUpdated,
    MessageUpdateReason,
    PushNotification,
    User,
    UserUpdateReason,
)

WATCHED: set[ChannelUpdateReason] = {"lastConsumedMessageIndex", "friendlyName"}
TITLES: dict[UserUpdateReason, str] = {"online": "online", "notifiable": 'notifiable'}
PRIVATE = CreateChannelOptions(friendly_name="online", is_private=True)
Mine = Literal["online", "lastConsumedMessageIndex"]


def show(reason: UserUpdateReason = "online") -> UserUpdateReason:
    return "notifiable" if reason == "online" else reason


def changed(update: MemberUpdated) -> bool:
    show("notifiable")
    return "lastConsumptionTimestamp" in update.update_reasons or bool({"roleSid", "lastConsumedMessageIndex"} & set(update.update_reasons))


def what(reason: MessageUpdateReason) -> int:
    match reason:
        case "body":
            return 1
        case "attributes" | 'author':
            return 2
        case "dateCreated" | "dateUpdated" | "lastUpdatedBy":
            return 3
        case _:
            assert_never(reason)


def status(of: ChannelStatus, update: ChannelUpdated) -> str:
    match update:
        case ChannelUpdated(channel=channel):
            print(channel.get_members, channel.status == "joined")
    match of:
        case "joined":
            return "in"
        case "invited":  # asked
            return "asked"
        case "notParticipating" | "unknown":
            return "out"


def pushed(push: PushNotification) -> bool:
    return push.type in ("twilio.channel.new_message", 'twilio.channel.added_to_channel') and push.data.channel_sid == "x"


async def listed(client: Client, user: User) -> None:
    print("memberJoined happens on a channel", user.online)
    for channel in await client.get_local_channels():
        print(channel.sid)
    print(await client.get_local_channels(criteria="uniqueName"))
