"""Faults do what they say, to whom they say, and end."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from support.raw_client import RawClient
from twilio_local import LocalService
from twilio_realtime.json import JsonObject, as_object

from .conftest import User


def status_of(header: JsonObject) -> JsonObject:
    return as_object(header["status"])


async def test_cut(service: LocalService, user: User) -> None:
    alice, bob = await user("alice"), await user("bob")
    assert service.faults.cut("bob") == 1
    assert await bob.client.closed() == (None, "")
    assert (await alice.call("GET", f"{alice.links['users']}/bob")).object["is_online"] is False
    assert service.faults.cut() == 1
    await alice.client.closed()


async def test_refusals(service: LocalService) -> None:
    service.faults.refuse("bob")
    async with await RawClient.open(service.base_url) as bob:
        with pytest.raises(asyncio.CancelledError):
            await bob.init(service.token("bob"))
    await (await RawClient.initialised(service.base_url, service.token("alice"))).close()
    service.faults.refuse(enabled=True)
    with pytest.raises(InvalidStatus, match="503"):
        await RawClient.open(service.base_url)
    service.faults.refuse("bob", False)
    service.faults.refuse(None, False)
    await (await RawClient.initialised(service.base_url, service.token("bob"))).close()


async def test_half_open(service: LocalService, user: User) -> None:
    alice, bob = await user("alice"), await user("bob")
    assert service.faults.half_open("bob") == 1
    ask = asyncio.create_task(bob.client.request("GET", "/Client/v1/Configuration"))
    for _ in range(3):
        assert (await alice.client.request("GET", "/Client/v1/Configuration")).http_status == 200
    service.faults.about_to_expire("bob")
    assert not ask.done()
    assert bob.client.packets.empty()
    assert service.sessions == ("alice", "bob")
    service.faults.cut("bob")
    with pytest.raises(asyncio.CancelledError):
        await ask


async def test_close_packets(service: LocalService, user: User) -> None:
    alice = await user("alice")
    service.faults.offload(1500, "alice")
    packet = await alice.client.next_packet()
    assert status_of(packet.header) == {"code": 308, "status": "OFFLOADED"}
    assert packet.json() == {"backoff_policy": {"reconnect_min_ms": 1500}}
    assert (await alice.client.closed())[0] == 1000

    bob = await user("bob")
    service.faults.expire_token("bob")
    assert status_of((await bob.client.next_packet()).header)["errorCode"] == 51207

    carol = await user("carol")
    service.faults.close_with(308, 51232, identity="carol", status="UPDATE_IS_FORBIDDEN", description="no")
    assert status_of((await carol.client.next_packet()).header) == {
        "code": 308,
        "status": "UPDATE_IS_FORBIDDEN",
        "description": "no",
        "errorCode": 51232,
    }


async def test_failing_requests(service: LocalService, user: User) -> None:
    alice = await user("alice")
    sid = await alice.create()
    await alice.join(sid)
    service.faults.fail_next_request(503, "/Messages", count=2, headers={"Retry-After": "7"})
    assert (await alice.call("GET", alice.channel_url(sid))).http_status == 200
    for _ in range(2):
        reply = await alice.send(sid, "lost")
        assert (reply.http_status, reply.object["status"]) == (503, 503)
        assert as_object(reply.packet.header["http_headers"])["retry-after"] == "7"
    service.faults.fail_next_request(502, code=5, carried_out=True)
    reply = await alice.send(sid, "taken")
    assert (reply.http_status, reply.object["code"]) == (502, 5)
    assert (await alice.send(sid, "next")).object["index"] == 1
    service.faults.fail_next_request(429)
    async with httpx.AsyncClient(headers={"X-Twilio-Token": service.token("alice")}) as client:
        assert (await client.get(f"{service.base_url}/Client/v1/Configuration")).status_code == 429


async def test_throttling(service: LocalService, user: User) -> None:
    alice = await user("alice")
    service.faults.throttle(reconnect_min_ms=1200)
    reply = await alice.client.request("GET", "/Client/v1/Configuration")
    assert status_of(reply.packet.header)["errorCode"] == 51202
    assert reply.body == {"backoff_policy": {"reconnect_min_ms": 1200}}
    assert (await alice.client.request("GET", "/Client/v1/Configuration")).http_status == 200
    service.faults.throttle(method="update")
    assert status_of((await alice.client.ask({"method": "update", "token": "x"})).header)["code"] == 429
    service.faults.throttle(method="init")
    async with await RawClient.open(service.base_url) as bob:
        assert status_of((await bob.init(service.token("bob"))).header)["code"] == 429
        await bob.closed()


async def test_delay_and_clear(service: LocalService, user: User) -> None:
    alice = await user("alice")
    service.faults.delay(60)
    waiting = asyncio.create_task(alice.client.request("GET", "/Client/v1/Configuration"))
    # Other packets are not delayed.
    assert (await alice.client.ask({"method": "never_heard_of"})).method == "reply"
    assert not waiting.done()
    service.faults.fail_next_request(500)
    service.faults.clear()
    assert (await alice.client.request("GET", "/Client/v1/Configuration")).http_status == 200
    service.faults.cut("alice")
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_dropped_notifications(service: LocalService, user: User) -> None:
    alice = await user("alice")
    sid = await alice.create()
    await alice.join(sid)
    opened = await alice.open("Lists", f"{sid}.messages")
    await alice.client.subscribe((str(opened["sid"]), "list", -1))
    service.faults.drop_next_notification("list_item_removed")
    service.faults.drop_next_notification("list_item_added")
    await alice.send(sid, "lost")
    await alice.send(sid, "seen")
    assert as_object((await alice.client.next_notification())["event"])["id"] == 1
