"""The three ways to show problems."""

from __future__ import annotations

import json

from twilio_codegen.reading.diagnostics import Diagnostic, nearest, render, suggestion
from twilio_codegen.reading.positions import Position

PROBLEMS = [
    Diagnostic(Position("b.yaml", 1, 1), "unused", "nothing uses 'Pot'"),
    Diagnostic(Position("a.yaml", 12, 3), "unknown-key", "100% wrong: a, b\nsecond line"),
]


def test_text_is_sorted_by_place_and_can_be_clicked() -> None:
    assert render(PROBLEMS[:1] * 2, folder="schema/chat/") == "schema/chat/b.yaml:1:1: nothing uses 'Pot'\n" * 2
    assert render(PROBLEMS).startswith("a.yaml:12:3: ")
    assert render([]) == ""


def test_whatever_a_message_quotes_it_stays_one_short_line() -> None:
    strange = Diagnostic(Position("a.yaml", 1, 1), "unknown-key", "unknown key 'a\nb\x1b[31m" + "é" * 1000)

    assert str(strange).startswith("a.yaml:1:1: unknown key 'a\\nb\\x1b[31mééé")
    assert len(render([strange])) < 450
    assert render([strange]).count("\n") == 1


def test_json_is_a_list_for_programs() -> None:
    rows = json.loads(render(PROBLEMS, "json", folder="schema"))

    assert [row["file"] for row in rows] == ["schema/a.yaml", "schema/b.yaml"]
    assert rows[1] == {
        "file": "schema/b.yaml",
        "line": 1,
        "column": 1,
        "severity": "warning",
        "code": "unused",
        "message": "nothing uses 'Pot'",
    }
    assert render([], "json") == "[]\n"


def test_github_annotations_are_escaped() -> None:
    assert render(PROBLEMS, "github", folder="a,b:c") == (
        "::error file=a%2Cb%3Ac/a.yaml,line=12,col=3,title=unknown-key::100%25 wrong: a, b%0Asecond line\n"
        "::warning file=a%2Cb%3Ac/b.yaml,line=1,col=1,title=unused::nothing uses 'Pot'\n"
    )


def test_only_near_names_are_suggested() -> None:
    assert nearest("Chanel", ["Channel", "Member"]) == "Channel"
    assert nearest("Zebra", ["Channel", "Member"]) is None
    assert suggestion("Chanel", ["Channel", "Member"]) == "; did you mean 'Channel'?"
    assert suggestion("Zebra", ["Member", "Channel"]) == "; known are Channel, Member"
    assert suggestion("Zebra", []) == "; there is none"
    assert suggestion("Zebra", [str(number) for number in range(100)]) == ""
