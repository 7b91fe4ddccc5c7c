"""What the objects and events of Conversations look like in the output: as JSON for programs, as a line for people."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from pydantic import BaseModel

from twilio_conversations import (
    ConnectionErrorEvent,
    Conversation,
    ConversationUpdated,
    LastMessage,
    Media,
    Message,
    MessageUpdated,
    Participant,
    ParticipantUpdated,
    PushNotification,
    User,
    UserUpdated,
)
from twilio_realtime.json import JsonObject

from ..console import one_line
from .product import room_name

__all__ = [
    "conversation_record",
    "event_line",
    "event_record",
    "message_line",
    "message_record",
    "message_text",
    "participant_name",
    "participant_record",
    "user_record",
]


def message_text(message: Message) -> str:
    """The text of a message with its subject before it, and in brackets the files that it carries."""
    parts = [_file(file) for file in message.attached_media]
    if message.body:
        parts.insert(0, message.body)
    if message.subject:
        parts.insert(0, f"{message.subject}:")
    if not parts:  # an e-mail in a form that is no text, or what a template makes
        parts = [_file(file) for file in message.all_media]
    if not parts and message.content_sid:
        parts = [f"[{message.content_sid}]"]
    return " ".join(parts)


def message_line(message: Message) -> str:
    """A message for people, on one line."""
    return one_line(f"{room_name(message.conversation)} #{message.index} {message.author}: {message_text(message)}")


def message_record(message: Message) -> JsonObject:
    """A message for programs."""
    return {
        "conversation": message.conversation.sid,
        "index": message.index,
        "sid": message.sid,
        "author": message.author,
        "subject": message.subject,
        "body": message.body,
        "date_created": _date(message.date_created),
        "attributes": message.attributes,
        "media": [
            {
                "sid": file.sid,
                "filename": file.filename,
                "content_type": file.content_type,
                "size": file.size,
                "category": file.category,
            }
            for file in message.all_media
        ],
        "content_sid": message.content_sid,
        "delivery": _values(message.aggregated_delivery_receipt),
    }


def conversation_record(conversation: Conversation) -> JsonObject:
    """A conversation for programs."""
    return {
        "conversation": conversation.sid,
        "unique_name": conversation.unique_name,
        "friendly_name": conversation.friendly_name,
        "status": conversation.status,
        "state": conversation.state.current if conversation.state is not None else None,
        "created_by": conversation.created_by,
        "date_created": _date(conversation.date_created),
        "date_updated": _date(conversation.date_updated),
        "last_message": _last_message(conversation.last_message),
        "last_read_message_index": conversation.last_read_message_index,
        "notification_level": conversation.notification_level,
        "bindings": _values(conversation.bindings),
        "attributes": conversation.attributes,
    }


def participant_name(participant: Participant) -> str:
    """What a participant is called: the identity, the address of somebody who does not use chat, else the SID."""
    if participant.identity:
        return participant.identity
    bindings = participant.bindings
    if bindings is not None:
        for binding in (bindings.email, bindings.sms, bindings.whatsapp, bindings.messenger, bindings.apple):
            if binding is not None and binding.address:
                return binding.address
    return participant.sid


def participant_record(participant: Participant) -> JsonObject:
    """A participant for programs."""
    return {
        "conversation": participant.conversation.sid,
        "participant": participant.sid,
        "identity": participant.identity,
        "type": participant.type,
        "bindings": _values(participant.bindings),
        "typing": participant.is_typing,
        "last_read_message_index": participant.last_read_message_index,
        "attributes": participant.attributes,
    }


def user_record(user: User) -> JsonObject:
    """A user for programs."""
    return {
        "identity": user.identity,
        "friendly_name": user.friendly_name,
        "online": user.is_online,
        "notifiable": user.is_notifiable,
        "attributes": user.attributes,
    }


def event_record(payload: object) -> JsonObject:
    """The payload of an event for programs."""
    match payload:
        case Message():
            return message_record(payload)
        case MessageUpdated(message, reasons):
            return {**message_record(message), "update_reasons": [*reasons]}
        case Conversation():
            return conversation_record(payload)
        case ConversationUpdated(conversation, reasons):
            return {**conversation_record(conversation), "update_reasons": [*reasons]}
        case Participant():
            return participant_record(payload)
        case ParticipantUpdated(participant, reasons):
            return {**participant_record(participant), "update_reasons": [*reasons]}
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
        case Conversation():
            return f"{event} {room_name(payload)}"
        case ConversationUpdated(conversation, reasons):
            return f"{event} {room_name(conversation)} ({', '.join(reasons)})"
        case Participant():
            return f"{event} {room_name(payload.conversation)}: {participant_name(payload)}"
        case ParticipantUpdated(participant, reasons):
            who = participant_name(participant)
            return f"{event} {room_name(participant.conversation)}: {who} ({', '.join(reasons)})"
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
        case _:
            return event


def _file(file: Media) -> str:
    size = "" if file.size is None else f", {file.size} bytes"
    return f"[{file.filename or file.content_type or 'file'}{size}]"


def _values(value: BaseModel | None) -> JsonObject | None:
    return None if value is None else cast("JsonObject", value.model_dump(mode="json"))


def _last_message(last: LastMessage | None) -> JsonObject | None:
    return None if last is None else {"index": last.index, "date_created": _date(last.date_created)}


def _date(value: datetime | None) -> str | None:
    return value.isoformat() if value is not None else None
