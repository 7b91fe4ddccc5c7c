"""Everything that docs/performance.md tells in numbers: runs the other benchmarks, on several interpreters if asked.

Prints the tables of the page as Markdown. The figures themselves are kept in `benchmarks/figures.json`, of which the
tables are made: figures that are not measured this time stay as they are.

    python benchmarks/table.py [--python PATH …] [--only burst …] [--write] [--kept] [--quick]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, cast

from page import Measured, render, replace_tables

HERE: Final = Path(__file__).parent
FIGURES: Final = HERE / "figures.json"
PAGE: Final = HERE.parent / "docs" / "performance.md"

BENCHMARKS: Final[Mapping[str, Sequence[str]]] = {
    "burst": ("--messages", "20", "--rounds", "2"),
    "received_messages": ("--messages", "20", "--rounds", "2"),
    "start_and_latency": ("--messages", "50", "--starts", "2"),
    "many_channels": ("--channels", "10", "--rounds", "1"),
    "memory": ("--messages", "100", "--idle", "3", "--rounds", "1"),
    "imports": ("--rounds", "1"),
    "service_load": ("--sockets", "5", "--seconds", "0.2"),
    "growth": ("--most", "100", "--rounds", "1"),
}
"""The benchmarks, and arguments with which they say little but are over at once."""

DESCRIBE: Final = """\
import os, platform, sys
import pydantic, websockets
sys.path.insert(0, {here!r})
from peers import official_versions
model = next((line.partition(":")[2].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
              if line.startswith("model name")), platform.processor()) if os.path.exists("/proc/cpuinfo") else ""
print(f"{{platform.python_implementation()}} {{platform.python_version()}}")
print(f"{{platform.system()}} {{platform.machine()}}, {{os.cpu_count()}} cores{{model and f' ({{model}})'}}; "
      f"pydantic {{pydantic.VERSION}}, websockets {{websockets.__version__}}; {{official_versions()}}")
"""


def describe(python: str) -> tuple[str, str]:
    """Return what an interpreter calls itself, and the machine with the versions of what matters."""
    done = subprocess.run([python, "-c", DESCRIBE.format(here=str(HERE))], capture_output=True, text=True, check=True)
    interpreter, surroundings = done.stdout.splitlines()
    return interpreter, surroundings


def run(python: str, name: str, arguments: Sequence[str]) -> dict[str, float] | None:
    """Run a benchmark, which prints what it prints, and return its figures, or None if it ended early."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures.json"
        command = [python, str(HERE / f"{name}.py"), *arguments, "--figures", str(file)]
        done = subprocess.run(command, check=False)
        if done.returncode:
            return None
        return cast("dict[str, float]", json.loads(file.read_text(encoding="utf-8")))


def main() -> None:
    """Measure, and print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", action="append", help="an interpreter that has the project; default: this one")
    parser.add_argument("--only", choices=BENCHMARKS, action="append", help="measure only this; several times")
    parser.add_argument("--write", action="store_true", help="put figures and tables into the repository")
    parser.add_argument("--kept", action="store_true", help="measure nothing: the tables of the figures that are kept")
    parser.add_argument("--quick", action="store_true", help="measure next to nothing, to see whether it runs")
    options = parser.parse_args()
    measured = Measured.read(FIGURES)
    failed: list[str] = []
    for python in [] if options.kept else options.python or [sys.executable]:
        interpreter, surroundings = describe(python)
        if surroundings != measured.surroundings:
            # What was measured on another machine, or with other versions, would not be comparable.
            measured = Measured(surroundings, {})
        figures = measured.interpreters.setdefault(interpreter, {})
        for name in options.only or BENCHMARKS:
            found = run(python, name, BENCHMARKS[name] if options.quick else ())
            if found is None:
                failed.append(f"{name} on {interpreter}")
                continue
            figures |= found
            if options.write:
                # At once: all of it takes the better part of an hour.
                measured.write(FIGURES)
                replace_tables(PAGE, render(measured))
    tables = render(measured)
    if options.write:
        replace_tables(PAGE, tables)
    print(tables, flush=True)
    if failed:
        sys.exit(f"error: not measured, see above: {', '.join(failed)}")


if __name__ == "__main__":
    main()
