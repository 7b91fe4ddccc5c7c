"""Who signs in, and where: tokens and addresses that are missing or cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.conftest import Invoke, one_line
from twilio_cli.commands import app
from twilio_local import ServiceCredentials, mint_token


@pytest.mark.parametrize("command", [("send", "room", "hello"), ("listen",)])
def test_without_a_token(invoke: Invoke, command: tuple[str, ...]) -> None:
    found = invoke(*command)
    assert found.exit_code == 1
    assert "no access token; set TWILIO_CHAT_TOKEN or give --token-file" in one_line(found.stderr)


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
    monkeypatch.setenv("TWILIO_CHAT_TOKEN", "nonsense")
    found = invoke("send", "room", "hello")
    assert found.exit_code == 1
    assert "is not a JSON Web Token" in one_line(found.stderr)
    assert "nonsense" not in found.stderr


def test_an_address_that_is_none(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_CHAT_TOKEN", mint_token(ServiceCredentials.development(), "alice"))
    monkeypatch.setenv("TWILIO_CHAT_BASE_URL", "localhost")
    found = invoke("send", "room", "hello")
    assert found.exit_code == 1
    assert "base_url must look like http://host[:port]" in one_line(found.stderr)
