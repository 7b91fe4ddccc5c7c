"""The official client of Conversations together with ours: each does what the other must see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import cast

import pytest

from interop.mixed_conversation import open_mixed
from interop.official_client import OfficialError, OfficialObject, Realm
from interop.values import Argument, expect_fields
from support.conversation_rooms import client_of, make_conversation
from twilio_conversations import Conversation
from twilio_local import LocalService
from twilio_realtime.errors import NotFoundError
from twilio_realtime.json import JsonValue


def attributes_are(wanted: JsonValue) -> Callable[[OfficialObject], bool]:
    """Whether an object has these attributes."""
    return lambda found: found["attributes"] == wanted


async def test_messages(service: LocalService, conversations: Realm) -> None:
    """Each receives the other's messages with author, text and attributes, and reads the same pages."""
    async with open_mixed(conversations, service) as room:
        await room.of_alice.send_message("from Python", attributes={"n": 1})
        heard = (await room.bob.event("messageAdded")).object
        assert (heard["author"], heard["body"], heard["attributes"]) == ("alice", "from Python", {"n": 1})
        async with room.of_alice.on.message_added.expect(where=lambda message: message.author == "bob") as answer:
            await room.of_bob.call("sendMessage", "from JavaScript", {"n": 2})
        assert (answer.value.body, answer.value.attributes) == ("from JavaScript", {"n": 2})
        ours = [(message.index, message.body) for message in (await room.of_alice.get_messages()).items]
        page = await room.of_bob.call_object("getMessages")
        assert ours == [(message["index"], message["body"]) for message in page.items()]
        assert await room.of_alice.get_messages_count() == await room.of_bob.call("getMessagesCount") == 2


async def test_any_attributes(service: LocalService, conversations: Realm) -> None:
    """Attributes of every JSON kind cross over in both directions."""
    every_kind: list[JsonValue] = [{"nested": [1, None, {"ü": 1.5}]}, [1, "two"], "text", 7, True, {"cut \ud83d": ""}]
    async with open_mixed(conversations, service) as room:
        for attributes in every_kind:
            await room.of_alice.update_attributes(attributes)
            await room.of_bob.until(attributes_are(attributes))
            async with room.of_alice.on.message_added.expect() as heard:
                await room.of_bob.call("sendMessage", "y", cast(Argument, attributes))
            assert heard.value.attributes == attributes


async def test_edits_and_removals(service: LocalService, conversations: Realm) -> None:
    """Each sees the other's edits, for the same reasons, and the other's removals."""
    reasons = {"body", "lastUpdatedBy", "dateUpdated"}
    async with open_mixed(conversations, service) as room:
        async with room.of_alice.on.message_added.expect() as sent:
            await room.of_alice.send_message("frist")
        await room.bob.event("messageAdded")
        await sent.value.update_body("first")
        assert (await room.bob.event("messageUpdated")).reasons == reasons
        async with room.of_alice.on.message_added.expect() as received:
            await room.of_bob.call("sendMessage", "wrold")
        own = (await room.bob.event("messageAdded", lambda event: event.object["body"] == "wrold")).object
        async with room.of_alice.on.message_updated.expect() as updated:
            await own.call("updateBody", "world")
        assert (updated.value.message, set(updated.value.update_reasons)) == (received.value, reasons)
        async with room.of_alice.on.message_removed.expect() as removed:
            await own.call("remove")
        assert removed.value is received.value
        await sent.value.remove()
        assert (await room.bob.event("messageRemoved", lambda event: event.object["index"] == 0)).object["index"] == 0


