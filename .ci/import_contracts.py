"""Checks the import contracts of `pyproject.toml` for the packages of all products.

There, the package of the first product stands for each generated package: import-linter wants every package by its
name. Run it in the environment of the project, in the root of the project.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from importlinter.cli import lint_imports

from twilio_codegen.output.layout import find_layout, find_schemas

STANDS_FOR_ALL = re.compile(r'"([^"]*)\btwilio_chat\b([^"]*)"')
SECTION = "[tool.importlinter]"


def main() -> int:
    """Check, print what import-linter prints, and return its exit code."""
    packages = [find_layout(schema).output.name for schema in find_schemas()]

    def in_place_of_it(match: re.Match[str]) -> str:
        return ", ".join(f'"{match[1]}{package}{match[2]}"' for package in packages)

    _, section, contracts = Path("pyproject.toml").read_text(encoding="utf-8").partition(SECTION)
    with TemporaryDirectory() as folder:
        config = Path(folder) / "contracts.toml"
        config.write_text(section + STANDS_FOR_ALL.sub(in_place_of_it, contracts), encoding="utf-8")
        return lint_imports(config_filename=str(config), no_logo=True)


if __name__ == "__main__":
    sys.exit(main())
