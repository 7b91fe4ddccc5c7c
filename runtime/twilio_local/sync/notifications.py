"""What the service tells clients by itself, written once however many are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from twilio_realtime.json import JsonObject, dump_json

__all__ = ["Notification"]


@dataclass(frozen=True, slots=True)
class Notification:
    """A notification without what differs from client to client.

    Attributes:
        message_type: For example ``twilio.sync.event``.
        kind: Its event type, or the message type where it has none; faults are told by it which ones to drop.
        payload: JSON, UTF-8.
    """

    message_type: str
    kind: str
    payload: bytes = field(repr=False)

    @classmethod
    def of(cls, message_type: str, payload: JsonObject) -> Self:
        """Write a payload down.

        Args:
            message_type: What clients register for.
            payload: What it says.
        """
        event_type = payload.get("event_type")
        kind = event_type if isinstance(event_type, str) else message_type
        return cls(message_type, kind, dump_json(payload).encode())
