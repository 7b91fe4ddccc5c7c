"""Links, collections and notifications of resources."""

from __future__ import annotations

from twilio_codegen.language import (
    Collection,
    EndsTransient,
    Link,
    MembershipSource,
    Notification,
    PoolSource,
    Resource,
)
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.reading.positions import Position

from .events import check_named
from .requests import check_sent
from .scope import Scope, check_comparable
from .selection import check_texts
from .structure import check_held

__all__ = ["check_links_and_collections"]


def check_links_and_collections(scope: Scope, resource: Resource) -> None:
    """Check how a resource is reached and what belongs to it."""
    for link in resource.links.values():
        _check_start(scope, link)
        for key, segments in (("fill", link.fill), ("path", link.path)):
            for at, segment in enumerate(segments):
                check_sent(scope, segment, resource, None, "path", link.at(key, at))
    for collection in resource.collections.values():
        _check_requests(scope, collection)
        if not scope.known(collection.at("of"), "resource", collection.of, scope.schema.resources):
            continue
        held = scope.schema.resources[collection.of]
        if held.owner != resource.resource:
            message = f"{held.resource} is owned by {held.owner or 'nothing'}, not by {resource.resource}"
            scope.wrong_value(collection.at("of"), message)
        check_held(scope, resource, held, collection)
        for key, field in (("map", collection.map), ("list", collection.list)):
            if field is not None:
                _check_sync_object(scope, resource, field, collection.at(key))
        if collection.list is not None and held.collections:
            message = f"the items of a list come and go, and {held.resource} has collections; keep it in a map"
            scope.wrong_value(collection.at("list"), message)
        if collection.ends is not None and resource.root:
            scope.wrong_value(collection.at("ends"), "only the collections of other resources end states")
        for key, event in (("added", collection.added), ("removed", collection.removed)):
            if event is not None:
                _check_event(scope, resource, held, event, collection.at(key))
                if collection.map is None and collection.list is None:
                    message = f"only maps and lists raise it; what a {_source(collection)} raises is named there"
                    scope.wrong_value(collection.at(key), message)
        if collection.membership is not None:
            _check_membership(scope, resource, held, collection, collection.membership)
        if collection.pool is not None:
            _check_pool(scope, held, collection.pool)
        if collection.ends is not None:
            _check_ends(scope, resource, held, collection.ends)
    for name, notification in resource.notifications.items():
        _check_notification(scope, resource, name, notification)


def _source(collection: Collection) -> str:
    return "membership" if collection.membership is not None else "pool"


def _check_start(scope: Scope, link: Link) -> None:
    """Check what a link begins with."""
    if link.of_session is not None:
        key, name = link.of_session
        scope.check_link(name, None, link.at(key))
    elif not link.path:
        scope.report(link.pos, "missing-key", "say with 'path' what is below the host")
    if link.template is not None and not link.fill:
        scope.report(link.pos, "missing-key", "say with 'fill' what takes the places in the template")
    elif link.template is None and link.fill:
        scope.wrong_value(link.at("fill"), "only a 'template' has places to fill; remove 'fill'")


def _check_requests(scope: Scope, collection: Collection) -> None:
    pool, membership = collection.pool, collection.membership
    if membership is not None:
        for request in (membership.pages, membership.lookup):
            scope.check_link(request.get, None, request.at("get"))
    if pool is None:
        return
    scope.check_link(pool.lookup.get, None, pool.lookup.at("get"))
    if scope.check_wire(pool.lookup.payload, pool.lookup.at("payload")):
        scope.check_path(pool.lookup.map, pool.lookup.payload, pool.lookup.at("map"), "string", nullable=False)


def _check_sync_object(scope: Scope, resource: Resource, field: str, pos: Position) -> None:
    if resource.root:
        scope.check_session_path(field, pos, "string", nullable=False)
        return
    fields = _mirror_fields(resource)
    if not scope.known(pos, "field of the mirror", field, fields):
        return
    kind = resource.kind
    if kind not in ("document", "item"):
        scope.wrong_value(pos, f"a resource of the kind {kind} cannot have collections of its own")
    if fields[field].name != "string":
        scope.wrong_type(pos, f"'{field}' is {fields[field]}, and the name of a Sync object is a string")


def _mirror_fields(resource: Resource) -> dict[str, TypeExpression]:
    return {name: field.type for name, field in resource.mirror.fields.items()} if resource.mirror is not None else {}


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
        scope.wrong_value(collection.at("of"), f"{held.resource} has no membership; say which payload carries it")
    scope.check_session_path(source.map, source.at("map"), "string", nullable=False)
    for key, event in (("added", source.added), ("joined", source.joined), ("left", source.left)):
        _check_event(scope, resource, held, event, source.at(key))
    _check_invitations(scope, resource, held, source)
    check_named(scope, held, source.removed, "membership", source.at("removed"))
    of_membership = {name: item for name, item in held.properties.items() if item.source == "membership"}
    carried = {name: item for name, item in of_membership.items() if item.derived is None}
    fields = [item.wire or name for name, item in carried.items()]
    for sent, field in source.rename.items():
        scope.known(source.at("rename", sent), "field of the membership", field, fields)
    names = [source.lookup.key]
    for at, name in enumerate(source.lookup.other_keys):
        if name in names:
            scope.wrong_value(source.lookup.at("other-keys", at), f"'{name}' is tried already; remove it")
        names.append(name)
    told = source.status
    if scope.known(told.at("property"), "property of the membership", told.property, carried):
        status = held.properties[told.property]
        for key, value in (("joined", told.joined), ("invited", told.invited), ("out", told.out)):
            if value is not None:
                scope.check_literal(value, status.type, (), told.at(key), "status")
    if source.forget_always and source.forget_when_out:
        scope.wrong_value(source.at("forget-when-out"), "'forget-always' is true already; remove 'forget-when-out'")
    for name, value in source.forget_when_out.items():
        places = source.key_at("forget-when-out", name), source.at("forget-when-out", name)
        scope.check_property_value(held.properties, name, value, *places)


