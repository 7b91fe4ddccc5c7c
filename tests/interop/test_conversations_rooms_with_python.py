"""Both clients of Conversations: who comes and goes, reading, settings, paging, and Chat in the same room."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from interop.mixed_conversation import MixedConversation, open_mixed
from interop.official_client import EventFilter, OfficialObject, Realm, expect_object
from interop.values import expect_fields, expect_list, expect_text
from support.patience import PATIENCE
from twilio_conversations import ConversationUpdated, SendMediaOptions
from twilio_local import Limits, LocalService
from twilio_realtime.errors import ConflictError


async def test_users(service: LocalService, conversations: Realm) -> None:
    """Each sees the profile of the other change, for the same reasons."""
    async with open_mixed(conversations, service) as room:
        followed = await room.bob.call_object("getUser", "alice")
        await followed.listen("updated")
        await room.alice.user.update_friendly_name("Alice A.")
        changed = await followed.event("updated")
        bob = await room.alice.get_user("bob")
        async with bob.on.updated.expect() as updated:
            await room.bob.child("user").call("updateFriendlyName", "Bob B.")
        assert set(updated.value.update_reasons) == changed.reasons == {"friendlyName"}
        assert (bob.friendly_name, (await followed.read())["friendlyName"]) == ("Bob B.", "Alice A.")
        async with bob.on.updated.expect(where=lambda update: "attributes" in update.update_reasons):
            await room.bob.child("user").call("updateAttributes", {"avatar": [1]})
        assert bob.attributes == {"avatar": [1]}
        await room.alice.user.update_attributes("none")
        await followed.until(lambda user: user["attributes"] == "none")


async def test_names(service: LocalService, conversations: Realm) -> None:
    """A unique name that one client changes is the one by which the other finds the conversation."""
    async with open_mixed(conversations, service) as room:
        await room.of_alice.update_unique_name("from Python/ü")
        found = await room.bob.call_object("getConversationByUniqueName", "from Python/ü")
        assert found["sid"] == room.of_alice.sid
        async with room.of_alice.on.updated.expect(where=lambda update: "uniqueName" in update.update_reasons):
            await room.of_bob.call("updateUniqueName", "from JavaScript")
        assert await room.alice.get_conversation_by_unique_name("from JavaScript") is room.of_alice
        await room.bob.create_conversation(uniqueName="taken")
        with pytest.raises(ConflictError):
            await room.of_alice.update_unique_name("taken")


async def test_horizons(service: LocalService, conversations: Realm) -> None:
    """Both count the same as unread when a horizon moves, advances or is taken away."""
    async with open_mixed(conversations, service) as room:
        for number in range(4):
            await room.of_alice.send_message(str(number))
            await room.of_bob.call("sendMessage", str(number))
        unread = await room.of_alice.update_last_read_message_index(5)
        assert unread == await room.of_bob.call("updateLastReadMessageIndex", 5) == 2
        unread = await room.of_alice.advance_last_read_message_index(6)
        assert unread == await room.of_bob.call("advanceLastReadMessageIndex", 6) == 1
        await room.of_bob.until(lambda conversation: conversation["lastReadMessageIndex"] == 6)
        assert await room.of_alice.get_unread_messages_count() == await room.of_bob.call("getUnreadMessagesCount") == 1
        assert await room.of_alice.set_all_messages_read() == await room.of_bob.call("setAllMessagesRead") == 0
        assert await room.of_alice.set_all_messages_unread() == await room.of_bob.call("setAllMessagesUnread")
        assert await room.of_alice.get_unread_messages_count() is None
        # The official client repeats for half a second the count that it has read, whatever it has changed since.
        async with asyncio.timeout(PATIENCE):
            while await room.of_bob.call("getUnreadMessagesCount") is not None:
                pass


async def test_states(service: LocalService, conversations: Realm) -> None:
    """Both show the state of a conversation and tell of its change, and of nothing else, by the same reasons."""
    async with open_mixed(conversations, service) as room:
        conversation, theirs = room.of_alice, room.of_bob
        assert conversation.state is None
        assert "state" not in await _shown(theirs)
        place = f"/Client/v2/Services/{service.credentials.service_sid}/Conversations/{conversation.sid}"
        headers = {"X-Twilio-Token": service.token("alice")}
        async with httpx.AsyncClient(base_url=service.base_url, headers=headers) as elsewhere:
            for state in ("inactive", "closed", "active"):
                async with conversation.on.updated.expect(where=_tells_of_state) as told:
                    assert (await elsewhere.post(place, json={"state": state})).is_success
                changed = await room.bob.event("conversationUpdated", lambda event: "state" in event.reasons)
                assert changed.reasons == set(told.value.update_reasons) == {"state", "dateUpdated"}
                ours, shown = told.value.conversation.state, expect_fields((await theirs.read())["state"])
                assert ours is not None
                assert (ours.current, ours.date_updated) == (shown["current"], shown["dateUpdated"])
                assert ours.current == state
        async with conversation.on.updated.expect() as renamed:
            await theirs.call("updateFriendlyName", "In the same state")
        assert not _tells_of_state(renamed.value)


async def _shown(conversation: OfficialObject) -> set[str]:
    """Names of the properties that are not undefined or null."""
    return {name for name, value in (await conversation.read()).properties.items() if value is not None}


def _tells_of_state(update: ConversationUpdated) -> bool:
    return "state" in update.update_reasons


async def test_levels(service: LocalService, conversations: Realm) -> None:
    """The notification level that a user sets is that user's alone."""
    async with open_mixed(conversations, service) as room:
        async with room.of_alice.on.updated.expect():
            await room.of_alice.set_user_notification_level("muted")
        await room.heard_by_bob(room.of_alice.send_message("x"))
        assert (await room.of_bob.read())["notificationLevel"] == "default"
        await room.of_bob.call("setUserNotificationLevel", "default")
        assert room.of_alice.notification_level == "muted"


