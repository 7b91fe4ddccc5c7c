"""Users, presence and push."""

from __future__ import annotations

import asyncio

import pytest

from interop.official_client import OfficialError, Realm
from interop.rooms import Room
from twilio_local import LocalService


async def test_profile(room: Room) -> None:
    """Friendly name and attributes of a user reach those who follow them."""
    followed = await room.bob.call_object("getUser", "alice")
    own = room.alice.child("user")
    await own.call("updateFriendlyName", "Alice Ü.")
    await followed.until(lambda user: user["friendlyName"] == "Alice Ü.")
    await own.call("updateAttributes", {"avatar": [1, 2]})
    await followed.until(lambda user: user["attributes"] == {"avatar": [1, 2]})
    await own.until(lambda user: user["friendlyName"] == "Alice Ü.")


async def test_profile_stays(service: LocalService, official: Realm) -> None:
    """A profile is there at the next start."""
    alice = await official.sign_in(service, "alice")
    await alice.child("user").call("updateFriendlyName", "Alice")
    await alice.call("shutdown")
    again = await official.sign_in(service, "alice")
    assert (await again.child("user").read())["friendlyName"] == "Alice"


async def test_profile_of_somebody_else(room: Room) -> None:
    """Nobody changes the profile of somebody else."""
    followed = await room.bob.call_object("getUser", "alice")
    for method, value in (("updateFriendlyName", "Bob"), ("updateAttributes", [1])):
        with pytest.raises(OfficialError) as refusal:
            await followed.call(method, value)
        assert refusal.value.status == 403


async def test_presence(room: Room, service: LocalService, official: Realm) -> None:
    """A user is online from the first client to the last one."""
    followed = await room.bob.call_object("getUser", "alice")
    assert followed["online"] is True
    second = await official.sign_in(service, "alice")
    await (await second.event("channelJoined")).object.mirrored()
    await second.call("shutdown")
    await room.alice.call("shutdown")
    await followed.until(lambda user: user["online"] is False)
    await official.sign_in(service, "alice")
    await followed.until(lambda user: user["online"] is True)
    changes = [event for event in room.bob.events("userUpdated") if event.reasons == {"online"}]
    assert len(changes) == 2


async def test_lost_connection_ends_presence(room: Room, service: LocalService) -> None:
    """A user whose connection is lost is offline until it is back."""
    followed = await room.bob.call_object("getUser", "alice")
    service.faults.refuse("alice")
    service.faults.cut("alice")
    await followed.until(lambda user: user["online"] is False)
    service.faults.refuse("alice", enabled=False)
    await followed.until(lambda user: user["online"] is True)


async def test_unknown_user(service: LocalService, official: Realm) -> None:
    """Looking for a user that never was fails with 404."""
    alice = await official.sign_in(service, "alice")
    for method in ("getUser", "getUserDescriptor"):
        with pytest.raises(OfficialError) as refusal:
            await alice.call(method, "nobody")
        assert refusal.value.status == 404


async def test_descriptor(room: Room) -> None:
    """A user can be described without being followed, and followed from there."""
    await room.alice.child("user").call("updateFriendlyName", "Alice")
    await room.alice.child("user").until(lambda user: user["friendlyName"] == "Alice")
    descriptor = await room.bob.call_object("getUserDescriptor", "alice")
    assert (descriptor["identity"], descriptor["friendlyName"]) == ("alice", "Alice")
    assert (descriptor["online"], descriptor["notifiable"]) == (True, False)
    user = await descriptor.call_object("subscribe")
    assert (user.kind, user["identity"], user["isSubscribed"]) == ("User", "alice", True)


async def test_member_leads_to_the_user(room: Room) -> None:
    """A member leads to its user and to the description of it."""
    member = await room.of_bob.call_object("getMemberByIdentity", "alice")
    assert (await member.call_object("getUser"))["identity"] == "alice"
    assert (await member.call_object("getUserDescriptor"))["identity"] == "alice"


async def test_most_followed_users(service: LocalService, official: Realm) -> None:
    """Following more users than a client is set to lets the first one go."""
    await asyncio.gather(*(official.sign_in(service, identity) for identity in ("bob", "carol", "dave")))
    alice = await official.sign_in(
        service, "alice", Chat={"apiUri": service.base_url, "userInfosToSubscribeOverride": 2}
    )
    users = [await alice.call_object("getUser", identity) for identity in ("bob", "carol", "dave")]
    assert (await alice.event("userUnsubscribed")).object.ref == users[0].ref
    followed = {user.text("identity") for user in await alice.call_objects("getSubscribedUsers")}
    assert followed == {"alice", "carol", "dave"}


async def test_unfollowing(room: Room) -> None:
    """A user who is not followed any more does not change."""
    followed = await room.bob.call_object("getUser", "alice")
    await followed.call("unsubscribe")
    await room.bob.event("userUnsubscribed")
    await room.alice.child("user").call("updateFriendlyName", "Alice")
    again = await room.bob.call_object("getUser", "alice")
    await again.until(lambda user: user["friendlyName"] == "Alice")
    assert (await followed.read())["friendlyName"] == "alice"


@pytest.mark.parametrize("kind", ["fcm", "apn"])
async def test_push(room: Room, kind: str) -> None:
    """A user with a registered device is notifiable, until it is taken back."""
    followed = await room.bob.call_object("getUser", "alice")
    assert followed["notifiable"] is False
    await room.alice.call("setPushRegistrationId", kind, "device-1")
    await followed.until(lambda user: user["notifiable"] is True)
    await room.alice.call("setPushRegistrationId", kind, "device-2")
    await room.alice.call("unsetPushRegistrationId", kind)
    await followed.until(lambda user: user["notifiable"] is False)
