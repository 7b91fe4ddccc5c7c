"""The command that prints what was written before."""

from __future__ import annotations

from twilio_chat import Channel, Message

from .account import Account
from .channels import find_channel
from .console import say, say_json
from .records import message_line, message_record
from .trouble import trying

__all__ = ["print_history"]

_PAGE = 100
"""Most messages in one request."""


async def print_history(account: Account, channel_name: str, *, limit: int, before: int | None, as_json: bool) -> None:
    """Print messages of a channel, oldest first.

    Args:
        account: Who reads.
        channel_name: Unique name or SID.
        limit: Most messages; the newest are taken.
        before: Only messages with a smaller index.
        as_json: One JSON object a line instead of a sentence.
    """
    async with account.connected() as client:
        channel = await find_channel(client, channel_name)
        with trying(f"read channel {channel_name!r}"):
            messages = await _newest(channel, limit, before)
    for message in messages:
        if as_json:
            say_json(message_record(message))
        else:
            say(message_line(message))


async def _newest(channel: Channel, limit: int, before: int | None) -> list[Message]:
    if before == 0:
        return []
    messages: list[Message] = []
    start = None if before is None else before - 1
    async for message in channel.get_messages(min(limit, _PAGE), start, "backwards"):
        messages.append(message)
        if len(messages) == limit:
            break
    messages.reverse()
    return messages
