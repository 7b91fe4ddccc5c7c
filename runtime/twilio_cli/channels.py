"""Finding channels, and the command that lists them."""

from __future__ import annotations

import asyncio

from twilio_chat import Channel, Client
from twilio_chat.errors import ForbiddenError, NotFoundError

from .account import Account
from .console import say_json, say_table
from .records import channel_name, channel_record, descriptor_record
from .trouble import Trouble

__all__ = ["channels_of_user", "find_channel", "list_channels", "list_public_channels", "unread_count"]

_AT_ONCE = 8
"""Requests for counts that are under way at the same time."""
_SID_LENGTH = 34


async def find_channel(client: Client, name: str) -> Channel:
    """Find a channel by what people type: its SID or its unique name.

    Raises:
        Trouble: There is none, or the user cannot see it.
    """
    if not name:
        raise Trouble("the name of a channel is empty; give its unique name or its SID")
    try:
        if name.startswith("CH") and len(name) == _SID_LENGTH:
            try:
                return await client.get_channel_by_sid(name)
            except NotFoundError:  # a unique name may look like that
                return await client.get_channel_by_unique_name(name)
        return await client.get_channel_by_unique_name(name)
    except (NotFoundError, ForbiddenError) as error:
        raise Trouble(
            f"no channel {name!r} that you may see; twilio-chat channels lists yours, create makes one"
        ) from error


async def channels_of_user(client: Client) -> list[Channel]:
    """Channels that the user is a member of or invited to; those with the newest messages first."""
    found = [channel async for channel in client.get_subscribed_channels(100)]

    def newest(channel: Channel) -> float:
        last = channel.last_message
        return last.date_created.timestamp() if last is not None and last.date_created is not None else 0.0

    return sorted(found, key=newest, reverse=True)


async def unread_count(channel: Channel) -> int:
    """Messages that the user has not read: all of them as long as nothing was read."""
    if channel.status != "joined":
        return 0
    count = await channel.get_unconsumed_messages_count()
    return count if count is not None else await channel.get_messages_count()


async def list_channels(account: Account, *, as_json: bool) -> None:
    """Print the user's channels."""
    async with account.connected() as client:
        channels = await channels_of_user(client)
        limit = asyncio.Semaphore(_AT_ONCE)

        async def count(channel: Channel) -> int:
            async with limit:
                return await unread_count(channel)

        counts = await asyncio.gather(*(count(channel) for channel in channels))
    if as_json:
        for channel, unread in zip(channels, counts, strict=True):
            say_json({**channel_record(channel), "unread": unread})
        return
    say_table(
        ("channel", "status", "unread", "sid", "title"),
        [
            (channel_name(channel), channel.status, str(unread), channel.sid, channel.friendly_name or "")
            for channel, unread in zip(channels, counts, strict=True)
        ],
    )


async def list_public_channels(account: Account, *, as_json: bool) -> None:
    """Print the public channels of the service."""
    async with account.connected() as client:
        found = [channel async for channel in client.get_public_channel_descriptors()]
    if as_json:
        for channel in found:
            say_json(descriptor_record(channel))
        return
    say_table(
        ("channel", "members", "messages", "sid", "title"),
        [
            (
                channel_name(channel),
                str(channel.members_count or 0),
                str(channel.messages_count or 0),
                channel.sid,
                channel.friendly_name or "",
            )
            for channel in found
        ],
    )
