"""Writes the models of relayed events: of what other programs are told as CloudEvents, and of the data in them.

They are made of the same JSON Schema as the AsyncAPI document, which says what a relay writes.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pydantic import BaseModel

from twilio_codegen.language import Schema
from twilio_codegen.python.naming import python_name
from twilio_codegen.python.source_text import literal
from twilio_codegen.templates.render import render

from .cloud_events import cloud_event
from .public_schema import Json, PublicTypes, definitions

__all__ = ["relayed_module"]

_SCALARS = {"boolean": "bool", "integer": "int", "number": "float", "null": "None", "object": "JsonObject"}
_TEXTS = {"date-time": "WireTime", "duration": "timedelta"}
_OF_MODELS = frozenset(dir(BaseModel))


@dataclass(frozen=True, slots=True)
class _Field:
    """A field as it is written: its name in Python and in JSON, its type, what it says, and whether it is needed."""

    name: str
    alias: str
    annotation: str
    doc: str
    nullable: bool


@dataclass(frozen=True, slots=True)
class _Data:
    """The model of what an event tells, or of a part of it."""

    name: str
    doc: str
    fields: list[_Field]


@dataclass(frozen=True, slots=True)
class _Union:
    """A type that is one of several models."""

    name: str
    doc: str
    annotation: str


@dataclass(frozen=True, slots=True)
class _Event:
    """The model of an event."""

    name: str
    type: str
    doc: str
    data: str


def relayed_module(schema: Schema, templates: Path | None = None) -> str | None:
    """Write the module of the models.

    Args:
        schema: The schema.
        templates: Folder whose templates take the place of those of the same name.

    Returns:
        Python code, not formatted yet; None if other programs are told of nothing.

    Raises:
        ToolError: The template cannot be rendered.
    """
    types = _Types(schema)
    events = list(types.events())
    if not events:
        return None
    data = types.data()
    context = {
        "product": schema.product,
        "events": sorted(events, key=lambda event: event.name),
        "data": [item for item in data if isinstance(item, _Data)],
        "unions": [item for item in data if isinstance(item, _Union)],
        "types": sorted(types.mentioned),
    }
    return render("relayed.py.jinja", context, templates)


class _Types:
    """Turns JSON Schema into Python, and notes which definitions are needed."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._public = PublicTypes(schema, "")
        self._defined = definitions(schema, "")
        self._needed: dict[str, None] = {}
        self.mentioned: set[str] = set()

    def events(self) -> Iterator[_Event]:
        """The events that other programs are told of."""
        for name, event in self._schema.root.events.items():
            told = cloud_event(self._schema, name, event)
            if told is not None and event.payload is not None:
                data = self._annotation(self._public.of_type(event.payload))
                words = "".join(word[:1].upper() + word[1:] for word in python_name(name).split("_"))
                yield _Event(f"{words}Event", str(told["type"]), event.doc, data)

    def data(self) -> list[_Data | _Union]:
        """What the events need, in alphabetical order; call it after `events`."""
        found: dict[str, _Data | _Union] = {}
        while rest := [name for name in self._needed if name not in found]:
            for name in rest:
                found[name] = self._definition(name, self._defined[name])
        return [item for _, item in sorted(found.items())]

    def _definition(self, name: str, node: Json) -> _Data | _Union:
        doc = str(node["description"])
        if "properties" not in node:
            return _Union(f"{name}Data", doc, self._annotation(node))
        fields = cast("Mapping[str, Json]", node["properties"]).items()
        return _Data(f"{name}Data", doc, [self._field(key, item) for key, item in fields])

    def _field(self, documented: str, node: Json) -> _Field:
        annotation = self._annotation(node)
        name = str(node.get("x-python", python_name(documented)))
        if name in _OF_MODELS or name.startswith("model_") or keyword.iskeyword(name):
            name += "_"
        nullable = annotation == "JsonValue" or annotation.endswith("| None")
        return _Field(name, documented, annotation, str(node.get("description", "Identifies it.")), nullable)

    def _annotation(self, node: Json) -> str:
        if "$ref" in node:
            return self._named(str(node["$ref"]))
        if "enum" in node:
            return f"Literal[{', '.join(literal(word) for word in cast('list[str]', node['enum']))}]"
        if "anyOf" in node:
            return " | ".join(self._annotation(part) for part in cast("list[Json]", node["anyOf"]))
        kind = node.get("type")
        if isinstance(kind, list):
            return " | ".join(self._annotation({**node, "type": part}) for part in kind)
        if kind == "array":
            return f"list[{self._annotation(cast('Json', node['items']))}]"
        if kind == "object" and "additionalProperties" in node:
            return f"dict[str, {self._annotation(cast('Json', node['additionalProperties']))}]"
        if kind == "string":
            return _TEXTS.get(str(node.get("format")), "str")
        return _SCALARS.get(str(kind), "JsonValue")

    def _named(self, name: str) -> str:
        if name in self._schema.types:
            self.mentioned.add(name)
            return name
        self._needed[name] = None
        return f"{name}Data"
