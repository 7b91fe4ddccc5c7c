"""A command does not wait for a service that is not there, unlike a program."""

from __future__ import annotations

import socket

import pytest

from cli.conftest import Start, finished
from twilio_chat.errors import DeadlineError
from twilio_cli.account import Account
from twilio_local import ServiceCredentials, mint_token


@pytest.mark.parametrize("command", ["listen", "channels", "send general hello", "create general", "doctor"])
async def test_nobody_listens(start: Start, command: str) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        token = mint_token(ServiceCredentials.development(), "alice")
        process = await start(*command.split(), TWILIO_BASE_URL=f"http://127.0.0.1:{port}", TWILIO_TOKEN=token)
        ended = await finished(process)
    assert ended.code == 1
    assert f"cannot reach 127.0.0.1:{port}: connection refused" in (ended.out if command == "doctor" else ended.err)
    assert ended.err.count("\n") == (0 if command == "doctor" else 1)
    assert token not in ended.err + ended.out


async def test_no_answer_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twilio_cli.account.CONNECT_SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        token = mint_token(ServiceCredentials.development(), "alice")
        with pytest.raises(DeadlineError) as ended:
            async with Account(token, url, None).connected():
                pytest.fail("connected")
    assert token not in str(ended.value)
