"""Definitions that nothing refers to."""

from __future__ import annotations

from twilio_codegen.language import Union, ValueType
from twilio_codegen.reading.positions import Position

from .hooks import HookModule
from .scope import Scope

__all__ = ["check_unused"]


def check_unused(scope: Scope, hooks: HookModule) -> None:
    """Check, after everything else, what was never used."""
    schema = scope.schema
    for name, union in schema.types.items():
        _check_documented(scope, name, union, schema.key_at("types", name))
    for name, value in schema.values.items():
        _check_documented(scope, name, value, schema.key_at("values", name))
    for answer in schema.wire.values():
        if answer.unused is not None:
            scope.wrong_value(
                answer.at("unused"), "answers are no part of what is documented; remove what nothing reads"
            )
    for section, names in (
        ("tagged", schema.tagged),
        ("wire", schema.wire),
        ("payloads", schema.payloads),
        ("options", schema.options),
    ):
        for name in names:
            _check(scope, name, schema.key_at(section, name), "; remove it")
    for name in schema.caches:
        if f"caches.{name}" not in scope.used:
            scope.report(schema.key_at("caches", name), "unused", f"nothing is kept in '{name}'; remove it")
    for resource in schema.resources.values():
        for link in resource.links:
            if f"{resource.resource}.{link}" not in scope.used and link not in hooks.texts:
                scope.report(resource.key_at("links", link), "unused", f"no method uses the link '{link}'; remove it")
    methods = [method for resource in schema.resources.values() for method in resource.methods.values()]
    called = {method.hook for method in methods} | {method.then for method in methods}
    for name, pos in hooks.functions.items():
        if name not in called:
            scope.report(pos, "unused", f"no method names the hook '{name}'; remove it or make it private")


def _check_documented(scope: Scope, name: str, node: Union | ValueType, pos: Position) -> None:
    """Check what may be there for its own sake."""
    if node.unused is not None and name in scope.used:
        scope.report(node.at("unused"), "stale", f"'{name}' is used; remove 'unused'")
    elif node.unused is None:
        _check(scope, name, pos, "; if it is documented all the same, say why with 'unused'")


def _check(scope: Scope, name: str, pos: Position, advice: str) -> None:
    if name not in scope.used:
        scope.report(pos, "unused", f"nothing uses '{name}'{advice}")
