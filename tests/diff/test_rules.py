"""Each rule, by an edit of a small schema or of small declarations that is such a change and nothing graver."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from support.schemas import GARDEN, write_files
from support.yaml_edits import Tree, read_tree, write_tree
from twilio_codegen.declarations import read_declarations
from twilio_codegen.diff import (
    LEVELS,
    RULES,
    Change,
    api_of_declarations,
    api_of_schema,
    compare_apis,
    compatibility_page,
    migration_notes,
    verdict_of,
)
from twilio_codegen.schema_loader import load_schema

Entry = dict[str, object]
Edit = Callable[[Tree], None]

PROJECT = Path(__file__).parents[2]
DEFINITIONS, BED, PLANT, GARDEN_FILE = (
    "definitions.yaml",
    "resources/bed.yaml",
    "resources/plant.yaml",
    "resources/garden.yaml",
)


def at(tree: Tree, file: str, *path: str) -> Entry:
    found: Entry = tree[file]
    for part in path:
        found = cast("Entry", found.setdefault(part, {}))
    return found


def put(file: str, *path: str, value: object) -> Edit:
    def edit(tree: Tree) -> None:
        at(tree, file, *path[:-1])[path[-1]] = value

    return edit


def drop(file: str, *path: str) -> Edit:
    def edit(tree: Tree) -> None:
        del at(tree, file, *path[:-1])[path[-1]]

    return edit


def rename(file: str, *path: str, to: str, **also: object) -> Edit:
    def edit(tree: Tree) -> None:
        parent = at(tree, file, *path[:-1])
        entries = {to if key == path[-1] else key: item for key, item in parent.items()}
        parent.clear()
        parent.update(entries)
        if also:
            cast("Entry", parent[to]).update(also)

    return edit


def reverse(file: str, *path: str) -> Edit:
    def edit(tree: Tree) -> None:
        parent = at(tree, file, *path)
        entries = dict(reversed(parent.items()))
        parent.clear()
        parent.update(entries)

    return edit


def both(*edits: Edit) -> Edit:
    def edit(tree: Tree) -> None:
        for item in edits:
            item(tree)

    return edit


STRING: Entry = {"type": "string", "doc": "New."}
OPTIONAL: Entry = {"type": "string?", "default": None, "doc": "New."}
PLAIN: Entry = {"doc": "New.", "hook": "water_bed", "returns": "none"}
TITLE = (BED, "methods", "rename", "params", "title")
TAGS = (DEFINITIONS, "values", "PlantOptions", "fields", "tags")

EDITS: dict[str, Edit] = {
    "package-renamed": put("product.yaml", "package", value="other_garden"),
    "class-added": put(DEFINITIONS, "values", "Pot", value={"doc": "New.", "fields": {"size": STRING}}),
    "class-removed": drop(DEFINITIONS, "values", "Soil"),
    "class-renamed": rename(DEFINITIONS, "values", "Soil", to="Ground"),
    "class-changed-kind": put(DEFINITIONS, "values", "Soil", "input", value=True),
    "union-added": put(DEFINITIONS, "types", "Colour", value={"doc": "New.", "members": {"green": "Leaves."}}),
    "union-removed": drop(DEFINITIONS, "types", "Season"),
    "union-renamed": rename(DEFINITIONS, "types", "Season", to="TimeOfYear"),
    "member-added": put(DEFINITIONS, "types", "BedStatus", "members", "watched", value="New."),
    "member-removed": drop(DEFINITIONS, "types", "BedStatus", "members", "offered"),
    "member-renamed": rename(DEFINITIONS, "types", "BedStatus", "members", "offered", to="asked"),
    "property-added": put(BED, "properties", "colour", value=STRING),
    "property-removed": drop(BED, "properties", "soil"),
    "property-renamed": rename(BED, "properties", "soil", to="ground", wire="soil"),
    "property-respelt": rename(PLANT, "properties", "sownAt", to="sown_at"),
    "property-nullable": put(BED, "properties", "isTended", "type", value="boolean?"),
    "property-not-null": put(BED, "properties", "title", "type", value="string"),
    "property-narrowed": put(PLANT, "properties", "height", "type", value="integer?"),
    "property-type": put(PLANT, "properties", "height", "type", value="string?"),
    "property-default": put(BED, "properties", "status", "default", value="offered"),
    "reason-added": put(PLANT, "properties", "notes", "reason", value="height"),
    "reason-removed": drop(BED, "properties", "title", "reason"),
    "reason-changed": put(BED, "properties", "title", "reason", value="soil"),
    "option-added": put(DEFINITIONS, "values", "PlantOptions", "fields", "colour", value=OPTIONAL),
    "option-required-added": put(DEFINITIONS, "values", "PlantOptions", "fields", "colour", value=STRING),
    "option-removed": drop(*TAGS),
    "option-renamed": rename(*TAGS, to="words"),
    "option-respelt": rename(DEFINITIONS, "values", "PlantOptions", "fields", "sownAt", to="sown_at"),
    "option-accepts-more": put(*TAGS, "type", value="list[string]?"),
    "option-accepts-less": put(DEFINITIONS, "values", "PlantOptions", "fields", "notes", "type", value="string"),
    "option-optional": both(
        put(DEFINITIONS, "values", "PlantOptions", "fields", "colour", value=STRING),
    ),
    "option-required": drop(*TAGS, "default"),
    "option-default": put(*TAGS, "default", value=["new"]),
    "field-order": reverse(DEFINITIONS, "payloads", "Trouble", "fields"),
    "method-added": put(BED, "methods", "dig", value=PLAIN),
    "method-removed": drop(BED, "methods", "water"),
    "method-renamed": rename(BED, "methods", "water", to="sprinkle"),
    "method-respelt": rename(BED, "methods", "water", to="Water"),
    "method-static": put(BED, "methods", "water", "static", value=True),
    "result-nullable": put(BED, "methods", "plant", "returns", "type", value="string?"),
    "result-not-null": put(BED, "methods", "plant", "returns", "type", value="string?"),
    "result-narrowed": put(BED, "methods", "plant", "returns", "type", value="string | Plant"),
    "result-type": put(BED, "methods", "plant", "returns", "type", value="integer"),
    "result-added": put(BED, "methods", "water", "returns", value="self"),
    "result-removed": put(BED, "methods", "rename", "returns", value="none"),
    "requirement-added": put(
        BED, "methods", "water", "requires", value=[{"property": "isTended", "equals": True, "message": "not yours"}]
    ),
    "keywords-removed": drop(BED, "methods", "plant", "params", "options", "spread"),
    "effects-documented": put(BED, "methods", "water", "causes", value=["updated"]),
    "parameter-added": put(BED, "methods", "rename", "params", "reason", value=OPTIONAL),
    "parameter-required-added": put(BED, "methods", "rename", "params", "reason", value=STRING),
    "parameter-removed": drop(*TITLE),
    "parameter-renamed": rename(*TITLE, to="name"),
    "parameter-respelt": rename(*TITLE, to="Title"),
    "parameter-order": both(
        put(BED, "methods", "rename", "params", "reason", value=STRING), reverse(BED, "methods", "rename", "params")
    ),
    "parameter-optional": put(*TITLE, "default", value="?"),
    "parameter-accepts-more": put(*TITLE, "type", value="string?"),
    "parameter-accepts-less": put(*TITLE, "literals", value=["a", "b"]),
    "check-added": put(*TITLE, "check", value="non-empty"),
    "event-added": put(PLANT, "events", "eaten", value={"payload": "Plant", "raised-by": "reasons", "doc": "New."}),
    "event-removed": drop(BED, "events", "removed"),
    "event-renamed": rename(BED, "events", "removed", to="gone"),
    "event-respelt": rename(BED, "events", "plantAdded", to="plant_added"),
    "payload-nullable": put(BED, "events", "removed", "payload", value="Bed?"),
    "payload-narrowed": put(BED, "events", "plantAdded", "payload", value="Plant | Bed"),
    "payload-type": put(BED, "events", "plantAdded", "payload", value="Bed"),
    "payload-removed": drop(BED, "events", "plantAdded", "payload"),
    "bubbling-added": put(BED, "events", "plantAdded", "bubbles", value="plantAdded"),
    "bubbling-removed": drop(BED, "events", "removed", "bubbles"),
    "described": put(BED, "doc", value="Other words."),
    "wire-changed": put(BED, "properties", "title", "wire", value="heading"),
}
"""An edit for each rule whose change can be made in one step."""

BACKWARDS = {
    "result-not-null": "result-nullable",
    "result-narrowed": "result-type",
    "payload-not-null": "payload-nullable",
    "payload-narrowed": "payload-type",
    "payload-added": "payload-removed",
    "requirement-removed": "requirement-added",
    "keywords-added": "keywords-removed",
    "parameter-required": "parameter-optional",
    "check-removed": "check-added",
    "option-optional": "option-required",
    "undeprecated": "deprecated",
}
"""Rules that another edit, undone, falls under."""


def changes(old: Tree, new: Tree, folder: Path) -> list[Change]:
    one, other = (write_tree(tree, folder / name) for name, tree in (("old", old), ("new", new)))
    return compare_apis(api_of_schema(load_schema(one), "old"), api_of_schema(load_schema(other), "new"))


@pytest.fixture(scope="module")
def garden() -> Tree:
    return read_tree(GARDEN)


FORWARD = sorted(EDITS.keys() - BACKWARDS.keys())


@pytest.mark.parametrize("rule", FORWARD)
def test_an_edit_falls_under_its_rule_and_no_graver_one(rule: str, garden: Tree, tmp_path: Path) -> None:
    edited = copy.deepcopy(garden)
    EDITS[rule](edited)

    found = changes(garden, edited, tmp_path)

    assert rule in {change.rule.id for change in found}
    levels = list(LEVELS)
    assert min(levels.index(change.rule.level) for change in found) == levels.index(RULES[rule].level)


@pytest.mark.parametrize(
    ("rule", "edit"), sorted((rule, edit) for rule, edit in BACKWARDS.items() if edit in EDITS and edit in RULES)
)
def test_an_edit_undone_falls_under_the_opposite_rule(rule: str, edit: str, garden: Tree, tmp_path: Path) -> None:
    edited = copy.deepcopy(garden)
    EDITS[rule if edit.endswith("-type") else edit](edited)

    found = changes(edited, garden, tmp_path)

    assert [change.rule.id for change in found] == [rule]
