"""What importing costs: the client beside what it cannot do without, pydantic and the client side of websockets.

Every import happens in a new interpreter, which times it itself, so that the start of Python is not counted. All
modules have bytecode, as they have where packages were installed: an environment that forbids writing it would have
ours compiled anew each time, and the others not. The subjects take turns, so that whatever else the machine does hits
all of them. Prints medians and asserts nothing; how many modules there are, and which must not be among them, is
tested.

    python benchmarks/imports.py [--rounds 25]
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile

from peers import succeed

BASE = "import pydantic; from pydantic import BaseModel; import websockets.asyncio.client"
SUBJECTS = {
    "pydantic and websockets": BASE,
    "from twilio_chat import Client": "from twilio_chat import Client",
    "from twilio_chat import ChannelStatus": "from twilio_chat import ChannelStatus",
    "import twilio_chat": "import twilio_chat",
    "from twilio_conversations import Client": "from twilio_conversations import Client",
}
SCRIPT = """\
import sys, time
before, started = len(sys.modules), time.perf_counter()
{statement}
print(time.perf_counter() - started, len(sys.modules))
"""


def measure(statement: str, bytecode: str) -> tuple[float, int]:
    """Seconds that a statement takes in a new interpreter, and how many modules are loaded then.

    Args:
        statement: What is run.
        bytecode: Folder where bytecode is kept, which the first time writes.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = bytecode
    seconds, modules = succeed("-c", SCRIPT.format(statement=statement), environment=environment).split()
    return float(seconds), int(modules)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=25, help="how often each statement is run; default: 25")
    rounds: int = parser.parse_args().rounds
    taken: dict[str, list[float]] = {name: [] for name in SUBJECTS}
    modules: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as bytecode:
        for number in range(rounds + 1):
            for name, statement in SUBJECTS.items():
                seconds, modules[name] = measure(statement, bytecode)
                if number:  # the first round writes the bytecode
                    taken[name].append(seconds)
    base = taken["pydantic and websockets"]
    print(f"Python {platform.python_version()}, {rounds} rounds, medians")
    for name, times in taken.items():
        ratio = statistics.median(mine / other for mine, other in zip(times, base, strict=True))
        print(f"{name:40} {statistics.median(times) * 1000:7.1f} ms  {ratio:5.2f} ×  {modules[name]:4} modules")


if __name__ == "__main__":
    main()
