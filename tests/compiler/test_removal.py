"""Whatever is taken out of the schema of Chat, the comparison with the documented API names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from support.schemas import CHAT
from twilio_codegen.comparing.declarations import read_facts
from twilio_codegen.comparing.deviations import compare_with_documented
from twilio_codegen.comparing.ledger import load_ledger
from twilio_codegen.language import Schema
from twilio_codegen.reading.schema_loader import load_schema

(FACTS_FILE,) = (CHAT / "documented").glob("*.json")
FACTS = read_facts(FACTS_FILE.read_text(encoding="utf-8"))
LEDGER = load_ledger(CHAT / "documented" / "deviations.yaml")
ValueT = TypeVar("ValueT")


def removals(schema: Schema) -> Iterator[tuple[str, str, Schema]]:
    """The schema without one thing: owner, name and what is left, for everything that it declares."""
    for owner, resource in schema.resources.items():
        for section in ("properties", "methods", "events"):
            entries: dict[str, object] = getattr(resource, section)
            for name in entries:
                left = resource.model_copy(update={section: _without(entries, name)})
                yield owner, name, schema.model_copy(update={"resources": {**schema.resources, owner: left}})
    for owner, union in schema.types.items():
        for member in union.members:
            kept = union.model_copy(update={"members": _without(union.members, member)})
            yield owner, member, schema.model_copy(update={"types": {**schema.types, owner: kept}})
    for section in ("values", "options"):
        sets = getattr(schema, section)
        for owner, value in sets.items():
            for name in value.fields:
                rest = value.model_copy(update={"fields": _without(value.fields, name)})
                yield owner, name, schema.model_copy(update={section: {**sets, owner: rest}})
    for section in ("types", "values", "options", "resources"):
        whole: dict[str, object] = getattr(schema, section)
        for name in whole:
            yield name, "", schema.model_copy(update={section: _without(whole, name)})


def _without(entries: Mapping[str, ValueT], name: str) -> dict[str, ValueT]:
    return {key: value for key, value in entries.items() if key != name}


def test_nothing_is_missing() -> None:
    assert compare_with_documented(load_schema(CHAT), FACTS, LEDGER) == []


def test_whatever_is_removed_is_named() -> None:
    schema = load_schema(CHAT)
    unnoticed: list[str] = []
    count = 0
    for owner, name, left in removals(schema):
        count += 1
        lines = compare_with_documented(left, FACTS, LEDGER)
        if not any(owner in line and name in line for line in lines):
            unnoticed.append(f"{owner} {name}: {lines}")

    assert unnoticed == []
    assert count > 88 + 60 + 41 + 57
