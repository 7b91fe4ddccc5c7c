"""Sync: items by pages, subscriptions, replay, both event protocols."""

from __future__ import annotations

import httpx
import pytest

from support.chat_rest import ChatRest
from support.raw_client import RawClient, events_of
from twilio_local import Limits, LocalService
from twilio_realtime.json import JsonObject, JsonValue, as_object

from .conftest import User


async def channel_with(chat: ChatRest, count: int) -> str:
    sid = await chat.create()
    await chat.join(sid)
    for number in range(count):
        await chat.send(sid, f"m{number}")
    return sid


async def page(chat: ChatRest, sid: str, **params: JsonValue) -> tuple[list[JsonValue], bool, bool]:
    reply = await chat.client.request("GET", f"/v3/Lists/{sid}.messages/Items", params=params)
    assert reply.http_status == 200, reply.body
    items, meta = reply.object["items"], as_object(reply.object["meta"])
    assert isinstance(items, list)
    return [as_object(item)["index"] for item in items], bool(meta["previous_token"]), bool(meta["next_token"])


async def test_pages(user: User) -> None:
    alice = await user("alice")
    sid = await channel_with(alice, 8)
    for index in (3, 7):
        items = await alice.items("Lists", f"{sid}.messages")
        await alice.call("DELETE", alice.channel_url(sid, "Messages", message_sid(items, index)))
    # Left are 0 1 2 4 5 6.
    assert await page(alice, sid, PageSize="3", Order="asc") == ([0, 1, 2], False, True)
    assert await page(alice, sid, PageSize="3", Order="desc") == ([6, 5, 4], False, True)
    assert await page(alice, sid, PageSize="3", Order="desc", From="3") == ([2, 1, 0], True, False)
    assert await page(alice, sid, PageSize="2", Order="asc", From="3") == ([4, 5], True, True)
    assert await page(alice, sid, PageSize="9", Order="asc", From="4", Bounds="exclusive") == ([5, 6], True, False)
    assert await page(alice, sid, PageSize="9", Order="asc", From="99") == ([], False, False)
    assert await page(alice, sid, Index="4") == ([4], False, False)
    assert await page(alice, sid, Index="3") == ([], False, False)
    reply = await alice.client.request("GET", f"/v3/Lists/{sid}.messages/Items", params={"PageSize": "2"})
    token = as_object(reply.object["meta"])["next_token"]
    assert await page(alice, sid, PageSize="2", PageToken=token) == ([2, 4], True, True)
    for wrong in ({"PageSize": "0"}, {"PageSize": "x"}, {"Order": "up"}, {"From": "x"}, {"Index": "9" * 30}):
        params: JsonObject = {**wrong}
        reply = await alice.client.request("GET", f"/v3/Lists/{sid}.messages/Items", params=params)
        assert reply.http_status == 400


def message_sid(items: list[JsonObject], index: int) -> str:
    return next(str(as_object(item["data"])["sid"]) for item in items if item["index"] == index)


async def test_page_bytes_are_bounded() -> None:
    async with LocalService(limits=Limits(page_bytes=5000)) as service:
        alice = await ChatRest.connect(service.base_url, service.token("alice"))
        sid = await alice.create()
        await alice.join(sid)
        for _ in range(4):
            await alice.send(sid, "x" * 3000)
        assert await page(alice, sid, PageSize="4", Order="asc") == ([0], False, True)
        assert await page(alice, sid, PageSize="4", Order="asc", From="3") == ([3], True, False)
        await alice.close()


async def test_opening_by_sid_and_by_name(user: User) -> None:
    alice = await user("alice")
    sid = await alice.create()
    by_name = await alice.open("Lists", f"{sid}.messages")
    by_sid = await alice.open("Lists", str(by_name["sid"]))
    assert by_name == by_sid
    assert (by_name["revision"], by_name["last_event_id"]) == ("0", -1)
    link = str(as_object(by_name["links"])["items"])
    assert (await alice.client.request("GET", link)).object["items"] == []
    assert (await alice.client.request("GET", str(by_name["url"]))).object == by_name
    for path, code in [
        ("Lists/x", 54150),
        ("Maps/x", 54200),
        ("Documents/x", 54100),
        (f"Maps/{by_name['sid']}", 54200),
    ]:
        reply = await alice.client.request("GET", f"/v3/{path}")
        assert (reply.http_status, reply.object["code"]) == (404, code)


