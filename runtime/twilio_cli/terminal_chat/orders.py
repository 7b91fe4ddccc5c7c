"""Lines that begin with a slash: what to do rather than what to say."""

from __future__ import annotations

from typing import Final

from twilio_chat import Channel, Client
from twilio_chat.errors import ConflictError

from ..channels import find_channel
from ..records import channel_name
from ..trouble import Trouble, trying

__all__ = ["HELP", "carry_out", "is_order"]

HELP: Final = (
    "/join NAME, /create NAME, /leave, /add IDENTITY, /invite IDENTITY, /members, /help; // begins a text with a slash"
)


def is_order(line: str) -> bool:
    """Whether a line is not a message."""
    return line.startswith("/") and not line.startswith("//")


async def carry_out(line: str, client: Client, channel: Channel | None) -> tuple[str, Channel | None]:
    """Do what a line says.

    Args:
        line: The line, with its slash.
        client: Who does it.
        channel: The channel that is open.

    Returns:
        What to tell the user, and a channel to open, if any.

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
            return "", await find_channel(client, name)  # opening it joins it
        case "create", [name]:
            return await _create(client, name)
        case (("leave" | "members" | "add" | "invite"), _) if channel is None:
            raise Trouble("no channel is open; /join NAME opens one")
        case "leave", [] if channel is not None:
            with trying(f"leave channel {channel_name(channel)!r}"):
                await channel.leave()
            return f"left {channel_name(channel)}", None
        case "members", [] if channel is not None:
            members = await channel.get_members()
            return ", ".join(sorted(member.identity or member.sid for member in members)), None
        case (("add" | "invite"), [_, *_]) if channel is not None:
            return await _bring(order, channel, words), None
        case _:
            raise Trouble(f"there is no such command; {HELP}")


async def _create(client: Client, name: str) -> tuple[str, Channel]:
    try:
        with trying(f"create channel {name!r}"):
            return f"created {name}", await client.create_channel(unique_name=name)
    except Trouble as trouble:
        if not isinstance(trouble.__cause__, ConflictError):
            raise
        return f"{name} is there already", await find_channel(client, name)


async def _bring(order: str, channel: Channel, identities: list[str]) -> str:
    told: list[str] = []
    for identity in identities:
        try:
            with trying(f"{order} {identity!r}"):
                await (channel.add(identity) if order == "add" else channel.invite(identity))
            told.append(f"{'added' if order == 'add' else 'invited'} {identity}")
        except Trouble as trouble:
            if not isinstance(trouble.__cause__, ConflictError):
                raise
            told.append(f"{identity} is {'there' if order == 'add' else 'there or invited'} already")
    return ", ".join(told)
