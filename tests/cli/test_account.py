"""Who signs in, and where: tokens and addresses that are missing or cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.conftest import Invoke, one_line
from twilio_cli.account import Account
from twilio_cli.commands import app
from twilio_local import ServiceCredentials, mint_token


@pytest.mark.parametrize("command", [("send", "room", "hello"), ("listen",)])
def test_without_a_token(invoke: Invoke, command: tuple[str, ...]) -> None:
    found = invoke(*command)
    assert found.exit_code == 1
    assert "no access token; set TWILIO_TOKEN or give --token-file" in one_line(found.stderr)


def test_a_token_file_that_is_not_there(invoke: Invoke, tmp_path: Path) -> None:
    found = invoke("listen", "--token-file", str(tmp_path / "missing"))
    assert found.exit_code == 1
    assert "cannot read the token file" in one_line(found.stderr)


def test_an_empty_token_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("\n")
    found = CliRunner().invoke(app, ["channels", "--token-file", str(tmp_path / "token")])
    assert found.exit_code == 1
    assert "is empty; write an access token into it" in found.stderr


def test_a_token_that_is_none(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_TOKEN", "nonsense")
    found = invoke("send", "room", "hello")
    assert found.exit_code == 1
    assert "is not a JSON Web Token" in one_line(found.stderr)
    assert "nonsense" not in found.stderr


def test_an_address_that_is_none(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_TOKEN", mint_token(ServiceCredentials.development(), "alice"))
    monkeypatch.setenv("TWILIO_BASE_URL", "localhost")
    found = invoke("send", "room", "hello")
    assert found.exit_code == 1
    assert "base_url must look like http://host[:port]" in one_line(found.stderr)


@pytest.mark.parametrize(
    ("environment", "token", "url"),
    [
        ({"TWILIO_CHAT_TOKEN": "former", "TWILIO_CHAT_BASE_URL": "http://former"}, "former", "http://former"),
        (
            {
                "TWILIO_TOKEN": "present",
                "TWILIO_CHAT_TOKEN": "former",
                "TWILIO_BASE_URL": "http://present",
                "TWILIO_CHAT_BASE_URL": "http://former",
            },
            "present",
            "http://present",
        ),
        ({"TWILIO_TOKEN": "", "TWILIO_CHAT_TOKEN": "former"}, "former", "http://127.0.0.1:8765"),
        ({"TWILIO_TOKEN": "present", "TWILIO_BASE_URL": "http://present"}, "present", "http://present"),
    ],
)
def test_variables_and_what_they_were_called_before(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], token: str, url: str
) -> None:
    accounts: list[Account] = []

    async def listed(account: Account, *, as_json: bool) -> None:
        accounts.append(account)

    monkeypatch.setattr("twilio_cli.rooms.list_rooms", listed)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert invoke("channels").exit_code == 0
    assert [(account.token, account.base_url) for account in accounts] == [(token, url)]


@pytest.mark.parametrize("variable", ["TWILIO_REGION", "TWILIO_CHAT_REGION"])
def test_a_region_of_the_environment(invoke: Invoke, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    accounts: list[Account] = []

    async def listed(account: Account, *, as_json: bool) -> None:
        accounts.append(account)

    monkeypatch.setattr("twilio_cli.rooms.list_rooms", listed)
    monkeypatch.setenv("TWILIO_TOKEN", "token")
    monkeypatch.setenv(variable, "au1")

    assert invoke("channels").exit_code == 0
    assert [(account.base_url, account.region) for account in accounts] == [(None, "au1")]
