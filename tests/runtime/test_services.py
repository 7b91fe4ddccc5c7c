from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import httpx
import pytest

from support.manual_clock import settle
from support.service_harness import ENDPOINTS, PROFILE, ServiceHarness
from twilio_realtime.errors import (
    ClosedError,
    ConfigurationError,
    DeadlineError,
    ExpiredTokenError,
    ForeignTokenError,
    MalformedTokenError,
    RefusedTokenError,
    ResponseError,
)
from twilio_realtime.services import Services


async def close(harness: ServiceHarness) -> None:
    await ended(asyncio.ensure_future(harness.services.close()), harness)


async def ended(closing: asyncio.Future[None], harness: ServiceHarness) -> None:
    """Let time pass until it is over; the time that handlers are given is the loop's."""
    while not closing.done():
        await harness.clock.advance(10)
        await asyncio.wait((closing,), timeout=0.01)
    await closing


def media_tokens(requests: list[httpx.Request]) -> list[str]:
    return [request.headers["X-Twilio-Token"] for request in requests]


def test_services_that_could_not_be_made_can_be_shown() -> None:
    with pytest.raises(ConfigurationError) as failed:
        Services(PROFILE, ENDPOINTS, ServiceHarness(), token=None)
    frames = [frame.frame for frame in failed.traceback]
    shown = {repr(frame.f_locals["self"]) for frame in frames if isinstance(frame.f_locals.get("self"), Services)}
    assert shown == {"<Services not made>"}


async def test_the_media_service_is_made_once_and_uses_the_present_token() -> None:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={"sid": "ME1", "links": {}})

    harness = ServiceHarness(http=httpx.MockTransport(answer))
    await harness.up()
    media = harness.services.media
    assert harness.services.media is media
    await media.record("https://media.example/Media", "ME1")
    updating = asyncio.ensure_future(harness.services.update_token(harness.tokens.mint()))
    await settle()
    harness.socket.reply(harness.socket.last("update"))
    await updating
    await media.record("https://media.example/Media", "ME1")
    assert media_tokens(requests) == harness.tokens.minted
    await close(harness)
    with pytest.raises(ClosedError):
        await media.record("https://media.example/Media", "ME1")
    with pytest.raises(ClosedError):
        _ = harness.services.media
    with pytest.raises(ClosedError):
        harness.services.push_registrar({}, [])


async def test_a_refused_token_is_not_kept() -> None:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={"sid": "ME1", "links": {}})

    harness = ServiceHarness(http=httpx.MockTransport(answer))
    await harness.up()
    updating = asyncio.ensure_future(harness.services.update_token(harness.tokens.mint()))
    await settle()
    harness.socket.reply(harness.socket.last("update"), code=401, error_code=20107)
    with pytest.raises(RefusedTokenError):
        await updating
    await harness.services.media.record("https://media.example/Media", "ME1")
    assert media_tokens(requests) == harness.tokens.minted[:1]
    assert harness.happened[-1] == "terminal problem"
    await close(harness)


async def test_a_token_that_was_not_confirmed_counts_from_then_on() -> None:
    harness = ServiceHarness()
    await harness.up()
    harness.socket.lose()
    harness.network.failure = OSError("no route")
    updating = asyncio.ensure_future(harness.services.update_token(harness.tokens.mint(ttl=7200)))
    await harness.clock.advance(31)
    with pytest.raises(DeadlineError):
        await updating
    harness.services.token_about_to_expire()
    assert harness.happened[-1] == "about to expire in 7169 s"
    await close(harness)


@pytest.mark.parametrize(
    ("token", "kind"),
    [("no token at all", MalformedTokenError), ("expired", ExpiredTokenError), ("bob", ForeignTokenError)],
)
async def test_tokens_that_cannot_be_used_are_not_sent(token: str, kind: type[Exception]) -> None:
    harness = ServiceHarness()
    await harness.up()
    given = {
        "expired": harness.tokens.mint(ttl=-1),
        "bob": harness.tokens.mint(identity="bob"),
    }.get(token, token)
    with pytest.raises(kind):
        await harness.services.update_token(given)
    assert not harness.socket.of("update")
    await close(harness)


async def test_push_registration_goes_through_the_connection() -> None:
    harness = ServiceHarness()
    await harness.up()
    registrar = harness.services.push_registrar({"fcm": "3"}, ["type.one"])
    setting = asyncio.ensure_future(registrar.set("fcm", "device"))
    await settle()
    described = harness.socket.last("message").header["http_request"]
    assert isinstance(described, dict)
    assert (described["host"], described["path"]) == ("ers.example", "/v1/registrations")
    assert described["params"] == {"productId": "product"}
    harness.answer_request({"id": "id-1"}, 201)
    await setting
    await close(harness)


async def test_closing_twice_and_at_the_same_time() -> None:
    harness = ServiceHarness()
    await harness.up()
    both = asyncio.gather(harness.services.close(), harness.services.close())
    await harness.clock.advance(10)
    await both
    await close(harness)
    assert harness.clock.timers == 0
    assert asyncio.all_tasks() == {asyncio.current_task()}
    with pytest.raises(ClosedError):
        await harness.services.update_token(harness.tokens.mint())


@pytest.mark.parametrize("steps", range(8))
async def test_closing_may_be_cancelled_at_any_point(steps: int, tmp_path: Path) -> None:
    """Whatever the moment: the sockets are cut, the timers cancelled, the tasks ended."""

    class Closing(httpx.AsyncBaseTransport):
        closed = False

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, content=b"1")

        async def aclose(self) -> None:
            self.closed = True

    transport = Closing()
    harness = ServiceHarness(http=transport)
    await harness.up()
    harness.socket.answers_close = False
    await harness.services.media.download_to("https://media.example/x", tmp_path / "x")
    stuck = asyncio.Event()

    async def handler() -> None:
        await stuck.wait()

    harness.services.dispatcher.run(handler, "a handler that never ends")
    harness.services.tasks.spawn(handler(), "work that never ends")
    closing = asyncio.ensure_future(harness.services.close())
    for _ in range(steps):
        await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ended(closing, harness)
    assert transport.closed or steps == 0  # cancelled before it began
    if steps == 0:
        await close(harness)
    assert harness.clock.timers == 0
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_closed_while_opening() -> None:
    harness = ServiceHarness()
    harness.network.holding = True
    opening = asyncio.ensure_future(harness.services.open())
    await settle()
    await close(harness)
    with pytest.raises(ClosedError):
        await opening
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_the_token_goes_where_the_session_allows(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    asked: list[str] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.url.scheme}://{request.url.host}")
        return httpx.Response(200, json={"sid": "ME1"})

    harness = ServiceHarness(http=httpx.MockTransport(answer))
    await harness.up()
    media = harness.services.media
    for url in ("http://media.example/Media", "http://tsock.example/Media", "http://127.0.0.1/Media"):
        for transfer in (media.record(url, "ME1"), media.upload(url, b"1"), media.download_to(url, tmp_path / "x")):
            with pytest.raises(ResponseError, match="not encrypted, though the session is"):
                await transfer
    assert asked == []
    with caplog.at_level(logging.INFO):
        await media.record("https://media.example/Media", "ME1")
        await media.record("https://media.example/Media", "ME1")
    told = [record for record in caplog.records if "another host" in record.getMessage()]
    assert [(record.levelname, record.getMessage().rpartition(" ")[2]) for record in told] == [
        ("INFO", "media.example")
    ]
    assert asked == ["https://media.example"] * 2
    await close(harness)
