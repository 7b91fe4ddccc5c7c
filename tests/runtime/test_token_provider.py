from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from itertools import pairwise, repeat
from typing import cast

import pytest

from support.manual_clock import settle
from support.service_harness import ServiceHarness
from twilio_realtime.errors import (
    ArgumentError,
    ConfigurationError,
    ExpiredTokenError,
    ForeignTokenError,
    RefusedTokenError,
    TokenProviderError,
)
from twilio_realtime.tokens.refresh import REFRESH_MARGIN, REFRESH_SHARE, TokenProvider


class Provider:
    """Returns tokens as it is told, and counts."""

    def __init__(self, harness: ServiceHarness) -> None:
        self._harness = harness
        self.calls = 0
        self.at_once = 0
        self.most_at_once = 0
        self.ttl: Iterator[float] = repeat(3600.0)
        self.identity = "alice"
        self.fails: Exception | None = None
        self.takes = 0.0

    async def __call__(self) -> str:
        self.calls += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.takes:
                await self._harness.clock.sleep(self.takes)
            if self.fails is not None:
                raise self.fails
            return self._harness.tokens.mint(next(self.ttl), self.identity)
        finally:
            self.at_once -= 1


@pytest.fixture
def harness() -> ServiceHarness:
    return ServiceHarness()


@pytest.fixture
def provider(harness: ServiceHarness) -> Provider:
    made = Provider(harness)
    harness.ask(made)
    return made


async def end(harness: ServiceHarness) -> None:
    """Close, and find nothing left."""
    closing = asyncio.ensure_future(harness.services.close())
    await harness.clock.advance(10)
    await closing
    assert harness.clock.timers == 0
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.parametrize("both", [True, False])
def test_exactly_one_source_of_tokens(harness: ServiceHarness, both: bool) -> None:
    make = type(harness.services)
    profile, endpoints = (vars(harness.services)[name] for name in ("_profile", "_endpoints"))
    with pytest.raises(ConfigurationError, match="both" if both else "neither"):
        make(
            profile,
            endpoints,
            harness,
            token=harness.tokens.mint() if both else None,
            token_provider=Provider(harness) if both else None,
        )


def test_a_provider_that_cannot_be_called(harness: ServiceHarness) -> None:
    with pytest.raises(ArgumentError, match="async function"):
        harness.ask(cast(TokenProvider, "secret-token"))


async def test_asked_once_at_the_start(harness: ServiceHarness, provider: Provider) -> None:
    assert await harness.up() == {"about": "the user"}
    assert provider.calls == 1
    assert harness.socket.last("init").header["token"] == harness.tokens.minted[0]
    await end(harness)


async def fails() -> str:
    raise LookupError("no tokens for you, and here is a secret")


async def none_at_all() -> str:
    return cast(str, None)


async def nothing() -> str:
    return ""


async def cancels_itself() -> str:
    task = asyncio.ensure_future(asyncio.sleep(0))
    task.cancel()
    await task
    return "never"


def plain() -> Awaitable[str]:
    return cast("Awaitable[str]", 7)


@pytest.mark.parametrize(
    ("bad", "cause", "text"),
    [
        (fails, LookupError, "LookupError"),
        (none_at_all, None, "NoneType"),
        (nothing, None, "empty"),
        (cancels_itself, asyncio.CancelledError, "cancelled"),
        (plain, None, "int"),
    ],
)
async def test_a_failure_at_the_start_is_raised(
    harness: ServiceHarness, bad: Callable[[], Awaitable[str]], cause: type[BaseException] | None, text: str
) -> None:
    harness.ask(bad)
    with pytest.raises(TokenProviderError, match=text) as caught:
        await harness.services.open()
    assert "secret" not in str(caught.value)
    assert type(caught.value.__cause__) is (cause or type(None))
    assert harness.network.sockets == []
    await end(harness)


