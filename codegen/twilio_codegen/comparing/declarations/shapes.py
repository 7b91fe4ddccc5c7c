"""Spells out objects that an API mentions without exporting them: users meet their fields, and never their names."""

from __future__ import annotations

from collections.abc import Mapping

from twilio_codegen.comparing.api import KINDS, ApiClass
from twilio_codegen.comparing.types import ApiType


def is_shape(item: ApiClass) -> bool:
    """Return whether something that is not exported is nothing but its fields, or another name of a type."""
    return item.documented != "class" and not item.methods and not item.events and not item.parameters


def spelt_out(classes: Mapping[str, ApiClass], shapes: Mapping[str, ApiClass]) -> dict[str, ApiClass]:
    """Return classes with the fields of shapes in place of their names; one that holds itself keeps its name."""
    meanings = {name: _meaning(name, shapes, frozenset()) for name in shapes}
    return {
        name: item.retyped(lambda kind: kind.mapped(lambda part: meanings.get(part.name, part)))
        for name, item in classes.items()
    }


def _meaning(name: str, shapes: Mapping[str, ApiClass], around: frozenset[str]) -> ApiType:
    if name in around:
        return ApiType(name)
    item, inside = shapes[name], around | {name}

    def inner(part: ApiType) -> ApiType:
        return _meaning(part.name, shapes, inside) if part.name in shapes else part

    if item.kind == "alias":
        return item.fields[KINDS].type.mapped(inner)
    return ApiType("object", fields=tuple((key, entry.type.mapped(inner)) for key, entry in item.fields.items()))
