"""How a blocking client says it is, in the program and over HTTP."""

from __future__ import annotations

import socket
import threading

import httpx
import pytest

from client.blocking.conftest import client_of
from support.patience import PATIENCE
from support.threaded_service import ThreadedService
from twilio_chat.blocking import ArgumentError, Channel, Client, ConfigurationError, Message
from twilio_realtime.blocking.health_server import serve_health


def test_what_handlers_have_to_do(alice: Client, room: Channel) -> None:
    busy, gate = threading.Event(), threading.Event()

    def slow(message: Message) -> None:
        busy.set()
        assert gate.wait(PATIENCE)

    room.on.message_added.connect(slow)
    with room.on.message_added.expect(where=lambda message: message.body == "2"):
        for number in range(3):
            room.send_message(str(number))
    assert busy.wait(PATIENCE)
    health = alice.health
    assert (health.ready, health.running_handlers, health.waiting_events) == (True, 1, 2)
    gate.set()


def test_over_http(service: ThreadedService) -> None:
    client = client_of(service, "alice")
    with serve_health(client, port=0) as server, httpx.Client() as http:
        root = f"http://127.0.0.1:{server.port}"

        def statuses() -> tuple[int, int]:
            return http.get(f"{root}/healthz").status_code, http.get(f"{root}/readyz").status_code

        assert statuses() == (200, 503)
        with client:
            assert statuses() == (200, 200)
            assert http.get(f"{root}/readyz").json()["ready"] is True
            assert http.head(f"{root}/readyz").content == b""
            assert http.get(f"{root}/other").status_code == 404
            assert http.post(f"{root}/readyz").status_code == 405
        assert statuses() == (503, 503)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), 1)
    assert repr(server) == f"<HealthServer 127.0.0.1 port {server.port}, closed>"


def test_addresses_that_cannot_be_used(service: ThreadedService) -> None:
    client = client_of(service, "alice")
    with pytest.raises(ArgumentError, match="port must be"):
        serve_health(client, port=65536)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(ConfigurationError, match=f"cannot listen at 127.0.0.1 port {port}: "),
            serve_health(client, port=port),
        ):
            pytest.fail("served")
