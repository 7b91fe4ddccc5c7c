"""What changed, in the documented words and no others."""

from __future__ import annotations

import logging

import pytest

from support.rooms import Connect, share_room
from twilio_chat import ArgumentError, Channel, ChannelUpdated, Client, Member, MemberUpdated, Message, MessageUpdated
from twilio_chat.member import accept_member
from twilio_chat.message import accept_message


class Room:
    """A public channel that alice and bob have joined, with one message by alice."""

    def __init__(self, alice: Channel, bob: Channel, sent: Message, received: Message) -> None:
        self.alice = alice
        self.bob = bob
        self.sent = sent
        self.received = received


@pytest.fixture
async def room(alice: Client, bob: Client) -> Room:
    hers, his = await share_room(alice, bob, unique_name="room", friendly_name="Room")
    # Every new message also changes the document: over by now, so that it does not get into the way of the tests.
    async with (
        his.on.updated.expect(where=lambda update: "lastMessage" in update.update_reasons),
        hers.on.updated.expect(where=lambda update: "lastMessage" in update.update_reasons),
        hers.on.message_added.expect() as sent,
        his.on.message_added.expect() as received,
    ):
        await hers.send_message("first")
    return Room(hers, his, sent.value, received.value)


async def reasons_of_edit(message: Message, seen: Message, body: str) -> set[str]:
    async with seen.on.updated.expect() as updated:
        await message.update_body(body)
    assert len(updated.value.update_reasons) == len(set(updated.value.update_reasons))
    return set(updated.value.update_reasons)


async def test_edits_of_a_body(room: Room) -> None:
    assert await reasons_of_edit(room.sent, room.received, "second") == {"body", "dateUpdated", "lastUpdatedBy"}
    assert await reasons_of_edit(room.sent, room.received, "third") == {"body", "dateUpdated"}
    assert await reasons_of_edit(room.sent, room.received, "") == {"body", "dateUpdated"}
    assert room.received.body == ""
    assert await reasons_of_edit(room.sent, room.received, "") == {"dateUpdated"}


async def test_an_edit_by_another_user(room: Room) -> None:
    async with room.alice.on.message_added.expect() as arrived:
        await room.bob.send_message("of bob")
    bobs = (await room.bob.get_messages(1)).items[0]
    assert await reasons_of_edit(bobs, arrived.value, "1") == {"body", "dateUpdated", "lastUpdatedBy"}
    # The creator of a channel may edit everybody's messages.
    assert await reasons_of_edit(arrived.value, bobs, "2") == {"body", "dateUpdated", "lastUpdatedBy"}
    assert bobs.last_updated_by == "alice"


async def test_attributes_of_a_message(room: Room) -> None:
    async with room.received.on.updated.expect() as updated:
        await room.sent.update_attributes({"a": [1, {"b": None}]})
    assert set(updated.value.update_reasons) == {"attributes", "dateUpdated", "lastUpdatedBy"}
    assert room.received.attributes == {"a": [1, {"b": None}]}
    async with room.received.on.updated.expect() as updated:
        await room.sent.update_attributes({"a": [1, {"b": None}]})
    assert set(updated.value.update_reasons) == {"dateUpdated"}


async def test_changes_bubble_from_message_to_channel_to_client(bob: Client, room: Room) -> None:
    heard: list[tuple[str, MessageUpdated]] = []
    bob.on.message_updated.connect(lambda update: heard.append(("client", update)))
    room.bob.on.message_updated.connect(lambda update: heard.append(("channel", update)))
    room.received.on.updated.connect(lambda update: heard.append(("message", update)))
    async with bob.on.message_updated.expect():
        await room.sent.update_body("changed")
    assert [name for name, _ in heard] == ["message", "channel", "client"]
    assert heard[0][1] is heard[1][1] is heard[2][1]
    assert heard[0][1].message is room.received


@pytest.mark.parametrize("field", ["friendlyName", "attributes", "uniqueName"])
async def test_changes_of_a_channel(bob: Client, room: Room, field: str) -> None:
    async with bob.on.channel_updated.expect() as updated:
        if field == "friendlyName":
            await room.alice.update_friendly_name("Renamed")
        elif field == "attributes":
            await room.alice.update_attributes({"topic": "x"})
        else:
            await room.alice.update_unique_name("renamed")
    assert updated.value.channel is room.bob
    assert set(updated.value.update_reasons) == {field, "dateUpdated"}


async def test_the_same_name_again_sends_nothing(room: Room) -> None:
    heard: list[ChannelUpdated] = []
    room.alice.on.updated.connect(heard.append)
    await room.alice.update_friendly_name("Room")
    await room.alice.update_unique_name("room")
    async with room.alice.on.updated.expect():
        await room.alice.update_friendly_name("Another")
    assert [set(update.update_reasons) for update in heard] == [{"friendlyName", "dateUpdated"}]


