"""Links and collections of resources."""

from __future__ import annotations

from twilio_codegen.ir import Collection, MembershipSource, Resource
from twilio_codegen.positions import Position

from .scope import Scope

__all__ = ["check_links_and_collections"]


def check_links_and_collections(scope: Scope, resource: Resource) -> None:
    """Check how a resource is reached and what belongs to it."""
    for link in resource.links.values():
        scope.known(link.at("base"), "link", link.base, scope.session_links())
        for at, segment in enumerate(link.path):
            scope.check_expression(segment, resource, None, link.at("path", at))
    for collection in resource.collections.values():
        if not scope.known(collection.at("of"), "resource", collection.of, scope.schema.resources):
            continue
        held = scope.schema.resources[collection.of]
        if held.owner != resource.resource:
            message = f"{held.resource} is owned by {held.owner or 'nothing'}, not by {resource.resource}"
            scope.report(collection.at("of"), "wrong-value", message)
        for key, field in (("map", collection.map), ("list", collection.list)):
            if field is not None:
                scope.known(collection.at(key), "field of the mirror", field, _mirror_fields(resource))
        for key, event in (("added", collection.added), ("removed", collection.removed)):
            if event is not None:
                _check_event(scope, resource, held, event, collection.at(key))
        if collection.membership is not None:
            _check_membership(scope, resource, held, collection, collection.membership)


def _mirror_fields(resource: Resource) -> list[str]:
    if resource.mirror is None:
        return []
    mirrored = (item.wire or name for name, item in resource.properties.items() if item.source == "mirror")
    return [*resource.mirror.fields, *mirrored]


def _check_event(scope: Scope, resource: Resource, held: Resource, event: str, pos: Position) -> None:
    if not scope.known(pos, "event", event, resource.events):
        return
    payload = resource.events[event].payload
    if str(payload) != held.resource:
        message = f"{resource.resource}.{event} has the payload {payload}, but the collection holds {held.resource}"
        scope.report(pos, "payload-mismatch", message)


def _check_membership(
    scope: Scope, resource: Resource, held: Resource, collection: Collection, source: MembershipSource
) -> None:
    if held.membership is None:
        message = f"{held.resource} has no membership; say which payload carries it"
        scope.report(collection.at("of"), "wrong-value", message)
    if source.map.startswith("session."):
        scope.check_session_path(source.map, source.at("map"))
    else:
        scope.report(source.at("map"), "wrong-value", f"'{source.map}' must be a path below session.")
    for request in (source.pages, source.lookup):
        scope.check_link(request.get, resource, request.at("get"))
    for key, event in (
        ("added", source.added),
        ("joined", source.joined),
        ("invited", source.invited),
        ("left", source.left),
    ):
        _check_event(scope, resource, held, event, source.at(key))
    scope.known(source.at("removed"), "event", source.removed, held.events)
    carried = {
        item.wire or name: item
        for name, item in held.properties.items()
        if item.source == "membership" and item.derived is None
    }
    for sent, field in source.rename.items():
        scope.known(source.at("rename", sent), "field of the membership", field, carried)
    status = held.properties.get("status")
    if status is not None:
        for key, value in (
            ("joined", source.status.joined),
            ("invited", source.status.invited),
            ("out", source.status.out),
        ):
            scope.check_literal(value, status.type, (), source.status.at(key), "status")
    for name, value in source.forget_when_out.items():
        if scope.known(source.key_at("forget-when-out", name), "property", name, held.properties):
            kind = held.properties[name].type
            scope.check_literal(value, kind, (), source.at("forget-when-out", name), "value")
