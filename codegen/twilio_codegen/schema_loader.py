"""Turns a schema folder into the validated objects of `ir`, or into every problem that stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .diagnostics import Diagnostic
from .errors import SchemaError
from .expansion import expand
from .gaps import NO_GAPS, Gaps, words_of
from .ir import Schema
from .positions import UNKNOWN, Key, LocatedDict, Position
from .recovery import incomplete_places, recover
from .validation_messages import SECTIONS, Location, translate
from .yaml_loader import load_folder, read_words

__all__ = ["Reading", "load_schema", "read_schema"]

_NO_PRODUCT = "no file says what the product is; write one, such as product.yaml, that begins with the key 'product'"
_FIRST_FILE = Position("product.yaml", 1, 1)


class Reading(NamedTuple):
    """What a schema folder holds.

    Attributes:
        schema: What of it is valid in itself.
        problems: What is not.
        gaps: What the schema lacks for that reason.
    """

    schema: Schema
    problems: list[Diagnostic]
    gaps: Gaps


def load_schema(folder: Path) -> Schema:
    """Read and validate a schema folder.

    Args:
        folder: The folder; its own ``*.yaml`` files and those of ``resources/`` are read.

    Returns:
        The schema. References between its parts are not checked yet: see `lint`.

    Raises:
        SchemaError: Problems of the files, all of them.
        UnreadableSchemaError: There is no such folder, or no YAML file in it.
    """
    reading = read_schema(folder)
    if reading.problems:
        raise SchemaError(reading.problems)
    return reading.schema


def read_schema(folder: Path) -> Reading:
    """Read a schema folder as far as that is possible.

    Args:
        folder: The folder; its own ``*.yaml`` files and those of ``resources/`` are read.

    Raises:
        UnreadableSchemaError: There is no such folder, or no YAML file in it.
    """
    documents, problems = load_folder(folder)
    tree, lost = _merge(documents, problems)
    found: list[ErrorDetails] = []
    try:
        # Keys as they are written: the Python names of fields are no second spelling.
        schema = Schema.model_validate(tree, by_alias=True, by_name=False)
    except ValidationError as error:
        found = error.errors(include_url=False)
    else:
        if not problems:
            return Reading(expand(schema), [], NO_GAPS)
    incomplete = set(incomplete_places(tree))
    unusable = sorted(name for name, held in documents.items() if held is None)
    absent = not tree["product"]
    if absent and not unusable:
        problems.append(Diagnostic(_FIRST_FILE, "missing-key", _NO_PRODUCT))
    for item in found:
        if not ((absent or unusable) and _is_missing_product(item)) and not _follows(item, incomplete):
            problems.append(translate(tree, item))
    words = [read_words(folder / name) for name in unusable]
    places = [*(item["loc"] for item in found), *incomplete]
    schema, gaps = recover(tree, places, words_of(lost), words)
    return Reading(expand(schema), problems, gaps)


def _is_missing_product(item: ErrorDetails) -> bool:
    """Whether a part of the product is missing, which an unusable file explains."""
    return item["type"] == "missing" and item["loc"][:1] == ("product",)


def _follows(item: ErrorDetails, incomplete: set[Location]) -> bool:
    """Whether something is missing where something could not be read."""
    loc = item["loc"]
    return item["type"] in ("missing", "too_short", "value_error") and (loc in incomplete or loc[:-1] in incomplete)


class _Section:
    """Entries collected from several files."""

    def __init__(self, pos: Position) -> None:
        self.pos = pos
        self.entries: dict[Key, object] = {}
        self.keys_at: dict[Key, Position] = {}
        self.values_at: dict[Key, Position] = {}

    def add(self, key: Key, value: object, key_at: Position, value_at: Position) -> Position | None:
        """Take an entry in, unless there is one already: then its place is returned."""
        if key in self.entries:
            return self.keys_at[key]
        self.entries[key], self.keys_at[key], self.values_at[key] = value, key_at, value_at
        return None

    def mapping(self) -> LocatedDict:
        return LocatedDict(self.entries, self.pos, self.keys_at, self.values_at)


def _merge(documents: Mapping[str, LocatedDict | None], problems: list[Diagnostic]) -> tuple[LocatedDict, list[object]]:
    """Everything as one tree, and what is not in it: second definitions of something, and what was refused."""
    lost: list[object] = []
    product = _Section(next((item.pos for item in documents.values() if item and "product" in item), _FIRST_FILE))
    sections = {name: _Section(UNKNOWN) for name in (*SECTIONS, "resources")}
    whole: dict[Key, object] = {}
    for file, document in documents.items():
        if document is None:
            continue
        if file.startswith("resources/") or "resource" in document:
            resource = document.get("resource")
            key = str(resource) if isinstance(resource, str) else file
            at = document.values_at.get("resource", document.pos)
            first = sections["resources"].add(key, document, at, document.pos)
            if _is_double(problems, first, "resource", key, at):
                lost.append(document)
            continue
        lost += document.left_out
        for item, value in document.items():
            key_at, value_at = document.keys_at[item], document.values_at[item]
            if item not in SECTIONS:
                if _is_double(problems, product.add(item, value, key_at, value_at), "key", item, key_at):
                    lost.append(value)
            elif isinstance(value, LocatedDict):
                lost += value.left_out
                for name, entry in value.items():
                    at = value.keys_at[name]
                    first = sections[str(item)].add(name, entry, at, value.values_at[name])
                    if _is_double(problems, first, "definition of", name, at):
                        lost.append(entry)
            else:
                whole[item] = value
                sections[str(item)].pos = value_at
    entries: dict[Key, object] = {"product": product.mapping()}
    places: dict[Key, Position] = {}
    for name, section in sections.items():
        entries[name] = section.mapping()
        places[name] = section.pos
    return LocatedDict(entries | whole, product.pos, places, places), lost


def _is_double(problems: list[Diagnostic], first: Position | None, what: str, key: Key, at: Position) -> bool:
    if first is None:
        return False
    message = f"duplicate {what} '{key}', first at {first.file}:{first.line}; remove one of them"
    problems.append(Diagnostic(at, "duplicate-name", message))
    return True
