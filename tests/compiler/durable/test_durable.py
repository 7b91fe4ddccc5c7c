"""Any product can say which of its lists is consumed across restarts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.schemas import copy_garden, garden_modules
from support.type_checkers import strict_mypy
from twilio_codegen.generator import generate
from twilio_codegen.output.files import write

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with a list that is consumed durably, and a program beside it."""
    root = tmp_path_factory.mktemp("durable")
    schema = copy_garden(root / "schema")
    shutil.copy(HERE / "schema" / "harvest.yaml", schema / "resources")
    write(generate(schema), root / "out" / "twilio_garden")
    shutil.copy(HERE / "consumer" / "consumer.py", root / "out")
    return root / "out"


def test_a_list_of_any_product_is_consumed_durably(folder: Path) -> None:
    text = (folder / "twilio_garden" / "garden.py").read_text(encoding="utf-8")
    assert "position_of=lambda item: item.number" in text
    assert "time_of=lambda item: item.brought_in" in text


@pytest.mark.checkers
def test_programs_that_consume_it_satisfy_mypy(folder: Path) -> None:
    checked = strict_mypy(folder, "twilio_garden", "consumer.py")
    assert (checked.stdout, checked.stderr, checked.returncode) == ("", "", 0)


def test_without_such_a_list_there_are_no_deliveries() -> None:
    assert not [name for name in garden_modules() if "deliveries" in name]
