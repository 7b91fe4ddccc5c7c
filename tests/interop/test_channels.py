"""Channels."""

from __future__ import annotations

import pytest

from interop.official_client import OfficialError, OfficialObject, Realm
from interop.rooms import Room
from interop.values import Argument, Value, expect_fields
from twilio_local import LocalService


async def test_creates_and_finds(service: LocalService, official: Realm) -> None:
    """A channel is found by its SID and by a unique name with any characters."""
    alice = await official.sign_in(service, "alice")
    created = await alice.create_channel(uniqueName="ops/änd?#%", friendlyName="Operations", isPrivate=False)
    assert (created["createdBy"], created["friendlyName"], created["type"]) == ("alice", "Operations", "public")
    by_name = await alice.call_object("getChannelByUniqueName", "ops/änd?#%")
    by_sid = await alice.call_object("getChannelBySid", created.text("sid"))
    assert by_name.ref == by_sid.ref == created.ref


async def test_without_options(service: LocalService, official: Realm) -> None:
    """A channel needs neither name nor options, and its creator is not in it."""
    alice = await official.sign_in(service, "alice")
    created = await alice.create_channel()
    assert (created["uniqueName"], created["friendlyName"], created["attributes"]) == (None, None, {})
    assert (created["status"], created["isPrivate"]) == ("notParticipating", False)
    assert await created.call("getMembersCount") == 0


async def test_attributes(service: LocalService, official: Realm) -> None:
    """Attributes of every JSON kind come back as they were given."""
    alice = await official.sign_in(service, "alice")
    bob = await official.sign_in(service, "bob")
    every_kind: list[Argument] = [{"nested": [1, None, {"ü": 1.5}]}, [1, "two"], "text", 7, True, {}]
    for number, attributes in enumerate(every_kind):
        created = await alice.create_channel(uniqueName=f"{number}", attributes=attributes)
        assert created["attributes"] == attributes
        assert (await bob.call_object("getChannelByUniqueName", f"{number}"))["attributes"] == attributes


async def test_missing(service: LocalService, official: Realm) -> None:
    """Looking for a channel that does not exist fails with 404."""
    alice = await official.sign_in(service, "alice")
    for method, key in (("getChannelByUniqueName", "nowhere"), ("getChannelBySid", "CH" + "0" * 32)):
        with pytest.raises(OfficialError) as refusal:
            await alice.call(method, key)
        assert refusal.value.status == 404


async def test_taken_unique_name(service: LocalService, official: Realm) -> None:
    """A unique name can be used once: 409 when creating or renaming with a taken one."""
    alice = await official.sign_in(service, "alice")
    await alice.create_channel(uniqueName="general")
    with pytest.raises(OfficialError) as refusal:
        await alice.create_channel(uniqueName="general")
    assert refusal.value.status == 409
    other = await alice.create_channel(uniqueName="other")
    with pytest.raises(OfficialError) as refusal:
        await other.call("updateUniqueName", "general")
    assert refusal.value.status == 409


async def test_unique_name_like_a_sid(service: LocalService, official: Realm) -> None:
    """A unique name that looks like a SID is refused."""
    alice = await official.sign_in(service, "alice")
    with pytest.raises(OfficialError) as refusal:
        await alice.create_channel(uniqueName="CH" + "a" * 32)
    assert refusal.value.status == 400


async def test_renaming(room: Room) -> None:
    """A new friendly name reaches everybody."""
    await room.of_alice.call("updateFriendlyName", "Renamed")
    update = await room.bob.event("channelUpdated", lambda event: "friendlyName" in event.reasons)
    assert update.reasons == {"friendlyName", "dateUpdated"}
    assert (await room.of_bob.read())["friendlyName"] == "Renamed"


async def test_unique_name_changes(room: Room) -> None:
    """A unique name can be changed, and taken away, which sets it free for others."""
    await room.of_alice.call("updateUniqueName", "special")
    await room.bob.event("channelUpdated", lambda event: "uniqueName" in event.reasons)
    assert (await room.of_bob.read())["uniqueName"] == "special"
    await room.of_alice.call("updateUniqueName", None)
    await room.bob.event("channelUpdated", lambda event: "uniqueName" in event.reasons)
    assert (await room.of_bob.read())["uniqueName"] is None
    await room.bob.create_channel(uniqueName="special")


async def test_new_attributes(room: Room) -> None:
    """New attributes reach everybody."""
    await room.of_bob.call("updateAttributes", {"topic": "tea"})
    update = await room.alice.event("channelUpdated", lambda event: "attributes" in event.reasons)
    assert update.reasons == {"attributes", "dateUpdated"}
    assert (await room.of_alice.read())["attributes"] == {"topic": "tea"}


async def test_last_message(room: Room) -> None:
    """The last message of a channel follows sending and removing."""
    await room.of_alice.call("sendMessage", "one")
    await room.of_alice.call("sendMessage", "two")
    await room.of_bob.until(lambda channel: newest(channel) == 1)
    two = (await room.alice.event("messageAdded", lambda event: event.object["body"] == "two")).object
    await two.call("remove")
    await room.of_bob.until(lambda channel: newest(channel) == 0)
    one = (await room.alice.event("messageAdded")).object
    await one.call("remove")
    await room.of_bob.until(lambda channel: newest(channel) is None)


def newest(channel: OfficialObject) -> Value:
    """Index of the channel's last message."""
    last_message = channel["lastMessage"]
    return None if last_message is None else expect_fields(last_message)["index"]


async def test_deletion(room: Room) -> None:
    """A deleted channel disappears for everybody, once."""
    await room.of_alice.call("delete")
    assert (await room.alice.event("channelRemoved")).object.ref == room.of_alice.ref
    assert (await room.bob.event("channelRemoved")).object.ref == room.of_bob.ref
    with pytest.raises(OfficialError) as refusal:
        await room.bob.call("getChannelByUniqueName", "general")
    assert refusal.value.status == 404
    await room.bob.create_channel(uniqueName="general")
    assert room.bob.events("channelRemoved") == []


async def test_sorting(service: LocalService, official: Realm) -> None:
    """The channels known to a client can be sorted by name."""
    alice = await official.sign_in(service, "alice")
    for name in ("b", "c", "a"):
        await (await alice.create_channel(uniqueName=name)).join()
    ordered = await alice.call_objects("getLocalChannels", {"criteria": "uniqueName", "order": "descending"})
    assert [channel["uniqueName"] for channel in ordered] == ["c", "b", "a"]


async def test_public_channel_from_outside(room: Room, official: Realm, service: LocalService) -> None:
    """A public channel can be read without joining."""
    await room.of_alice.call("sendMessage", "hello world")
    carol = await official.sign_in(service, "carol")
    seen = await carol.call_object("getChannelByUniqueName", "general")
    page = await seen.call_object("getMessages")
    assert [message["body"] for message in page.items()] == ["hello world"]
    assert {member.text("identity") for member in await seen.call_objects("getMembers")} == {"alice", "bob"}
