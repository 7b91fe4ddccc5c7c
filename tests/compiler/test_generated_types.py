"""What is generated of any schema satisfies the strictest settings of both type checkers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from compiler.deprecation.test_deprecation import PACKAGE as OLD_PACKAGE
from compiler.deprecation.test_deprecation import old_garden
from support.schemas import COMPILER_TESTS, GARDEN, diagnose, write_files
from support.type_checkers import strict_mypy
from support.yaml_edits import write_tree
from twilio_codegen.generator import generate

pytestmark = pytest.mark.checkers

PROJECT = Path(__file__).parents[2]
SHED = COMPILER_TESTS / "schemas" / "shed"
PACKAGES = {"twilio_garden": GARDEN, "twilio_shed": SHED}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("packages")
    for name, schema in PACKAGES.items():
        write_files(root / name, generate(schema))
    old = write_tree(old_garden(), root / "garden")
    (old / "hooks.py").write_text((GARDEN / "hooks.py").read_text(encoding="utf-8"), encoding="utf-8")
    write_files(root / OLD_PACKAGE, generate(old))
    return root


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MYPYPATH": os.pathsep.join([str(folder), str(PROJECT / "runtime")])}
    return subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_schema_may_leave_out_what_it_does_not_need() -> None:
    assert diagnose(SHED) == []


def test_packages_satisfy_mypy(folder: Path) -> None:
    done = strict_mypy(folder, *PACKAGES, OLD_PACKAGE)

    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_packages_satisfy_pyright(folder: Path) -> None:
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "include": [*PACKAGES, OLD_PACKAGE],
        "extraPaths": [str(folder), str(PROJECT / "runtime")],
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    done = run("pyright", "--pythonpath", sys.executable, folder=folder)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", PACKAGES)
def test_packages_can_be_imported_whole(folder: Path, name: str) -> None:
    script = f"import {name} as package; print(all(getattr(package, name) is not None for name in package.__all__))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == ("True\n", "")
