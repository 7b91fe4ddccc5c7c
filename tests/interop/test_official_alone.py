"""The official client against the local service, alone and in pairs."""

from __future__ import annotations

import pytest

from interop.official_client import OfficialDriver, OfficialError
from twilio_local import LocalService


async def test_initialises(service: LocalService, official: OfficialDriver) -> None:
    alice = await official.connect(service.token("alice"), service.base_url)
    assert alice["version"] == "6.0.0"
    assert alice["connectionState"] == "connected"
    assert [event.payload for event in alice.events("connectionStateChanged")][-1] == "connected"


async def test_refused_token(service: LocalService, official: OfficialDriver) -> None:
    header, claims, signature = service.token("alice").split(".")
    with pytest.raises(OfficialError) as refusal:
        await official.connect(f"{header}.{claims}.{signature[::-1]}", service.base_url)
    assert refusal.value.status == 401


async def test_creates_and_finds_a_channel(service: LocalService, official: OfficialDriver) -> None:
    alice = await official.connect(service.token("alice"), service.base_url)
    created = await alice.create_channel(
        uniqueName="ops/änd?#%",
        friendlyName="Operations",
        isPrivate=False,
        attributes={"colour": "green", "nested": [1, None]},
    )
    assert created["createdBy"] == "alice"
    assert created["attributes"] == {"colour": "green", "nested": [1, None]}
    by_name = await alice.call_object("getChannelByUniqueName", "ops/änd?#%")
    by_sid = await alice.call_object("getChannelBySid", created.text("sid"))
    assert by_name.ref == by_sid.ref == created.ref


async def test_missing_channel(service: LocalService, official: OfficialDriver) -> None:
    alice = await official.connect(service.token("alice"), service.base_url)
    with pytest.raises(OfficialError) as refusal:
        await alice.call("getChannelByUniqueName", "nowhere")
    assert refusal.value.status == 404


async def test_taken_unique_name(service: LocalService, official: OfficialDriver) -> None:
    alice = await official.connect(service.token("alice"), service.base_url)
    await alice.create_channel(uniqueName="general")
    with pytest.raises(OfficialError) as refusal:
        await alice.create_channel(uniqueName="general")
    assert refusal.value.status == 409


async def test_two_clients_talk(service: LocalService, official: OfficialDriver) -> None:
    alice = await official.connect(service.token("alice"), service.base_url)
    bob = await official.connect(service.token("bob"), service.base_url)
    room = await alice.create_channel(uniqueName="general", friendlyName="General")
    await room.join()
    same_room = await bob.call_object("getChannelByUniqueName", "general")
    await same_room.join()
    joined = await alice.event("memberJoined", lambda event: event.object["identity"] == "bob")
    assert joined.object.kind == "Member"

    assert await room.call_int("sendMessage", "hello bob", {"mood": "good"}) == 0
    heard = (await bob.event("messageAdded")).object
    assert (heard["author"], heard["body"], heard["index"]) == ("alice", "hello bob", 0)
    assert heard["attributes"] == {"mood": "good"}

    assert await same_room.call_int("sendMessage", "hello alice") == 1
    answer = (await alice.event("messageAdded", lambda event: event.object["author"] == "bob")).object
    assert answer["body"] == "hello alice"

    page = await room.call_object("getMessages")
    assert [message["body"] for message in page.items()] == ["hello bob", "hello alice"]


async def test_edit_and_removal_are_seen(service: LocalService, official: OfficialDriver) -> None:
    alice = await official.connect(service.token("alice"), service.base_url)
    bob = await official.connect(service.token("bob"), service.base_url)
    room = await alice.create_channel(uniqueName="general")
    await room.join()
    same_room = await bob.call_object("getChannelByUniqueName", "general")
    await same_room.join()
    await room.call("sendMessage", "frist")
    await bob.event("messageAdded")
    own = (await alice.event("messageAdded")).object

    await own.call("updateBody", "first")
    update = (await bob.event("messageUpdated")).fields
    assert update["updateReasons"] == ["body", "lastUpdatedBy", "dateUpdated"]
    await own.call("remove")
    removed = (await bob.event("messageRemoved")).object
    assert removed["index"] == 0


async def test_nothing_is_missed_while_cut_off(service: LocalService, official: OfficialDriver) -> None:
    alice = await official.connect(service.token("alice"), service.base_url)
    bob = await official.connect(service.token("bob"), service.base_url)
    room = await alice.create_channel(uniqueName="general")
    await room.join()
    same_room = await bob.call_object("getChannelByUniqueName", "general")
    await same_room.join()
    await room.call("sendMessage", "before")
    await bob.event("messageAdded")

    service.faults.cut("bob")
    for number in range(5):
        await room.call("sendMessage", f"meanwhile {number}")
    heard = [(await bob.event("messageAdded")).object["body"] for _ in range(5)]
    assert heard == [f"meanwhile {number}" for number in range(5)]


async def test_token_can_be_renewed(service: LocalService, official: OfficialDriver) -> None:
    alice = await official.connect(service.token("alice", ttl=600), service.base_url)
    await alice.call("updateToken", service.token("alice", ttl=1200))
    await alice.create_channel(uniqueName="after")


async def test_shutdown(service: LocalService, official: OfficialDriver) -> None:
    alice = await official.connect(service.token("alice"), service.base_url)
    await alice.call("shutdown")
    assert (await alice.read())["connectionState"] in {"disconnecting", "disconnected"}
