"""Who outside is to get a message, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from twilio_realtime.json import JsonObject, dump_json, parse_json

from ..errors import Refusal
from ..http.paging import Page, read_page
from ..storage.database import Database, Row
from .bindings import EMAIL, Binding
from .channels import Channel
from .membership import Membership, Participant
from .stamps import Stamps

__all__ = ["DELIVERY_STATUSES", "Deliveries", "Receipt"]

DELIVERY_STATUSES: Final = ("queued", "sent", "delivered", "read", "undelivered", "failed")
_INCLUDED: Final = {
    "sent": ("sent", "delivered", "read"),
    "delivered": ("delivered", "read"),
    "read": ("read",),
    "undelivered": ("undelivered",),
    "failed": ("failed",),
}
"""Statuses that count for each amount: what has been read was delivered before, and sent before that."""

_RECEIPT: Final = (
    "r.id, r.sid, r.message_sid, r.channel_sid, r.channel_message_sid, r.participant_sid, r.status, r.error_code,"
    " r.date_created, r.date_updated"
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """How far one message has come on its way to one member."""

    sid: str
    message_sid: str
    channel_sid: str
    channel_message_sid: str
    participant_sid: str
    status: str
    error_code: str | None
    date_created: str
    date_updated: str


class Deliveries:
    """Receipts and recipients of messages to members that take part through other networks."""

    def __init__(self, database: Database, stamps: Stamps, membership: Membership) -> None:
        self._database = database
        self._stamps = stamps
        self._membership = membership

    def begin(self, channel: Channel, message_sid: str, author: Participant, date: str) -> None:
        """Note to whom a new message goes: everybody outside but its author."""
        for member in self._membership.outside(channel):
            binding = member.binding
            if binding is None:
                continue
            if binding.type == EMAIL:
                level = "from" if member.sid == author.sid else binding.level
                self._database.execute(
                    "INSERT INTO recipients (channel_sid, message_sid, descriptor) VALUES (?, ?, ?)",
                    channel.sid,
                    message_sid,
                    dump_json(_recipient(message_sid, binding, level)),
                )
            if member.sid != author.sid:
                self._database.execute(
                    "INSERT INTO receipts (sid, channel_sid, message_sid, participant_sid, channel_message_sid, status,"
                    " date_created, date_updated) VALUES (?, ?, ?, ?, ?, 'queued', ?, ?)",
                    self._stamps.sid("DY"),
                    channel.sid,
                    message_sid,
                    member.sid,
                    self._stamps.sid("SM"),
                    date,
                    date,
                )

    def report(self, message_sid: str, participant: Participant, status: str, error_code: str | None) -> None:
        """Record how far a message has come: one of `DELIVERY_STATUSES`.

        Raises:
            Refusal: 404, the message does not go to that member.
        """
        changed = self._database.execute(
            "UPDATE receipts SET status = ?, error_code = ?, date_updated = ?"
            " WHERE message_sid = ? AND participant_sid = ?",
            status,
            error_code,
            self._stamps.timestamp(),
            message_sid,
            participant.sid,
        )
        if not changed:
            raise Refusal(404, 50550, "Delivery receipt not found")

    def amounts(self, message_sid: str) -> JsonObject | None:
        """How many of its recipients a message has reached: none, some or all; None for a message to nobody outside."""
        rows = self._database.rows(
            "SELECT status, COUNT(*) AS number FROM receipts WHERE message_sid = ? GROUP BY status", message_sid
        )
        numbers: dict[str, int] = {row["status"]: row["number"] for row in rows}
        total = sum(numbers.values())
        if not total:
            return None
        counted = {name: sum(numbers.get(one, 0) for one in included) for name, included in _INCLUDED.items()}
        return {"total": total, **{name: _amount(number, total) for name, number in counted.items()}}

    def receipts(self, message_sid: str, token: str | None, size: int) -> Page[Receipt]:
        """A page of the receipts of a message, in the order in which its recipients were added."""
        sql = f"SELECT {_RECEIPT} FROM receipts r WHERE r.message_sid = ?"
        return read_page(self._database, sql, (message_sid,), _receipt, token, size, column="r.id")

    def recipients(self, channel: Channel, message_sid: str | None, token: str | None, size: int) -> Page[JsonObject]:
        """A page of the recipients of all messages of a channel, or of one of them."""
        sql, values = "SELECT r.id, r.descriptor FROM recipients r WHERE r.channel_sid = ?", [channel.sid]
        if message_sid is not None:
            sql += " AND r.message_sid = ?"
            values.append(message_sid)
        return read_page(self._database, sql, tuple(values), _descriptor, token, size, column="r.id")

    def forget(self, message_sid: str) -> None:
        """Remove what is known of a message that is removed."""
        for table in ("receipts", "recipients"):
            self._database.execute(f"DELETE FROM {table} WHERE message_sid = ?", message_sid)


def _amount(number: int, total: int) -> str:
    if not number:
        return "none"
    return "all" if number == total else "some"


def _recipient(message_sid: str, binding: Binding, level: str | None) -> JsonObject:
    return {
        "type": binding.type,
        "message_sid": message_sid,
        "level": level,
        "name": binding.name,
        "address": binding.address,
    }


def _descriptor(row: Row) -> JsonObject:
    return cast(JsonObject, parse_json(row["descriptor"]))


def _receipt(row: Row) -> Receipt:
    return Receipt(
        sid=row["sid"],
        message_sid=row["message_sid"],
        channel_sid=row["channel_sid"],
        channel_message_sid=row["channel_message_sid"],
        participant_sid=row["participant_sid"],
        status=row["status"],
        error_code=row["error_code"],
        date_created=row["date_created"],
        date_updated=row["date_updated"],
    )
