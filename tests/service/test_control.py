"""Faults over HTTP: what they take, what they do, and who may not make any."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from support.chat_rest import ChatRest
from twilio_local import LocalService, LocalServiceError, ServiceCredentials
from twilio_realtime.json import JsonObject, as_object

from .conftest import User


@pytest.fixture
async def service() -> AsyncIterator[LocalService]:
    async with LocalService(control=True) as running:
        yield running


@pytest.fixture
async def control(service: LocalService) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{service.base_url}/control") as client:
        yield client


async def make(control: httpx.AsyncClient, fault: str, **parameters: object) -> object:
    response = await control.post(f"/{fault}", json=parameters)
    assert response.status_code == 200, response.text
    return response.json()


async def test_sockets(control: httpx.AsyncClient, user: User) -> None:
    alice, bob, carol = await user("alice"), await user("bob"), await user("carol")
    assert (await control.get("/sessions")).json() == {"sessions": ["alice", "bob", "carol"]}
    assert await make(control, "about_to_expire", identity="alice") == {"sockets": 1}
    assert (await alice.client.next_packet()).header["client_update_type"] == "token_about_to_expire"
    assert await make(control, "offload", reconnect_min_ms=700) == {"sockets": 3}
    for chat in (alice, bob, carol):
        closing = await chat.client.next_packet()
        assert closing.json() == {"backoff_policy": {"reconnect_min_ms": 700}}
        await chat.client.closed()
    assert await make(control, "cut", identity="alice") == {"sockets": 0}


async def test_closing_with_a_status(control: httpx.AsyncClient, user: User) -> None:
    alice, bob = await user("alice"), await user("bob")
    payload = {"why": ["so"]}
    await make(control, "close_with", code=308, error_code=51232, identity="alice", status="GONE", payload=payload)
    closing = await alice.client.next_packet()
    assert closing.header["status"] == {"code": 308, "status": "GONE", "errorCode": 51232}
    assert closing.json() == payload
    await make(control, "expire_token", identity="bob")
    assert as_object((await bob.client.next_packet()).header["status"])["code"] == 410


async def test_half_open_and_refused(service: LocalService, control: httpx.AsyncClient, user: User) -> None:
    await user("alice")
    assert await make(control, "half_open") == {"sockets": 1}
    assert service.sessions == ("alice",)
    assert await make(control, "cut") == {"sockets": 1}
    assert await make(control, "refuse", identity="bob") == {}
    with pytest.raises(BaseException, match=r"^$"):
        await user("bob")
    await make(control, "refuse", identity="bob", enabled=False)
    await user("bob")


async def test_requests(control: httpx.AsyncClient, user: User) -> None:
    alice = await user("alice")
    sid = await alice.create()
    await alice.join(sid)
    headers = {"Retry-After": "3"}
    await make(control, "fail_next_request", status=503, path_contains="/Messages", code=7, headers=headers)
    failed = await alice.send(sid, "lost")
    assert (failed.http_status, failed.object["code"]) == (503, 7)
    await make(control, "throttle", reconnect_min_ms=5)
    assert (await alice.send(sid, "too many")).status == 429
    # Control is not delayed, or it could not end the delay.
    await make(control, "delay", seconds=3000)
    await make(control, "fail_next_request", status=500, count=100)
    await make(control, "clear")
    messages = str((await alice.open("Lists", f"{sid}.messages"))["sid"])
    await alice.client.subscribe((messages, "list", -1))
    await make(control, "drop_next_notification", event_type="list_item_added")
    await alice.send(sid, "not told")
    await alice.send(sid, "told")
    event = as_object((await alice.client.next_notification("list_item_added"))["event"])
    assert event["item_index"] == 1


@pytest.mark.parametrize(
    ("path", "body", "status", "message"),
    [
        ("cut", {"who": "bob"}, 400, "who: Extra inputs are not permitted"),
        ("cut", {"identity": 5}, 400, "identity: Input should be a valid string"),
        ("close_with", {}, 400, "code: Field required"),
        ("fail_next_request", {"status": 200}, 400, "status: Input should be greater than or equal to 400"),
        ("delay", {"seconds": -1}, 400, "seconds: Input should be greater than or equal to 0"),
        ("throttle", {"method": "ping"}, 400, "method: Input should be 'message', 'init' or 'update'"),
        ("cut", [], 400, "Body must be a JSON object"),
        ("cut", "x" * 70_000, 413, "Body is larger than 65536 bytes"),
        ("explode", {}, 404, "There is no such command"),
        ("../control/explode", {}, 404, "There is no such command"),
    ],
)
async def test_what_is_not_understood(
    control: httpx.AsyncClient, path: str, body: object, status: int, message: str
) -> None:
    response = await control.post(f"/{path}", json=body)
    assert (response.status_code, response.json()["message"]) == (status, message)


async def test_bodies_that_are_no_json(control: httpx.AsyncClient) -> None:
    for body in (b"{", b'{"identity":NaN}', b"\xff"):
        assert (await control.post("/cut", content=body)).status_code == 400
    assert (await control.post("/cut")).json() == {"sockets": 0}
    assert (await control.get("/cut")).status_code == 405


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "rebound.evil.example"},
        {"Host": ""},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "[", "X": "1"},
        {"X-Forwarded-For": "198.51.100.7"},
    ],
)
async def test_pages_and_strangers_are_refused(control: httpx.AsyncClient, headers: dict[str, str], user: User) -> None:
    await user("alice")
    for response in (
        await control.post("/cut", json={}, headers=headers),
        await control.get("/sessions", headers=headers),
    ):
        assert response.status_code in (400, 403)
        assert "access-control-allow-origin" not in response.headers
    assert (await control.get("/sessions")).json() == {"sessions": ["alice"]}


async def test_not_through_sockets(user: User) -> None:
    alice = await user("alice")
    for path in ("/control/cut", "/control/sessions", "/%63ontrol/cut"):
        assert (await alice.client.request("POST", path, {})).http_status == 404


async def test_off_unless_asked_for() -> None:
    async with LocalService() as service, httpx.AsyncClient(base_url=service.base_url) as client:
        alice = await ChatRest.connect(service.base_url, service.token("alice"))
        for path in ("/control/cut", "/control", "/control/", "/%63ontrol/cut"):
            response = await client.post(path, json={})
            assert response.status_code == 403
            assert "--control" in response.json()["message"]
        assert (await client.post("/controls", json={})).status_code == 404
        assert service.sessions == ("alice",)
        await alice.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1"])
async def test_on_loopback_only(host: str) -> None:
    credentials = ServiceCredentials("AC1", "SK1", "a secret of thirty-two characters", "IS1")
    with pytest.raises(LocalServiceError, match="control would let anybody"):
        await LocalService(host, credentials=credentials, control=True).start()


async def test_pages_can_read_injected_failures(service: LocalService) -> None:
    service.faults.fail_next_request(503)
    url = f"{service.base_url}/Client/v1/Configuration"
    headers: JsonObject = {"Origin": "https://app.example"}
    async with httpx.AsyncClient(headers={name: str(value) for name, value in headers.items()}) as client:
        asking = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x-twilio-token"}
        assert (await client.options(url, headers=asking)).is_success
        failed = await client.get(url)
    assert (failed.status_code, failed.headers["access-control-allow-origin"]) == (503, "*")
