"""Events as CloudEvents: valid, described by the document, and the same from everybody who is told of them."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from importlib import import_module
from importlib.resources import files
from typing import cast

import pytest

from compiler.documents.validation import problems
from support.rooms import Connect
from twilio_chat import Client
from twilio_conversations import Client as Conversations
from twilio_conversations import SendMediaOptions
from twilio_fleet import CloudEvent, CloudEvents
from twilio_local import LocalService
from twilio_realtime.errors import ConfigurationError
from twilio_realtime.events import connect_by_name, events_of
from twilio_realtime.json import JsonObject

ENVELOPE: JsonObject = {
    "type": "object",
    "required": ["id", "source", "specversion", "type"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "source": {"type": "string", "minLength": 1, "format": "uri-reference"},
        "specversion": {"type": "string", "enum": ["1.0"]},
        "type": {"type": "string", "minLength": 1},
        "datacontenttype": {"type": "string", "enum": ["application/json"]},
        "subject": {"type": "string", "minLength": 1},
        "time": {"type": "string", "format": "date-time"},
        "partitionkey": {"type": "string", "minLength": 1},
        "identity": {"type": "string", "minLength": 1},
        "data": {},
    },
    "additionalProperties": False,
}
"""The required and optional attributes of CloudEvents 1.0 in JSON, and the extension attributes that are used."""
DOCUMENTED = {
    "com.twilio.conversations.conversation.updated",
    "com.twilio.conversations.message.added",
    "com.twilio.conversations.message.removed",
    "com.twilio.conversations.message.updated",
    "com.twilio.conversations.participant.added",
    "com.twilio.conversations.participant.removed",
    "com.twilio.conversations.participant.updated",
    "com.twilio.conversations.user.updated",
}
"""Names that Twilio's Event Streams have for what the client is told of, too."""


def described(package: str) -> dict[str, JsonObject]:
    """The AsyncAPI messages of the client, by documented name."""
    document = json.loads((files(package) / "schemas" / "asyncapi.json").read_text(encoding="utf-8"))
    messages = document["components"]["messages"]
    return {
        name.removeprefix("Client."): {**message["payload"], "components": document["components"]}
        for name, message in messages.items()
        if name.startswith("Client.")
    }


@pytest.mark.parametrize(
    ("package", "own"),
    [
        ("twilio_chat", ["channel_added", "channel_invited", "channel_joined", "channel_left", "channel_removed"]),
        (
            "twilio_conversations",
            ["conversation_added", "conversation_joined", "conversation_left", "conversation_removed"],
        ),
    ],
)
def test_what_twilio_names_has_its_name(package: str, own: list[str]) -> None:
    document = json.loads((files(package) / "schemas" / "asyncapi.json").read_text(encoding="utf-8"))
    types = {
        message["x-cloud-event"]["type"]
        for message in document["components"]["messages"].values()
        if "x-cloud-event" in message
    }
    assert types == DOCUMENTED | {f"{package}.{name}" for name in own}
    events = CloudEvents(package)
    assert events.durable == "messageAdded"
    assert set(events.names) <= events_of(import_module(f"{package}.events").ClientEvents).keys()
    assert {"typingStarted", "connectionError", "stateChanged", "userSubscribed"}.isdisjoint(events.names)


def listen(client: Client) -> dict[str, list[CloudEvent]]:
    """Collects the CloudEvents of a client, by documented name."""
    events, heard = CloudEvents("twilio_chat"), cast("dict[str, list[CloudEvent]]", {})

    def take(name: str, payload: object) -> None:
        event = events.make(name, payload, client.user.identity)
        if event is not None:
            heard.setdefault(name, []).append(event)

    for name in events.names:
        connect_by_name(client.on, name, partial(take, name))
    return heard


async def test_what_is_there_at_the_start_has_not_happened(service: LocalService, connect: Connect) -> None:
    alice = await connect("alice")
    room = await (await alice.create_channel()).join()
    client = Client(service.token("alice"), base_url=service.base_url)
    heard = listen(client)
    async with client, client.on.channel_updated.expect():
        await client.get_channel_by_sid(room.sid)
        await room.update_friendly_name("Room")
    assert list(heard) == ["channelUpdated"]


