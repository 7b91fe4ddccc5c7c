"""The list of rooms with what is unread in each."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ..products.product import Room
from .text import room_label

__all__ = ["RoomList", "RoomRow"]


@dataclass(slots=True)
class RoomRow:
    """One line of the list.

    Attributes:
        room: The room.
        unread: Messages that were not read; always 0 for an invitation.
    """

    room: Room
    unread: int = 0

    def label(self) -> Text:
        """What the list shows."""
        name = room_label(self.room)
        if self.room.status == "invited":
            return Text.assemble((name, "italic"), (" invited", "dim"))
        if self.unread:
            return Text.assemble((name, "bold"), (f" {self.unread}", "bold yellow"))
        return Text(name)


class RoomList(OptionList):
    """Rooms to choose from; announces the choice with `OptionList.OptionSelected`, whose id is the SID."""

    def show(self, rows: list[RoomRow], current: str | None) -> None:
        """Show these rows.

        Args:
            rows: In the order wanted.
            current: SID of the room that is open.
        """
        self.clear_options()
        self.add_options([Option(row.label(), id=row.room.sid) for row in rows])
        if current is not None and any(row.room.sid == current for row in rows):
            self.highlighted = self.get_option_index(current)

    def labels(self) -> list[str]:
        """What is shown, as plain text."""
        return [str(option.prompt) for option in self.options]
