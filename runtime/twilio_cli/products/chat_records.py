"""What the objects and events of Chat look like in the output: as JSON for programs, as a line for people."""

from __future__ import annotations

from datetime import datetime

from twilio_chat import (
    Channel,
    ChannelDescriptor,
    ChannelUpdated,
    ConnectionErrorEvent,
    LastMessage,
    Member,
    MemberUpdated,
    Message,
    MessageUpdated,
    PushNotification,
    User,
    UserUpdated,
)
from twilio_realtime.json import JsonObject

from ..console import one_line
from .product import room_name

__all__ = [
    "channel_record",
    "descriptor_record",
    "event_line",
    "event_record",
    "member_record",
    "message_line",
    "message_record",
    "message_text",
    "user_record",
]


def message_text(message: Message) -> str:
    """The text of a message, or in brackets the file that it carries."""
    media = message.media
    if message.type != "media" or media is None:
        return message.body or ""
    size = "" if media.size is None else f", {media.size} bytes"
    return f"[{media.filename or media.content_type or 'file'}{size}]"


def message_line(message: Message) -> str:
    """A message for people, on one line."""
    return one_line(f"{room_name(message.channel)} #{message.index} {message.author}: {message_text(message)}")


def message_record(message: Message) -> JsonObject:
    """A message for programs."""
    record: JsonObject = {
        "channel": message.channel.sid,
        "index": message.index,
        "sid": message.sid,
        "author": message.author,
        "body": message.body,
        "date_created": _date(message.date_created),
        "attributes": message.attributes,
    }
    if message.media is not None:
        record["media"] = {
            "sid": message.media.sid,
            "filename": message.media.filename,
            "content_type": message.media.content_type,
            "size": message.media.size,
        }
    return record


def channel_record(channel: Channel) -> JsonObject:
    """A channel for programs."""
    return {
        "channel": channel.sid,
        "unique_name": channel.unique_name,
        "friendly_name": channel.friendly_name,
        "type": channel.type,
        "status": channel.status,
        "created_by": channel.created_by,
        "date_created": _date(channel.date_created),
        "date_updated": _date(channel.date_updated),
        "last_message": _last_message(channel.last_message),
        "last_consumed_message_index": channel.last_consumed_message_index,
        "notification_level": channel.notification_level,
        "attributes": channel.attributes,
    }


def descriptor_record(channel: ChannelDescriptor) -> JsonObject:
    """A channel that the user need not belong to, for programs."""
    return {
        "channel": channel.sid,
        "unique_name": channel.unique_name,
        "friendly_name": channel.friendly_name,
        "type": channel.type,
        "status": channel.status,
        "created_by": channel.created_by,
        "date_created": _date(channel.date_created),
        "date_updated": _date(channel.date_updated),
        "messages": channel.messages_count,
        "members": channel.members_count,
        "attributes": channel.attributes,
    }


def member_record(member: Member) -> JsonObject:
    """A member for programs."""
    return {
        "channel": member.channel.sid,
        "member": member.sid,
        "identity": member.identity,
        "type": member.type,
        "typing": member.is_typing,
        "last_consumed_message_index": member.last_consumed_message_index,
        "attributes": member.attributes,
    }


def user_record(user: User) -> JsonObject:
    """A user for programs."""
    return {
        "identity": user.identity,
        "friendly_name": user.friendly_name,
        "online": user.online,
        "notifiable": user.notifiable,
        "attributes": user.attributes,
    }


def event_record(payload: object) -> JsonObject:
    """The payload of an event for programs."""
    match payload:
        case Message():
            return message_record(payload)
        case MessageUpdated(message, reasons):
            return {**message_record(message), "update_reasons": [*reasons]}
        case Channel():
            return channel_record(payload)
        case ChannelUpdated(channel, reasons):
            return {**channel_record(channel), "update_reasons": [*reasons]}
        case Member():
            return member_record(payload)
        case MemberUpdated(member, reasons):
            return {**member_record(member), "update_reasons": [*reasons]}
        case User():
            return user_record(payload)
        case UserUpdated(user, reasons):
            return {**user_record(user), "update_reasons": [*reasons]}
        case ConnectionErrorEvent(terminal, message, status, code):
            return {"terminal": terminal, "message": message, "http_status_code": status, "error_code": code}
        case PushNotification():
            return payload.model_dump(mode="json")
        case str():
            return {"state": payload}
        case int() | float():
            return {"seconds": payload}
        case _:
            return {}


def event_line(event: str, payload: object) -> str:
    """An event for people, on one line."""
    match payload:
        case Message():
            text = message_line(payload)
            return text if event == "messageAdded" else f"{event} {text}"
        case MessageUpdated(message, reasons):
            return f"{event} {message_line(message)} ({', '.join(reasons)})"
        case Channel():
            return f"{event} {room_name(payload)}"
        case ChannelUpdated(channel, reasons):
            return f"{event} {room_name(channel)} ({', '.join(reasons)})"
        case Member():
            return f"{event} {room_name(payload.channel)}: {payload.identity or payload.sid}"
        case MemberUpdated(member, reasons):
            who = member.identity or member.sid
            return f"{event} {room_name(member.channel)}: {who} ({', '.join(reasons)})"
        case User():
            return f"{event} {payload.identity}"
        case UserUpdated(user, reasons):
            return f"{event} {user.identity} ({', '.join(reasons)})"
        case ConnectionErrorEvent(terminal, message):
            return f"{event} {'for good' if terminal else 'for now'}: {message}"
        case PushNotification():
            return f"{event} {payload.type}: {payload.title or ''} {payload.body or ''}"
        case str():
            return f"{event} {payload}"
        case int() | float():
            return f"{event} in {payload:.0f} seconds"
        case _:
            return event


def _last_message(last: LastMessage | None) -> JsonObject | None:
    return None if last is None else {"index": last.index, "date_created": _date(last.date_created)}


def _date(value: datetime | None) -> str | None:
    return value.isoformat() if value is not None else None
