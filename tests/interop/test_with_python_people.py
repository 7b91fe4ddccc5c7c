"""The official client together with ours: typing, media, users and reading."""

from __future__ import annotations

from pathlib import Path

import httpx

from interop.official_client import Realm
from interop.rooms import open_mixed_room
from interop.values import expect_text
from support.patience import PATIENCE
from support.rooms import client_of
from twilio_local import Limits, LocalService

PICTURE = bytes(range(256)) * 200


async def test_typing(service: LocalService, official: Realm) -> None:
    """Each sees the other type, until the message is there."""
    async with open_mixed_room(official, service) as room:
        await room.channel.typing()
        assert (await room.bob.event("typingStarted")).object["identity"] == "alice"
        await room.channel.send_message("typed")
        assert (await room.bob.event("typingEnded")).object["identity"] == "alice"
        async with room.channel.on.typing_started.expect() as started:
            await room.of_bob.call("typing")
        assert started.value.identity == "bob"
        assert started.value.is_typing
        async with room.channel.on.typing_ended.expect() as ended:
            await room.of_bob.call("sendMessage", "typed")
        assert ended.value.identity == "bob"


async def test_typing_ends_by_itself(official: Realm) -> None:
    """Each sees the other's typing end without a message."""
    async with LocalService(limits=Limits(typing_seconds=1)) as service:
        async with open_mixed_room(official, service) as room:
            async with room.channel.on.typing_ended.expect(timeout=PATIENCE):
                await room.of_bob.call("typing")
            await room.channel.typing()
            await room.bob.event("typingEnded")
        await official.reset()


async def test_media_from_python(service: LocalService, official: Realm, tmp_path: Path) -> None:
    """The official client gets a file that ours sent, with its name."""
    file = tmp_path / "Blüte.png"
    file.write_bytes(PICTURE)
    async with open_mixed_room(official, service) as room:
        await room.channel.send_message(media=file, attributes={"alt": "flower"})
        heard = (await room.bob.event("messageAdded")).object
        media = await heard.child("media").read()
        assert (heard["type"], heard["attributes"]) == ("media", {"alt": "flower"})
        assert (media["filename"], media["contentType"], media["size"]) == ("Blüte.png", "image/png", len(PICTURE))
        fetched = await official.fetch(expect_text(await media.call("getContentTemporaryUrl")))
        assert (fetched.content, fetched.type) == (PICTURE, "image/png")


async def test_media_to_python(service: LocalService, official: Realm, tmp_path: Path) -> None:
    """Our client gets a file that the official one sent."""
    async with open_mixed_room(official, service) as room:
        async with room.channel.on.message_added.expect() as heard:
            await room.of_bob.call("sendMessage", {"contentType": "image/png", "media": PICTURE})
        media = heard.value.media
        assert heard.value.body is None
        assert media is not None
        assert (media.content_type, media.size, media.filename) == ("image/png", len(PICTURE), None)
        assert await media.download_to(tmp_path / "received") == len(PICTURE)
        assert (tmp_path / "received").read_bytes() == PICTURE
        async with httpx.AsyncClient() as browser:
            answer = await browser.get(await media.get_content_temporary_url() or "")
        assert answer.content == PICTURE


async def test_profiles(service: LocalService, official: Realm) -> None:
    """Each sees the other's profile change."""
    async with open_mixed_room(official, service) as room:
        followed = await room.bob.call_object("getUser", "alice")
        await room.alice.user.update_friendly_name("Alice")
        await followed.until(lambda user: user["friendlyName"] == "Alice")
        bob = await room.alice.get_user("bob")
        async with bob.on.updated.expect(where=lambda update: "attributes" in update.update_reasons) as updated:
            await room.bob.child("user").call("updateAttributes", {"avatar": 1})
        assert updated.value.user is bob
        assert bob.attributes == {"avatar": 1}


async def test_presence(service: LocalService, official: Realm) -> None:
    """Each sees the other come and go."""
    bob = await official.sign_in(service, "bob")
    async with client_of(service, "alice") as alice:
        seen_by_alice = await alice.get_user("bob")
        seen_by_bob = await bob.call_object("getUser", "alice")
        assert (seen_by_alice.online, seen_by_bob["online"]) == (True, True)
        async with seen_by_alice.on.updated.expect(where=lambda update: "online" in update.update_reasons):
            await bob.call("shutdown")
        assert not seen_by_alice.online
    carol = await official.sign_in(service, "carol")
    assert (await carol.call_object("getUserDescriptor", "alice"))["online"] is False


