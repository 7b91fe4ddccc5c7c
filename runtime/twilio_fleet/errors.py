"""What can go wrong with a broker."""

from __future__ import annotations

from twilio_realtime.errors import RealtimeError

__all__ = ["BrokerError", "CommandError"]


class BrokerError(RealtimeError):
    """The broker does not take events; the message is one line that says why, and what to do.

    Attributes:
        lasting: Whether trying again is of no use, because somebody has to change something first.
    """

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        super().__init__(message)
        self.lasting: bool = lasting


class CommandError(RealtimeError):
    """A command has failed where it was carried out, in a way that no other class of error stands for."""
