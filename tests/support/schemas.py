"""Schema folders for tests of the compiler, and golden files."""

from __future__ import annotations

import ast
import os
import shutil
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from twilio_codegen.errors import SchemaError
from twilio_codegen.generator import generate
from twilio_codegen.lint import load_linted
from twilio_codegen.reading.diagnostics import Diagnostic
from twilio_codegen.reading.yaml_loader import read_document

COMPILER_TESTS = Path(__file__).parents[1] / "compiler"
GARDEN = COMPILER_TESTS / "schemas" / "garden"
CHAT = Path(__file__).parents[2] / "schema" / "chat"
CONVERSATIONS = CHAT.parent / "conversations"


def copy_garden(folder: Path, overlay: Path | None = None) -> Path:
    """Copy the small made-up schema, lay the files of a folder over it, and return where it is."""
    target = folder / "garden"
    shutil.copytree(GARDEN, target)
    if overlay is not None:
        shutil.copytree(overlay, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    return target


@cache
def garden_modules() -> dict[str, ast.Module]:
    """The modules of the package of the small schema."""
    return {name: ast.parse(text) for name, text in generate(GARDEN).items() if name.endswith(".py")}


def garden_resource(name: str) -> str:
    """The file of a resource of the small schema."""
    return (GARDEN / "resources" / f"{name}.yaml").read_text(encoding="utf-8")


def diagnose(folder: Path) -> Sequence[Diagnostic]:
    """Every problem of a schema."""
    try:
        _, problems = load_linted(folder)
    except SchemaError as error:
        return error.diagnostics
    return problems


def diagnose_in_time(folder: Path) -> Sequence[Diagnostic]:
    """Every problem of a schema, which takes no more processor time than thirty small ones do: about a second.

    A busy machine slows both down, but not evenly: a small one is read before and after, and there are three tries.
    Most schemas need none of that: they take much less than thirty times what a small one once took.
    """
    taken, problems = _timed(folder)
    if taken < 15 * _once():
        return problems
    ratios: list[float] = []
    for _ in range(3):
        before, _ = _timed(GARDEN)
        taken, problems = _timed(folder)
        after, _ = _timed(GARDEN)
        ratios.append(taken / max(before, after))
        if ratios[-1] < 30:
            return problems
    raise AssertionError(f"{folder.name} takes {min(ratios):.0f} times as long as an ordinary schema")


@cache
def _once() -> float:
    """The least time of three in which the small schema was read when somebody first asked."""
    return min(_timed(GARDEN)[0] for _ in range(3))


def _timed(folder: Path) -> tuple[float, Sequence[Diagnostic]]:
    """Find every problem of a schema, and how many seconds of processor time that takes if nothing was read before."""
    read_document.cache_clear()
    started = time.process_time()
    problems = diagnose(folder)
    return time.process_time() - started, problems


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files by path and return the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def golden(name: str, actual: str) -> str:
    """What a text should be, from the folder of golden files."""
    return reviewed(COMPILER_TESTS / "golden" / name, actual)


def reviewed(path: Path, actual: str) -> str:
    """What a file holds that a person has reviewed; with UPDATE_GOLDEN set, the file becomes what it is."""
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, encoding="utf-8", newline="\n")
    return path.read_text(encoding="utf-8")
