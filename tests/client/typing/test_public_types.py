"""Every event, method, property and union of the generated package has the type that `expected_types.yaml` says.

The expectations are written by hand. Programs that assert them are made for each run and shown to both type checkers;
other programs, in which every assertion is wrong, show that each of them is looked at.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.type_checkers import Complaint, ask_mypy, ask_pyright
from support.typed_consumer import Expectations, TypedConsumer, load_expectations
from twilio_codegen.language import Schema
from twilio_codegen.python.naming import python_name
from twilio_codegen.reading.schema_loader import load_schema

SCHEMA = Path(__file__).parents[3] / "schema" / "chat"

# ---------------------------------------------------------------------------------------------- completeness


@pytest.fixture(scope="module")
def expected() -> Expectations:
    return load_expectations(Path(__file__).parent / "expected_types.yaml")


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(SCHEMA)


def test_every_union_is_expected(expected: Expectations, schema: Schema) -> None:
    declared = {name: sorted(union.members) for name, union in sorted(schema.types.items())}
    assert {name: sorted(members) for name, members in expected.unions.items()} == declared


def test_every_field_is_expected(expected: Expectations, schema: Schema) -> None:
    found = {
        name: {python_name(field) for field in item.fields}
        for section in (schema.values, schema.options, schema.payloads)
        for name, item in section.items()
    }

    assert {name: set(fields) for name, fields in expected.values.items()} == found
    assert not schema.tagged, "expect the members of tagged unions, too"


def test_every_property_is_expected(expected: Expectations, schema: Schema) -> None:
    found = {name: {python_name(key) for key in item.properties} for name, item in schema.resources.items()}

    assert {name: set(item.properties) for name, item in expected.resources.items()} == found


def test_every_method_is_expected(expected: Expectations, schema: Schema) -> None:
    found = {name: set(item.methods) for name, item in schema.resources.items()}

    assert {name: set(item.methods) for name, item in expected.resources.items()} == found
    for name, resource in schema.resources.items():
        for key, method in resource.methods.items():
            calls = expected.resources[name].methods[key]
            assert calls
            for call in calls:
                assert re.match(rf"(await )?{python_name(key)}\(", call), f"{call!r} is no call of {name}.{key}"
            for parameter, item in method.params.items():
                keyword = f"{python_name(item.name or parameter)}="
                assert any(keyword in call for call in calls), f"no call of {name}.{key} has {keyword}"


def test_every_event_is_expected(expected: Expectations, schema: Schema) -> None:
    found = {name: {key: python_name(key) for key in item.events} for name, item in schema.resources.items()}

    assert {
        name: {key: item.event(key)[0] for key in item.events} for name, item in expected.resources.items()
    } == found


# ---------------------------------------------------------------------------------------------- both checkers


@pytest.fixture(scope="module")
def programs(expected: Expectations, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("consumers")
    (folder / "right_program.py").write_text(TypedConsumer(expected).text)
    (folder / "wrong_types.py").write_text(TypedConsumer(expected, "types").text)
    (folder / "forgotten_members.py").write_text(TypedConsumer(expected, "unions").text)
    return folder


@pytest.fixture(scope="module", params=["mypy", "pyright"])
def complaints(request: pytest.FixtureRequest, programs: Path) -> list[Complaint]:
    if request.param == "pyright":
        return ask_pyright(programs)
    return ask_mypy(sorted(programs.glob("*.py")))


@pytest.mark.checkers
def test_all_types_are_as_expected(complaints: list[Complaint], programs: Path) -> None:
    lines = (programs / "right_program.py").read_text().splitlines()

    assert [f"{lines[one.line - 1].strip()}: {one.text}" for one in complaints if one.module == "right_program"] == []


@pytest.mark.checkers
def test_each_assertion_is_looked_at(complaints: list[Complaint], expected: Expectations) -> None:
    consumer = TypedConsumer(expected, "types")
    lines = consumer.text.splitlines()
    noticed = {one.line for one in complaints if one.module == "wrong_types"}

    assert [lines[line - 1].strip() for line in consumer.asserting if line not in noticed] == []
    assert len(consumer.asserting) > 500


@pytest.mark.checkers
def test_a_forgotten_member_is_noticed(complaints: list[Complaint], expected: Expectations) -> None:
    consumer = TypedConsumer(expected, "unions")
    said = {one.line: one.text for one in complaints if one.module == "forgotten_members"}

    assert len(consumer.asserting) == len(expected.unions)
    for line, members in zip(consumer.asserting, expected.unions.values(), strict=True):
        assert f"Literal['{members[-1]}']" in said.get(line, "nothing")
