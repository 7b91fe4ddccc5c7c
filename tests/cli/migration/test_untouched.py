"""What has nothing to do with the product stays as it is, to the byte."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

import twilio_cli
from twilio_cli.migration import Migrated, Table, migrate, read_table
from twilio_realtime import events

TABLE = read_table("twilio_conversations", "chat")
WORDS = ("room", "who", "seen", "is_own", "sid", "body", "value", "items", "Thing", "wait", "on", "_", "größe")
NAMES = st.sampled_from(WORDS)
STRINGS = st.sampled_from(["'text'", '"""several\nlines"""', "b'bytes'", "f'{room.sid!r}'", "r'\\d'", "'joined'"])
ENDS = st.sampled_from(["\n", "\n\n", "  # a comment\n", " ;\n", "\n\t\n"])


def calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, NAMES).map(lambda pair: f"({pair[0]}).{pair[1]}"),
        two.map(lambda pair: f"({pair[0]})( {pair[1]} ,)"),
        two.map(lambda pair: f"[{pair[0]},  {pair[1]}]"),
        two.map(lambda pair: f"({pair[0]} if {pair[1]} else None)"),
        two.map(lambda pair: f"(lambda room: {pair[0]} == {pair[1]})"),
        two.map(lambda pair: f"[{pair[0]} for who in {pair[1]}]"),
        inner.map(lambda one: f"(await {one})"),
    )


EXPRESSIONS = st.recursive(st.one_of(NAMES, STRINGS, st.just("0x_1F")), calls, max_leaves=8)
STATEMENTS = st.one_of(
    EXPRESSIONS,
    st.tuples(NAMES, EXPRESSIONS).map(lambda pair: f"{pair[0]} = {pair[1]}"),
    st.tuples(NAMES, EXPRESSIONS).map(lambda pair: f"for {pair[0]} in {pair[1]}:  pass"),
    st.tuples(NAMES, EXPRESSIONS).map(lambda pair: f"with {pair[1]} as {pair[0]}: ..."),
    st.tuples(NAMES, NAMES).map(lambda pair: f"from {pair[0]} import {pair[1]}"),
    st.tuples(NAMES, EXPRESSIONS).map(lambda pair: f"assert {pair[0]}, {pair[1]}"),
)
PROGRAMS = st.lists(st.tuples(STATEMENTS, ENDS), max_size=12).map(
    lambda lines: "async def main():\n\tpass\n" + "".join(f"\t{text}{end}" for text, end in lines)
)


@settings(max_examples=60, deadline=None)
@given(PROGRAMS, st.sampled_from(["\n", "\r\n"]))
def test_files_without_names_of_the_product(program: str, end: str) -> None:
    raw = program.replace("\n", end).encode()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "program.py"
        path.write_bytes(raw)
        (result,) = migrate([path], TABLE)
    if isinstance(result, Migrated):  # a few of them are no Python
        assert result.after == raw
        assert result.findings == []
    else:
        assert "is not Python" in result


def test_files_of_others(table: Table) -> None:
    for result in migrate([Path(events.__file__).parent], table):
        assert isinstance(result, Migrated)
        assert not result.changed


def test_the_code_that_rewrites_knows_no_product() -> None:
    folder = Path(twilio_cli.__file__).parent / "migration"
    words = re.compile(r"\b(channels?|conversations?|members?joined|participants?|consum\w+)\b", re.IGNORECASE)
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert found == []
