"""The snapshot that a client gives of itself."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest

from runtime.telemetry.conftest import QUICK
from support.rooms import client_of, make_room
from twilio_chat import EventsLostError, Message
from twilio_local import LocalService
from twilio_realtime.environment import Environment


async def test_a_life(service: LocalService) -> None:
    client = client_of(service, "alice", environment=Environment(limits=QUICK))
    new = client.stats
    assert dataclasses.astuple(new) == ("unknown", 0, 0, 0, 0, 0, 0)
    async with client:
        ready = client.stats
        assert (ready.phase, ready.reconnects, ready.pending_requests) == ("connected", 0, 0)
        assert ready.frames_in > 0
        assert ready.frames_out > 0
        await make_room(client)
        assert client.stats.held_objects > ready.held_objects
        async with client.on.connection_state_changed.expect(where=lambda state: state == "connected"):
            service.faults.cut()
        assert client.stats.reconnects == 1
    ended = client.stats
    assert (ended.phase, ended.held_objects, ended.pending_requests) == ("disconnected", 0, 0)
    assert ended.frames_in > ready.frames_in
    with pytest.raises(dataclasses.FrozenInstanceError):
        ended.reconnects = 5  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


async def test_lost_events(service: LocalService, caplog: pytest.LogCaptureFixture) -> None:
    async with client_of(service, "alice") as client:
        channel = await make_room(client)
        stream = channel.on.message_added.stream(queue=1)
        gate = asyncio.Event()

        async def slow(message: Message) -> None:
            await gate.wait()

        subscription = channel.on.message_added.connect(slow, queue=2)
        async with channel.on.message_added.expect(where=lambda message: message.body == "5"):
            for number in range(6):
                await channel.send_message(str(number))
        gate.set()
        assert subscription.dropped >= 3
        assert client.stats.dropped_events == subscription.dropped + 5
        assert (await anext(stream)).body == "0"
        with pytest.raises(EventsLostError):
            await anext(stream)
    assert "lost" in caplog.text
