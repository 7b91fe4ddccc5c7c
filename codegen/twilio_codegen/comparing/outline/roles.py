"""Decides what each declared class becomes in a schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from twilio_codegen.comparing.api import KINDS, Api, ApiClass
from twilio_codegen.comparing.types import ApiType

Role = Literal["root", "document", "item", "record", "value", "options", "payload", "tagged", "pages", "alias", "none"]
RESOURCES: tuple[Role, ...] = ("root", "document", "item", "record")

_IDENTITIES = ("sid", "id", "identity", "uniqueName", "name", "key")
"""What tells objects apart, by its usual names, the surest first."""
_SCALARS = frozenset({"string", "number", "boolean", "datetime", "json"})


@dataclass(slots=True)
class Roles:
    """What everything becomes.

    Attributes:
        of: The role of each class, interface and alias.
        owners: The owner of each resource with events.
        identities: The property of each resource that tells objects apart.
        tags: The field that tells the members of a tagged union apart.
        classes: All that is declared, and objects that are mentioned without being exported.
    """

    classes: Mapping[str, ApiClass]
    of: dict[str, Role] = field(default_factory=dict[str, Role])
    owners: dict[str, str] = field(default_factory=dict[str, str])
    identities: dict[str, str] = field(default_factory=dict[str, str])
    tags: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def root(self) -> str:
        """The resource that a session starts with; empty if nothing can be one."""
        return next((name for name, role in self.of.items() if role == "root"), "")

    def named(self, *roles: Role) -> list[str]:
        """Return the names of everything with one of some roles."""
        return [name for name, role in self.of.items() if role in roles]


def roles_of(api: Api) -> Roles:
    """Decide about everything that is declared."""
    roles = Roles({**{name: item for name, item in api.shapes.items() if name not in api.classes}, **api.classes})
    root = _root(api)
    for name, item in roles.classes.items():
        roles.of[name] = "root" if name == root else _role(roles, name, item)
    _find_owners(roles)
    _find_payloads(roles)
    _find_options(api, roles)
    for name, item in roles.classes.items():
        if roles.of[name] == "alias" and (tag := _tag(roles, item)) is not None:
            roles.of[name], roles.tags[name] = "tagged", tag
    return roles


def _root(api: Api) -> str:
    """Return the class with most events, or else with most methods, which no other class mentions if there is one."""
    classes = {
        name: item
        for name, item in api.classes.items()
        if item.documented == "class" and (item.events or item.methods) and not _gives_pages(item)
    }
    mentioned = {
        other
        for name, item in api.classes.items()
        for part in item.parts()
        for other in part.type.names()
        if other != name
    }
    free = [name for name in classes if name not in mentioned]
    ranked = sorted(free or classes, key=lambda name: (-len(classes[name].events), -len(classes[name].methods)))
    return ranked[0] if ranked else ""


def _gives_pages(item: ApiClass) -> bool:
    return bool(item.parameters) and "items" in item.fields and bool(item.methods)


def _role(roles: Roles, name: str, item: ApiClass) -> Role:
    if _gives_pages(item):
        return "pages"
    if item.parameters:
        return "none"
    if item.kind == "alias":
        return "alias"
    waits = any("Promise" in method.source for method in item.methods.values() if not method.static)
    if item.documented == "class" and (item.events or waits):
        identity = _identity(item)
        if identity is None:
            return "none"
        roles.identities[name] = identity
        return "item" if item.events else "record"
    return "value" if item.fields else "none"


def _identity(item: ApiClass) -> str | None:
    names = [key for key, entry in item.fields.items() if entry.type == ApiType("string") and "object" in entry.held_by]
    usual = [key for key in _IDENTITIES if key in names]
    similar = [key for key in names if key.endswith(("Sid", "Id"))]
    found = [*usual, *similar, *names]
    return found[0] if found else None


def _find_owners(roles: Roles) -> None:
    """Find what each object with events belongs to: what a property of it is, or what tells of it, or else the root."""
    living = roles.named("item")
    for name in living:
        held = [entry.type.without_null().name for entry in roles.classes[name].fields.values()]
        telling = [other for other in living if _tells_of(roles.classes[other], name)]
        owner = next((other for other in (*held, *telling) if other in living and other != name), roles.root)
        above, seen = owner, {name}
        while above in roles.owners and above not in seen:
            seen.add(above)
            above = roles.owners[above]
        roles.owners[name] = roles.root if above in seen else owner
    for name in living:
        if roles.owners[name] == roles.root and name in roles.owners.values():
            roles.of[name] = "document"


def _tells_of(item: ApiClass, name: str) -> bool:
    return any(event.type.without_null() == ApiType(name) for event in item.events.values())


def _find_payloads(roles: Roles) -> None:
    """Set apart what only handlers can receive: objects that hold other objects, with the values that hold those."""
    changed = True
    while changed:
        changed = False
        for name in roles.named("value"):
            names = {other for entry in roles.classes[name].fields.values() for other in entry.type.names()}
            if any(roles.of.get(other) in ("root", "document", "item", "payload") for other in names):
                roles.of[name] = "payload" if roles.classes[name].documented == "interface" else "none"
                changed = True


def _find_options(api: Api, roles: Roles) -> None:
    """Set apart what users pass in and no value can hold."""
    values = roles.named("value")
    data = {*_SCALARS, *values, *api.unions, *api.hidden, "list", "map", "null"}
    for name in values:
        item = roles.classes[name]
        known = all(entry.type.names() <= data for entry in item.fields.values())
        is_file = any("bytes" in entry.type.names() for entry in item.fields.values())
        if is_file or (item.written and (not known or name == f"{roles.root}Options")):
            roles.of[name] = "options"


def _tag(roles: Roles, alias: ApiClass) -> str | None:
    """Return the field with a string of its own in nearly every alternative; None if there is none."""
    names = [part.name for part in alias.fields[KINDS].type.parts]
    if len(names) < 2 or any(roles.of.get(name) != "value" for name in names):
        return None
    shared = set[str].intersection(*(set(roles.classes[name].fields) for name in names))
    for key in sorted(shared):
        kinds = [roles.classes[name].fields[key].type for name in names]
        literal = [kind for kind in kinds if kind.name == "literal"]
        others = [kind for kind in kinds if kind.name != "literal"]
        if literal and len(set(literal)) == len(literal) and len(others) <= 1:
            return key
    return None
