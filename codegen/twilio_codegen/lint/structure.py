"""What resources of each kind need, and what only some of them can have."""

from __future__ import annotations

from collections.abc import Mapping

from twilio_codegen.language import Collection, Resource
from twilio_codegen.language.type_expressions import TypeExpression

from .scope import Scope

__all__ = ["check_held", "check_structure", "kind_of"]

_HOLDS: Mapping[str, tuple[str, str]] = {
    "map": ("item", "string"),
    "list": ("item", "integer"),
    "membership": ("document", "string"),
    "pool": ("facets", "string"),
}
"""Kind of the resources that a collection holds, and type of their keys, by its source."""


def kind_of(resource: Resource) -> str:
    """What a resource is: ``root``, or the kind of its mirror; ``nothing`` if that is not said."""
    if resource.root:
        return "root"
    return resource.mirror.kind if resource.mirror is not None else "nothing"


def check_structure(scope: Scope, resource: Resource) -> None:
    """Check that a resource has what its kind needs, and nothing that its kind cannot have."""
    if not _has_root(scope):
        return
    kind = kind_of(resource)
    if kind == "root":
        for key, node in (("mirror", resource.mirror), ("membership", resource.membership), ("key", resource.key)):
            if node is not None:
                scope.report(resource.key_at(key), "wrong-value", f"the root is no part of the data; remove '{key}'")
        if resource.owner is not None:
            scope.report(resource.key_at("owner"), "wrong-value", "the root belongs to nothing; remove 'owner'")
        return
    if kind == "nothing":
        message = f"say with 'mirror' what {resource.resource} shows; only the root shows nothing of its own"
        scope.report(resource.at("resource"), "missing-key", message)
        return
    if resource.membership is not None and kind != "document":
        message = f"only a document differs for each user, and {resource.resource} is of the kind {kind}"
        scope.report(resource.key_at("membership"), "wrong-value", message)
    _check_identity(scope, resource)
    if kind == "record":
        _check_record(scope, resource)
        return
    for key, given in (("owner", resource.owner is not None), ("key", resource.key is not None)):
        if not given:
            message = f"a resource of the kind {kind} needs the key '{key}'"
            scope.report(resource.at("resource"), "missing-key", message)
    owner = scope.schema.resources.get(resource.owner or "")
    if kind != "item" and owner is not None and not owner.root:
        message = f"a resource of the kind {kind} belongs to the root, not to {resource.owner}"
        scope.report(resource.at("owner"), "wrong-value", message)


def _check_identity(scope: Scope, resource: Resource) -> None:
    telling = {name: item for name, item in resource.properties.items() if item.identity}
    for name, item in telling.items():
        if str(item.type) != "string":
            message = f"'{name}' tells objects apart and must be a string that is never null, not {item.type}"
            scope.report(item.at("type"), "wrong-type", message)
    for name in list(telling)[1:]:
        message = f"'{next(iter(telling))}' tells objects apart already"
        scope.report(telling[name].at("identity"), "wrong-value", message)
    if not telling:
        message = f"say with 'identity: true' which property of {resource.resource} tells objects apart"
        scope.report(resource.at("resource"), "missing-key", message)


def _check_record(scope: Scope, resource: Resource) -> None:
    """A record is what was so at one moment: nothing changes it, and nothing belongs to it."""
    for section in ("events", "collections", "notifications"):
        for name in getattr(resource, section):
            message = f"{resource.resource} is a record, which never changes; it cannot have {section}"
            scope.report(resource.key_at(section, name), "wrong-value", message)
    for item in resource.properties.values():
        if item.reason is not None:
            scope.report(item.at("reason"), "wrong-value", f"{resource.resource} is a record, which never changes")


def check_held(scope: Scope, owner: Resource, held: Resource, collection: Collection) -> None:
    """Check that a collection can hold what it is said to hold, and where it is."""
    if not _has_root(scope):
        return
    source = next(name for name in _HOLDS if getattr(collection, name) is not None)
    kind, key = _HOLDS[source]
    if source in ("membership", "pool") and not owner.root:
        message = f"a {source} is a collection of the root, not of {owner.resource}"
        scope.report(collection.key_at(source), "wrong-value", message)
    if kind_of(held) not in (kind, "nothing"):
        message = f"a {source} holds resources of the kind {kind}, and {held.resource} is of the kind {kind_of(held)}"
        scope.report(collection.at("of"), "wrong-value", message)
    elif held.key is not None and held.key.type != TypeExpression(key):
        message = f"what a {source} holds has a key of the type {key}, not {held.key.type}"
        scope.report(held.key.at("type"), "wrong-type", message)


def _has_root(scope: Scope) -> bool:
    """Whether it is known which resource is the root."""
    return any(resource.root for resource in scope.schema.resources.values())
