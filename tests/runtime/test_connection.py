"""A connection that is up: packets in and out, notifications, what must not disturb it."""

from __future__ import annotations

import asyncio
import logging

import pytest

from support.connection_harness import GET, Harness
from support.manual_clock import settle
from twilio_realtime.clock import Timing
from twilio_realtime.errors import (
    ConfigurationError,
)
from twilio_realtime.requests.transport import HttpRequest
from twilio_realtime.twilsock.connection import Connection
from twilio_realtime.twilsock.frames import encode
from twilio_realtime.twilsock.limits import ConnectionLimits


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
