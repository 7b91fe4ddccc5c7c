"""The description of the language: for people in `docs/schema.md`, for editors in `schema/schema.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

import pytest
from jsonschema import Draft7Validator
from pydantic import JsonValue
from ruamel.yaml import YAML

from support.schemas import CHAT, GARDEN, copy_garden, reviewed
from twilio_codegen import generator, language
from twilio_codegen.comparing.ledger import load_ledger
from twilio_codegen.language.editor_schema import editor_document, editor_text
from twilio_codegen.output.files import write
from twilio_codegen.output.layout import Layout, editor_schema_path

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs" / "schema.md"
EXAMPLE = re.compile(r"<!-- example: (\w+)( by name)? -->\n```yaml\n(.*?)```\n", re.DOTALL)
TABLE = re.compile(r"<!-- keys: (\w+) -->\n(?:\n(?:\|.*\n)+)?")

NODES: dict[str, type[language.Node]] = {
    name: kind
    for name in language.__all__
    if isinstance(kind := getattr(language, name), type)
    and issubclass(kind, language.Node)
    and kind is not language.Node
}
WRITTEN = {name: kind for name, kind in NODES.items() if kind is not language.Schema}
"""Everything that a mapping of a file can be; the schema as a whole is no mapping."""


# What is used of two packages whose own annotations leave it open.
class Parser(Protocol):
    def load(self, stream: str) -> object: ...


class Complaint(Protocol):
    message: str


class Validator(Protocol):
    def iter_errors(self, instance: JsonValue) -> Iterator[Complaint]: ...


def parse(text: str) -> object:
    return cast("Parser", YAML(typ="safe", pure=True)).load(text)


def complaints(text: str) -> list[str]:
    """What an editor complains about."""
    validator = cast("Validator", Draft7Validator(editor_document()))
    return [error.message for error in validator.iter_errors(_as_json(parse(text)))]


def _as_json(value: object) -> JsonValue:
    """What an editor makes of YAML: keys are text."""
    if isinstance(value, dict):
        entries = cast("dict[object, object]", value)
        return {
            str(key).lower() if isinstance(key, bool) else str(key): _as_json(item) for key, item in entries.items()
        }
    if isinstance(value, list):
        return [_as_json(item) for item in cast("list[object]", value)]
    assert value is None or isinstance(value, str | int | float | bool)
    return value


def key_of(kind: type[language.Node], name: str) -> str:
    return kind.model_fields[name].alias or name


def key_table(name: str) -> str:
    """The keys of a node as they stand in the documentation."""
    rows = [f"<!-- keys: {name} -->", "", f"| key of {name} | | meaning |", "| --- | --- | --- |"]
    for field, info in NODES[name].model_fields.items():
        meaning = (info.description or "").replace("|", "\\|")
        rows.append(f"| `{key_of(NODES[name], field)}` | {'needed' if info.is_required() else ''} | {meaning} |")
    return "\n".join(rows) + "\n"


def test_the_documentation_lists_the_keys_of_every_construct() -> None:
    text = DOCS.read_text(encoding="utf-8")

    assert sorted(TABLE.findall(text)) == sorted(WRITTEN)
    expected = TABLE.sub(lambda match: key_table(match[1]), text)
    assert expected == reviewed(DOCS, expected)


def test_every_key_is_explained() -> None:
    assert [
        f"{name}.{field}"
        for name, kind in NODES.items()
        for field, info in kind.model_fields.items()
        if not info.description
    ] == []


def examples() -> Iterator[tuple[str, bool, str]]:
    for name, by_name, text in EXAMPLE.findall(DOCS.read_text(encoding="utf-8")):
        yield name, bool(by_name), text


def nodes_of(value: object) -> Iterator[language.Node]:
    if isinstance(value, language.Node):
        yield value
        for field in type(value).model_fields:
            yield from nodes_of(getattr(value, field))
    elif isinstance(value, dict):
        for entry in cast("dict[object, object]", value).values():
            yield from nodes_of(entry)
    elif isinstance(value, tuple):
        for entry in cast("tuple[object, ...]", value):
            yield from nodes_of(entry)


def test_every_example_is_what_it_says_and_every_key_has_one() -> None:
    used: dict[str, set[str]] = {name: set() for name in WRITTEN}
    for name, by_name, text in examples():
        if name == "ledger":
            continue
        content = parse(text)
        entries = list(cast("dict[str, object]", content).values()) if by_name else [content]
        for entry in entries:
            node = NODES[name].model_validate(entry, by_alias=True, by_name=False)
            for found in nodes_of(node):
                used[type(found).__name__] |= {key_of(type(found), field) for field in found.model_fields_set}

    unused = {
        f"{name}.{key_of(kind, field)}"
        for name, kind in WRITTEN.items()
        for field in kind.model_fields
        if key_of(kind, field) not in used[name]
    }
    assert unused == set()


def test_the_example_of_a_ledger_is_one(tmp_path: Path) -> None:
    text = next(text for name, _, text in examples() if name == "ledger")
    (tmp_path / "deviations.yaml").write_text(text, encoding="utf-8")

    assert load_ledger(tmp_path / "deviations.yaml").reasons


FILES = [path for folder in (CHAT, GARDEN) for path in sorted(folder.rglob("*.yaml"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_editors_accept_every_file(path: Path) -> None:
    assert complaints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", [path for path in FILES if CHAT in path.parents], ids=lambda path: path.name)
def test_every_file_tells_editors_where_its_schema_is(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    mark, _, target = first.partition("=")

    assert mark == "# yaml-language-server: $schema"
    assert (path.parent / target).resolve() == PROJECT / "schema" / "schema.json"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("resource: Weed\ndoc: x\nsection: x\nowners: Bed", "'owners' was unexpected"),
        ("resource: Weed\ndoc: x", "'section' is a required property"),
        ("types: {A: {doc: x, members: {}}}", "should be non-empty|does not have enough properties"),
        ("type: {}", "'type' was unexpected"),
        ("values: {A: {doc: x, fields: {a: {type: '?', doc: x}}}}", "'\\?' does not match"),
        ("values: {A: {doc: x, fields: {a: {type: string, doc: x, default: 1, literals: a}}}}", "not of type 'array'"),
        ("deviations: {a: ''}", "should be non-empty|is too short"),
        ("resource: A\ndoc: x\nsection: x\nmethods: {a: {doc: x, returns: nothing}}", "not valid under any"),
    ],
)
def test_editors_complain(text: str, message: str) -> None:
    (complaint,) = complaints(text)

    assert re.search(message, complaint)


def test_the_document_is_valid_itself_and_explains_every_key() -> None:
    document = editor_document()
    Draft7Validator.check_schema(document)

    definitions = document["definitions"]
    assert isinstance(definitions, dict)
    assert [
        f"{name}.{key}"
        for name, definition in definitions.items()
        if isinstance(definition, dict) and isinstance(properties := definition.get("properties"), dict)
        for key, item in properties.items()
        if not isinstance(item, dict) or not item.get("description")
    ] == []


def test_the_file_is_what_the_language_says() -> None:
    assert (PROJECT / "schema" / "schema.json").read_text(encoding="utf-8") == editor_text()
    assert json.loads(editor_text()) == editor_document()


def test_a_document_out_of_date_is_found_and_written_again(tmp_path: Path) -> None:
    layout = Layout(copy_garden(tmp_path / "schema"), tmp_path / "generated" / "twilio_garden")
    write(generator.generate(layout.schema), layout.output)
    path = editor_schema_path(layout)
    assert path == tmp_path / "schema" / "schema.json"

    assert path is not None
    missing = generator.check(layout)
    assert (missing.up_to_date, "+++ b/schema.json" in missing.diff) == (False, True)
    assert generator.write_editor_schema(layout) == path
    assert generator.write_editor_schema(layout) is None
    assert (generator.check(layout).up_to_date, generator.check(layout).compiled) == (True, False)
    path.write_text("{}\n", encoding="utf-8")
    assert "--- a/schema.json" in generator.check(layout).diff


def test_a_schema_outside_of_a_project_has_no_document(tmp_path: Path) -> None:
    assert editor_schema_path(Layout(copy_garden(tmp_path), tmp_path / "generated")) is None
