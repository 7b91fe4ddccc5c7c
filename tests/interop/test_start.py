"""Start, configuration and shutdown."""

from __future__ import annotations

from interop.official_client import Realm
from twilio_local import Limits, LocalService


async def test_initialises(service: LocalService, official: Realm) -> None:
    """A client connects and initialises."""
    alice = await official.sign_in(service, "alice")
    assert alice["version"] == "6.0.0"
    assert alice["connectionState"] == "connected"
    assert [event.payload for event in alice.events("connectionStateChanged")][-1] == "connected"


async def test_own_user(service: LocalService, official: Realm) -> None:
    """The configuration names the user and says that reachability is known."""
    alice = await official.sign_in(service, "alice")
    assert alice["reachabilityEnabled"] is True
    user = await alice.child("user").read()
    assert (user["identity"], user["friendlyName"], user["attributes"]) == ("alice", "alice", {})
    assert (user["online"], user["notifiable"], user["isSubscribed"]) == (True, False, True)


async def test_any_identity(service: LocalService, official: Realm) -> None:
    """Identities may be any text: other scripts, mail addresses, long ones."""
    for identity in ("Ünï çødé 🙂", "a+b@example.com", "x" * 200):
        user = await official.sign_in(service, identity)
        room = await user.create_channel()
        await room.join()
        await room.call("sendMessage", "me")
        assert (await user.event("messageAdded")).object["author"] == identity


async def test_second_client_of_a_user(service: LocalService, official: Realm) -> None:
    """Two clients of one user both see what either does."""
    one = await official.sign_in(service, "alice")
    other = await official.sign_in(service, "alice")
    room = await one.create_channel(friendlyName="Mine")
    await room.join()
    joined = (await other.event("channelJoined")).object
    assert joined["sid"] == room["sid"]
    await joined.mirrored()
    await room.call("sendMessage", "from here")
    assert (await other.event("messageAdded")).object["body"] == "from here"


async def test_known_channels_at_start(service: LocalService, official: Realm) -> None:
    """Channels joined and invited to before are announced at the next start."""
    alice = await official.sign_in(service, "alice")
    joined = await alice.create_channel(uniqueName="joined")
    await joined.join()
    bob = await official.sign_in(service, "bob")
    invited = await bob.create_channel(uniqueName="invited")
    await invited.call("invite", "alice")

    again = await official.sign_in(service, "alice")
    assert (await again.event("channelJoined")).object["uniqueName"] == "joined"
    assert (await again.event("channelInvited")).object["uniqueName"] == "invited"


async def test_more_channels_than_a_page(official: Realm) -> None:
    """At the start the list of channels is read page by page, and all are followed (more than one batch)."""
    async with LocalService(limits=Limits(page_size=20, batch=100)) as service:
        alice = await official.sign_in(service, "alice")
        for number in range(45):
            await (await alice.create_channel(uniqueName=f"room {number}")).call("join")
        again = await official.sign_in(service, "alice")
        names = {(await again.event("channelJoined")).object.text("uniqueName") for _ in range(45)}
        assert names == {f"room {number}" for number in range(45)}
        last = await again.call_object("getChannelByUniqueName", "room 44")
        await last.mirrored()
        await (await alice.call_object("getChannelByUniqueName", "room 44")).call("sendMessage", "followed")
        assert (await again.event("messageAdded")).object["body"] == "followed"
        await official.reset()


async def test_configuration_is_asked_again(service: LocalService, official: Realm) -> None:
    """A configuration that cannot be had at first is asked for again."""
    service.faults.fail_next_request(503, "Configuration", count=3)
    alice = await official.sign_in(service, "alice")
    assert alice["connectionState"] == "connected"


async def test_throttled_at_the_door(service: LocalService, official: Realm) -> None:
    """A client turned away with 429 and a delay comes back after it."""
    service.faults.throttle(method="init", reconnect_min_ms=100)
    alice = await official.sign_in(service, "alice")
    assert (await alice.read())["connectionState"] == "connected"


async def test_shutdown(service: LocalService, official: Realm) -> None:
    """A client that shuts down is gone for the service at once."""
    alice = await official.sign_in(service, "alice")
    bob = await official.sign_in(service, "bob")
    seen = await bob.call_object("getUser", "alice")
    assert seen["online"] is True
    await alice.call("shutdown")
    await seen.until(lambda user: user["online"] is False)
    assert service.sessions == ("bob",)
    assert (await alice.read())["connectionState"] in {"disconnecting", "disconnected"}
