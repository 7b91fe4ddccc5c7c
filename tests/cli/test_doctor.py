"""What the doctor finds, and what it advises."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from email.utils import formatdate

import pytest

from cli.conftest import Start, finished
from cli.terminal import Terminal
from support.patience import PATIENCE
from twilio_cli import doctor
from twilio_cli.account import Account
from twilio_local import LocalService, ServiceCredentials, mint_token

NOWHERE = "http://127.0.0.1:9"
Examine = Callable[..., Awaitable[dict[str, dict[str, str | None]]]]


@pytest.fixture
def examine(service: LocalService, capsys: pytest.CaptureFixture[str]) -> Examine:
    """Runs all checks; what was found, by check."""

    async def run(token: str, base_url: str | None = None, *, works: bool) -> dict[str, dict[str, str | None]]:
        account = Account(token, base_url or service.base_url, None)
        assert await doctor.examine(account, timeout=PATIENCE, as_json=True) is works
        output = capsys.readouterr().out
        assert token not in output
        findings: list[dict[str, str | None]] = [json.loads(line) for line in output.splitlines()]
        return {str(finding["check"]): finding for finding in findings}

    return run


async def test_all_is_well(service: LocalService, start_as: Start) -> None:
    found = await finished(await start_as("alice", "doctor"))
    assert (found.code, found.err) == (0, "")
    lines = found.out.splitlines()
    assert lines[3] == "     ok  clock: agrees with the service's"
    assert [line.split(":")[0].split() for line in lines] == [
        ["ok", check] for check in ("versions", "token", "REST", "clock", "socket", "sign-in")
    ]
    assert "identity 'alice'" in lines[1]
    assert "ready as 'alice'" in lines[5]
    assert service.token("alice").split(".")[2] not in found.out

    terminal = await Terminal.start(service, "alice", "doctor")
    assert await terminal.end() == 0
    assert "ready as 'alice'" in terminal.plain


async def test_a_token_that_cannot_be_used(service: LocalService, start_as: Start, examine: Examine) -> None:
    expired = mint_token(service.credentials, "alice", 60, time.time() - 3600)
    found = await examine(expired, works=False)
    assert found["token"]["verdict"] == "failure"
    assert "expired at" in str(found["token"]["detail"])
    assert found["socket"]["verdict"] == "ok"
    assert found["sign-in"]["detail"] == "not tried"

    early = await examine(mint_token(service.credentials, "alice", 7200, time.time() + 3600), works=False)
    assert "not valid before" in str(early["token"]["detail"])
    assert "clock" in str(early["token"]["advice"])

    assert "is not a JSON Web Token" in str((await examine("nonsense-token", works=False))["token"]["detail"])


async def test_a_token_that_ends_soon(service: LocalService, examine: Examine) -> None:
    found = await examine(service.token("alice", 100), works=True)
    assert found["token"]["verdict"] == "warning"
    assert found["sign-in"]["verdict"] == "ok"


async def test_a_token_of_another_service(examine: Examine) -> None:
    other = ServiceCredentials("AC" + "9" * 32, "SK" + "9" * 32, "another-secret-that-is-long-enough-for-hs256", "IS9")
    found = await examine(mint_token(other, "alice"), works=False)
    assert found["token"]["verdict"] == "ok"
    assert found["sign-in"]["verdict"] == "failure"
    assert found["sign-in"]["advice"] == "mint the token with the key, account and service it is for"


async def test_nobody_answers(service: LocalService, examine: Examine) -> None:
    found = await examine(service.token("alice"), NOWHERE, works=False)
    assert found["REST"]["verdict"] == found["socket"]["verdict"] == found["sign-in"]["verdict"] == "failure"
    assert "clock" not in found
    assert "twilio-chat serve" in str(found["socket"]["advice"])


@pytest.mark.parametrize(
    ("seconds", "verdict", "detail"),
    [
        (0, "ok", "agrees with the service's"),
        (-90, "warning", "seconds ahead of the service's"),
        (90, "warning", "seconds behind the service's"),
    ],
)
async def test_the_clock(service: LocalService, examine: Examine, seconds: float, verdict: str, detail: str) -> None:
    service.faults.fail_next_request(404, headers={"Date": formatdate(time.time() + seconds, usegmt=True)})
    found = await examine(service.token("alice"), works=True)
    assert found["clock"]["verdict"] == verdict
    assert str(found["clock"]["detail"]).endswith(detail)


@pytest.mark.parametrize(
    ("seconds", "verdict", "detail"),
    [
        (0, "ok", "agrees with the service's"),
        (120, "warning", "seconds behind the service's"),
        (-120, "warning", "seconds ahead of the service's"),
    ],
)
async def test_the_clock_of_the_service(
    capsys: pytest.CaptureFixture[str], seconds: float, verdict: str, detail: str
) -> None:
    async with LocalService(now=lambda: time.time() + seconds) as service:
        token = mint_token(service.credentials, "alice", 3600, time.time() - 600)
        assert await doctor.examine(Account(token, service.base_url, None), timeout=PATIENCE, as_json=True)
    findings = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (clock,) = (finding for finding in findings if finding["check"] == "clock")
    assert clock["verdict"] == verdict
    assert clock["detail"].endswith(detail)
    if seconds:
        assert abs(int(clock["detail"].split()[0]) - abs(seconds)) <= 2
        assert clock["advice"].startswith("set the time by NTP")


async def test_a_service_that_does_not_tell_the_time(service: LocalService, examine: Examine) -> None:
    service.faults.fail_next_request(404, headers={"Date": "some time ago"})
    found = await examine(service.token("alice"), works=True)
    assert found["clock"]["detail"] == "not compared: the service does not say what time it is"


async def test_the_service_is_in_trouble(service: LocalService, examine: Examine) -> None:
    service.faults.fail_next_request(503, "/Configuration", count=20)
    service.faults.fail_next_request(500)
    found = await examine(service.token("alice"), works=False)
    assert found["REST"]["verdict"] == "warning"
    assert "503" in str(found["sign-in"]["detail"]) or "not ready" in str(found["sign-in"]["detail"])


async def test_the_exit_code(service: LocalService, start_as: Start) -> None:
    found = await finished(await start_as("alice", "doctor", "--base-url", NOWHERE, "--timeout", "2"))
    assert found.code == 1
    assert "failure  socket: cannot reach 127.0.0.1:9" in found.out
