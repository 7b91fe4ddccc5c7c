"""Names of a schema: whatever `lint` accepts works.

The names that are tried are those that generated modules, Python, pydantic and the runtime use themselves.
"""

from __future__ import annotations

import ast
import builtins
import json
import keyword
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from pydantic import BaseModel

from support.schemas import GARDEN, copy_garden, diagnose, garden_modules, garden_resource, write_files
from support.type_checkers import strict_mypy
from twilio_codegen.generator import generate
from twilio_codegen.python import reserved_names
from twilio_codegen.python.naming import class_name, snake_case
from twilio_realtime.client import RealtimeClient
from twilio_realtime.events import Emitter, EventHub
from twilio_realtime.options import Options
from twilio_realtime.resource import Record, Resource
from twilio_realtime.wire import InputModel

PROJECT = Path(__file__).parents[2]


Make = Callable[[tuple[str, ...]], dict[str, str]]
"""Makes of names what is laid over the small schema."""


@cache
def words() -> tuple[str, ...]:
    """Everything that anything is called, in snake case."""
    found = {
        "type",
        "match",
        "case",
        "copy",
        "json",
        "schema",
        "context",
        "wire",
        "take",
        "datetime",
        "services",
        "accept",
    }
    found |= {*filter(str.islower, dir(builtins)), *keyword.kwlist, *keyword.softkwlist, *dir(BaseModel)}
    for base in (RealtimeClient, Resource, Record, Emitter, EventHub, Options, InputModel):
        found |= {*dir(base)}
    for module in garden_modules().values():
        for node in ast.walk(module):
            if isinstance(node, ast.Name):
                found.add(node.id)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.alias):
                found.add((node.asname or node.name).rpartition(".")[2])
    found |= {*variables()}
    return tuple(sorted({snake_case(name) for name in found if "plant" not in name} - {"", "false", "null", "true"}))


@cache
def variables() -> tuple[str, ...]:
    """What functions of the small package call their parameters and variables, and what they use."""
    found = {
        *("answer", "chosen", "context", "data", "error", "fields", "found", "item", "key", "other", "read", "record")
    }
    found |= {
        *("seconds", "stored", "url", "value", "fetch_page", "services", "name", "type", "query", "inner", "member")
    }
    found |= {name.removeprefix("_") for name in reserved_names.CLIENT_PRIVATE_NAMES}
    for module in garden_modules().values():
        for function in ast.walk(module):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                found |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
                found |= {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
                found |= {
                    node.attr.removeprefix("_")
                    for node in ast.walk(function)
                    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
                }
    return tuple(
        sorted({name for name in found if re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) and "plant" not in name})
    )


