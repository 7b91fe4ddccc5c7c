"""Tokens for the local service."""

from __future__ import annotations

import json

import jwt
import pytest

from cli.conftest import Invoke, one_line
from cli.terminal import Terminal
from twilio_local import LocalService, ServiceCredentials


def claims_of(token: str) -> dict[str, object]:
    credentials = ServiceCredentials.development()
    return jwt.decode(token, credentials.api_key_secret, ["HS256"])


def test_a_token(invoke: Invoke) -> None:
    found = invoke("token", "--identity", "alice")
    assert (found.exit_code, found.stderr) == (0, "")
    claims = claims_of(found.stdout.strip())
    assert claims["grants"] == {
        "identity": "alice",
        "chat": {"service_sid": ServiceCredentials.development().service_sid},
    }


def test_the_life_of_a_token(invoke: Invoke) -> None:
    claims = claims_of(invoke("token", "--identity", "[bold]x[/bold] :smile:", "--ttl", "60").stdout.strip())
    assert isinstance(claims["exp"], int)
    assert isinstance(claims["nbf"], int)
    assert claims["exp"] - claims["nbf"] == 60
    assert invoke("token", "--identity", "alice", "--ttl", "0").exit_code == 2


def test_a_token_for_nobody(invoke: Invoke) -> None:
    found = invoke("token", "--identity", "")
    assert found.exit_code == 1
    assert one_line(found.stderr) == "a token needs an identity that is not empty"


def test_credentials_of_the_environment(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC5")
    found = invoke("token", "--identity", "alice")
    assert found.exit_code == 1
    assert "TWILIO_API_KEY_SID" in one_line(found.stderr)
    for name, value in (("API_KEY_SID", "SK5"), ("API_KEY_SECRET", "s" * 40), ("CHAT_SERVICE_SID", "IS5")):
        monkeypatch.setenv(f"TWILIO_{name}", value)
    found = invoke("token", "--identity", "alice")
    claims = jwt.decode(found.stdout.strip(), "s" * 40, ["HS256"])
    assert (claims["iss"], claims["sub"]) == ("SK5", "AC5")


async def test_a_token_for_programs_and_in_a_terminal(service: LocalService, invoke: Invoke) -> None:
    shown = json.loads(invoke("token", "--identity", "alice", "--ttl", "60", "--json").stdout)
    assert (shown["identity"], shown["ttl"]) == ("alice", 60)
    assert claims_of(shown["token"])["iss"] == ServiceCredentials.development().api_key_sid
    terminal = await Terminal.start(service, "alice", "token", "--identity", "bob")
    assert await terminal.end() == 0
    (token,) = terminal.shown.splitlines()  # no escape sequence, and not broken into lines
    assert claims_of(token)["grants"]
