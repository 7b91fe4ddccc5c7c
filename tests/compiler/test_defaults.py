"""Values that a schema writes down, in what is generated."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import JsonValue

from support.schemas import copy_garden, write_files
from twilio_codegen.comparing.ledger import Ledger
from twilio_codegen.generator import generate
from twilio_codegen.language.type_expressions import TypeExpression, widened
from twilio_codegen.reading.schema_loader import load_schema
from twilio_codegen.reference import render_reference

NUMBERS = """\
values:
  Scale:
    doc: x
    fields:
      plain: {type: number, default: 0, doc: x}
      several: {type: 'list[map[number?]]', default: [{a: 1, b: null}], doc: x}
      anything: {type: json, default: {a: 1}, doc: x}
"""
PROPERTY = "  weight: {type: number, default: 3, doc: x}\n  scale: {type: 'Scale?', doc: x}\n"
PARAMETER = """\
  weigh:
    doc: x
    params: {least: {type: number, default: 2, doc: x}}
    request: {post: self, body: {least: $least}}
    returns: none
"""


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        ("number", 3, "3.0"),
        ("number?", None, "None"),
        ("number", 1.5, "1.5"),
        ("integer", 3, "3"),
        ("boolean", True, "True"),
        ("json", {"a": 3}, "{'a': 3}"),
        ("list[number]", [0, 1.5], "[0.0, 1.5]"),
        ("map[list[number?]]?", {"a": [None, -1]}, "{'a': [None, -1.0]}"),
    ],
)
def test_whole_numbers_become_floats_where_the_type_says_so(kind: str, written: JsonValue, expected: str) -> None:
    assert str(widened(written, TypeExpression.parse(kind))) == expected


def test_defaults_of_numbers_are_floats(tmp_path: Path) -> None:
    """Else a value with a whole number by default counts as changed when the service sends the same number."""
    garden = copy_garden(tmp_path)
    bed = (garden / "resources/bed.yaml").read_text(encoding="utf-8")
    bed = bed.replace("\nproperties:\n", f"\nproperties:\n{PROPERTY}").replace(
        "\nmethods:\n", f"\nmethods:\n{PARAMETER}"
    )
    write_files(garden, {"resources/bed.yaml": bed, "scale.yaml": NUMBERS})

    files = generate(garden)

    assert "plain: float = 0.0" in files["models.py"]
    assert '[{"a": 1.0, "b": None}]' in files["models.py"]
    assert '{"a": 1}' in files["models.py"]
    assert "self._weight: float = 3.0" in files["bed.py"]
    assert "least: float = 2.0" in files["bed.py"]
    reference = "".join(render_reference(load_schema(garden), None, Ledger({}, {})).values())
    assert "Default: `0.0`" in reference
    assert "Default: `0`" not in reference
