"""Requests of a connection: queued, sent, answered, refused, given up."""

from __future__ import annotations

import asyncio

import pytest

from support.connection_harness import GET, POST, Harness
from support.manual_clock import settle
from twilio_realtime.errors import (
    DeadlineError,
    DisconnectedError,
    ForbiddenError,
    RequestError,
    ThrottledError,
)
from twilio_realtime.json import JsonObject
from twilio_realtime.requests.transport import HttpRequest
from twilio_realtime.twilsock.limits import ConnectionLimits


async def test_a_request_and_its_reply() -> None:
    h = Harness()
    socket = await h.up()
    sending = asyncio.ensure_future(h.connection.send(POST))
    await settle()
    packet = socket.last("message")
    assert packet.header["active_grant"] == "product"
    socket.reply(packet, {"sid": "X1"}, http_status={"code": 201, "status": "Created"}, http_headers={"ETag": "1"})
    reply = await sending
    assert (reply.status, reply.reason, reply.body, reply.headers) == (201, "Created", {"sid": "X1"}, {"etag": "1"})
    assert h.connection.pending == 0
    await h.connection.close()


async def test_replies_may_come_in_any_order() -> None:
    h = Harness()
    socket = await h.up()
    urls = [f"https://api.example/{n}" for n in range(5)]
    tasks = [asyncio.ensure_future(h.connection.send(HttpRequest("GET", url))) for url in urls]
    await settle()
    packets = socket.of("message")
    for number, packet in reversed(list(enumerate(packets))):
        socket.reply(packet, {"n": number})
    assert [reply.body for reply in await asyncio.gather(*tasks)] == [{"n": n} for n in range(5)]
    await h.connection.close()


async def test_every_http_status_is_returned() -> None:
    h = Harness()
    socket = await h.up()
    sending = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.reply(socket.last("message"), {"code": 54009}, http_status={"code": 429, "status": "Too Many Requests"})
    assert (await sending).status == 429
    await h.connection.close()


@pytest.mark.parametrize(("code", "kind"), [(401, ForbiddenError), (400, RequestError), (503, RequestError)])
async def test_a_refused_request_is_an_error_and_keeps_the_connection(code: int, kind: type[RequestError]) -> None:
    h = Harness()
    socket = await h.up()
    sending = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.reply(socket.last("message"), code=code, error_code=51218)
    with pytest.raises(kind, match=r"GET /v1/Things.*as the service says") as caught:
        await sending
    assert (caught.value.status, caught.value.code) == (code, 51218)
    assert "Secret" not in str(caught.value)
    assert h.phase() == "connected"
    await h.connection.close()


async def test_queued_requests_go_out_in_order_after_the_listener_was_told() -> None:
    h = Harness()
    tasks = [asyncio.ensure_future(h.connection.send(HttpRequest("GET", f"https://api.example/{n}"))) for n in range(5)]
    await settle()
    socket = await h.up()
    assert [packet.method for packet in socket.sent] == ["init"] + ["message"] * 5
    paths = [packet.header["http_request"] for packet in socket.of("message")]
    assert [path["path"] for path in paths if isinstance(path, dict)] == [f"/{n}" for n in range(5)]
    assert h.listener.notes[-1] == "connected()"
    for packet in socket.of("message"):
        socket.reply(packet)
    await asyncio.gather(*tasks)
    await h.connection.close()


async def test_a_request_in_flight_fails_at_once_and_a_queued_one_waits() -> None:
    h = Harness(ConnectionLimits(max_in_flight=1))
    socket = await h.up()
    sent = asyncio.ensure_future(h.connection.send(POST))
    queued = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    assert len(socket.of("message")) == 1
    socket.lose()
    await settle()
    assert isinstance(sent.exception(), DisconnectedError)
    assert not queued.done()
    socket = await h.back()
    socket.reply(socket.last("message"))
    assert (await queued).status == 200
    assert h.connection.stats.reconnects == 1
    await h.connection.close()


async def test_a_free_place_in_flight_lets_the_next_request_go() -> None:
    h = Harness(ConnectionLimits(max_in_flight=1))
    socket = await h.up()
    tasks = [asyncio.ensure_future(h.connection.send(GET)) for _ in range(3)]
    for number in range(3):
        await settle()
        assert len(socket.of("message")) == number + 1
        socket.reply(socket.last("message"))
    await asyncio.gather(*tasks)
    await h.connection.close()


async def test_no_connection_in_time() -> None:
    h = Harness()
    h.network.failure = OSError("no route")
    h.connection.connect("token-1")
    sending = asyncio.ensure_future(h.connection.send(GET))
    await h.clock.advance(19.9)
    assert not sending.done()
    await h.clock.advance(0.2)
    with pytest.raises(DisconnectedError, match="no connection within 20 seconds"):
        await sending
    assert h.connection.pending == 0
    await h.connection.close()


