"""What users are told of their connection without any configuration: each trouble once."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl

import pytest

from support.manual_clock import settle
from support.service_harness import ServiceHarness
from twilio_realtime.errors import ClosedError, DeadlineError, DisconnectedError
from twilio_realtime.network.failures import explain_failure


async def close(harness: ServiceHarness) -> None:
    closing = asyncio.ensure_future(harness.services.close())
    while not closing.done():
        await harness.clock.advance(10)
        await asyncio.wait((closing,), timeout=0.01)
    await closing
    assert harness.clock.timers == 0


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_service_that_is_not_there_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    harness = ServiceHarness()
    harness.network.failure = DisconnectedError("cannot reach tsock.example: connection refused")
    opening = asyncio.ensure_future(harness.services.open())
    await harness.clock.advance(2)
    assert told(caplog) == []
    await harness.clock.advance(600)
    assert told(caplog) == ["cannot reach tsock.example: connection refused; trying again"]
    await close(harness)
    with pytest.raises(ClosedError):
        await opening
    assert len(told(caplog)) == 1


async def test_a_service_that_says_nothing_is_told_too(caplog: pytest.LogCaptureFixture) -> None:
    harness = ServiceHarness()
    harness.network.holding = True
    opening = asyncio.ensure_future(harness.services.open())
    await harness.clock.advance(4)
    assert told(caplog) == ["no answer from tsock.example yet; trying again"]
    await close(harness)
    with pytest.raises(ClosedError):
        await opening


async def test_a_quick_start_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    harness = ServiceHarness()
    await harness.up()
    await harness.clock.advance(100)
    await close(harness)
    assert told(caplog) == []


async def test_each_outage_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    harness = ServiceHarness()
    await harness.up()
    for count in (1, 2):
        harness.network.failure = OSError("no route")
        harness.socket.lose()
        await harness.clock.advance(300)
        assert len(told(caplog)) == count
        harness.network.failure = None
        await harness.clock.advance(130)
        await harness.accept()
        await harness.clock.advance(60)
    assert told(caplog)[0] == "no connection to tsock.example: the socket was cut; trying again"
    await close(harness)


async def test_a_refused_token_is_an_error_once(caplog: pytest.LogCaptureFixture) -> None:
    harness = ServiceHarness()
    await harness.up()
    harness.socket.lose()
    await harness.clock.advance(5)
    harness.socket.reply(harness.socket.last("init"), code=401, error_code=20104)
    await settle()
    lines = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [line.getMessage().partition("(")[0] for line in lines] == [
        "the client has given up: the service says that the access token has expired "
    ]
    assert lines[0].exc_info is None
    await close(harness)


async def test_a_provider_without_tokens_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    harness = ServiceHarness()
    calls = 0

    async def provide() -> str:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise LookupError
        return harness.tokens.mint()

    harness.ask(provide)
    await harness.up()
    await harness.clock.advance(3500)
    assert calls > 3
    assert [line.partition(":")[0] for line in told(caplog)] == ["no new access token, trying again"]
    await close(harness)


async def test_one_attempt_only() -> None:
    harness = ServiceHarness()
    harness.network.failure = DisconnectedError("cannot reach tsock.example: connection refused")
    with pytest.raises(DisconnectedError, match=r"^cannot reach tsock\.example: connection refused$"):
        await harness.services.open(retry=False)
    await close(harness)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ConnectionRefusedError(111, "Connect call failed ('127.0.0.1', 1)"), "connection refused"),
        (OSError("Multiple exceptions: [Errno 111] Connect call failed, [Errno 111] other"), "connection refused"),
        (OSError("Multiple exceptions: [Errno 111] one, [Errno 113] other"), "connection refused and no route to host"),
        (socket.gaierror(-2, "Name or service not known"), "its name is not known"),
        (TimeoutError("timed out"), "no answer in time"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "TLS failed (SSLError)"),
        (ValueError("http://user:password@proxy"), "ValueError: http://proxy"),
    ],
)
def test_failures_in_words(error: Exception, words: str) -> None:
    assert explain_failure(error) == words


def test_the_deadline_error_is_a_timeout() -> None:
    assert issubclass(DeadlineError, TimeoutError)
