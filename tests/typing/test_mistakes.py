"""Mistakes in programs that use the library: both type checkers find each, in words that help."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

import pytest

pytestmark = pytest.mark.checkers

ROOT = Path(__file__).parents[2]
PREAMBLE = """\
from typing import assert_never

from twilio_chat import Channel, ChannelStatus, Client, Member, Message, NotificationLevel


"""


@dataclass(frozen=True)
class Mistake:
    """A piece of a program in which the checkers find a mistake.

    Attributes:
        code: The body of a function with a client, a channel and a message at hand.
        mypy: What mypy says, in part.
        pyright: What pyright says, in part.
    """

    code: str
    mypy: str
    pyright: str


MISTAKES = {
    "misspelt_event": Mistake(
        "client.on.mesage_added.connect(print)",
        '"ClientEvents" has no attribute "mesage_added"; maybe "message_added"',
        'Cannot access attribute "mesage_added" for class "ClientEvents"',
    ),
    "event_of_another_emitter": Mistake(
        "message.on.message_added.connect(print)",
        '"MessageEvents" has no attribute "message_added"',
        'Cannot access attribute "message_added" for class "MessageEvents"',
    ),
    "wrong_handler": Mistake(
        "def hear(channel: Channel) -> None: ...\nclient.on.message_added.connect(hear)",
        'incompatible type "Callable[[Channel], None]"; expected "Callable[[Message], object]"',
        '"Message" is not assignable to "Channel"',
    ),
    "wrong_decorated_handler": Mistake(
        "@client.on.message_updated\ndef hear(message: Message) -> None: ...",
        'incompatible type "Callable[[Message], None]"; expected "Callable[[MessageUpdated]',
        '"MessageUpdated" is not assignable to "Message"',
    ),
    "argument_of_a_bare_event": Mistake(
        "def hear(what: object) -> None: ...\nclient.on.token_expired.connect(hear)",
        'incompatible type "Callable[[object], None]"; expected "Callable[[], object]"',
        "Extra parameter",
    ),
    "misspelt_documented_name": Mistake(
        'client.on("mesageAdded", print)',
        'No overload variant of "__call__" of "ClientEvents" matches argument types',
        'No overloads for "__call__" match',
    ),
    "wrong_handler_by_documented_name": Mistake(
        'def hear(channel: Channel) -> None: ...\nclient.on("messageAdded", hear)',
        'No overload variant of "__call__" of "ClientEvents" matches argument types',
        'No overloads for "__call__" match',
    ),
    "misspelt_member_compared": Mistake(
        'if channel.status == "joinned":\n    print()',
        "Non-overlapping equality check",
        "have no overlap",
    ),
    "misspelt_member_given": Mistake(
        'await channel.set_user_notification_level("mute")',
        "expected \"Literal['default', 'muted']\"",
        "\"Literal['mute']\" is not assignable to type \"Literal['muted']\"",
    ),
    "not_every_member": Mistake(
        'match channel.status:\n  case "joined" | "invited":\n    pass\n  case rest:\n    assert_never(rest)',
        "incompatible type \"Literal['unknown', 'notParticipating']\"; expected \"Never\"",
        '"Literal[\'unknown\', \'notParticipating\']" cannot be assigned to parameter "arg" of type "Never"',
    ),
    "forgotten_await": Mistake(
        'channel.send_message("x")', "Are you missing an await?", "Result of async function call is not used"
    ),
    "page_not_awaited": Mistake(
        "channel.get_messages().items",
        '"PendingPage[Message]" has no attribute "items"',
        'Cannot access attribute "items" for class "PendingPage[Message]"',
    ),
    "page_gone_over_without_async": Mistake(
        "for each in channel.get_messages():\n    print(each)",
        '"PendingPage[Message]" has no attribute "__iter__"; maybe "__aiter__"? (not iterable)',
        '"PendingPage[Message]" is not iterable',
    ),
    "property_set": Mistake(
        'channel.friendly_name = "x"',
        'Property "friendly_name" defined in "Channel" is read-only',
        'Cannot assign to attribute "friendly_name" for class "Channel"',
    ),
    "misspelt_option": Mistake(
        'await client.create_channel(freindly_name="x")',
        'Unexpected keyword argument "freindly_name" for "create_channel" of "Client"',
        'No parameter named "freindly_name"',
    ),
    "missing_value_unchecked": Mistake(
        "channel.friendly_name.upper()",
        'Item "None" of "str | None" has no attribute "upper"',
        '"upper" is not a known attribute of "None"',
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small program for each mistake."""
    folder = tmp_path_factory.mktemp("mistakes")
    for name, mistake in MISTAKES.items():
        body = indent(mistake.code, "    ")
        function = f"async def main(client: Client, channel: Channel, message: Message) -> None:\n{body}\n"
        (folder / f"{name}.py").write_text(PREAMBLE + function)
    return folder


@pytest.fixture(scope="module")
def said_by_mypy(project: Path, pytestconfig: pytest.Config) -> dict[str, str]:
    # Kept between runs, since what the programs import is much more than the programs.
    cache = pytestconfig.cache.mkdir("mypy")
    found = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--config-file",
            str(ROOT / "pyproject.toml"),
            "--cache-dir",
            str(cache),
            "--no-pretty",
            *(str(project / f"{name}.py") for name in MISTAKES),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1, found.stdout + found.stderr
    said: dict[str, str] = {}
    for line in found.stdout.splitlines():
        name = Path(line.partition(":")[0]).stem
        said[name] = said.get(name, "") + line + "\n"
    return said


@pytest.fixture(scope="module")
def said_by_pyright(project: Path) -> dict[str, str]:
    settings = {
        "typeCheckingMode": "strict",
        "include": ["."],
        "extraPaths": [str(ROOT / name) for name in ("generated", "runtime")],
        "reportUnusedImport": "none",
    }
    (project / "pyrightconfig.json").write_text(json.dumps(settings))
    found = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(project)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1, found.stdout + found.stderr
    said: dict[str, str] = {}
    for one in json.loads(found.stdout)["generalDiagnostics"]:
        name = Path(one["file"]).stem
        said[name] = said.get(name, "") + one["message"].replace("\xa0", " ") + "\n"
    return said


@pytest.mark.timeout(180)
@pytest.mark.parametrize("name", MISTAKES)
def test_mypy(said_by_mypy: dict[str, str], name: str) -> None:
    assert MISTAKES[name].mypy in said_by_mypy.get(name, "nothing")


@pytest.mark.timeout(180)
@pytest.mark.parametrize("name", MISTAKES)
def test_pyright(said_by_pyright: dict[str, str], name: str) -> None:
    assert MISTAKES[name].pyright in said_by_pyright.get(name, "nothing")
