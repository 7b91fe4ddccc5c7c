"""Conversations of the signed-in user: made, found, joined, changed, left and deleted."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from support.conversation_rooms import Connect, SharedConversation, client_of, make_conversation
from twilio_conversations import (
    ArgumentError,
    Client,
    ConflictError,
    Conversation,
    CreateConversationOptions,
    ForbiddenError,
    NotFoundError,
)
from twilio_local import LocalService


def status_of(conversation: Conversation) -> str:
    """The status, as a call so that type checkers do not take it for a constant."""
    return conversation.status


async def test_creating(alice: Client) -> None:
    async with alice.on.conversation_added.expect() as added:
        made = await alice.create_conversation(
            unique_name="room", friendly_name="The room", attributes={"topic": ["a", 1]}
        )
    assert added.value is made
    assert made.sid.startswith("CH")
    assert (made.unique_name, made.friendly_name, made.attributes) == ("room", "The room", {"topic": ["a", 1]})
    assert (made.created_by, made.status, made.notification_level) == ("alice", "notParticipating", "default")
    assert (made.last_message, made.state, made.last_read_message_index) == (None, None, None)
    assert made.date_created is not None
    assert abs(made.date_created - datetime.now(UTC)) < timedelta(minutes=1)
    assert await made.get_attributes() == made.attributes
    assert repr(made) == f"<Conversation {made.sid} unique_name='room'>"


async def test_creating_from_options(alice: Client) -> None:
    options = CreateConversationOptions(friendly_name="From options", attributes=[1])
    made = await alice.create_conversation(options, friendly_name="Keywords win")
    assert (made.friendly_name, made.attributes, made.unique_name) == ("Keywords win", [1], None)
    assert (await alice.create_conversation()).attributes == {}


async def test_a_unique_name_is_unique(alice: Client, conversation: Conversation) -> None:
    with pytest.raises(ConflictError):
        await alice.create_conversation(unique_name="room")
    other = await make_conversation(alice, "other")
    with pytest.raises(ConflictError):
        await other.update_unique_name("room")
    async with other.on.updated.expect() as updated:
        await other.update_unique_name(None)
    assert (other.unique_name, set(updated.value.update_reasons)) == (None, {"uniqueName", "dateUpdated"})


async def test_getting_or_creating(alice: Client) -> None:
    first = await alice.get_or_create_conversation("room", friendly_name="Room", attributes={"a": 1})
    assert (first.friendly_name, first.attributes) == ("Room", {"a": 1})
    assert await alice.get_or_create_conversation("room", friendly_name="Another") is first
    others = await asyncio.gather(*(alice.get_or_create_conversation("other") for _ in range(3)))
    assert len(set(others)) == 1


async def test_finding(alice: Client, bob: Client, shared: SharedConversation) -> None:
    for client, own in ((alice, shared.of_alice), (bob, shared.of_bob)):
        assert await client.get_conversation_by_sid(own.sid) is own
        assert await client.peek_conversation_by_sid(own.sid) is own
        assert await client.get_conversation_by_unique_name("room") is own
        assert (own.unique_name, own.created_by, status_of(own)) == ("room", "alice", "joined")


async def test_what_cannot_be_found(alice: Client, bob: Client, conversation: Conversation) -> None:
    nowhere = "CH" + "0" * 32
    for client, sid, name in ((alice, nowhere, "nowhere"), (bob, conversation.sid, "room")):
        with pytest.raises((NotFoundError, ForbiddenError)):
            await client.get_conversation_by_sid(sid)
        with pytest.raises((NotFoundError, ForbiddenError)):
            await client.peek_conversation_by_sid(sid)
        with pytest.raises(NotFoundError):
            await client.get_conversation_by_unique_name(name)
    with pytest.raises(ArgumentError, match="conversation_sid must be a string that is not empty, not ''"):
        await alice.peek_conversation_by_sid("")


async def test_peeking_reads_anew_and_keeps_the_own_settings(shared: SharedConversation, bob: Client) -> None:
    await shared.of_alice.send_message("hello")
    async with shared.of_bob.on.updated.expect(where=lambda update: "notificationLevel" in update.update_reasons):
        await shared.of_bob.set_user_notification_level("muted")
    async with shared.of_bob.on.updated.expect(where=lambda update: "lastReadMessageIndex" in update.update_reasons):
        await shared.of_bob.set_all_messages_read()
    peeked = await bob.peek_conversation_by_sid(shared.of_bob.sid)
    assert peeked is shared.of_bob
    assert (peeked.notification_level, peeked.last_read_message_index) == ("muted", 0)


async def test_joining_and_being_added(alice: Client, bob: Client, conversation: Conversation) -> None:
    order: list[str] = []
    bob.on.conversation_added.connect(lambda one: order.append(f"added {one.status}"))
    bob.on.conversation_joined.connect(lambda one: order.append(f"joined {one.status}"))
    async with bob.on.conversation_joined.expect() as joined, alice.on.participant_joined.expect() as arrived:
        await conversation.add("bob")
    assert order == ["added notParticipating", "joined joined"]
    assert arrived.value.conversation is conversation
    assert joined.value.unique_name == "room"
    assert await conversation.join() is conversation
    assert {participant.identity for participant in await joined.value.get_participants()} == {"alice", "bob"}


async def test_leaving_is_for_good(bob: Client, shared: SharedConversation) -> None:
    order: list[tuple[str, str]] = []
    bob.on.conversation_left.connect(lambda one: order.append(("left", one.status)))
    bob.on.conversation_removed.connect(lambda one: order.append(("removed", one.status)))
    async with shared.of_bob.on.removed.expect(), shared.of_alice.on.participant_left.expect() as gone:
        assert await shared.of_bob.leave() is shared.of_bob
    assert gone.value.identity == "bob"
    assert order == [("left", "notParticipating"), ("removed", "notParticipating")]
    assert (await bob.get_subscribed_conversations()).items == ()
    await shared.of_bob.leave()  # nothing is sent
    with pytest.raises((NotFoundError, ForbiddenError)):
        await bob.get_conversation_by_sid(shared.of_alice.sid)
    async with bob.on.conversation_joined.expect() as again:
        await shared.of_alice.add("bob")
    async with again.value.on.message_added.expect() as heard:
        await shared.of_alice.send_message("welcome back")
    assert heard.value.body == "welcome back"


async def test_deleting(alice: Client, bob: Client, shared: SharedConversation) -> None:
    with pytest.raises(ForbiddenError):
        await shared.of_bob.delete()
    async with shared.of_bob.on.removed.expect(), bob.on.conversation_removed.expect() as removed:
        assert await shared.of_alice.delete() is shared.of_alice
    assert removed.value is shared.of_bob
    with pytest.raises(NotFoundError):
        await alice.get_conversation_by_unique_name("room")


async def test_changes_are_announced_with_their_reasons(alice: Client, bob: Client, shared: SharedConversation) -> None:
    of_alice, of_bob = shared
    async with of_bob.on.updated.expect() as updated, bob.on.conversation_updated.expect() as repeated:
        assert await of_alice.update_friendly_name("The room") is of_alice
    assert updated.value is repeated.value
    assert updated.value.conversation is of_bob
    assert set(updated.value.update_reasons) == {"friendlyName", "dateUpdated"}
    async with of_bob.on.updated.expect() as updated:
        await of_alice.update_attributes([1, None])
    assert (of_bob.friendly_name, of_bob.attributes) == ("The room", [1, None])
    assert set(updated.value.update_reasons) == {"attributes", "dateUpdated"}
    async with of_bob.on.updated.expect() as updated:
        await of_alice.send_message("hello")
    assert set(updated.value.update_reasons) == {"lastMessage"}
    assert of_bob.last_message is not None
    assert of_bob.last_message.index == 0


async def test_own_settings_stay_one_s_own(shared: SharedConversation) -> None:
    async with shared.of_bob.on.updated.expect() as updated:
        await shared.of_bob.set_user_notification_level("muted")
    assert updated.value.update_reasons == ("notificationLevel",)
    assert (shared.of_bob.notification_level, shared.of_alice.notification_level) == ("muted", "default")


async def test_all_of_them_page_by_page(alice: Client) -> None:
    made = [await make_conversation(alice, f"room {number}") for number in range(5)]
    page = await alice.get_subscribed_conversations(page_size=2)
    assert (len(page.items), page.has_next_page, page.has_prev_page) == (2, True, False)
    assert sorted([one async for one in page], key=lambda one: one.sid) == sorted(made, key=lambda one: one.sid)


async def test_they_are_known_at_the_next_start(service: LocalService, alice: Client, connect: Connect) -> None:
    made = await make_conversation(alice, "room")
    await made.send_message("hello")
    async with made.on.updated.expect(where=lambda update: "lastReadMessageIndex" in update.update_reasons):
        await made.update_last_read_message_index(0)
    await alice.create_conversation(unique_name="not joined")
    again = client_of(service, "alice")
    heard: list[tuple[str, str, int | None]] = []
    again.on.conversation_added.connect(
        lambda one: heard.append(("added", str(one.unique_name), one.last_read_message_index))
    )
    again.on.conversation_joined.connect(
        lambda one: heard.append(("joined", str(one.unique_name), one.last_read_message_index))
    )
    async with again:
        page = await again.get_subscribed_conversations()
        assert [(one.unique_name, status_of(one)) for one in page.items] == [("room", "joined")]
    assert heard == [("added", "room", 0), ("joined", "room", 0)]


async def test_added_while_the_connection_was_lost(
    service: LocalService, alice: Client, bob: Client, conversation: Conversation
) -> None:
    service.faults.refuse("bob")
    service.faults.cut("bob")
    await conversation.add("bob")
    async with bob.on.conversation_joined.expect() as joined:
        service.faults.refuse("bob", enabled=False)
    assert joined.value.sid == conversation.sid
