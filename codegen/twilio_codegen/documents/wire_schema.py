"""Writes JSON Schema of the data on the wire: answers of the service and the data of mirrored objects."""

from __future__ import annotations

from typing import cast

from pydantic import JsonValue

from twilio_codegen.language import Schema, TaggedUnion
from twilio_codegen.models.json_schema import models_document, wire_document

from .public_schema import Json, document

_OURS = ("customBasePath", "customTypePath")


def wire_schema(schema: Schema, about: str) -> Json:
    """Write the document."""
    found = {**models_document(schema).definitions, **wire_document(schema).definitions}
    made = {tagged.other.name for tagged in schema.tagged.values()}
    defined: Json = {name: _plain(found[name], schema) for name in found if name not in made}
    for name, tagged in schema.tagged.items():
        kinds: list[JsonValue] = [{"$ref": f"#/$defs/{kind}"} for kind in tagged.kinds]
        defined[name] = {"description": tagged.doc, "anyOf": [*kinds, {"type": "object"}]}
        for kind in tagged.kinds:
            defined[kind] = _as_sent(tagged, kind, cast("Json", defined[kind]))
    return document(f"{schema.product.title}: data on the wire", about, defined)


def _as_sent(tagged: TaggedUnion, kind: str, made: Json) -> Json:
    """A kind of a tagged union as it travels: with the tag of the wire, if it has it, and without what is made here."""
    properties = dict(cast("Json", made["properties"]))
    tag = cast("Json", properties.pop(tagged.tag))
    if tagged.raw is not None:
        del properties[tagged.raw]
    if tagged.tag_from == "key":
        return {**made, "properties": properties}
    sent = [wire for wire, word in tagged.wire_tags.items() if tagged.members[word].value == kind]
    described: Json = {**tag, "enum": [*sent], "default": sent[0]}
    return {**made, "properties": {tagged.tag: described, **properties}}


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
