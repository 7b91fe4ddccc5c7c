"""A copy of the project to which a second product is added: a folder of ``schema/``, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
SECOND_SCHEMA = PROJECT / "tests" / "compiler" / "second_product" / "schema"
SECOND, SECOND_PACKAGE = "fleet", "lorry_fleet"
PRODUCTS = sorted([*(path.parent.name for path in PROJECT.glob("schema/*/product.yaml")), SECOND])
"""The products of a copy: those of this project and the second one."""
PACKAGES = sorted([*(path.parent.name for path in PROJECT.glob("generated/*/__init__.py")), SECOND_PACKAGE])
"""Their packages."""
_PARTS = (".ci", "codegen", "docs", "examples", "generated", "runtime", "schema")
_FILES = ("CHANGELOG.md", "LICENSE", "README.md", "mkdocs.yml", "pyproject.toml")


@dataclass(frozen=True)
class Checkout:
    """A copy of the project without its tests."""

    folder: Path

    @classmethod
    def with_second_product(cls, folder: Path) -> Checkout:
        """Copies the project and gives it the made-up product, which is not compiled yet."""
        for part in _PARTS:
            shutil.copytree(PROJECT / part, folder / part, ignore=_not_of_the_project)
        for name in _FILES:
            shutil.copy(PROJECT / name, folder / name)
        shutil.copytree(SECOND_SCHEMA, folder / "schema" / SECOND)
        return cls(folder)

    @property
    def second(self) -> Path:
        """The package of the second product."""
        return self.folder / "generated" / SECOND_PACKAGE

    def python(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Runs Python with the packages of the copy, and in it."""
        places = [self.folder / part for part in ("generated", "runtime", "codegen")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (*places, PROJECT / "tests")))}
        return subprocess.run(
            [sys.executable, *arguments], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )

    def compiler(self, *arguments: str) -> tuple[int, str, str]:
        """Runs the compiler of the copy: exit code, output and complaints."""
        done = self.python("-c", "from twilio_codegen.cli import run; run()", *arguments)
        return done.returncode, done.stdout, done.stderr


def _not_of_the_project(folder: str, names: list[str]) -> set[str]:
    """Caches and written pages: another session may be writing them just now."""
    if Path(folder) == PROJECT / "docs" / "reference":
        return {name for name in names if (Path(folder) / name).is_dir() or name == "index.md"}
    return {name for name in names if name == "__pycache__"}
