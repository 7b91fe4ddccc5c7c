"""Decides whether a value of one type may stand where another type is expected, as type checkers of Python do."""

from __future__ import annotations

from .types import JSON, NULL, ApiType, Unions

_JSON_PARTS = frozenset({"string", "integer", "number", "boolean", "null", "literal"})


def same_meaning(one: ApiType, other: ApiType, unions: Unions) -> bool:
    """Return whether two types are the same once aliases of strings are spelt out."""
    return one == other or _spelt_out(one, unions) == _spelt_out(other, unions)


def accepts(wanted: ApiType, given: ApiType, unions: Unions) -> bool:
    """Return whether everything of the given type may be passed where the wanted one is declared.

    What a list or a map holds must be the same: both can be written to. Aliases of strings count as their strings.

    Args:
        wanted: The type that is declared.
        given: The type of what is passed.
        unions: Strings of each alias.
    """
    targets = _spelt_out(wanted, unions)
    return all(any(_takes(target, source, unions) for target in targets) for source in _spelt_out(given, unions))


def is_safely_narrower(old: ApiType, new: ApiType, unions: Unions) -> bool:
    """Return whether code written for values of the old type works with the new one, and passes a type checker.

    That is so if null or a class is no longer possible, or numbers are whole now. Fewer strings, or a certain type
    instead of any JSON value, are another matter: a comparison that made sense before is refused then. So is an
    object without a field that could be read.
    """
    after = _spelt_out(new, unions)
    lost = _spelt_out(old, unions) - after
    if any(part == JSON or part.name in ("literal", "string") for part in lost):
        return False
    readable = {name for part in lost for name, _ in part.fields}
    if any(part.name == "object" and not readable <= {name for name, _ in part.fields} for part in after):
        return False
    return accepts(old, new, unions)


def _spelt_out(kind: ApiType, unions: Unions) -> frozenset[ApiType]:
    """Return the alternatives of a type, strings one by one."""
    found: set[ApiType] = set()
    for part in kind.parts:
        members = unions.get(part.name)
        found |= {part} if members is None else {ApiType("literal", text=member) for member in members}
    return frozenset(found)


def _takes(target: ApiType, source: ApiType, unions: Unions) -> bool:
    if target == source:
        return True
    if target.name == "string":
        return source.name == "literal"
    if target.name == "number":
        return source.name == "integer"
    if target == JSON:
        return source.name in _JSON_PARTS
    if target.name == "object" and source.name == "object":
        given = dict(source.fields)
        return all(
            accepts(kind, given[name], unions) if name in given else NULL in kind.parts for name, kind in target.fields
        )
    return False
