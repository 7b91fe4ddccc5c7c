"""What the project asks for can be had beside what programs ask for: nothing that users have is pinned."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = canonicalize_name(PROJECT["name"])
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
OF_DEVELOPERS = {"codegen", "test", "docs", "dev"}
"""Extras for whoever works on the project; `codegen` is the one that pins, and the others ask for it."""
OF_USERS = sorted(EXTRAS.keys() - OF_DEVELOPERS)
UV = (sys.executable, "-m", "uv")


def asked(texts: list[str]) -> Iterator[Requirement]:
    """What these requirements ask for of others, our own extras followed."""
    for text in texts:
        requirement = Requirement(text)
        if canonicalize_name(requirement.name) == OURS:
            for extra in sorted(requirement.extras):
                yield from asked(EXTRAS[extra])
        else:
            yield requirement


def narrow(requirement: Requirement) -> bool:
    """Whether no newer version may be installed."""
    return any(one.operator not in (">=", "!=") for one in requirement.specifier)


@pytest.mark.parametrize("extra", ["", *OF_USERS])
def test_nothing_that_users_have_is_pinned(extra: str) -> None:
    found = {one.name: str(one.specifier) for one in asked(EXTRAS[extra] if extra else PROJECT["dependencies"])}
    assert found
    held = {one.name for one in asked(EXTRAS[extra] if extra else PROJECT["dependencies"]) if narrow(one)}
    # Of uvicorn the embedded service uses names that may change with any minor version.
    assert held <= {"uvicorn"}, f"{extra or 'the base install'} pins {held}"


def test_exact_versions_are_the_compilers() -> None:
    exact = {
        (extra, Requirement(text).name)
        for extra, texts in EXTRAS.items()
        for text in texts
        if any(one.operator in ("==", "===", "~=") for one in Requirement(text).specifier)
    }
    assert {name for _, name in exact} == {"datamodel-code-generator", "ruff"}
    assert {extra for extra, _ in exact} == {"codegen"}


def test_what_is_bounded_says_what_is_used() -> None:
    """A bound stands where names that the library promises nobody are used, and there alone."""
    inside = re.compile(r"^\s*from uvicorn\.[\w.]+ import", re.MULTILINE)
    users = [path for path in (ROOT / "runtime").rglob("*.py") if inside.search(path.read_text(encoding="utf-8"))]
    (uvicorn,) = (one for one in asked(EXTRAS["local"]) if one.name == "uvicorn")
    assert bool(users) == any(one.operator in ("<", "<=") for one in uvicorn.specifier)


@pytest.mark.wheel
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("extra", "beside"),
    [
        ("all", ["ruff==0.16.0"]),
        ("all", ["ruff==0.17.0", "datamodel-code-generator==0.80.0"]),
        ("cli", ["ruff==0.15.22", "uvicorn==0.53.0"]),
    ],
)
def test_it_resolves_beside_other_versions(extra: str, beside: list[str], tmp_path: Path) -> None:
    wanted = tmp_path / "wanted.in"
    wanted.write_text("\n".join([f"{OURS}[{extra}] @ {ROOT.as_uri()}", *beside]), encoding="utf-8")
    # The constraints of the sessions are exact versions.
    environment = {name: value for name, value in os.environ.items() if name != "UV_CONSTRAINT"}
    done = subprocess.run(
        [*UV, "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--python", sys.executable, wanted],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert set(beside) <= set(done.stdout.splitlines())
