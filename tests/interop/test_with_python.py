"""The official client together with ours: channels, members and messages."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import cast

import pytest

from interop.official_client import Realm
from interop.rooms import open_mixed_room
from interop.values import Argument
from support.rooms import client_of, make_room
from twilio_local import LocalService
from twilio_realtime.errors import ForbiddenError
from twilio_realtime.json import JsonValue


async def test_messages(service: LocalService, official: Realm) -> None:
    """Each receives the other's messages with author, text and attributes."""
    async with open_mixed_room(official, service) as room:
        await room.channel.send_message("from Python", attributes={"n": 1})
        heard = (await room.bob.event("messageAdded")).object
        assert (heard["author"], heard["body"], heard["attributes"]) == ("alice", "from Python", {"n": 1})
        async with room.channel.on.message_added.expect(where=lambda message: message.author == "bob") as answer:
            await room.of_bob.call("sendMessage", "from JavaScript", {"n": 2})
        assert (answer.value.body, answer.value.attributes) == ("from JavaScript", {"n": 2})


async def test_any_text(service: LocalService, official: Realm) -> None:
    """Text of any kind crosses over in both directions."""
    async with open_mixed_room(official, service) as room:
        for text in ("", "Ünï çødé 🙂 \u202eabc", "\0\u2028\r\n", "cut \ud83d", "\ude00 off", "x" * 30_000):
            await room.channel.send_message(text)
            heard = (await room.bob.event("messageAdded", lambda event: event.object["author"] == "alice")).object
            assert heard["body"] == text
            async with room.channel.on.message_added.expect(where=lambda message: message.author == "bob") as answer:
                await room.of_bob.call("sendMessage", text)
            assert answer.value.body == text


async def test_any_attributes(service: LocalService, official: Realm) -> None:
    """Attributes of every JSON kind cross over in both directions."""
    every_kind: list[JsonValue] = [
        {"nested": [1, None, {"ü": 1.5}]},
        [1, "two"],
        "text",
        7,
        True,
        {"cut \ud83d": "\ude00"},
    ]
    async with open_mixed_room(official, service) as room:
        for attributes in every_kind:
            await room.channel.send_message("x", attributes=attributes)
            heard = (await room.bob.event("messageAdded", lambda event: event.object["author"] == "alice")).object
            assert heard["attributes"] == attributes
            async with room.channel.on.message_added.expect(where=lambda message: message.author == "bob") as answer:
                await room.of_bob.call("sendMessage", "y", cast(Argument, attributes))
            assert answer.value.attributes == attributes


async def test_edits(service: LocalService, official: Realm) -> None:
    """Each sees the other's edits, for the same reasons."""
    async with open_mixed_room(official, service) as room:
        async with room.channel.on.message_added.expect() as sent:
            await room.channel.send_message("frist")
        await room.bob.event("messageAdded")
        await sent.value.update_body("first")
        assert (await room.bob.event("messageUpdated")).reasons == {"body", "lastUpdatedBy", "dateUpdated"}

        async with room.channel.on.message_added.expect() as received:
            await room.of_bob.call("sendMessage", "wrold")
        own = (await room.bob.event("messageAdded", lambda event: event.object["body"] == "wrold")).object
        async with room.channel.on.message_updated.expect() as updated:
            await own.call("updateBody", "world")
        assert updated.value.message is received.value
        assert updated.value.message.body == "world"
        assert set(updated.value.update_reasons) == {"body", "lastUpdatedBy", "dateUpdated"}


async def test_removals(service: LocalService, official: Realm) -> None:
    """Each sees the other's removals."""
    async with open_mixed_room(official, service) as room:
        async with room.channel.on.message_added.expect() as mine:
            await room.channel.send_message("mine")
        await room.bob.event("messageAdded")
        await mine.value.remove()
        assert (await room.bob.event("messageRemoved")).object["index"] == 0

        await room.of_bob.call("sendMessage", "yours")
        own = (await room.bob.event("messageAdded")).object
        async with room.channel.on.message_removed.expect() as removed:
            await own.call("remove")
        assert removed.value.index == 1


