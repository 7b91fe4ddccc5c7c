"""Real clients behind proxies: the socket and files go the same way, and no password is shown."""

from __future__ import annotations

import asyncio
import logging
import re
import traceback
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from urllib.parse import urlsplit

import pytest

from support.rooms import client_of, make_room
from twilio_chat import Client, ConfigurationError, DisconnectedError
from twilio_local import LocalService

SECRET = "hunter2"
NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class TestProxy:
    """Speaks HTTP and SOCKS 5; whatever host is wanted, this machine is meant."""

    __test__ = False

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.asked: list[str] = []
        self.port = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            first = await reader.readexactly(1)
            await (self._socks if first == b"\x05" else self._http)(first, reader, writer)
        except (ConnectionError, asyncio.CancelledError, asyncio.IncompleteReadError):
            pass  # the client has gone, or the test is over
        finally:
            writer.transport.abort()

    async def _http(self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = first + await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n", 1)[0].decode().split()
        if self.status != 200:
            writer.write(f"HTTP/1.1 {self.status} No\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
            return
        if method == "CONNECT":
            self.asked.append(f"CONNECT {target.rpartition(':')[0]}")
            port, opening = int(target.rpartition(":")[2]), b""
            writer.write(b"HTTP/1.1 200 Go on\r\n\r\n")
        else:
            parts = urlsplit(target)
            self.asked.append(f"{method} {parts.hostname}")
            # One request for each connection, in the form that a server wants.
            head = head.replace(target.encode(), f"{parts.path}?{parts.query}".encode(), 1)
            port, opening = parts.port or 80, re.sub(rb"(?i)\r\nconnection: .*?(?=\r)", b"\r\nConnection: close", head)
        await self._connect(port, opening, reader, writer)

    async def _socks(self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        methods = await reader.readexactly((await reader.readexactly(1))[0])
        if 2 in methods:
            writer.write(b"\x05\x02")
            await reader.readexactly(1)
            for _ in range(2):
                await reader.readexactly((await reader.readexactly(1))[0])
            writer.write(b"\x01\x00")
        else:
            writer.write(b"\x05\x00")
        _, _, _, kind, length = await reader.readexactly(5)
        assert kind == 3  # a name, which is for the proxy to look up
        host = (await reader.readexactly(length)).decode()
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.asked.append(f"SOCKS {host}")
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await self._connect(port, b"", reader, writer)

    async def _connect(
        self, port: int, opening: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        back.write(opening)
        try:
            await asyncio.gather(pour(reader, back), pour(there, writer))
        finally:
            back.transport.abort()

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        target.write(data)
        await target.drain()
    target.close()


@asynccontextmanager
async def proxying(status: int = 200) -> AsyncGenerator[TestProxy]:
    proxy = TestProxy(status)
    server = await asyncio.start_server(proxy.take, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.end()


def not_there(name: str) -> None:
    return None


def far(service: LocalService) -> str:
    """The service, under a name that only a proxy knows."""
    return f"http://service.example:{urlsplit(service.base_url).port}"


async def talk(client: Client) -> None:
    channel = await make_room(client)
    async with channel.on.message_added.expect() as arrived:
        await channel.send_message(media=b"content", filename="x.txt")
    assert arrived.value.media is not None
    assert await arrived.value.media.get_content_temporary_url() is not None


needs_socks = pytest.mark.skipif(
    find_spec("socksio") is None or find_spec("python_socks") is None, reason="the extra `socks` is not installed"
)


@pytest.mark.parametrize("kind", ["http", pytest.param("socks5h", marks=needs_socks)])
@pytest.mark.parametrize("way", ["setting", "HTTP_PROXY", "all_proxy"])
async def test_socket_and_files_go_through_one_proxy(
    kind: str, way: str, service: LocalService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with proxying() as proxy:
        url = f"{kind}://user:{SECRET}@127.0.0.1:{proxy.port}"
        if way != "setting":
            monkeypatch.setenv(way, url)
        async with Client(
            service.token("alice"), base_url=far(service), proxy=url if way == "setting" else True
        ) as client:
            await talk(client)
    asked = set(proxy.asked)
    assert asked == (
        {"SOCKS service.example"}
        if kind == "socks5h"
        else asked & {"CONNECT service.example", "POST service.example", "GET service.example"}
    )
    assert len(asked) == (1 if kind == "socks5h" else 3)


async def test_loopback_needs_no_proxy(service: LocalService, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "socks5h://127.0.0.1:1")
    async with client_of(service, "alice") as client:
        await talk(client)
    async with Client(service.token("alice"), base_url=service.base_url, proxy="http://127.0.0.1:1") as client:
        await talk(client)


async def test_what_lasts_is_told_at_once(service: LocalService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twilio_realtime.network.proxies.find_spec", not_there)
    token = service.token("alice")
    for wrong in (f"socks5h://u:{SECRET}@proxy.example", f"ftp://u:{SECRET}@proxy.example", f"http://u:{SECRET}@"):
        monkeypatch.setenv("ALL_PROXY", wrong)
        with pytest.raises(ConfigurationError, match=r"^ALL_PROXY ") as caught:
            Client(token, base_url=far(service))
        assert SECRET not in "".join(traceback.format_exception(caught.value))
        with pytest.raises(ConfigurationError, match=r"^proxy "):
            Client(token, base_url=service.base_url, proxy=wrong)
        Client(token, base_url=far(service), proxy=None)
        monkeypatch.setenv("NO_PROXY", "service.example")
        Client(token, base_url=far(service))
        monkeypatch.delenv("NO_PROXY")


@pytest.mark.parametrize("fault", ["nobody there", "refuses"])
async def test_no_password_is_shown(fault: str, service: LocalService, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with proxying(407) as proxy:
        port = proxy.port if fault == "refuses" else 1
        client = Client(service.token("alice"), base_url=far(service), proxy=f"http://user:{SECRET}@127.0.0.1:{port}")
        shown: list[str] = []
        client.on.connection_error(lambda event: shown.append(f"{event.message} {event!r}"))
        with pytest.raises(DisconnectedError, match=f"through the proxy http://127.0.0.1:{port}") as caught:
            await client.start(retry=False)
    assert shown
    text = "".join(traceback.format_exception(caught.value)) + repr(client) + "".join(shown) + caplog.text
    assert SECRET not in text
