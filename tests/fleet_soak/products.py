"""What differs between the products: the command, and how somebody writes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import twilio_chat
import twilio_conversations
from twilio_chat.commands import ChannelCommands
from twilio_conversations.commands import ConversationCommands
from twilio_fleet.commands import Caller

__all__ = ["PRODUCTS", "AnyClient", "Room", "command", "make_client", "make_room", "messages_of", "send_by_command"]

AnyClient = twilio_chat.Client | twilio_conversations.Client
Room = twilio_chat.Channel | twilio_conversations.Conversation

PRODUCTS: Final = ("chat", "conversations")


def command(product: str) -> tuple[str, ...]:
    """What runs the command of a product, in the interpreter that is named before it."""
    return ("-c", f"from twilio_cli.main import twilio_{product}; twilio_{product}()")


def make_client(product: str, token: str, base_url: str) -> AnyClient:
    """A client of a product, not started yet."""
    if product == "chat":
        return twilio_chat.Client(token, base_url=base_url)
    return twilio_conversations.Client(token, base_url=base_url)


async def make_room(client: AnyClient) -> Room:
    """A room that the client has made and joined."""
    if isinstance(client, twilio_chat.Client):
        return await (await client.create_channel()).join()
    return await (await client.create_conversation()).join()


async def messages_of(room: Room) -> AsyncIterator[tuple[int, str, str | None]]:
    """What the service has kept of a room: index, SID and text of each message, in order."""
    if isinstance(room, twilio_chat.Channel):
        async for message in room.get_messages(100, 0, "forward"):
            yield message.index, message.sid, message.body
    else:
        async for one in room.get_messages(100, 0, "forward"):
            yield one.index, one.sid, one.body


async def send_by_command(
    product: str, caller: Caller, identity: str, sid: str, text: str, *, command_id: str, within: float
) -> int:
    """Have somebody write a message in a room; the index of the message."""
    if product == "chat":
        channel = ChannelCommands(caller, identity, sid)
        return await channel.send_message(text, command_id=command_id, within=within)
    conversation = ConversationCommands(caller, identity, sid)
    return await conversation.send_message(text, command_id=command_id, within=within)