async def test_they_are_valid_and_the_same_from_everybody(connect: Connect) -> None:
    alice, bob = await connect("alice"), await connect("bob")
    heard = [listen(client) for client in (alice, bob)]
    room = await (await alice.create_channel(unique_name="room")).join()
    async with bob.on.channel_joined.expect() as joined:
        await room.add("bob")
    bobs = joined.value
    async with bob.on.member_joined.expect(), alice.on.member_joined.expect():
        await room.add("carol")
    async with bob.on.message_added.expect(), alice.on.message_added.expect() as written:
        await bobs.send_message("one", {"deep": [1, {"x": None}]})
    message = written.value
    for text in ("two", "one", "two"):  # back and forth: each time is an event of its own
        async with bob.on.message_updated.expect(), alice.on.message_updated.expect():
            await (await bobs.get_messages(1)).items[0].update_body(text)
    async with bob.on.channel_updated.expect(), alice.on.channel_updated.expect():
        await room.update_friendly_name("Room")
    async with bob.on.member_updated.expect(), alice.on.member_updated.expect():
        await bobs.update_last_consumed_message_index(0)
    async with bob.on.message_removed.expect(), alice.on.message_removed.expect():
        await (await bobs.get_messages(1)).items[0].remove()
    async with bob.on.member_left.expect(), alice.on.member_left.expect():
        await room.remove_member("carol")
    async with bob.on.channel_removed.expect(), alice.on.channel_removed.expect():
        await room.delete()
    await asyncio.sleep(0)
    assert message.index == 0

    schemas = described("twilio_chat")
    for one in heard:
        for name, found in one.items():
            for event in found:
                assert problems(ENVELOPE, event.record()) == []
                assert problems(schemas[name], event.data) == [], name
                assert event.partition == room.sid or name.startswith("user")
        ids = [event.id for found in one.values() for event in found]
        assert len(ids) == len(set(ids))
    for name in ("messageAdded", "messageUpdated", "messageRemoved", "memberLeft"):
        alices, bobs_events = ([event.id for event in one[name]] for one in heard)
        assert alices == bobs_events, name
    assert len(heard[0]["messageUpdated"]) == 3
    ids_of_joining = {event.subject: event.id for event in heard[0]["memberJoined"]}
    assert {event.id for event in heard[1]["memberJoined"]} <= set(ids_of_joining.values())
    personal = [event for one in heard for event in one["channelRemoved"]]
    assert {event.identity for event in personal} == {"alice", "bob"}
    assert len({event.id for event in personal}) == 2
    added = heard[0]["messageAdded"][0]
    assert (added.type, added.subject, added.position) == ("com.twilio.conversations.message.added", message.sid, 0)
    assert added.time is not None
    assert "data=" not in repr(added)


async def test_events_of_conversations_are_as_described(service: LocalService) -> None:
    events, schemas = CloudEvents("twilio_conversations"), described("twilio_conversations")
    heard: dict[str, list[CloudEvent]] = {}
    bob = Conversations(service.token("bob"), base_url=service.base_url)

    def take(name: str, payload: object) -> None:
        event = events.make(name, payload, "bob")
        if event is not None:
            heard.setdefault(name, []).append(event)

    for name in events.names:
        connect_by_name(bob.on, name, partial(take, name))
    async with Conversations(service.token("alice"), base_url=service.base_url) as alice, bob:
        room = await alice.create_conversation(unique_name="room")
        await room.join()
        async with bob.on.conversation_joined.expect() as joined:
            await room.add("bob")
        bobs = joined.value
        async with bob.on.participant_joined.expect():
            await room.add("carol")
        picture = SendMediaOptions(media=b"picture", content_type="image/png", filename="a.png")
        draft = bobs.prepare_message().set_body("text").set_subject("about").add_media(picture)
        async with bob.on.message_added.expect():
            await draft.build().send()
        async with bob.on.message_updated.expect() as updated:
            await (await room.get_messages(1)).items[0].update_attributes({"a": [1, None]})
        async with bob.on.message_removed.expect():
            await updated.value.message.remove()
        async with bob.on.conversation_removed.expect():
            await room.delete()
        await asyncio.sleep(0)
    for name, found in heard.items():
        for event in found:
            assert problems(ENVELOPE, event.record()) == []
            assert problems(schemas[name], event.data) == [], name
    wanted = {"conversationJoined", "participantJoined", "messageAdded", "messageUpdated", "messageRemoved"}
    assert wanted | {"conversationRemoved"} <= heard.keys()


def test_a_package_without_events_and_an_empty_source_are_refused() -> None:
    for package in ("nothing_of_the_kind", "json"):
        with pytest.raises(ConfigurationError, match=f"no generated package '{package}'"):
            CloudEvents(package)
    with pytest.raises(ConfigurationError, match="source is empty"):
        CloudEvents("twilio_chat", source=" ")
    assert CloudEvents("twilio_chat").source == "/twilio-chat"
    assert CloudEvents("twilio_chat", source="urn:shop").source == "urn:shop"
