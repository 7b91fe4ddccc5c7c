"""Declarations from files, folders and archives: what is public, what it is called, and where it stands."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from support.schemas import write_files
from twilio_codegen.comparing.api import Api, outer_names
from twilio_codegen.comparing.declarations import read_declarations
from twilio_codegen.comparing.declarations.versions import satisfies
from twilio_codegen.comparing.shapes import without_shapes
from twilio_codegen.errors import DeclarationError

LIB = """\
import { Emitter } from "events";
import { Weather as Outside } from "weather";
type PlantEvents = {
    grown: (data: { plant: Plant; reasons: Reason[]; }) => void;
    withered: () => void;
};
type Reason = 'height' | "colour";
/** @deprecated Look at it. */
declare class Plant extends Emitter<PlantEvents> {
    private readonly roots;
    static readonly grown = "grown";
    static readonly count: number;
    readonly height: number;
    get colour(): Colour | undefined;
    set label(text: string);
    _secret(): void;
    /** @internal */
    inside(): void;
    constructor(height: number);
    water(litres?: number, ...more: string[]): Promise<this>;
    /** @deprecated Use water. */
    pour(): any;
}
type Colour = "green" | null;
interface Pot { size?: number; weather: Outside; }
declare class Hidden {}
export { Plant as Flower, Reason, Pot };
"""


def read(tmp_path: Path, text: str, name: str = "lib.d.ts") -> Api:
    return read_declarations([write_files(tmp_path, {name: text}) / name])


def test_what_is_exported_is_public_under_its_outer_name(tmp_path: Path) -> None:
    found = read(tmp_path, LIB)

    assert list(found.classes) == ["Flower", "Pot"]
    assert {name: list(union.members) for name, union in found.unions.items()} == {"Reason": ["height", "colour"]}
    assert list(found.hidden) == ["Colour"]
    flower = found.classes["Flower"]
    assert {name: (item.source, item.held_by) for name, item in flower.fields.items()} == {
        "count": ("number", ("class",)),
        "height": ("number", ("object",)),
        "colour": ("Colour | undefined", ("object",)),
        "label": ("string", ("object",)),
    }
    assert set(flower.methods) == {"water", "pour"}
    water = flower.methods["water"]
    assert {name: (item.source, item.optional) for name, item in water.params.items()} == {
        "litres": ("number", True),
        "more": ("string[]", True),
    }
    assert (water.source, str(water.type)) == ("Promise<Flower>", "Flower")
    assert [name for name, item in flower.methods.items() if item.deprecated] == ["pour"]
    assert {name: event.source for name, event in flower.events.items()} == {
        "grown": "{ plant: Flower; reasons: Reason[]; }",
        "withered": "void",
    }


def test_everything_knows_its_place(tmp_path: Path) -> None:
    found = read(tmp_path, LIB)
    lines = LIB.splitlines()

    for at, text in (
        (found.classes["Flower"].methods["water"].at, "water("),
        (found.classes["Flower"].events["withered"].at, "withered:"),
        (found.unions["Reason"].members_at["colour"], '"colour"'),
        (found.classes["Pot"].fields["size"].at, "size?"),
    ):
        assert at is not None
        assert at.file == f"{tmp_path.as_posix()}/lib.d.ts"
        assert lines[at.line - 1][at.column - 1 :].startswith(text)


def test_a_package_is_read_through_its_entry(tmp_path: Path) -> None:
    files = {
        "package.json": '{"name": "garden", "version": "1.2.3", "types": "./out/main.d.ts"}',
        "out/main.d.ts": 'import { Bed } from "./bed"; export declare class Garden { bed(): Bed; }',
        "out/bed.d.ts": (
            'declare namespace Bed { type Kind = "flat" | "raised"; interface Size { width: number; } }\n'
            "declare class Bed { kind: Bed.Kind; size: Bed.Size; owner: Owner; }\n"
            "interface Owner { name: string; }\n"
            "/** Rained on.\n * @event Bed#rained\n * @type {Object}\n * @property {Bed} bed - It\n"
            " * @property {Number} [litres] - How much\n */\n"
            "/** @event Bed#dried\n * @type {Bed#Kind} */\n"
            "export { Bed };\n"
        ),
        "out/unused.d.ts": "export declare class Unused {}",
    }

    found = read_declarations([write_files(tmp_path / "garden", files)])

    assert found.title == "garden 1.2.3"
    assert list(found.classes) == ["Bed", "Garden", "Bed.Size"]
    assert list(found.unions) == ["Bed.Kind"]
    assert str(found.classes["Bed"].fields["owner"].type) == "Owner"
    assert str(without_shapes(found).classes["Bed"].fields["owner"].type) == "{name: string}"
    assert {name: event.source for name, event in found.classes["Bed"].events.items()} == {
        "rained": "{ bed: Bed; litres?: number; }",
        "dried": "Bed.Kind",
    }


def test_other_packages_are_found_where_node_finds_them_or_where_they_are_named(tmp_path: Path) -> None:
    weather = {
        "package.json": '{"name": "weather", "version": "1.0.0", "types": "index.d.ts"}',
        "index.d.ts": 'export { Sky } from "./sky";',
        "sky.d.ts": 'export type Sky = "blue" | "grey";',
    }
    text = 'import { Sky as Above } from "weather"; type Sky = Above; export { Sky };'
    lonely = write_files(tmp_path / "lonely", {"lib.d.ts": text}) / "lib.d.ts"
    beside = write_files(tmp_path / "elsewhere", weather)
    installed = write_files(
        tmp_path / "project", {f"node_modules/weather/{name}": item for name, item in weather.items()}
    )
    write_files(installed, {"lib.d.ts": text})

    assert not read_declarations([lonely]).unions["Sky"].known
    for found in (read_declarations([lonely, beside]), read_declarations([installed / "lib.d.ts"])):
        assert list(found.unions["Sky"].members) == ["blue", "grey"]


def test_archives_are_read_without_unpacking(tmp_path: Path) -> None:
    archive = tmp_path / "garden-1.0.0.tgz"
    with tarfile.open(archive, "w:gz") as packed:
        for name, text in (
            ("package/package.json", '{"name": "garden", "version": "1.0.0", "types": "lib.d.ts"}'),
            ("package/lib.d.ts", "export declare class Garden { size: number; }"),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(text)
            packed.addfile(info, io.BytesIO(text.encode()))

    found = read_declarations([archive])

    assert found.title == "garden 1.0.0"
    at = found.classes["Garden"].fields["size"].at
    assert at is not None
    assert at.file == f"{archive.as_posix()}!/lib.d.ts"


@pytest.mark.parametrize(
    ("files", "path", "message"),
    [
        ({}, "nowhere.d.ts", "does not exist"),
        ({"x.txt": ""}, "x.txt", "no .d.ts file, no folder and no .tgz"),
        ({"x/readme.md": ""}, "x", "holds no .d.ts file"),
        ({"x.tgz": "no archive"}, "x.tgz", "is not a gzipped tar archive"),
        ({"x.d.ts": "declare class { {"}, "x.d.ts", r"x\.d\.ts:1:\d+: not valid TypeScript"),
        ({"x.d.ts": "declare class X {}"}, "x.d.ts", "exports nothing"),
        ({"x/package.json": "{", "x/lib.d.ts": ""}, "x", "not valid JSON"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, files: dict[str, str], path: str, message: str) -> None:
    write_files(tmp_path, files)

    with pytest.raises(DeclarationError, match=message) as caught:
        read_declarations([tmp_path / path])
    assert "\n" not in str(caught.value)


def _packed(archive: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(archive, "w:gz") as packed:
        for name, content in files.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(content)
            packed.addfile(info, io.BytesIO(content))
    return archive


@pytest.mark.parametrize(
    "files",
    [
        {"lib.d.ts": b" " * 3000},
        {f"part{number}.d.ts": b" " * 900 for number in range(10)},
        {"picture.bin": b"\0" * 100_000, "lib.d.ts": b"export declare class X {}"},
    ],
    ids=["one large", "many", "others"],
)
def test_what_an_archive_unpacks_to_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, bytes]
) -> None:
    monkeypatch.setattr("twilio_codegen.comparing.declarations.sources.MAX_BYTES", 2000)
    monkeypatch.setattr("twilio_codegen.comparing.declarations.sources.MAX_KEPT_BYTES", 5000)
    monkeypatch.setattr("twilio_codegen.comparing.declarations.sources.MAX_UNPACKED_BYTES", 50_000)

    with pytest.raises(DeclarationError, match=r"bomb\.tgz (holds|unpacks to) more than") as caught:
        read_declarations([_packed(tmp_path / "bomb.tgz", files)])
    assert "\n" not in str(caught.value)


def test_a_header_cannot_ask_for_more_than_an_archive_may_unpack_to(tmp_path: Path) -> None:
    """A comment of an archive is read at once: one of 8 GB in a file of a few bytes is not."""
    info = tarfile.TarInfo("package/long")
    info.type = tarfile.XHDTYPE
    info.size = 8 * 1024**3
    (tmp_path / "bomb.tgz").write_bytes(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 10_000))

    with pytest.raises(DeclarationError, match=r"bomb\.tgz "):
        read_declarations([tmp_path / "bomb.tgz"])


@pytest.mark.parametrize("cut", [20, 60, 200])
def test_a_damaged_archive_is_one_line(tmp_path: Path, cut: int) -> None:
    archive = _packed(tmp_path / "x.tgz", {"lib.d.ts": bytes(range(256)) * 40})
    data = archive.read_bytes()
    for damaged in (data[:cut], data[:cut] + bytes(50) + data[cut + 50 :]):
        archive.write_bytes(damaged)
        with pytest.raises(DeclarationError) as caught:
            read_declarations([archive])
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("open_", "close"), [("Array<", ">"), ("(", ")"), ("{ x: ", " }"), ("() => ", ""), ("[", "]"), ("| ", "")]
)
def test_types_may_not_be_nested_without_end(tmp_path: Path, open_: str, close: str) -> None:
    def declared(depth: int) -> str:
        return f"export declare class X {{ x: {open_ * depth}string{close * depth}; }}"

    assert list(read(tmp_path, declared(20)).classes["X"].fields) == ["x"]
    with pytest.raises(DeclarationError, match=r"lib\.d\.ts:1:\d+: (types are nested more than|not valid TypeScript)"):
        read(tmp_path, declared(20_000))


def test_a_manifest_may_not_be_nested_without_end(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "x", {"package.json": "[" * 100_000, "lib.d.ts": "export declare class X {}"})

    with pytest.raises(DeclarationError, match="not valid JSON"):
        read_declarations([folder])


def test_modules_that_pass_on_each_other(tmp_path: Path) -> None:
    """Circles of exports are allowed in TypeScript; a name that only leads back to itself is none."""
    files = {
        "package.json": '{"name": "ring", "version": "1.0.0", "types": "index.d.ts"}',
        "index.d.ts": 'export * from "./a"; export { Lost } from "./b"; export type Self = Self;',
        "a.d.ts": 'export * from "./b"; export * from "./index"; export declare class A { b: B; }'
        'import { B } from "./b";',
        "b.d.ts": 'export * from "./a"; export { Lost } from "./a"; export declare class B { a: A; s: Ring; }'
        'import { A } from "./a"; type Ring = Rung; type Rung = Ring;',
    }

    found = read_declarations([write_files(tmp_path / "ring", files)])

    assert set(found.classes) == {"A", "B"}


def test_names_that_are_passed_on_through_very_many_modules(tmp_path: Path) -> None:
    files = {f"m{number}.d.ts": f'export * from "./m{number + 1}";' for number in range(3000)}
    files["m3000.d.ts"] = "export declare class X {}"

    with pytest.raises(DeclarationError, match="by too many declarations"):
        read_declarations([write_files(tmp_path, files) / "m0.d.ts"])


def test_names_of_namespaces_become_one_word(tmp_path: Path) -> None:
    names = outer_names(["Bed.Kind", "Bed.Size", "Pot"], ["Size", "BedKind"])
    text = "export declare namespace Bed { type Kind = 'flat'; } export declare class Bed { kind: Bed.Kind[]; }"

    assert names == {"Bed.Kind": "BedKind", "Bed.Size": "Size"}
    found = read(tmp_path, text).renamed(names)
    assert list(found.unions["BedKind"].members) == ["flat"]
    assert str(found.classes["Bed"].fields["kind"].type) == "list[BedKind]"


@pytest.mark.parametrize(
    ("wanted", "fitting", "others"),
    [
        ("^1.2.3", ("1.2.3", "1.9.0"), ("1.2.2", "2.0.0")),
        ("^0.12.0", ("0.12.2",), ("0.13.0", "1.0.0")),
        ("^0.0.3", ("0.0.3",), ("0.0.4",)),
        ("~0.12.2", ("0.12.2", "0.12.9"), ("0.12.1", "0.13.0")),
        ("~1", ("1.0.0", "1.9.9"), ("2.0.0",)),
        ("1.x", ("1.0.0", "1.5.0"), ("0.9.0", "2.0.0")),
        ("=1.2.0", ("1.2.0",), ("1.2.1",)),
        (">= 1.2 <2", ("1.2.0", "1.9.0"), ("1.1.9", "2.0.0")),
        (">1.2", ("1.3.0",), ("1.2.9",)),
        ("<=1.2", ("1.2.9", "0.1.0"), ("1.3.0",)),
        ("1.2.0 - 1.4.0", ("1.2.0", "1.4.0"), ("1.4.1",)),
        ("^1.0.0 || ^3.0.0", ("1.5.0", "3.1.0"), ("2.0.0",)),
        ("*", ("0.0.1", "9.9.9"), ()),
        ("", ("1.0.0",), ()),
        ("github:somebody/something", (), ("1.0.0",)),
    ],
)
def test_versions_fit_ranges_as_npm_reads_them(wanted: str, fitting: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert all(satisfies(version, wanted) for version in fitting)
    assert not any(satisfies(version, wanted) for version in others)


def test_of_several_versions_each_package_has_its_own(tmp_path: Path) -> None:
    text = 'import { Sky } from "weather"; type Above = Sky; export { Above };'
    for version, sky in (("1.4.0", '"blue"'), ("2.0.1", '"blue" | "grey"')):
        manifest = f'{{"name": "weather", "version": "{version}", "types": "index.d.ts"}}'
        write_files(
            tmp_path / f"weather-{version}", {"package.json": manifest, "index.d.ts": f"export type Sky = {sky};"}
        )
    beside = [tmp_path / "weather-1.4.0", tmp_path / "weather-2.0.1"]
    for number, (wanted, expected) in enumerate(
        {"^1.0.0": ["blue"], "~2.0.0": ["blue", "grey"], "^9.0.0": ["blue"]}.items()
    ):
        manifest = f'{{"name": "garden", "version": "1.0.0", "dependencies": {{"weather": "{wanted}"}}}}'
        garden = write_files(tmp_path / f"garden{number}", {"package.json": manifest, "lib.d.ts": text})

        assert list(read_declarations([garden, *beside]).unions["Above"].members) == expected
