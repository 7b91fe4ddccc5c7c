"""Values and wire payloads as JSON Schema, and as the pydantic models made of it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import BaseModel, ValidationError

from support.schemas import GARDEN, copy_garden, golden, write_files
from twilio_codegen.models.emitter import emit_models
from twilio_codegen.models.json_schema import ModelDocument, models_document, wire_document
from twilio_codegen.output.formatting import format_package
from twilio_codegen.reading.schema_loader import load_schema


@pytest.fixture(scope="module")
def emitted() -> dict[str, str]:
    schema = load_schema(GARDEN)
    files = {"models.py": emit_models(models_document(schema)), "wire.py": emit_models(wire_document(schema))}
    return format_package({"__init__.py": "", **files}, "twilio_garden")


@pytest.fixture(scope="module")
def package(emitted: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("models")
    write_files(folder / "twilio_garden", {**emitted, "types.py": "Season = str\n"})
    sys.path.insert(0, str(folder))
    yield
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "twilio_garden"]:
        del sys.modules[name]


def model(module: ModuleType, name: str) -> type[BaseModel]:
    found = getattr(module, name)
    assert isinstance(found, type)
    assert issubclass(found, BaseModel)
    return found


@pytest.mark.parametrize("kind", ["models", "wire"])
def test_json_schema_is_as_reviewed(kind: str) -> None:
    document = {"models": models_document, "wire": wire_document}[kind](load_schema(GARDEN))
    text = json.dumps({**document.document(), "names": document.names}, indent=2) + "\n"

    assert text == golden(f"garden_{kind}.json", text)


@pytest.mark.parametrize("name", ["models.py", "wire.py"])
def test_models_are_as_reviewed(emitted: dict[str, str], name: str) -> None:
    assert emitted[name] == golden(f"garden_{name}", emitted[name])
    assert re.search(r"\bAny\b", emitted[name]) is None


@pytest.mark.usefixtures("package")
def test_documented_names_and_python_names_are_both_accepted() -> None:
    options = model(import_module("twilio_garden.models"), "PlantOptions")
    moment = datetime(2026, 11, 22, tzinfo=UTC)

    assert options.model_validate({"sownAt": moment}) == options.model_validate({"sown_at": moment})
    with pytest.raises(ValidationError):
        options.model_validate({"sownAt": datetime(2026, 11, 22)})


@pytest.mark.usefixtures("package")
def test_defaults_are_not_shared() -> None:
    options = model(import_module("twilio_garden.models"), "PlantOptions")
    first, second = options.model_validate({}), options.model_validate({})

    assert first.model_dump() == second.model_dump() == {"notes": {}, "sown_at": None, "tags": []}
    assert vars(first)["tags"] is not vars(second)["tags"]


@pytest.mark.usefixtures("package")
def test_any_field_of_a_mirrored_payload_may_be_absent_and_presence_is_known() -> None:
    document = model(import_module("twilio_garden.wire"), "BedDocument")

    assert document.model_validate({}).model_fields_set == set()
    sent = document.model_validate({"name": None, "soil": {"kind": "clay", "measured": 1700000000000}, "new": 1})
    assert sent.model_fields_set == {"title", "soil"}
    soil = vars(sent)["soil"]
    assert isinstance(soil, model(import_module("twilio_garden.models"), "Soil"))
    assert soil.model_dump()["measured_at"] == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.usefixtures("package")
def test_answers_need_what_is_neither_nullable_nor_given() -> None:
    answer = model(import_module("twilio_garden.wire"), "Planted")

    assert answer.model_validate({"sid": "PL1"}).model_dump() == {"sid": "PL1", "season": None, "soil": None}
    with pytest.raises(ValidationError):
        answer.model_validate({})


def test_texts_survive_whatever_they_hold(tmp_path: Path) -> None:
    doc = 'It says "hello" — ' + "word " * 60 + 'and \\\\ and """triple""" "end"'
    folder = copy_garden(tmp_path)
    (folder / "extra.yaml").write_text(
        json.dumps({"values": {"Pot": {"doc": doc, "fields": {"size": {"type": "integer", "doc": doc}}}}}),
        encoding="utf-8",
    )
    code = format_package({"models.py": emit_models(models_document(load_schema(folder)))}, "twilio_garden")[
        "models.py"
    ]

    assert all(len(line) <= 120 for line in code.splitlines())
    namespace: dict[str, object] = {}
    exec(compile(code, "models.py", "exec"), namespace)
    pot = namespace["Pot"]
    assert isinstance(pot, type)
    assert pot.__doc__ is not None
    assert " ".join(pot.__doc__.split()) == " ".join(doc.split())


def test_a_schema_without_values_has_a_module_without_models() -> None:
    code = emit_models(ModelDocument(title="Nothing."))

    assert format_package({"models.py": code}, "empty")["models.py"] == (
        '"""Nothing."""\n\nfrom __future__ import annotations\n\n__all__: list[str] = []\n'
    )
