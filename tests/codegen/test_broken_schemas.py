"""Broken schemas give exactly the diagnostics that are expected; no input at all gives a traceback.

Each folder of ``broken`` is laid over the schema of the garden. ``expected.txt`` lists what must be found, one problem
a line, with its code in brackets.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.schemas import CHAT, CODEGEN_TESTS, GARDEN, copy_garden
from twilio_codegen.diagnostics import Diagnostic
from twilio_codegen.errors import SchemaError
from twilio_codegen.lint import load_linted

CASES = sorted(path for path in (CODEGEN_TESTS / "broken").iterdir() if path.is_dir())
FUZZ = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def diagnose(folder: Path) -> Sequence[Diagnostic]:
    try:
        _, problems = load_linted(folder)
    except SchemaError as error:
        return error.diagnostics
    return problems


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_problems_are_found_with_place_and_text(case: Path, tmp_path: Path) -> None:
    found = [f"{problem} [{problem.code}]" for problem in diagnose(copy_garden(tmp_path, case))]

    assert found == (case / "expected.txt").read_text(encoding="utf-8").splitlines()


def test_there_are_enough_broken_schemas() -> None:
    assert len(CASES) >= 30


def test_the_garden_has_no_problems() -> None:
    assert diagnose(GARDEN) == []


def test_the_schema_of_chat_can_be_compiled() -> None:
    assert [str(problem) for problem in diagnose(CHAT) if problem.severity == "error"] == []


def test_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    folder = copy_garden(tmp_path)
    for name in ("duplicate_key", "yaml_syntax"):
        shutil.copy(CODEGEN_TESTS / "broken" / name / "extra.yaml", folder / f"{name}.yaml")
    shutil.copy(CODEGEN_TESTS / "broken" / "missing_keys" / "resources" / "weed.yaml", folder / "resources")

    files = {problem.pos.file for problem in diagnose(folder)}

    assert files == {"duplicate_key.yaml", "yaml_syntax.yaml", "resources/weed.yaml"}


def test_an_unusable_product_file_is_not_reported_as_missing(tmp_path: Path) -> None:
    folder = copy_garden(tmp_path)
    (folder / "product.yaml").write_text("product: [\n")

    assert [problem.code for problem in diagnose(folder)] == ["yaml-syntax"]


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
