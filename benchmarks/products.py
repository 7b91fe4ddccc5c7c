"""Both products: what a benchmark does with the client of either."""

from __future__ import annotations

from collections.abc import AsyncIterable
from typing import TypeAlias

import twilio_chat as chat
import twilio_conversations as conversations

__all__ = ["AnyClient", "Room", "create_room", "find_room", "joined_rooms", "make_client"]

AnyClient: TypeAlias = chat.Client | conversations.Client
Room: TypeAlias = chat.Channel | conversations.Conversation


def make_client(product: str, token: str, base_url: str, start_timeout: float = 30.0) -> AnyClient:
    """Make a client of a product, not started yet.

    Args:
        product: One of `NAMES`.
        token: Access token.
        base_url: Where the service is.
        start_timeout: Seconds that the start may take.
    """
    if product == "chat":
        return chat.Client(token, base_url=base_url, start_timeout=start_timeout)
    return conversations.Client(token, base_url=base_url, start_timeout=start_timeout)


async def create_room(client: AnyClient, unique_name: str) -> Room:
    """Create a channel or conversation and join it."""
    if isinstance(client, chat.Client):
        return await (await client.create_channel(unique_name=unique_name)).join()
    return await (await client.create_conversation(unique_name=unique_name)).join()


async def find_room(client: AnyClient, unique_name: str) -> Room:
    """Find a channel or conversation."""
    if isinstance(client, chat.Client):
        return await client.get_channel_by_unique_name(unique_name)
    return await client.get_conversation_by_unique_name(unique_name)


def joined_rooms(client: AnyClient, page_size: int = 50) -> AsyncIterable[Room]:
    """Return all channels or conversations that the user has joined."""
    if isinstance(client, chat.Client):
        return client.get_subscribed_channels(page_size)
    return client.get_subscribed_conversations(page_size)
