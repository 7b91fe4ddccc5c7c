"""The list of channels with what is unread in each."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from twilio_chat import Channel

from .text import channel_label

__all__ = ["ChannelList", "ChannelRow"]


@dataclass(slots=True)
class ChannelRow:
    """One line of the list.

    Attributes:
        channel: The channel.
        unread: Messages that were not read; always 0 for an invitation.
    """

    channel: Channel
    unread: int = 0

    def label(self) -> Text:
        """What the list shows."""
        name = channel_label(self.channel)
        if self.channel.status == "invited":
            return Text.assemble((name, "italic"), (" invited", "dim"))
        if self.unread:
            return Text.assemble((name, "bold"), (f" {self.unread}", "bold yellow"))
        return Text(name)


class ChannelList(OptionList):
    """Channels to choose from; announces the choice with `OptionList.OptionSelected`, whose id is the SID."""

    BORDER_TITLE = "Channels"

    def show(self, rows: list[ChannelRow], current: str | None) -> None:
        """Show these rows.

        Args:
            rows: In the order wanted.
            current: SID of the channel that is open.
        """
        self.clear_options()
        self.add_options([Option(row.label(), id=row.channel.sid) for row in rows])
        if current is not None and any(row.channel.sid == current for row in rows):
            self.highlighted = self.get_option_index(current)

    def labels(self) -> list[str]:
        """What is shown, as plain text."""
        return [str(option.prompt) for option in self.options]
