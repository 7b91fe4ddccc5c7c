"""Each rule, by an edit of a small schema or of small declarations that is such a change and nothing graver."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from support.schemas import GARDEN, write_files
from support.yaml_edits import Tree, read_tree, write_tree
from twilio_codegen.comparing.declarations import read_declarations
from twilio_codegen.comparing.diff import (
    LEVELS,
    RULES,
    Change,
    compare_apis,
    compatibility_page,
    migration_notes,
    verdict_of,
)
from twilio_codegen.comparing.from_schema import api_of_schema
from twilio_codegen.reading.schema_loader import load_schema

Entry = dict[str, object]
Edit = Callable[[Tree], None]

PROJECT = Path(__file__).parents[3]
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
        at(tree, file, *path[:-1])[path[-1]] = copy.deepcopy(value)

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


TENDED: Entry = {"property": "isTended", "equals": True, "message": "not yours"}
STRING: Entry = {"type": "string", "doc": "New."}
OPTIONAL: Entry = {"type": "string?", "default": None, "doc": "New."}
PLAIN: Entry = {"doc": "New.", "hook": "water_bed", "returns": "none"}
PICKED: Entry = {"doc": "New.", "select": {"from": "soil", "where": {"kind": "sand"}}, "returns": "none"}
TITLE = (BED, "methods", "rename", "params", "title")
DECLARED = put(DEFINITIONS, "types", "BedUpdateReason", "members", "title", value="Its title.")
TWO = put(BED, "methods", "rename", "params", "reason", value=STRING)
TAGS = (DEFINITIONS, "values", "PlantOptions", "fields", "tags")

NOTHING: Edit = lambda tree: None  # noqa: E731
TOOL = both(
    put(DEFINITIONS, "types", "Tool", value={"doc": "New.", "members": {"spade": "For digging."}}),
    put(*TITLE, "type", value="Tool"),
)
OPTIONS = (DEFINITIONS, "values", "PlantOptions", "fields")
DEPRECATED: Entry = {"since": "1.1.0", "use": "title", "remove-in": "2.0.0"}

CASES: dict[str, tuple[Edit, Edit]] = {
    "package-renamed": (NOTHING, put("product.yaml", "package", value="other_garden")),
    "class-added": (
        NOTHING,
        put(DEFINITIONS, "values", "Pot", value={"doc": "New.", "fields": {"size": STRING}}),
    ),
    "class-removed": (NOTHING, drop(DEFINITIONS, "values", "Soil")),
    "class-renamed": (
        NOTHING,
        both(
            rename(DEFINITIONS, "values", "Soil", to="Ground"),
            put(BED, "properties", "soil", "type", value="Ground?"),
            put(DEFINITIONS, "wire", "Planted", "fields", "soil", "type", value="Ground?"),
        ),
    ),
    "class-changed-kind": (NOTHING, put(DEFINITIONS, "values", "Soil", "input", value=True)),
    "union-added": (
        NOTHING,
        put(DEFINITIONS, "types", "Colour", value={"doc": "New.", "members": {"green": "Leaves."}}),
    ),
    "union-removed": (NOTHING, drop(DEFINITIONS, "types", "Season")),
    "union-renamed": (NOTHING, rename(DEFINITIONS, "types", "Season", to="TimeOfYear")),
    "union-opened": (NOTHING, put(DEFINITIONS, "types", "BedStatus", "open", value=True)),
    "union-closed": (put(DEFINITIONS, "types", "BedStatus", "open", value=True), NOTHING),
    "union-accepts-more": (TOOL, both(TOOL, put(DEFINITIONS, "types", "Tool", "open", value=True))),
    "member-added": (NOTHING, put(DEFINITIONS, "types", "BedStatus", "members", "watched", value="New.")),
    "member-accepted": (TOOL, both(TOOL, put(DEFINITIONS, "types", "Tool", "members", "rake", value="New."))),
    "member-removed": (NOTHING, drop(DEFINITIONS, "types", "BedStatus", "members", "offered")),
    "member-renamed": (NOTHING, rename(DEFINITIONS, "types", "BedStatus", "members", "offered", to="asked")),
    # -- properties
    "property-added": (NOTHING, put(BED, "properties", "colour", value=STRING)),
    "property-removed": (NOTHING, drop(BED, "properties", "soil")),
    "property-renamed": (NOTHING, rename(BED, "properties", "soil", to="ground", wire="soil")),
    "property-respelt": (NOTHING, rename(PLANT, "properties", "sownAt", to="sown_at")),
    "property-nullable": (NOTHING, put(BED, "properties", "isTended", "type", value="boolean?")),
    "property-not-null": (NOTHING, put(BED, "properties", "title", "type", value="string")),
    "property-narrowed": (NOTHING, put(PLANT, "properties", "height", "type", value="integer?")),
    "property-type": (NOTHING, put(PLANT, "properties", "height", "type", value="string?")),
    "property-default": (NOTHING, put(BED, "properties", "standing", "default", value="offered")),
    "reason-added": (both(DECLARED, drop(BED, "properties", "title", "reason")), DECLARED),
    "reason-removed": (DECLARED, both(DECLARED, drop(BED, "properties", "title", "reason"))),
    "reason-changed": (DECLARED, both(DECLARED, put(BED, "properties", "title", "reason", value="soil"))),
    # -- options
    "option-added": (NOTHING, put(*OPTIONS, "colour", value=OPTIONAL)),
    "option-required-added": (NOTHING, put(*OPTIONS, "colour", value=STRING)),
    "option-removed": (NOTHING, drop(*TAGS)),
    "option-renamed": (NOTHING, rename(*TAGS, to="words")),
    "option-respelt": (NOTHING, rename(*OPTIONS, "sownAt", to="sown_at")),
    "option-accepts-more": (NOTHING, put(*TAGS, "type", value="list[string]?")),
    "option-accepts-less": (NOTHING, put(*OPTIONS, "notes", "type", value="string")),
    "option-optional": (drop(*TAGS, "default"), NOTHING),
    "option-required": (NOTHING, drop(*TAGS, "default")),
    "option-default": (NOTHING, put(*TAGS, "default", value=["new"])),
    "field-order": (NOTHING, reverse(DEFINITIONS, "payloads", "Trouble", "fields")),
    # -- methods
    "method-added": (NOTHING, put(BED, "methods", "dig", value=PLAIN)),
    "method-removed": (NOTHING, drop(BED, "methods", "water")),
    "method-renamed": (NOTHING, rename(BED, "methods", "water", to="sprinkle")),
    "method-respelt": (NOTHING, rename(BED, "methods", "water", to="Water")),
    "method-static": (NOTHING, put(BED, "methods", "water", "static", value=True)),
    "method-plain": (NOTHING, put(BED, "methods", "water", value=PICKED)),
    "result-nullable": (NOTHING, put(BED, "methods", "plant", "returns", "type", value="string?")),
    "result-not-null": (put(BED, "methods", "plant", "returns", "type", value="string?"), NOTHING),
    "result-narrowed": (put(BED, "methods", "plant", "returns", "type", value="string | Plant"), NOTHING),
    "result-type": (NOTHING, put(BED, "methods", "plant", "returns", "type", value="integer")),
    "result-added": (NOTHING, put(BED, "methods", "water", "returns", value="self")),
    "result-removed": (NOTHING, put(BED, "methods", "rename", "returns", value="none")),
    "requirement-added": (NOTHING, put(BED, "methods", "water", "requires", value=[TENDED])),
    "requirement-removed": (put(BED, "methods", "water", "requires", value=[TENDED]), NOTHING),
    "keywords-added": (drop(BED, "methods", "plant", "params", "options", "spread"), NOTHING),
    "keywords-removed": (NOTHING, drop(BED, "methods", "plant", "params", "options", "spread")),
    "effects-documented": (NOTHING, put(BED, "methods", "water", "causes", value=["updated"])),
    # -- parameters
    "parameter-added": (NOTHING, put(BED, "methods", "rename", "params", "reason", value=OPTIONAL)),
    "parameter-required-added": (NOTHING, put(BED, "methods", "rename", "params", "reason", value=STRING)),
    "parameter-removed": (NOTHING, drop(*TITLE)),
    "parameter-renamed": (NOTHING, rename(*TITLE, to="name")),
    "parameter-respelt": (NOTHING, rename(*TITLE, to="Title")),
    "parameter-order": (TWO, both(TWO, reverse(BED, "methods", "rename", "params"))),
    "parameter-optional": (NOTHING, put(*TITLE, "default", value="?")),
    "parameter-required": (put(*TITLE, "default", value="?"), NOTHING),
    "parameter-accepts-more": (NOTHING, put(*TITLE, "type", value="string?")),
    "parameter-accepts-less": (NOTHING, put(*TITLE, "literals", value=["a", "b"])),
    "parameter-default": (put(*TITLE, "default", value="?"), put(*TITLE, "default", value="!")),
    "check-added": (NOTHING, put(*TITLE, "check", value="non-empty")),
    "check-removed": (put(*TITLE, "check", value="non-empty"), NOTHING),
    # -- events
    "event-added": (
        NOTHING,
        put(PLANT, "events", "eaten", value={"payload": "Plant", "raised-by": "reasons", "doc": "New."}),
    ),
    "event-removed": (NOTHING, drop(BED, "events", "removed")),
    "event-renamed": (NOTHING, rename(BED, "events", "removed", to="gone")),
    "event-respelt": (NOTHING, rename(BED, "events", "plantAdded", to="plant_added")),
    "payload-nullable": (NOTHING, put(BED, "events", "removed", "payload", value="Bed?")),
    "payload-not-null": (put(BED, "events", "removed", "payload", value="Bed?"), NOTHING),
    "payload-narrowed": (put(BED, "events", "plantAdded", "payload", value="Plant | Bed"), NOTHING),
    "payload-type": (NOTHING, put(BED, "events", "plantAdded", "payload", value="Bed")),
    "payload-added": (drop(BED, "events", "plantAdded", "payload"), NOTHING),
    "payload-removed": (NOTHING, drop(BED, "events", "plantAdded", "payload")),
    "bubbling-added": (NOTHING, put(BED, "events", "plantAdded", "bubbles", value={"Garden": "plantAdded"})),
    "bubbling-removed": (NOTHING, drop(BED, "events", "removed", "bubbles")),
    # -- everything
    "deprecated": (NOTHING, put(BED, "methods", "water", "deprecated", value=DEPRECATED)),
    "undeprecated": (put(BED, "methods", "water", "deprecated", value=DEPRECATED), NOTHING),
    "deprecation-changed": (
        put(BED, "methods", "water", "deprecated", value=DEPRECATED),
        put(BED, "methods", "water", "deprecated", value={"since": "1.1.0", "use": "title"}),
    ),
    "described": (NOTHING, put(BED, "doc", value="Other words.")),
    "wire-changed": (NOTHING, put(BED, "properties", "title", "wire", value="heading")),
}
"""For each rule, what is done to a schema to have the old one, and what to have the new one."""

ONLY_DECLARED = {"class-moved", "union-moved"}
"""Rules about something that schemas do not have."""


def changes(old: Tree, new: Tree, folder: Path) -> list[Change]:
    one, other = (write_tree(tree, folder / name) for name, tree in (("old", old), ("new", new)))
    return compare_apis(api_of_schema(load_schema(one), "old"), api_of_schema(load_schema(other), "new"))


@pytest.fixture(scope="module")
def garden() -> Tree:
    return read_tree(GARDEN)


@pytest.mark.parametrize("rule", CASES)
def test_an_edit_falls_under_its_rule_and_no_graver_one(rule: str, garden: Tree, tmp_path: Path) -> None:
    old, new = copy.deepcopy(garden), copy.deepcopy(garden)
    for tree, edit in zip((old, new), CASES[rule], strict=True):
        edit(tree)

    found = changes(old, new, tmp_path)

    assert rule in {change.rule.id for change in found}
    levels = list(LEVELS)
    assert min(levels.index(change.rule.level) for change in found) == levels.index(RULES[rule].level)
    if RULES[rule].level == "breaking":
        assert list(migration_notes(found)), "users are told what to do"


def test_every_rule_has_a_case() -> None:
    assert CASES.keys() | ONLY_DECLARED == RULES.keys()


def test_nothing_is_no_change(garden: Tree, tmp_path: Path) -> None:
    found = changes(garden, garden, tmp_path)

    assert found == []
    assert verdict_of(found) == "none"


def test_leaving_a_namespace_counts_if_the_python_name_changes(tmp_path: Path) -> None:
    old = """
    declare namespace Bed {
        type Status = "tended" | "wild"; type Colour = "red" | "blue"; interface Size { width: number; }
    }
    export declare class Bed { status: Bed.Status; colour: Bed.Colour; size: Bed.Size; }
    """
    new = """
    export type BedStatus = "tended" | "wild"; export type Colour = "red" | "blue";
    export interface BedSize { width: number; }
    export declare class Bed { status: BedStatus; colour: Colour; size: BedSize; }
    """
    write_files(tmp_path, {"old.d.ts": old, "new.d.ts": new})
    one, other = (read_declarations([tmp_path / f"{name}.d.ts"]) for name in ("old", "new"))

    found = {(change.rule.id, change.python_old, change.python_new) for change in compare_apis(one, other)}

    assert found == {
        ("union-moved", "BedStatus", "BedStatus"),
        ("class-moved", "BedSize", "BedSize"),
        ("union-renamed", "BedColour", "Colour"),
    }


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('"tended" | "wild"', '"tended" | "wild" | string', {"Status": "union-opened", "Order": "union-accepts-more"}),
        ('"tended" | "wild" | string', '"tended" | "wild"', {"Status": "union-closed", "Order": "union-closed"}),
    ],
)
def test_opening_and_closing_a_union(tmp_path: Path, old: str, new: str, rule: dict[str, str]) -> None:
    text = """
    export type Status = STRINGS; export type Order = STRINGS;
    export declare class Bed { status: Status; sort(order: Order): void; }
    """
    files = {name: text.replace("STRINGS", strings) for name, strings in (("old.d.ts", old), ("new.d.ts", new))}
    write_files(tmp_path, files)

    found = compare_apis(*(read_declarations([tmp_path / name]) for name in files))

    assert {change.subject: change.rule.id for change in found} == rule
    breaking = [change for change in found if change.rule.level == "breaking"]
    assert len(list(migration_notes(breaking))) == len(breaking)


def test_a_schema_and_declarations_are_compared_by_what_both_can_say(tmp_path: Path) -> None:
    declared = """
    type Events = {
        plantAdded: (plant: Plant) => void;
        updated: (data: { bed: Bed; updateReasons: Reason[]; }) => void;
    };
    export declare class Bed extends Emitter<Events> {
        sid: string; title: string; colour: string;
        rename(title: string): Promise<Bed>;
    }
    export declare class Plant {}
    export type BedStatus = "tended" | "offered" | "strange";
    type Reason = "title";
    """
    path = write_files(tmp_path, {"lib.d.ts": declared}) / "lib.d.ts"
    schema = api_of_schema(load_schema(GARDEN), "garden")

    found = compare_apis(read_declarations([path]), schema)

    about_bed = {
        (change.rule.id, change.subject) for change in found if change.subject.startswith(("Bed.", "Bed event"))
    }
    assert ("property-removed", "Bed.colour") in about_bed
    assert ("payload-type", "Bed event updated") in about_bed, "the reasons differ"
    assert not {subject for _, subject in about_bed} & {"Bed.sid", "Bed.title", "Bed.rename", "Bed event plantAdded"}


def test_the_page_about_compatibility_is_up_to_date() -> None:
    page = (PROJECT / "docs" / "compatibility.md").read_text(encoding="utf-8")

    assert page == compatibility_page(), "run: twilio-codegen rules > docs/compatibility.md"
    for rule in RULES.values():
        assert f"| `{rule.id}` | {rule.why} | {rule.example} |" in page
