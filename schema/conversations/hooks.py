"""The few behaviours of Conversations that the schema does not express. Copied into the generated package."""

from __future__ import annotations

from asyncio import to_thread
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from twilio_realtime.errors import ArgumentError, ResponseError
from twilio_realtime.events import emit
from twilio_realtime.json import JsonObject, parse_json
from twilio_realtime.wire import read_mirror

from .models import CONTENT_DATA_TAGS, ContentData, PushNotification

if TYPE_CHECKING:
    from .client import Client
    from .hook_context import HookContext
    from .message import Message

__all__ = ["content_data", "handle_push", "parse_push"]


_RICH = "application/x-vnd.com.twilio.rich."
"""How the media type of a file with rich content begins; the kind of the content follows, with a dot for the slash."""
_MOST = 1_048_576
"""Largest rich content, in bytes: somebody else wrote it, and reading it takes its time in the event loop."""


async def content_data(context: HookContext, message: Message) -> ContentData | None:
    """Fetch the rich content of a message, which is one of its files, and read it by what the media type says."""
    if message.content_sid is None:
        return None
    for media in message.get_media_by_categories(["body"]):
        if media.content_type is None or not media.content_type.startswith(_RICH):
            continue
        with TemporaryDirectory() as folder:
            file = Path(folder, "content")
            size = media.size or 0
            if size <= _MOST:  # which need not be true
                size = await media.download_to(file)
            if size > _MOST:
                raise ResponseError(f"the rich content of message {message.index} is larger than {_MOST} bytes")
            text = await to_thread(file.read_bytes)
        try:
            content = parse_json(text)
        except ValueError:
            content = None
        if not isinstance(content, dict):
            raise ResponseError(f"the rich content of message {message.index} is no JSON object")
        kind = media.content_type.removeprefix(_RICH).replace(".", "/", 1)
        return CONTENT_DATA_TAGS.read_answer(content.get("data"), kind)
    return None


def parse_push(payload: JsonObject) -> PushNotification:
    """Read a push notification: in APN's form if there is an ``aps``, else in FCM's."""
    apple, data = payload.get("aps"), payload.get("data")
    if isinstance(apple, dict):
        data = payload
        alert = apple.get("alert")
        shown = alert if isinstance(alert, dict) else {"body": alert}
        found = {
            **{name: shown.get(name) for name in ("title", "body")},
            **{name: apple.get(name) for name in ("sound", "badge")},
            "action": apple.get("category"),
        }
    elif isinstance(data, dict):
        found = {name: data.get(f"twi_{name}") for name in ("title", "body", "sound", "action")}
    else:
        raise ArgumentError("the push notification has neither 'aps' (APN) nor 'data' (FCM); pass on what was received")
    kind = data.get("twi_message_type")
    if not isinstance(kind, str) or not kind:
        raise ArgumentError(
            "the push notification has no 'twi_message_type' that is a text; it is not one of Twilio Conversations'"
        )
    given = {name: value for name, value in found.items() if value != ""}
    return read_mirror(PushNotification, {**given, "type": kind, "data": data})


async def handle_push(context: HookContext, client: Client, payload: JsonObject) -> None:
    """Read a push notification and announce it."""
    emit(client.on.push_notification, parse_push(payload))
