"""The few behaviours of Chat that the schema does not express. Copied into the generated package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.errors import ArgumentError
from twilio_realtime.events import emit
from twilio_realtime.json import JsonObject
from twilio_realtime.wire import read_mirror

from .models import PushNotification, PushNotificationData

if TYPE_CHECKING:
    from .channel import Channel
    from .client import Client
    from .hook_context import HookContext
    from .models import ChannelSortingOptions

__all__ = ["handle_push", "parse_push", "sort_channels"]


def sort_channels(context: HookContext, channels: list[Channel], options: ChannelSortingOptions) -> list[Channel]:
    """Channels in the order asked for; those without the value come last, first when descending."""
    if options.criteria is None:
        return channels

    def key(channel: Channel) -> tuple[bool, str, float]:
        if options.criteria == "lastMessage":
            date = channel.last_message.date_created if channel.last_message is not None else None
            return (date is None, "", date.timestamp() if date is not None else 0.0)
        name = channel.friendly_name if options.criteria == "friendlyName" else channel.unique_name
        return (name is None, (name or "").casefold(), 0.0)

    return sorted(channels, key=key, reverse=options.order == "descending")


def parse_push(payload: JsonObject) -> PushNotification:
    """Read a push notification: in APN's form if there is an ``aps``, else in FCM's."""
    apple, data = payload.get("aps"), payload.get("data")
    if isinstance(apple, dict):
        data = payload
        alert = apple.get("alert")
        shown = alert if isinstance(alert, dict) else {"body": alert}
        found = {**shown, "sound": apple.get("sound"), "badge": apple.get("badge"), "action": apple.get("category")}
    elif isinstance(data, dict):
        found = {name: data.get(f"twi_{name}") for name in ("title", "body", "sound", "action")}
    else:
        raise ArgumentError("the push notification has neither 'aps' (APN) nor 'data' (FCM); pass on what was received")
    kind = data.get("twi_message_type")
    if not isinstance(kind, str) or not kind:
        raise ArgumentError(
            "the push notification has no 'twi_message_type' that is a text; it is not one of Twilio Chat's"
        )
    about = {
        "channelSid": data.get("channel_sid"),
        "messageSid": data.get("message_sid"),
        "messageIndex": data.get("message_index"),
    }
    return read_mirror(
        PushNotification,
        {
            **{name: found.get(name) for name in ("title", "body", "sound", "badge", "action")},
            "type": kind,
            "data": read_mirror(PushNotificationData, about).model_dump(by_alias=True),
        },
    )


async def handle_push(context: HookContext, client: Client, payload: JsonObject) -> None:
    """Read a push notification and announce it."""
    emit(client.on.push_notification, parse_push(payload))
