"""How long the compiler takes: `generate` beside datamodel-code-generator alone, and asking when nothing changed.

datamodel-code-generator alone turns the same models, one JSON Schema document, into Python with its own command line
and its own formatters: what it would cost to have nothing but the models. Every run is a new process; the two take
turns, so that whatever else the machine does hits both. Prints medians and asserts nothing.

    python benchmarks/codegen.py [--rounds 7]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from peers import succeed

from twilio_codegen.models.json_schema import models_document, wire_document
from twilio_codegen.reading.schema_loader import load_schema

PROJECT = Path(__file__).parents[1]
SCHEMA = PROJECT / "schema" / "chat"
QUIET = {**os.environ, "PYTHONWARNINGS": "ignore"}


def run(*command: str | Path) -> float:
    """Seconds that a command takes."""
    started = time.perf_counter()
    succeed(*map(str, command), folder=PROJECT, environment=QUIET)
    return time.perf_counter() - started


def compiler(command: str, *options: str | Path) -> float:
    """Seconds that a subcommand of ours takes."""
    script = "from twilio_codegen.cli import run; run()"
    return run("-c", script, command, *options)


def write_document(path: Path) -> None:
    """Write what both tools make models of as one JSON Schema document."""
    schema = load_schema(SCHEMA)
    models, wire = models_document(schema), wire_document(schema)
    definitions = {**models.definitions, **wire.definitions}
    path.write_text(json.dumps({**models.document(), "$defs": definitions}), encoding="utf-8")


def alternate(rounds: int, *subjects: Callable[[], float]) -> list[list[float]]:
    """Seconds of each subject, round by round; the first round only warms the disk up."""
    taken: list[list[float]] = [[] for _ in subjects]
    for number in range(rounds + 1):
        for times, subject in zip(taken, subjects, strict=True):
            seconds = subject()
            if number:
                times.append(seconds)
    return taken


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="measured runs of each (default: 7)")
    rounds: int = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        document, package = folder / "models.json", folder / "twilio_chat"
        write_document(document)
        options = ("--input-file-type", "jsonschema", "--output-model-type", "pydantic_v2.BaseModel")
        alone = ("-m", "datamodel_code_generator", "--input", document, "--output", folder / "models.py", *options)

        def generate() -> float:
            shutil.rmtree(package, ignore_errors=True)
            return compiler("generate", "--output", package)

        both = alternate(rounds, generate, lambda: run(*alone))
        generated, models = (statistics.median(times) for times in both)
        ratio = statistics.median(ours / theirs for ours, theirs in zip(*both, strict=True))
        asking = alternate(
            rounds,
            lambda: compiler("check", "--output", package),
            lambda: compiler("lint"),
            lambda: run("-c", "pass"),
        )
        checked, linted, python = (statistics.median(times) for times in asking)
    print(f"compiler, {rounds} runs each, new processes, medians; Python {platform.python_version()}")
    print(f"  cold generate of everything       {generated:6.2f} s")
    print(f"  datamodel-code-generator alone    {models:6.2f} s")
    print(f"  ratio, run by run                 {ratio:6.2f}")
    print(f"  check when nothing changed        {checked:6.2f} s")
    print(f"  lint                              {linted:6.2f} s")
    print(f"  (starting Python)                 {python:6.2f} s")


if __name__ == "__main__":
    main()
