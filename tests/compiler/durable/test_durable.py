"""Any product can say which of its lists is consumed across restarts."""

from __future__ import annotations

import inspect
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import twilio_chat
from support.schemas import copy_garden, garden_modules
from support.type_checkers import strict_mypy
from twilio_codegen.cli.commands import app
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


def test_that_it_goes_is_a_change_that_breaks_programs(tmp_path: Path) -> None:
    with_it, without = copy_garden(tmp_path / "with"), copy_garden(tmp_path / "without")
    text = (HERE / "schema" / "harvest.yaml").read_text(encoding="utf-8")
    line = "      durable: {by: number, since: broughtIn}\n"
    assert line in text
    (with_it / "resources" / "harvest.yaml").write_text(text, encoding="utf-8")
    (without / "resources" / "harvest.yaml").write_text(text.replace(line, ""), encoding="utf-8")

    gone = CliRunner().invoke(app, ["diff", str(with_it), str(without), "--format", "json", "--fail-on", "breaking"])
    come = CliRunner().invoke(app, ["diff", str(without), str(with_it), "--format", "json", "--fail-on", "breaking"])

    assert (gone.exit_code, come.exit_code) == (1, 0)
    found = {rule for rule in ("class-removed", "method-removed") if f'"{rule}"' in gone.stdout}
    assert found == {"class-removed", "method-removed"}
    assert "Garden.deliveries" in gone.stdout
    assert '"method-added"' in come.stdout


def test_the_index_describes_what_the_client_has() -> None:
    index = json.loads((Path(twilio_chat.__file__).parent / "schemas" / "api-index.json").read_text(encoding="utf-8"))
    described = index["resources"]["Client"]["methods"]["deliveries"]
    signature = inspect.signature(twilio_chat.Client.deliveries)
    shown = {
        item["python"]: (item["type"], item.get("default", inspect.Parameter.empty), item.get("keyword_only", False))
        for item in described["params"]
    }
    written = {
        name: (item.annotation, item.default, item.kind is item.KEYWORD_ONLY)
        for name, item in signature.parameters.items()
        if name != "self"
    }
    assert shown == written
    assert described["returns"] == signature.return_annotation
