"""Finds where declarations and a schema declare what they differ in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, cast

from twilio_codegen.comparing.api import Api, ApiUnion
from twilio_codegen.comparing.deviations import Deviation
from twilio_codegen.language import Node, Resource, Schema
from twilio_codegen.reading.positions import Position

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
    """Find the part of a schema that describes a documented class or alias; None if there is none."""
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
    """Find the file that declares an entry of a resource's section, and the keys that lead to it there."""
    entries: Mapping[str, Node] = getattr(resource, section)
    file = entries[name].pos.file
    brought = () if file == resource.pos.file else ("owner-gets",)
    return file, (*brought, section, name)


def schema_place(schema: Schema, deviation: Deviation) -> Position | None:
    """Find the place of a deviation in the schema, or of what should hold it; None if there is nothing."""
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


def declared_place(documented: Api, deviation: Deviation) -> Position | None:
    """Find the place of a deviation in the declarations, or of what it belongs to; None if they do not mention it."""
    owner = documented.classes.get(deviation.owner) or documented.unions.get(deviation.owner)
    if owner is None:
        return None
    if isinstance(owner, ApiUnion):
        return owner.members_at.get(deviation.name, owner.at)
    method = owner.methods.get(deviation.name)
    if deviation.what == "parameter" and method is not None:
        return method.params.get(deviation.parameter, method).at
    sections = {"event": owner.events, "method": owner.methods, "property": owner.fields}
    return sections.get(deviation.what, {}).get(deviation.name, owner).at
