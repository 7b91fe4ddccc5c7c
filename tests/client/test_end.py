"""The end of a client as something to wait for, and what a program shows that has configured nothing."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from support.manual_clock import settle
from support.rooms import client_of
from twilio_chat import (
    ArgumentError,
    Client,
    ConnectionRefused,
    DeadlineError,
    DisconnectedError,
    ExpiredTokenError,
    TokenError,
)
from twilio_local import LocalService

NOWHERE = "http://127.0.0.1:9"


async def test_it_returns_when_the_client_is_shut_down(service: LocalService) -> None:
    client = client_of(service, "alice")
    early = asyncio.create_task(client.until_closed())
    await client.start()
    late = asyncio.create_task(client.until_closed())
    await settle()
    assert not early.done()
    assert not late.done()
    await client.shutdown()
    await asyncio.gather(early, late)
    await client.until_closed()


async def test_it_raises_why_the_client_has_given_up(service: LocalService, alice: Client) -> None:
    waiting = asyncio.create_task(alice.until_closed())
    await settle()
    service.faults.expire_token("alice")
    with pytest.raises(ExpiredTokenError):
        await waiting
    assert repr(alice) == "<Client 'alice' disconnected for good: ExpiredTokenError>"
    with pytest.raises(ExpiredTokenError):
        await alice.until_closed()
    await alice.update_token(service.token("alice", ttl=7200))
    waiting = asyncio.create_task(alice.until_closed())
    await settle()
    assert not waiting.done()
    await alice.shutdown()
    await waiting
    assert repr(alice) == "<Client 'alice' closed>"


async def test_a_connection_refused_for_good(service: LocalService, alice: Client) -> None:
    waiting = asyncio.create_task(alice.until_closed())
    await settle()
    service.faults.close_with(406, identity="alice")
    with pytest.raises(ConnectionRefused):
        await waiting


async def test_a_handler_may_bring_another_token(
    service: LocalService, alice: Client, caplog: pytest.LogCaptureFixture
) -> None:
    waiting = asyncio.create_task(alice.until_closed())
    renewed = asyncio.Event()

    @alice.on.token_expired
    async def renew() -> None:
        await settle()
        await alice.update_token(service.token("alice", ttl=7200))
        renewed.set()

    await settle()
    service.faults.expire_token("alice")
    await renewed.wait()
    await settle()
    assert not waiting.done()
    assert "given up" not in caplog.text
    waiting.cancel()


async def test_a_failed_start_is_a_reason(service: LocalService) -> None:
    client = Client(service.token("alice", ttl=-10), base_url=service.base_url)
    waiting = asyncio.create_task(client.until_closed())
    await settle()
    with pytest.raises(TokenError):
        await client.start()
    with pytest.raises(TokenError):
        await waiting
    assert repr(client) == "<Client closed after ExpiredTokenError>"


async def test_representations(service: LocalService) -> None:
    client = client_of(service, "alice")
    assert repr(client) == "<Client not started>"
    async with client:
        assert repr(client) == "<Client 'alice' connected>"
    assert repr(client) == "<Client 'alice' closed>"


async def test_a_start_with_a_limit(service: LocalService) -> None:
    for start in (
        Client(service.token("alice"), base_url=NOWHERE).start(timeout=1),
        Client(service.token("alice"), base_url=NOWHERE, start_timeout=1).start(),
    ):
        with pytest.raises(DeadlineError, match=r"not ready within 1 seconds: cannot reach 127\.0\.0\.1:9: connec"):
            await start

    async def never() -> str:
        await asyncio.Event().wait()
        return ""

    with pytest.raises(DeadlineError, match="the token provider has not answered yet"):
        await Client(token_provider=never, base_url=service.base_url).start(timeout=1)
    client = Client(service.token("alice"), base_url=service.base_url, start_timeout=60)
    async with client:
        assert await client.start(timeout=60) is client


async def test_a_start_with_one_attempt(service: LocalService) -> None:
    with pytest.raises(DisconnectedError, match=r"^cannot reach 127\.0\.0\.1:9: connection refused$"):
        await Client(service.token("alice"), base_url=NOWHERE).start(retry=False)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), True, "5"])
async def test_limits_that_are_none(service: LocalService, seconds: float) -> None:
    with pytest.raises(ArgumentError, match="start_timeout must be a positive number of seconds"):
        Client(service.token("alice"), base_url=service.base_url, start_timeout=seconds)
    client = client_of(service, "alice")
    with pytest.raises(ArgumentError, match="timeout must be a positive number of seconds"):
        await client.start(timeout=seconds)


PROGRAM = """
import asyncio
from twilio_chat import Client, TokenError
from twilio_local import LocalService

async def main():
    async with LocalService() as service:
        client = Client(service.token("alice"), base_url=service.base_url)
        @client.on.message_added
        async def broken(message):
            raise KeyError("in a handler")
        async with client:
            room = await (await client.create_channel()).join()
            async with room.on.message_added.expect():
                await room.send_message("a secret")
            service.faults.expire_token("alice")
            try:
                await client.until_closed()
            except TokenError:
                pass

asyncio.run(main())
"""


def test_what_a_program_shows_that_has_configured_no_logging() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    lines = done.stderr.splitlines()
    assert lines[0] == "handler 'main.<locals>.broken' of 'messageAdded' failed; the other handlers go on"
    assert lines[-2] == "KeyError: 'in a handler'"
    assert lines[-1].startswith("the client has given up: the service says that the access token has expired")
    assert done.stderr.count("Traceback") == 1
    assert "secret" not in done.stderr
