"""Starting and stopping, quickly and without leaving anything behind."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import math
import socket

import httpx
import pytest

from support.patience import PATIENCE
from support.raw_client import RawClient
from twilio_local import Limits, LocalService, LocalServiceError, ServiceCredentials


async def test_nothing_is_left_after_closing_under_load() -> None:
    before = asyncio.all_tasks()
    async with LocalService() as service:
        clients = [await RawClient.initialised(service.base_url, service.token(f"user{n}")) for n in range(5)]
        silent = await RawClient.open(service.base_url)
        idle_reader, idle_writer = await asyncio.open_connection("127.0.0.1", service.port)
        service.faults.half_open("user3")
        service.faults.delay(30)
        waiting = asyncio.create_task(clients[0].request("GET", "/Client/v1/Configuration"))
        await asyncio.sleep(0)
        assert service.sessions == tuple(f"user{n}" for n in range(5))
        port = service.port
    with pytest.raises(asyncio.CancelledError):
        await waiting
    for client in (*clients, silent):
        await client.closed()
    assert await idle_reader.read() == b""
    idle_writer.close()
    await idle_writer.wait_closed()
    assert asyncio.all_tasks() == before
    with pytest.raises(OSError, match=r"."):
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


async def test_a_connection_accepted_while_closing() -> None:
    service = LocalService()
    await service.start()
    peer = socket.create_connection(("127.0.0.1", service.port))
    await service.stop()
    peer.settimeout(1)
    try:
        assert peer.recv(1) == b""
    except ConnectionResetError:
        pass
    finally:
        peer.close()


async def test_start_twice_stop_twice_start_again() -> None:
    service = LocalService()
    await service.start()
    with pytest.raises(LocalServiceError, match="runs already"):
        await service.start()
    await service.stop()
    await service.stop()
    with pytest.raises(LocalServiceError, match="not running"):
        _ = service.base_url
    async with service:
        assert service.port


async def test_port_in_use(service: LocalService) -> None:
    with pytest.raises(LocalServiceError, match=f"port {service.port} on 127.0.0.1 is in use"):
        await LocalService(port=service.port).start()


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.0.2.1"])
async def test_development_credentials_stay_on_loopback(host: str) -> None:
    with pytest.raises(LocalServiceError, match="TWILIO_API_KEY_SECRET") as refusal:
        await LocalService(host).start()
    assert "\n" not in str(refusal.value)


async def test_own_credentials_may_listen_everywhere() -> None:
    credentials = ServiceCredentials("AC1", "SK1", "a secret of thirty-two characters", "IS1")
    async with LocalService("0.0.0.0", credentials=credentials) as service:
        assert service.base_url == f"http://127.0.0.1:{service.port}"
        client = await RawClient.initialised(service.base_url, service.token("alice"))
        await client.close()


async def test_unknown_host() -> None:
    credentials = ServiceCredentials("AC1", "SK1", "a secret of thirty-two characters", "IS1")
    with pytest.raises(LocalServiceError, match="no-such-host"):
        await LocalService("no-such-host.invalid", credentials=credentials).start()


async def test_serve_forever_ends_with_cancellation() -> None:
    service = LocalService()
    await service.start()
    serving = asyncio.create_task(service.serve_forever())
    client = await RawClient.initialised(service.base_url, service.token("alice"))
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    await client.closed()


async def test_links_carry_the_host_that_the_client_used(service: LocalService) -> None:
    headers = {"X-Twilio-Token": service.token("alice"), "Host": "chat.example:8443"}
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{service.base_url}/Client/v1/Configuration", headers=headers)
        links = response.json()["links"]
        assert all(str(link).startswith("http://chat.example:8443/") for link in links.values())
        headers["Host"] = "evil host/../"
        response = await client.get(f"{service.base_url}/Client/v1/Configuration", headers=headers)
        assert str(response.json()["links"]["users"]).startswith(service.base_url)


async def test_unknown_paths_and_methods(service: LocalService) -> None:
    async with httpx.AsyncClient(base_url=service.base_url) as client:
        missing = await client.get("/nowhere")
        assert (missing.status_code, missing.json()["status"]) == (404, 404)
        wrong = await client.put("/Client/v1/Configuration")
        assert (wrong.status_code, wrong.json()["status"]) == (405, 405)
        socket_path = await client.get("/v3/wsconnect")
        assert socket_path.status_code == 404


@pytest.mark.parametrize("turns", range(6))
async def test_stopping_while_clients_come_and_go(turns: int) -> None:
    service = LocalService()
    await service.start()
    clients = [await RawClient.initialised(service.base_url, service.token(f"user{n}")) for n in range(4)]
    leaving = [asyncio.create_task(client.connection.close()) for client in clients]
    coming = [asyncio.create_task(asyncio.open_connection("127.0.0.1", service.port)) for _ in range(4)]
    for _ in range(turns):
        await asyncio.sleep(0)
    await service.stop()
    await asyncio.gather(*leaving)
    for client in clients:
        await client.closed()
    for result in await asyncio.gather(*coming, return_exceptions=True):
        if not isinstance(result, BaseException):
            reader, writer = result
            with contextlib.suppress(ConnectionError):
                assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


async def test_connections_without_a_request_are_dropped() -> None:
    async with LocalService(limits=Limits(head_seconds=0.05)) as service:
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        with contextlib.suppress(ConnectionResetError):
            assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
        writer.close()
        with contextlib.suppress(ConnectionResetError):
            await writer.wait_closed()


def test_limits_that_clients_could_not_live_with() -> None:
    assert Limits(batch=100).batch == 100
    with pytest.raises(LocalServiceError, match="batch is 99; clients send up to 100 objects"):
        Limits(batch=99)


@pytest.mark.parametrize("item", dataclasses.fields(Limits), ids=lambda item: item.name)
def test_limits_that_are_no_numbers_or_less_than_nothing(item: dataclasses.Field[object]) -> None:
    for wrong in (-1, math.nan, True, "1", *(() if item.default is None else (None,))):
        with pytest.raises(LocalServiceError, match=f"^{item.name} must be a .*number of at least 0, not {wrong!r}$"):
            dataclasses.replace(Limits(), **{item.name: wrong})
    assert getattr(dataclasses.replace(Limits(), **{item.name: 100}), item.name) == 100


async def test_delays_that_are_less_than_nothing(service: LocalService) -> None:
    for wrong in (-1, math.nan, math.inf):
        with pytest.raises(LocalServiceError, match="a delay must be a number of seconds of at least 0, not"):
            service.faults.delay(wrong)
    service.faults.delay(0)
