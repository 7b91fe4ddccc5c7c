"""What others wrote, made fit for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from ..console import one_line
from ..products.product import Message, Product, Room, room_name

__all__ = ["message_view", "room_heading", "room_label", "typing_line"]

_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")


def room_label(room: Room) -> str:
    """How the list calls a room: by the name that commands take, or its title if that is only a SID."""
    return one_line(room.unique_name or room.friendly_name or room.sid)


def room_heading(room: Room) -> str:
    """The name that commands take, and the title."""
    name = room_name(room)
    title = room.friendly_name
    return one_line(name if title in (None, "", name) else f"{name} · {title}")


def message_view(product: Product, message: Message) -> Text:
    """A message with its time and author; its lines stay lines, its control characters do nothing."""
    created = message.date_created
    time = "" if created is None else created.astimezone().strftime("%H:%M ")
    author = one_line(message.author or "?")
    body = "\n".join(one_line(line) for line in product.message_text(message).splitlines())
    colour = _COLOURS[sum(map(ord, author)) % len(_COLOURS)]
    edited = " (edited)" if message.last_updated_by is not None else ""
    return Text.assemble((time, "dim"), (f"{author}  ", f"bold {colour}"), body, (edited, "dim italic"))


def typing_line(names: Sequence[str]) -> str:
    """Who is typing, in words; empty if nobody is."""
    if not names:
        return ""
    if len(names) > 3:
        return "several people are typing…"
    *others, last = map(one_line, names)
    return f"{', '.join(others)} and {last} are typing…" if others else f"{last} is typing…"
