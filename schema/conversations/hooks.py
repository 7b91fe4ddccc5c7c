"""What the schema of Conversations does not express. Copied into the generated package."""

from __future__ import annotations

from asyncio import to_thread
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from twilio_realtime.errors import ResponseError
from twilio_realtime.json import parse_json

from .models import CONTENT_DATA_TAGS, ContentData

if TYPE_CHECKING:
    from .hook_context import HookContext
    from .message import Message

__all__ = ["content_data"]


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
