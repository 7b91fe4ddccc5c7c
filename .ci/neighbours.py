"""Tells whether the base install can be had beside what programs commonly install, and if not, who clashes.

Each package is resolved together with what this project asks for, in its newest version, and then all of them
at once. Nothing is installed. Ends with code 1 if anybody clashes with this project;
a package that cannot be had is named and held against nobody. The arguments are packages to try instead of the usual.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
POPULAR = (
    *("aiohttp", "anthropic", "azure-identity", "boto3", "celery", "discord-py", "django", "fastapi", "flask"),
    *(
        "google-cloud-storage",
        "homeassistant>=2026",
        "langchain-core",
        "mcp",
        "openai",
        "pandas",
        "python-telegram-bot",
    ),
    *("sentry-sdk", "slack-bolt", "sqlalchemy", "streamlit", "twilio"),
)
"""What programs that talk in rooms have beside a client, and some that pin exactly, such as homeassistant."""
SECONDS = 90
"""Most time for one resolution."""


@dataclass(frozen=True)
class Verdict:
    """What came of one resolution.

    Attributes:
        kind: `fits`, `clashes`, or `absent` if it could not be tried.
        why: The versions that were found, or what the installer says.
    """

    kind: Literal["fits", "clashes", "absent"]
    why: str


def dependencies() -> list[str]:
    """What the base install asks for."""
    found: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    return found


def resolve(requirements: Sequence[str], python: str) -> Verdict:
    """Resolve some requirements together."""
    # The constraints of the sessions are exact versions.
    environment = {name: value for name, value in os.environ.items() if name != "UV_CONSTRAINT"}
    # Without `--python` it looks for that version on the whole machine, each time.
    options = ("--quiet", "--no-header", "--no-annotate", "--python", sys.executable, "--python-version", python)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "uv", "pip", "compile", *options, "-"],
            input="\n".join(requirements),
            env={**environment, "UV_HTTP_TIMEOUT": "30"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Verdict("absent", f"not resolved within {SECONDS} seconds")
    if done.returncode == 0:
        return Verdict("fits", done.stdout)
    said = re.sub(r"\s+", " ", re.sub(r"[×│╰─▶├]|\bhint:.*", " ", done.stderr)).strip()
    return Verdict("clashes" if "No solution found" in said else "absent", said)


def beside(package: str, python: str) -> Verdict:
    """Resolve a package with ours; what cannot be had alone does not clash with us."""
    together = resolve([*dependencies(), package], python)
    if together.kind != "clashes":
        return together
    alone = resolve([package], python)
    return together if alone.kind == "fits" else Verdict("absent", alone.why)


def main(packages: Sequence[str], python: str) -> int:
    """Try each package, then all that fit together, and print a line for each."""
    ours = resolve(dependencies(), python)
    if ours.kind != "fits":
        print(f"not tried: what this project asks for cannot be had from here: {ours.why}")
        return 0
    with ThreadPoolExecutor(6) as pool:
        verdicts = dict(zip(packages, pool.map(lambda package: beside(package, python), packages), strict=True))
    for package, verdict in verdicts.items():
        name = re.escape(canonicalize_name(Requirement(package).name))
        version = re.search(rf"^{name}==(\S+)", verdict.why, re.MULTILINE)
        shown = {"fits": f"fits ({version[1] if version else '?'})"}.get(verdict.kind, f"{verdict.kind}: {verdict.why}")
        print(f"{package}: {shown}")
    fitting = [package for package, verdict in verdicts.items() if verdict.kind == "fits"]
    clashing = [package for package, verdict in verdicts.items() if verdict.kind == "clashes"]
    everything = resolve([*dependencies(), *fitting], python)
    among_themselves = everything.kind == "clashes" and resolve(fitting, python).kind != "fits"
    if everything.kind == "clashes" and not among_themselves:
        clashing.append("all together")
    said = {"fits": "fit", "absent": "could not be tried", "clashes": "clash"}[everything.kind]
    print(f"all {len(fitting)} together: {said}{', without this project, too' if among_themselves else ''}")
    print(f"with CPython {python}: {len(fitting)} of {len(packages)} fit; clashing: {', '.join(clashing) or 'nobody'}")
    return 1 if clashing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or POPULAR, os.environ.get("NEIGHBOURS_PYTHON", "3.14.2")))
