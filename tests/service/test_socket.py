"""Twilsock: init, update, expiry, ping, contexts, and frames that are wrong."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from support.chat_rest import ChatRest
from support.patience import PATIENCE
from support.raw_client import RawClient
from twilio_local import Limits, LocalService, mint_token
from twilio_realtime.json import JsonObject, JsonValue, as_object

from .conftest import User

VECTORS = Path(__file__).parents[1] / "data" / "frames.json"


def status_of(header: JsonObject) -> JsonObject:
    return as_object(header["status"])


async def test_init(service: LocalService) -> None:
    async with await RawClient.open(service.base_url) as client:
        capabilities: list[JsonValue] = ["client_update", "offline_storage", "account_descriptor", "never_heard_of"]
        header = (await client.init(service.token("alice"), capabilities=capabilities)).header
        assert status_of(header) == {"code": 200, "status": "OK"}
        assert header["capabilities"] == ["client_update", "offline_storage", "account_descriptor"]
        assert header["continuation_token_status"] == {
            "reissued": True,
            "reissue_reason": "MISSING",
            "reissue_message": "Continuation token is not provided",
        }
        assert as_object(header["account_descriptor"])["identity"] == "alice"
        registrations = header["init_registrations"]
        assert isinstance(registrations, list)
        assert as_object(registrations[0])["product"] == "ip_messaging"
        assert "offline_storage" in header
        assert service.sessions == ("alice",)


async def test_smallest_init(service: LocalService) -> None:
    async with await RawClient.open(service.base_url) as client:
        reply = await client.ask({"method": "init", "token": service.token("alice")})
        assert status_of(reply.header)["code"] == 200
        assert reply.header["capabilities"] == []


async def test_continuation_token(service: LocalService) -> None:
    async with await RawClient.open(service.base_url) as client:
        first = (await client.init(service.token("alice"))).header["continuation_token"]
    for identity, token, reason in [
        ("alice", first, None),
        ("bob", first, "DIFFERENT_IDENTITY"),
        ("alice", "nonsense", "INVALID"),
        ("alice", "YQ.YQ", "INVALID"),
        ("alice", "\x00.é", "INVALID"),
    ]:
        async with await RawClient.open(service.base_url) as client:
            header = (await client.init(service.token(identity), continuation_token=token)).header
            assert as_object(header["continuation_token_status"]).get("reissue_reason") == reason
            assert (header["continuation_token"] == first) is (reason is None)


async def test_refused_init_is_two_packets_and_the_end(service: LocalService) -> None:
    async with await RawClient.open(service.base_url) as client:
        reply = await client.init("not a token")
        expected = {"code": 401, "status": "UNAUTHORIZED", "description": "Invalid Access Token", "errorCode": 20101}
        assert status_of(reply.header) == expected
        close = await client.next_packet()
        assert (close.method, close.header["status"]) == ("close", expected)
        assert (await client.closed())[0] == 1000
        assert service.sessions == ()


async def test_the_end_of_a_refused_init_does_not_come_along_with_the_answer() -> None:
    async with LocalService(limits=Limits(refusal_seconds=3600)) as service:
        async with await RawClient.open(service.base_url) as client:
            assert status_of((await client.init("not a token")).header)["code"] == 401
            # What comes meanwhile is nobody's, except for a goodbye.
            await client.send({"method": "message", "id": "1"})
            await client.send({"method": "init", "id": "2", "token": service.token("alice")})
            await client.send({"method": "close", "id": "3"})
            assert (await client.closed())[0] == 1000
            assert service.sessions == ()
        service.faults.throttle(method="init")
        async with await RawClient.open(service.base_url) as client:
            assert status_of((await client.init(service.token("alice"))).header)["code"] == 429
            await client.send({"method": "close", "id": "1"})
            assert (await client.closed())[0] == 1000


async def test_update(service: LocalService) -> None:
    async with await RawClient.initialised(service.base_url, service.token("alice", 5000)) as client:
        good = await client.ask({"method": "update", "token": service.token("alice", 4000)})
        assert status_of(good.header)["code"] == 200
        foreign = await client.ask({"method": "update", "token": service.token("bob")})
        assert status_of(foreign.header)["errorCode"] == 51215
        expired = await client.ask({"method": "update", "token": service.token("alice", -1)})
        assert (status_of(expired.header)["code"], status_of(expired.header)["errorCode"]) == (401, 20104)
        assert (await client.request("GET", "/Client/v1/Configuration")).http_status == 200


async def test_expiry() -> None:
    # The clock stands still 0.2 s before the token's end; timers run in real time.
    async with LocalService(now=lambda: 1_000_000.8) as service:
        token = mint_token(service.credentials, "alice", 1, 1_000_000)
        async with await RawClient.initialised(service.base_url, token) as client:
            warning = await client.next_packet()
            assert warning.header["client_update_type"] == "token_about_to_expire"
            close = await client.next_packet()
            assert status_of(close.header) == {
                "code": 410,
                "status": "TOKEN_EXPIRED",
                "description": "Token expired",
                "errorCode": 51207,
            }
            await client.closed()


async def test_expiry_moves_with_the_token() -> None:
    async with LocalService(now=lambda: 1_000_000.9, limits=Limits(expiry_warning_seconds=0)) as service:
        short = mint_token(service.credentials, "alice", 1, 1_000_000)
        async with await RawClient.initialised(service.base_url, short) as client:
            await client.ask({"method": "update", "token": service.token("alice", 5000)})
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(client.packets.get(), 0.3)


async def test_ping_and_silence() -> None:
    async with LocalService(limits=Limits(ping_seconds=0.05, silence_seconds=PATIENCE)) as service:
        client = await RawClient.initialised(service.base_url, service.token("alice"))
        for _ in range(8):
            assert (await client.next_packet()).method == "ping"
        await client.close()
    async with LocalService(limits=Limits(ping_seconds=0.05, silence_seconds=1)) as service:
        client = await RawClient.initialised(service.base_url, service.token("alice"))
        client.acknowledge = False
        assert (await client.closed())[0] is None
        assert service.sessions == ()


async def test_no_init() -> None:
    async with LocalService(limits=Limits(init_seconds=0.05)) as service:
        async with await RawClient.open(service.base_url) as silent:
            assert await silent.closed() == (1000, "no-init-from-client")
        async with await RawClient.open(service.base_url) as talkative:
            await talkative.send({"method": "ping", "id": "1"})
            assert await talkative.closed() == (1000, "no-init-from-client")
        async with await RawClient.open(service.base_url) as texting:
            await texting.connection.send("hello")
            assert await texting.closed() == (1000, "no-init-from-client")


@pytest.mark.parametrize("after_init", [False, True])
@pytest.mark.parametrize(
    "garbage",
    [b"", b"invalid message", b"\x00" * 1000, b"TWILSOCK V3.0 5\r\n{}\r\n", b"TWILSOCK V3.0 2\r\n{}\r\n"],
)
async def test_garbage(service: LocalService, garbage: bytes, after_init: bool) -> None:
    async with await RawClient.open(service.base_url) as client:
        if after_init:
            await client.init(service.token("alice"))
        await client.connection.send(garbage)
        close = await client.next_packet()
        assert status_of(close.header) == {
            "code": 406,
            "status": "NOT_ACCEPTABLE_MESSAGE",
            "description": "Not acceptable message",
            "errorCode": 51214,
        }
        await client.closed()


async def test_recorded_frames_do_no_harm(service: LocalService) -> None:
    for vector in json.loads(VECTORS.read_text()):
        async with await RawClient.initialised(service.base_url, service.token("alice")) as client:
            await client.connection.send(base64.b64decode(vector["raw_base64"]))
    async with await RawClient.initialised(service.base_url, service.token("alice")) as client:
        assert (await client.request("GET", "/Client/v1/Configuration")).http_status == 200


async def test_oversized_message(service: LocalService) -> None:
    async with await RawClient.initialised(service.base_url, service.token("alice")) as client:
        await client.connection.send(b"x" * (Limits().frame_bytes + 1))
        assert (await client.closed())[0] == 1009


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"method": "never_heard_of"}, 400),
        ({"method": "init", "token": "again"}, 400),
        ({"method": "put_notification_ctx", "notification_ctx_id": "1"}, 400),
        ({"method": "delete_notification_ctx"}, 200),
        ({"method": "message", "active_grant": "video"}, 400),
    ],
)
async def test_packets_that_are_answered(user: User, header: JsonObject, code: int) -> None:
    alice = await user("alice")
    assert status_of((await alice.client.ask(header)).header)["code"] == code


async def test_unknown_product(user: User) -> None:
    alice = await user("alice")
    status = status_of((await alice.client.ask({"method": "message", "active_grant": "video"})).header)
    assert (status["status"], status["errorCode"]) == ("UNKNOWN_ACTIVE_PRODUCT", 51218)


@pytest.mark.parametrize(
    "request_part",
    [
        None,
        "GET /",
        {},
        {"method": "GET"},
        {"method": "GET", "path": "x"},
        {"method": "G E T", "path": "/"},
        {"method": 5, "path": "/"},
        {"method": "GET", "path": "/", "headers": {"x": "名"}},
        {"method": "GET", "path": "/", "params": {"y": [[True], None]}, "headers": {"é名": 1}},
    ],
)
async def test_bad_tunnel_requests(user: User, request_part: JsonValue) -> None:
    alice = await user("alice")
    reply = await alice.client.ask({"method": "message", "active_grant": "ip_messaging", "http_request": request_part})
    assert as_object(reply.header["http_status"])["code"] == 400


async def test_tunnel_accepts_other_dialects(user: User) -> None:
    alice = await user("alice")
    described: JsonObject = {
        "host": "cds.us1.twilio.com",
        "path": "/v3/Maps/alice.channels",
        "method": "get",
        "headers": {"Content-Type": ["application/json"], "X-Number": 5},
        "params": {"Include": ["items"], "flag": True},
    }
    reply = await alice.client.ask({"method": "message", "http_request": described})
    body = as_object(reply.json())
    assert str(body["url"]).startswith("http://cds.us1.twilio.com/v3/")
    assert body["items"] == []


async def test_typing_needs_a_registration(service: LocalService, user: User) -> None:
    alice = await user("alice")
    sid = await alice.create()
    await alice.join(sid)
    await alice.add(sid, "bob")
    async with await RawClient.open(service.base_url) as bob:
        await bob.init(service.token("bob"), registrations=None)
        await type_in(alice, sid)
        context: JsonObject = {"method": "put_notification_ctx", "notification_ctx_id": "c1"}
        payload = b'{"message_types":["twilio.ipmsg.typing_indicator"]}'
        assert status_of((await bob.ask(context, payload)).header)["code"] == 200
        assert bob.packets.empty()
        await type_in(alice, sid)
        payload_seen = as_object((await bob.next_packet()).json())
        assert (payload_seen["identity"], payload_seen["typing_timeout"]) == ("alice", 6)


async def type_in(chat: ChatRest, sid: str) -> None:
    headers: JsonObject = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = await chat.client.request("POST", chat.links["typing"], headers=headers, raw=f"ChannelSid={sid}".encode())
    assert (reply.http_status, reply.body) == (200, {"typing_timeout": 5})


async def test_requests_per_second() -> None:
    async with LocalService(now=lambda: 1_800_000_000, limits=Limits(requests_per_second=2)) as service:
        client = await RawClient.initialised(service.base_url, service.token("alice"))
        replies = [await client.request("GET", "/Client/v1/Configuration") for _ in range(4)]
        assert [reply.http_status for reply in replies] == [200, 200, 429, 429]
        assert as_object(replies[-1].packet.header["http_headers"])["retry-after"] == "1"
        await client.close()


@pytest.fixture
async def crowded() -> AsyncIterator[LocalService]:
    async with LocalService(limits=Limits(connections=1)) as running:
        yield running


async def test_connections_are_bounded(crowded: LocalService) -> None:
    async with await RawClient.initialised(crowded.base_url, crowded.token("alice")):
        with pytest.raises(InvalidStatus, match="503"):
            await RawClient.open(crowded.base_url)
