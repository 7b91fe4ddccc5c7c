"""Hosts that mean harm to a client: real sockets on loopback, bytes written by hand."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import os
import re
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import httpcore
import httpx
import pytest

from support.connection_harness import NotingListener
from support.manual_clock import ManualClock, settle
from support.service_harness import leftovers
from twilio_realtime.clock import Timing
from twilio_realtime.errors import (
    ConfigurationError,
    DeadlineError,
    DisconnectedError,
    RealtimeError,
    RequestError,
    ResponseError,
)
from twilio_realtime.files.media import MediaService
from twilio_realtime.json import JsonObject
from twilio_realtime.twilsock.connection import Connection
from twilio_realtime.twilsock.frames import encode
from twilio_realtime.twilsock.websocket import MAX_FRAGMENTS, MAX_PINGS, MAX_UNREAD_ANSWERS, open_websocket

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
MEGABYTE = 1024 * 1024


@asynccontextmanager
async def hosting(handler: Handler) -> AsyncGenerator[int]:
    """Listen on a free port; what is still running at the end is ended."""
    tasks: set[asyncio.Task[None]] = set()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await handler(reader, writer)
        except (ConnectionError, asyncio.CancelledError, asyncio.IncompleteReadError):
            pass  # the client has gone, or the test is over
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def storing(clock: ManualClock | None = None) -> AsyncGenerator[MediaService]:
    media = MediaService(lambda: "token-1", Timing(clock or ManualClock(), lambda: 0.5))
    try:
        yield media
    finally:
        await media.close()


def bomb() -> bytes:
    """Some kilobytes that are a gigabyte when they are inflated twice."""
    return gzip.compress(gzip.compress(bytes(MEGABYTE)) * 1000)


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip", "deflate", "br", "zstd", "GZIP", "identity, gzip", "unknown"])
async def test_compressed_answers_are_not_inflated(coding: str, tmp_path: Path) -> None:
    asked: list[bytes] = []
    body = bomb()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).lower())
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await reader.read()

    async with hosting(handler) as port, storing() as media:
        url = f"http://127.0.0.1:{port}/Media"
        with pytest.raises(ResponseError, match="compressed"):
            await media.record(url, "ME1")
        with pytest.raises(ResponseError, match="compressed"):
            await media.download_to(url, tmp_path / "x")
        with pytest.raises(ResponseError, match="compressed"):
            await media.upload(url, b"1")
    assert all(b"accept-encoding: identity\r\n" in head for head in asked)
    assert leftovers(tmp_path) == []


async def test_repeated_coding_fields_count() -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Encoding: gzip\r\n\r\n" + bomb())

    async with hosting(handler) as port, storing() as media:
        with pytest.raises(ResponseError, match="compressed"):
            await media.record(f"http://127.0.0.1:{port}/Media", "ME1")


@pytest.mark.parametrize("length", [b"Content-Length: 1073741824\r\n", b""], ids=["announced", "endless"])
async def test_large_answers_are_given_up(length: bytes, tmp_path: Path) -> None:
    sent = 0

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n")
        while True:
            writer.write(bytes(64 * 1024))
            await writer.drain()
            sent += 64 * 1024

    async with hosting(handler) as port:
        url = f"http://127.0.0.1:{port}/Media"
        async with storing() as media:
            with pytest.raises(ResponseError, match="more than"):
                await media.record(url, "ME1")
        media = MediaService(lambda: "token-1", Timing(ManualClock(), lambda: 0.5), max_bytes=MEGABYTE)
        with pytest.raises(ResponseError, match="larger than"):
            await media.download_to(url, tmp_path / "x")
        await media.close()
    assert sent < 64 * MEGABYTE  # what the buffers of the system hold
    assert leftovers(tmp_path) == []


INTERIM = b"HTTP/1.1 100 Continue\r\n\r\n"
FIELD = b"X: " + b"x" * 1000 + b"\r\n"
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "flood"),
    [
        (OK, FIELD),
        (OK, b"x" * 1000),
        (b"", INTERIM * 20),
        (b"", b"HTTP/1.1 103 Early Hints\r\n" + FIELD * 50 + b"\r\n"),
        (CHUNKED, b"1;" + b"x" * 5000 + b"\r\ny\r\n"),
        (CHUNKED, b"0000001;" + b"x" * 300 + b"\r\ny\r\n"),
        (CHUNKED + b"0\r\n", FIELD),
    ],
    ids=["fields", "a field", "interim answers", "early hints", "long extensions", "short extensions", "trailers"],
)
async def test_answers_without_end(head: bytes, flood: bytes, tmp_path: Path) -> None:
    """However little of it is content: time stands still here, so it is the number of bytes that ends them."""
    sent = 0

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head)
        while True:
            writer.write(flood * 20)
            await writer.drain()
            sent += len(flood) * 20

    async with hosting(handler) as port:
        url = f"http://127.0.0.1:{port}/Media"
        media = MediaService(lambda: "token-1", Timing(ManualClock(), lambda: 0.5), max_bytes=MEGABYTE)
        for ask in (media.upload(url, b"1"), media.download_to(url, tmp_path / "x")):
            with pytest.raises((DisconnectedError, ResponseError)):
                await ask
        await media.close()
    assert sent < 64 * MEGABYTE  # what the buffers of the system hold
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("change", ["another pool", "another backend", "no backend", "a backend that is not used"])
async def test_no_answer_is_read_uncounted(change: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another version of the HTTP library may hold its connections otherwise, and the bound must not vanish unseen."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK + b"Content-Length: 1\r\n\r\nx")
        await reader.read()

    class Elsewhere:
        """A pool that uses a backend of its own, whatever is put here."""

        def __init__(self, pool: httpcore.AsyncConnectionPool) -> None:
            self._network_backend: object = vars(pool)["_network_backend"]
            self.handle_async_request = pool.handle_async_request
            self.aclose = pool.aclose

    class Other(httpx.AsyncHTTPTransport):
        def __init__(self, *, verify: ssl.SSLContext, trust_env: bool, proxy: httpx.Proxy | None) -> None:
            super().__init__(verify=verify, trust_env=trust_env, proxy=proxy)
            pool: httpcore.AsyncConnectionPool = vars(self)["_pool"]
            if change == "another pool":
                vars(self)["_connections"] = vars(self).pop("_pool")
            elif change == "another backend":
                vars(pool)["_backend"] = vars(pool).pop("_network_backend")
            elif change == "no backend":
                vars(pool)["_network_backend"] = None
            else:
                vars(self)["_pool"] = Elsewhere(pool)

    monkeypatch.setattr(httpx, "AsyncHTTPTransport", Other)
    async with hosting(handler) as port, storing() as media:
        with pytest.raises(ConfigurationError, match="does not let the bytes of an answer be counted"):
            await media.download_to(f"http://127.0.0.1:{port}/Media", tmp_path / "x")
    assert leftovers(tmp_path) == []


async def test_many_honest_answers_over_one_connection() -> None:
    """What one request received does not count for the next."""
    body = b'{"sid": "ME1", "filler": "' + b"x" * 900_000 + b'"}'
    connections = 0

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while True:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(INTERIM * 10 + CHUNKED)
            for start in range(0, len(body), 1000):
                writer.write(b"%x\r\n%b\r\n" % (len(body[start : start + 1000]), body[start : start + 1000]))
            writer.write(b"0\r\n\r\n")

    async with hosting(handler) as port, storing() as media:
        for _ in range(5):
            assert (await media.record(f"http://127.0.0.1:{port}/Media", "ME1"))["sid"] == "ME1"
    assert connections == 1


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"])
async def test_answers_byte_by_byte_have_an_end(head: bytes) -> None:
    clock = ManualClock()
    begun = asyncio.Event()

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head)
        begun.set()
        await reader.read()

    async with hosting(handler) as port, storing(clock) as media:
        asking = asyncio.ensure_future(media.record(f"http://127.0.0.1:{port}/Media", "ME1"))
        await begun.wait()
        await clock.advance(61)
        with pytest.raises(DeadlineError, match="60 seconds"):
            await asking


async def test_the_token_follows_no_redirect() -> None:
    visits: list[bytes] = []

    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(await reader.readuntil(b"\r\n\r\n"))

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        place = f"http://127.0.0.1:{other}/v1?x=very-secret".encode()
        writer.write(b"HTTP/1.1 307 Look there\r\nContent-Length: 0\r\nLocation: " + place + b"\r\n\r\n")
        await reader.read()

    async with hosting(elsewhere) as other, hosting(handler) as port:
        async with storing() as media:
            with pytest.raises(RequestError, match="307"):
                await media.record(f"http://127.0.0.1:{port}/Media", "ME1")
        with pytest.raises(DisconnectedError, match=r"redirect \(status 307\)") as caught:
            await open_websocket(f"ws://127.0.0.1:{port}/v3", 5, 1000)
        assert "secret" not in str(caught.value)
        assert caught.value.__cause__ is None
    assert visits == []


@pytest.mark.parametrize("status", [300, 301, 302, 303, 305, 307, 308])
@pytest.mark.parametrize(
    "place",
    ["{scheme}://127.0.0.1:{other}/x", "//127.0.0.1:{other}/x", "{tls}://127.0.0.1:{other}/x", "/x"],
)
async def test_nothing_is_asked_where_a_redirect_leads(status: int, place: str, tmp_path: Path) -> None:
    """Whether it reads, sends or fetches a file or opens a socket; to another port, another scheme, or back."""
    visits: list[bytes] = []
    asked: list[bytes] = []

    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(await reader.read(1))

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        asked.append(head.split(b"\r\n")[0])
        scheme = "ws" if b"Upgrade" in head else "http"
        location = place.format(scheme=scheme, tls="wss" if scheme == "ws" else "https", other=other)
        answer = f"HTTP/1.1 {status} There\r\nContent-Length: 0\r\nConnection: close\r\nLocation: {location}\r\n\r\n"
        writer.write(answer.encode())
        await reader.read()

    async with hosting(elsewhere) as other, hosting(handler) as port:
        url = f"http://127.0.0.1:{port}/Media"
        async with storing() as media:
            with pytest.raises(RequestError, match=str(status)):
                await media.record(url, "ME1")
            with pytest.raises(RequestError, match=str(status)):
                await media.upload(url, b"content")
            with pytest.raises(RealtimeError, match=str(status)):
                await media.download_to(url, tmp_path / "file")
        with pytest.raises(DisconnectedError, match=f"status {status}"):
            await open_websocket(f"ws://127.0.0.1:{port}/v3", 5, 1000)
    assert visits == []
    assert asked == [
        b"GET /Media/ME1 HTTP/1.1",
        b"POST /Media?Category=media HTTP/1.1",
        b"GET /Media HTTP/1.1",
        b"GET /v3 HTTP/1.1",
    ]
    assert os.listdir(tmp_path) == []


async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the opening handshake of a WebSocket."""
    head = await reader.readuntil(b"\r\n\r\n")
    found = re.search(rb"Sec-WebSocket-Key: (\S+)", head)
    assert found is not None
    key = base64.b64encode(hashlib.sha1(found[1] + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    answer = b"HTTP/1.1 101 Ok\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + key
    writer.write(answer + b"\r\n\r\n")


def stop_reading(writer: asyncio.StreamWriter) -> None:
    """Leave what the other side sends where it is."""
    transport = writer.transport
    assert isinstance(transport, asyncio.Transport)
    transport.pause_reading()


PING = b"\x89\x7d" + b"x" * 125
SHORT_PING = b"\x89\x00"


@pytest.mark.parametrize("ping", [PING, SHORT_PING], ids=["large", "small"])
async def test_pings_whose_answers_nobody_reads(ping: bytes) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await accept(reader, writer)
        stop_reading(writer)
        while True:
            writer.write(ping * 1000)
            await writer.drain()

    async with hosting(handler) as port:
        socket = await open_websocket(f"ws://127.0.0.1:{port}/v3", 5, 1000)
        transport = cast(
            asyncio.WriteTransport, vars(vars(socket)["_connection"])["transport"]
        )  # to look at its buffer
        largest = 0
        reading = asyncio.ensure_future(socket.recv())
        while not reading.done():
            largest = max(largest, transport.get_write_buffer_size())
            await asyncio.sleep(0)
        with pytest.raises(DisconnectedError):
            await reading
        assert largest <= 2 * MAX_UNREAD_ANSWERS


async def test_pings_without_end() -> None:
    """They are cut off even if the answers are read: each of them costs work."""
    answered = 0

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal answered
        await accept(reader, writer)
        while True:
            writer.write(SHORT_PING * 100)
            answered += len(await reader.readexactly(600)) // 6

    async with hosting(handler) as port:
        socket = await open_websocket(f"ws://127.0.0.1:{port}/v3", 5, 1000)
        with pytest.raises(DisconnectedError):
            await socket.recv()
    assert answered <= MAX_PINGS + 100


async def test_pings_whose_answers_are_read_are_answered() -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await accept(reader, writer)
        for _ in range(MAX_PINGS // 10):
            writer.write(PING * 10)
            await reader.readexactly(10 * (len(PING) + 4))
        writer.write(b"\x82\x04done")
        await reader.read()

    async with hosting(handler) as port:
        socket = await open_websocket(f"ws://127.0.0.1:{port}/v3", 5, 1000)
        assert await socket.recv() == b"done"
        socket.abort()


async def test_a_message_of_empty_fragments() -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await accept(reader, writer)
        writer.write(b"\x02\x00")
        while True:
            writer.write(b"\x00\x00" * 1000)
            await writer.drain()

    async with hosting(handler) as port:
        socket = await open_websocket(f"ws://127.0.0.1:{port}/v3", 5, 1000)
        with pytest.raises(DisconnectedError):
            await socket.recv()
    assert MAX_FRAGMENTS < 100_000


async def test_packets_whose_acknowledgements_nobody_reads() -> None:
    """The client stops reading, and the watchdog ends the connection though the peer never falls silent."""
    clock = ManualClock()
    sent = 0

    def framed(packet: bytes) -> bytes:
        return b"\x82\x7e" + len(packet).to_bytes(2, "big") + packet

    notice = framed(encode({"id": "TM" + "x" * 1000, "method": "ping"}))

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await accept(reader, writer)
        # The first packet is `init`; what counts of it is its id.
        found = re.search(rb"TM[0-9a-f-]{36}", unmasked(await reader.read(100_000)))
        assert found is not None
        reply: JsonObject = {"id": found[0].decode(), "method": "reply", "status": {"code": 200, "status": "OK"}}
        writer.write(framed(encode(reply)))
        stop_reading(writer)
        while True:
            writer.write(notice)
            await writer.drain()
            sent += 1

    async with hosting(handler) as port:
        listener = NotingListener()
        connection = Connection(
            f"ws://127.0.0.1:{port}/v3",
            product="product",
            metadata={},
            message_types=[],
            listener=listener,
            timing=Timing(clock, lambda: 0.999),
        )
        connection.connect("token-1")
        await connection.ready()
        before = -1
        while sent != before:  # until nothing is read any more
            before = sent
            for _ in range(50):
                await asyncio.sleep(0.001)
        assert sent * len(notice) < 64 * MEGABYTE
        await clock.advance(46)
        await settle()
        assert "nothing was received for too long" in listener.problems[0].message
        await connection.close()


def unmasked(frame: bytes) -> bytes:
    """The payload of one masked frame of 126 to 65535 bytes."""
    mask, body = frame[4:8], frame[8:]
    return bytes(byte ^ mask[at % 4] for at, byte in enumerate(body))
