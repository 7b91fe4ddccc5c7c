"""Where the users of a fleet and their tokens come from."""

from __future__ import annotations

import asyncio
import importlib
import sys
from pathlib import Path

import pytest

from cli.conftest import Invoke
from twilio_cli import token_sources
from twilio_cli.fleet import FleetOptions, read_identities
from twilio_cli.token_sources import tokens_of
from twilio_cli.trouble import Trouble
from twilio_local import LocalService, ServiceCredentials
from twilio_realtime.errors import TokenProviderError


def test_identities_stand_one_a_line(tmp_path: Path) -> None:
    file = tmp_path / "people"
    file.write_bytes("\ufeffalice\r\nbob\n\nünï with spaces \n# carol\nbob".encode())
    assert read_identities(str(file)) == ("alice", "bob", "ünï with spaces ", "# carol")


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", "there are no identities in the file"), (b" \n\n", "there are no identities"), (b"\xff", "cannot read")],
)
def test_a_file_without_identities(tmp_path: Path, content: bytes, problem: str) -> None:
    file = tmp_path / "people"
    file.write_bytes(content)
    with pytest.raises(Trouble, match=problem):
        read_identities(str(file))
    with pytest.raises(Trouble, match="cannot read identities"):
        read_identities(str(tmp_path / "missing"))


async def test_tokens_of_functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shop_tokens.py").write_text(
        "def plain(identity):\n    return f'token of {identity}'\n\n"
        "async def waiting(identity):\n    return f'another of {identity}'\n\nnothing = None\n"
    )
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.chdir(tmp_path)
    assert await tokens_of("shop_tokens:plain", None)("bob") == "token of bob"
    assert await tokens_of("shop_tokens:waiting", None)("bob") == "another of bob"
    for name in ("shop_tokens", "shop_tokens:", ":plain", "shop_tokens:none", "no_such_module:f"):
        with pytest.raises(Trouble, match="--tokens is module:function"):
            tokens_of(name, None)
    with pytest.raises(Trouble, match="is no function"):
        tokens_of("shop_tokens:nothing", None)


async def test_tokens_of_commands() -> None:
    tokens = tokens_of(None, f"{sys.executable} -c 'import sys; print(sys.argv[1:])' --for")
    assert await tokens("b o'b; $(x)") == "['--for', \"b o'b; $(x)\"]"
    for command, problem in (
        (f"{sys.executable} -c 'raise SystemExit(3)'", "ended with 3, and gave no token"),
        ("no-such-program-here", "cannot be run: No such file or directory; correct --tokens-command"),
    ):
        with pytest.raises(TokenProviderError, match=problem):
            await tokens_of(None, command)("bob")
    for command in ("", "'"):
        with pytest.raises(Trouble, match="--tokens-command"):
            tokens_of(None, command)


async def test_a_plain_function_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_tokens.py").write_text(
        "from threading import Event\n\nasked, go_on = Event(), Event()\n\n"
        "def slow(identity):\n    asked.set()\n    go_on.wait()\n    return identity\n\n"
        "def failing(identity):\n    raise StopIteration\n\n"
        "class Source:\n    async def __call__(self, identity):\n        return identity\n\nsource = Source()\n"
    )
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.chdir(tmp_path)
    pending = asyncio.ensure_future(tokens_of("slow_tokens:slow", None)("bob"))
    module = importlib.import_module("slow_tokens")
    await asyncio.to_thread(module.asked.wait)  # which the loop could not, if it were held up
    module.go_on.set()
    assert await pending == "bob"
    assert await tokens_of("slow_tokens:source", None)("bob") == "bob"
    with pytest.raises(RuntimeError, match="StopIteration"):
        await tokens_of("slow_tokens:failing", None)("bob")