async def test_python_leaves(service: LocalService, conversations: Realm) -> None:
    """The official client sees ours leave; added again, ours reads what was written meanwhile and talks on."""
    async with open_mixed(conversations, service) as room:
        await room.of_alice.leave()
        assert (await room.bob.event("participantLeft")).object["identity"] == "alice"
        await room.of_bob.call("sendMessage", "meanwhile")
        async with room.alice.on.conversation_joined.expect() as joined:
            await room.of_bob.call("add", "alice")
        again = joined.value
        assert [message.body for message in (await again.get_messages()).items] == ["meanwhile"]
        await again.send_message("back")
        heard = await room.bob.event("messageAdded", lambda event: event.object["author"] == "alice")
        assert heard.object["body"] == "back"


async def test_official_leaves(service: LocalService, conversations: Realm) -> None:
    """Our client sees the official one leave; added again, that reads what was written meanwhile and talks on."""
    async with open_mixed(conversations, service) as room:
        async with room.of_alice.on.participant_left.expect() as left:
            await room.of_bob.call("leave")
        assert left.value.identity == "bob"
        await room.bob.event("conversationLeft")
        await room.of_alice.send_message("meanwhile")
        await room.of_alice.add("bob")
        again = (await room.bob.event("conversationJoined")).object
        await again.mirrored()
        assert [message["body"] for message in (await again.call_object("getMessages")).items()] == ["meanwhile"]
        heard = await room.heard_by_alice(again.call("sendMessage", "back"))
        assert heard.body == "back"


async def test_pages(service: LocalService, conversations: Realm) -> None:
    """Both page through the same messages, backwards from the end and forwards from an anchor."""
    async with open_mixed(conversations, service) as room:
        for number in range(9):
            if number % 2:
                await room.of_alice.send_message(str(number))
            else:
                await room.of_bob.call("sendMessage", str(number))
        everything = [str(number) for number in range(9)]
        page = await room.of_alice.get_messages(4)
        seen = await room.of_bob.call_object("getMessages", 4)
        ours = [message.body for message in page.items]
        # Version 2.6.5 asks for another number of messages after the first page.
        theirs = [message["body"] for message in seen.items()]
        assert ours == theirs == everything[-4:]
        while page.has_prev_page:
            page = await page.prev_page()
            ours = [*(message.body for message in page.items), *ours]
        while seen["hasPrevPage"]:
            seen = await seen.call_object("prevPage")
            theirs = [*(message["body"] for message in seen.items()), *theirs]
        assert ours == theirs == everything
        page = await room.of_alice.get_messages(3, 2, "forward")
        seen = await room.of_bob.call_object("getMessages", 3, 2, "forward")
        assert [message.body for message in page.items] == everything[2:5]
        assert [message["body"] for message in seen.items()] == everything[2:5]


async def test_typing_ends_by_itself(conversations: Realm) -> None:
    """Each sees the other's typing end without a message."""
    async with LocalService(limits=Limits(typing_seconds=1)) as service:
        async with open_mixed(conversations, service) as room:
            async with room.of_alice.on.typing_ended.expect(timeout=PATIENCE) as ended:
                await room.of_bob.call("typing")
            assert (ended.value.identity, ended.value.is_typing) == ("bob", False)
            await room.of_alice.typing()
            assert (await room.bob.event("typingEnded")).object["identity"] == "alice"
        await conversations.reset()


async def test_official_cut_off(service: LocalService, conversations: Realm) -> None:
    """What ours writes, edits and changes while the official client is cut off is there when that is back."""
    async with open_mixed(conversations, service) as room:
        async with room.of_alice.on.message_added.expect() as first:
            await room.heard_by_bob(room.of_alice.send_message("frist"))
        service.faults.refuse("bob")
        service.faults.cut("bob")
        await first.value.update_body("first")
        await room.of_alice.send_message("second", subject="S", media=[SendMediaOptions(b"x", "a/b", "x")])
        await room.of_alice.update_friendly_name("Renamed")
        service.faults.refuse("bob", enabled=False)
        heard = (await room.bob.event("messageAdded")).object
        assert (heard["body"], heard["subject"], len(expect_list(heard["attachedMedia"]))) == ("second", "S", 1)
        await room.of_bob.until(lambda conversation: conversation["friendlyName"] == "Renamed")
        assert "body" in (await room.bob.event("messageUpdated")).reasons


