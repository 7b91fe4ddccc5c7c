"""What others wrote, made fit for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from twilio_chat import Channel, Message

from ..console import one_line
from ..records import channel_name, message_text

__all__ = ["channel_heading", "channel_label", "message_view", "typing_line"]

_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")


def channel_label(channel: Channel) -> str:
    """How the list calls a channel: by the name that commands take, or its title if that is only a SID."""
    return one_line(channel.unique_name or channel.friendly_name or channel.sid)


def channel_heading(channel: Channel) -> str:
    """The name that commands take, and the title."""
    name = channel_name(channel)
    title = channel.friendly_name
    return one_line(name if title in (None, "", name) else f"{name} · {title}")


def message_view(message: Message) -> Text:
    """A message with its time and author; its lines stay lines, its control characters do nothing."""
    created = message.date_created
    time = "" if created is None else created.astimezone().strftime("%H:%M ")
    author = one_line(message.author or "?")
    body = "\n".join(one_line(line) for line in message_text(message).splitlines())
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
