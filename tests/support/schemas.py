"""Schema folders for tests of the compiler, and golden files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

CODEGEN_TESTS = Path(__file__).parents[1] / "codegen"
GARDEN = CODEGEN_TESTS / "schemas" / "garden"
CHAT = Path(__file__).parents[2] / "schema" / "chat"


def copy_garden(folder: Path, overlay: Path | None = None) -> Path:
    """Copy the small made-up schema, lay the files of a folder over it, and return where it is."""
    target = folder / "garden"
    shutil.copytree(GARDEN, target)
    if overlay is not None:
        shutil.copytree(overlay, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    return target


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """Write texts by path and return the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def golden(name: str, actual: str) -> str:
    """What a text should be; with UPDATE_GOLDEN set, the golden file becomes what it is."""
    path = CODEGEN_TESTS / "golden" / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, encoding="utf-8", newline="\n")
    return path.read_text(encoding="utf-8")
