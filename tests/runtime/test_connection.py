from __future__ import annotations

import asyncio
import logging

import pytest

from support.connection_harness import GET, POST, Harness
from support.manual_clock import settle
from twilio_realtime.clock import Timing
from twilio_realtime.errors import (
    ConfigurationError,
    ConnectionRefused,
    DeadlineError,
    DisconnectedError,
    ForbiddenError,
    RequestError,
    ThrottledError,
)
from twilio_realtime.json import JsonObject
from twilio_realtime.requests.transport import HttpRequest
from twilio_realtime.twilsock import Connection, ConnectionLimits
from twilio_realtime.twilsock.frames import encode


async def test_connecting() -> None:
    h = Harness()
    assert h.phase() == "unknown"
    h.connection.connect("token-1")
    ready = asyncio.ensure_future(h.connection.ready())
    await settle()
    assert h.phase() == "connecting"
    init = h.socket.last("init").header
    assert init["token"] == "token-1"
    assert init["continuation_token"] is None
    assert init["metadata"] == {"sdk": "test", "osa": 64}
    assert h.network.attempts == [("wss://tsock.example/v3/wsconnect", 20.0, 8 * 1024 * 1024)]
    assert not ready.done()
    await h.accept()
    await ready
    await h.connection.ready()
    assert h.listener.notes == ["connecting", "connected", "connected()"]
    await h.connection.close()


async def test_the_continuation_token_of_any_reply_is_sent_next_time() -> None:
    h = Harness()
    h.connection.connect("token-1")
    await settle()
    h.socket.reply(h.socket.last("init"), continuation_token="first")
    await settle()
    request = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    h.socket.reply(h.socket.last("message"), continuation_token="second")
    await request
    h.socket.lose()
    await h.back()
    assert h.socket.last("init").header["continuation_token"] == "second"
    await h.connection.close()


async def test_everything_but_a_reply_is_acknowledged() -> None:
    h = Harness()
    socket = await h.up()
    ids = [
        socket.deliver("ping"),
        socket.deliver("notification", {"a": 1}, message_type="type.one"),
        socket.deliver("client_update", client_update_type="token_about_to_expire"),
        socket.deliver("client_update", client_update_type="something_new"),
        socket.deliver("something_new"),
    ]
    socket.deliver("reply", id="TMunknown", status={"code": 200})
    await settle()
    assert [packet.id for packet in socket.of("reply")] == ids
    assert all(packet.header["status"] == {"code": 200, "status": "OK"} for packet in socket.of("reply"))
    assert h.listener.notes[3:] == ["notification type.one", "about to expire"]
    assert h.connection.stats.unknown == 3
    await h.connection.close()


async def test_notifications_keep_their_order_and_survive_a_broken_listener(caplog: pytest.LogCaptureFixture) -> None:
    h = Harness()
    socket = await h.up()
    h.listener.broken = True
    for number in range(50):
        socket.deliver("notification", {"n": number}, message_type="type.one")
    await settle(200)
    assert [payload["n"] for _, payload in h.listener.notifications] == list(range(50))
    assert h.phase() == "connected"
    assert "notification failed" in caplog.text
    await h.connection.close()
    assert h.phase() == "disconnected"


async def test_odd_notifications_are_counted_and_dropped() -> None:
    h = Harness()
    socket = await h.up()
    socket.deliver("notification", '{"labelled":"text"}', payload_type="text/plain", message_type="type.one")
    socket.deliver("notification", message_type="type.one")
    socket.deliver("notification", "{broken", message_type="type.one")
    socket.deliver("notification", [1], message_type="type.one")
    socket.deliver("notification", {"a": 1})
    socket.deliver("notification", "<a/>", payload_type="text/xml", message_type="type.one")
    await settle(60)
    assert h.listener.notifications == [("type.one", {"labelled": "text"})]
    assert h.connection.stats.unknown == 5
    assert h.phase() == "connected"
    await h.connection.close()


@pytest.mark.parametrize(
    "message", ["text", b"", b"\x00\xff", b"TWILSOCK V3.0 5\r\n{}\r\n", b"TWILSOCK V3.0 2\r\n{}\r\n"]
)
async def test_what_is_not_a_packet_is_counted_and_dropped(message: bytes | str) -> None:
    h = Harness()
    socket = await h.up()
    socket.deliver_raw(message)
    await settle()
    assert h.connection.stats.unreadable == 1
    assert h.phase() == "connected"
    await h.connection.close()


