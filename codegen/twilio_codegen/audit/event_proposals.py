"""How an event that a schema lacks would be written: what raises it follows from the rest of the schema."""

from __future__ import annotations

from twilio_codegen.ir import Resource, Schema
from twilio_codegen.surface import ClassSurface, Surface

from .yaml_text import YamlValue

__all__ = ["propose_event"]

_BLANK = ClassSurface()


def propose_event(schema: Schema, documented: Surface, resource: Resource, name: str) -> dict[str, YamlValue] | None:
    """The entry of an event; None if its payload is unknown or nothing in the schema would raise it.

    Args:
        schema: The schema.
        documented: What there should be.
        resource: The resource that should have the event.
        name: The event.
    """
    documented_payload = documented.classes[resource.resource].events[name]
    payload = _payload(schema, documented_payload)
    raised_by = _raised_by(schema, documented, resource, name)
    if payload is None or raised_by is None:
        return None
    entry: dict[str, YamlValue] = {} if documented_payload == "none" else {"payload": payload}
    repeated = _repeated_as(documented, resource, name)
    if repeated is not None:
        entry["bubbles"] = repeated
    return {**entry, "raised-by": raised_by, "doc": ""}


def _payload(schema: Schema, kind: str) -> str | None:
    if not kind.startswith("{"):
        names = {*schema.resources, *schema.values, *schema.types, "number", "string", "boolean", "none"}
        return kind if kind in names else None
    wanted = set(kind.strip("{}").split(", "))
    for name, payload in schema.payloads.items():
        fields = {f"{key}: {_documented(str(item.type))}" for key, item in payload.fields.items()}
        if fields == wanted:
            return name
    return None


def _documented(kind: str) -> str:
    return kind.replace("integer", "number").removesuffix("?")


def _repeated_as(documented: Surface, resource: Resource, name: str) -> str | None:
    """The event of the owner with the same payload: of the same name, or with the name of the resource before it."""
    owner = documented.classes.get(resource.owner or "", _BLANK)
    payload = documented.classes[resource.resource].events[name]
    return next((item for item in _names_above(resource, name) if owner.events.get(item) == payload), None)


def _names_above(resource: Resource, name: str) -> tuple[str, str]:
    own = resource.resource
    return name, f"{own[:1].lower()}{own[1:]}{name[:1].upper()}{name[1:]}"


def _raised_by(schema: Schema, documented: Surface, resource: Resource, name: str) -> str | None:
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
    payload = documented.classes[resource.resource].events[name]
    if name == "updated" and "updateReasons: " in payload:
        return "reasons"
    return _from_below(schema, documented, resource, name) or _from_methods(resource, name)


def _from_below(schema: Schema, documented: Surface, resource: Resource, name: str) -> str | None:
    """The event of a resource that belongs to this one, which this one repeats."""
    for other in schema.resources.values():
        if other.owner != resource.resource:
            continue
        for event in documented.classes.get(other.resource, _BLANK).events:
            if _repeated_as(documented, other, event) == name:
                return f"{other.resource}.{event}"
    return None


def _from_methods(resource: Resource, name: str) -> str | None:
    """The method of the resource, done by hand, that says it causes the event."""
    return next(
        (key for key, method in resource.methods.items() if method.hook is not None and name in method.causes), None
    )
