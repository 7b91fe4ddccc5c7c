"""Tokens of a connection: refused, expired, replaced at any moment."""

from __future__ import annotations

import asyncio

import pytest

from support.connection_harness import GET, Harness, in_background
from support.manual_clock import settle
from twilio_realtime.errors import (
    ArgumentError,
    DeadlineError,
    ExpiredTokenError,
    ForeignTokenError,
    RefusedTokenError,
    TokenError,
)


@pytest.mark.parametrize(
    ("code", "error_code", "kind"),
    [
        (401, None, RefusedTokenError),
        (401, 20101, RefusedTokenError),
        (403, None, RefusedTokenError),
        (401, 20104, ExpiredTokenError),
        (401, 51215, ForeignTokenError),
    ],
)
async def test_a_refused_token_in_two_frames(code: int, error_code: int | None, kind: type[TokenError]) -> None:
    h = Harness()
    h.connection.connect("token-1")
    ready = in_background(h.connection.ready())
    queued = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    h.socket.reply(h.socket.last("init"), code=code, error_code=error_code)
    h.socket.close_with(code, error_code)
    await settle()
    assert h.phase() == "denied"
    with pytest.raises(kind) as caught:
        await ready
    assert caught.value.code == error_code
    with pytest.raises(kind, match="GET /v1/Things was not carried out") as refused:
        await queued
    assert refused.value.code == error_code
    with pytest.raises(kind):
        await h.connection.ready()
    with pytest.raises(kind, match="GET /v1/Things was not carried out"):
        await h.connection.send(GET)
    expired = ["expired"] if kind is ExpiredTokenError else []
    assert h.listener.notes == ["connecting", "denied", *expired, "terminal problem"]
    assert isinstance(h.listener.problems[0].error, kind)
    assert h.socket.of("close")
    await h.clock.advance(300)
    assert len(h.network.sockets) == 1
    await h.connection.close()


async def test_a_close_401_alone_denies() -> None:
    h = Harness()
    socket = await h.up()
    socket.close_with(401, 20101)
    await settle()
    assert h.phase() == "denied"
    await h.connection.close()


async def test_a_forbidden_update_is_no_offload() -> None:
    h = Harness()
    socket = await h.up()
    socket.close_with(308, 51232)
    await settle()
    assert h.phase() == "denied"
    await h.clock.advance(300)
    assert len(h.network.sockets) == 1
    await h.connection.close()


async def test_another_token_after_a_refusal_connects() -> None:
    h = Harness()
    h.connection.connect("token-1")
    await settle()
    old = h.socket
    old.reply(old.last("init"), code=401, error_code=20101)
    await settle()
    updating = in_background(h.connection.update_token("token-2"))
    await settle()
    assert h.phase() == "connecting"
    old.lose()
    old.close_with(401)
    socket = await h.accept()
    await updating
    assert socket is not old
    assert socket.last("init").header["token"] == "token-2"
    assert h.phase() == "connected"
    await h.connection.close()


async def test_update_while_connected() -> None:
    h = Harness()
    socket = await h.up()
    await h.connection.update_token("token-1")
    assert not socket.of("update")
    updating = in_background(h.connection.update_token("token-2"))
    await settle()
    assert h.phase() == "connected"
    assert not updating.done()
    socket.reply(socket.last("update"))
    await updating
    socket.lose()
    socket = await h.back()
    assert socket.last("init").header["token"] == "token-2"
    await h.connection.close()


@pytest.mark.parametrize(
    ("error_code", "kind"), [(20101, RefusedTokenError), (20104, ExpiredTokenError), (51215, ForeignTokenError)]
)
async def test_a_refused_update(error_code: int, kind: type[TokenError]) -> None:
    h = Harness()
    socket = await h.up()
    updating = in_background(h.connection.update_token("token-2"))
    sent = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.reply(socket.last("update"), code=401, error_code=error_code)
    with pytest.raises(kind):
        await updating
    with pytest.raises(kind):
        await sent
    assert h.phase() == "denied"
    assert h.listener.notes.count("expired") == (kind is ExpiredTokenError)
    assert [problem.terminal for problem in h.listener.problems] == [True]
    await h.connection.close()


async def test_update_during_init_follows_it() -> None:
    h = Harness()
    h.connection.connect("token-1")
    await settle()
    updating = in_background(h.connection.update_token("token-2"))
    await settle()
    assert not h.socket.of("update")
    await h.accept()
    assert h.phase() == "connected"
    assert h.socket.last("update").header["token"] == "token-2"
    assert not updating.done()
    h.socket.reply(h.socket.last("update"))
    await updating
    await h.connection.close()


async def test_a_token_that_was_replaced_during_init_may_be_refused() -> None:
    h = Harness()
    h.connection.connect("token-1")
    await settle()
    updating = in_background(h.connection.update_token("token-2"))
    await settle()
    h.socket.reply(h.socket.last("init"), code=401, error_code=20104)
    h.socket.close_with(401, 20104)
    await settle()
    socket = await h.accept()
    await updating
    assert socket.last("init").header["token"] == "token-2"
    assert h.listener.notes == ["connecting", "connected", "connected()"]
    await h.connection.close()


async def test_two_updates_at_once_end_with_the_newer_token() -> None:
    h = Harness()
    socket = await h.up()
    first = in_background(h.connection.update_token("token-2"))
    await settle()
    second = in_background(h.connection.update_token("token-3"))
    await settle()
    assert len(socket.of("update")) == 1
    socket.reply(socket.last("update"))
    await settle()
    assert socket.last("update").header["token"] == "token-3"
    assert not first.done()
    socket.reply(socket.last("update"))
    await asyncio.gather(first, second)
    await h.connection.close()


