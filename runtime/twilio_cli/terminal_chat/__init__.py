"""A chat that fills the terminal."""

from __future__ import annotations

from ..account import Account
from ..channels import find_channel
from .app import ChatApp

__all__ = ["ChatApp", "run_chat"]


async def run_chat(account: Account, channel_name: str | None) -> None:
    """Connect and chat until the user leaves.

    Args:
        account: Who chats.
        channel_name: Unique name or SID of the channel to open first; None for the one with the newest message.
    """
    async with account.connected() as client:
        first = None if channel_name is None else await find_channel(client, channel_name)
        await ChatApp(client, first).run_async()
