"""A support desk: each channel is a ticket, and a type checker has read every line of the handling.

Writing ``/urgent`` or ``/solved`` in a ticket changes it. What a ticket is lies in the attributes of its channel, as
a model that is validated whenever they are read, since other programs write there too. Unions are matched without a
rest: should the service's documentation gain a member, the checker points at the place that has to decide about it.

    TWILIO_TOKEN=… python examples/support_desk.py
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Literal, assert_never, cast

from pydantic import BaseModel, ValidationError

from twilio_chat import (
    Channel,
    ChannelStatus,
    Client,
    Message,
    MessageType,
    MessageUpdated,
    MessageUpdateReason,
    run,
)
from twilio_realtime.json import JsonValue

Urgency = Literal["normal", "urgent"]


class Ticket(BaseModel):
    """What the attributes of a ticket's channel hold."""

    urgency: Urgency = "normal"
    solved_by: str | None = None
    files: int = 0

    @classmethod
    def of(cls, channel: Channel) -> Ticket:
        """The ticket of a channel; a new one if its attributes are something else."""
        try:
            return cls.model_validate(channel.attributes)
        except ValidationError:
            return cls()

    async def save(self, channel: Channel) -> None:
        """Keep the ticket with its channel."""
        await channel.update_attributes(cast(JsonValue, self.model_dump(mode="json")))


class Desk:
    """Looks after the tickets of one client.

    Attributes:
        corrected: Indexes of messages whose text was changed after the fact, by the SID of their channel.
    """

    def __init__(self, client: Client) -> None:
        self.corrected: dict[str, list[int]] = {}
        client.on.message_added.connect(self._message)
        client.on.message_updated.connect(self._edited)

    async def _message(self, message: Message) -> None:
        ticket = Ticket.of(message.channel)
        kind: MessageType = message.type
        match kind:
            case "text":
                changed = self._command(ticket, message)
            case "media":
                changed = ticket.model_copy(update={"files": ticket.files + 1})
            case _:
                assert_never(kind)
        if changed != ticket:
            await changed.save(message.channel)

    def _command(self, ticket: Ticket, message: Message) -> Ticket:
        match (message.body or "").split():
            case ["/urgent"]:
                return ticket.model_copy(update={"urgency": "urgent"})
            case ["/solved"]:
                return ticket.model_copy(update={"solved_by": message.author})
            case _:
                return ticket

    def _edited(self, update: MessageUpdated) -> None:
        if "text" in set(map(what_changed, update.update_reasons)):
            self.corrected.setdefault(update.message.channel.sid, []).append(update.message.index)


def what_changed(reason: MessageUpdateReason) -> Literal["text", "data", "book-keeping"]:
    """Sort the reasons of an update."""
    match reason:
        case "body":
            return "text"
        case "attributes":
            return "data"
        case "author" | "dateCreated" | "dateUpdated" | "lastUpdatedBy":
            return "book-keeping"
        case _:
            assert_never(reason)


def in_words(status: ChannelStatus) -> str:
    """What the desk is to a channel."""
    match status:
        case "joined":
            return "looked after"
        case "invited":
            return "waiting for us"
        case "notParticipating" | "unknown":
            return "somebody else's"
        case _:
            assert_never(status)


def overview(channels: Iterable[Channel]) -> list[str]:
    """One line for each ticket."""
    lines: list[str] = []
    for channel in channels:
        ticket = Ticket.of(channel)
        state = f"solved by {ticket.solved_by}" if ticket.solved_by else ticket.urgency
        lines.append(
            f"{channel.friendly_name or channel.sid}: {state}, {ticket.files} files, {in_words(channel.status)}"
        )
    return lines


async def main() -> None:
    """Look after the tickets until interrupted."""
    async with Client(os.environ["TWILIO_TOKEN"], base_url=os.environ.get("TWILIO_BASE_URL")) as client:
        Desk(client)
        print("\n".join(overview(await client.get_local_channels(criteria="friendlyName"))), flush=True)
        await client.until_closed()


if __name__ == "__main__":
    run(main)
