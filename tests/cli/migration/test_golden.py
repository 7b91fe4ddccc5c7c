"""Programs as they were and as they become, with what is left to people; reviewed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.schemas import reviewed
from twilio_cli.migration import Migrated, Table, migrate

from .conftest import GOLDEN, Rewrite

PROGRAMS = sorted(path.parent.name for path in GOLDEN.glob("*/before.py"))


def findings(result: Migrated) -> str:
    return "".join(f"{item.line}:{item.column}: {item.sort}: {item.message}\n" for item in result.findings)


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_become_what_was_reviewed(rewrite: Rewrite, name: str) -> None:
    folder = GOLDEN / name
    result = rewrite((folder / "before.py").read_bytes())

    assert result.after.decode() == reviewed(folder / "after.py", result.after.decode())
    assert findings(result) == reviewed(folder / "findings.txt", findings(result))
    compile(result.after, name, "exec")


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_was_rewritten_stays(rewrite: Rewrite, name: str) -> None:
    once = rewrite((GOLDEN / name / "before.py").read_bytes())
    twice = rewrite(once.after)

    assert twice.after == once.after


def test_files_that_are_given_together_are_understood_together(table: Table, tmp_path: Path) -> None:
    folder = tmp_path / "bot"
    folder.mkdir()
    (folder / "__init__.py").write_text("from twilio_chat import Channel\n__all__ = ['Channel']\n")
    (folder / "rooms.py").write_text(
        "from . import Channel\nfrom .people import first\n\n\n"
        "async def name(channel: Channel):\n    return (await first(channel)).last_consumed_message_index\n"
    )
    (folder / "people.py").write_text("async def first(channel):\n    return (await channel.get_members())[0]\n")
    (folder / "main.py").write_text(
        "import bot.rooms\nfrom bot import people\n\n\nasync def main(channel: bot.rooms.Channel):\n"
        "    print((await people.first(channel)).channel)\n"
    )

    found: dict[str, str] = {}
    for result in migrate([folder], table):
        assert isinstance(result, Migrated)
        assert result.findings == []
        found[result.path.name] = result.after.decode()

    assert found["__init__.py"] == "from twilio_conversations import Conversation\n__all__ = ['Conversation']\n"
    assert found["rooms.py"].startswith("from . import Conversation\n")
    assert "async def name(channel: Conversation):" in found["rooms.py"]
    assert "await channel.get_participants()" in found["people.py"]
    assert "channel: bot.rooms.Conversation" in found["main.py"]
    assert ".conversation)" in found["main.py"]


def test_a_name_that_is_taken_is_imported_under_the_old_one(rewrite: Rewrite) -> None:
    result = rewrite("from twilio_chat import Channel\n\nclass Conversation: ...\n\ndef of(channel: Channel): ...\n")

    assert result.after.decode().splitlines() == [
        "from twilio_conversations import Conversation as Channel",
        "",
        "class Conversation: ...",
        "",
        "def of(channel: Channel): ...",
    ]


def test_names_inside_other_scopes_are_not_the_imported_ones(rewrite: Rewrite) -> None:
    program = "from twilio_chat import Channel\n\ndef of(Channel):\n    return Channel.get_members\n\nprint(Channel)\n"
    result = rewrite(program)

    assert result.after.decode() == (
        "from twilio_conversations import Conversation\n\ndef of(Channel):\n    return Channel.get_members\n\n"
        "print(Conversation)\n"
    )


def test_all_names_at_once(rewrite: Rewrite) -> None:
    result = rewrite("from twilio_chat import *\n\ndef of(channel: Channel):\n    return channel.get_members()\n")

    assert result.after.decode() == (
        "from twilio_conversations import *\n\ndef of(channel: Conversation):\n    return channel.get_participants()\n"
    )


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("x.channel.get_members()", "x.conversation.get_participants()"),
        ("(x or y).channel", "(x or y).conversation"),
        ("[one.channel for one in [x]]", "[one.conversation for one in [x]]"),
        ("{one: two.channel for one, two in enumerate([x])}", "{one: two.conversation for one, two in enumerate([x])}"),
        ("(z := x).channel, z.channel", "(z := x).conversation, z.conversation"),
        ("next(iter([x])).channel", "next(iter([x])).conversation"),
        ("max([x], key=lambda m: m.channel.sid)", "max([x], key=lambda m: m.conversation.sid)"),
        ("x.channel.on.member_joined(print)", "x.conversation.on.participant_joined(print)"),
        ("x.channel.on('memberJoined')(print)", "x.conversation.on('participantJoined')(print)"),
        ("x.channel.off('memberJoined', print)", "x.conversation.off('participantJoined', print)"),
        ("x.channel.remove_member(member=x)", "x.conversation.remove_participant(participant=x)"),
        (
            "x.channel.get_member_by_sid(member_sid='MB1')",
            "x.conversation.get_participant_by_sid(participant_sid='MB1')",
        ),
        (
            "f'{x.channel.get_members()!r:>{x.channel.sid}}'",
            "f'{x.conversation.get_participants()!r:>{x.conversation.sid}}'",
        ),
        ("'x.channel.get_members()'", "'x.channel.get_members()'"),
        ("print(channel=1)", "print(channel=1)"),
    ],
)
def test_expressions(rewrite: Rewrite, line: str, becomes: str) -> None:
    program = "from twilio_chat import Member\n\nasync def of(x: Member, y: Member | None):\n    {}\n"
    result = rewrite(program.format(line))

    assert result.after.decode().splitlines()[-1].strip() == becomes