@cache
def capitals(turn: int) -> tuple[str, ...]:
    """What classes may be called, turned round so that each of them is one of every kind once."""
    found = ({class_name(word) for word in variables()} | reserved_names.class_names()) - {"False", "None", "True"}
    found |= {
        "Profile",
        "Models",
        "Blocking",
        "Client",
        "Events",
        "Types",
        "Wire",
        "BedEvents",
        "BedEmitter",
        "AsyncBed",
    }
    found |= {"Self", "Cls", "Class", "Data", "ImportModule", "Twins", "Schemas", "Hooks", "BedEventName", "Init"}
    own = {word for path in GARDEN.rglob("*.yaml") for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    names = sorted(name for name in found - own if re.fullmatch("[A-Z][A-Za-z0-9]*", name))
    return tuple(names[turn:] + names[:turn])


def lines(pattern: str, names: Iterator[str] | tuple[str, ...]) -> str:
    """A line for each name."""
    return "".join(pattern.replace("@", name) + "\n" for name in names)


def fields(names: tuple[str, ...]) -> dict[str, str]:
    """Fields of values, answers, options and payloads."""
    many = lines("      @: {type: 'datetime?', doc: x}", names)
    payload = lines("      @: {type: 'datetime?', doc: x}", tuple(name for name in names if name != "bed"))
    return {
        "values.yaml": f"values:\n  Many:\n    doc: x\n    fields:\n{many}",
        "built.yaml": f"values:\n  Built:\n    doc: x\n    input: true\n    fields:\n{many}",
        "wire.yaml": f"wire:\n  Answer:\n    doc: x\n    fields:\n{many}",
        "options.yaml": "options:\n  ManyOptions:\n    doc: x\n    fields:\n"
        + lines("      @: {type: 'string?', doc: x}", names),
        "payloads.yaml": "payloads:\n  Happened:\n    doc: x\n    fields:\n      bed: {type: Bed, doc: x}\n" + payload,
    }


def properties(kind: str, part: int) -> Make:
    """Properties of an object that stays up to date: every other one, since type checkers give up on large classes."""

    def made(names: tuple[str, ...]) -> dict[str, str]:
        names = tuple(name for name in names if name in variables()[part::2])
        head, rest = garden_resource(kind).split("properties:\n", 1)
        free = tuple(
            name for name in names if f"  {name}: " not in rest and name not in ("is_tended", "sown_at", "bed")
        )
        many = lines("  @: {type: 'datetime?', wire: x_@, doc: x}", free)
        return {f"resources/{kind}.yaml": f"{head}properties:\n{many}{rest}"}

    return made


def records(names: tuple[str, ...]) -> dict[str, str]:
    """Properties of records, and their methods."""
    head = "resource: {0}\ndoc: x\nsection: x\nmirror: {{payload: {0}Item, doc: x, kind: record}}\nproperties:\n"
    since = "  sid: {type: string, default: x, identity: true, doc: x}\n  long_since: {type: 'datetime?', doc: x}\n"
    names = tuple(name for name in names if name not in ("sid", "long_since"))
    some = tuple(name for name in names if name in variables()[1::2])
    return {
        "resources/weed.yaml": head.format("Weed") + since + lines("  @: {type: 'datetime?', doc: x}", some),
        "resources/moss.yaml": head.format("Moss")
        + since
        + "methods:\n"
        + lines("  @: {doc: x, property: long_since, returns: {type: 'datetime?'}}", names),
    }


def methods(names: tuple[str, ...]) -> dict[str, str]:
    """Methods of the client."""
    free = tuple(name for name in names if name not in ("beds", "get_bed", "get_beds", "close"))
    return {
        "resources/garden.yaml": garden_resource("garden")
        + lines("  @: {doc: x, request: {post: beds}, returns: none}", free)
    }


def collections(names: tuple[str, ...]) -> dict[str, str]:
    """Collections of the client, and of a document."""
    free = tuple(name for name in names if name not in ("beds", "known_beds", "plants"))
    shrub = (
        "resource: Shrub\ndoc: x\nsection: x\nowner: Garden\nkey: {name: sid, type: string}\n"
        "mirror: {payload: ShrubItem, doc: x}\nproperties:\n"
        "  sid: {type: string, source: key, identity: true, doc: Identifier.}\n"
    )
    return {
        "resources/garden.yaml": garden_resource("garden").replace(
            "collections:\n", "collections:\n" + lines("  @: {of: Shrub, doc: x, map: session.my_beds}", free)
        ),
        "resources/shrub.yaml": shrub,
        "resources/bed.yaml": garden_resource("bed").replace(
            "collections:\n", "collections:\n" + lines("  @: {of: Plant, doc: x, map: plants}", free)
        ),
    }


def events(names: tuple[str, ...]) -> dict[str, str]:
    """Events of a document."""
    free = tuple(name for name in names if name not in ("removed", "updated", "plant_added", "plant_removed"))
    many = lines("  @: {payload: datetime, raised-by: water, doc: x}", free)
    text = (
        garden_resource("bed")
        .replace("events:\n", f"events:\n{many}")
        .replace("hook: water_bed", "hook: water_bed\n@", 1)
    )
    return {"resources/bed.yaml": text.replace("\n@", f"\n    causes: [{', '.join(free)}]")}


METHODS = {
    "plain": "request: {post: self, query: {%s}}, returns: none",
    "answered": "request: {post: self, body: {%s}, payload: Planted, on-error: [{status: 404, value: x}]},"
    " returns: {type: string, field: sid}",
    "paged": "request: {get: self, query: {%s}, pages: {items: i, token: t, next: n, prev: p}},"
    " returns: {type: 'Paginator[Soil]'}",
    "cached": "request: {get: self, query: {%s}, payload: Planted, cache: {in: sids, key: self.sid}},"
    " returns: {type: string, field: sid}",
    "old": "request: {post: self, query: {%s}}, returns: none,"
    " deprecated: {since: '1.0.0', use: x, remove-in: '9.0.0'}",
}


SINGLE = {
    "found": "collection: {name: plants, operation: find, where: {label: $@}}, returns: {type: Plant}",
    "hooked": "hook: hook_@, returns: {type: datetime}",
    "delegated": "delegate: {to: client, method: getBed, with: {bedSid: $@}}, returns: {type: Bed}",
}


TOGETHER = 12


def parameters(names: tuple[str, ...]) -> dict[str, str]:
    """Parameters of methods that are answered in every way, and methods that are called like their parameter."""
    text = garden_resource("bed")
    for kind, answer in METHODS.items():
        for at in range(0, len(names), TOGETHER):
            some = names[at : at + TOGETHER]
            sent = ", ".join(f"{name}: ${name}" for name in some)
            given = "".join(f"\n      {name}: {{type: string, doc: x}}," for name in some)
            text += f"  {kind}_{at}: {{doc: x, {answer % sent}, params: {{{given}\n    }}}}\n"
    return {"resources/bed.yaml": text, "caches.yaml": "caches: {sids: {doc: x, holds: string, capacity: 5}}\n"}


def single(names: tuple[str, ...]) -> dict[str, str]:
    """Parameters of methods that others answer."""
    text = garden_resource("bed")
    for at, name in enumerate(names):
        kind = list(SINGLE)[at % len(SINGLE)]
        text += lines(f"  {kind}_@: {{doc: x, params: {{@: {{type: string, doc: x}}}}, {SINGLE[kind]}}}", (name,))
    parameters = "context: HookContext, bed: object, many: str"
    hook = f"\n\nasync def hook_@({parameters}) -> datetime:\n    raise NotImplementedError\n"
    return {
        "resources/bed.yaml": text,
        "resources/plant.yaml": garden_resource("plant").replace(
            "properties:\n", "properties:\n  label: {type: 'string?', doc: x}\n"
        ),
        "hooks.py": (GARDEN / "hooks.py").read_text(encoding="utf-8")
        + "\nfrom datetime import datetime\n"
        + lines(hook, names[1::3]),
    }


def classes(turn: int, names: tuple[str, ...]) -> dict[str, str]:
    """Unions, values, answers, options, payloads and objects, each of the names one of them in turn.

    The kind of a name does not depend on which others are left out: objects are refused for more reasons than values
    are, so that names that became another kind in each round would be refused in each round.
    """
    made: dict[str, list[str]] = {"types": [], "values": [], "wire": [], "options": [], "payloads": []}
    texts = {
        "types": "{doc: x, members: {a: A.}}",
        "values": "{doc: x, fields: {a: {type: 'datetime?', doc: x}}}",
        "wire": "{doc: x, fields: {a: {type: 'datetime?', doc: x}}}",
        "options": "{doc: x, fields: {a: {type: 'string?', doc: x}}}",
        "payloads": "{doc: x, fields: {bed: {type: Bed, doc: x}, a: {type: 'datetime?', doc: x}}}",
    }
    files: dict[str, str] = {}
    for at, name in enumerate(capitals(turn)):
        if name not in names:
            continue
        section = (*made, "resources")[at % 6]
        if section == "resources":
            files[f"resources/{name}.yaml"] = (
                f"resource: {name}\ndoc: x\nsection: x\nmirror: {{payload: {name}Data, doc: x, kind: record}}\n"
                "properties:\n  sid: {type: string, default: x, identity: true, doc: x}\n"
            )
        else:
            made[section].append(f"  {name}: {texts[section]}\n")
    return files | {f"{key}.yaml": f"{key}:\n{''.join(entries)}" for key, entries in made.items() if entries}


def everything(names: tuple[str, ...]) -> dict[str, str]:
    """What does not stand in one another's way."""
    return fields(names) | properties("plant", 1)(names) | records(names) | methods(names)


CASES: dict[str, tuple[Make, Callable[[], tuple[str, ...]]]] = {
    "everything": (everything, words),
    "documents": (properties("bed", 0), variables),
    "collections": (collections, variables),
    "events": (events, variables),
    "parameters": (parameters, variables),
    "single": (single, variables),
    **{f"classes{turn}": (partial(classes, turn), partial(capitals, turn)) for turn in (0, 3)},
}


def accepted(folder: Path, make: Make, names: tuple[str, ...]) -> tuple[Path, set[str]]:
    """A schema with all names that are accepted, and the others: each is refused where it stands, for its name."""
    refused: set[str] = set()
    for _ in range(5):
        used = {*names} - refused
        schema = write_files(copy_garden(folder), make(tuple(name for name in names if name in used)))
        product = (schema / "product.yaml").read_text(encoding="utf-8")
        (schema / "product.yaml").write_text(
            product.replace("package: twilio_garden", f"package: names_{folder.name}"), encoding="utf-8"
        )
        problems = [item for item in diagnose(schema) if item.severity == "error"]
        if not problems:
            return schema, refused
        for item in problems:
            assert item.code in ("bad-name", "reserved-name", "duplicate-name"), item
            line = (schema / item.pos.file).read_text(encoding="utf-8").splitlines()[item.pos.line - 1]
            key = re.match(r"(?:resource: |\s*)(\w+)", line)
            at = {key[1]} & used if key is not None else set[str]()
            at = at or {name for name in used if f"'{name}'" in item.message}
            assert at, (item, line)
            refused |= at
        shutil.rmtree(schema)
    raise AssertionError("names are refused again and again")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("names")
    for case, (make, names) in CASES.items():
        schema, refused = accepted(tmp_path_factory.mktemp("schemas") / case, make, names())
        write_files(root / "packages" / f"names_{case}", generate(schema))
        (root / f"{case}.json").write_text(json.dumps(sorted(refused)), encoding="utf-8")
    return root


@pytest.mark.parametrize("case", CASES)
def test_most_names_are_accepted(folder: Path, case: str) -> None:
    refused = json.loads((folder / f"{case}.json").read_text(encoding="utf-8"))
    names = CASES[case][1]()

    assert len(refused) < (0.75 if case.startswith("classes") else 0.4) * len(names), refused


@pytest.mark.parametrize("case", CASES)
def test_packages_are_imported_without_a_warning(folder: Path, case: str) -> None:
    packages = folder / "packages"
    modules = [
        ".".join(path.relative_to(packages).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((packages / f"names_{case}").rglob("*.py"))
    ]
    script = (
        f"import importlib\nfor name in {modules!r}: importlib.import_module(name)\nimport names_{case} as package\n"
    )
    script += "assert all(getattr(package, name) is not None for name in package.__all__)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=packages, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.checkers
def test_packages_satisfy_mypy(folder: Path) -> None:
    done = strict_mypy(folder / "packages", *(f"names_{case}" for case in CASES))

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.checkers
def test_packages_satisfy_pyright(folder: Path) -> None:
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "include": [f"names_{case}" for case in CASES],
        "extraPaths": [str(folder / "packages"), str(PROJECT / "runtime")],
    }
    (folder / "packages" / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable],
        cwd=folder / "packages",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_an_argument_is_sent_though_the_body_has_a_variable_of_its_name(tmp_path: Path) -> None:
    query = "doc: x, params: {context: {type: string, doc: x}}, request: {get: self, query: {context: $context}"
    pages = "pages: {items: i, token: t, next: n, prev: p}}, returns: {type: 'Paginator[Soil]'}"
    schema = write_files(
        copy_garden(tmp_path), {"resources/bed.yaml": f"{garden_resource('bed')}  soils: {{{query}, {pages}}}\n"}
    )

    text = generate(schema)["bed.py"]

    assert "context_ = self._context" in text
    assert '{"context": context}' in text
