"""What resources bring their owners."""

from __future__ import annotations

from collections.abc import Mapping

from twilio_codegen.language import Node, OwnerPart, Resource
from twilio_codegen.language.expansion import OWNER_SECTIONS

from .scope import Scope

__all__ = ["check_owner_parts"]


def check_owner_parts(scope: Scope) -> None:
    """Check what stands in one file about the resource of another one."""
    for resource in scope.schema.resources.values():
        part = resource.owner_gets
        if part is None:
            continue
        if resource.owner is None:
            message = f"{resource.resource} has no owner that could get anything"
            scope.report(resource.key_at("owner-gets"), "wrong-value", message)
            continue
        owner = scope.schema.resources.get(resource.owner)
        if owner is not None:
            _check_part(scope, part, owner)


def _check_part(scope: Scope, part: OwnerPart, owner: Resource) -> None:
    if part.fields and owner.mirror is None:
        scope.report(part.key_at("fields"), "wrong-value", f"{owner.resource} has no mirror that could have fields")
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