async def test_a_new_message_changes_the_last_one(room: Room) -> None:
    async with room.bob.on.updated.expect() as updated:
        await room.alice.send_message("another")
    assert set(updated.value.update_reasons) == {"lastMessage"}
    assert room.bob.last_message is not None
    assert room.bob.last_message.index == 1


async def test_the_last_message_disappears(room: Room) -> None:
    async with room.bob.on.updated.expect() as updated:
        await room.sent.remove()
    assert set(updated.value.update_reasons) == {"lastMessage"}
    assert room.bob.last_message is None


async def test_a_read_horizon(room: Room) -> None:
    async with (
        room.bob.on.updated.expect() as own,
        room.bob.on.member_updated.expect() as mine,
        room.alice.on.member_updated.expect() as seen,
    ):
        await room.bob.update_last_consumed_message_index(0)
    assert set(own.value.update_reasons) == {"lastConsumedMessageIndex"}
    for update in (mine.value, seen.value):
        assert set(update.update_reasons) == {"lastConsumedMessageIndex", "lastConsumptionTimestamp"}
        assert update.member.identity == "bob"
        assert update.member.last_consumed_message_index == 0
        assert update.member.last_consumption_timestamp is not None


async def test_a_notification_level(room: Room) -> None:
    async with room.bob.on.updated.expect() as updated:
        await room.bob.set_user_notification_level("muted")
    assert set(updated.value.update_reasons) == {"notificationLevel"}
    assert room.bob.notification_level == "muted"
    level: str = "loud"
    with pytest.raises(ArgumentError, match="notification_level must be one of 'default', 'muted', not 'loud'"):
        await room.bob.set_user_notification_level(level)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def test_attributes_of_a_member(alice: Client, room: Room) -> None:
    own = await room.bob.get_member_by_identity("bob")
    seen = await room.alice.get_member_by_identity("bob")
    heard: list[tuple[str, MemberUpdated]] = []
    alice.on.member_updated.connect(lambda update: heard.append(("client", update)))
    seen.on.updated.connect(lambda update: heard.append(("member", update)))
    async with alice.on.member_updated.expect():
        assert await own.update_attributes({"hat": "red"}) is own
    assert [(name, set(update.update_reasons)) for name, update in heard] == [
        ("member", {"attributes", "dateUpdated"}),
        ("client", {"attributes", "dateUpdated"}),
    ]
    assert seen.attributes == {"hat": "red"}


async def test_changes_of_messages_never_seen_are_silent_and_shown_when_read(
    connect: Connect, alice: Client, room: Room
) -> None:
    fresh = await (await connect("carol")).get_channel_by_sid(room.alice.sid)
    await fresh.join()
    heard: list[MessageUpdated] = []
    fresh.on.message_updated.connect(heard.append)
    await room.sent.update_body("edited unseen")
    async with fresh.on.message_added.expect():
        await room.alice.send_message("a sign that the edit has passed")
    assert heard == []
    assert (await fresh.get_messages(1, 0)).items[0].body == "edited unseen"


# ---------------------------------------------------------------------------------------------- what nobody promised


async def test_unknown_values_pass_with_one_warning(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    member = await room.bob.get_member_by_identity("alice")
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            accept_message(room.received, {"type": "hologram", "sid": room.received.sid})
            accept_member(member, {"type": "pigeon"})
    assert (str(room.received.type), str(member.type)) == ("hologram", "pigeon")
    warnings = [record.getMessage() for record in caplog.records if "not a documented" in record.getMessage()]
    assert sorted(warnings) == [
        "'hologram' is not a documented MessageType; it is passed through as it is",
        "'pigeon' is not a documented MemberType; it is passed through as it is",
    ]


async def test_malformed_attributes(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    member: Member = await room.bob.get_member_by_identity("alice")
    await room.sent.update_attributes({"a": 1})
    with caplog.at_level(logging.WARNING):
        for _ in range(3):  # what is stored comes again and again, and is reported once
            accept_message(room.received, {"attributes": "{not JSON of a Message"})
            accept_member(member, {"attributes": "{not JSON of a Member"})
        assert (room.received.attributes, member.attributes) == ({}, {})
    assert caplog.text.count("should be JSON is not") == 2
    assert "not JSON" not in caplog.text


async def test_fields_of_the_wrong_type_do_not_harm(room: Room) -> None:
    body = room.received.body
    accept_message(room.received, {"text": 5, "timestamp": "tomorrow", "dateUpdated": [], "attributes": 7, "extra": {}})
    assert (room.received.body, room.received.attributes) == (body, 7)
