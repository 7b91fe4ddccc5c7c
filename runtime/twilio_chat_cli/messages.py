"""Commands that write and read messages."""

from __future__ import annotations

import json

from twilio_chat import Channel, Client, Message

from .console import out

__all__ = ["print_messages", "send_text"]


async def send_text(token: str, base_url: str, channel_name: str, text: str) -> int:
    """Write a text message; its index."""
    async with Client(token, base_url=base_url) as client:
        channel = await _find(client, channel_name)
        if channel.status != "joined":
            await channel.join()
        return await channel.send_message(text)


async def _find(client: Client, name: str) -> Channel:
    if name.startswith("CH") and len(name) == 34:
        return await client.get_channel_by_sid(name)
    return await client.get_channel_by_unique_name(name)


async def print_messages(token: str, base_url: str, *, as_json: bool) -> None:
    """Print messages until cancelled."""
    async with Client(token, base_url=base_url) as client:
        async for message in client.on.message_added:
            out.print(_as_json(message) if as_json else _as_line(message), markup=False)


def _as_json(message: Message) -> str:
    created = message.date_created
    return json.dumps(
        {
            "channel": message.channel.sid,
            "index": message.index,
            "sid": message.sid,
            "author": message.author,
            "body": message.body,
            "date_created": created.isoformat() if created is not None else None,
            "attributes": message.attributes,
        },
        ensure_ascii=False,
    )


def _as_line(message: Message) -> str:
    name = message.channel.friendly_name or message.channel.unique_name or message.channel.sid
    return f"{name} #{message.index} {message.author}: {message.body}"
