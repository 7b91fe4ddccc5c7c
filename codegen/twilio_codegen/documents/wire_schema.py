"""Writes JSON Schema of the data on the wire: answers of the service and the data of mirrored objects."""

from __future__ import annotations

from pydantic import JsonValue

from twilio_codegen.language import Schema
from twilio_codegen.models.json_schema import models_document, wire_document

from .public_schema import Json, document

_OURS = ("customBasePath", "customTypePath")


def wire_schema(schema: Schema, about: str) -> Json:
    """Write the document."""
    found = {**models_document(schema).definitions, **wire_document(schema).definitions}
    defined: Json = {name: _plain(found[name], schema) for name in found}
    for name, tagged in schema.tagged.items():
        kinds: list[JsonValue] = [{"$ref": f"#/$defs/{kind}"} for kind in dict.fromkeys(tagged.members.values())]
        defined[name] = {"description": tagged.doc, "anyOf": [*kinds, {"type": "object"}]}
    return document(f"{schema.product.title}: data on the wire", about, defined)


def _plain(value: JsonValue, schema: Schema) -> JsonValue:
    """Remove from a definition what is meant for the generator of models."""
    if isinstance(value, list):
        return [_plain(item, schema) for item in value]
    if not isinstance(value, dict):
        return value
    named = str(value.get("customTypePath", "")).removeprefix(f"{schema.product.package}.models.")
    kept: Json = {key: _plain(item, schema) for key, item in value.items() if key not in _OURS}
    if named in schema.values or named in schema.tagged:
        kept["$ref"] = f"#/$defs/{named}"
    return kept