async def test_a_deadline_includes_the_queue() -> None:
    h = Harness()
    queued = asyncio.ensure_future(h.connection.send(GET, timeout=5))
    await h.clock.advance(5)
    with pytest.raises(DeadlineError, match="not sent within 5 seconds"):
        await queued
    late = asyncio.ensure_future(h.connection.send(GET))
    await h.clock.advance(15)
    socket = await h.up()
    await h.clock.advance(14.9)
    assert not late.done()
    await h.clock.advance(0.1)
    with pytest.raises(DeadlineError, match="not answered within 30 seconds"):
        await late
    assert h.connection.pending == 0
    socket.reply(socket.last("message"))
    await settle()
    assert h.connection.stats.unknown == 1
    await h.connection.close()


async def test_each_request_has_a_deadline_of_its_own() -> None:
    h = Harness()
    await h.up()
    failed: list[float] = []

    async def send(timeout: float) -> None:
        with pytest.raises(DeadlineError, match=f"within {timeout:g} seconds"):
            await h.connection.send(GET, timeout=timeout)
        failed.append(timeout)

    sending: list[asyncio.Future[None]] = []
    for timeout in (25.0, 3.0, 28.0, 3.5, 1.0):
        sending.append(asyncio.ensure_future(send(timeout)))
        await settle()
    for passed, so_far in [(0.9, []), (0.2, [1]), (1.8, [1]), (0.2, [1, 3]), (10, [1, 3, 3.5]), (12, [1, 3, 3.5, 25])]:
        await h.clock.advance(passed)
        assert failed == so_far
    await h.clock.advance(4)
    assert failed == [1, 3, 3.5, 25, 28]
    await asyncio.gather(*sending)
    assert h.connection.pending == 0
    await h.connection.close()


async def test_a_cancelled_request_leaves_nothing_behind() -> None:
    h = Harness()
    queued = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    assert h.connection.pending == 1
    queued.cancel()
    await settle()
    assert h.connection.pending == 0
    socket = await h.up()
    assert not socket.of("message")
    sent = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    sent.cancel()
    await settle()
    assert h.connection.pending == 0
    await h.connection.close()
    assert h.clock.timers == 0


async def test_the_queue_is_bounded_in_number_and_bytes() -> None:
    h = Harness(ConnectionLimits(max_queued_requests=2, max_queued_bytes=10_000))
    tasks = [asyncio.ensure_future(h.connection.send(GET)) for _ in range(2)]
    await settle()
    with pytest.raises(ThrottledError, match="2 requests"):
        await h.connection.send(GET)
    tasks[0].cancel()
    await settle()
    with pytest.raises(ThrottledError, match="bytes"):
        await h.connection.send(HttpRequest("POST", "https://api.example/", body=b"x" * 10_000))
    await h.connection.close()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_too_many_requests_pause_sending() -> None:
    h = Harness(number=0.5)
    socket = await h.up()
    first = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.reply(socket.last("message"), code=429, error_code=51202)
    with pytest.raises(ThrottledError) as caught:
        await first
    assert (caught.value.status, caught.value.code) == (429, 51202)
    second = asyncio.ensure_future(h.connection.send(GET))
    await h.clock.advance(1.4)
    assert len(socket.of("message")) == 1
    await h.clock.advance(0.1)
    assert len(socket.of("message")) == 2
    socket.reply(socket.last("message"))
    await second
    await h.connection.close()


async def test_a_policy_sets_the_length_of_the_pause() -> None:
    h = Harness(number=0.5)
    socket = await h.up()
    first = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    policy: JsonObject = {"backoff_policy": {"reconnect_min_ms": 4000, "reconnect_max_ms": 6000}}
    socket.reply(socket.last("message"), policy, code=429)
    with pytest.raises(ThrottledError) as caught:
        await first
    assert caught.value.retry_after == 4.0
    second = asyncio.ensure_future(h.connection.send(GET))
    await h.clock.advance(4.9)
    assert len(socket.of("message")) == 1
    await h.clock.advance(0.2)
    assert len(socket.of("message")) == 2
    second.cancel()
    await h.connection.close()


async def test_a_pause_ends_with_the_connection() -> None:
    h = Harness()
    socket = await h.up()
    first = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.reply(socket.last("message"), {"backoff_policy": {"reconnect_min_ms": 60_000}}, code=429)
    await asyncio.gather(first, return_exceptions=True)
    second = asyncio.ensure_future(h.connection.send(GET))
    socket.lose()
    socket = await h.back()
    socket.reply(socket.last("message"))
    assert (await second).status == 200
    await h.connection.close()