async def test_pages(service: LocalService, official: Realm) -> None:
    """Both page through the same messages."""
    async with open_mixed_room(official, service) as room:
        for number in range(9):
            if number % 2:
                await room.channel.send_message(str(number))
            else:
                await room.of_bob.call("sendMessage", str(number))
        async with client_of(service, "carol") as carol:
            channel = await carol.get_channel_by_unique_name("general")
            page = await channel.get_messages(4)
            ours = [[message.body for message in page.items]]
            while page.has_prev_page:
                page = await page.prev_page()
                ours.append([message.body for message in page.items])
        dave = await official.sign_in(service, "dave")
        official_page = await (await dave.call_object("getChannelByUniqueName", "general")).call_object(
            "getMessages", 4
        )
        theirs = [[message["body"] for message in official_page.items()]]
        while official_page["hasPrevPage"]:
            official_page = await official_page.call_object("prevPage")
            theirs.append([message["body"] for message in official_page.items()])
        assert ours == theirs == [["5", "6", "7", "8"], ["1", "2", "3", "4"], ["0"]]


async def test_channel_properties(service: LocalService, official: Realm) -> None:
    """Both see the same channel, and each the other's changes to it."""
    async with open_mixed_room(official, service) as room:
        assert (room.of_bob["friendlyName"], room.of_bob["createdBy"]) == ("General", "alice")
        assert room.of_bob["dateCreated"] == room.channel.date_created
        await room.channel.update_friendly_name("From Python")
        await room.of_bob.until(lambda channel: channel["friendlyName"] == "From Python")
        async with room.channel.on.updated.expect() as updated:
            await room.of_bob.call("updateFriendlyName", "From JavaScript")
        assert set(updated.value.update_reasons) == {"friendlyName", "dateUpdated"}
        assert room.channel.friendly_name == "From JavaScript"


async def test_membership(service: LocalService, official: Realm) -> None:
    """Each sees the other join and leave."""
    async with open_mixed_room(official, service) as room:
        async with room.channel.on.member_left.expect() as left:
            await room.of_bob.call("leave")
        assert left.value.identity == "bob"
        async with room.channel.on.member_joined.expect() as joined:
            await room.of_bob.join()
        assert joined.value.identity == "bob"
        await room.channel.leave()
        # The client of somebody who leaves may tell of that as well.
        await room.bob.event("memberLeft", lambda event: event.object["identity"] == "alice")
        await room.channel.join()
        await room.bob.event("memberJoined", lambda event: event.object["identity"] == "alice")


async def test_invitation_from_python(service: LocalService, official: Realm) -> None:
    """Our client invites the official one, which accepts."""
    async with client_of(service, "alice") as alice:
        bob = await official.sign_in(service, "bob")
        channel = await make_room(alice, friendly_name="Secret", is_private=True)
        await channel.invite("bob")
        invited = (await bob.event("channelInvited")).object
        assert (invited["friendlyName"], invited["isPrivate"]) == ("Secret", True)
        async with channel.on.member_joined.expect():
            await invited.join()


async def test_invitation_to_python(service: LocalService, official: Realm) -> None:
    """The official client invites ours, which declines, is invited again and accepts."""
    async with client_of(service, "alice") as alice:
        bob = await official.sign_in(service, "bob")
        room = await bob.create_channel(isPrivate=True)
        await room.join()
        async with alice.on.channel_invited.expect() as invited:
            await room.call("invite", "alice")
        await invited.value.decline()
        async with alice.on.channel_invited.expect() as again:
            await room.call("invite", "alice")
        await again.value.join()
        await bob.event("memberJoined", lambda event: event.object["identity"] == "alice")


async def test_removal_of_members(service: LocalService, official: Realm) -> None:
    """Our client removes the official one from a channel; the other way round it is not allowed."""
    async with open_mixed_room(official, service) as room:
        async with client_of(service, "carol") as carol:
            seen = await carol.get_channel_by_unique_name("general")
            await seen.join()
            with pytest.raises(ForbiddenError):
                await seen.remove_member("bob")
        await room.channel.remove_member("bob")
        assert (await room.bob.event("channelLeft")).object.ref == room.of_bob.ref


