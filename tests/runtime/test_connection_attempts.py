"""Attempts to connect: how they are spaced, and what follows each way that a connection ends."""

from __future__ import annotations

import asyncio

import pytest

from support.connection_harness import GET, Harness
from support.manual_clock import settle
from twilio_realtime.errors import (
    ConnectionRefused,
    DisconnectedError,
)


async def test_attempts_are_spaced_and_problems_reported() -> None:
    h = Harness(number=0.999)
    h.network.failure = OSError("no route")
    h.connection.connect("token-1")
    waits: list[float] = []
    for _ in range(9):
        await settle()
        due = h.clock.next_due
        assert due is not None
        waits.append(round(due - h.clock.monotonic()))
        await h.clock.advance(due - h.clock.monotonic())
    assert waits == [2, 4, 8, 16, 32, 64, 120, 120, 120]
    problem = h.listener.problems[0]
    assert (problem.terminal, problem.status, problem.code) == (False, None, None)
    assert "no route" in problem.message
    assert h.phase() == "connecting"
    await h.connection.close()


async def test_connecting_again_does_not_wait() -> None:
    h = Harness()
    h.network.failure = OSError("no route")
    h.connection.connect("token-1")
    await settle()
    h.network.failure = None
    h.connection.connect("token-1")
    await h.accept()
    assert h.phase() == "connected"
    assert h.clock.monotonic() == 0
    await h.connection.close()


async def test_backoff_starts_over_only_after_a_connection_has_lived() -> None:
    h = Harness(number=0.999)
    await h.up()
    for expected in (2, 4, 8):
        await h.clock.advance(29)
        h.socket.lose()
        await settle()
        assert h.clock.next_due is not None
        assert round(h.clock.next_due - h.clock.monotonic()) == expected
        await h.clock.advance(expected)
        await h.accept()
    await h.clock.advance(30)
    h.socket.lose()
    await settle()
    assert h.clock.next_due is not None
    assert round(h.clock.next_due - h.clock.monotonic()) == 2
    await h.connection.close()


async def test_a_silent_connection_is_given_up() -> None:
    h = Harness()
    socket = await h.up()
    sending = asyncio.ensure_future(h.connection.send(GET, timeout=600))
    for _ in range(3):
        await h.clock.advance(40)
        socket.deliver_raw("anything will do")
    await h.clock.advance(44.9)
    assert h.phase() == "connected"
    await h.clock.advance(0.2)
    assert h.phase() == "connecting"
    assert socket.aborted
    with pytest.raises(DisconnectedError):
        await sending
    await h.back()
    assert h.phase() == "connected"
    await h.connection.close()


async def test_an_unanswered_init_is_tried_again() -> None:
    h = Harness()
    h.connection.connect("token-1")
    await h.clock.advance(9.9)
    assert h.socket.open
    await h.clock.advance(0.1)
    assert h.network.sockets[0].aborted
    await h.back()
    assert h.listener.notes == ["connecting", "problem", "connected", "connected()"]
    await h.connection.close()


@pytest.mark.parametrize(("code", "error_code"), [(429, 51202), (500, None), (408, None)])
async def test_a_failed_init_is_tried_again(code: int, error_code: int | None) -> None:
    h = Harness()
    h.connection.connect("token-1")
    await settle()
    h.socket.reply(h.socket.last("init"), code=code, error_code=error_code)
    await settle()
    assert h.network.sockets[0].of("close")
    assert h.network.sockets[0].closed_with == 1000
    problem = h.listener.problems[0]
    assert (problem.terminal, problem.status, problem.code) == (False, code, error_code)
    await h.back()
    await h.connection.close()


@pytest.mark.parametrize("code", [400, 404, 406, 499])
async def test_an_init_that_will_never_be_accepted_is_not_repeated(code: int) -> None:
    h = Harness()
    h.connection.connect("token-1")
    queued = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    h.socket.reply(h.socket.last("init"), code=code, error_code=51214)
    with pytest.raises(ConnectionRefused) as caught:
        await h.connection.ready()
    assert (caught.value.status, caught.value.code) == (code, 51214)
    assert isinstance(queued.exception(), ConnectionRefused)
    assert [problem.terminal for problem in h.listener.problems] == [True]
    assert h.phase() == "disconnected"
    await h.clock.advance(300)
    assert len(h.network.sockets) == 1
    await h.connection.close()


async def test_a_policy_bounds_the_next_attempt() -> None:
    h = Harness()
    h.connection.connect("token-1")
    await settle()
    h.socket.reply(h.socket.last("init"), {"backoff_policy": {"reconnect_min_ms": 7500}}, code=429)
    await h.clock.advance(7.4)
    assert len(h.network.sockets) == 1
    await h.clock.advance(0.1)
    assert len(h.network.sockets) == 2
    await h.connection.close()


@pytest.mark.parametrize("policy_ms", [None, 5000])
async def test_an_offload_reconnects_without_waiting_for_a_socket_that_is_gone(policy_ms: int | None) -> None:
    h = Harness()
    socket = await h.up()
    sending = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.close_with(308, policy_ms=policy_ms)
    await settle()
    assert h.phase() == "disconnecting"
    assert socket.of("reply")
    socket.reply(socket.last("message"))
    assert (await sending).status == 200
    queued = asyncio.ensure_future(h.connection.send(GET))
    socket.lose()
    await settle()
    assert h.phase() == "connecting"
    await h.clock.advance(1 if policy_ms is None else 5)
    socket = await h.accept()
    assert h.listener.notes[2:] == ["connected()", "disconnecting", "connecting", "connected", "connected()"]
    socket.reply(socket.last("message"))
    await queued
    await h.connection.close()


async def test_an_offload_waits_three_seconds_for_the_socket_to_close() -> None:
    h = Harness()
    socket = await h.up()
    sending = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.close_with(308)
    await h.clock.advance(2.9)
    assert not sending.done()
    await h.clock.advance(0.1)
    with pytest.raises(DisconnectedError):
        await sending
    assert socket.closed_with == 1000
    assert h.phase() == "connecting"
    await h.connection.close()


@pytest.mark.parametrize("code", [429, 500, 451])
async def test_other_closes_reconnect_and_are_reported(code: int) -> None:
    h = Harness()
    socket = await h.up()
    socket.close_with(code)
    socket.lose()
    await settle()
    assert h.listener.problems[0].status == code
    assert not h.listener.problems[0].terminal
    await h.back()
    await h.connection.close()


@pytest.mark.parametrize("code", [406, 417])
async def test_refused_for_good(code: int) -> None:
    h = Harness()
    socket = await h.up()
    sent = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.close_with(code, 51214)
    await settle()
    assert h.phase() == "disconnected"
    assert isinstance(sent.exception(), ConnectionRefused)
    for call in (h.connection.send(GET), h.connection.ready(), h.connection.update_token("token-2")):
        with pytest.raises(ConnectionRefused) as caught:
            await call
        assert (caught.value.status, caught.value.code) == (code, 51214)
    assert h.listener.problems[0].terminal
    await h.clock.advance(300)
    assert len(h.network.sockets) == 1
    h.connection.connect("token-2")
    await h.accept()
    assert h.phase() == "connected"
    await h.connection.close()


async def test_an_untrusted_host_is_not_tried_again() -> None:
    h = Harness()
    h.network.failure = ConnectionRefused("the certificate was not accepted", status=0)
    h.connection.connect("token-1")
    with pytest.raises(ConnectionRefused, match="certificate"):
        await h.connection.ready()
    await h.clock.advance(300)
    assert len(h.network.attempts) == 1
    assert h.listener.problems[0].terminal
    await h.connection.close()