def _check_invitations(scope: Scope, resource: Resource, held: Resource, source: MembershipSource) -> None:
    """Check that invitations have a status and an event, or neither, and that nothing waits for one in vain."""
    if source.invited is not None:
        _check_event(scope, resource, held, source.invited, source.at("invited"))
    if (source.invited is None) != (source.status.invited is None):
        where, lacking = (source, "event") if source.invited is None else (source.status, "value of the status")
        message = f"say with 'invited' which {lacking} belongs to invitations, or leave both out"
        scope.report(where.pos, "missing-key", message)
    if source.invited is None and source.status.invited is None:
        for name, method in held.methods.items():
            if method.settles == "invited":
                message = f"nobody is invited to a {held.resource}, so '{name}' would never return"
                scope.wrong_value(method.at("settles"), message)


def _check_pool(scope: Scope, held: Resource, pool: PoolSource) -> None:
    scope.check_session_path(pool.capacity, pool.at("capacity"), "integer", nullable=False)
    if pool.own is not None:
        scope.check_session_path(pool.own.key, pool.own.at("key"), "string", nullable=False)
        scope.check_session_path(pool.own.map, pool.own.at("map"), "string", nullable=False)
    for key, event in (("followed", pool.followed), ("unfollowed", pool.unfollowed)):
        check_named(scope, held, event, "pool", pool.at(key))


def _check_ends(scope: Scope, resource: Resource, added: Resource, ends: EndsTransient) -> None:
    affected = _searched(scope, resource, ends.collection, ends.at("collection"))
    if affected is None:
        return
    scope.check_passing(affected, ends.property, ends.at("property"))
    for name, other in ends.where.items():
        known = scope.known(ends.key_at("where", name), "property", name, affected.properties)
        if scope.known(ends.at("where", name), "property", other, added.properties) and known:
            given = added.properties[other].type
            check_comparable(scope, given, affected.properties[name].type, ends.at("where", name), name)


def _check_notification(scope: Scope, resource: Resource, name: str, item: Notification) -> None:
    scope.known(
        resource.key_at("notifications", name), "message type", name, scope.schema.product.profile.message_types
    )
    if (item.key is None) != resource.root:
        need = "has no use for a" if resource.root else "needs the"
        scope.wrong_value(item.at("key"), f"a notification of {resource.resource} {need} key")
    affected = _searched(scope, resource, item.collection, item.at("collection"))
    _check_reached(scope, resource, resource.key_at("notifications", name))
    for at, conditions in enumerate(item.where or ({},)):
        if not conditions:
            scope.wrong_value(item.at("where", at), "say what tells whom it concerns")
    if affected is not None:
        scope.check_passing(affected, item.property, item.at("property"))
        for path, wanted, counterpart in item.conditions():
            known = scope.known(item.key_at(*path), "property", wanted, affected.properties)
            if known and counterpart.equals is not None:
                written = (*path, "equals")
                check_texts(scope, item, written, counterpart.equals, wanted, affected.properties[wanted].type)
    if scope.check_wire(item.payload, item.at("payload")):
        if item.key is not None:
            scope.check_path(item.key, item.payload, item.at("key"), "string")
            if "." in item.key:
                scope.wrong_value(item.at("key"), "the key stands in the payload itself, not below it")
        scope.check_path(item.seconds, item.payload, item.at("seconds"), "number", "integer", nullable=False)
        for path, wanted, counterpart in item.conditions():
            if counterpart.field is None:
                continue
            pos = item.at(*path, "field")
            given = scope.check_path(counterpart.field, item.payload, pos)
            if affected is not None and wanted in affected.properties:
                check_comparable(scope, given, affected.properties[wanted].type, pos, wanted)


def _check_reached(scope: Scope, resource: Resource, pos: Position) -> None:
    """Check that the root finds the resource that is notified."""
    if resource.root or scope.root is None:
        return
    holders = [item for item in scope.root.collections.values() if item.of == resource.resource]
    if not any(item.map is not None or item.membership is not None for item in holders):
        message = f"the root holds no {resource.resource} in a map or membership, so that nothing could be notified"
        scope.report(pos, "never-emitted", message)


def _searched(scope: Scope, resource: Resource, collection: str, pos: Position) -> Resource | None:
    """What a collection of the resource holds, in which something is looked for."""
    if not scope.known(pos, "collection", collection, resource.collections):
        return None
    if resource.collections[collection].map is None:
        scope.wrong_value(pos, f"only in a map something is looked for, and '{collection}' is none")
    return scope.schema.resources.get(resource.collections[collection].of)
