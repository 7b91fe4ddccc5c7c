"""Lines that begin with a slash: what to do rather than what to say."""

from __future__ import annotations

from twilio_realtime.client import RealtimeClient
from twilio_realtime.errors import ConflictError

from ..products import chosen
from ..products.product import Product, Room, room_name
from ..rooms import find_room
from ..trouble import Trouble, trying

__all__ = ["carry_out", "is_order", "known_orders"]


def known_orders() -> str:
    """Say which there are for the product of this process."""
    command = chosen()
    invite = "/invite IDENTITY, " if command.invitations else ""
    return (
        f"/join NAME, /create NAME, /leave, /add IDENTITY, {invite}/{command.people}, /help; "
        "// begins a text with a slash"
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
    command = chosen()
    about_people = (command.people, "add", *(("invite",) if command.invitations else ()))
    match order, words:
        case "help", []:
            return known_orders(), None
        case "join", [name]:
            return "", await find_room(product, client, name)  # opening it joins it
        case "create", [name]:
            return await _create(product, client, name)
        case _, _ if room is None and order in ("leave", *about_people):
            raise Trouble(f"no {command.room} is open; /join NAME opens one")
        case "leave", [] if room is not None:
            with trying(f"leave {command.room} {room_name(room)!r}"):
                await room.leave()
            return f"left {room_name(room)}", None
        case _, [] if room is not None and order == command.people:
            people = await product.people(room)
            return ", ".join(sorted(product.person_name(person) for person in people)), None
        case (("add" | "invite"), [_, *_]) if room is not None and order in about_people:
            return await _bring(product, order, room, words), None
        case _:
            raise Trouble(f"there is no such command; {known_orders()}")


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
