"""How a client says it is, in the program and over HTTP."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import socket
from typing import cast

import httpx
import pytest

from runtime.telemetry.conftest import QUICK
from support.manual_clock import settle
from support.rooms import client_of, make_room
from twilio_chat import ArgumentError, Health, Message
from twilio_local import LocalService
from twilio_realtime.clock import SystemClock
from twilio_realtime.environment import Environment
from twilio_realtime.errors import ConfigurationError, TokenError
from twilio_realtime.telemetry.health_server import serve_health


class ShiftedClock(SystemClock):
    """The real time, moved forward by as much as a test says; what is measured stands still otherwise."""

    def __init__(self) -> None:
        self.now = super().wall()

    def wall(self) -> float:
        return self.now


async def test_a_life(service: LocalService) -> None:
    clock = ShiftedClock()
    client = client_of(service, "alice", environment=Environment(limits=QUICK, clock=clock))
    new = client.health
    assert (new.alive, new.ready, new.token_seconds, new.event_seconds) == (True, False, None, None)
    async with client:
        room = await make_room(client)
        ready = client.health
        assert (ready.alive, ready.ready, ready.stats.phase, ready.phase_seconds) == (True, True, "connected", 0)
        assert ready.token_seconds is not None
        async with room.on.message_added.expect():
            await room.send_message("x")
        clock.now += 7
        later = client.health
        assert (later.phase_seconds, later.event_seconds) == (7, 7)
        assert later.token_seconds == ready.token_seconds - 7
        async with client.on.connection_state_changed.expect(where=lambda state: state == "connected"):
            async with client.on.connection_state_changed.expect(where=lambda state: state != "connected"):
                service.faults.cut()
            cut = client.health
            assert (cut.alive, cut.ready) == (True, False)
        assert client.health.stats.reconnects == 1
        assert client.health.phase_seconds == 0
        clock.now += 10**9
        assert client.health.token_seconds == 0
    ended = client.health
    assert (ended.alive, ended.ready, ended.stats.phase) == (False, False, "disconnected")
    with pytest.raises(dataclasses.FrozenInstanceError):
        ended.ready = True  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


async def test_what_handlers_have_to_do(service: LocalService) -> None:
    async with client_of(service, "alice") as client:
        channel = await make_room(client)
        gate = asyncio.Event()

        async def slow(message: Message) -> None:
            await gate.wait()

        client.on.message_added.connect(slow, concurrency=2)
        channel.on.message_added.connect(slow, concurrency=2, key=lambda message: message.author)
        channel.on.message_added.connect(lambda message: None)
        async with client.on.message_added.expect(where=lambda message: message.body == "4"):
            for number in range(5):
                await channel.send_message(str(number))
        await settle()
        busy = client.health
        assert (busy.running_handlers, busy.waiting_events) == (3, 7)
        assert await asyncio.to_thread(lambda: client.health.waiting_events) == 7
        gate.set()
        await settle()
        idle = client.health
        assert (idle.running_handlers, idle.waiting_events) == (0, 0)


async def test_a_client_that_has_given_up_is_not_alive(service: LocalService) -> None:
    client = client_of(service, "alice", environment=Environment(limits=QUICK))
    async with client, serve_health(client, port=0) as server, httpx.AsyncClient() as http:
        async with client.on.token_expired.expect():
            service.faults.expire_token("alice")
        assert client.health.alive is False
        assert (await http.get(f"http://127.0.0.1:{server.port}/healthz")).status_code == 503
    with pytest.raises(TokenError):
        await client.until_closed()


async def test_over_http(service: LocalService) -> None:
    client = client_of(service, "alice", environment=Environment(limits=QUICK))
    async with serve_health(client, port=0) as server, httpx.AsyncClient() as http:
        root = f"http://127.0.0.1:{server.port}"

        async def statuses() -> tuple[int, int]:
            return (await http.get(f"{root}/healthz")).status_code, (await http.get(f"{root}/readyz?x=1")).status_code

        assert await statuses() == (200, 503)
        async with client:
            assert await statuses() == (200, 200)
            answer = await http.get(f"{root}/readyz")
            assert answer.headers["content-type"] == "application/json"
            told = cast("dict[str, object]", answer.json())
            assert set(told) == {field.name for field in dataclasses.fields(Health)}
            assert told["ready"] is True
            assert "alice" not in answer.text
            assert (await http.head(f"{root}/readyz")).content == b""
            assert (await http.get(f"{root}/metrics")).status_code == 404
            refused = await http.post(f"{root}/readyz", content=b"x" * 100_000)
            assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
        assert await statuses() == (503, 503)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", server.port)
    assert repr(server) == f"<HealthServer 127.0.0.1 port {server.port}, closed>"


@pytest.mark.parametrize(
    "request_", [b"nonsense\r\n\r\n", b"GET /readyz\r\n\r\n", b"\xff\xfe / x\r\n\r\n", b"GET /" + b"x" * 100_000]
)
async def test_what_is_no_request_is_refused(service: LocalService, request_: bytes) -> None:
    async with serve_health(client_of(service, "alice"), port=0) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(request_)
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
        assert list(json.loads(body)) == ["error"]
        writer.close()


async def test_who_says_nothing_is_let_go(service: LocalService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twilio_realtime.telemetry.health_server._PATIENCE", 0.01)
    monkeypatch.setattr("twilio_realtime.telemetry.health_server._MOST_AT_ONCE", 1)
    async with serve_health(client_of(service, "alice"), port=0) as server:
        for _ in range(2):
            (reader, writer), (other, other_writer) = [
                await asyncio.open_connection("127.0.0.1", server.port) for _ in range(2)
            ]
            assert await other.read() == b""  # one at once is enough here
            assert await reader.read() == b""
            for each in (writer, other_writer):
                each.close()


async def test_the_end_does_not_wait_for_who_says_nothing(service: LocalService) -> None:
    async with serve_health(client_of(service, "alice"), port=0) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        await settle()
    assert await reader.read() == b""
    writer.close()


async def test_addresses_that_cannot_be_used(service: LocalService) -> None:
    client = client_of(service, "alice")
    for port in (-1, 65536, True, "80"):
        with pytest.raises(ArgumentError, match="port must be"):
            serve_health(client, port=cast("int", port))
    with pytest.raises(ArgumentError, match="host must"):
        serve_health(client, port=0, host="")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"cannot listen at 127.0.0.1 port {port}: .*another port"):
            async with serve_health(client, port=port):
                pytest.fail("served")
