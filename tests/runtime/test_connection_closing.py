"""The end of a connection that its owner closes."""

from __future__ import annotations

import asyncio

import pytest

from support.connection_harness import GET, Harness, in_background
from support.manual_clock import settle
from twilio_realtime.errors import (
    ClosedError,
    DisconnectedError,
    TokenError,
)

# Closing


async def test_closing_says_goodbye() -> None:
    h = Harness()
    socket = await h.up()
    sent = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    await h.connection.close()
    assert socket.sent[-1].method == "close"
    assert socket.closed_with == 1000
    with pytest.raises(ClosedError):
        await sent
    assert h.listener.notes[3:] == ["disconnecting", "disconnected"]
    assert h.clock.timers == 0
    await h.connection.close()
    assert len(asyncio.all_tasks()) == 1


@pytest.mark.parametrize("answers", [True, False])
async def test_closing_takes_three_seconds_at_most(answers: bool) -> None:
    h = Harness()
    socket = await h.up()
    socket.answers_close = answers
    closing = [in_background(h.connection.close()) for _ in range(2)]
    await settle()
    assert all(task.done() == answers for task in closing)
    await h.clock.advance(3)
    await asyncio.gather(*closing)
    assert socket.aborted
    assert h.clock.timers == 0


async def test_after_closing_everything_is_refused() -> None:
    h = Harness()
    await h.up()
    await h.connection.close()
    for call in (h.connection.send(GET), h.connection.ready(), h.connection.update_token("token-2")):
        with pytest.raises(ClosedError):
            await call
    with pytest.raises(ClosedError):
        h.connection.connect("token-1")


@pytest.mark.parametrize("stage", ["new", "opening", "initialising", "waiting", "denied", "offloaded"])
async def test_closing_at_any_stage(stage: str) -> None:
    h = Harness()
    queued = asyncio.ensure_future(h.connection.send(GET))
    if stage == "opening":
        h.network.holding = True
    if stage == "waiting":
        h.network.failure = OSError("no route")
    if stage == "offloaded":
        await h.up()
        h.socket.close_with(308)
    elif stage != "new":
        h.connection.connect("token-1")
    ready = in_background(h.connection.ready())
    await settle()
    if stage == "denied":
        h.socket.reply(h.socket.last("init"), code=401)
        await settle()
    await h.connection.close()
    # Whoever looks afterwards should still see why it ended.
    assert h.phase() == ("denied" if stage == "denied" else "disconnected")
    for task in (queued, ready):
        with pytest.raises((ClosedError, DisconnectedError, TokenError)):
            await task
    assert h.connection.pending == 0
    assert h.clock.timers == 0
    assert all(not socket.open for socket in h.network.sockets)
    assert len(asyncio.all_tasks()) == 1


async def test_closing_may_be_cancelled() -> None:
    h = Harness()
    socket = await h.up()
    socket.answers_close = False
    closing = in_background(h.connection.close())
    await settle()
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    await settle()
    assert h.phase() == "disconnected"
    assert socket.aborted
    assert h.clock.timers == 0
    assert len(asyncio.all_tasks()) == 1
    await h.connection.close()
