"""Lost connections and other trouble."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from interop.official_client import OfficialError, OfficialObject, Realm
from interop.rooms import Room, open_room
from twilio_local import Limits, LocalService


async def heard_bodies(client: OfficialObject, count: int) -> list[object]:
    """Texts of the messages that the client hears."""
    return [(await client.event("messageAdded")).object["body"] for _ in range(count)]


async def test_nothing_is_missed(room: Room, service: LocalService) -> None:
    """Messages sent while a client is cut off arrive when it is back, once and in order."""
    service.faults.cut("bob")
    for number in range(5):
        await room.of_alice.call("sendMessage", str(number))
    assert await heard_bodies(room.bob, 5) == ["0", "1", "2", "3", "4"]
    await room.of_alice.call("sendMessage", "5")
    assert await heard_bodies(room.bob, 1) == ["5"]


async def test_all_kinds_of_changes(room: Room, service: LocalService) -> None:
    """Edits, removals, names, members, profiles and horizons of the meantime are made up for."""
    for text in ("one", "two"):
        await room.of_alice.call("sendMessage", text)
    one = (await room.alice.event("messageAdded")).object
    two = (await room.alice.event("messageAdded")).object
    await heard_bodies(room.bob, 2)
    followed = await room.bob.call_object("getUser", "alice")

    service.faults.refuse("bob")
    service.faults.cut("bob")
    await one.call("updateBody", "ONE")
    await two.call("remove")
    await room.of_alice.call("updateFriendlyName", "Renamed")
    await room.of_alice.call("add", "carol")
    await room.of_alice.call("updateLastConsumedMessageIndex", 0)
    await room.alice.child("user").call("updateFriendlyName", "Alice")
    elsewhere = await room.alice.create_channel(uniqueName="elsewhere")
    await elsewhere.join()
    await elsewhere.call("add", "bob")
    service.faults.refuse("bob", enabled=False)

    assert (await room.bob.event("messageUpdated")).reasons == {"body", "lastUpdatedBy", "dateUpdated"}
    assert (await room.bob.event("messageRemoved")).object["index"] == 1
    await room.of_bob.until(lambda channel: channel["friendlyName"] == "Renamed")
    await room.bob.event("memberJoined", lambda event: event.object["identity"] == "carol")
    await room.bob.event("memberUpdated", lambda event: "lastConsumedMessageIndex" in event.reasons)
    await followed.until(lambda user: user["friendlyName"] == "Alice")
    assert (await room.bob.event("channelJoined", lambda event: event.object.ref != room.of_bob.ref)).object[
        "uniqueName"
    ] == "elsewhere"


async def test_replay_in_pieces(official: Realm) -> None:
    """More missed events than one replay holds arrive in several."""
    async with LocalService(limits=Limits(replay_events=10)) as service:
        room = await open_room(official, service)
        service.faults.refuse("bob")
        service.faults.cut("bob")
        for number in range(35):
            await room.of_alice.call("sendMessage", str(number))
        service.faults.refuse("bob", enabled=False)
        assert await heard_bodies(room.bob, 35) == [str(number) for number in range(35)]
        await official.reset()


async def test_subscriptions_that_end(official: Realm) -> None:
    """Subscriptions given for a second only are renewed by the client, and nothing is missed between."""
    async with LocalService(limits=Limits(subscription_ttl_seconds=1)) as service:
        room = await open_room(official, service)
        clock = asyncio.get_running_loop()
        over = clock.time() + 2.5
        sent: list[str] = []
        while clock.time() < over:
            sent.append(str(len(sent)))
            await room.of_alice.call("sendMessage", sent[-1])
            await asyncio.sleep(0.1)
        assert await heard_bodies(room.bob, len(sent)) == sent
        await official.reset()


async def test_offload(room: Room, service: LocalService) -> None:
    """A client asked to go elsewhere (close 308) comes back and misses nothing."""
    service.faults.offload(100, "bob")
    await room.bob.event("connectionStateChanged", lambda event: event.payload != "connected")
    await room.of_alice.call("sendMessage", "meanwhile")
    assert await heard_bodies(room.bob, 1) == ["meanwhile"]


async def test_closed_by_the_service(room: Room, service: LocalService) -> None:
    """A socket closed by the service for no given reason is opened again."""
    service.faults.close_with(503, identity="bob")
    await room.of_alice.call("sendMessage", "meanwhile")
    assert await heard_bodies(room.bob, 1) == ["meanwhile"]


async def test_token_expired_by_the_service(room: Room, service: LocalService) -> None:
    """A client whose token is declared expired (close 410) says so, and comes back with a new one."""
    service.faults.expire_token("bob")
    await room.bob.event("tokenExpired")
    await room.bob.until(lambda client: client["connectionState"] == "disconnected")
    await room.of_alice.call("sendMessage", "meanwhile")
    await room.bob.call("updateToken", service.token("bob", ttl=7200))
    assert await heard_bodies(room.bob, 1) == ["meanwhile"]


async def test_closed_door(room: Room, service: LocalService) -> None:
    """While the service takes no sockets the client keeps trying, and then catches up."""
    service.faults.refuse()
    service.faults.cut("bob")
    await room.bob.event("connectionStateChanged", lambda event: event.payload == "connecting")
    await room.of_alice.call("sendMessage", "meanwhile")
    service.faults.refuse(enabled=False)
    assert await heard_bodies(room.bob, 1) == ["meanwhile"]


async def test_failing_subscriptions(room: Room, service: LocalService) -> None:
    """A subscription request that fails is repeated."""
    service.faults.fail_next_request(503, "Subscriptions")
    created = await room.alice.create_channel(uniqueName="late")
    await created.join()
    await room.bob.event("channelAdded", lambda event: event.object.ref == room.of_bob.ref)
    same = await room.bob.call_object("getChannelByUniqueName", "late")
    await same.join()
    await created.call("sendMessage", "heard")
    assert await heard_bodies(room.bob, 1) == ["heard"]


@pytest.mark.parametrize("status", [429, 503])
async def test_busy_service(room: Room, service: LocalService, status: int) -> None:
    """A read that is throttled or fails for a while is repeated by the client."""
    service.faults.fail_next_request(status, room.of_alice.text("sid"))
    assert await room.of_alice.call("getMembersCount") == 2


async def test_refused_change(room: Room, service: LocalService) -> None:
    """A change that fails is reported with its status, and not repeated."""
    service.faults.fail_next_request(500, "Messages")
    with pytest.raises(OfficialError) as refusal:
        await room.of_alice.call("sendMessage", "lost")
    assert refusal.value.status == 500
    assert await room.of_alice.call("sendMessage", "kept") == 0
    assert await heard_bodies(room.bob, 1) == ["kept"]


async def test_rate_limit(official: Realm) -> None:
    """Where requests are limited, too many writes are refused with 429, and what was accepted is there once."""
    stopped: float | None = None

    def now() -> float:
        return time.time() if stopped is None else stopped

    async with LocalService(limits=Limits(requests_per_second=30), now=now) as service:
        room = await open_room(official, service)
        stopped = time.time()
        accepted: list[str] = []
        refused: list[int | None] = []
        for number in range(200):
            try:
                await room.of_alice.call("sendMessage", str(number))
                accepted.append(str(number))
            except OfficialError as error:
                refused.append(error.status)
        stopped = None
        assert set(refused) == {429}
        assert await heard_bodies(room.bob, len(accepted)) == accepted
        await official.reset()


async def test_lost_notification(room: Room, service: LocalService) -> None:
    """A notification lost on its way does not keep the next ones from arriving."""
    service.faults.drop_next_notification("list_item_added")
    await room.of_alice.call("sendMessage", "lost for one")
    await room.of_alice.call("sendMessage", "heard by both")
    for client in (room.alice, room.bob):
        await client.event("messageAdded", lambda event: event.object["body"] == "heard by both")
    lost = [client for client in (room.alice, room.bob) if not client.events("messageAdded")]
    assert len(lost) == 1


async def test_restart_of_the_service(official: Realm, tmp_path: Path) -> None:
    """With a database everything is there after a restart, and clients come back by themselves."""
    database = tmp_path / "chat.db"
    async with LocalService(database=database) as service:
        port = service.port
        room = await open_room(official, service)
        await room.of_alice.call("sendMessage", "before", {"n": 1})
        await heard_bodies(room.bob, 1)
    async with LocalService(port=port, database=database) as service:
        for client in (room.alice, room.bob):
            await client.until(lambda client: client["connectionState"] == "connected")
        await room.of_alice.call("sendMessage", "after")
        assert await heard_bodies(room.bob, 1) == ["after"]
        carol = await official.sign_in(service, "carol")
        seen = await carol.call_object("getChannelByUniqueName", "general")
        page = await seen.call_object("getMessages")
        assert [message["body"] for message in page.items()] == ["before", "after"]
        await official.reset()
