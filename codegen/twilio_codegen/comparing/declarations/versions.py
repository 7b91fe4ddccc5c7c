"""Tells whether a version fits the range by which a package names what it depends on, as npm reads ranges."""

from __future__ import annotations

import re

Numbers = tuple[int, int, int]

_RANGE = re.compile(r"(?P<operator>\^|~|>=|<=|>|<|=)?\s*v?(?P<parts>[\dxX*]+(?:\.[\dxX*]+){0,2})(?:[-+][\w.+-]+)?\Z")
_SPACED = re.compile(r"(\^|~|>=|<=|>|<|=)\s+")
_HYPHEN = re.compile(r"(\S+)\s+-\s+(\S+)")
_WILD = frozenset({"x", "X", "*"})


def satisfies(version: str, wanted: str) -> bool:
    """Return whether a version fits a range such as ``^1.2.3``; a range that cannot be read fits nothing."""
    numbers = _numbers(version)
    if numbers is None:
        return False
    return any(_fits_all(numbers, part.strip()) for part in wanted.split("||"))


def _fits_all(version: Numbers, wanted: str) -> bool:
    spelt = _SPACED.sub(r"\1", _HYPHEN.sub(r">=\1 <=\2", wanted))
    return all(_fits(version, part) for part in (spelt or "*").split())


def _fits(version: Numbers, comparator: str) -> bool:
    found = _RANGE.match(comparator)
    if found is None:
        return False
    written = found["parts"].split(".")
    exact = next((index for index, part in enumerate(written) if part in _WILD), len(written))
    given = [int(part) for part in written[:exact]]
    first = _filled(given)
    match found["operator"]:
        case ">=":
            return version >= first
        case "<":
            return version < first
        case ">":
            return version >= _above(given, exact)
        case "<=":
            return version < _above(given, exact)
        case "^":
            kept = next((index + 1 for index, part in enumerate(given) if part), exact)
            return first <= version < _above(given, kept)
        case "~":
            return first <= version < _above(given, min(exact, 2))
        case _:
            return first <= version < _above(given, exact)


def _above(given: list[int], kept: int) -> Numbers:
    """Return the least version whose first parts are not those that are given, as many as are kept."""
    if not kept:
        return (1 << 62, 0, 0)
    return _filled([*given[: kept - 1], given[kept - 1] + 1])


def _filled(parts: list[int]) -> Numbers:
    first, second, third = [*parts, 0, 0, 0][:3]
    return first, second, third


def _numbers(version: str) -> Numbers | None:
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)(?:[-+]|\Z)", version)
    return (int(found[1]), int(found[2]), int(found[3])) if found is not None else None
