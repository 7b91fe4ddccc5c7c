"""From a folder to a schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.schemas import GARDEN, copy_garden
from twilio_codegen.errors import SchemaError
from twilio_codegen.reading.positions import Position
from twilio_codegen.reading.schema_loader import load_schema


def test_every_node_knows_where_it_was_written() -> None:
    schema = load_schema(GARDEN)
    bed = schema.resources["Bed"]

    assert bed.pos == Position("resources/bed.yaml", 1, 1)
    assert bed.at("owner") == Position("resources/bed.yaml", 4, 8)
    assert bed.key_at("properties", "title").column == 3
    assert bed.properties["title"].at("reason").column > bed.properties["title"].at("wire").column
    assert schema.key_at("types", "Season").file == "definitions.yaml"
    assert schema.product.pos.file == "product.yaml"


def test_short_forms_have_places_too() -> None:
    method = load_schema(GARDEN).resources["Bed"].methods["rename"]

    assert method.returns.kind == "self"
    assert method.returns.pos == method.at("returns")
    assert method.request is not None
    assert method.request.body is not None
    assert method.request.body["name"].value == "$title"
    assert method.request.body["name"].pos == method.request.at("body", "name")


def test_sections_of_several_files_are_merged(tmp_path: Path) -> None:
    folder = copy_garden(tmp_path)
    (folder / "extra.yaml").write_text("values:\n  Pot: {doc: A pot., fields: {}}\n", encoding="utf-8")

    schema = load_schema(folder)

    assert list(schema.values) == ["Soil", "PlantOptions", "Pot"]
    assert schema.key_at("values", "Pot") == Position("extra.yaml", 2, 3)


def test_a_schema_without_payloads_or_values_is_one(tmp_path: Path) -> None:
    (tmp_path / "product.yaml").write_text((GARDEN / "product.yaml").read_text(encoding="utf-8"), encoding="utf-8")

    schema = load_schema(tmp_path)

    assert (schema.values, schema.payloads, schema.resources) == ({}, {}, {})


def test_python_names_of_fields_are_no_second_spelling(tmp_path: Path) -> None:
    folder = copy_garden(tmp_path)
    path = folder / "resources" / "plant.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("raised-by", "raised_by"), encoding="utf-8")

    with pytest.raises(SchemaError) as caught:
        load_schema(folder)

    assert [problem.message for problem in caught.value.diagnostics] == [
        "event 'updated' needs the key 'raised-by'",
        "unknown key 'raised_by'; did you mean 'raised-by'?",
    ]
    assert str(caught.value).startswith("resources/plant.yaml:19:5: ")
