"""Writes out what one declaration of a schema says about others, so that everything after it finds it in its place.

Three things follow: what a resource brings its owner, the events of owners that repeat an event, and the update reasons
that are called like a property. What is declared in its own place stays as it is; `lint` reports where both are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeVar

from twilio_codegen.language import Node, Resource, Schema, Union
from twilio_codegen.reading.positions import UNKNOWN, Key, LocatedDict, LocatedStr, Position

__all__ = ["OWNER_SECTIONS", "expand", "owners_of", "reasons_of", "reasons_union"]

OWNER_SECTIONS = ("properties", "links", "collections", "events", "notifications", "methods")
"""Sections of a resource that something else may add to."""

_REASONS = "UpdateReason"
NodeT = TypeVar("NodeT", bound=Node)


def expand(schema: Schema) -> Schema:
    """The schema with everything that follows from its declarations in its place."""
    resources = _with_bubbled_events(_with_owner_parts(schema.resources))
    types = {name: _with_reasons(name, union, resources) for name, union in schema.types.items()}
    return schema.model_copy(update={"resources": resources, "types": types})


def owners_of(resources: Mapping[str, Resource], resource: Resource) -> Iterator[Resource]:
    """The owner of a resource, the owner's owner and so on; those that exist, each once."""
    seen = {resource.resource}
    owner = resources.get(resource.owner or "")
    while owner is not None and owner.resource not in seen:
        seen.add(owner.resource)
        yield owner
        owner = resources.get(owner.owner or "")


def reasons_union(resource: str) -> str:
    """Name of the union of a resource's update reasons."""
    return f"{resource}{_REASONS}"


def reasons_of(union: str) -> str:
    """The resource whose update reasons a union of this name holds; any other name is returned as it is."""
    return union.removesuffix(_REASONS)


class _New(NamedTuple):
    """An entry to add to a section: its value, what was written for it, and where its key stands."""

    value: object
    written: object
    pos: Position


def _with_new(node: NodeT, section: str, found: Mapping[str, _New]) -> NodeT:
    """The node with the entries that its section lacks."""
    present: Mapping[str, object] = getattr(node, section)
    new = {name: entry for name, entry in found.items() if name not in present}
    if not new:
        return node
    inner = node.written.get(section)
    inner = inner if isinstance(inner, LocatedDict) else LocatedDict({}, next(iter(new.values())).pos, {}, {})
    section_written = inner.merged(
        {name: entry.written for name, entry in new.items()}, {name: entry.pos for name, entry in new.items()}
    )
    whole = node.written if isinstance(node.written, LocatedDict) else LocatedDict({}, UNKNOWN, {}, {})
    places: dict[Key, Position] = {section: whole.keys_at.get(section, section_written.pos)}
    return node.copied(
        {section: {**present, **{name: entry.value for name, entry in new.items()}}},
        whole.merged({section: section_written}, places),
    )


# -- what a resource brings its owner


def _with_owner_parts(resources: Mapping[str, Resource]) -> dict[str, Resource]:
    found = dict(resources)
    for resource in resources.values():
        part, owner = resource.owner_gets, found.get(resource.owner or "")
        if part is None or owner is None:
            continue
        for section in OWNER_SECTIONS:
            owner = _with_new(owner, section, _entries(part, section))
        if part.fields and owner.mirror is not None:
            mirror = _with_new(owner.mirror, "fields", _entries(part, "fields"))
            owner = owner.copied({"mirror": mirror}, owner.written)
        found[owner.resource] = owner
    return found


def _entries(part: Node, section: str) -> dict[str, _New]:
    nodes: Mapping[str, Node] = getattr(part, section)
    return {name: _New(node, node.written, part.key_at(section, name)) for name, node in nodes.items()}


# -- events that owners repeat


def _with_bubbled_events(resources: Mapping[str, Resource]) -> dict[str, Resource]:
    repeated: dict[str, dict[str, _New]] = {name: {} for name in resources}
    for name in sorted(resources):
        for event in resources[name].events:
            for owner, repeated_as, new in _levels(resources, resources[name], event):
                repeated[owner].setdefault(repeated_as, new)
    return {name: _with_new(resource, "events", repeated[name]) for name, resource in resources.items()}


def _levels(resources: Mapping[str, Resource], resource: Resource, name: str) -> Iterator[tuple[str, str, _New]]:
    """The events of owners that repeat an event: owner, name there, and the event."""
    event = resource.events[name]
    origin, below = event, f"{resource.resource}.{name}"
    remaining = dict(event.bubbles)
    for owner in owners_of(resources, resource):
        level = remaining.pop(owner.resource, None)
        if level is None:
            return
        event = event.model_copy(
            update={
                "doc": level.doc if level.doc is not None else event.doc,
                "raised_by": below,
                "bubbles": dict(remaining),
                "deprecated": level.deprecated or event.deprecated,
            }
        )
        written = level.written or LocatedStr(level.event, level.pos)
        pos = origin.key_at("bubbles", owner.resource)
        yield owner.resource, level.event, _New(event.copied({}, written), written, pos)
        below = f"{owner.resource}.{level.event}"


# -- update reasons that are called like a property


def _with_reasons(name: str, union: Union, resources: Mapping[str, Resource]) -> Union:
    """The union of a resource's update reasons with those that are called like the property that raises them."""
    resource = next((item for item in resources.values() if reasons_union(item.resource) == name), None)
    if resource is None:
        return union
    found = {
        key: _New(item.doc, LocatedStr(item.doc, item.at("doc")), item.at("reason"))
        for key, item in resource.properties.items()
        if item.reason == key
    }
    whole = _with_new(union, "members", found)
    members = {key: whole.members[key] for key in sorted(whole.members, key=lambda key: key not in found)}
    return whole.copied({"members": members}, whole.written)
