from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection, serve

from support.connection_harness import GET, NotingListener
from twilio_realtime.clock import SystemClock, Timing
from twilio_realtime.errors import ConfigurationError, ConnectionRefused, DisconnectedError
from twilio_realtime.twilsock import websocket
from twilio_realtime.twilsock.connection import Connection
from twilio_realtime.twilsock.frames import decode, encode
from twilio_realtime.twilsock.websocket import check_url, open_websocket

LIMIT = 10_000


@asynccontextmanager
async def listening(handler: Callable[[ServerConnection], Awaitable[None]]) -> AsyncGenerator[str]:
    async with serve(handler, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"ws://127.0.0.1:{port}/v3/wsconnect"


async def echo(connection: ServerConnection) -> None:
    async for message in connection:
        await connection.send(message)


async def test_messages_go_both_ways(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with listening(echo) as url:
        socket = await open_websocket(url, 5, LIMIT)
        await socket.send(b"very-secret")
        assert await socket.recv() == b"very-secret"
        await socket.close()
        await socket.close()
        with pytest.raises(DisconnectedError):
            await socket.send(b"more")
        socket.abort()
    own = [record for record in caplog.records if record.name.startswith("twilio_realtime")]
    assert not any("very" in record.getMessage() for record in own)


async def test_what_is_sent_in_one_turn_travels_together_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = [b"%d" % number * (5000 if number in (20, 21) else 1) for number in range(40)]
    received: list[str | bytes] = []
    writes = 0
    connection_made = ClientConnection.connection_made

    def count_writes(connection: ClientConnection, transport: asyncio.Transport) -> None:
        write = transport.write

        def counted(data: bytes) -> None:
            nonlocal writes
            writes += 1
            write(data)

        monkeypatch.setattr(transport, "write", counted)
        connection_made(connection, transport)

    async def note(connection: ServerConnection) -> None:
        received.extend([message async for message in connection])

    async with listening(note) as url:
        with monkeypatch.context() as patched:
            patched.setattr(ClientConnection, "connection_made", count_writes)
            socket = await open_websocket(url, 5, LIMIT)
        before = writes
        for data in sent:
            await socket.send(data)
        await socket.close()
    assert received == sent
    assert writes - before < 30  # what is before the large ones goes with them; 40 frames and a closing one


async def test_answers_leave_when_the_next_message_is_awaited() -> None:
    """Those to messages that arrived together, together; one that came alone is not kept any longer."""
    received: asyncio.Queue[str | bytes] = asyncio.Queue()

    async def send_together(connection: ServerConnection) -> None:
        await connection.send(b"alone")
        received.put_nowait(await connection.recv())
        for number in range(3):
            connection.protocol.send_binary(b"%d" % number)
        connection.transport.write(b"".join(connection.protocol.data_to_send()))
        async for message in connection:
            received.put_nowait(message)

    async with listening(send_together) as url:
        socket = await open_websocket(url, 5, LIMIT)
        for expected in (b"alone", b"0", b"1", b"2"):
            assert await socket.recv() == expected
            await socket.send(b"answer to " + expected)
        waiting = asyncio.create_task(socket.recv())
        assert [await received.get() for _ in range(4)] == [b"answer to " + one for one in (b"alone", b"0", b"1", b"2")]
        waiting.cancel()
        await asyncio.wait((waiting,))
        await socket.send(b"more")
        assert await received.get() == b"more"
        await socket.close()


async def test_sending_waits_for_a_peer_that_does_not_read() -> None:
    reading = asyncio.Event()
    received = 0

    async def read_late(connection: ServerConnection) -> None:
        nonlocal received
        await reading.wait()
        async for _ in connection:
            received += 1

    async with listening(read_late) as url:
        socket = await open_websocket(url, 5, LIMIT)

        async def send() -> None:
            for _ in range(5000):
                await socket.send(bytes(3000))
                await asyncio.sleep(0)

        sending = asyncio.create_task(send())
        assert not (await asyncio.wait((sending,), timeout=1))[0]
        reading.set()
        await sending
        await socket.close()
    assert received == 5000


async def test_text_is_recognised_and_the_end_is_explained() -> None:
    async def handler(connection: ServerConnection) -> None:
        await connection.send("text")
        await connection.close(1008, "because")

    async with listening(handler) as url:
        socket = await open_websocket(url, 5, LIMIT)
        assert await socket.recv() == "text"
        with pytest.raises(DisconnectedError, match="close code 1008 'because'"):
            await socket.recv()


async def test_an_end_without_a_reason_shows_none() -> None:
    async def handler(connection: ServerConnection) -> None:
        await connection.close(1012)

    async with listening(handler) as url:
        socket = await open_websocket(url, 5, LIMIT)
        with pytest.raises(DisconnectedError, match=r"close code 1012$"):
            await socket.recv()


async def test_an_oversized_message_ends_the_socket() -> None:
    async def handler(connection: ServerConnection) -> None:
        await connection.send(b"x" * (LIMIT + 1))
        await connection.wait_closed()

    async with listening(handler) as url:
        socket = await open_websocket(url, 5, LIMIT)
        with pytest.raises(DisconnectedError):
            await socket.recv()


async def test_an_aborted_socket_wakes_its_reader() -> None:
    async with listening(echo) as url:
        socket = await open_websocket(url, 5, LIMIT)
        reading = asyncio.ensure_future(socket.recv())
        await asyncio.sleep(0)
        socket.abort()
        with pytest.raises(DisconnectedError, match="without a closing frame"):
            await reading


async def test_nobody_there() -> None:
    async with listening(echo) as url:
        pass
    with pytest.raises(DisconnectedError, match=r"^cannot reach 127\.0\.0\.1:\d+: connection refused$"):
        await open_websocket(url, 5, LIMIT)


async def test_a_bad_certificate_is_final(monkeypatch: pytest.MonkeyPatch) -> None:
    async def connect(*_: object, **__: object) -> None:
        raise ssl.SSLCertVerificationError(1, "certificate verify failed")

    monkeypatch.setattr(websocket, "connect", connect)
    with pytest.raises(ConnectionRefused, match=r"certificate of a\.example"):
        await open_websocket("wss://a.example/", 5, LIMIT)


def test_urls() -> None:
    check_url("wss://a.example/v3/wsconnect")
    with pytest.raises(ConfigurationError) as caught:
        check_url("https://a.example/?secret=1")
    assert "secret" not in str(caught.value)


async def test_a_connection_over_a_real_socket() -> None:
    methods: list[str] = []

    async def service(connection: ServerConnection) -> None:
        async for message in connection:
            assert isinstance(message, bytes)
            packet = decode(message)
            methods.append(packet.method)
            if packet.method in ("init", "message"):
                await connection.send(
                    encode({"id": packet.id, "method": "reply", "status": {"code": 200, "status": "OK"}}, b'{"a":1}')
                )
            if packet.method == "init":
                await connection.send(encode({"id": "TM1", "method": "ping"}))

    async with listening(service) as url:
        connection = Connection(
            url,
            product="product",
            metadata={},
            message_types=[],
            listener=NotingListener(),
            timing=Timing(SystemClock(), lambda: 0.5),
        )
        connection.connect("token-1")
        await connection.ready()
        assert (await connection.send(GET)).body == {"a": 1}
        await connection.close()
    assert sorted(methods) == ["close", "init", "message", "reply"]
