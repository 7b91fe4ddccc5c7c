"""Finds out which types users receive, and which they build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from .api import ApiClass


def uses(classes: Iterable[ApiClass]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of types that users receive, and of those that they pass in."""
    received: set[str] = set()
    passed: set[str] = set()
    for item in classes:
        methods = item.methods.values()
        results = [*item.events.values(), *methods]
        params = [param for method in methods for param in method.params.values()]
        for target, parts in (
            (received, results),
            (passed, params),
            (passed if item.written else received, item.fields.values()),
        ):
            target |= {name for part in parts for name in part.type.names()}
    return frozenset(received), frozenset(passed)


def reached(classes: Mapping[str, ApiClass]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of types that users receive and that they pass in, through the fields of values as well."""
    without_values = [item if item.documented == "class" else replace(item, fields={}) for item in classes.values()]
    received, passed = uses(without_values)
    return _with_fields(classes, received), _with_fields(classes, passed)


def _with_fields(classes: Mapping[str, ApiClass], names: frozenset[str]) -> frozenset[str]:
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        item = classes.get(name)
        if item is not None and item.documented != "class":
            waiting |= {other for entry in item.fields.values() for other in entry.type.names()} - found
    return frozenset(found)
