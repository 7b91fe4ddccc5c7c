"""What becomes of the names of a product in the one that took its place: lint, the table, the page."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest
from typer.testing import CliRunner

from support.schemas import CHAT, diagnose
from twilio_codegen.cli.commands import app
from twilio_codegen.documents.moving import moving_document
from twilio_codegen.lint import load_linted
from twilio_codegen.output.manifest import input_digest
from twilio_codegen.reading.moves import load_moves
from twilio_codegen.reference.moving import moving_page

PROJECT = Path(__file__).parents[3]
CONVERSATIONS = PROJECT / "schema" / "conversations"
FILE = "moving/chat.yaml"


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    """A copy of both schemas; the folder of the one that programs move to."""
    shutil.copytree(CHAT, tmp_path / "chat")
    return shutil.copytree(CONVERSATIONS, tmp_path / "conversations")


def edited(schemas: Path, *changes: tuple[str, str], file: str = FILE) -> list[str]:
    """The problems of a schema after changes to a file, apart from notes."""
    path = schemas / file
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return [problem.message for problem in diagnose(schemas) if problem.code != "todo"]


def test_everything_is_said_of_every_name(schemas: Path) -> None:
    assert edited(schemas) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("  User.online: {to: isOnline}\n", ""), "it is not said what becomes of 'User.online'"),
        (("  User.online: {to: isOnline}", "  User.online: {to: isOnlin}"), "there is no property 'isOnlin'"),
        (("  User.online:", "  User.onlin: {to: isOnline}\n  User.online:"), "there is no 'User.onlin' in Twilio Chat"),
        (
            ("  User.online:", "  User.identity: {to: identity}\n  User.online:"),
            "'identity' follows for 'User.identity'",
        ),
        (("Consumption: Read, ", "Consumption: Read, Rose: Read, "), "no name follows from the word 'Rose'"),
        (("retrying: connecting", "retrying: conecting"), "there is no 'conecting' in ConnectionState"),
        (("ConnectionState.retrying", "ConnectionState.retring"), "there is no 'retring' in ConnectionState"),
        (
            ("for one in {}.get_subscribed_conversations()]", "for one in {}.get_subscribed()]"),
            "called 'get_subscribed'",
        ),
        (("moving-from: chat", "moving-from: letters"), "called after the product"),
        (("moving-from: chat", "moving-form: chat"), "Field required"),
    ],
)
def test_lint_points_at_mistakes(schemas: Path, change: tuple[str, str], message: str) -> None:
    assert any(message in problem for problem in edited(schemas, change)), message


def test_a_new_name_of_the_other_product_must_be_thought_of(schemas: Path) -> None:
    before = input_digest(schemas)
    path = schemas.parent / "chat" / "resources" / "user.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("  friendlyName:", "  shoeSize: {type: string?, wire: x.y, doc: Size.}\n  friendlyName:", 1)
    )

    assert any("'User.shoeSize'" in problem.message for problem in diagnose(schemas))
    assert input_digest(schemas) != before


def section(value: object, *keys: str) -> Mapping[str, object]:
    for key in keys:
        assert isinstance(value, dict)
        value = cast("dict[str, object]", value)[key]
    assert isinstance(value, dict)
    return cast("dict[str, object]", value)


def test_the_table_is_in_python_names() -> None:
    schema, _ = load_linted(CONVERSATIONS)
    ((move, old),) = load_moves(CONVERSATIONS)[0]
    table = moving_document(old, schema, move, "")

    assert section(table, "names", "ChannelUpdated") == {"to": "ConversationUpdated"}
    assert section(table, "modules", "member")["to"] == "participant"
    method = section(table, "classes", "Channel", "members", "get_member_by_identity")
    assert (method["to"], method["note"]) == (
        "get_participant_by_identity",
        "It is `Participant | None` now, instead of `Participant`.",
    )
    event = section(table, "classes", "Client", "events", "memberJoined")
    assert (event["name"], event["to"], event["documented"]) == (
        "member_joined",
        "participant_joined",
        "participantJoined",
    )
    gone = section(table, "classes", "Channel", "members", "invite")
    assert gone["to"] is None
    assert "Nobody is invited" in str(gone["why"])
    assert section(table, "unions", "UserUpdateReason", "members", "online") == {"to": "reachabilityOnline"}


def test_the_page_is_what_the_schemas_say() -> None:
    schema, _ = load_linted(CONVERSATIONS)
    page = PROJECT / "docs" / "moving-to-conversations.md"
    ((move, old),) = load_moves(CONVERSATIONS)[0]

    expected = moving_page(old, schema, move)
    assert page.read_text(encoding="utf-8") == expected, "run: twilio-codegen moving > docs/moving-to-conversations.md"


def test_the_command_prints_the_page() -> None:
    printed = CliRunner().invoke(app, ["moving", "--schema", str(CONVERSATIONS)])

    assert (printed.exit_code, printed.stderr) == (0, "")
    assert printed.stdout == (PROJECT / "docs" / "moving-to-conversations.md").read_text(encoding="utf-8")


def test_a_product_that_nobody_moves_to() -> None:
    printed = CliRunner().invoke(app, ["moving", "--schema", str(CHAT)])

    assert printed.exit_code == 2
    assert "no product says how programs move to it" in printed.stderr