async def test_an_expired_token_at_the_start_is_raised(harness: ServiceHarness, provider: Provider) -> None:
    provider.ttl = repeat(-1.0)
    with pytest.raises(ExpiredTokenError):
        await harness.services.open()
    await end(harness)


async def test_the_next_token_in_time(harness: ServiceHarness, provider: Provider) -> None:
    await harness.up()
    for number in range(1, 4):
        await harness.clock.advance(3600 * REFRESH_SHARE - 9)
        assert provider.calls == number
        await harness.clock.advance(10)
        assert provider.calls == number + 1
        update = harness.socket.last("update")
        assert update.header["token"] == harness.tokens.minted[number]
        harness.socket.reply(update)
        await settle()
    assert harness.problems == []
    await end(harness)


async def test_a_short_token_is_replaced_before_its_end(harness: ServiceHarness, provider: Provider) -> None:
    provider.ttl = iter([4.0, 3600.0])
    await harness.up()
    due = harness.clock.wall() + 4 - REFRESH_MARGIN
    while provider.calls == 1:
        await harness.clock.advance(0.125)
    assert harness.clock.wall() <= due + 0.125
    await end(harness)


async def test_the_services_notice(harness: ServiceHarness, provider: Provider) -> None:
    await harness.up()
    await harness.clock.advance(20)
    harness.socket.deliver("client_update", client_update_type="token_about_to_expire")
    await settle()
    assert harness.happened[-1] == "about to expire in 3580 s"
    assert provider.calls == 2
    assert harness.socket.last("update").header["token"] == harness.tokens.minted[-1]
    await end(harness)


async def test_a_service_that_gives_notice_of_every_token(harness: ServiceHarness, provider: Provider) -> None:
    """It does so when tokens live shorter than it warns before their end; that must not become a circle."""
    provider.ttl = repeat(200.0)
    await harness.up()
    answered = 0
    for _ in range(200):
        harness.socket.deliver("client_update", client_update_type="token_about_to_expire")
        await harness.clock.advance(0.5)
        for update in harness.socket.of("update")[answered:]:
            harness.socket.reply(update)
            answered += 1
    assert provider.calls == 5  # the one of the start, and one each half minute
    await end(harness)


async def test_a_token_that_becomes_old_on_its_way(harness: ServiceHarness, provider: Provider) -> None:
    await harness.up()
    provider.ttl = iter([20.0, 3600.0])
    harness.socket.deliver("client_update", client_update_type="token_about_to_expire")
    await settle()
    assert provider.calls == 2
    # The service does not answer the update in all the time that the token is good for.
    harness.network.failure = OSError("no route")
    harness.socket.lose()
    await harness.clock.advance(20)
    assert provider.calls == 2
    await harness.clock.advance(20)
    assert provider.calls == 3
    await end(harness)


async def test_never_two_at_once(harness: ServiceHarness, provider: Provider) -> None:
    await harness.up()
    provider.takes = 5
    for _ in range(3):
        harness.socket.deliver("client_update", client_update_type="token_about_to_expire")
        await harness.clock.advance(1)
    harness.socket.close_with(410, 51207)
    await harness.clock.advance(8)
    assert (provider.calls, provider.most_at_once) == (2, 1)
    assert harness.socket.last("init").header["token"] == harness.tokens.minted[-1]
    await end(harness)


@pytest.mark.parametrize(("code", "error_code"), [(410, 51207), (401, 20104), (401, 20101)])
async def test_a_token_refused_while_running(
    harness: ServiceHarness, provider: Provider, code: int, error_code: int
) -> None:
    await harness.up()
    await harness.clock.advance(40)
    harness.socket.close_with(code, error_code)
    await settle()
    assert provider.calls == 2
    await harness.accept()
    assert harness.services.connection.phase == "connected"
    assert harness.socket.last("init").header["token"] == harness.tokens.minted[-1]
    assert not any(problem.terminal for problem in harness.problems)
    await end(harness)