@pytest.mark.parametrize("version", [3, 4])
async def test_replay_then_live(user: User, version: int) -> None:
    alice, bob = await user("alice"), await user("bob")
    sid = await channel_with(alice, 3)
    messages = await bob.open("Lists", f"{sid}.messages")
    document = await bob.open("Documents", f"{sid}.channel")
    assert messages["revision"] == "3"
    listed, documented = str(messages["sid"]), str(document["sid"])
    seen = await bob.client.subscribe((listed, "list", 0), (documented, "document", None), version=version)
    assert all(payload["event_protocol_version"] == version for payload in seen)
    assert all(payload["correlation_id"] == 1 for payload in seen)
    if version == 3:
        assert [payload["event_type"] for payload in seen] == [
            "list_item_added",
            "list_item_added",
            "subscription_established",
            "subscription_established",
        ]
        assert all("events" not in payload for payload in seen)
    else:
        assert [(payload["event_type"], len(events_of(payload))) for payload in seen] == [
            ("list_item_added", 2),
            ("subscription_established", 2),
        ]
        assert all("event" not in payload for payload in seen)
    established = [event for payload in seen[-2:] for event in events_of(payload) if "replay_status" in event]
    assert established[0] == {
        "object_sid": listed,
        "object_type": "list",
        "replay_status": "completed",
        "last_event_id": 2,
    }
    sent = await alice.send(sid, "live")
    added = await bob.client.next_notification()
    assert "correlation_id" not in added
    event = as_object(added["event"])
    assert (event["id"], event["item_index"], event["item_revision"], event["list_revision"]) == (3, 3, "3", "4")
    assert as_object(event["item_data"])["sid"] == sent.object["sid"]
    updated = as_object((await bob.client.next_notification())["event"])
    assert updated["document_sid"] == documented
    assert as_object(as_object(updated["document_data"])["lastMessage"])["index"] == 3


async def test_every_kind_of_change_is_replayed_in_order(user: User) -> None:
    alice, bob = await user("alice"), await user("bob")
    sid = await channel_with(alice, 2)
    messages = await bob.open("Lists", f"{sid}.messages")
    first = message_sid(await bob.items("Lists", f"{sid}.messages"), 0)
    await alice.call("POST", alice.channel_url(sid, "Messages", first), {"body": "edited"})
    await alice.send(sid, "third")
    await alice.call("DELETE", alice.channel_url(sid, "Messages", first))
    seen = await bob.client.subscribe((str(messages["sid"]), "list", 1))
    told = [(payload["event_type"], event["id"]) for payload in seen[:-1] for event in events_of(payload)]
    assert told == [("list_item_updated", 2), ("list_item_added", 3), ("list_item_removed", 4)]
    removed = events_of(seen[2])[0]
    assert as_object(removed["item_data"])["text"] == "edited"


async def test_long_replays_come_in_parts_and_only_then_live() -> None:
    async with LocalService(limits=Limits(replay_events=4)) as service:
        alice = await ChatRest.connect(service.base_url, service.token("alice"))
        sid = await channel_with(alice, 10)
        opened = await alice.open("Lists", f"{sid}.messages")
        reached, ids = -1, list[JsonValue]()
        statuses: list[JsonValue] = []
        for turn in range(3):
            seen = await alice.client.subscribe((str(opened["sid"]), "list", reached), correlation_id=turn)
            ids += [event["id"] for payload in seen[:-1] for event in events_of(payload)]
            answer = events_of(seen[-1])[0]
            statuses.append(answer["replay_status"])
            assert isinstance(answer["last_event_id"], int)
            reached = answer["last_event_id"]
            if turn == 0:
                await alice.send(sid, "not told live, since the replay is not complete")
        assert (ids, statuses) == (list(range(11)), ["interrupted", "interrupted", "completed"])
        await alice.close()


async def test_failures_and_cancelling(user: User) -> None:
    alice, bob = await user("alice"), await user("bob")
    public, private = await alice.create(), await alice.create(type="private")
    hidden = await alice.open("Documents", f"{private}.channel")
    roster = await bob.open("Maps", f"{public}.roster")
    wanted: list[tuple[str, str, int | None]] = [
        ("ET000", "document", -1),
        (str(hidden["sid"]), "document", 0),
        (str(roster["sid"]), "list", -1),
        (str(roster["sid"]), "map", -1),
    ]
    established, failed = await bob.client.subscribe(*wanted)
    assert [event["object_sid"] for event in events_of(established)] == [roster["sid"]]
    assert [as_object(event["error"])["status"] for event in events_of(failed)] == [404, 404, 404]
    cancel: JsonObject = {
        "action": "cancel",
        "correlation_id": 2,
        "requests": [{"object_sid": roster["sid"], "object_type": "map"}],
    }
    assert (await bob.client.request("POST", "/v4/Subscriptions", cancel)).http_status == 200
    assert (await bob.client.next_notification())["event_type"] == "subscription_canceled"
    await alice.join(public)
    assert (await bob.client.request("GET", "/Client/v1/Configuration")).http_status == 200
    assert bob.client.packets.empty()


