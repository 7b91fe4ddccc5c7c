"""A broker, and what stands in it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import cast

import nats
import pytest
from nats.js.errors import NotFoundError

from cli.conftest import Start, plain_environment, start
from support.nats_process import NatsProcess, nats_server
from support.rooms import Connect, alice, bob, connect, service
from twilio_realtime.json import JsonObject

__all__ = ["Connect", "Kept", "Start", "alice", "bob", "connect", "plain_environment", "server", "service", "start"]

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

Kept = Callable[[str], Awaitable[list[tuple[str, JsonObject]]]]
"""What stands in a stream, in order: each with its subject."""


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[NatsProcess]:
    """A NATS server with JetStream."""
    program = nats_server()
    if program is None:
        pytest.skip("there is no nats-server for this machine")
    made = NatsProcess(program, tmp_path)
    await made.start()
    yield made
    await made.kill()


@pytest.fixture
def kept(server: NatsProcess) -> Kept:
    async def read(stream: str) -> list[tuple[str, JsonObject]]:
        client = await nats.connect(server.url)
        try:
            context = client.jetstream()
            found: list[tuple[str, JsonObject]] = []
            try:
                state = (await context.stream_info(stream)).state
            except NotFoundError:
                return []
            # The first message of an empty stream may have the number 0, which cannot be asked for.
            for number in range(max(1, state.first_seq), state.last_seq + 1):
                try:
                    message = await context.get_msg(stream, number)
                except NotFoundError:  # it was removed
                    continue
                found.append((message.subject or "", cast("JsonObject", json.loads(message.data or b"{}"))))
            return found
        finally:
            await client.close()

    return read
