"""What resources of each kind need and bring their owners, and what only some of them can have."""

from __future__ import annotations

from collections.abc import Mapping

from twilio_codegen.language import Collection, Node, OwnerPart, Resource
from twilio_codegen.language.expansion import OWNER_SECTIONS
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.reading.positions import Position

from .drafts import check_draft
from .scope import Scope

__all__ = ["check_held", "check_owner_known", "check_owner_parts", "check_structure"]

_HOLDS: Mapping[str, tuple[str, str]] = {
    "map": ("item", "string"),
    "list": ("item", "integer"),
    "membership": ("document", "string"),
    "pool": ("facets", "string"),
}
"""Kind of the resources that a collection holds, and type of their keys, by its source."""


def check_structure(scope: Scope, resource: Resource) -> None:
    """Check that a resource has what its kind needs, and nothing that its kind cannot have."""
    if scope.root is None:
        return
    kind = resource.kind
    if kind == "root":
        for key, node in (("mirror", resource.mirror), ("membership", resource.membership), ("key", resource.key)):
            if node is not None:
                scope.wrong_value(resource.key_at(key), f"the root is no part of the data; remove '{key}'")
        if resource.owner is not None:
            scope.wrong_value(resource.key_at("owner"), "the root belongs to nothing; remove 'owner'")
        return
    if kind == "draft":
        check_draft(scope, resource)
        return
    if kind == "nothing":
        message = f"say with 'mirror' what {resource.resource} shows; only the root shows nothing of its own"
        scope.report(resource.at("resource"), "missing-key", message)
        return
    if resource.membership is not None and kind != "document":
        message = f"only a document differs for each user, and {resource.resource} is of the kind {kind}"
        scope.wrong_value(resource.key_at("membership"), message)
    if resource.membership is None and kind == "document":
        message = f"say with 'membership' what differs for each user about a {resource.resource}; a document needs it"
        scope.report(resource.at("resource"), "missing-key", message)
    _check_identity(scope, resource)
    if kind == "record":
        _check_record(scope, resource)
        return
    for key, given in (("owner", resource.owner is not None), ("key", resource.key is not None)):
        if not given:
            scope.report(resource.at("resource"), "missing-key", f"a resource of the kind {kind} needs the key '{key}'")
    owner = scope.schema.resources.get(resource.owner or "")
    if kind != "item" and owner is not None and not owner.root:
        message = f"a resource of the kind {kind} belongs to the root, not to {resource.owner}"
        scope.wrong_value(resource.at("owner"), message)


def _check_identity(scope: Scope, resource: Resource) -> None:
    telling = {name: item for name, item in resource.properties.items() if item.identity}
    for name, item in telling.items():
        if str(item.type) != "string":
            message = f"'{name}' tells objects apart and must be a string that is never null, not {item.type}"
            scope.wrong_type(item.at("type"), message)
    for name in list(telling)[1:]:
        scope.wrong_value(telling[name].at("identity"), f"'{next(iter(telling))}' tells objects apart already")
    if not telling:
        message = f"say with 'identity: true' which property of {resource.resource} tells objects apart"
        scope.report(resource.at("resource"), "missing-key", message)


def _check_record(scope: Scope, resource: Resource) -> None:
    """A record is what was so at one moment: nothing changes it, and nothing belongs to it."""
    for section in ("events", "collections", "notifications"):
        for name in getattr(resource, section):
            message = f"{resource.resource} is a record, which never changes; it cannot have {section}"
            scope.wrong_value(resource.key_at(section, name), message)
    for item in resource.properties.values():
        if item.reason is not None:
            scope.wrong_value(item.at("reason"), f"{resource.resource} is a record, which never changes")


def check_owner_known(scope: Scope, resource: Resource, pos: Position) -> None:
    """Check that the objects of a resource know their owner: records know the client, and nobody else."""
    owner = scope.schema.resources.get(resource.owner or "")
    if resource.kind == "record" and owner is not None and not owner.root:
        scope.wrong_value(pos, f"a {resource.resource} is a record and knows the client only")


def check_held(scope: Scope, owner: Resource, held: Resource, collection: Collection) -> None:
    """Check that a collection can hold what it is said to hold, and where it is."""
    if scope.root is None:
        return
    source = next(name for name in _HOLDS if getattr(collection, name) is not None)
    kind, key = _HOLDS[source]
    if source in ("membership", "pool") and not owner.root:
        scope.wrong_value(collection.key_at(source), f"a {source} is a collection of the root, not of {owner.resource}")
    if held.kind not in (kind, "nothing"):
        message = f"a {source} holds resources of the kind {kind}, and {held.resource} is of the kind {held.kind}"
        scope.wrong_value(collection.at("of"), message)
    elif held.key is not None and held.key.type != TypeExpression(key):
        scope.wrong_type(held.key.at("type"), f"what a {source} holds has a key of the type {key}, not {held.key.type}")


def check_owner_parts(scope: Scope) -> None:
    """Check what stands in one file about the resource of another one."""
    for resource in scope.schema.resources.values():
        part = resource.owner_gets
        if part is None:
            continue
        if resource.owner is None:
            message = f"{resource.resource} has no owner that could get anything"
            scope.wrong_value(resource.key_at("owner-gets"), message)
            continue
        owner = scope.schema.resources.get(resource.owner)
        if owner is not None:
            _check_part(scope, part, owner)


def _check_part(scope: Scope, part: OwnerPart, owner: Resource) -> None:
    if part.fields and owner.mirror is None:
        scope.wrong_value(part.key_at("fields"), f"{owner.resource} has no mirror that could have fields")
    holders: list[tuple[str, Node]] = [(section, owner) for section in OWNER_SECTIONS]
    if owner.mirror is not None:
        holders.append(("fields", owner.mirror))
    for section, holder in holders:
        brought: Mapping[str, Node] = getattr(part, section)
        present: Mapping[str, Node] = getattr(holder, section)
        for name, node in brought.items():
            # What was not there before is the very same entry.
            if name in present and present[name] is not node:
                first = present[name].pos
                message = f"{owner.resource} has '{name}' already, at {first.file}:{first.line}; remove one of them"
                scope.report(part.key_at(section, name), "duplicate-name", message)
