"""One edit of the YAML and a new run of the compiler are all it takes: types are right, and it works.

The packages have names of their own, so that one run of the type checker sees them all.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from compiler.one_edit.edits import EDITS
from support.patience import PATIENCE
from support.schemas import CHAT, write_files
from support.type_checkers import strict_mypy
from twilio_codegen.generator import generate
from twilio_codegen.lint import load_linted

PROJECT = Path(__file__).parents[3]
PROGRAMS = PROJECT / "tests" / "data" / "one_edit"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For each edit a package and a program that uses what is new."""
    root = tmp_path_factory.mktemp("one_edit")
    for name, edit in EDITS.items():
        schema = root / "schemas" / name
        shutil.copytree(CHAT, schema)
        edit.apply(schema)
        package = f"twilio_chat_{name}"
        product = schema / "product.yaml"
        product.write_text(product.read_text(encoding="utf-8").replace("package: twilio_chat", f"package: {package}"))
        write_files(root / package, generate(schema))
        program = (PROGRAMS / f"{name}.py").read_text(encoding="utf-8")
        write_files(root, {f"use_{name}.py": re.sub(r"\btwilio_chat\b", package, program)})
    return root


@pytest.mark.parametrize("name", EDITS)
def test_it_is_one_edit(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "schema"
    shutil.copytree(CHAT, folder)
    before = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}

    EDITS[name].apply(folder)

    after = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}
    (changed,) = {path for path in after if after[path] != before.get(path)}
    lines = [before.get(changed, "").splitlines(), after[changed].splitlines()]
    matcher = SequenceMatcher(None, lines[0], lines[1], autojunk=False)
    assert [code for code, *_ in matcher.get_opcodes() if code != "equal"] == ["insert"]


def test_the_edited_schemas_have_no_problems(folder: Path) -> None:
    for name in EDITS:
        assert load_linted(folder / "schemas" / name)[1] == []


@pytest.mark.checkers
def test_everything_generated_and_its_use_is_typed(folder: Path) -> None:
    files = [str(path) for path in sorted(folder.glob("*")) if path.name != "schemas"]
    done = strict_mypy(folder, *files)

    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


@pytest.mark.parametrize("name", EDITS)
def test_it_works(folder: Path, name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(folder / f"use_{name}.py")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (folder, PROJECT / "tests")))},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