async def test_member_attributes(service: LocalService, official: Realm) -> None:
    """Each sees the other's attributes as a member."""
    async with open_mixed_room(official, service) as room:
        member = await room.channel.get_member_by_identity("alice")
        await member.update_attributes({"from": "Python"})
        update = await room.bob.event("memberUpdated", lambda event: "attributes" in event.reasons)
        assert update.reasons == {"attributes", "dateUpdated"}
        own = await room.of_bob.call_object("getMemberByIdentity", "bob")
        async with room.channel.on.member_updated.expect() as updated:
            await own.call("updateAttributes", {"from": "JavaScript"})
        assert updated.value.member.attributes == {"from": "JavaScript"}
        assert set(updated.value.update_reasons) == {"attributes", "dateUpdated"}


async def test_deletion(service: LocalService, official: Realm) -> None:
    """Each sees the other delete a channel."""
    async with open_mixed_room(official, service) as room:
        await room.channel.delete()
        await room.bob.event("channelRemoved")
        theirs = await room.bob.create_channel(uniqueName="theirs")
        seen = await room.alice.get_channel_by_unique_name("theirs")
        async with room.alice.on.channel_removed.expect() as removed:
            await theirs.call("delete")
        assert removed.value is seen


async def test_connection_lost_on_both_sides(service: LocalService, official: Realm) -> None:
    """After both were cut off, each gets what the other wrote meanwhile, once."""
    async with open_mixed_room(official, service) as room:
        heard: list[str | None] = []
        room.channel.on.message_added.connect(lambda message: heard.append(message.body))
        service.faults.cut("bob")
        await room.channel.send_message("from Python")
        assert (await room.bob.event("messageAdded")).object["body"] == "from Python"
        service.faults.cut("alice")
        async with room.channel.on.message_added.expect(where=lambda message: message.author == "bob"):
            await room.of_bob.call("sendMessage", "from JavaScript")
        await room.channel.send_message("the end")
        await room.bob.event("messageAdded", lambda event: event.object["body"] == "the end")
        async with room.channel.on.message_added.expect():
            await room.of_bob.call("sendMessage", "indeed")
        assert heard == ["from Python", "from JavaScript", "the end", "indeed"]


async def test_status(service: LocalService, official: Realm) -> None:
    """Both show the same status of a channel: created, looked up, announced, invited to, joined, left, removed from."""
    async with (
        client_of(service, "alice") as alice,
        client_of(service, "bob") as ours,
    ):
        theirs = await official.sign_in(service, "bob")
        signals = {
            "channelAdded": ours.on.channel_added,
            "channelInvited": ours.on.channel_invited,
            "channelJoined": ours.on.channel_joined,
            "channelLeft": ours.on.channel_left,
            "channelRemoved": ours.on.channel_removed,
        }

        async def same(status: str, cause: Awaitable[object], *events: str) -> None:
            """Both announce these events, and the channel has this status each time."""
            seen: list[str] = []
            for event in events:
                signals[event].once(lambda channel: seen.append(channel.status))
            async with signals[events[-1]].expect():
                await cause
            assert seen == [status] * len(events)
            for event in events:
                channel = (await theirs.event(event)).object
                assert channel["status"] == status
                if event == "channelJoined":
                    await channel.mirrored()  # which it does not survive being removed meanwhile

        assert (await ours.create_channel()).status == "notParticipating"
        assert (await theirs.create_channel())["status"] == "notParticipating"

        public = await make_room(alice, unique_name="public")
        assert (await ours.get_channel_by_unique_name("public")).status == "notParticipating"
        assert (await theirs.call_object("getChannelByUniqueName", "public"))["status"] == "notParticipating"
        other = await make_room(alice)
        assert (await ours.get_channel_by_sid(other.sid)).status == "notParticipating"
        assert (await theirs.call_object("getChannelBySid", other.sid))["status"] == "notParticipating"
        theirs.realm.pending_events.clear()
        await same("joined", public.add("bob"), "channelJoined")
        await same("notParticipating", public.remove_member("bob"), "channelLeft")

        private = await make_room(alice, is_private=True)
        await same("invited", private.invite("bob"), "channelInvited")
        assert (await theirs.event("channelAdded")).object["status"] == "notParticipating"
        await same("joined", private.add("bob"), "channelJoined")
        await same("notParticipating", private.remove_member("bob"), "channelLeft", "channelRemoved")
        added: list[str] = []
        ours.on.channel_added.once(lambda channel: added.append(channel.status))
        await same("joined", private.add("bob"), "channelJoined")
        assert added == [(await theirs.event("channelAdded")).object["status"]] == ["notParticipating"]
