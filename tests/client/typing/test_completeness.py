"""Everything public has a type that all checkers agree on, and a docstring, in the package as it is installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import TypedDict, cast

import pytest

pytestmark = pytest.mark.checkers

ROOT = Path(__file__).parents[3]


class Symbol(TypedDict):
    """A name that pyright found."""

    name: str
    isTypeKnown: bool
    isTypeAmbiguous: bool
    diagnostics: list[dict[str, str]]


class Counts(TypedDict):
    """How many names have which kind of type."""

    withKnownType: int
    withAmbiguousType: int
    withUnknownType: int


class Completeness(TypedDict):
    """What pyright says of a package."""

    completenessScore: float
    packageRootDirectory: str
    exportedSymbolCounts: Counts
    missingFunctionDocStringCount: int
    missingClassDocStringCount: int
    symbols: list[Symbol]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Programs of an environment with the wheel in it, which borrows all dependencies from this one."""
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "build", "--installer", "uv", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False)
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    script = "import sysconfig; print(sysconfig.get_path('purelib'))"
    asked = subprocess.run([programs / "python", "-c", script], check=True, capture_output=True, text=True)
    packages = Path(asked.stdout.strip())
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # A folder named here is searched, but the links to this checkout that lie in it are not followed.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return programs


def verify(package: str, programs: Path) -> Completeness:
    """Have pyright look at everything that an installed package offers."""
    # The option --pythonpath is not heeded here; what counts is the first Python of the search path.
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--verifytypes", package, "--ignoreexternal", "--outputjson"],
        cwd=programs,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return cast("Completeness", json.loads(done.stdout)["typeCompleteness"])


@pytest.mark.parametrize("package", ["twilio_chat", "twilio_conversations", "twilio_realtime", "twilio_local"])
def test_everything_is_typed(installed: Path, package: str) -> None:
    found = verify(package, installed)

    assert Path(found["packageRootDirectory"]).is_relative_to(installed.parent), "another installation was looked at"
    doubtful = {
        symbol["name"]: [one["message"] for one in symbol["diagnostics"]]
        for symbol in found["symbols"]
        if symbol["isTypeAmbiguous"] or not symbol["isTypeKnown"]
    }
    assert doubtful == {}
    assert found["completenessScore"] == 1
    assert found["exportedSymbolCounts"]["withKnownType"] > 500
    assert (found["missingFunctionDocStringCount"], found["missingClassDocStringCount"]) == (0, 0)