async def test_update_before_anything_else_connects() -> None:
    h = Harness()
    updating = in_background(h.connection.update_token("token-1"))
    await h.accept()
    await updating
    assert h.phase() == "connected"
    await h.connection.close()


async def test_update_while_opening_uses_the_newer_token_for_init() -> None:
    h = Harness()
    h.network.holding = True
    h.connection.connect("token-1")
    await settle()
    updating = in_background(h.connection.update_token("token-2"))
    await settle()
    h.network.release()
    await h.accept()
    await updating
    assert h.socket.last("init").header["token"] == "token-2"
    assert not h.socket.of("update")
    await h.connection.close()


async def test_update_while_waiting_to_retry_connects_at_once() -> None:
    h = Harness()
    socket = await h.up()
    socket.lose()
    await settle()
    updating = in_background(h.connection.update_token("token-2"))
    await h.accept()
    await updating
    assert h.clock.monotonic() == 0
    await h.connection.close()


async def test_a_drop_during_update_is_settled_by_the_next_connection() -> None:
    h = Harness()
    socket = await h.up()
    updating = in_background(h.connection.update_token("token-2"))
    await settle()
    socket.lose()
    await settle()
    assert not updating.done()
    await h.back()
    await updating
    assert h.socket.last("init").header["token"] == "token-2"
    await h.connection.close()


@pytest.mark.parametrize("code", [429, 500])
async def test_an_update_that_fails_for_now_reconnects_with_the_new_token(code: int) -> None:
    h = Harness()
    socket = await h.up()
    updating = in_background(h.connection.update_token("token-2"))
    await settle()
    socket.reply(socket.last("update"), code=code)
    await h.back()
    await updating
    assert h.listener.problems[0].status == code
    await h.connection.close()


async def test_an_unanswered_update_times_out_and_reconnects() -> None:
    h = Harness()
    socket = await h.up()
    await h.clock.advance(20)
    socket.deliver("ping")
    await settle()
    updating = in_background(h.connection.update_token("token-2"))
    await h.clock.advance(30)
    assert isinstance(updating.exception(), DeadlineError)
    assert socket.aborted
    await h.back()
    assert h.socket.last("init").header["token"] == "token-2"
    await h.connection.close()


async def test_update_during_an_offload_is_used_afterwards() -> None:
    h = Harness()
    socket = await h.up()
    socket.close_with(308)
    await settle()
    updating = in_background(h.connection.update_token("token-2"))
    await settle()
    socket.lose()
    await h.back()
    await updating
    assert h.socket.last("init").header["token"] == "token-2"
    await h.connection.close()


async def test_update_while_sending_is_paused_waits_for_the_end_of_the_pause() -> None:
    h = Harness()
    socket = await h.up()
    first = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.reply(socket.last("message"), code=429)
    await asyncio.gather(first, return_exceptions=True)
    updating = in_background(h.connection.update_token("token-2"))
    await h.clock.advance(0.9)
    assert not socket.of("update")
    await h.clock.advance(0.1)
    socket.reply(socket.last("update"))
    await updating
    await h.connection.close()


async def test_an_expired_token_is_announced_and_replaced() -> None:
    h = Harness()
    socket = await h.up()
    sent = asyncio.ensure_future(h.connection.send(GET))
    await settle()
    socket.deliver("client_update", client_update_type="token_about_to_expire")
    socket.close_with(410, 51207)
    await settle()
    assert h.phase() == "disconnected"
    assert h.listener.notes[3:] == ["about to expire", "disconnected", "expired"]
    assert not h.listener.problems
    assert isinstance(sent.exception(), ExpiredTokenError)
    with pytest.raises(ExpiredTokenError):
        await h.connection.send(GET)
    with pytest.raises(ExpiredTokenError):
        await h.connection.ready()
    updating = in_background(h.connection.update_token("token-2"))
    await h.accept()
    await updating
    assert h.phase() == "connected"
    await h.connection.close()


async def test_a_token_that_expires_while_the_next_one_is_on_its_way() -> None:
    h = Harness()
    socket = await h.up()
    updating = in_background(h.connection.update_token("token-2"))
    await settle()
    socket.close_with(410, 51207)
    await h.accept()
    await updating
    assert "expired" not in h.listener.notes
    await h.connection.close()


async def test_the_same_token_is_tried_again_after_a_refusal() -> None:
    h = Harness()
    h.connection.connect("token-1")
    await settle()
    h.socket.reply(h.socket.last("init"), code=401)
    await settle()
    updating = in_background(h.connection.update_token("token-1"))
    await h.accept()
    await updating
    await h.connection.close()


async def test_an_empty_token_is_an_argument_error() -> None:
    h = Harness()
    with pytest.raises(ArgumentError, match="empty"):
        h.connection.connect("")
    with pytest.raises(ArgumentError, match="empty"):
        await h.connection.update_token("")
    assert h.phase() == "unknown"
    await h.connection.close()


async def test_a_cancelled_update_still_counts() -> None:
    h = Harness()
    socket = await h.up()
    updating = in_background(h.connection.update_token("token-2"))
    await settle()
    updating.cancel()
    await settle()
    socket.reply(socket.last("update"))
    await settle()
    socket.lose()
    await h.back()
    assert h.socket.last("init").header["token"] == "token-2"
    await h.connection.close()
