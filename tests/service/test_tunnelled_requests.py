"""A request through a socket is answered like the same one by plain HTTP, though most take a shorter way."""

from __future__ import annotations

import json

import httpx
import pytest

from support.raw_client import RawClient
from twilio_local import Limits, LocalService
from twilio_realtime.json import JsonObject

CHANNELS = "/Client/v2/Services/{service}/Conversations"
BY_NAME = CHANNELS + "/a%2Fb%20%C3%BC%25"
JSON: JsonObject = {"content-type": "application/json"}
FORM: JsonObject = {"content-type": "application/x-www-form-urlencoded"}

REQUESTS: list[tuple[str, str, JsonObject, JsonObject, bytes]] = [
    ("GET", "/Client/v1/Configuration", {}, {}, b""),
    ("GET", "/Client/v1/Configuration/", {}, {}, b""),
    ("POST", "/Client/v1/Configuration", {}, JSON, b"{}"),
    ("GET", "/nowhere", {}, {}, b""),
    ("GET", "/", {}, {}, b""),
    ("GET", CHANNELS, {}, {}, b""),
    ("GET", CHANNELS, {"PageSize": "1"}, {}, b""),
    ("GET", CHANNELS, {"PageSize": ["7", "1"]}, {}, b""),
    ("GET", CHANNELS, {"PageSize": "%31"}, {}, b""),
    ("GET", CHANNELS, {"PageSize": "+1"}, {}, b""),
    ("GET", CHANNELS, {"PageSize": ""}, {}, b""),
    ("GET", CHANNELS, {"page&size=": "?#&=", "ü": "ü"}, {}, b""),
    ("GET", BY_NAME, {}, {}, b""),
    ("GET", CHANNELS + "/%ff", {}, {}, b""),
    ("GET", CHANNELS + "/a%00b", {}, {}, b""),
    ("GET", CHANNELS + "/", {}, {}, b""),
    ("GET", CHANNELS + "//Messages", {}, {}, b""),
    ("PUT", BY_NAME, {}, JSON, b"{}"),
    ("POST", BY_NAME, {}, JSON, b"{"),
    ("POST", BY_NAME, {}, JSON, b"[]"),
    ("POST", BY_NAME, {}, JSON, b'{"attributes": 1}'),
    ("POST", BY_NAME, {}, JSON, b'{"friendly_name": "' + b"x" * 2048 + b'"}'),
    ("POST", BY_NAME, {}, FORM, b"attributes=%7B"),
    ("DELETE", BY_NAME + "/Messages/IMffffffffffffffffffffffffffffffff", {}, {}, b""),
    ("GET", "/v3/Maps/nothing", {"Include": "items"}, {}, b""),
    ("GET", "/v3/Maps/nothing/Items/a%2Fb", {}, {}, b""),
    ("DELETE", "/v1/registrations/none", {"productId": "chat"}, {}, b""),
]


@pytest.mark.parametrize("number", range(len(REQUESTS)))
async def test_both_ways_give_the_same_answer(number: int) -> None:
    method, path, params, headers, content = REQUESTS[number]
    async with LocalService(limits=Limits(body_bytes=2048)) as service:
        path = path.format(service=service.credentials.service_sid)
        token = service.token("alice")
        async with await RawClient.initialised(service.base_url, token) as alice:
            root = CHANNELS.format(service=service.credentials.service_sid)
            for name in ("a/b ü%", "second"):
                made = await alice.request("POST", root, {"type": "public", "unique_name": name, "attributes": "{}"})
                assert made.http_status == 201
            tunnelled = await alice.request(method, path, params=params, headers=headers, raw=content)
        query = "&".join(
            f"{httpx.QueryParams({name: ''})!s}".removesuffix("=") + f"={_as_sent(value)}"
            for name, values in params.items()
            for value in (values if isinstance(values, list) else [values])
        )
        async with httpx.AsyncClient(follow_redirects=False) as client:
            url = f"{service.base_url}{path}" + (f"?{query}" if query else "")
            sent = {**{name: str(value) for name, value in headers.items()}, "X-Twilio-Token": token}
            plain = await client.request(method, url, headers=sent, content=content)
    assert tunnelled.http_status == plain.status_code
    assert tunnelled.body == (json.loads(plain.content) if plain.content else None)
    about_it = tunnelled.packet.header["http_headers"]
    assert isinstance(about_it, dict)
    for name in ("content-type", "content-length", "allow", "location", "retry-after"):
        assert about_it.get(name) == plain.headers.get(name), name


def _as_sent(value: object) -> str:
    """A parameter as it is sent: clients encode what they send by themselves, and ``%`` stays as it is."""
    text = str(value)
    return text if "%" in text or "+" in text else str(httpx.QueryParams({"x": text})).removeprefix("x=")


async def test_a_failing_handler_is_answered_and_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """By the name of its route: the path itself may hold names."""
    async with LocalService() as service:
        token = service.token("alice")
        async with await RawClient.initialised(service.base_url, token) as alice:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("twilio_local.sync.store.SyncStore.find", _fail)
                reply = await alice.request("GET", "/v3/Maps/secret-name")
            assert (reply.http_status, reply.object["code"]) == (500, 20500)
            assert (await alice.request("GET", "/Client/v1/Configuration")).http_status == 200
    assert "GET /v3/Maps/{id} failed: ZeroDivisionError" in caplog.text
    assert "secret-name" not in caplog.text


def _fail(*_arguments: object) -> None:
    raise ZeroDivisionError


async def test_answers_keep_the_order_of_requests(service: LocalService) -> None:
    async with await RawClient.initialised(service.base_url, service.token("alice")) as alice:
        call: JsonObject = {"host": "h", "path": "/Client/v1/Configuration", "method": "GET"}
        expected = [f"order{number}" for number in range(50)]
        done: list[str] = []
        for packet_id in expected:
            alice.expect_reply(packet_id).add_done_callback(lambda reply: done.append(reply.result().id))
        for packet_id in expected:
            await alice.send({"method": "message", "id": packet_id, "http_request": call})
        assert (await alice.request("GET", "/Client/v1/Configuration")).http_status == 200
    assert done == expected
