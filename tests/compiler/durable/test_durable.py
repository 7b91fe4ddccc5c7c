"""Any product can say which of its lists is consumed across restarts."""

from __future__ import annotations

import shutil
from pathlib import Path

from support.schemas import copy_garden, garden_modules
from support.type_checkers import strict_mypy
from twilio_codegen.generator import generate
from twilio_codegen.output.files import write

HERE = Path(__file__).parent


def test_a_list_of_any_product_is_consumed_durably(tmp_path: Path) -> None:
    schema = copy_garden(tmp_path / "schema")
    shutil.copy(HERE / "schema" / "harvest.yaml", schema / "resources")
    folder = tmp_path / "out"
    write(generate(schema), folder / "twilio_garden")
    shutil.copy(HERE / "consumer" / "consumer.py", folder)

    checked = strict_mypy(folder, "twilio_garden", "consumer.py")

    assert checked.returncode == 0, checked.stdout
    text = (folder / "twilio_garden" / "garden.py").read_text(encoding="utf-8")
    assert "position_of=lambda item: item.number" in text
    assert "time_of=lambda item: item.brought_in" in text


def test_without_such_a_list_there_are_no_deliveries() -> None:
    assert not [name for name in garden_modules() if "deliveries" in name]
