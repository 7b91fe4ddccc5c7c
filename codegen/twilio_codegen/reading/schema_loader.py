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


def _merge(documents: Mapping[str, LocatedDict | None], problems: list[Diagnostic]) -> LocatedDict:
    """Everything as one tree. Second definitions of something are problems."""
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
            _refuse_double(problems, sections["resources"].add(key, document, at, document.pos), "resource", key, at)
            continue
        for item, value in document.items():
            key_at, value_at = document.keys_at[item], document.values_at[item]
            if item not in SECTIONS:
                _refuse_double(problems, product.add(item, value, key_at, value_at), "key", item, key_at)
            elif isinstance(value, LocatedDict):
                for name, entry in value.items():
                    at = value.keys_at[name]
                    first = sections[str(item)].add(name, entry, at, value.values_at[name])
                    _refuse_double(problems, first, "definition of", name, at)
            else:
                whole[item] = value
                sections[str(item)].pos = value_at
    entries: dict[Key, object] = {"product": product.mapping()}
    places: dict[Key, Position] = {}
    for name, section in sections.items():
        entries[name] = section.mapping()
        places[name] = section.pos
    return LocatedDict(entries | whole, product.pos, places, places)


def _refuse_double(problems: list[Diagnostic], first: Position | None, what: str, key: Key, at: Position) -> None:
    if first is not None:
        message = f"duplicate {what} '{key}', first at {first.file}:{first.line}; remove one of them"
        problems.append(Diagnostic(at, "duplicate-name", message))