async def test_push(service: LocalService, official: Realm) -> None:
    """Each sees that the other has a device for push."""
    async with open_mixed_room(official, service) as room:
        followed = await room.bob.call_object("getUser", "alice")
        await room.alice.set_push_registration_id("fcm", "device")
        await followed.until(lambda user: user["notifiable"] is True)
        bob = await room.alice.get_user("bob")
        async with bob.on.updated.expect(where=lambda update: "notifiable" in update.update_reasons):
            await room.bob.call("setPushRegistrationId", "apn", "device")
        assert bob.notifiable is True


async def test_horizons(service: LocalService, official: Realm) -> None:
    """Each sees how far the other has read, and both count the same."""
    async with open_mixed_room(official, service) as room:
        for number in range(4):
            await room.channel.send_message(str(number))
        async with room.channel.on.member_updated.expect() as updated:
            assert await room.of_bob.call("updateLastConsumedMessageIndex", 1) == 2
        assert updated.value.member.last_consumed_message_index == 1
        assert set(updated.value.update_reasons) == {"lastConsumedMessageIndex", "lastConsumptionTimestamp"}
        assert await room.channel.update_last_consumed_message_index(2) == 1
        update = await room.bob.event("memberUpdated", lambda event: event.fields["member"] is not None)
        assert update.reasons == {"lastConsumedMessageIndex", "lastConsumptionTimestamp"}
        alice = await room.of_bob.call_object("getMemberByIdentity", "alice")
        await alice.until(lambda member: member["lastConsumedMessageIndex"] == 2)


async def test_one_user_in_both(service: LocalService, official: Realm) -> None:
    """A user with both clients finds in one what was done in the other."""
    async with open_mixed_room(official, service) as room:
        other = await official.sign_in(service, "alice")
        same = (await other.event("channelJoined")).object
        await same.mirrored()
        await room.channel.send_message("a")
        await room.channel.send_message("b")
        await room.channel.set_all_messages_consumed()
        await same.until(lambda channel: channel["lastConsumedMessageIndex"] == 1)
        async with room.channel.on.updated.expect() as updated:
            await same.call("setUserNotificationLevel", "muted")
        assert updated.value.update_reasons == ("notificationLevel",)
        async with room.alice.on.channel_joined.expect() as joined:
            await (await other.create_channel(uniqueName="second")).join()
        assert joined.value.unique_name == "second"


async def test_directories(service: LocalService, official: Realm) -> None:
    """Both list the same public channels and the same users."""
    async with open_mixed_room(official, service) as room:
        await room.bob.create_channel(uniqueName="second", attributes={"n": 2})
        ours = (await room.alice.get_public_channel_descriptors()).items
        theirs = (await room.bob.call_object("getPublicChannelDescriptors")).items()
        assert [item.unique_name for item in ours] == [item["uniqueName"] for item in theirs] == ["general", "second"]
        assert [item.attributes for item in ours] == [item["attributes"] for item in theirs]
        assert [item.members_count for item in ours] == [item["membersCount"] for item in theirs] == [2, 0]
        users = (await room.channel.get_user_descriptors()).items
        official_users = (await room.of_bob.call_object("getUserDescriptors")).items()
        assert (
            {user.identity for user in users} == {user.text("identity") for user in official_users} == {"alice", "bob"}
        )


async def test_restart_of_the_service(official: Realm, tmp_path: Path) -> None:
    """After a restart with a database both clients come back and go on talking."""
    database = tmp_path / "chat.db"
    first = LocalService(database=database)
    await first.start()
    port = first.port
    async with open_mixed_room(official, first) as room:
        await first.stop()
        async with LocalService(port=port, database=database):
            await room.bob.until(lambda client: client["connectionState"] == "connected")
            async with room.channel.on.message_added.expect(timeout=PATIENCE) as heard:
                await room.of_bob.call("sendMessage", "still there?")
            assert heard.value.body == "still there?"
            await room.channel.send_message("yes")
            await room.bob.event("messageAdded", lambda event: event.object["body"] == "yes")
            await official.reset()
