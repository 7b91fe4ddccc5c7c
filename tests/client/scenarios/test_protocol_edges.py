"""Corners of the protocol that the unit tests of single modules do not reach."""

from __future__ import annotations

import asyncio

import pytest

from support.connection_harness import GET, Harness
from support.fake_sync import FakeSync
from support.fake_transport import FakeTransport, reply
from support.manual_clock import ManualClock, settle
from twilio_realtime.clock import Timing
from twilio_realtime.errors import DeadlineError, FrameError, RequestError, ThrottledError
from twilio_realtime.json import JsonObject
from twilio_realtime.requests.rest import Rest
from twilio_realtime.twilsock.frames import decode, encode

URL = "https://api.example/v1/things"


def test_the_bytes_of_a_packet() -> None:
    header: JsonObject = {"method": "reply", "id": "TM1", "status": {"code": 200, "status": "Ö"}}
    head = '{"method":"reply","id":"TM1","status":{"code":200,"status":"Ö"},"payload_size":%d}'
    empty = (head % 0).encode()
    assert encode(header) == b"TWILSOCK V3.0 %d\r\n%b\r\n" % (len(empty), empty)
    full = (head % 2).encode()
    assert encode(header, b"{}") == b"TWILSOCK V3.0 %d\r\n%b\r\n{}\r\n" % (len(full), full)


@pytest.mark.parametrize("header", ['{"id":"TM1"}', '{"id":"TM1","method":""}', '{"id":"TM1","method":5}'])
def test_a_packet_needs_a_method(header: str) -> None:
    with pytest.raises(FrameError, match="method"):
        decode(b"TWILSOCK V3.0 %d\r\n%b\r\n" % (len(header), header.encode()))


def test_a_message_is_exactly_one_packet() -> None:
    packet = encode({"id": "TM1", "method": "ping"}, b"{}")
    assert decode(packet).id == "TM1"
    for damaged in (packet + packet, packet[:-3], packet[: len(packet) // 2]):
        with pytest.raises(FrameError):
            decode(damaged)


async def test_closing_while_sending_is_paused() -> None:
    h = Harness()
    socket = await h.up()
    first = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.reply(socket.last("message"), code=429)
    with pytest.raises(ThrottledError):
        await first
    waiting = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    await h.connection.close()
    assert h.phase() == "disconnected"
    assert waiting.done()
    waiting.exception()
    assert (h.connection.pending, h.clock.timers) == (0, 0)


async def test_a_cancelled_request_is_not_repeated() -> None:
    clock, tunnel = ManualClock(), FakeTransport(*[reply(503)] * 10)
    rest = Rest(tunnel, Timing(clock, lambda: 0.5))
    reading = asyncio.create_task(rest.read(URL))
    await clock.advance(1.5)
    assert len(tunnel.requests) == 2
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    await clock.advance(100)
    assert len(tunnel.requests) == 2
    assert clock.timers == 0
    await rest.close()


async def test_repeats_end_with_an_answer_that_is_final() -> None:
    clock, tunnel = ManualClock(), FakeTransport(reply(503), reply(504), reply(404))
    rest = Rest(tunnel, Timing(clock, lambda: 0.5))
    reading = asyncio.create_task(rest.read(URL))
    await clock.advance(100)
    with pytest.raises(RequestError) as caught:
        await reading
    assert caught.value.status == 404
    assert len(tunnel.requests) == 3
    timed_out = Rest(FakeTransport(DeadlineError("30 s")), Timing(clock, lambda: 0.5))
    with pytest.raises(DeadlineError):
        await timed_out.read(URL)


async def test_opened_and_closed_again_and_again() -> None:
    sync = FakeSync()
    sync.put("document", "ET1", data={})
    for _ in range(15):
        document = await sync.client.document("ET1")
        await sync.soon()
        sync.establish("ET1")
        document.close()
        await sync.soon()
        sync.tell("subscription_canceled", {"object_sid": "ET1"}, correlation=sync.correlation())
    for _ in range(15):
        (await sync.client.document("ET1")).close()
    await sync.soon(100)
    assert [post["action"] for post in sync.posts] == ["establish", "cancel"] * 15
    assert (sync.client.held, sync.clock.timers) == (0, 0)
    await sync.client.close()
