"""A command does not wait for a service that is not there, unlike a program."""

from __future__ import annotations

import socket

import pytest
import typer

from twilio_chat_cli.options import Account
from twilio_local import ServiceCredentials, mint_token


async def test_no_connection_in_time(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("twilio_chat_cli.options.CONNECT_SECONDS", 0.2)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        token = mint_token(ServiceCredentials.development(), "alice")
        with pytest.raises(typer.Exit) as ended:
            async with Account(token, url, None).connected():
                pytest.fail("connected")
    assert ended.value.exit_code == 1
    told = capsys.readouterr().err
    assert url in told
    assert "within 0.2 seconds" in told
    assert token not in told