async def test_properties(service: LocalService, conversations: Realm) -> None:
    """Both see the same conversation, and each the other's changes to it."""
    async with open_mixed(conversations, service) as room:
        assert (room.of_bob["uniqueName"], room.of_bob["createdBy"]) == ("general", "alice")
        assert room.of_bob["dateCreated"] == room.of_alice.date_created
        await room.of_alice.update_friendly_name("From Python")
        changed = await room.bob.event("conversationUpdated", lambda event: "friendlyName" in event.reasons)
        assert changed.reasons == {"friendlyName", "dateUpdated"}
        async with room.of_alice.on.updated.expect() as updated:
            await room.of_bob.call("updateFriendlyName", "From JavaScript")
        assert set(updated.value.update_reasons) == {"friendlyName", "dateUpdated"}
        assert room.of_alice.friendly_name == "From JavaScript"


async def test_participants(service: LocalService, conversations: Realm) -> None:
    """Each sees the other's attributes as a participant, and whom the other adds and removes."""
    async with open_mixed(conversations, service) as room:
        mine = await room.of_bob.call_object("getParticipantByIdentity", "bob")
        assert mine["attributes"] == {"role": "guest"}
        async with room.of_alice.on.participant_updated.expect() as updated:
            await mine.call("updateAttributes", {"role": "host"})
        assert updated.value.participant.attributes == {"role": "host"}
        assert set(updated.value.update_reasons) == {"attributes", "dateUpdated"}
        carol = await room.of_alice.add("carol", [1])
        joined = (await room.bob.event("participantJoined", lambda event: event.object["identity"] == "carol")).object
        assert (joined["sid"], joined["attributes"]) == (carol.sid, [1])
        await room.of_alice.remove_participant(carol.sid)
        assert (await room.bob.event("participantLeft")).object["sid"] == carol.sid
        async with client_of(service, "dave") as dave:
            with pytest.raises(NotFoundError):
                await dave.peek_conversation_by_sid(room.of_alice.sid)
            other = await conversations.sign_in(service, "erin")
            with pytest.raises(OfficialError):
                await other.call_object("peekConversationBySid", room.of_alice.sid)


async def test_other_networks(service: LocalService, conversations: Realm) -> None:
    """Whom one of the two adds by e-mail or telephone, the other sees with the same bindings."""
    async with open_mixed(conversations, service) as room:
        answer = await room.of_alice.add_non_chat_participant(
            "desk@example.com", "jana@example.com", {"vip": True}, name="Jana", level="cc"
        )
        seen = (await room.bob.event("participantJoined", lambda event: event.object["sid"] == answer.sid)).object
        assert (seen["type"], seen["identity"], seen["attributes"]) == ("email", None, {"vip": True})
        email = expect_fields(expect_fields(seen["bindings"])["email"])
        assert (email["name"], email["address"], email["level"]) == ("Jana", "jana@example.com", "cc")
        async with room.of_alice.on.participant_joined.expect() as joined:
            theirs = expect_fields(await room.of_bob.call("addNonChatParticipant", "+15550001", "+15550002"))
        assert (joined.value.sid, joined.value.type) == (theirs["sid"], "sms")
        assert joined.value.bindings is not None
        assert joined.value.bindings.sms is not None
        assert joined.value.bindings.sms.address == "+15550002"


async def test_reading_and_typing(service: LocalService, conversations: Realm) -> None:
    """Each sees how far the other has read, and when the other is typing."""
    async with open_mixed(conversations, service) as room:
        for number in range(3):
            await room.of_alice.send_message(str(number))
        assert await room.of_alice.update_last_read_message_index(1) == 1
        seen = await room.bob.event("participantUpdated")
        assert seen.reasons == {"lastReadMessageIndex", "lastReadTimestamp"}
        async with room.of_alice.on.participant_updated.expect() as updated:
            assert await room.of_bob.call("setAllMessagesRead") == 0
        assert updated.value.participant.last_read_message_index == 2
        assert set(updated.value.update_reasons) == seen.reasons
        await room.of_alice.typing()
        assert (await room.bob.event("typingStarted")).object["identity"] == "alice"
        async with room.of_alice.on.typing_started.expect() as started:
            await room.of_bob.call("typing")
        async with room.of_alice.on.typing_ended.expect() as ended:
            await room.of_bob.call("sendMessage", "done")
        assert started.value is ended.value


