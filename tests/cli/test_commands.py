"""The other commands: what they do, and one clear line when they cannot."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import jwt
import pytest

from cli.conftest import Finished, Invoke, Start, finished, read_line
from twilio_chat import Client
from twilio_local import LocalService, ServiceCredentials
from twilio_realtime.version import VERSION

COMMANDS = ("demo", "serve", "token", "send", "listen")


def one_line(text: str) -> str:
    """The only line of an error message."""
    assert text.startswith("error: "), text
    assert text.endswith("\n"), text
    assert text.count("\n") == 1, text
    return text.removeprefix("error: ").rstrip("\n")


def claims_of(token: str) -> dict[str, object]:
    credentials = ServiceCredentials.development()
    return jwt.decode(token, credentials.api_key_secret, ["HS256"])  # pyright: ignore[reportUnknownMemberType]


# ---------------------------------------------------------------------------------------------- help


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(invoke: Invoke, command: str) -> None:
    found = invoke(command, "--help")
    assert found.exit_code == 0
    assert re.search(rf"Example: .*twilio-chat {command}", found.stdout)


def test_help_lists_the_commands(invoke: Invoke) -> None:
    found = invoke("--help")
    assert found.exit_code == 0
    for command in COMMANDS:
        assert re.search(rf"\b{command}\b", found.stdout)


def test_version(invoke: Invoke) -> None:
    found = invoke("--version")
    assert (found.exit_code, found.stdout) == (0, f"twilio-chat {VERSION}\n")


# ---------------------------------------------------------------------------------------------- token


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
    claims = jwt.decode(found.stdout.strip(), "s" * 40, ["HS256"])  # pyright: ignore[reportUnknownMemberType]
    assert (claims["iss"], claims["sub"]) == ("SK5", "AC5")


# ---------------------------------------------------------------------------------------------- serve


async def test_serving(start: Start, tmp_path: Path) -> None:
    database = tmp_path / "chat.sqlite"
    for attempt in range(2):
        process = await start("serve", "--port", "0", "--database", str(database))
        said = await read_line(process)
        url = said.removeprefix("listening on ")
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
        async with Client(_token("alice"), base_url=url) as client:
            if attempt == 0:
                await client.create_channel(unique_name="kept")
            else:
                assert (await client.get_channel_by_unique_name("kept")).created_by == "alice"
        process.send_signal(signal.SIGINT)
        assert await finished(process) == Finished(130, "", "")


def _token(identity: str) -> str:
    from twilio_local import mint_token

    return mint_token(ServiceCredentials.development(), identity)


def test_a_port_in_use(invoke: Invoke) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = invoke("serve", "--port", str(port))
    assert found.exit_code == 1
    assert one_line(found.stderr).startswith(f"port {port} on 127.0.0.1 is in use")
    assert found.stdout == ""


def test_a_host_that_others_reach(invoke: Invoke) -> None:
    found = invoke("serve", "--host", "0.0.0.0", "--port", "0")
    assert found.exit_code == 1
    assert "the development credentials" in one_line(found.stderr)


def test_a_database_that_is_none(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("this is no database, it is a text of more than a hundred characters " * 20)
    found = invoke("serve", "--port", "0", "--database", str(file))
    assert found.exit_code == 1
    assert "notes.txt" in one_line(found.stderr)


# ---------------------------------------------------------------------------------------------- send and listen


@pytest.mark.parametrize("command", [("send", "room", "hello"), ("listen",)])
def test_without_a_token(invoke: Invoke, command: tuple[str, ...]) -> None:
    found = invoke(*command)
    assert found.exit_code == 1
    assert "no access token; set TWILIO_CHAT_TOKEN or give --token-file" in one_line(found.stderr)


def test_a_token_file_that_is_not_there(invoke: Invoke, tmp_path: Path) -> None:
    found = invoke("listen", "--token-file", str(tmp_path / "missing"))
    assert found.exit_code == 1
    assert "cannot read the token file" in one_line(found.stderr)


def test_a_token_that_is_none(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_CHAT_TOKEN", "nonsense")
    found = invoke("send", "room", "hello")
    assert found.exit_code == 1
    assert "is not a JSON Web Token" in one_line(found.stderr)
    assert "nonsense" not in found.stderr


def test_an_address_that_is_none(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_CHAT_TOKEN", _token("alice"))
    monkeypatch.setenv("TWILIO_CHAT_BASE_URL", "localhost")
    found = invoke("send", "room", "hello")
    assert found.exit_code == 1
    assert "base_url must look like http://host[:port]" in one_line(found.stderr)


async def test_sending(service: LocalService, start: Start, tmp_path: Path) -> None:
    async with Client(service.token("alice"), base_url=service.base_url) as alice:
        room = await (await alice.create_channel(unique_name="room")).join()
        async with room.on.message_added.expect() as arrived:
            found = await finished(
                await start(
                    "send",
                    "room",
                    "hello :smile:",
                    TWILIO_CHAT_BASE_URL=service.base_url,
                    TWILIO_CHAT_TOKEN=service.token("bob"),
                )
            )
        assert found == Finished(0, "sent as message 0\n", "")
        assert (arrived.value.author, arrived.value.body) == ("bob", "hello :smile:")
        file = tmp_path / "token"
        file.write_text(service.token("bob") + "\n")
        again = await start(
            "send", room.sid, "again", "--json", "--base-url", service.base_url, "--token-file", str(file)
        )
        assert await finished(again) == Finished(0, '{"index": 1}\n', "")
        missing = await finished(
            await start("send", "nowhere", "x", "--base-url", service.base_url, TWILIO_CHAT_TOKEN=service.token("bob"))
        )
        assert missing.code == 1
        assert "refused with status 404" in one_line(missing.err)


@pytest.mark.parametrize("as_json", [False, True])
async def test_listening(service: LocalService, start: Start, as_json: bool) -> None:
    body = "two\nlines, [bold]markup[/bold], :smile: and \x1b[31mred\x9b"
    async with Client(service.token("alice"), base_url=service.base_url) as alice:
        room = await (await alice.create_channel(unique_name="room", friendly_name="Room")).join()
        await room.add("bob")
        process = await start(
            "listen",
            *(("--json",) if as_json else ()),
            TWILIO_CHAT_BASE_URL=service.base_url,
            TWILIO_CHAT_TOKEN=service.token("bob"),
        )
        reading = asyncio.create_task(read_line(process))
        index = -1
        while not reading.done():  # nothing tells when the other process has begun to follow the channel
            index = await room.send_message(body, {"a": 1})
            await asyncio.wait((reading,), timeout=0.2)
        line = reading.result()
        process.send_signal(signal.SIGINT)
        ended = await finished(process)
        assert (ended.code, ended.err) == (130, "")
    if as_json:
        shown = json.loads(line)
        assert {**shown, "index": 0, "sid": "IM", "date_created": ""} == {
            "channel": room.sid,
            "index": 0,
            "sid": "IM",
            "author": "alice",
            "body": body,
            "date_created": "",
            "attributes": {"a": 1},
        }
        assert shown["index"] <= index
    else:
        assert re.fullmatch(r"Room #\d+ alice: two lines, \[bold\]markup\[/bold\], :smile: and �\[31mred�", line)


# ---------------------------------------------------------------------------------------------- twilio-codegen


def codegen(*arguments: str) -> subprocess.CompletedProcess[str]:
    call = "from twilio_codegen.cli import run; run()"
    return subprocess.run([sys.executable, "-c", call, *arguments], capture_output=True, text=True, check=False)


def test_a_schema_that_is_not_there(tmp_path: Path) -> None:
    found = codegen("check", "--schema", str(tmp_path / "nowhere"), "--output", str(tmp_path / "out"))
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert "nowhere is not a folder" in found.stderr


def test_a_schema_that_is_no_yaml(tmp_path: Path) -> None:
    (tmp_path / "product.yaml").write_text("product: [unclosed\n")
    found = codegen("check", "--full", "--schema", str(tmp_path), "--output", str(tmp_path / "out"))
    assert found.returncode == 2
    assert "Traceback" not in found.stderr
    assert "product.yaml" in found.stderr
