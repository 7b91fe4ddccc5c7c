"""Objects of the client as the JSON that the documents beside the package describe."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from pydantic import JsonValue

from twilio_codegen.python.naming import python_name

__all__ = ["snapshot"]

Json = dict[str, JsonValue]


def snapshot(value: object, schema: Json, definitions: Mapping[str, Json]) -> JsonValue:
    """Returns a value as JSON, by its description: documented names, and only what is described.

    Args:
        value: What a handler received.
        schema: How it is described.
        definitions: Descriptions that others refer to, by name.
    """
    if "anyOf" in schema:
        kinds = cast("list[Json]", schema["anyOf"])
        if value is None:
            return None
        return snapshot(value, next(kind for kind in kinds if kind != {"type": "null"}), definitions)
    if "$ref" in schema:
        return snapshot(value, definitions[str(schema["$ref"]).rpartition("/")[2]], definitions)
    if "properties" in schema:
        properties = cast("dict[str, Json]", schema["properties"])
        return {
            name: snapshot(getattr(value, python_name(name)), item, definitions) for name, item in properties.items()
        }
    if isinstance(value, tuple | list):
        held = cast("Json", schema.get("items", {}))
        return [snapshot(item, held, definitions) for item in cast("list[object]", value)]
    if isinstance(value, datetime):
        return value.isoformat()
    return cast("JsonValue", value)