async def test_noise_does_not_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    h = Harness()
    socket = await h.up()
    for _ in range(9):
        socket.deliver_raw(b"noise")
        socket.deliver_raw("noise")
    await settle(100)
    assert h.connection.stats.unreadable == 18
    # What follows is for those who look closely, as an earlier test of the same process may have done.
    dropped = [record for record in caplog.records if "dropped" in record.getMessage()]
    assert [record.levelno for record in dropped if record.levelno > logging.DEBUG] == [logging.WARNING]
    await h.connection.close()


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


async def test_attempts_are_spaced_and_problems_reported() -> None:
    h = Harness(number=0.999)
    h.network.failure = OSError("no route")
    h.connection.connect("token-1")
    waits: list[float] = []
    for _ in range(9):
        await settle()
        due = h.clock.next_due
        assert due is not None
        waits.append(round(due - h.clock.monotonic()))
        await h.clock.advance(due - h.clock.monotonic())
    assert waits == [2, 4, 8, 16, 32, 64, 120, 120, 120]
    problem = h.listener.problems[0]
    assert (problem.terminal, problem.status, problem.code) == (False, None, None)
    assert "no route" in problem.message
    assert h.phase() == "connecting"
    await h.connection.close()


async def test_connecting_again_does_not_wait() -> None:
    h = Harness()
    h.network.failure = OSError("no route")
    h.connection.connect("token-1")
    await settle()
    h.network.failure = None
    h.connection.connect("token-1")
    await h.accept()
    assert h.phase() == "connected"
    assert h.clock.monotonic() == 0
    await h.connection.close()


async def test_backoff_starts_over_only_after_a_connection_has_lived() -> None:
    h = Harness(number=0.999)
    await h.up()
    for expected in (2, 4, 8):
        await h.clock.advance(29)
        h.socket.lose()
        await settle()
        assert h.clock.next_due is not None
        assert round(h.clock.next_due - h.clock.monotonic()) == expected
        await h.clock.advance(expected)
        await h.accept()
    await h.clock.advance(30)
    h.socket.lose()
    await settle()
    assert h.clock.next_due is not None
    assert round(h.clock.next_due - h.clock.monotonic()) == 2
    await h.connection.close()


async def test_a_silent_connection_is_given_up() -> None:
    h = Harness()
    socket = await h.up()
    sending = asyncio.ensure_future(h.connection.send(GET, timeout=600))
    for _ in range(3):
        await h.clock.advance(40)
        socket.deliver_raw("anything will do")
    await h.clock.advance(44.9)
    assert h.phase() == "connected"
    await h.clock.advance(0.2)
    assert h.phase() == "connecting"
    assert socket.aborted
    with pytest.raises(DisconnectedError):
        await sending
    await h.back()
    assert h.phase() == "connected"
    await h.connection.close()


async def test_an_unanswered_init_is_tried_again() -> None:
    h = Harness()
    h.connection.connect("token-1")
    await h.clock.advance(9.9)
    assert h.socket.open
    await h.clock.advance(0.1)
    assert h.network.sockets[0].aborted
    await h.back()
    assert h.listener.notes == ["connecting", "problem", "connected", "connected()"]
    await h.connection.close()


@pytest.mark.parametrize(("code", "error_code"), [(429, 51202), (500, None), (408, None)])
async def test_a_failed_init_is_tried_again(code: int, error_code: int | None) -> None:
    h = Harness()
    h.connection.connect("token-1")
    await settle()
    h.socket.reply(h.socket.last("init"), code=code, error_code=error_code)
    await settle()
    assert h.network.sockets[0].of("close")
    assert h.network.sockets[0].closed_with == 1000
    problem = h.listener.problems[0]
    assert (problem.terminal, problem.status, problem.code) == (False, code, error_code)
    await h.back()
    await h.connection.close()


@pytest.mark.parametrize("code", [400, 404, 406, 499])
async def test_an_init_that_will_never_be_accepted_is_not_repeated(code: int) -> None:
    h = Harness()
    h.connection.connect("token-1")
    queued = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    h.socket.reply(h.socket.last("init"), code=code, error_code=51214)
    with pytest.raises(ConnectionRefused) as caught:
        await h.connection.ready()
    assert (caught.value.status, caught.value.code) == (code, 51214)
    assert isinstance(queued.exception(), ConnectionRefused)
    assert [problem.terminal for problem in h.listener.problems] == [True]
    assert h.phase() == "disconnected"
    await h.clock.advance(300)
    assert len(h.network.sockets) == 1
    await h.connection.close()


async def test_a_policy_bounds_the_next_attempt() -> None:
    h = Harness()
    h.connection.connect("token-1")
    await settle()
    h.socket.reply(h.socket.last("init"), {"backoff_policy": {"reconnect_min_ms": 7500}}, code=429)
    await h.clock.advance(7.4)
    assert len(h.network.sockets) == 1
    await h.clock.advance(0.1)
    assert len(h.network.sockets) == 2
    await h.connection.close()


