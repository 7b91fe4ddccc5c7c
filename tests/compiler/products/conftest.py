"""The project with a second product, compiled once for all tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.checkout import Checkout


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """The project with a second product, both compiled; not to be changed."""
    made = Checkout.with_second_product(tmp_path_factory.mktemp("products") / "checkout")
    assert made.compiler("generate") == (0, "", "")
    return made


@pytest.fixture
def checkout(compiled: Checkout, tmp_path: Path) -> Checkout:
    """A copy of it for one test."""
    shutil.copytree(compiled.folder, tmp_path / "checkout")
    return Checkout(tmp_path / "checkout")
