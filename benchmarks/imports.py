"""What importing costs: the client beside what it cannot do without, pydantic and the client side of websockets.

Every import happens in a new interpreter, which measures its own processor time, so that the start of Python is not
counted. All modules have bytecode, as they have where packages were installed: an environment that forbids writing it
would have ours compiled anew each time, and the others not. The subjects take turns, so that whatever else the machine
does hits all of them. Then the first client of a process is imported, made and started against the embedded service:
what an import does not load comes with it. Prints medians and asserts nothing; how many modules there are, and which
must not be among them, is tested.

    python benchmarks/imports.py [--rounds 25]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from pathlib import Path

from figures import Figures, add_option, this_machine
from peers import measured

from twilio_local import LocalService

BASE = "import pydantic; from pydantic import BaseModel; import websockets.asyncio.client"
SUBJECTS = {
    "pydantic and websockets": BASE,
    "from twilio_chat import Client": "from twilio_chat import Client",
    "from twilio_chat import Client, Channel": "from twilio_chat import Client, Channel",
    "from twilio_chat import ChannelStatus": "from twilio_chat import ChannelStatus",
    "import twilio_chat": "import twilio_chat",
    "from twilio_conversations import Client": "from twilio_conversations import Client",
    "from twilio_chat.blocking import Client": "from twilio_chat.blocking import Client",
}
IMPORT = """\
import sys, time
before, started = len(sys.modules), time.process_time()
{statement}
print(time.process_time() - started, len(sys.modules))
"""
PRODUCTS = ("twilio_chat", "twilio_conversations")
FIRST_CLIENT = """\
import asyncio, sys, time
times = [time.process_time()]
from {package} import Client
times.append(time.process_time())
async def main():
    client = Client(sys.argv[2], base_url=sys.argv[1])
    times.append(time.process_time())
    async with client:
        times.append(time.process_time())
asyncio.run(main())
print(*(later - earlier for earlier, later in zip(times, times[1:])), times[-1] - times[0])
"""


async def run(script: str, *arguments: str, environment: Mapping[str, str]) -> list[float]:
    """Run a script in a new interpreter, and return the numbers that it prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, *arguments, env=environment, stdout=PIPE, stderr=PIPE
    )
    said, complaint = await process.communicate()
    if process.returncode:
        sys.exit(f"error: an interpreter ended with exit code {process.returncode}:\n{complaint.decode()}")
    return [float(number) for number in said.split()]


def with_bytecode(folder: str) -> dict[str, str]:
    """Variables for an interpreter that keeps bytecode in a folder, which the first time writes."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": folder}


async def imports(rounds: int, environment: Mapping[str, str], figures: Figures) -> None:
    """Measure imports alone, and print what they take."""
    taken: dict[str, list[float]] = {name: [] for name in SUBJECTS}
    modules: dict[str, int] = {}
    for number in range(rounds + 1):
        for name, statement in SUBJECTS.items():
            seconds, loaded = await run(IMPORT.format(statement=statement), environment=environment)
            modules[name] = int(loaded)
            if number:  # the first round writes the bytecode
                taken[name].append(seconds)
    base = taken["pydantic and websockets"]
    for name, times in taken.items():
        ratio = figures.keep_ratios(f"imports.{name}.ratio", times, base)
        median = figures.keep_median(f"imports.{name}", [seconds * 1000 for seconds in times])
        print(f"{name:40} {median:7.1f} ms  {ratio:5.2f} ×  {modules[name]:4} modules")


async def first_clients(rounds: int, environment: Mapping[str, str], figures: Figures) -> None:
    """Measure the first client of a process from the import to the end of its start, and print what that takes."""
    taken: dict[str, list[list[float]]] = {package: [] for package in PRODUCTS}
    async with LocalService() as service:
        for number in range(rounds + 1):
            for package in PRODUCTS:
                script, token = FIRST_CLIENT.format(package=package), service.token("alice")
                times = await run(script, service.base_url, token, environment=environment)
                if number:
                    taken[package].append(times)
    for package, rows in taken.items():
        imported, made, started, whole = (statistics.median(column) * 1000 for column in zip(*rows, strict=True))
        figures.keep(f"imports.first client of {package}", whole)
        print(
            f"{'first client of ' + package:40} {whole:7.1f} ms  import {imported:.1f}, make {made:.1f}, "
            f"start {started:.1f}"
        )


async def measure(rounds: int, file: Path | None) -> None:
    """Measure everything, and print it."""
    print(this_machine())
    print(f"{rounds} rounds, medians of processor time")
    figures = Figures()
    with tempfile.TemporaryDirectory() as bytecode:
        environment = with_bytecode(bytecode)
        await imports(rounds, environment, figures)
        await first_clients(rounds, environment, figures)
    figures.write(file)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=25, help="how often each statement is run; default: 25")
    add_option(parser)
    options = parser.parse_args()
    measured(measure(options.rounds, options.figures))


if __name__ == "__main__":
    main()