@pytest.mark.parametrize("policy_ms", [None, 5000])
async def test_an_offload_reconnects_without_waiting_for_a_socket_that_is_gone(policy_ms: int | None) -> None:
    h = Harness()
    socket = await h.up()
    sending = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.close_with(308, policy_ms=policy_ms)
    await settle()
    assert h.phase() == "disconnecting"
    assert socket.of("reply")
    socket.reply(socket.last("message"))
    assert (await sending).status == 200
    queued = asyncio.ensure_future(h.connection.send(GET))
    socket.lose()
    await settle()
    assert h.phase() == "connecting"
    await h.clock.advance(1 if policy_ms is None else 5)
    socket = await h.accept()
    assert h.listener.notes[2:] == ["connected()", "disconnecting", "connecting", "connected", "connected()"]
    socket.reply(socket.last("message"))
    await queued
    await h.connection.close()


async def test_an_offload_waits_three_seconds_for_the_socket_to_close() -> None:
    h = Harness()
    socket = await h.up()
    sending = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.close_with(308)
    await h.clock.advance(2.9)
    assert not sending.done()
    await h.clock.advance(0.1)
    with pytest.raises(DisconnectedError):
        await sending
    assert socket.closed_with == 1000
    assert h.phase() == "connecting"
    await h.connection.close()


@pytest.mark.parametrize("code", [429, 500, 451])
async def test_other_closes_reconnect_and_are_reported(code: int) -> None:
    h = Harness()
    socket = await h.up()
    socket.close_with(code)
    socket.lose()
    await settle()
    assert h.listener.problems[0].status == code
    assert not h.listener.problems[0].terminal
    await h.back()
    await h.connection.close()


@pytest.mark.parametrize("code", [406, 417])
async def test_refused_for_good(code: int) -> None:
    h = Harness()
    socket = await h.up()
    sent = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.close_with(code, 51214)
    await settle()
    assert h.phase() == "disconnected"
    assert isinstance(sent.exception(), ConnectionRefused)
    for call in (h.connection.send(GET), h.connection.ready(), h.connection.update_token("token-2")):
        with pytest.raises(ConnectionRefused) as caught:
            await call
        assert (caught.value.status, caught.value.code) == (code, 51214)
    assert h.listener.problems[0].terminal
    await h.clock.advance(300)
    assert len(h.network.sockets) == 1
    h.connection.connect("token-2")
    await h.accept()
    assert h.phase() == "connected"
    await h.connection.close()


async def test_an_untrusted_host_is_not_tried_again() -> None:
    h = Harness()
    h.network.failure = ConnectionRefused("the certificate was not accepted", status=0)
    h.connection.connect("token-1")
    with pytest.raises(ConnectionRefused, match="certificate"):
        await h.connection.ready()
    await h.clock.advance(300)
    assert len(h.network.attempts) == 1
    assert h.listener.problems[0].terminal
    await h.connection.close()


async def test_a_flood_of_oversized_packets_is_harmless() -> None:
    h = Harness(ConnectionLimits(max_packet_bytes=1000))
    socket = await h.up()
    socket.deliver_raw(encode({"id": "TM1", "method": "notification", "message_type": "type.one"}, b"1" * 2000))
    await settle()
    assert h.connection.stats.unreadable == 1
    assert h.phase() == "connected"
    await h.connection.close()


async def test_a_listener_may_call_back() -> None:
    h = Harness()

    h.listener.once_connected = lambda: h.connection.connect("token-2")
    socket = await h.up()
    assert socket.last("update").header["token"] == "token-2"
    await h.connection.close()


async def test_tokens_and_queries_stay_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    h = Harness()
    socket = await h.up("very-secret-token")
    sending = asyncio.ensure_future(h.connection.send(HttpRequest("GET", "https://a.example/x?very-secret-signature")))
    await settle()
    socket.reply(socket.last("message"), {"a": "very-secret-body"})
    await sending
    socket.deliver("notification", {"a": "very-secret-body"}, message_type="type.one")
    socket.deliver("notification", ["very-secret-body"], message_type="type.one")
    socket.close_with(401)
    await settle()
    await h.connection.close()
    assert caplog.records
    assert "very-secret" not in caplog.text


@pytest.mark.parametrize("url", ["", "https://a.example", "wss://", "wss:///path", "ws://a:99999/", "ws://[x/"])
def test_unusable_urls(url: str) -> None:
    h = Harness()
    with pytest.raises(ConfigurationError, match="ws"):
        Connection(
            url,
            product="product",
            metadata={},
            message_types=[],
            listener=h.listener,
            timing=Timing(h.clock, lambda: 0.5),
        )
