"""Tokens that work, run out, or never did."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace

import jwt
import pytest

from support.rooms import make_room, share_room
from twilio_chat import (
    ArgumentError,
    Client,
    ClosedError,
    ExpiredTokenError,
    ForeignTokenError,
    MalformedTokenError,
    RefusedTokenError,
    TokenError,
)
from twilio_local import LocalService, ServiceCredentials, mint_token

DEVELOPMENT = ServiceCredentials.development()


def signed(**claims: object) -> str:
    """A token with some claims of one's own."""
    now = int(time.time())
    usual = {
        "iss": DEVELOPMENT.api_key_sid,
        "sub": DEVELOPMENT.account_sid,
        "exp": now + 600,
        "nbf": now - 1,
        "grants": {"identity": "alice", "chat": {"service_sid": DEVELOPMENT.service_sid}},
    }
    key = DEVELOPMENT.api_key_secret
    return jwt.encode({**usual, **claims}, key, algorithm="HS256")


def minted(**changes: str) -> str:
    """A token of other credentials."""
    return mint_token(replace(DEVELOPMENT, **changes), "alice")


UNUSABLE: dict[str, tuple[Callable[[], str], type[TokenError]]] = {
    "garbage": (lambda: "garbage-that-is-secret", MalformedTokenError),
    "three parts of garbage": (lambda: "a.b.c", MalformedTokenError),
    "without grants": (lambda: signed(grants=None), MalformedTokenError),
    "without identity": (lambda: signed(grants={"chat": {}}), MalformedTokenError),
    "without end": (lambda: signed(exp=None), MalformedTokenError),
    "of another product": (lambda: signed(grants={"identity": "alice", "video": {}}), ForeignTokenError),
    "expired": (lambda: mint_token(DEVELOPMENT, "alice", ttl_seconds=-5), ExpiredTokenError),
}
"""Found before anything is sent. Made when they are used: how long a run takes until then is unknown."""

REFUSED: dict[str, tuple[Callable[[], str], type[TokenError], int]] = {
    "wrong secret": (lambda: minted(api_key_secret="x" * 40), RefusedTokenError, 20107),
    "wrong key": (lambda: minted(api_key_sid="SK2"), RefusedTokenError, 20103),
    "other service": (lambda: minted(service_sid="IS2"), ForeignTokenError, 20106),
    "not yet valid": (lambda: signed(nbf=int(time.time()) + 500), RefusedTokenError, 20105),
}
"""Found by the service."""


@pytest.mark.parametrize("kind", UNUSABLE)
async def test_a_token_that_cannot_be_used(service: LocalService, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    make, error = UNUSABLE[kind]
    token = make()
    client = Client(token, base_url=service.base_url)
    states: list[str] = []
    client.on.state_changed.connect(states.append)
    client.on.connection_state_changed.connect(states.append)
    with caplog.at_level(logging.DEBUG), pytest.raises(error) as caught:
        await client.start()
    assert states == ["failed"]
    assert token not in str(caught.value) + caplog.text + repr(client)
    assert service.sessions == ()
    with pytest.raises(ClosedError, match="was shut down"):
        await client.start()


@pytest.mark.parametrize("kind", REFUSED)
async def test_a_token_that_the_service_refuses(
    service: LocalService, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    make, error, code = REFUSED[kind]
    token = make()
    client = Client(token, base_url=service.base_url)
    states: list[str] = []
    problems: list[tuple[bool, int | None]] = []
    client.on.state_changed.connect(states.append)
    client.on.connection_state_changed.connect(states.append)
    client.on.connection_error.connect(lambda problem: problems.append((problem.terminal, problem.error_code)))
    with caplog.at_level(logging.DEBUG), pytest.raises(error) as caught:
        async with client:
            pytest.fail("connected")
    assert caught.value.code == code
    assert states == ["connecting", "denied", "failed"]
    assert client.connection_state == "denied"
    assert problems == [(True, code)]
    assert token not in str(caught.value) + caplog.text + repr(client)


async def test_a_token_must_be_text() -> None:
    with pytest.raises(ArgumentError, match="token must be a string that is not empty, not ''"):
        Client("")
    with pytest.raises(ArgumentError) as caught:
        Client(b"secret")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert "secret" not in str(caught.value)


async def test_another_token_of_the_same_user(service: LocalService, alice: Client) -> None:
    states: list[str] = []
    alice.on.connection_state_changed.connect(states.append)
    assert await alice.update_token(service.token("alice", ttl=7200)) is alice
    assert states == []
    assert (await alice.create_channel()).created_by == "alice"


async def test_a_token_of_another_user(service: LocalService, alice: Client) -> None:
    with pytest.raises(ForeignTokenError, match="for identity 'bob', this client belongs to 'alice'"):
        await alice.update_token(service.token("bob"))
    for kind in ("garbage", "expired"):
        make, error = UNUSABLE[kind]
        with pytest.raises(error):
            await alice.update_token(make())
    assert alice.connection_state == "connected"


async def test_a_new_token_that_the_service_refuses(alice: Client) -> None:
    make, error, code = REFUSED["wrong secret"]
    async with alice.on.connection_state_changed.expect(where=lambda state: state == "denied"):
        with pytest.raises(error) as caught:
            await alice.update_token(make())
    assert caught.value.code == code


async def test_a_token_runs_out(service: LocalService, alice: Client) -> None:
    async with alice.on.token_about_to_expire.expect() as warned:
        service.faults.about_to_expire("alice")
    assert 3000 < warned.value <= 3600
    async with alice.on.token_expired.expect():
        service.faults.expire_token("alice")
    assert alice.connection_state == "disconnected"
    async with alice.on.connection_state_changed.expect(where=lambda state: state == "connected"):
        await alice.update_token(service.token("alice", ttl=7200))
    assert (await alice.create_channel()).created_by == "alice"


async def test_messages_written_while_the_token_was_over(service: LocalService, alice: Client, bob: Client) -> None:
    room, _ = await share_room(alice, bob)
    async with bob.on.token_expired.expect():
        service.faults.expire_token("bob")
    await room.send_message("meanwhile")
    async with bob.on.message_added.expect() as arrived:
        await bob.update_token(service.token("bob", ttl=7200))
    assert arrived.value.body == "meanwhile"


async def test_nothing_confidential_in_the_log(
    service: LocalService, alice: Client, bob: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        tokens = [service.token("carol"), service.token("carol", ttl=7200)]
        async with Client(tokens[0], base_url=service.base_url) as carol:
            room = await make_room(carol, unique_name="room", attributes={"secret attribute": "secret value"})
            async with room.on.message_added.expect() as own:
                await room.send_message("secret body", {"secret": "attribute"})
            await own.value.update_body("secret edit")
            await carol.update_token(tokens[1])
            async with carol.on.connection_state_changed.expect(where=lambda state: state == "connected"):
                service.faults.cut("carol")
            shown = repr([carol, room, own.value, carol.on, carol.on.message_added, await room.get_members()])
    logged = "\n".join(
        record.getMessage()
        for record in caplog.records
        if record.name.partition(".")[0] in ("twilio_realtime", "websockets")
    )
    assert "init was accepted" in logged
    for text in (logged, shown):
        assert "secret" not in text
        for token in tokens:
            assert token not in text
            assert token.rpartition(".")[2] not in text
