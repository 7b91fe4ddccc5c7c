"""The schema language as a JSON Schema document, for editors: completion, hover texts and complaints while one types.

It describes one file. Which kind of file that is follows from its keys, so the same document serves all of them.
"""

from __future__ import annotations

import json
from functools import cache

from pydantic import JsonValue

from twilio_codegen.language import Move, Schema
from twilio_codegen.reading.validation_messages import SECTIONS

__all__ = ["editor_document", "editor_text"]

Json = dict[str, JsonValue]

_DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that editors understand best."""

_SINGLE_TYPE = r"[A-Za-z_]\w*(\[[\w\s?|\[\]]+\])?\??"
_TYPE: Json = {
    "type": "string",
    "pattern": rf"^\s*{_SINGLE_TYPE}(\s*\|\s*{_SINGLE_TYPE})*\s*$",
    "description": (
        "A type: `string`, `integer`, `number`, `boolean`, `datetime`, `json`, `list[…]`, `map[…]`, `Paginator[…]` or "
        "a name of the schema; `?` behind it allows null, `|` stands between alternatives."
    ),
    "examples": ["string", "string?", "datetime?", "json", "list[string]"],
}
_ANY: Json = {"description": "Any JSON value."}
_SHORT_FORMS: dict[str, Json] = {
    "Bubbling": {"type": "string", "description": "The name alone."},
    "Counterpart": {"type": "string", "description": "The name of the field alone."},
    "Files": {"type": "string", "description": "The reference alone: `$parameter`."},
    "OtherKind": {"type": "string", "description": "The name of the class alone."},
    "Returns": {"enum": ["self", "none"], "description": "The object itself, or nothing."},
    "TaggedMember": {"type": "string", "description": "The name of the value alone."},
    "ValueSource": {
        "type": ["string", "number", "boolean", "null"],
        "description": "The value alone: `$parameter`, `$parameter.field`, `self.x`, `session.x`, or a literal.",
    },
}
"""What may be written instead of a mapping."""

_LEDGER: Json = {
    "type": "object",
    "description": "Deviations from what is officially documented, each with its reason.",
    "properties": {
        "deviations": {
            "type": "object",
            "description": "Reason by deviation, in the words of the comparison.",
            "additionalProperties": {"type": "string", "minLength": 1},
        }
    },
    "required": ["deviations"],
    "additionalProperties": False,
}


def editor_document() -> Json:
    """The language as JSON Schema."""
    whole = Schema.model_json_schema(by_alias=True)
    move = Move.model_json_schema(by_alias=True)
    nodes = {**_object(whole["$defs"]), **_object(move.pop("$defs")), "Move": move}
    definitions = {name: _simplified(definition) for name, definition in nodes.items()}
    definitions |= {"TypeExpression": _TYPE, "JsonValue": _ANY}
    for name, short in _SHORT_FORMS.items():
        definitions[f"{name}Mapping"] = definitions[name]
        definitions[name] = {"anyOf": [short, {"$ref": f"#/definitions/{name}Mapping"}]}
    product = _object(definitions.pop("Product"))
    sections = _object(_simplified(whole["properties"]))
    definitions["Ledger"] = _LEDGER
    definitions["Definitions"] = {
        "type": "object",
        "description": "The product as a whole, definitions, or both.",
        "properties": {**_object(product["properties"]), **{name: sections[name] for name in SECTIONS}},
        "additionalProperties": False,
    }
    return {
        "$schema": _DIALECT,
        "title": "File of a schema",
        "description": "A resource, definitions, a ledger of deviations, or a move. See docs/schema.md.",
        "type": "object",
        "if": {"required": ["resource"]},
        "then": {"$ref": "#/definitions/Resource"},
        "else": {
            "if": {"required": ["deviations"]},
            "then": {"$ref": "#/definitions/Ledger"},
            "else": {
                "if": {"required": ["moving-from"]},
                "then": {"$ref": "#/definitions/Move"},
                "else": {"$ref": "#/definitions/Definitions"},
            },
        },
        "definitions": dict(sorted(definitions.items())),
    }


@cache
def editor_text() -> str:
    """The document as it is written."""
    return json.dumps(editor_document(), indent=2, ensure_ascii=False) + "\n"


def _object(value: JsonValue) -> Json:
    assert isinstance(value, dict)
    return value


def _simplified(node: JsonValue) -> JsonValue:
    """The node without what pydantic says about Python: titles, and null for what may be left out."""
    if isinstance(node, list):
        return [_simplified(item) for item in node]
    if not isinstance(node, dict):
        return node.replace("#/$defs/", "#/definitions/") if isinstance(node, str) else node
    named = isinstance(node.get("title"), str)
    result: Json = {key: _simplified(item) for key, item in node.items() if not (key == "title" and named)}
    if result.get("default", 0) is None:
        del result["default"]
    options = result.get("anyOf")
    if isinstance(options, list):
        kept = [option for option in options if option != {"type": "null"}]
        if len(kept) == 1:
            del result["anyOf"]
            result = {**_object(kept[0]), **result}
    if "$ref" in result and len(result) > 1:
        # In this dialect a reference hides its neighbours.
        result = {"allOf": [{"$ref": result.pop("$ref")}], **result}
    if isinstance(description := result.get("description"), str):
        result["description"] = " ".join(description.split())
    return result
