"""Says in terms of the schema language what pydantic found wrong with a schema."""

from __future__ import annotations

import types
import typing

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from twilio_codegen.language import Schema

from .diagnostics import Diagnostic, nearest, suggestion
from .positions import Located, LocatedDict, LocatedList, Position, locate

SECTIONS = ("types", "values", "tagged", "wire", "payloads", "options", "caches")
"""Keys of a file whose entries may be spread over several files."""

Location = tuple[int | str, ...]

_EXPECTED = {
    "bool_type": "true or false",
    "dataclass_type": "a type, such as string? or list[string]",
    "dict_type": "a mapping",
    "invalid-json-value": "a JSON value",
    "model_attributes_type": "a mapping",
    "model_type": "a mapping",
    "string_type": "text",
    "tuple_type": "a list",
}
"""What pydantic's complaints about kinds of values mean for the person who writes YAML."""


def translate(tree: LocatedDict, item: ErrorDetails) -> Diagnostic:
    """Make a diagnostic of one of pydantic's errors.

    Returns:
        The problem, with its place.
    """
    loc, found, kind = item["loc"], item["input"], item["type"]
    # What defaults and short forms stand for was not written itself.
    pos = found.pos if isinstance(found, Located) else locate(tree, [part for part in loc if part != "[key]"])
    match kind:
        case "extra_forbidden":
            return _unknown_key(loc, locate(tree, loc, key=True))
        case "missing":
            return Diagnostic(locate(tree, loc[:-1]), "missing-key", f"{_owner(loc[:-1])} needs the key '{loc[-1]}'")
        case "value_error":
            where = f"{_owner(loc)} " if _keys(_annotation(loc)) else ""
            return Diagnostic(pos, "wrong-value", f"{where}{item.get('ctx', {}).get('error', item['msg'])}")
        case "literal_error":
            return _wrong_word(tree, loc, pos, found)
        case "too_short":
            return Diagnostic(pos, "wrong-value", f"'{_name(loc)}' needs at least one entry")
        case _:
            expected = _EXPECTED.get(kind, "something else")
            return Diagnostic(
                pos, "wrong-type", f"expected {expected} for '{_name(_written(tree, loc))}', found {_shown(found)}"
            )


def _unknown_key(loc: Location, pos: Position) -> Diagnostic:
    key = str(loc[-1])
    if " " in key or key.endswith("."):
        # `{doc: One, two}` is two entries in YAML.
        return Diagnostic(pos, "unknown-key", f"unknown key '{key}'; a text with a comma must be put in quotes here")
    valid = _keys(_annotation(loc[:-1])) + (list(SECTIONS) if loc[:-1] == ("product",) else [])
    return Diagnostic(pos, "unknown-key", _unknown(key, valid))


def _unknown(key: str, valid: list[str]) -> str:
    return f"unknown key '{key}'{suggestion(key, valid)}"


def _wrong_word(tree: LocatedDict, loc: Location, pos: Position, found: object) -> Diagnostic:
    if loc[-1] == "[key]":
        arguments = typing.get_args(_annotation(loc[:-2]))
        words = [str(word) for word in typing.get_args(arguments[0])] if arguments else []
        return Diagnostic(locate(tree, loc[:-1], key=True), "unknown-key", _unknown(str(loc[-2]), words))
    words = [str(word) for word in typing.get_args(_annotation(loc))]
    near = nearest(found, words) if isinstance(found, str) else None
    hint = f"; did you mean '{near}'?" if near else ""
    message = f"'{_name(_written(tree, loc))}' must be one of {', '.join(words)}, not {_shown(found)}{hint}"
    return Diagnostic(pos, "wrong-value", message)


def _written(tree: object, loc: Location) -> Location:
    """The part of a place that was written: short forms stand for mappings whose keys were not."""
    for depth, part in enumerate(loc):
        if isinstance(tree, LocatedDict) and part in tree:
            tree = tree[str(part)]
        elif isinstance(tree, LocatedList) and isinstance(part, int):
            tree = tree[part]
        elif not (isinstance(tree, LocatedDict) and isinstance(part, int)):  # it stands for a list of it
            return loc[:depth] or loc
    return loc


def _name(loc: Location) -> str:
    return next((part for part in reversed(loc) if isinstance(part, str) and part != "[key]"), "schema")


def _owner(loc: Location) -> str:
    """How to speak of the mapping at a place."""
    if loc == ("product",):
        return "the schema"
    annotation = _annotation(loc)
    kind = annotation.__name__ if isinstance(annotation, type) else "entry"
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip()
    return f"'{_name(loc)}'" if words == _name(loc) else f"{words} '{_name(loc)}'"


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case list() | tuple():
            return "a list"
        case dict():
            return "a mapping"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {value}"
        case str():
            return f"'{value[:60]}'"
        case _:
            return type(value).__name__


def _keys(annotation: object) -> list[str]:
    """The keys of a mapping that is validated as ``annotation``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [field.alias or name for name, field in annotation.model_fields.items()]
    return []


def _annotation(loc: Location) -> object:
    """What the value at a place is validated as; None where no model says so."""
    annotation: object = Schema
    for part in loc:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            fields = {field.alias or name: field.annotation for name, field in annotation.model_fields.items()}
            annotation = _required(fields.get(str(part)))
        else:
            arguments = typing.get_args(annotation)
            annotation = _required(arguments[-1 if isinstance(part, str) else 0]) if arguments else None
    return annotation


def _required(annotation: object) -> object:
    """The annotation without ``| None``."""
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return next(part for part in typing.get_args(annotation) if part is not types.NoneType)
    return annotation