async def test_own_settings_in_both_clients(service: LocalService, conversations: Realm) -> None:
    """What a user sets with one client is known to the same user's other one."""
    async with open_mixed(conversations, service) as room, client_of(service, "bob") as ours:
        seen = await ours.get_conversation_by_unique_name("general")
        async with seen.on.updated.expect() as updated:
            await room.of_bob.call("setUserNotificationLevel", "muted")
        assert (seen.notification_level, updated.value.update_reasons) == ("muted", ("notificationLevel",))
        await seen.set_user_notification_level("default")
        await room.of_bob.until(lambda found: found["notificationLevel"] == "default")
        await ours.user.update_friendly_name("Bob B.")
        theirs = await room.bob.child("user").read()
        await theirs.until(lambda user: user["friendlyName"] == "Bob B.")
        assert (theirs["isOnline"], theirs["isNotifiable"]) == (ours.user.is_online, ours.user.is_notifiable)


async def test_status(service: LocalService, conversations: Realm) -> None:
    """Both announce the same events and show the same status: created, joined, left, removed from, deleted."""
    async with client_of(service, "alice") as alice, client_of(service, "bob") as ours:
        theirs = await conversations.sign_in(service, "bob")
        signals = {
            "conversationAdded": ours.on.conversation_added,
            "conversationJoined": ours.on.conversation_joined,
            "conversationLeft": ours.on.conversation_left,
            "conversationRemoved": ours.on.conversation_removed,
        }
        seen: list[str] = []

        def noting(name: str) -> Callable[[Conversation], None]:
            return lambda one: seen.append(f"{name} {one.status}")

        for name, signal in signals.items():
            signal.connect(noting(name))

        async def same(status: str, cause: Awaitable[object], *events: str) -> OfficialObject:
            """Both announce these events, ours in this order, and the conversation has this status in the end."""
            seen.clear()
            async with signals[events[-1]].expect():
                await cause
            last = [await theirs.event(event) for event in events][-1].object
            assert [entry.split()[0] for entry in seen] == list(events)
            assert seen[-1].split()[1] == last["status"] == status
            return last

        room = await make_conversation(alice, "room")
        joined = await same("joined", room.add("bob"), "conversationAdded", "conversationJoined")
        await joined.mirrored()
        await same("notParticipating", room.remove_participant("bob"), "conversationLeft", "conversationRemoved")
        joined = await same("joined", room.add("bob"), "conversationAdded", "conversationJoined")
        await joined.mirrored()
        await same("notParticipating", joined.call("leave"), "conversationLeft", "conversationRemoved")
        joined = await same("joined", room.add("bob"), "conversationAdded", "conversationJoined")
        await joined.mirrored()
        await same("notParticipating", room.delete(), "conversationLeft", "conversationRemoved")


async def test_connection_lost_on_both_sides(service: LocalService, conversations: Realm) -> None:
    """After both were cut off, each gets what the other wrote meanwhile, once and in order."""
    async with open_mixed(conversations, service) as room:
        heard: list[str | None] = []
        room.of_alice.on.message_added.connect(lambda message: heard.append(message.body))
        service.faults.cut("bob")
        await room.of_alice.send_message("from Python")
        assert (await room.bob.event("messageAdded")).object["body"] == "from Python"
        service.faults.cut("alice")
        async with room.of_alice.on.message_added.expect(where=lambda message: message.author == "bob"):
            await room.of_bob.call("sendMessage", "from JavaScript")
        await room.of_alice.send_message("the end")
        await room.bob.event("messageAdded", lambda event: event.object["body"] == "the end")
        async with room.of_alice.on.message_added.expect():
            await room.of_bob.call("sendMessage", "indeed")
        assert heard == ["from Python", "from JavaScript", "the end", "indeed"]
