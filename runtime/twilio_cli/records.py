"""What the objects of a client look like in the output: as JSON for programs, as a line for people."""

from __future__ import annotations

from datetime import datetime

from twilio_chat import Channel, ChannelDescriptor, LastMessage, Member, Message, User
from twilio_realtime.json import JsonObject

from .console import one_line

__all__ = [
    "channel_name",
    "channel_record",
    "descriptor_record",
    "member_record",
    "message_line",
    "message_record",
    "message_text",
    "user_record",
]


def channel_name(channel: Channel | ChannelDescriptor) -> str:
    """The name of a channel that commands take: its unique name, else its SID."""
    return channel.unique_name or channel.sid


def message_text(message: Message) -> str:
    """The text of a message, or in brackets the file that it carries."""
    media = message.media
    if message.type != "media" or media is None:
        return message.body or ""
    size = "" if media.size is None else f", {media.size} bytes"
    return f"[{media.filename or media.content_type or 'file'}{size}]"


def message_line(message: Message) -> str:
    """A message for people, on one line."""
    return one_line(f"{channel_name(message.channel)} #{message.index} {message.author}: {message_text(message)}")


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


def _last_message(last: LastMessage | None) -> JsonObject | None:
    return None if last is None else {"index": last.index, "date_created": _date(last.date_created)}


def _date(value: datetime | None) -> str | None:
    return value.isoformat() if value is not None else None