async def test_python_cut_off(service: LocalService, conversations: Realm) -> None:
    """What the official client writes and changes while ours is cut off is there when ours is back."""
    async with open_mixed(conversations, service) as room:
        service.faults.refuse("alice")
        service.faults.cut("alice")
        async with (
            room.of_alice.on.message_added.expect(timeout=PATIENCE) as heard,
            room.of_alice.on.updated.expect(
                where=lambda update: "friendlyName" in update.update_reasons, timeout=PATIENCE
            ),
        ):
            await room.of_bob.call("sendMessage", "second", {"n": 1}, {"subject": "S"})
            await room.of_bob.call("updateFriendlyName", "Renamed")
            service.faults.refuse("alice", enabled=False)
        assert (heard.value.body, heard.value.subject, heard.value.attributes) == ("second", "S", {"n": 1})
        assert room.of_alice.friendly_name == "Renamed"


def written_by(author: str) -> EventFilter:
    """Whether the message that an event carries is of this author."""
    return lambda event: event.object["author"] == author


async def carol_of_chat(
    room: MixedConversation, official: Realm, service: LocalService
) -> tuple[OfficialObject, OfficialObject]:
    """Adds carol, who uses Chat, and returns her client and its channel once all three know of each other."""
    async with room.of_alice.on.participant_joined.expect(where=lambda one: one.identity == "carol"):
        await room.of_alice.add("carol")
    await room.bob.event("participantJoined", lambda event: event.object["identity"] == "carol")
    carol = await official.sign_in(service, "carol")
    channel = (await carol.event("channelJoined")).object
    await channel.mirrored()
    return carol, channel


async def test_three_talk(service: LocalService, conversations: Realm, official: Realm) -> None:
    """Ours, the official client of Conversations and that of Chat talk in one room; each hears both others."""
    async with open_mixed(conversations, service) as room:
        carol, channel = await carol_of_chat(room, official, service)
        await room.of_alice.send_message("from Python", attributes={"n": 1}, subject="not for Chat")
        await room.of_bob.call("sendMessage", "from Conversations")
        async with room.of_alice.on.message_added.expect(where=lambda message: message.author == "carol"):
            await channel.call("sendMessage", "from Chat")
        bodies = {"alice": "from Python", "bob": "from Conversations", "carol": "from Chat"}
        for client, others in ((room.bob, ("alice", "carol")), (carol, ("alice", "bob"))):
            for author in others:
                heard = await client.event("messageAdded", written_by(author))
                assert heard.object["body"] == bodies[author]
        assert [message.author for message in (await room.of_alice.get_messages()).items] == list(bodies)
        counts = (await room.of_alice.get_messages_count(), await channel.call("getMessagesCount"))
        assert counts == (3, await room.of_bob.call("getMessagesCount"))


async def test_three_share_files(service: LocalService, conversations: Realm, official: Realm) -> None:
    """Of several files of ours the official client of Conversations sees all, and that of Chat the first."""
    async with open_mixed(conversations, service) as room:
        carol, _ = await carol_of_chat(room, official, service)
        files = [SendMediaOptions(content, "image/png", name) for content, name in ((b"one", "1"), (b"two", "2"))]
        heard = await room.heard_by_bob(room.of_alice.send_message(media=files))
        urls = expect_fields(await heard.call("getTemporaryContentUrlsForAttachedMedia"))
        contents = {(await conversations.fetch(expect_text(url))).content for url in urls.values()}
        assert contents == {b"one", b"two"}
        seen = (await carol.event("messageAdded")).object
        media = await expect_object(seen["media"]).read()
        assert (seen["type"], media["filename"], media["contentType"]) == ("media", "1", "image/png")


async def test_three_members(service: LocalService, conversations: Realm, official: Realm) -> None:
    """Three clients name the same people, see one typing and one reading, and lose the room when it is deleted."""
    async with open_mixed(conversations, service) as room:
        carol, channel = await carol_of_chat(room, official, service)
        ours = {(one.sid, one.identity) for one in await room.of_alice.get_participants()}
        theirs = {(one["sid"], one["identity"]) for one in await room.of_bob.call_objects("getParticipants")}
        assert ours == theirs == {(one["sid"], one["identity"]) for one in await channel.call_objects("getMembers")}
        async with room.of_alice.on.typing_started.expect() as typing:
            await channel.call("typing")
        assert typing.value.identity == "carol"
        assert (await room.bob.event("typingStarted")).object["identity"] == "carol"
        await channel.call("sendMessage", "typed")
        async with room.of_alice.on.participant_updated.expect() as read:
            await channel.call("updateLastConsumedMessageIndex", 0)
        assert (read.value.participant.identity, read.value.participant.last_read_message_index) == ("carol", 0)
        await room.of_alice.delete()
        assert (await room.bob.event("conversationRemoved")).object["sid"] == channel["sid"]
        assert (await carol.event("channelRemoved")).object["sid"] == channel["sid"]
