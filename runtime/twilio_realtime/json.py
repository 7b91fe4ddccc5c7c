"""JSON values as types, and the few conversions that the wire needs.

`JsonValue` is pydantic's: a recursive union of the six JSON kinds.
"""

from __future__ import annotations

from json import JSONEncoder
from typing import Final

from pydantic import JsonValue
from pydantic_core import from_json

__all__ = ["JsonObject", "JsonValue", "as_object", "dump_json", "parse_json"]

JsonObject = dict[str, JsonValue]
"""A JSON object."""

_COMPACT: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def dump_json(value: JsonValue) -> str:
    """Compact JSON text of a value.

    Raises:
        ValueError: A number that JSON cannot express (``nan``, ``inf``).
        TypeError: Something that is not a JSON value.
    """
    return _COMPACT.encode(value)


def parse_json(text: str | bytes) -> JsonValue:
    """Read JSON text.

    Raises:
        ValueError: Not JSON.
    """
    value: JsonValue = from_json(text)
    return value


def as_object(value: JsonValue) -> JsonObject:
    """The value if it is an object, else an empty one: for optional parts of answers."""
    return value if isinstance(value, dict) else {}
