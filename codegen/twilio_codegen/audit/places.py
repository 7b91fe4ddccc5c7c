"""Where things that declarations speak of stand in a schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, cast

from twilio_codegen.coverage import Deviation
from twilio_codegen.ir import Node, Resource, Schema
from twilio_codegen.positions import Position

__all__ = ["Home", "home_of", "place_of", "schema_place"]

_SECTIONS = {"property": "properties", "method": "methods", "event": "events", "parameter": "methods"}


class Home(NamedTuple):
    """The part of a schema that describes a documented class or alias.

    Attributes:
        kind: Section of the schema.
        name: Name there.
        node: What is written there.
        members: Keys that lead from the file's top to the mapping of its fields or strings; empty for a resource.
    """

    kind: Literal["resources", "values", "options", "payloads", "types"]
    name: str
    node: Node
    members: tuple[str, ...]


def home_of(schema: Schema, owner: str) -> Home | None:
    """The part of a schema that describes a documented class or alias, if there is one."""
    if owner in schema.types:
        return Home("types", owner, schema.types[owner], ("types", owner, "members"))
    if owner in schema.resources:
        return Home("resources", owner, schema.resources[owner], ())
    if owner in schema.values:
        return Home("values", owner, schema.values[owner], ("values", owner, "fields"))
    if owner in schema.options:
        return Home("options", owner, schema.options[owner], ("options", owner, "fields"))
    for name, payload in schema.payloads.items():
        if payload.documented_as == owner:
            return Home("payloads", name, payload, ("payloads", name, "fields"))
    return None


def place_of(resource: Resource, section: str, name: str) -> tuple[str, tuple[str, ...]]:
    """The file that declares an entry of a resource, and the keys that lead to it there.

    Args:
        resource: The resource.
        section: One of its sections.
        name: An entry of it.
    """
    entries: Mapping[str, Node] = getattr(resource, section)
    file = entries[name].pos.file
    brought = () if file == resource.pos.file else ("owner-gets",)
    return file, (*brought, section, name)


def schema_place(schema: Schema, deviation: Deviation) -> Position | None:
    """Where a deviation is in the schema: the thing itself, or what should hold it; None if there is nothing."""
    home = home_of(schema, deviation.owner)
    if home is None:
        return None
    node = home.node
    if home.kind != "resources":
        part = "members" if home.kind == "types" else "fields"
        return node.key_at(part, deviation.name) if deviation.name in _keys(node, part) else node.key_at(part)
    section = _SECTIONS.get(deviation.what, "")
    if deviation.name not in _keys(node, section):
        return node.key_at(section) if section in node.written else node.pos
    if deviation.what == "parameter":
        return node.key_at(section, deviation.name, "params", deviation.parameter)
    return node.key_at(section, deviation.name)


def _keys(node: Node, section: str) -> frozenset[str]:
    found = node.written.get(section)
    return frozenset(map(str, cast("dict[object, object]", found))) if isinstance(found, dict) else frozenset()
