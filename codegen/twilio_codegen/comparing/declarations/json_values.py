"""Recognises aliases of any JSON value."""

from __future__ import annotations

from tree_sitter import Node

from .members import alternatives
from .modules import Declaration, Modules
from .syntax import children, named, text

_SCALARS = frozenset({"null", "undefined", "string", "number", "boolean"})


def is_json_alias(modules: Modules, alias: Declaration) -> bool:
    """Return whether an alias stands for any JSON value, or for an object or an array of them.

    Such an alias mentions itself, and nothing but scalars, arrays and objects with any key.
    """
    mentioned: list[Declaration] = []

    def fits_alias(here: Declaration) -> bool:
        mentioned.append(here)
        if here in mentioned[:-1]:
            return True
        values = [named(node, "value") if node.type == "type_alias_declaration" else None for node in here.nodes]
        return bool(values) and all(fits(here, value) for value in values)

    def fits(here: Declaration, value: Node | None) -> bool:
        return value is not None and all(fits_part(here, part) for part in alternatives(value))

    def fits_part(here: Declaration, part: Node) -> bool:
        signature = next(children(part, "index_signature"), None)
        if part.type in ("type_identifier", "nested_type_identifier"):
            target = modules.resolve_inside(here, text(part))
            return target is not None and fits_alias(target)
        if part.type == "array_type":
            return fits(here, part.named_children[0])
        if signature is not None and len(part.named_children) == 1:
            annotation = named(signature, "type")
            return annotation is not None and fits(here, annotation.named_children[0])
        return text(part) in _SCALARS

    return fits_alias(alias) and len(mentioned) > len(set(mentioned))
