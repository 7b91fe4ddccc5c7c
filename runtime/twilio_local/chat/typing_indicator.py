"""Who is typing: told to everybody else in the channel, and kept nowhere."""

from __future__ import annotations

from typing import Final

from twilio_realtime.json import JsonObject

from ..limits import Limits
from ..sync.notifications import Notification
from .channels import Channel
from .membership import Membership, Participant
from .presence import Presence

__all__ = ["TypingIndicator"]

_MESSAGE_TYPE: Final = "twilio.ipmsg.typing_indicator"


class TypingIndicator:
    """Notifies the connected members of a channel."""

    def __init__(self, presence: Presence, membership: Membership, limits: Limits) -> None:
        self._presence = presence
        self._membership = membership
        self._seconds = limits.typing_seconds

    def show(self, channel: Channel, typist: Participant) -> int:
        """Tell everybody else that a member is typing; returns after how many seconds that has to be repeated."""
        payload: JsonObject = {
            "channel_sid": channel.sid,
            "channel_type": channel.type,
            "identity": typist.identity if typist.binding is None else typist.binding.address,
            "member_sid": typist.sid,
            # A second more than the interval of the typist, or the mark would flicker.
            "typing_timeout": self._seconds + 1,
        }
        notification = Notification.of(_MESSAGE_TYPE, payload)
        for identity in self._membership.identities(channel):
            if identity != typist.identity:
                for session in self._presence.of(identity):
                    session.notify(notification)
        return self._seconds
