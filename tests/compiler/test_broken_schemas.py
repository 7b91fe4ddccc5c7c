"""Broken schemas give exactly the diagnostics that are expected, in the time of some ordinary schemas.

Each folder of ``broken`` is laid over the schema of the garden. ``expected.txt`` lists what must be found, one problem
a line, with its code in brackets.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import twilio_codegen
from support.schemas import CHAT, COMPILER_TESTS, GARDEN, copy_garden, diagnose, diagnose_in_time, reviewed

CASES = sorted(path for path in (COMPILER_TESTS / "broken").iterdir() if path.is_dir())
ELSEWHERE = {"removal-due", "too-large", "unreadable"}
"""Codes of problems that no file here can have: they depend on the release, or on files that nobody should store."""


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_problems_are_found_with_place_and_text(case: Path, tmp_path: Path) -> None:
    folder = copy_garden(tmp_path, case)

    problems = diagnose_in_time(folder)

    found = "".join(f"{problem} [{problem.code}]\n" for problem in problems)
    assert found == reviewed(case / "expected.txt", found)


def test_there_are_enough_broken_schemas() -> None:
    assert len(CASES) >= 30


def test_every_kind_of_problem_is_expected_somewhere() -> None:
    expected = "".join((case / "expected.txt").read_text(encoding="utf-8") for case in CASES)

    assert set(_codes()) - set(re.findall(r" \[([a-z-]+)\]$", expected, re.MULTILINE)) == ELSEWHERE


def _codes() -> Iterator[str]:
    """Every code with which the compiler reports a problem."""
    assert twilio_codegen.__file__ is not None
    for path in Path(twilio_codegen.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            function, code = node.func, node.args[1]
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if not isinstance(code, ast.Constant) or not isinstance(code.value, str):
                continue
            if called in ("Diagnostic", "refuse", "report"):
                yield code.value
            elif called == "known":
                yield f"unknown-{code.value.replace(' ', '-')}"


def test_the_garden_has_no_problems() -> None:
    assert diagnose(GARDEN) == []


def test_the_schema_of_chat_can_be_compiled() -> None:
    assert [str(problem) for problem in diagnose(CHAT) if problem.severity == "error"] == []


def test_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    folder = copy_garden(tmp_path)
    for name in ("duplicate_key", "yaml_syntax"):
        shutil.copy(COMPILER_TESTS / "broken" / name / "extra.yaml", folder / f"{name}.yaml")
    shutil.copy(COMPILER_TESTS / "broken" / "missing_keys" / "resources" / "weed.yaml", folder / "resources")

    shutil.copy(COMPILER_TESTS / "broken" / "hooks_syntax" / "hooks.py", folder)

    files = {problem.pos.file for problem in diagnose(folder)}

    assert files == {"duplicate_key.yaml", "hooks.py", "yaml_syntax.yaml", "resources/weed.yaml"}


def test_references_are_checked_once_every_file_can_be_read(tmp_path: Path) -> None:
    folder = copy_garden(tmp_path, COMPILER_TESTS / "broken" / "references_of_records")
    broken = folder / "extra.yaml"
    broken.write_text("types: {Weather: {members: {rain: Water.}}}\n", encoding="utf-8")

    assert [(problem.pos.file, problem.code) for problem in diagnose(folder)] == [("extra.yaml", "missing-key")]
    broken.unlink()
    assert {problem.pos.file for problem in diagnose(folder)} == {"resources/weed.yaml"}


def test_an_unusable_product_file_is_not_reported_as_missing(tmp_path: Path) -> None:
    folder = copy_garden(tmp_path)
    (folder / "product.yaml").write_text("product: [\n")

    assert [problem.code for problem in diagnose(folder)] == ["yaml-syntax"]
