"""Lines that begin with a slash: what to do rather than what to say."""

from __future__ import annotations

from typing import Final

from twilio_realtime.client import RealtimeClient
from twilio_realtime.errors import ConflictError

from ..products import chosen
from ..products.product import Product, Room, room_name
from ..rooms import find_room
from ..trouble import Trouble, trying

__all__ = ["HELP", "carry_out", "is_order"]

HELP: Final = (
    "/join NAME, /create NAME, /leave, /add IDENTITY, /invite IDENTITY, /members, /help; // begins a text with a slash"
)


def is_order(line: str) -> bool:
    """Whether a line is not a message."""
    return line.startswith("/") and not line.startswith("//")


async def carry_out(product: Product, line: str, client: RealtimeClient, room: Room | None) -> tuple[str, Room | None]:
    """Do what a line says.

    Args:
        product: What the client is of.
        line: The line, with its slash.
        client: Who does it.
        room: The room that is open.

    Returns:
        What to tell the user, and a room to open, if any.

    Raises:
        Trouble: It cannot be done.
        RealtimeError: There is no connection.
    """
    order, _, rest = line.removeprefix("/").partition(" ")
    words = rest.split()
    match order, words:
        case "help", []:
            return HELP, None
        case "join", [name]:
            return "", await find_room(product, client, name)  # opening it joins it
        case "create", [name]:
            return await _create(product, client, name)
        case (("leave" | "members" | "add" | "invite"), _) if room is None:
            raise Trouble(f"no {chosen().room} is open; /join NAME opens one")
        case "leave", [] if room is not None:
            with trying(f"leave {chosen().room} {room_name(room)!r}"):
                await room.leave()
            return f"left {room_name(room)}", None
        case "members", [] if room is not None:
            people = await product.people(room)
            return ", ".join(sorted(person.identity or person.sid for person in people)), None
        case (("add" | "invite"), [_, *_]) if room is not None:
            return await _bring(product, order, room, words), None
        case _:
            raise Trouble(f"there is no such command; {HELP}")


async def _create(product: Product, client: RealtimeClient, name: str) -> tuple[str, Room]:
    try:
        with trying(f"create {chosen().room} {name!r}"):
            made = await product.create_room(client, name=name, title=None, private=False, attributes=None)
            return f"created {name}", made
    except Trouble as trouble:
        if not isinstance(trouble.__cause__, ConflictError):
            raise
        return f"{name} is there already", await find_room(product, client, name)


async def _bring(product: Product, order: str, room: Room, identities: list[str]) -> str:
    told: list[str] = []
    for identity in identities:
        try:
            with trying(f"{order} {identity!r}"):
                await (room.add(identity) if order == "add" else product.invite(room, identity))
            told.append(f"{'added' if order == 'add' else 'invited'} {identity}")
        except Trouble as trouble:
            if not isinstance(trouble.__cause__, ConflictError):
                raise
            told.append(f"{identity} is {'there' if order == 'add' else 'there or invited'} already")
    return ", ".join(told)
