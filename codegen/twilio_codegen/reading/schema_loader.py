"""Turns a schema folder into the validated objects of `language`, or into every problem that stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from twilio_codegen.errors import SchemaError
from twilio_codegen.language import Schema
from twilio_codegen.language.expansion import expand

from .diagnostics import Diagnostic
from .positions import UNKNOWN, Key, LocatedDict, LocatedList, Position
from .validation_messages import SECTIONS, Location, translate
from .yaml_loader import load_folder

_NO_PRODUCT = "no file says what the product is; write one, such as product.yaml, that begins with the key 'product'"
_FIRST_FILE = Position("product.yaml", 1, 1)


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
    documents, problems = load_folder(folder)
    tree = _merge(documents, problems)
    is_product_known = all(held is not None for held in documents.values())
    if is_product_known and not tree["product"]:
        problems.append(Diagnostic(_FIRST_FILE, "missing-key", _NO_PRODUCT))
        is_product_known = False
    try:
        # Keys as they are written: the Python names of fields are no second spelling.
        schema = Schema.model_validate(tree, by_alias=True, by_name=False)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            if not (_follows(item, tree) or (_is_missing_product(item) and not is_product_known)):
                problems.append(translate(tree, item))
    else:
        if not problems:
            return expand(schema)
    raise SchemaError(problems)


def _is_missing_product(item: ErrorDetails) -> bool:
    """Whether a part of the product is missing, which an unusable file explains."""
    return item["type"] == "missing" and item["loc"][:1] == ("product",)


def _follows(item: ErrorDetails, tree: LocatedDict) -> bool:
    """Whether something is missing where an entry or item was refused already."""
    loc = item["loc"]
    is_missing = item["type"] in ("missing", "too_short", "value_error")
    return is_missing and (_is_incomplete(tree, loc) or _is_incomplete(tree, loc[:-1]))


def _is_incomplete(tree: object, loc: Location) -> bool:
    for part in loc:
        if isinstance(tree, LocatedDict):
            tree = tree.get(str(part))
        elif isinstance(tree, LocatedList) and isinstance(part, int):
            tree = tree[part]
        else:
            return False
    return isinstance(tree, LocatedDict | LocatedList) and tree.incomplete


class _Section:
    """Entries collected from several files; second definitions of something are problems."""

    def __init__(self, pos: Position, problems: list[Diagnostic]) -> None:
        self.pos = pos
        self._problems = problems
        self._entries: dict[Key, object] = {}
        self._keys_at: dict[Key, Position] = {}
        self._values_at: dict[Key, Position] = {}

    def add(self, what: str, key: Key, value: object, key_at: Position, value_at: Position) -> None:
        if key in self._entries:
            first = self._keys_at[key]
            message = f"duplicate {what} '{key}', first at {first.file}:{first.line}; remove one of them"
            self._problems.append(Diagnostic(key_at, "duplicate-name", message))
        else:
            self._entries[key], self._keys_at[key], self._values_at[key] = value, key_at, value_at

    def mapping(self) -> LocatedDict:
        return LocatedDict(self._entries, self.pos, self._keys_at, self._values_at)


def _merge(documents: Mapping[str, LocatedDict | None], problems: list[Diagnostic]) -> LocatedDict:
    """Everything as one tree."""
    start = next((item.pos for item in documents.values() if item and "product" in item), _FIRST_FILE)
    product = _Section(start, problems)
    sections = {name: _Section(UNKNOWN, problems) for name in (*SECTIONS, "resources")}
    whole: dict[Key, object] = {}
    for file, document in documents.items():
        if document is None:
            continue
        if file.startswith("resources/") or "resource" in document:
            resource = document.get("resource")
            key = str(resource) if isinstance(resource, str) else file
            at = document.values_at.get("resource", document.pos)
            sections["resources"].add("resource", key, document, at, document.pos)
            continue
        for item, value in document.items():
            key_at, value_at = document.keys_at[item], document.values_at[item]
            if item not in SECTIONS:
                product.add("key", item, value, key_at, value_at)
            elif isinstance(value, LocatedDict):
                for name, entry in value.items():
                    sections[str(item)].add("definition of", name, entry, value.keys_at[name], value.values_at[name])
            else:
                whole[item] = value
                sections[str(item)].pos = value_at
    entries: dict[Key, object] = {"product": product.mapping()}
    entries |= {name: section.mapping() for name, section in sections.items()}
    places: dict[Key, Position] = {name: section.pos for name, section in sections.items()}
    return LocatedDict(entries | whole, product.pos, places, places)
