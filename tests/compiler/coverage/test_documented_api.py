"""The schema and the generated package cover everything that is officially documented."""

import importlib
import inspect
import json
import typing
from pathlib import Path

import pytest
from pydantic import BaseModel

import twilio_chat
from twilio_codegen.comparing.api import Api
from twilio_codegen.comparing.declarations import read_facts
from twilio_codegen.comparing.deviations import compare_with_documented
from twilio_codegen.comparing.ledger import Ledger, load_ledger
from twilio_codegen.language import Json, Schema
from twilio_codegen.python.naming import python_name
from twilio_codegen.reading.schema_loader import load_schema
from twilio_realtime.events import EventHub, events_of

SCHEMA = Path(__file__).parents[3] / "schema" / "chat"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(SCHEMA)


@pytest.fixture(scope="module")
def facts() -> typing.Mapping[str, Json]:
    (path,) = (SCHEMA / "documented").glob("*.json")
    return typing.cast("typing.Mapping[str, Json]", json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def documented() -> Api:
    (path,) = (SCHEMA / "documented").glob("*.json")
    return read_facts(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return load_ledger(SCHEMA / "documented" / "deviations.yaml")


def _entries(value: Json | typing.Mapping[str, Json], key: str) -> dict[str, dict[str, Json]]:
    found = value.get(key) if isinstance(value, typing.Mapping) else None
    return typing.cast("dict[str, dict[str, Json]]", found or {})


def test_the_schema_declares_everything_documented(schema: Schema, documented: Api, ledger: Ledger) -> None:
    assert compare_with_documented(schema, documented, ledger) == []
    for deviation, reason in ledger.reasons.items():
        print(f"{deviation}\n    {reason}")


def test_the_facts_are_complete(facts: typing.Mapping[str, Json]) -> None:
    counts = typing.cast("dict[str, int]", facts["counts"])
    classes = _entries(facts, "classes")
    aliases = _entries(facts, "aliases")
    assert len(classes) == counts["classes"] == 10
    assert len(_entries(facts, "interfaces")) == counts["interfaces"] == 7
    assert len(aliases) == counts["aliases"] == 15
    assert sum(len(_entries(entry, "methods")) for entry in classes.values()) == counts["classMethods"] == 60
    assert sum(len(_entries(entry, "events")) for entry in classes.values()) == counts["classEvents"] == 41
    assert sum(len(_entries(entry, "properties")) for entry in classes.values()) == counts["classProperties"] == 88
    literals = sum(len(typing.cast("list[str]", entry.get("literals", []))) for entry in aliases.values())
    assert literals == 57


def test_the_package_offers_every_documented_name(facts: typing.Mapping[str, Json]) -> None:
    for section in ("classes", "interfaces", "aliases"):
        for name in _entries(facts, section):
            assert getattr(twilio_chat, name) is not None, name
            assert name in twilio_chat.__all__


def test_the_unions_have_exactly_the_documented_members(facts: typing.Mapping[str, Json]) -> None:
    for name, entry in _entries(facts, "aliases").items():
        if "literals" in entry:
            members = typing.get_args(getattr(twilio_chat, name))
            documented = tuple(typing.cast("list[str]", entry["literals"]))
            # Update reasons stand in the order of the properties that raise them.
            assert sorted(members) == sorted(documented)
            assert members == documented or name.endswith("UpdateReason")


def _attributes_of(kind: type[object]) -> set[str]:
    if issubclass(kind, BaseModel):
        return set(kind.model_fields)
    found = {name for base in kind.__mro__ for name in vars(base)}
    found |= set(getattr(kind, "__dataclass_fields__", ()))
    return found | {name for name in ("items",) if f"self.{name}: " in inspect.getsource(kind)}


def _introspected(facts: typing.Mapping[str, Json]) -> typing.Iterator[str]:
    """What of the documented surface the package lacks, in the words of the ledger."""
    for section in ("classes", "interfaces"):
        for name, entry in _entries(facts, section).items():
            kind = getattr(twilio_chat, name)
            attributes = _attributes_of(kind)
            for key in _entries(entry, "properties"):
                documented = key.removeprefix("static ")
                if python_name(documented) not in attributes:
                    yield f"{name}.{documented}: property is missing"
            for documented, method in _entries(entry, "methods").items():
                if python_name(documented) not in attributes:
                    yield f"{name}.{documented}: method is missing"
                    continue
                parameters = inspect.signature(getattr(kind, python_name(documented))).parameters
                params = typing.cast("list[dict[str, str]]", method["params"])
                yield from (
                    f"{name}.{documented}({item['name']}): parameter is missing"
                    for item in params
                    if python_name(item["name"]) not in parameters and item["name"] not in _RENAMED
                )
            if events := _entries(entry, "events"):
                hub = getattr(importlib.import_module("twilio_chat.events"), f"{name}Events")
                assert issubclass(hub, EventHub)
                yield from (
                    f"{name} event {event}: event is missing" for event in events if event not in events_of(hub)
                )


_RENAMED = {"messageAttributes": "attributes", "sortingOptions": "sorting_options"}


def test_the_package_has_every_documented_member(facts: typing.Mapping[str, Json], ledger: Ledger) -> None:
    lacking = set(_introspected(facts))
    listed = {line for line in ledger.reasons if line.endswith("is missing")}
    # Also a method of the object: whoever looks for the property finds it.
    assert lacking == listed - {"Client.parsePushNotification: property is missing"}


def test_nothing_public_is_untyped(schema: Schema) -> None:
    for name in (*schema.resources, *schema.payloads):
        kind: type[object] = getattr(twilio_chat, name)
        attributes: dict[str, object] = dict(vars(kind))
        for attribute, value in attributes.items():
            if not attribute.startswith("_") and inspect.isfunction(value):
                assert "Any" not in str(inspect.signature(value)), f"{name}.{attribute}"


def test_a_stale_entry_and_an_unlisted_deviation_are_reported(schema: Schema, documented: Api, ledger: Ledger) -> None:
    reasons = dict(ledger.reasons)
    forgotten = next(iter(reasons))
    del reasons[forgotten]
    reasons["Channel.nothing: property is missing"] = "made up"
    places = {**ledger.places, "Channel.nothing: property is missing": next(iter(ledger.places.values()))}
    found = compare_with_documented(schema, documented, Ledger(reasons, places))
    assert forgotten in found
    assert any(line.endswith("stale entry: Channel.nothing: property is missing") for line in found)
