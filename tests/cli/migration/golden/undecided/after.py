"""What cannot be decided stays, and is listed."""

import importlib
import logging

import requests
from twilio_conversations import Client, ConnectionState, Conversation

from elsewhere import room

log = logging.getLogger("twilio_chat.wire")
EVENTS = ["memberJoined", "messageAdded"]


def show(thing, client: Client, other: "Conversation | Thing") -> None:
    thing.get_members()
    room.member_joined
    other.get_members()
    getattr(thing, "last_consumed_message_index")
    requests.get("x").channel.get_members()
    thing["channel"] = thing.name
    for event in EVENTS:
        client.on(event, print)
    importlib.import_module("twilio_chat")


class Thing:
    channel = "mine"

    def get_members(self):
        return self.channel


async def gone(client: Client, channel: Conversation, thing) -> None:
    Thing().get_members()
    await channel.invite("bob")
    print(channel.is_private, channel.type, channel.status == "invited", thing.status == "lastConsumedMessageIndex")
    await client.create_conversation(unique_name="x", is_private=False)
    await channel.send_message(media=b"x", filename="y")
    await client.get_local_channels(order="descending")
    await client.on.channel_invited.wait()
    member = await channel.get_participant_by_identity("bob")
    print(member.conversation)


def state(of: ConnectionState) -> int:
    if of == "connected":
        return 1
    return 0