async def test_tokens_refused_one_after_the_other(harness: ServiceHarness, provider: Provider) -> None:
    await harness.up()
    times: list[float] = []
    harness.socket.close_with(401, 20101)
    for _ in range(5):
        before = provider.calls
        while provider.calls == before:
            await harness.clock.advance(0.25)
        times.append(harness.clock.monotonic())
        await settle()
        harness.socket.reply(harness.socket.last("init"), code=401, error_code=20101)
        await settle()
    # The jitter is nil here, so each wait is the shortest there is; the point is that there are waits.
    assert all(later - earlier >= 1 for earlier, later in pairwise(times))
    assert all(isinstance(problem.error, RefusedTokenError) for problem in harness.problems)
    assert len(harness.problems) == 6
    await end(harness)


async def test_refused_just_after_it_was_accepted(harness: ServiceHarness, provider: Provider) -> None:
    await harness.up()
    harness.socket.deliver("client_update", client_update_type="token_about_to_expire")
    await settle()
    harness.socket.reply(harness.socket.last("update"))
    harness.socket.close_with(410, 51207)  # both arrive before anybody else runs
    await harness.clock.advance(3)
    assert provider.calls == 3
    await end(harness)


async def test_a_failure_while_running(harness: ServiceHarness, provider: Provider) -> None:
    await harness.up()
    provider.fails = OSError("no route, token=secret")
    await harness.clock.advance(3600 * REFRESH_SHARE + 20)
    assert provider.calls > 4
    assert len(harness.problems) == provider.calls - 1
    first = harness.problems[0]
    assert (first.terminal, type(first.error)) == (False, TokenProviderError)
    assert isinstance(first.error.__cause__, OSError)
    assert "secret" not in first.message
    provider.fails = None
    await harness.clock.advance(200)
    assert harness.tokens.minted[1:]
    await end(harness)


async def test_a_token_of_somebody_else(harness: ServiceHarness, provider: Provider) -> None:
    await harness.up()
    provider.identity = "bob"
    await harness.clock.advance(3600 * REFRESH_SHARE + 1)
    assert isinstance(harness.problems[0].error, ForeignTokenError)
    provider.identity = "alice"
    await harness.clock.advance(5)
    assert harness.socket.last("update").header["token"] == harness.tokens.minted[-1]
    await end(harness)


async def test_a_token_given_by_hand_postpones_the_next(harness: ServiceHarness, provider: Provider) -> None:
    await harness.up()
    await harness.clock.advance(2000)
    updating = asyncio.ensure_future(harness.services.update_token(harness.tokens.mint(3600)))
    await settle()
    harness.socket.reply(harness.socket.last("update"))
    await updating
    await harness.clock.advance(1500)
    assert provider.calls == 1
    await end(harness)


async def test_closing_ends_a_provider_that_hangs(harness: ServiceHarness, provider: Provider) -> None:
    await harness.up()
    provider.takes = 1e6
    harness.socket.deliver("client_update", client_update_type="token_about_to_expire")
    await settle()
    assert provider.at_once == 1
    await end(harness)
    assert provider.at_once == 0


async def test_a_provider_that_closes_the_client(harness: ServiceHarness) -> None:
    asked = 0

    async def provide() -> str:
        nonlocal asked
        asked += 1
        if asked == 2:
            await harness.services.close()
        return harness.tokens.mint()

    harness.ask(provide)
    await harness.up()
    harness.socket.deliver("client_update", client_update_type="token_about_to_expire")
    await harness.clock.advance(10)
    assert asked == 2
    await end(harness)


async def test_what_is_given_before_the_start_is_used_at_the_start(harness: ServiceHarness) -> None:
    await harness.services.update_token(harness.tokens.mint())
    assert harness.network.sockets == []
    await harness.up()
    assert harness.socket.last("init").header["token"] == harness.tokens.minted[-1]
    await end(harness)


async def test_no_token_in_any_repr(harness: ServiceHarness, provider: Provider) -> None:
    await harness.up()
    assert harness.tokens.minted[0] not in repr(harness.services) + repr(harness.services.connection)
    await end(harness)
