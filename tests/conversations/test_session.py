"""A session from its start to its end, and what a client says about it."""

from __future__ import annotations

import pytest

from support.conversation_rooms import Connect, client_of
from support.patience import PATIENCE
from twilio_conversations import (
    Client,
    ClientOptions,
    ConnectionErrorEvent,
    Conversation,
    ExpiredTokenError,
    TokenError,
)
from twilio_local import LocalService, ServiceCredentials, mint_token


async def test_start_and_end(service: LocalService) -> None:
    client = client_of(service, "alice")
    heard: list[str] = []
    client.on.initialized.connect(lambda: heard.append("initialized"))
    client.on.init_failed.connect(lambda problem: heard.append(problem.message))
    client.on.connection_state_changed.connect(heard.append)
    async with client:
        assert heard == ["connecting", "connected", "initialized"]
        assert client.connection_state == "connected"
        assert client.reachability_enabled
        assert client.user.identity == "alice"
    assert heard[3:] == ["disconnecting", "disconnected"]


async def test_a_start_that_fails(service: LocalService) -> None:
    client = Client(mint_token(ServiceCredentials.development(), "alice", ttl_seconds=-5), base_url=service.base_url)
    heard: list[ConnectionErrorEvent] = []
    client.on.init_failed.connect(heard.append)
    with pytest.raises(ExpiredTokenError):
        await client.start()
    [problem] = heard
    assert problem.terminal
    assert "expired" in problem.message


async def test_the_former_event_of_the_start_still_works_and_warns(service: LocalService) -> None:
    client = client_of(service, "alice")
    heard: list[str] = []
    with pytest.warns(DeprecationWarning, match="use `initialized` and `init_failed`$"):
        client.on.state_changed.connect(heard.append)  # pyright: ignore[reportDeprecated]
    async with client:
        pass
    assert heard == ["initialized"]


async def test_a_lost_connection_comes_back(service: LocalService, connect: Connect) -> None:
    client = await connect("alice")
    heard: list[str] = []
    problems: list[ConnectionErrorEvent] = []
    client.on.connection_state_changed.connect(heard.append)
    client.on.connection_error.connect(problems.append)
    async with client.on.connection_state_changed.expect(where=lambda state: state == "connected", timeout=PATIENCE):
        service.faults.cut("alice")
    assert heard[-1] == "connected"
    assert set(heard) <= {"connecting", "retrying", "connected"}
    assert not any(problem.terminal for problem in problems)


async def test_a_refused_attempt_is_one_of_several(service: LocalService, connect: Connect) -> None:
    client = await connect("alice")
    async with client.on.connection_state_changed.expect(where=lambda state: state == "retrying", timeout=PATIENCE):
        service.faults.refuse("alice")
        service.faults.cut("alice")
    async with client.on.connection_state_changed.expect(where=lambda state: state == "connected", timeout=PATIENCE):
        service.faults.refuse("alice", enabled=False)
    assert client.connection_state == "connected"


async def test_the_end_of_a_token_is_announced_and_put_off(service: LocalService, alice: Client) -> None:
    calls: list[str] = []
    alice.on.token_about_to_expire.connect(lambda: calls.append("called without an argument"))
    async with alice.on.token_about_to_expire.expect():
        service.faults.about_to_expire("alice")
    assert calls == ["called without an argument"]
    assert await alice.update_token(service.token("alice")) is alice
    with pytest.raises(TokenError):
        await alice.update_token(service.token("bob"))
    async with alice.on.token_expired.expect():
        service.faults.expire_token("alice")


async def test_options(service: LocalService) -> None:
    options = ClientOptions(user_infos_to_subscribe_override=3, channel_metadata_cache_capacity=5)
    async with Client(service.token("alice"), base_url=service.base_url, options=options) as client:
        assert await client.get_subscribed_users() == [client.user]


async def test_shutting_down_twice(alice: Client) -> None:
    await alice.shutdown()
    await alice.shutdown()
    assert alice.connection_state == "disconnected"


async def test_limits(conversation: Conversation) -> None:
    limits = conversation.limits
    assert (limits.media_attachments_count_limit, limits.media_attachment_size_limit_in_mb) == (10, 150)
    assert limits.media_attachments_total_size_limit_in_mb == 150
    assert limits.email_bodies_allowed_content_types == ["text/plain", "text/html"]
    assert limits.email_histories_allowed_content_types == ["text/plain", "text/html"]
