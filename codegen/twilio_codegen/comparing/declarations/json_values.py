"""Recognises aliases of any JSON value."""

from __future__ import annotations

from .members import alternatives
from .modules import Module, Modules, Symbol
from .syntax import Node, children, named, text

__all__ = ["is_json_alias"]

_SCALARS = frozenset({"null", "undefined", "string", "number", "boolean"})


def is_json_alias(modules: Modules, module: Module, local: str) -> bool:
    """Return whether an alias stands for any JSON value, or for an object or an array of them.

    Such an alias mentions itself, and nothing but scalars, arrays and objects with any key.
    """
    return _JsonValues(modules).describe(module, local)


class _JsonValues:
    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._passed: set[Symbol] = set()
        self._recursive = False

    def describe(self, module: Module, local: str) -> bool:
        return self._alias(module, local) and self._recursive

    def _alias(self, module: Module, local: str) -> bool:
        symbol = self._modules.symbol(module, local)
        if symbol in self._passed:
            self._recursive = True
            return True
        self._passed.add(symbol)
        nodes = module.declared.get(local, ())
        values = [named(node, "value") for node in nodes if node.type == "type_alias_declaration"]
        return bool(nodes) and len(values) == len(nodes) and all(self._value(module, local, item) for item in values)

    def _value(self, module: Module, local: str, value: Node | None) -> bool:
        return value is not None and all(self._part(module, local, part) for part in alternatives(value))

    def _part(self, module: Module, local: str, part: Node) -> bool:
        signature = next(children(part, "index_signature"), None)
        if part.type in ("type_identifier", "nested_type_identifier"):
            target = self._modules.resolve_inside(module, local, text(part))
            return target is not None and self._alias(*target)
        if part.type == "array_type":
            return self._value(module, local, part.named_children[0])
        if signature is not None and len(part.named_children) == 1:
            annotation = named(signature, "type")
            return annotation is not None and self._value(module, local, annotation.named_children[0])
        return text(part) in _SCALARS
