"""The products whose clients take part, and what each of them calls its things; all the rest is the same for both."""

from __future__ import annotations

from collections.abc import Callable

import twilio_chat
import twilio_conversations

Client = twilio_chat.Client | twilio_conversations.Client
Room = twilio_chat.Channel | twilio_conversations.Conversation
Person = twilio_chat.Member | twilio_conversations.Participant

RoomUpdated = twilio_chat.ChannelUpdated | twilio_conversations.ConversationUpdated
PersonUpdated = twilio_chat.MemberUpdated | twilio_conversations.ParticipantUpdated
MessageUpdated = twilio_chat.MessageUpdated | twilio_conversations.MessageUpdated

PRODUCTS: dict[str, type[Client]] = {"chat": twilio_chat.Client, "conversations": twilio_conversations.Client}
"""The products, by name."""


def place_of(message: twilio_chat.Message | twilio_conversations.Message) -> str:
    """Sid of the room of a message."""
    return message.channel.sid if isinstance(message, twilio_chat.Message) else message.conversation.sid


async def room_of(client: Client, sid: str) -> Room:
    """A room by its sid, known or looked up."""
    if isinstance(client, twilio_chat.Client):
        return await client.get_channel_by_sid(sid)
    return await client.get_conversation_by_sid(sid)


async def rooms_of(client: Client) -> list[Room]:
    """The rooms that a client knows."""
    if isinstance(client, twilio_chat.Client):
        return [*await client.get_local_channels()]
    return [room async for room in client.get_subscribed_conversations()]


async def until_joined(client: Client, room: Room) -> None:
    """Wait for the announcement that the user is in a room."""
    if isinstance(client, twilio_chat.Client):
        await client.on.channel_joined.wait(where=lambda joined: joined is room, timeout=30)
    else:
        await client.on.conversation_joined.wait(where=lambda joined: joined is room, timeout=30)


async def people_of(room: Room) -> list[Person]:
    """Those who are in a room."""
    if isinstance(room, twilio_chat.Channel):
        return [*await room.get_members()]
    return [*await room.get_participants()]


def watch_people(
    room: Room,
    *,
    joined: Callable[[Person], object],
    left: Callable[[Person], object],
    updated: Callable[[PersonUpdated], object],
) -> None:
    """Follow who comes, goes and changes."""
    if isinstance(room, twilio_chat.Channel):
        room.on.member_joined.connect(joined)
        room.on.member_left.connect(left)
        room.on.member_updated.connect(updated)
    else:
        room.on.participant_joined.connect(joined)
        room.on.participant_left.connect(left)
        room.on.participant_updated.connect(updated)


def person_of(event: PersonUpdated) -> Person:
    """Whom an update is about."""
    return event.member if isinstance(event, twilio_chat.MemberUpdated) else event.participant
