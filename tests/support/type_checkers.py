"""What mypy and pyright say of small programs that use the generated package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypedDict, cast

__all__ = ["Complaint", "ask_mypy", "ask_pyright", "strict_mypy"]

_ROOT = Path(__file__).parents[2]
_CACHE = _ROOT / ".mypy_cache"
"""What programs import is much more than the programs: it is shared, also with the check of the whole project."""


CompletedProcess: TypeAlias = "subprocess.CompletedProcess[str]"


@dataclass(frozen=True)
class Complaint:
    """An error that a checker found.

    Attributes:
        module: Name of the file, without suffix.
        line: Number of the line, from 1.
        text: What it says; what belongs to it follows in further lines.
    """

    module: str
    line: int
    text: str


class _Position(TypedDict):
    line: int


class _Range(TypedDict):
    start: _Position


class _Diagnostic(TypedDict):
    file: str
    message: str
    range: _Range


def strict_mypy(folder: Path, *files: str, path: Sequence[Path] = (), options: Sequence[str] = ()) -> CompletedProcess:
    """Check files with the strictest settings of mypy and no others, in a folder that is searched for modules.

    Args:
        folder: Where mypy runs.
        files: Files or folders, from there.
        path: Further folders in which modules are looked for.
        options: Further options.
    """
    strict = ("--strict", "--config-file=", "--explicit-package-bases", "--no-error-summary")
    return subprocess.run(
        [sys.executable, "-m", "mypy", *strict, "--cache-dir", str(_CACHE / "strict"), *options, *files],
        cwd=folder,
        env={**os.environ, "MYPYPATH": os.pathsep.join(map(str, (folder, *path, _ROOT / "runtime", _ROOT / "tests")))},
        capture_output=True,
        text=True,
        check=False,
    )


def ask_mypy(files: list[Path]) -> list[Complaint]:
    """Check files with the settings of this project."""
    options = ["--config-file", str(_ROOT / "pyproject.toml"), "--cache-dir", str(_CACHE), "--no-pretty"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "--no-error-summary", *map(str, files)],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found: list[Complaint] = []
    for said in done.stdout.splitlines():
        place, _, text = said.partition(": ")
        path, _, line = place.rpartition(":")
        found.append(Complaint(Path(path).stem, int(line), text))
    return found


def ask_pyright(folder: Path) -> list[Complaint]:
    """Check all files of a folder, strictly."""
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "include": ["."],
        "extraPaths": [str(_ROOT / name) for name in ("generated", "runtime", "tests")],
        "reportUnusedImport": "none",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    diagnostics = cast("list[_Diagnostic]", json.loads(done.stdout)["generalDiagnostics"])
    return [
        Complaint(Path(one["file"]).stem, one["range"]["start"]["line"] + 1, one["message"].replace("\xa0", " "))
        for one in diagnostics
    ]
