"""Says which events other programs can be told of as CloudEvents, and how each is made of its payload."""

from __future__ import annotations

from twilio_codegen.language import Event, Resource, Schema
from twilio_codegen.python.naming import python_name

from .public_schema import Json, identity

__all__ = ["cloud_event"]


def cloud_event(schema: Schema, name: str, event: Event) -> Json | None:
    """Return how an event of the root is told as a CloudEvent; None if it is not.

    ``personal`` is what tells where the signed-in user stands, and so is another event for each user. Everything else
    but the type is a JSON pointer into the payload: ``subject`` leads to what identifies the object, and
    ``partition`` to what identifies the object that it belongs to. The event of the durable list has ``position``, too,
    and ``time``.

    Args:
        schema: The schema.
        name: Name of the event.
        event: The event of the root.
    """
    holder, origin = schema.root, name
    while (repeats := holder.events[origin].repeats) is not None:
        above, _, origin = repeats.partition(".")
        holder = schema.resources[above]
    if not holder.tells_others(origin):
        return None
    described: Json = {"type": holder.events[origin].cloud_event or f"{schema.product.package}.{python_name(name)}"}
    collection = holder.collections.get(holder.events[origin].raised_by)
    if holder.cause_of(origin) == "membership" or (collection is not None and collection.membership is not None):
        described["personal"] = True
    found = _object_of(schema, event)
    if found is None:
        return described
    place, resource = found
    own = identity(resource)
    if own is not None:
        described["subject"] = f"{place}/{own}"
    if (partition := _partition(schema, resource) or own) is not None:
        described["partition"] = f"{place}/{partition}"
    durable = collection.durable if collection is not None else None
    if collection is not None and durable is not None and collection.added == origin:
        described["position"] = f"{place}/{durable.by}"
        described["time"] = f"{place}/{durable.since}"
    return described


def _object_of(schema: Schema, event: Event) -> tuple[str, Resource] | None:
    """The object that an event tells of, and where it stands in the payload."""
    if event.payload is None:
        return None
    if event.payload.name in schema.resources:
        return "", schema.resources[event.payload.name]
    value = schema.values.get(event.payload.name) or schema.payloads.get(event.payload.name)
    for name, item in value.fields.items() if value is not None else ():
        if item.type.name in schema.resources:
            return f"/{name}", schema.resources[item.type.name]
    return None


def _partition(schema: Schema, resource: Resource) -> str | None:
    """Where an object says what identifies its owner; None if that is the root, or is not said."""
    owner = schema.resources.get(resource.owner or "")
    own = None if owner is None or owner.root else identity(owner)
    if owner is None or own is None:
        return None
    names = (name for name, item in resource.properties.items() if item.type.name == owner.resource)
    name = next(names, None)
    return None if name is None else f"{name}/{own}"
