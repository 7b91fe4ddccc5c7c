"""No input at all gives a traceback or takes long: random bytes, bombs, very many mistakes."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.schemas import GARDEN, copy_garden, diagnose, diagnose_in_time, write_files
from twilio_codegen.reading.yaml_loader import MAX_BYTES

FUZZ = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def lines(pattern: str, count: int) -> str:
    """A line for each number."""
    return "\n".join(pattern.format(number) for number in range(count))


LINKS = "".join(f"{new}: &{new} [*{old}, *{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True))
HOSTILE: dict[str, Mapping[str, str | bytes]] = {
    "open lists": {"extra.yaml": "[" * MAX_BYTES},
    "open maps": {"extra.yaml": "{a: " * (MAX_BYTES // 4)},
    "dashes": {"extra.yaml": "- " * (MAX_BYTES // 2)},
    "questions": {"extra.yaml": "? " * (MAX_BYTES // 2)},
    "one word": {"extra.yaml": "a" * MAX_BYTES},
    "one digit": {"extra.yaml": "a: " + "9" * (MAX_BYTES - 10)},
    "one block": {"extra.yaml": "a: |\n" + " x\n" * (MAX_BYTES // 3 - 10)},
    "blank lines": {"extra.yaml": "\n" * MAX_BYTES},
    "backslashes": {"extra.yaml": 'a: "' + "\\" * (MAX_BYTES - 20) + '"'},
    "random bytes": {"extra.yaml": random.Random(1).randbytes(MAX_BYTES)},
    "bomb of aliases": {"extra.yaml": f"a: &a [x, x, x]\n{LINKS}"},
    "anchors": {"extra.yaml": lines("key{0}: &anchor{0} x", 9000)},
    "numbers": {"extra.yaml": "a: [" + "1, " * 9000 + "1]"},
    "unknown sections": {"extra.yaml": lines("typos{}: {{}}", 9000)},
    "unknown keys": {"extra.yaml": "types:\n  Weather:\n" + lines("    memberss{}: x", 4900)},
    "long type": {
        "extra.yaml": f"values: {{A: {{doc: x, fields: {{a: {{doc: x, type: {'string|' * 30000}string}}}}}}}}"
    },
    "names almost right": {
        "types.yaml": "types:\n" + lines("  Weather{}x: {{doc: x, members: {{a: b}}}}", 700),
        "values.yaml": "values:\n  A:\n    doc: x\n    fields:\n"
        + lines("      f{0}: {{type: Weathers{0}y, doc: x}}", 700),
    },
    "properties almost right": {
        "resources/weed.yaml": "resource: Weed\ndoc: x\nsection: Weed\nowner: Bed\nproperties:\n"
        + lines("  height{0}: {{type: string, doc: x, derived: {{property: heights{0}, suffix: x}}}}", 830)
    },
    "hooks without end": {"hooks.py": "async def hook():\n    " + "(" * 10000},
    "deep hooks": {"hooks.py": "x = " + "-" * 50000 + "1\n"},
}


@pytest.mark.parametrize("files", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_is_refused_in_time(tmp_path: Path, files: Mapping[str, str | bytes]) -> None:
    folder = write_files(copy_garden(tmp_path), files)

    problems = diagnose_in_time(folder)

    assert problems
    assert all(len(problem.line) <= 400 for problem in problems)


@given(content=st.binary(max_size=400))
@FUZZ
def test_any_bytes_are_a_schema_or_a_diagnostic(content: bytes) -> None:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "any.yaml").write_bytes(content)

        assert diagnose(folder)


PUNCTUATION = [
    "{",
    "}",
    "[",
    "]",
    "-",
    "?",
    ":",
    ",",
    "#",
    '"',
    "'",
    "|",
    ">",
    " ",
    "\n",
    "\n  ",
    "\t",
    "\x00",
    "\u2028",
]
MARKS = ["&x", "*x", "!!str", "!t", "<<", "%YAML 1.1", "---", "..."]
WORDS = [
    "true",
    "null",
    "1",
    "1.5",
    ".nan",
    "0x",
    "0b1",
    "1:2",
    "2026-01-01",
    "é",
    "types",
    "doc",
    "resource",
    "members",
]
FRAGMENTS = st.sampled_from([*PUNCTUATION, *MARKS, *WORDS])


@given(pieces=st.lists(FRAGMENTS, max_size=40), joint=st.sampled_from(["", " ", "\n"]))
@FUZZ
def test_anything_like_yaml_is_a_schema_or_a_diagnostic(pieces: list[str], joint: str) -> None:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "any.yaml").write_text(joint.join(pieces), encoding="utf-8", newline="")

        assert diagnose(folder)


NODES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(0, 1)
    | st.sampled_from(["", "string", "Bed", "$title", "x?"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "doc", "a"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(data=st.data())
@FUZZ
def test_any_value_anywhere_is_accepted_or_explained(data: st.DataObject) -> None:
    """Replaces the value of one line of the garden by something else."""
    name = data.draw(
        st.sampled_from(["definitions.yaml", "product.yaml", "resources/bed.yaml", "resources/garden.yaml"])
    )
    lines = (GARDEN / name).read_text(encoding="utf-8").splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    key, colon, _ = lines[at].partition(":")
    lines[at] = f"{key}{colon} {json.dumps(data.draw(NODES))}"
    with TemporaryDirectory() as temporary:
        folder = copy_garden(Path(temporary))
        (folder / name).write_text("\n".join(lines), encoding="utf-8")

        for problem in diagnose(folder):
            assert problem.pos.line > 0
            assert problem.message
