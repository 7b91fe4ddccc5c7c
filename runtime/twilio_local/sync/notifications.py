"""What the service tells clients by itself, written once however many are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

from twilio_realtime.json import JsonObject, json_bytes
from twilio_realtime.twilsock.frames import encode

__all__ = ["Notification"]


_ANY_ID: Final = "TM" + "0" * 32


@dataclass(frozen=True)
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
        return cls(message_type, kind, json_bytes(payload))

    def header(self, packet_id: str) -> JsonObject:
        """Header of the packet that carries it to one client."""
        return {
            "method": "notification",
            "id": packet_id,
            "message_type": self.message_type,
            "notification_ctx_id": "",
            "payload_type": "application/json",
        }

    def packet(self, packet_id: str) -> bytes:
        """Bytes of that packet; all ids are of one length.

        Raises:
            FrameError: It is too large.
        """
        return packet_id.encode().join(self._around_id)

    @cached_property
    def _around_id(self) -> list[bytes]:
        return encode(self.header(_ANY_ID), self.payload).split(_ANY_ID.encode(), 1)
