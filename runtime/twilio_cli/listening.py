"""The command that shows events as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from twilio_chat import (
    Channel,
    ChannelUpdated,
    ConnectionErrorEvent,
    Member,
    MemberUpdated,
    Message,
    MessageUpdated,
    PushNotification,
    User,
    UserUpdated,
)
from twilio_chat.events import ClientEvents
from twilio_realtime.events import connect_by_name, events_of
from twilio_realtime.json import JsonObject

from .account import Account
from .console import say, say_json, warn
from .records import (
    channel_name,
    channel_record,
    member_record,
    message_line,
    message_record,
    user_record,
)

__all__ = ["EVENT_NAMES", "print_events"]

EVENT_NAMES = tuple(events_of(ClientEvents))
"""Documented names of everything that can be listened to."""

_WAITING = 10_000
"""Events that may wait to be printed; a reader that is slower than that loses some, and is told."""


async def print_events(account: Account, events: Sequence[str], *, as_json: bool, named: bool) -> None:
    """Print events until cancelled, or until the client has given up, which raises the reason.

    Args:
        account: Who listens.
        events: Documented names.
        as_json: One JSON object a line instead of a sentence.
        named: Whether JSON objects name their event.
    """
    lines: asyncio.Queue[str | JsonObject] = asyncio.Queue(_WAITING)
    lost = 0

    def take(event: str, payload: object = None) -> None:
        nonlocal lost
        try:
            if as_json:
                lines.put_nowait({**({"event": event} if named else {}), **_record(payload)})
            else:
                lines.put_nowait(_line(event, payload))
        except asyncio.QueueFull:
            lost += 1

    client = account.client()
    for event in events:
        connect_by_name(client.on, event, partial(take, event))

    async def print_lines() -> None:
        nonlocal lost
        while True:
            line = await lines.get()
            if isinstance(line, str):
                say(line)
            else:
                say_json(line)
            if lost and lines.empty():
                warn(f"{lost} events were not printed: the output is read too slowly")
                lost = 0

    async with account.connected(client):
        printing = asyncio.create_task(print_lines())
        ending = asyncio.create_task(client.until_closed())
        try:
            done, _ = await asyncio.wait((printing, ending), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (printing, ending):
                task.cancel()
            await asyncio.gather(printing, ending, return_exceptions=True)


def _record(payload: object) -> JsonObject:
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


def _line(event: str, payload: object) -> str:
    match payload:
        case Message():
            text = message_line(payload)
            return text if event == "messageAdded" else f"{event} {text}"
        case MessageUpdated(message, reasons):
            return f"{event} {message_line(message)} ({', '.join(reasons)})"
        case Channel():
            return f"{event} {channel_name(payload)}"
        case ChannelUpdated(channel, reasons):
            return f"{event} {channel_name(channel)} ({', '.join(reasons)})"
        case Member():
            return f"{event} {channel_name(payload.channel)}: {payload.identity or payload.sid}"
        case MemberUpdated(member, reasons):
            who = member.identity or member.sid
            return f"{event} {channel_name(member.channel)}: {who} ({', '.join(reasons)})"
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
