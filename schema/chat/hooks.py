"""The few behaviours of Chat that the schema does not express. Copied into the generated package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.errors import NotFoundError

if TYPE_CHECKING:
    from .channel import Channel
    from .member import Member
    from .message import Message

__all__ = ["channel_consume_all", "message_author"]


async def message_author(message: Message) -> Member:
    """The member who wrote a message: by its SID, and if that member is gone, by the author's identity."""
    tried: list[str] = []
    if message.member_sid is not None:
        try:
            return await message.channel.get_member_by_sid(message.member_sid)
        except NotFoundError:
            tried.append(f"SID {message.member_sid!r}")
    if message.author is not None:
        try:
            return await message.channel.get_member_by_identity(message.author)
        except NotFoundError:
            tried.append(f"identity {message.author!r}")
    found = " and ".join(tried) or "nothing: the message names no author"
    raise NotFoundError(
        f"the author of message {message.index} is not a member any more; looked for {found}", status=404
    )


async def channel_consume_all(channel: Channel) -> int | None:
    """Move the signed-in user's read horizon to the newest message of a channel."""
    newest = await channel.get_messages(1)
    if not newest.items:
        return 0
    return await channel.update_last_consumed_message_index(newest.items[-1].index)
