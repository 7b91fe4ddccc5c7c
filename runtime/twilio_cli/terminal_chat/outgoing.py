"""Messages on their way: shown at once, until the service shows them or refuses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rich.text import Text
from textual.widgets import Static

from ..console import one_line
from ..products.product import Message, Room

__all__ = ["Outgoing", "OutgoingView"]


@dataclass(slots=True, eq=False)
class Outgoing:
    """A message that was written here.

    Attributes:
        room: Where it was written.
        text: What was written.
        state: ``pending`` until the service has answered.
        reason: Why it failed.
        index: Its index, once the service has told it.
    """

    room: Room
    text: str
    state: Literal["pending", "sent", "failed"] = "pending"
    reason: str = ""
    index: int | None = None

    def is_shown_by(self, room: Room, message: Message) -> bool:
        """Whether a message of one's own that has arrived in a room is this one."""
        if room is not self.room or self.state == "failed":
            return False
        # The event may come before the answer that has the index.
        return message.index == self.index if self.index is not None else message.body == self.text


class OutgoingView(Static):
    """One message on its way."""

    def __init__(self, outgoing: Outgoing) -> None:
        super().__init__(_view(outgoing), markup=False)
        self.outgoing = outgoing

    def refresh_text(self) -> None:
        """Show the state as it is now."""
        self.update(_view(self.outgoing))


def _view(outgoing: Outgoing) -> Text:
    text = "\n".join(one_line(line) for line in outgoing.text.splitlines())
    match outgoing.state:
        case "pending":
            return Text.assemble((text, "dim"), (" (pending)", "dim italic"))
        case "sent":
            return Text.assemble((text, "dim"), (" (sent)", "dim italic"))
        case "failed":
            return Text.assemble((text, "dim"), (f" (not sent: {one_line(outgoing.reason)})", "italic red"))
