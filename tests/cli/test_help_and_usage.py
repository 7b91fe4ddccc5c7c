"""What commands say about themselves, and to those who use them wrongly."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.conftest import Finished, Invoke, Start, finished, one_line
from cli.terminal import Terminal
from twilio_cli import main
from twilio_cli.commands import app
from twilio_local import LocalService
from twilio_realtime.version import VERSION

COMMANDS = (
    *("demo", "serve", "token", "doctor", "listen", "send", "channels", "history", "upload", "chat"),
    *("create", "join", "leave", "add", "invite", "migrate", "relay", "command"),
)


Run = Callable[..., Finished]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``twilio-chat`` in this process, from its entry point on."""

    def running(*arguments: str) -> Finished:
        monkeypatch.setattr("sys.argv", ["twilio-chat", *arguments])
        with pytest.raises(SystemExit) as ended:
            main.run()
        told = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Finished(ended.value.code, told.out, told.err)

    return running


def test_the_help_of_control_names_all_that_it_allows(invoke: Invoke) -> None:
    told = " ".join(invoke("serve", "-h").stdout.split())
    assert re.search(r"--control .*make faults and play other networks", told)


def test_every_command_is_asked() -> None:
    found = {command.callback.__name__ for command in app.registered_commands if command.callback is not None}
    assert found == set(COMMANDS)


def written_example(command: str) -> str:
    """The example of a command as it stands in the source."""
    (found,) = {
        line.strip().removeprefix("Example: ")
        for registered in app.registered_commands
        if registered.callback is not None and registered.callback.__name__ == command
        for line in (registered.callback.__doc__ or "").splitlines()
        if line.strip().startswith("Example: ")
    }
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_help(invoke: Invoke, command: str) -> None:
    found = invoke(command, "--help")
    assert (found.exit_code, found.stderr) == (0, "")
    # On one line, whatever its length: whoever copies it copies all of it.
    assert re.search(rf"^  Example: .*twilio-chat {command}.*$", found.stdout, re.MULTILINE)
    (example,) = re.findall(r"^  Example: (.*)$", found.stdout, re.MULTILINE)
    assert example == written_example(command)
    assert not re.search(r"--\w+ +<?bool", found.stdout, re.IGNORECASE), "flags take no value"
    assert invoke(command, "-h").stdout == found.stdout
    assert not re.search(r"--token(?!-file|s)", found.stdout), "arguments of a program can be seen by everybody"
    # `chat` fills a terminal, and `relay` writes nothing but JSON.
    assert ("--json" in found.stdout) is (command not in ("chat", "relay"))
    signs_in = command not in ("demo", "serve", "token", "migrate", "command")
    assert ("--token-file" in found.stdout and "TWILIO_TOKEN" in found.stdout) is signs_in


def test_messages_have_no_subject(invoke: Invoke) -> None:
    found = invoke("send", "room", "text", "--subject", "x")
    assert found.exit_code == 2
    assert "No such option: --subject" in found.stderr


@pytest.mark.parametrize("flag", ["-h", "--help", "--version"])
@pytest.mark.parametrize("package", ["twilio_chat", "twilio_cli", "twilio_codegen"])
def test_packages_are_commands(package: str, flag: str) -> None:
    found = subprocess.run([sys.executable, "-m", package, flag], capture_output=True, text=True, check=False)
    name = "twilio-codegen" if package == "twilio_codegen" else "twilio-chat"
    assert (found.returncode, found.stderr) == (0, "")
    assert f"{name} {VERSION}\n" == found.stdout if flag == "--version" else f"Usage: {name} " in found.stdout


def test_commands_of_the_client_start_without_the_service() -> None:
    script = "import sys, twilio_cli.commands; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {"twilio_local", "starlette", "uvicorn", "httpx"}.isdisjoint(done.stdout.split())


def test_help_lists_the_commands(invoke: Invoke) -> None:
    found = invoke("--help")
    assert found.exit_code == 0
    for command in COMMANDS:
        assert re.search(rf"\b{command}\b", found.stdout)


async def test_without_arguments_there_is_help(start: Start) -> None:
    ended = await finished(await start())
    assert (ended.code, ended.err) == (2, "")
    assert "Usage: twilio-chat [OPTIONS] COMMAND" in ended.out


def test_version(invoke: Invoke) -> None:
    found = invoke("--version")
    assert (found.exit_code, found.stdout) == (0, f"twilio-chat {VERSION}\n")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["channels"], "no access token; set TWILIO_TOKEN or give --token-file"),
        (["listen", "--event", "messageAded"], "there is no event 'messageAded'; known: all, channelAdded"),
        (["send", "room"], "give either a text or --media, not neither"),
        (["send", "room", "text", "--media", "file"], "give either a text or --media, not both"),
        (
            ["send", "room", "--media", "a", "--media", "b"],
            "a message has one file; give --media once, and send the other",
        ),
        (["send", "room", "text", "--content-type", "a/b"], "--content-type says what the file of --media is"),
        (["chat"], "chat fills a terminal and this is none"),
    ],
)
def test_wrong_use(arguments: list[str], problem: str) -> None:
    found = CliRunner().invoke(app, arguments)
    assert found.exit_code in (1, 2)
    assert problem in found.stderr
    assert found.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("sned room hello", "no such command 'sned'"),
        ("send", "missing argument 'CHANNEL'; see twilio-chat send --help"),
        ("history room --limit many", "invalid value for '--limit'"),
        ("history room --limit 0", "invalid value for '--limit'"),
        ("serve --port 70000", "invalid value for '--port'"),
        ("listen --zzz", "no such option: --zzz; see twilio-chat listen --help"),
        ("token", "missing option '--identity'; see twilio-chat token --help"),
        ("token --identity", "requires an argument; see twilio-chat"),
    ],
)
def test_arguments_that_make_no_sense(run: Run, arguments: str, problem: str) -> None:
    ended = run(*arguments.split())
    assert (ended.code, ended.out) == (2, "")
    assert problem in one_line(ended.err)


@pytest.mark.parametrize(
    "command", ["channels", "history nowhere", "send nowhere hello", "upload nowhere FILE", "listen"]
)
def test_nobody_signs_in_without_a_token(run: Run, command: str) -> None:
    ended = run(*command.split())
    assert (ended.code, ended.out) == (1, "")
    assert "no access token; set TWILIO_TOKEN or give --token-file" in one_line(ended.err)


@pytest.mark.parametrize("command", ["history nowhere", "send nowhere hello", "upload nowhere FILE", "chat nowhere"])
async def test_a_channel_that_is_not_there_in_a_terminal(service: LocalService, tmp_path: Path, command: str) -> None:
    file = tmp_path / "note.txt"
    file.write_text("x")
    terminal = await Terminal.start(service, "alice", *command.replace("FILE", str(file)).split())
    assert await terminal.end() == 1
    (line,) = terminal.plain.strip().splitlines()
    assert line == "error: no channel 'nowhere' that you may see; twilio-chat channels lists yours, create makes one"
