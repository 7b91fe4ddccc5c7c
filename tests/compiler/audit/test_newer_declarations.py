"""Declarations as newer packages write them: generics, maps, JSON, unions of several kinds, private names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.schemas import write_files
from twilio_codegen.comparing.api import KINDS, Api
from twilio_codegen.comparing.declarations import facts_of, read_declarations, read_facts
from twilio_codegen.comparing.deviations import find_deviations
from twilio_codegen.comparing.diff import compare_apis
from twilio_codegen.comparing.shapes import without_shapes

LIB = """\
import { CancellablePromise } from "./promise";
import { Reading } from "elsewhere";
/** Anything that JSON can say. */
type Anything = null | string | number | boolean | Entries | Anything[];
type Entries = { [name: string]: Anything };
type Soil = "sand" | "clay" | string;
type Tool = "spade" | "rake" | (string & {});
type Pest = "snail" | `other ${string}`;
type Sprout = Readonly<{ kind: "sprout"; days: number; }>;
type Blossom = { kind: "blossom"; colour?: string; };
type Growth = Sprout | Blossom;
type Plots = Map<string, Plot>;
interface Sample { depth: number; layers?: Layer[]; within?: Sample; }
type Layer = { soil: Soil; };
interface Rooted { readonly roots: number; water(): void; }
declare class Living implements Rooted { readonly age: number; readonly roots: number; water(): void; grow(): Living; }
interface Tray<T, K = string> extends Rooted { items: T[]; key: K; turn(): CancellablePromise<Tray<T>>; }
declare class Plot extends Living {
    static readonly KIND = "plot";
    static readonly LEVELS = 3;
    readonly wild = false;
    readonly age: 0 | string;
    readonly title: `plot ${string}` | null;
    readonly sample: Sample;
    readonly choices: Set<Tool>;
    readonly part: Partial<Sprout>;
    #private;
    #secret: string;
    readonly notes: Anything;
    readonly soil: Soil;
    readonly neighbours: ReadonlyMap<string, Plot>;
    readonly labels: Record<string, string[]>;
    readonly sizes: readonly [width: number, height: number];
    readonly edges: [Plot, Soil][];
    dig(tool: Tool, options?: Readonly<{ depth: number; }>): CancellablePromise<Readonly<Growth[]>>;
    trays(): Promise<Tray<Plot>>;
    isPlot(value: unknown): value is Plot;
    check(value: unknown): asserts value is Plot;
    measure(reading: Reading): CancellablePromise<Map<string, number>>;
}
export { Anything, Entries, CancellablePromise, Soil, Sprout, Blossom, Growth, Pest, Plot, Plots, Tool, Tray };
"""
PROMISE = "export declare class CancellablePromise<T> extends Promise<T> { cancel(): void; }"


@pytest.fixture
def api(tmp_path: Path) -> Api:
    return read_declarations([write_files(tmp_path, {"lib.d.ts": LIB, "promise.d.ts": PROMISE}) / "lib.d.ts"])


def test_what_every_product_has_is_no_part_of_the_api(api: Api) -> None:
    assert list(api.classes) == ["Plot", "Tray", "Blossom", "Growth", "Plots", "Sprout"]
    assert list(api.unions) == ["Pest", "Soil", "Tool"]


def test_types_have_their_meaning(api: Api) -> None:
    plot = api.classes["Plot"]

    assert {name: str(item.type) for name, item in plot.fields.items()} == {
        "KIND": '"plot"',
        "LEVELS": "number",
        "wild": "boolean",
        "age": "number | string",
        "title": "string?",
        "sample": "Sample",
        "choices": "list[Tool]",
        "part": "Sprout",
        "notes": "json",
        "soil": "Soil",
        "neighbours": "map[Plot]",
        "labels": "map[list[string]]",
        "sizes": "tuple[number, number]",
        "edges": "list[tuple[Plot, Soil]]",
        "roots": "number",
    }
    spelt_out = "{depth: number, layers: list[{soil: Soil}]?, within: Sample?}"
    assert str(without_shapes(api).classes["Plot"].fields["sample"].type) == spelt_out
    assert {name: str(item.type) for name, item in plot.methods.items()} == {
        "dig": "list[Growth]",
        "trays": "Tray[Plot]",
        "isPlot": "boolean",
        "check": "none",
        "measure": "map[number]",
        "water": "none",
        "grow": "Living",
    }
    assert {name: str(item.type) for name, item in plot.methods["dig"].params.items()} == {
        "tool": "Tool",
        "options": "{depth: number}",
    }


def test_unions_are_open_or_of_several_kinds(api: Api) -> None:
    assert {name: (list(item.members), item.open) for name, item in api.unions.items()} == {
        "Pest": (["snail"], True),
        "Soil": (["sand", "clay"], True),
        "Tool": (["spade", "rake"], True),
    }
    growth = api.classes["Growth"]
    assert (growth.kind, growth.documented) == ("alias", "alias")
    assert str(growth.fields[KINDS].type) == "Blossom | Sprout"
    assert str(api.classes["Plots"].fields[KINDS].type) == "map[Plot]"
    sprout = api.classes["Sprout"]
    assert {name: str(item.type) for name, item in sprout.fields.items()} == {"kind": '"sprout"', "days": "number"}


def test_parameters_of_types_are_kept(api: Api) -> None:
    tray = api.classes["Tray"]

    assert tray.parameters == ("T", "K")
    assert (str(tray.fields["items"].type), str(tray.methods["turn"].type)) == ("list[T]", "Tray[T]")
    assert (list(tray.fields), list(tray.methods)) == (["items", "key", "roots"], ["turn", "water"])


def test_an_alias_of_scalars_is_not_any_json(tmp_path: Path) -> None:
    text = "export type Key = string | number; export type Tree = Tree[] | Leaf; export interface Leaf { n: number; }"

    found = read_declarations([write_files(tmp_path, {"lib.d.ts": text}) / "lib.d.ts"])

    assert {name: str(item.fields[KINDS].type) for name, item in found.classes.items() if item.kind == "alias"} == {
        "Key": "number | string",
        "Tree": "Leaf | list[Tree]",
    }


@pytest.mark.parametrize(
    ("hidden", "expected"),
    [
        ('type Mood = "dry" | "wet";', ["Mood: alias is not documented", "Mood member cold: is not documented"]),
        ('import { Weather } from "elsewhere"; type Mood = Weather;', ["Mood: alias is not documented"]),
    ],
    ids=["declared", "of a package that is not at hand"],
)
def test_strings_that_are_mentioned_without_being_exported(tmp_path: Path, hidden: str, expected: list[str]) -> None:
    plot = "export declare class Plot { mood: Mood; }"
    files = {"old.d.ts": f"{hidden} {plot}", "new.d.ts": f'export type Mood = "dry" | "wet" | "cold"; {plot}'}
    write_files(tmp_path, files)
    documented, actual = (read_declarations([tmp_path / name]) for name in files)

    assert [item.text for item in find_deviations(documented, actual)] == expected


def test_what_one_side_has_a_name_for_is_compared_by_it(tmp_path: Path) -> None:
    plot = "export declare class Plot { last: Reading; all: Reading[]; }"
    files = {
        "old.d.ts": f"interface Reading {{ value: number; unit: string; }} {plot}",
        "new.d.ts": f"export interface Reading {{ value: number; at: Date; }} {plot}",
    }
    write_files(tmp_path, files)
    documented, actual = (read_declarations([tmp_path / name]) for name in files)

    assert [item.text for item in find_deviations(documented, actual)] == [
        "Reading: class is not documented",
        "Reading.unit: property is missing",
        "Reading.at: property is not documented",
    ]


def test_facts_keep_all_of_it(api: Api) -> None:
    kept = read_facts(json.dumps(facts_of(api)))

    assert facts_of(kept) == facts_of(api)
    assert list(find_deviations(api, kept)) == list(find_deviations(kept, api)) == []
    assert compare_apis(api, kept) == []
