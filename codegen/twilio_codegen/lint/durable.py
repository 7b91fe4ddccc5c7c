"""Whether what is consumed across restarts can be."""

from __future__ import annotations

from twilio_codegen.language import Collection, Resource
from twilio_codegen.python.naming import python_name, snake_case

from .scope import Scope

__all__ = ["check_durable"]

_OF_DELIVERIES = frozenset({"ack", "attempts", "nack", "redelivered"})
"""What a delivery has besides its item."""


def check_durable(scope: Scope) -> None:
    """Check the collection whose items are delivered until they are acknowledged; a product has one at most."""
    first: Collection | None = None
    for resource in scope.schema.resources.values():
        for collection in resource.collections.values():
            if collection.durable is None:
                continue
            if first is not None:
                place = first.key_at("durable")
                message = f"the deliveries of the client are those of {place.file}:{place.line}; remove one of them"
                scope.wrong_value(collection.key_at("durable"), message)
                continue
            first = collection
            _check(scope, resource, collection)
    if first is not None and scope.root is not None:
        for section in ("properties", "methods"):
            for name in getattr(scope.root, section):
                if python_name(name) == "deliveries":
                    message = f"'{name}' is what reads the durable collection; choose another name"
                    scope.report(scope.root.key_at(section, name), "reserved-name", message)


def _check(scope: Scope, owner: Resource, collection: Collection) -> None:
    durable = collection.durable
    if durable is None:
        return
    if collection.list is None:
        scope.wrong_value(collection.key_at("durable"), "only the items of a list have positions; remove 'durable'")
    elif scope.root is not None:
        held = [
            item
            for item in scope.root.collections.values()
            if item.of == owner.resource and item.membership is not None
        ]
        if len(held) != 1:
            message = f"one membership collection of the root must hold {owner.resource}, and {len(held)} do"
            scope.wrong_value(collection.key_at("durable"), message)
    item = scope.schema.resources.get(collection.of)
    if item is None:
        return
    if snake_case(item.resource) in _OF_DELIVERIES:
        message = f"a delivery has a '{snake_case(item.resource)}' besides its item; call the resource something else"
        scope.report(collection.at("of"), "reserved-name", message)
    if item.key is not None and durable.by != item.key.name:
        scope.wrong_value(durable.at("by"), f"the position of a {item.resource} is its key, '{item.key.name}'")
    if scope.known(durable.at("since"), "property", durable.since, item.properties):
        kind = item.properties[durable.since].type
        if kind.name != "datetime":
            scope.wrong_type(durable.at("since"), f"'{durable.since}' is {kind}, and must be a datetime")
