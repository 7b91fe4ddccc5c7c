"""TLS settings are read once, and never by the event loop."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator

import pytest

from twilio_realtime.errors import DisconnectedError
from twilio_realtime.network import trust
from twilio_realtime.network.trust import trusted_authorities
from twilio_realtime.twilsock import websocket
from twilio_realtime.twilsock.websocket import open_websocket


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The threads that have read the list; each test begins as if nobody had."""
    threads: list[int] = []
    read = ssl.create_default_context

    def reading() -> ssl.SSLContext:
        threads.append(threading.get_ident())
        return read()

    # Private on both sides of the fixture: the rest of the test run must not share what is read here.
    forget = vars(trust)["_read"].cache_clear
    forget()
    monkeypatch.setattr(ssl, "create_default_context", reading)
    yield threads
    forget()


async def test_everybody_shares_one_list_read_beside_the_event_loop(readers: list[int]) -> None:
    found = await asyncio.gather(*(trusted_authorities() for _ in range(5)))
    assert len(set(map(id, found))) == len(readers) == 1
    assert readers != [threading.get_ident()]
    assert (found[0].verify_mode, found[0].check_hostname) == (ssl.CERT_REQUIRED, True)


async def test_only_secure_sockets_need_it(readers: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[object] = []

    async def connect(url: str, *, ssl: object, **_: object) -> None:
        used.append(ssl)
        raise OSError("far enough")

    monkeypatch.setattr(websocket, "connect", connect)
    for url in ("ws://a.example/", "wss://a.example/", "WSS://a.example/"):
        with pytest.raises(DisconnectedError, match="far enough"):
            await open_websocket(url, 5, 1000)
    assert used[0] is None
    assert used[1] is used[2] is await trusted_authorities()
    assert len(readers) == 1