async def test_a_token_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mixed_tokens.py").write_text(
        "from twilio_local import LocalService, ServiceCredentials, mint_token\n\n"
        "def give(identity):\n    whom = 'carol' if identity == 'bob' else identity\n"
        "    return mint_token(ServiceCredentials.development(), whom)\n"
    )
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.chdir(tmp_path)
    command = f'{sys.executable} -c "import sys; from mixed_tokens import give; print(give(sys.argv[1]))"'
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    for tokens, option in (
        (tokens_of("mixed_tokens:give", None), "--tokens"),
        (tokens_of(None, command), "--tokens-command"),
    ):
        assert (await tokens("alice")).count(".") == 2
        with pytest.raises(TokenProviderError) as caught:
            await tokens("bob")
        wrong = f"{option} was asked for a token of 'bob' and gave one of 'carol'; correct what it gives"
        assert str(caught.value) == wrong


async def test_commands_of_a_whole_fleet_run_a_few_at_a_time(tmp_path: Path) -> None:
    """All at once would slow each other down until none of them is in time."""
    script = tmp_path / "slow.py"
    script.write_text(
        "import os, sys, time\n"
        "mine = os.path.join(sys.argv[1], 'running-' + sys.argv[2])\n"
        "open(mine, 'x').close()\n"
        "time.sleep(0.2)\n"
        "print(sum(name.startswith('running-') for name in os.listdir(sys.argv[1])))\n"
        "os.remove(mine)\n"
    )
    tokens = tokens_of(None, f"{sys.executable} -S {script} {tmp_path}")
    beside = await asyncio.gather(*(tokens(str(number)) for number in range(12)))
    assert max(map(int, beside)) <= 4


async def test_a_command_that_takes_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_sources, "_COMMAND_SECONDS", 0.05)
    tokens = tokens_of(None, f"{sys.executable} -c 'import time; time.sleep(600)'")
    with pytest.raises(TokenProviderError, match=r"gave no token within 0\.05 seconds"):
        await tokens("bob")


async def test_tokens_of_the_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await tokens_of(None, None)("bob")).count(".") == 2
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", ServiceCredentials.development().account_sid)
    with pytest.raises(Trouble, match="TWILIO_API_KEY_SECRET"):
        tokens_of(None, None)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--fleet", "shop"), "--fleet needs --nats and --identities"),
        (("--fleet", "shop", "--identities", "x"), "--fleet needs --nats and --identities"),
        (("--identities", "x"), "need --fleet"),
        (("--tokens", "a:b"), "need --fleet"),
        (("--fleet", "s", "--nats", "nats://h", "--identities", "x", "--cursors", "f"), "neither --token-file nor"),
        (
            ("--fleet", "s", "--nats", "nats://h", "--identities", "x", "--tokens", "a:b", "--tokens-command", "c"),
            "not both",
        ),
        (("--lease", "0"), "--lease"),
    ],
)
def test_options_that_do_not_go_together(invoke: Invoke, options: tuple[str, ...], problem: str) -> None:
    ended = invoke("relay", *options)
    assert ended.exit_code == 2
    assert problem in ended.stderr


def test_a_fleet_that_cannot_begin_says_why(invoke: Invoke, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    ended = invoke("relay", "--fleet", "shop", "--nats", "nats://127.0.0.1:1", "--identities", missing)
    assert ended.exit_code == 1
    assert "cannot read identities" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_options_show_no_users() -> None:
    options = FleetOptions(
        name="shop", identities=("bob",), tokens=tokens_of(None, None), lease=15.0, starts_per_second=None
    )
    assert "bob" not in repr(options)


async def test_a_token_that_is_refused_stands_in_no_frame_of_the_error(tmp_path: Path, service: LocalService) -> None:
    token = service.token("bob")
    file = tmp_path / "token"
    file.write_text(token)
    for ends in ("", "; sys.exit(3)"):
        give = tokens_of(None, f"""{sys.executable} -c 'import sys; print(open("{file}").read()){ends}'""")
        with pytest.raises(TokenProviderError) as caught:
            await give("alice")
        trace = caught.value.__traceback__
        held: list[object] = []
        while trace is not None:
            if str(trace.tb_frame.f_globals.get("__name__")).startswith("twilio_"):
                held += trace.tb_frame.f_locals.values()
            trace = trace.tb_next
        assert held
        assert not [value for value in held if token in str(value)]
