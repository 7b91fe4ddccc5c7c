"""The second product, compiled once for all its tests."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from twilio_codegen.generator import generate
from twilio_codegen.output.files import write

HERE = Path(__file__).parent
PACKAGE = "lorry_fleet"


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the generated package and its consumers, from which both can be imported."""
    folder = tmp_path_factory.mktemp("second-product")
    write(generate(HERE / "schema"), folder / PACKAGE)
    shutil.copytree(HERE / "consumer", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))
    own = {PACKAGE, *(path.stem for path in (HERE / "consumer").glob("*.py"))}
    for name in [name for name in sys.modules if name.partition(".")[0] in own]:
        del sys.modules[name]
