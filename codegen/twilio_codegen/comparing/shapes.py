"""Spells out objects that an API mentions without exporting them: users meet their fields, and never their names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from .api import KINDS, Api, ApiClass
from .types import ApiType


def is_shape(item: ApiClass) -> bool:
    """Return whether something that is not exported is nothing but its fields, or another name of a type."""
    return item.documented != "class" and not item.methods and not item.events and not item.parameters


def without_shapes(api: Api, kept: Collection[str] = ()) -> Api:
    """Return an API with the fields of shapes in place of their names; a shape that holds itself keeps its name.

    Args:
        api: The API.
        kept: Names that stay, because the other side of a comparison has them.
    """
    shapes = {name: item for name, item in api.shapes.items() if name not in kept}
    if not shapes:
        return api
    meanings = {name: _meaning(name, shapes, frozenset()) for name in shapes}
    spelt_out = api.retyped(lambda kind: kind.mapped(lambda part: meanings.get(part.name, part)))
    return replace(spelt_out, shapes={name: item for name, item in api.shapes.items() if name in kept})


def _meaning(name: str, shapes: Mapping[str, ApiClass], around: frozenset[str]) -> ApiType:
    if name in around:
        return ApiType(name)
    item, inside = shapes[name], around | {name}

    def inner(part: ApiType) -> ApiType:
        return _meaning(part.name, shapes, inside) if part.name in shapes else part

    if item.kind == "alias":
        return item.fields[KINDS].type.mapped(inner)
    return ApiType("object", fields=tuple((key, entry.type.mapped(inner)) for key, entry in item.fields.items()))
