"""A project of the story's own, for commands of the compiler, which would otherwise write into this one."""

from __future__ import annotations

import shutil
from pathlib import Path

from docs.samples import ROOT

__all__ = ["make_project"]


def make_project(folder: Path) -> dict[str, str]:
    """Copy what the compiler works on.

    Returns:
        What the environment needs for commands to mean the copy.
    """
    for name in ("codegen", "schema", "generated"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    version = Path("runtime") / "twilio_realtime" / "version.py"
    (folder / version).parent.mkdir(parents=True)
    shutil.copy(ROOT / version, folder / version)
    (folder / "my" / "templates").mkdir(parents=True)
    return {"PYTHONPATH": str(folder / "codegen")}
