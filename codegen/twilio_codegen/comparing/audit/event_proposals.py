"""Proposes the declaration of an event that a schema lacks; what raises it follows from the rest of the schema."""

from __future__ import annotations

from collections.abc import Iterator

from twilio_codegen.comparing.api import Api, ApiClass
from twilio_codegen.comparing.types import NOTHING, ApiType
from twilio_codegen.language import Resource, Schema
from twilio_codegen.language.expansion import owners_of

from .locations import place_of
from .yaml_text import Addition, YamlValue

_BLANK = ApiClass("")
_KEYS = ("doc", "payload", "raised-by", "bubbles", "deprecated")
"""Keys of an event in the order in which they are written."""


def propose_event(schema: Schema, documented: Api, resource: Resource, name: str) -> Addition | None:
    """Propose the declaration of an event; None if its payload is unknown or nothing in the schema would raise it.

    An event that repeats another one is declared where that one happens: a name is added to it, or it is missing
    itself and brings the repetition with it.

    Args:
        schema: The schema.
        documented: What there should be.
        resource: The resource that should have the event.
        name: The event.
    """
    raised_by = _raised_by(schema, documented, resource, name)
    if raised_by is not None:
        return _whole(schema, documented, resource, name, raised_by)
    for other in schema.resources.values():
        if resource.resource not in {owner.resource for owner in owners_of(schema.resources, other)}:
            continue
        for event in documented.classes.get(other.resource, _BLANK).events:
            names = dict(_names_above(schema, documented, other, event))
            if names.get(resource.resource) != name:
                continue
            if event not in other.events:
                return propose_event(schema, documented, other, event)
            if other.events[event].repeats is None:
                return _level(schema, other, event, resource.resource, name)
    return None


def _whole(schema: Schema, documented: Api, resource: Resource, name: str, raised_by: str) -> Addition | None:
    """Return a whole event, with its names at the owners."""
    events = documented.classes[resource.resource].events
    payload = _payload(schema, events[name].type)
    if payload is None:
        return None
    entry: dict[str, YamlValue] = {} if events[name].type == NOTHING else {"payload": payload}
    entry["raised-by"] = raised_by
    if names := dict(_names_above(schema, documented, resource, name)):
        entry["bubbles"] = names
    return Addition(resource.pos.file, ("events",), name, {**entry, "doc": ""}, tuple(events))


def _level(schema: Schema, resource: Resource, event: str, owner: str, name: str) -> Addition:
    """Return the name of an existing event at an owner where it has none."""
    owners = tuple(item.resource for item in owners_of(schema.resources, resource))
    file, path = place_of(resource, "events", event)
    return Addition(file, (*path, "bubbles"), owner, name, owners, _KEYS)


def _payload(schema: Schema, kind: ApiType) -> str | None:
    if kind.name != "object":
        names = {*schema.resources, *schema.values, *schema.types, "number", "string", "boolean", "none"}
        return str(kind) if str(kind) in names else None
    wanted = {f"{key}: {part}" for key, part in kind.fields}
    for name, payload in schema.payloads.items():
        fields = {f"{key}: {_documented(str(item.type))}" for key, item in payload.fields.items()}
        if fields == wanted:
            return name
    return None


def _documented(kind: str) -> str:
    return kind.replace("integer", "number").removesuffix("?")


def _names_above(schema: Schema, documented: Api, resource: Resource, name: str) -> Iterator[tuple[str, str]]:
    """Yield what the owners call an event, from the nearest on.

    It is the event with the same payload that is called the same, or has the name of the resource before it.
    """
    payload = documented.classes[resource.resource].events[name].type
    below, own = name, resource.resource
    for owner in owners_of(schema.resources, resource):
        events = documented.classes.get(owner.resource, _BLANK).events
        candidates = (below, f"{own[:1].lower()}{own[1:]}{below[:1].upper()}{below[1:]}")
        found = next((item for item in candidates if item in events and events[item].type == payload), None)
        if found is None:
            return
        yield owner.resource, found
        below, own = found, owner.resource


def _raised_by(schema: Schema, documented: Api, resource: Resource, name: str) -> str | None:
    for key, collection in resource.collections.items():
        source = collection.membership
        added = {collection.added, collection.removed}
        added |= {source.added, source.joined, source.invited, source.left} if source is not None else set[str | None]()
        if name in added:
            return key
    for key, item in resource.properties.items():
        if item.transient is not None and name in (item.transient.started, item.transient.ended):
            return key
    owner = schema.resources.get(resource.owner or "")
    for collection in owner.collections.values() if owner is not None else ():
        if collection.of != resource.resource:
            continue
        if collection.pool is not None and name in (collection.pool.followed, collection.pool.unfollowed):
            return "pool"
        if collection.membership is not None and name == collection.membership.removed:
            return "membership"
    payload = documented.classes[resource.resource].events[name].type
    if name == "updated" and "updateReasons" in dict(payload.fields):
        return "reasons"
    return _from_methods(resource, name)


def _from_methods(resource: Resource, name: str) -> str | None:
    """Find the handwritten method of the resource that declares that it causes the event."""
    return next(
        (key for key, method in resource.methods.items() if method.hook is not None and name in method.causes), None
    )
