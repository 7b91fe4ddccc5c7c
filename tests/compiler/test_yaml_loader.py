"""Reading YAML with places, and refusing what no schema needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from twilio_codegen.errors import UnreadableSchemaError
from twilio_codegen.reading.positions import LocatedDict, LocatedList, LocatedStr, Position, locate
from twilio_codegen.reading.yaml_loader import MAX_BYTES, MAX_NODES, load_file, load_folder


def load(folder: Path, content: str | bytes) -> tuple[LocatedDict | None, list[str]]:
    path = folder / "a.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    document, problems = load_file(path, "a.yaml")
    return document, [str(problem) for problem in problems]


def test_every_value_knows_its_place(tmp_path: Path) -> None:
    document, problems = load(tmp_path, "a: one\nb:\n  - two\n  - {c: three, d: 4}\n")

    assert problems == []
    assert document is not None
    assert document == {"a": "one", "b": ["two", {"c": "three", "d": 4}]}
    assert document.pos == Position("a.yaml", 1, 1)
    assert locate(document, ["a"]) == Position("a.yaml", 1, 4)
    assert locate(document, ["b", 1, "c"], key=True) == Position("a.yaml", 4, 6)
    assert locate(document, ["b", 1, "d"]) == Position("a.yaml", 4, 19)
    sequence = document["b"]
    assert isinstance(sequence, LocatedList)
    first = sequence[0]
    assert isinstance(first, LocatedStr)
    assert first.pos == sequence.items_at[0] == Position("a.yaml", 3, 5)


def test_a_place_that_cannot_be_followed_is_the_last_one_found(tmp_path: Path) -> None:
    document, _ = load(tmp_path, "a: {b: 1}\n")

    assert locate(document, ["a", "missing", "further"]) == Position("a.yaml", 1, 4)
    assert locate({"a": 1}, ["a"]) == Position("", 0, 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("on", "on"),
        ("'5'", "5"),
        ("5", 5),
        ("-7", -7),
        ("1_000", 1000),
        ("0x10", 16),
        ("0o17", 15),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("2026-11-22", "2026-11-22"),
        ("string?", "string?"),
        ('"a\\tb"', "a\tb"),
        ("|-\n  two\n  lines", "two\nlines"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(tmp_path: Path, text: str, value: object) -> None:
    document, problems = load(tmp_path, f"key: {text}\n")

    assert problems == []
    assert document is not None
    assert document["key"] == value
    assert type(document["key"]) in {type(value), LocatedStr}


def test_event_keys_may_be_called_on_and_off(tmp_path: Path) -> None:
    document, problems = load(tmp_path, "on: 1\noff: 2\n")

    assert (document, problems) == ({"on": 1, "off": 2}, [])


def test_booleans_are_keys_of_choices_only(tmp_path: Path) -> None:
    document, problems = load(tmp_path, "choose: {true: a, false: b}\nother: {true: a}\n")

    assert document == {"choose": {True: "a", False: "b"}, "other": {}}
    assert problems == ["a.yaml:2:9: keys must be text, this one is 'true'; put it in quotes"]


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n") == ({"a": 1, "b": 2}, [])


@pytest.mark.parametrize(("number", "value"), [("017", 17), ("-08", -8), ("0o17", 15), ("0x1F", 31), ("1_000", 1000)])
def test_whole_numbers_are_read_as_the_standard_says(tmp_path: Path, number: str, value: int) -> None:
    assert load(tmp_path, f"a: {number}\n") == ({"a": value}, [])


@pytest.mark.parametrize("number", [".inf", "-.Inf", ".nan", "1e999", "-1.5e400", "0o_", "9" * 31])
def test_numbers_that_cannot_be_used_are_named(tmp_path: Path, number: str) -> None:
    _, problems = load(tmp_path, f"a: {number}\n")

    assert problems == [f"a.yaml:1:4: {number} is no usable number; put it in quotes if text is meant"]


def test_a_file_may_not_be_too_large(tmp_path: Path) -> None:
    document, problems = load(tmp_path, b"#" * (MAX_BYTES + 1))

    assert (document, problems) == (None, ["a.yaml:1:1: the file is larger than 262144 bytes; split it"])


def test_a_file_may_not_hold_too_many_values(tmp_path: Path) -> None:
    document, problems = load(tmp_path, "a: [" + "1, " * (MAX_NODES + 1) + "]")

    assert document is None
    assert [problem.partition(": ")[2] for problem in problems] == ["the file has more than 10000 values; split it"]


def test_a_bomb_of_aliases_is_refused_where_it_begins(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 8)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    document, problems = load(tmp_path, "\n".join(lines))

    assert document is not None
    assert document["i"] == []
    assert problems[0] == "a.yaml:1:4: anchors are not allowed; remove &a"
    assert problems.count("a.yaml:2:8: aliases are not allowed; write out what *a stands for") <= 1
    assert len(problems) == 9 + 8 * 8


def test_files_of_a_folder_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    for name in ("b.yaml", "a.yaml", "resources/c.yaml", "ignored.yml", "resources/ignored.txt"):
        (tmp_path / name).write_text("a: 1\n")

    documents, problems = load_folder(tmp_path)

    assert list(documents) == ["a.yaml", "b.yaml", "resources/c.yaml"]
    assert problems == []


def test_a_file_that_cannot_be_read_is_a_problem_among_others(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    (tmp_path / "b.yaml").write_text("a: 1\n")

    documents, problems = load_folder(tmp_path)

    assert documents == {"a.yaml": None, "b.yaml": {"a": 1}}
    assert [(problem.pos.file, problem.code) for problem in problems] == [("a.yaml", "unreadable")]


@pytest.mark.parametrize("name", ["missing", "file", "empty"])
def test_a_folder_without_a_schema_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()

    with pytest.raises(UnreadableSchemaError, match=f"{name} .*give the folder of a schema"):
        load_folder(tmp_path / name)
