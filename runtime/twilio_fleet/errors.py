"""What can go wrong with a broker."""

from __future__ import annotations

from twilio_realtime.errors import RealtimeError

__all__ = ["BrokerError"]


class BrokerError(RealtimeError):
    """The broker does not take events; the message is one line that says why, and what to do.

    Attributes:
        lasting: Whether trying again is of no use, because somebody has to change something first.
    """

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        super().__init__(message)
        self.lasting: bool = lasting
