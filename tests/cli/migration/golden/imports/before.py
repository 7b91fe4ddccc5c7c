"""Every way to import."""

from __future__ import annotations

import twilio_chat
import twilio_chat as tc
import twilio_chat.blocking
from typing import TYPE_CHECKING, Optional, cast

from twilio_chat import (
    Channel,  # stays where it is
    ChannelUpdateReason as Reason,
    Client,
    UserDescriptor,
)
from twilio_chat.events import ChannelEvents
from twilio_chat.member import Member as Person

if TYPE_CHECKING:
    from twilio_chat import Member
    from twilio_chat.channel_descriptor import ChannelDescriptor

__all__ = ["Channel", "Client", "find"]

Participant = tuple[str, str]
Rooms = list[Channel]


def find(known: Rooms, other: "Optional[Channel]", members: dict[str, "Member"], hub: ChannelEvents) -> tc.Channel:
    hub.member_joined
    for room in known:
        room.get_members()
    for member in members.values():
        member.channel.get_members()
    if other is not None:
        other.get_members()
    cast("tc.Channel", members).get_members()
    described: twilio_chat.ChannelDescriptor
    people: list[Person] = []
    people[0].channel
    blocking: twilio_chat.blocking.Channel
    return twilio_chat.Channel


def late() -> None:
    from twilio_chat import Channel as Room, run

    print(Room.get_members, run)
