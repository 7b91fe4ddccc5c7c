"""What the sessions install is locked with hashes, from no particular place, and is what the project asks for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = canonicalize_name(PROJECT["name"])
LOCK = (ROOT / ".ci" / "requirements.txt").read_text(encoding="utf-8")
LOCKED = [Requirement(line.removesuffix("\\").strip()) for line in LOCK.splitlines() if not line.startswith(" ")]


def wanted(*extras: str) -> Iterator[Requirement]:
    """What the project and some of its extras ask for, and the extras that those name."""
    for text in (
        *PROJECT["dependencies"],
        *(text for name in extras for text in PROJECT["optional-dependencies"][name]),
    ):
        requirement = Requirement(text)
        if canonicalize_name(requirement.name) == OURS:
            yield from wanted(*requirement.extras)
        else:
            yield requirement


def test_it_has_what_the_project_asks_for() -> None:
    """After a change of `pyproject.toml`, run `nox -s lock`."""
    for requirement in wanted("dev", "docs"):
        found = [one for one in LOCKED if canonicalize_name(one.name) == canonicalize_name(requirement.name)]
        assert found, f"{requirement.name} is not locked"
        for one in found:
            (version,) = (specifier.version for specifier in one.specifier)
            assert requirement.specifier.contains(version), f"{one} is locked, {requirement} is asked for"


def test_every_file_has_a_hash_and_no_place() -> None:
    assert len(LOCKED) > 100
    for entry in re.split(r"\n(?! )", LOCK.strip()):
        head, *hashes = entry.split(" \\\n")
        assert re.fullmatch(r"[a-z0-9.-]+==[\w.+!]+( ; .+)?", head), head
        assert hashes, head
        assert all(re.fullmatch(r" {4}--hash=sha256:[0-9a-f]{64}", line) for line in hashes), head
