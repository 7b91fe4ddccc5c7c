"""What the session `neighbours` says, against an index of made-up packages."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]


def offer(folder: Path, name: str, version: str, *needs: str) -> None:
    """Puts a package without content into a folder."""
    facts = f"{name.replace('-', '_')}-{version}.dist-info"
    required = "".join(f"Requires-Dist: {one}\n" for one in needs)
    with zipfile.ZipFile(folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{facts}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{required}")
        wheel.writestr(
            f"{facts}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{facts}/RECORD", "")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    for requirement in OURS:
        name, _, oldest = requirement.partition(">=")
        offer(tmp_path, name, oldest)
        offer(tmp_path, name, "999")
    offer(tmp_path, "friendly", "1", "httpx>=0.1")
    offer(tmp_path, "pins-old", "1", "pydantic==1.10")
    offer(tmp_path, "pydantic", "1.10")
    offer(tmp_path, "incomplete", "1", "nowhere>=1")
    offer(tmp_path, "left", "1", "friendly==1", "httpx==999")
    offer(tmp_path, "right", "1", f"httpx=={OURS[1].partition('>=')[2]}")
    return tmp_path


def say(index: Path, *packages: str) -> tuple[int, list[str]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_"))}
    config = index / "uv.toml"
    config.write_text(f"no-index = true\nfind-links = [{str(index)!r}]\n", encoding="utf-8")
    environment |= {"UV_CONFIG_FILE": str(config), "UV_CACHE_DIR": str(index / "cache")}
    command = (sys.executable, str(ROOT / ".ci" / "neighbours.py"), *packages)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert not done.stderr
    return done.returncode, done.stdout.splitlines()


def test_who_fits(index: Path) -> None:
    assert OURS[1].startswith("httpx")
    assert say(index, "friendly") == (
        0,
        [
            "friendly: fits (1)",
            "all 1 together: fit",
            "with CPython 3.14.2: 1 of 1 fit; clashing: nobody",
        ],
    )


def test_who_clashes(index: Path) -> None:
    code, lines = say(index, "friendly", "pins-old")
    assert code == 1
    assert lines[1].startswith("pins-old: clashes: ")
    assert "pydantic" in lines[1]
    assert lines[-1].endswith("1 of 2 fit; clashing: pins-old")


def test_what_cannot_be_had_is_held_against_nobody(index: Path) -> None:
    code, lines = say(index, "unheard-of", "incomplete", "friendly")
    assert code == 0
    assert lines[0].startswith("unheard-of: absent: ")
    assert lines[1].startswith("incomplete: absent: ")
    assert lines[-1].endswith("1 of 3 fit; clashing: nobody")


def test_those_that_clash_among_themselves(index: Path) -> None:
    code, lines = say(index, "left", "right")
    assert code == 0
    assert lines[2] == "all 2 together: clash, without this project, too"


def test_without_an_index(tmp_path: Path) -> None:
    code, lines = say(tmp_path, "friendly")
    assert code == 0
    (line,) = lines
    assert line.startswith("not tried: what this project asks for cannot be had from here: ")
