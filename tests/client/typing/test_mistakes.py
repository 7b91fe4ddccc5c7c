"""Mistakes in programs that use the library: both type checkers find each, in words that help."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

import pytest

from support.type_checkers import Complaint, ask_mypy, ask_pyright

pytestmark = pytest.mark.checkers

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
        'No overload variant of "__call__" of "ClientEvents" matches argument types "str"',
        'Argument of type "Literal[\'mesageAdded\']" cannot be assigned to parameter "event"',
    ),
    "wrong_handler_by_documented_name": Mistake(
        'def hear(channel: Channel) -> None: ...\nclient.on("messageAdded", hear)',
        'of "__call__" of "ClientEvents" matches argument types "str", "Callable[[Channel], None]"',
        '"Message" is not assignable to "Channel"',
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
        '"PendingPage[Message]" has no attribute "items"  [attr-defined]\nnote: Maybe you forgot to use "await"?',
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
        'keyword argument "freindly_name" for "create_channel" of "Client"; did you mean "friendly_name"?',
        'No parameter named "freindly_name"',
    ),
    "option_of_the_wrong_kind": Mistake(
        'await client.create_channel(is_private="yes")',
        'Argument "is_private" to "create_channel" of "Client" has incompatible type "str"; expected "bool | None"',
        '"Literal[\'yes\']" is not assignable to "bool"',
    ),
    "attributes_that_are_no_json": Mistake(
        'await channel.update_attributes({"seen": {1, 2}})',
        'Dict entry 0 has incompatible type "str": "set[int]"; expected "str": "list[JsonValue]',
        '"set[int]" is not the same as "JsonValue"',
    ),
    "attributes_with_other_keys": Mistake(
        'await channel.send_message("x", {1: "one"})',
        'Dict entry 0 has incompatible type "int": "str"; expected "str": "list[JsonValue]',
        'Type parameter "_KT@dict" is invariant, but "int" is not the same as "str"',
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
def said_by_mypy(project: Path) -> dict[str, str]:
    return by_program(ask_mypy(sorted(project.glob("*.py"))))


@pytest.fixture(scope="module")
def said_by_pyright(project: Path) -> dict[str, str]:
    return by_program(ask_pyright(project))


def by_program(complaints: list[Complaint]) -> dict[str, str]:
    said: dict[str, str] = {}
    for one in complaints:
        said[one.module] = said.get(one.module, "") + one.text + "\n"
    return said


@pytest.mark.parametrize("name", MISTAKES)
def test_mypy(said_by_mypy: dict[str, str], name: str) -> None:
    assert MISTAKES[name].mypy in said_by_mypy.get(name, "nothing")


@pytest.mark.parametrize("name", MISTAKES)
def test_pyright(said_by_pyright: dict[str, str], name: str) -> None:
    assert MISTAKES[name].pyright in said_by_pyright.get(name, "nothing")
