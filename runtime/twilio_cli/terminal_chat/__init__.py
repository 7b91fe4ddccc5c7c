"""A chat that fills the terminal."""

from __future__ import annotations

from ..account import Account
from ..rooms import find_room
from .app import ChatApp

__all__ = ["ChatApp", "run_chat"]


async def run_chat(account: Account, room_name: str | None) -> None:
    """Connect and chat until the user leaves.

    Args:
        account: Who chats.
        room_name: Unique name or SID of the room to open first; None for the one with the newest message.
    """
    async with account.connected() as client:
        first = None if room_name is None else await find_room(account.product, client, room_name)
        await ChatApp(account.product, client, first).run_async()
