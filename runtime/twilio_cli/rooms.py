"""Finding rooms, and the command that lists them."""

from __future__ import annotations

import asyncio

from twilio_realtime.client import RealtimeClient
from twilio_realtime.errors import ForbiddenError, NotFoundError

from .account import Account
from .console import say_json, say_table
from .products import chosen
from .products.product import Product, Room, room_name
from .trouble import Trouble

__all__ = ["find_room", "list_public_rooms", "list_rooms"]

_AT_ONCE = 8
"""Requests for counts that are under way at the same time."""
_SID_LENGTH = 34


async def find_room(product: Product, client: RealtimeClient, name: str) -> Room:
    """Find a room by what people type: its SID or its unique name.

    Raises:
        Trouble: There is none, or the user cannot see it.
    """
    command = chosen()
    if not name:
        raise Trouble(f"the name of a {command.room} is empty; give its unique name or its SID")
    try:
        if name.startswith("CH") and len(name) == _SID_LENGTH:
            try:
                return await product.room_by_sid(client, name)
            except NotFoundError:  # a unique name may look like that
                return await product.room_by_name(client, name)
        return await product.room_by_name(client, name)
    except (NotFoundError, ForbiddenError) as error:
        raise Trouble(
            f"no {command.room} {name!r} that you may see; {command.name} {command.rooms} lists yours, create makes one"
        ) from error


async def list_rooms(account: Account, *, as_json: bool) -> None:
    """Print the user's rooms."""
    product = account.product
    async with account.connected() as client:
        rooms = await product.rooms_of_user(client)
        limit = asyncio.Semaphore(_AT_ONCE)

        async def count(room: Room) -> int:
            async with limit:
                return await product.unread(room)

        counts = await asyncio.gather(*(count(room) for room in rooms))
    if as_json:
        for room, unread in zip(rooms, counts, strict=True):
            say_json({**product.room_record(room), "unread": unread})
        return
    say_table(
        (chosen().room, "status", "unread", "sid", "title"),
        [
            (room_name(room), room.status, str(unread), room.sid, room.friendly_name or "")
            for room, unread in zip(rooms, counts, strict=True)
        ],
    )


async def list_public_rooms(account: Account, *, as_json: bool) -> None:
    """Print the public rooms of the service."""
    async with account.connected() as client:
        found = await account.product.public_rooms(client)
    if as_json:
        for room in found:
            say_json(room.record)
        return
    say_table(account.product.public_headings, [room.cells for room in found])
