"""The page about performance: its tables are made of the figures that are kept, and its commands can be run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "benchmarks"
PAGE = ROOT / "docs" / "performance.md"
TEXT = PAGE.read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"`nox -s bench -- ([^`]+)`", TEXT)))
INTERPRETERS = ("CPython 3.11", "CPython 3.13")


def python(script: str, *arguments: str) -> str:
    """Run a script that may import the modules of the benchmarks; returns what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(BENCHMARKS), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def tables() -> str:
    """What stands in the page between its two marks."""
    found = re.search(r"<!-- tables: [^>]+ -->\n\n(.*)\n\n<!-- end of the tables -->", TEXT, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_tables_are_those_of_the_figures() -> None:
    script = "import sys, page, pathlib; print(page.render(page.Measured.read(pathlib.Path(sys.argv[1]))))"
    assert python(script, str(BENCHMARKS / "figures.json")).strip() == tables()


@pytest.mark.parametrize("interpreter", INTERPRETERS)
def test_every_figure_of_our_clients_was_measured(interpreter: str) -> None:
    figures = json.loads((BENCHMARKS / "figures.json").read_text(encoding="utf-8"))["interpreters"]
    (name,) = (one for one in figures if one.startswith(f"{interpreter}."))
    section = tables().partition(f"### {name}\n")[2].partition("\n### ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    assert len(rows) > 20
    # What comes behind both products, or behind the figure itself, is not measured for all of them.
    assert [row for row in rows if "–" in row[:3] and (len(row) == 7 or "–" in row[:2])] == []
    constants, example = tables().partition("### Constants")[2].split("### Example")
    assert name in constants
    assert name in example


def test_it_goes_into_the_page_in_the_place_of_what_is_there(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(TEXT, encoding="utf-8")
    script = "import sys, page, pathlib; page.replace_tables(pathlib.Path(sys.argv[1]), 'none')"
    python(script, str(page))
    assert page.read_text(encoding="utf-8") == TEXT.replace(tables(), "none")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_can_be_run(command: str) -> None:
    words = command.split()
    if words[0] == "--python":
        assert f"CPython {words[1]}" in INTERPRETERS
        del words[:2]
    name, *arguments = words
    # It reads its arguments, and does not begin.
    script = "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    assert "usage:" in python(script, str(BENCHMARKS / f"{name}.py"), *arguments, "--help")


def test_every_benchmark_of_the_table_is_explained() -> None:
    names = json.loads(python("import json, table; print(json.dumps(list(table.BENCHMARKS)))"))
    assert {*names, "table"} <= {command.split()[0] for command in COMMANDS}