@pytest.mark.parametrize(
    "change",
    [
        {"event_protocol_version": 2},
        {"event_protocol_version": "4"},
        {"action": "destroy"},
        {"correlation_id": None},
        {"correlation_id": 2**63},
        {"requests": {}},
        {"requests": [{"object_sid": 5}]},
        {"requests": [{"object_sid": "ET1", "last_event_id": "1"}]},
        {"requests": [{"object_sid": "ET1", "last_event_id": 2**62}]},
        {"requests": [{"object_sid": "ET1"}] * 1001},
    ],
)
async def test_invalid_subscription_requests(user: User, change: JsonObject) -> None:
    alice = await user("alice")
    body: JsonObject = {"event_protocol_version": 4, "action": "establish", "correlation_id": 1, "requests": []}
    assert (await alice.client.request("POST", "/v4/Subscriptions", {**body, **change})).http_status == 400


async def test_leaving_a_private_channel_ends_its_events(user: User) -> None:
    alice, bob = await user("alice"), await user("bob")
    sid = await alice.create(type="private")
    await alice.join(sid)
    await alice.add(sid, "bob")
    messages = await bob.open("Lists", f"{sid}.messages")
    mine = await bob.open("Maps", "bob.channels")
    await bob.client.subscribe((str(messages["sid"]), "list", -1), (str(mine["sid"]), "map", 0))
    await alice.call("DELETE", alice.channel_url(sid, "Participants", "bob"))
    assert (await bob.client.next_notification())["event_type"] == "map_item_removed"
    await alice.send(sid, "secret")
    assert (await bob.client.request("GET", "/Client/v1/Configuration")).http_status == 200
    assert bob.client.packets.empty()


async def test_deleted_channels_announce_themselves(user: User) -> None:
    alice, bob = await user("alice"), await user("bob")
    sid = await alice.create()
    document = await bob.open("Documents", f"{sid}.channel")
    await bob.client.subscribe((str(document["sid"]), "document", 0))
    await alice.call("DELETE", alice.channel_url(sid))
    payload = await bob.client.next_notification()
    assert payload["event_type"] == "document_removed"
    assert as_object(payload["event"])["document_sid"] == document["sid"]
    (failed,) = await bob.client.subscribe((str(document["sid"]), "document", 0))
    assert failed["event_type"] == "subscription_failed"


async def test_subscriptions_that_end_by_themselves() -> None:
    clock = [1_000_000.0]
    limits = Limits(subscription_ttl_seconds=60)
    async with LocalService(now=lambda: clock[0], limits=limits) as service:
        alice = await ChatRest.connect(service.base_url, service.token("alice"))
        sid = await channel_with(alice, 0)
        messages = str((await alice.open("Lists", f"{sid}.messages"))["sid"])
        await alice.client.subscribe((messages, "list", -1))
        clock[0] += 59
        await alice.send(sid, "told")
        await alice.client.next_notification("list_item_added")
        clock[0] += 2
        await alice.send(sid, "not told")
        assert alice.client.packets.empty()
        seen = await alice.client.subscribe((messages, "list", 0))
        assert [event["id"] for event in events_of(seen[0])] == [1]
        await alice.close()


async def test_subscriptions_are_bounded() -> None:
    async with LocalService(limits=Limits(subscriptions=2)) as service:
        alice = await ChatRest.connect(service.base_url, service.token("alice"))
        rosters = [str((await alice.open("Maps", f"{await alice.create()}.roster"))["sid"]) for _ in range(3)]
        wanted: list[tuple[str, str, int | None]] = [(sid, "map", -1) for sid in rosters]
        _, failed = await alice.client.subscribe(*wanted)
        assert [as_object(event["error"])["status"] for event in events_of(failed)] == [429]
        # Asking again for one that is held is no new subscription.
        (established,) = await alice.client.subscribe(wanted[0])
        assert established["event_type"] == "subscription_established"
        await alice.close()


async def test_plain_http_cannot_subscribe(service: LocalService) -> None:
    body: JsonObject = {"event_protocol_version": 4, "action": "establish", "correlation_id": 1, "requests": []}
    async with httpx.AsyncClient(headers={"X-Twilio-Token": service.token("alice")}) as client:
        response = await client.post(f"{service.base_url}/v4/Subscriptions", json=body)
    assert (response.status_code, response.json()["code"]) == (400, 54000)


async def test_a_client_that_does_not_read_is_cut_off() -> None:
    async with LocalService(limits=Limits(queued_bytes=200_000)) as service:
        alice = await ChatRest.connect(service.base_url, service.token("alice"))
        sid = await channel_with(alice, 0)
        opened = str((await alice.open("Lists", f"{sid}.messages"))["sid"])
        lazy = await RawClient.initialised(service.base_url, service.token("bob"))
        await lazy.subscribe((opened, "list", -1))
        lazy.connection.transport.pause_reading()
        for _ in range(1500):
            if "bob" not in service.sessions:
                break
            await alice.send(sid, "x" * 30_000)
        assert service.sessions == ("alice",)
        await lazy.close()
        await alice.close()
