# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""What is consumed across restarts."""

from __future__ import annotations

from twilio_realtime.blocking.deliveries import Deliveries
from twilio_realtime.blocking.deliveries import Delivery as BaseDelivery

from .message import Message

__all__ = ["Deliveries", "Delivery"]


class Delivery(BaseDelivery[Message]):
    """A message that was handed out; `ack` says that it is done, `nack` that it shall come again."""

    __slots__ = ()

    @property
    def message(self) -> Message:
        """The message."""
        return self._item
