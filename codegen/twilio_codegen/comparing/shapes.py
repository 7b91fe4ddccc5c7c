"""Spells out objects that an API mentions without exporting them: users meet their fields, and never their names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from .api import KINDS, Api, ApiClass
from .types import ApiType


def is_shape(item: ApiClass) -> bool:
    """Return whether something that is not exported is nothing but its fields, or another name of a type."""
    return item.documented != "class" and not item.methods and not item.events and not item.parameters


def named_in(api: Api) -> frozenset[str]:
    """Return the names that comparisons know of an API: payloads of events count as objects without one."""
    return frozenset(name for name, item in api.classes.items() if item.kind != "payload")


def without_shapes(api: Api, kept: Collection[str] = ()) -> Api:
    """Return an API with the fields of shapes in place of their names; a shape that holds itself keeps its name.

    Args:
        api: The API.
        kept: Names in Python of those that stay, because the other side of a comparison has them.
    """
    names = {name: item.python for name, item in api.shapes.items() if item.python in kept}
    shapes = {name: item for name, item in api.shapes.items() if name not in names}
    meanings = {name: _meaning(name, shapes, frozenset()) for name in shapes}
    named = {name: ApiType(python) for name, python in names.items()}
    changes = {**meanings, **named}
    changed = api.retyped(lambda kind: kind.mapped(lambda part: changes.get(part.name, part)))
    return replace(changed, shapes={names[name]: item for name, item in changed.shapes.items() if name in names})


def _meaning(name: str, shapes: Mapping[str, ApiClass], around: frozenset[str]) -> ApiType:
    if name in around:
        return ApiType(name)
    item, inside = shapes[name], around | {name}

    def inner(part: ApiType) -> ApiType:
        return _meaning(part.name, shapes, inside) if part.name in shapes else part

    if item.kind == "alias":
        return item.fields[KINDS].type.mapped(inner)
    return ApiType("object", fields=tuple((key, entry.type.mapped(inner)) for key, entry in item.fields.items()))
