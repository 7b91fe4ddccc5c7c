"""Every way to import."""

from __future__ import annotations

import twilio_conversations
import twilio_chat
import twilio_conversations as tc
import twilio_conversations.blocking
from typing import TYPE_CHECKING, Optional, cast

from twilio_conversations import (
    Conversation,  # stays where it is
    ConversationUpdateReason as Reason,
    Client,
)
from twilio_chat import (
    UserDescriptor,
)
from twilio_conversations.events import ConversationEvents
from twilio_conversations.participant import Participant as Person

if TYPE_CHECKING:
    from twilio_conversations import Participant as Member
    from twilio_chat.channel_descriptor import ChannelDescriptor

__all__ = ["Conversation", "Client", "find"]

Participant = tuple[str, str]
Rooms = list[Conversation]


def find(known: Rooms, other: "Optional[Conversation]", members: dict[str, "Member"], hub: ConversationEvents) -> tc.Conversation:
    hub.participant_joined
    for room in known:
        room.get_participants()
    for member in members.values():
        member.conversation.get_participants()
    if other is not None:
        other.get_participants()
    cast("tc.Conversation", members).get_participants()
    described: twilio_chat.ChannelDescriptor
    people: list[Person] = []
    people[0].conversation
    blocking: twilio_conversations.blocking.Conversation
    return twilio_conversations.Conversation


def late() -> None:
    from twilio_conversations import Conversation as Room, run

    print(Room.get_participants, run)
