"""Finds out what was renamed rather than removed and added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from typing import TypeVar

from twilio_codegen.comparing.api import Api, ApiMethod, ApiPart, ApiUnion, outer_names
from twilio_codegen.python.naming import snake_case

Part = TypeVar("Part", bound=ApiPart)
Score = Callable[[str, str], float]

_ALIKE = 0.5
"""Least likeness of two names, or of two sets of members, to take one for the other."""


def _pairs(old: Iterable[str], new: Iterable[str], score: Score) -> dict[str, str]:
    """Return the new name by old name, best matches first; a score of 0 is no match."""
    before, after = list(old), list(new)
    removed = [name for name in before if name not in after]
    added = [name for name in after if name not in before]
    found: dict[str, str] = {}
    ranked = sorted(((score(one, other), one, other) for one in removed for other in added), key=lambda item: -item[0])
    for points, one, other in ranked:
        if points > 0 and one not in found and other not in found.values():
            found[one] = other
    return found


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, snake_case(one), snake_case(other)).ratio()


def _scored(one: str, other: str, same: int) -> float:
    """Return how many things are the same, and the likeness of the names; 0 if neither speaks for a new name."""
    likeness = _likeness(one, other)
    return same + likeness if same or likeness > _ALIKE else 0.0


def _shared(one: Iterable[str], other: Iterable[str]) -> float:
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first | second else 0.0


def renamed_types(old: Api, new: Api) -> dict[str, str]:
    """Return the new names of classes and aliases that were renamed."""
    inside = [name for name in (*old.classes, *old.unions) if "." in name]
    outside = outer_names(inside, [*new.classes, *new.unions])
    still_used = new.mentioned()

    def score(parts: Callable[[Api, str], Iterable[str]]) -> Score:
        def points(one: str, other: str) -> float:
            if one in still_used:
                return 0.0
            shared = _shared(parts(old, one), parts(new, other))
            if outside.get(one) == other:
                return 2.0 + shared
            return shared + _likeness(one, other) / 10 if shared > _ALIKE else 0.0

        return points

    classes = _pairs(old.classes, new.classes, score(lambda api, name: api.classes[name].members))
    unions = _pairs(old.unions, new.unions, score(lambda api, name: api.unions[name].members))
    return {**classes, **unions}


def renamed_members(old: ApiUnion, new: ApiUnion) -> dict[str, str]:
    """Return the new spelling of strings of an alias that were renamed."""

    def score(one: str, other: str) -> float:
        same = bool(old.members[one]) and old.members[one] == new.members[other]
        return _scored(one, other, same)

    return _pairs(old.members, new.members, score)


def _declared_alike(one: ApiPart, other: ApiPart) -> bool:
    return (bool(one.wire) and one.wire == other.wire) or (bool(one.doc) and one.doc == other.doc)


def renamed_parts(
    old: Mapping[str, Part], new: Mapping[str, Part], fits: Callable[[Part, Part], bool]
) -> dict[str, str]:
    """Return the new names of properties, methods or events that fit each other and are declared alike."""

    def score(one: str, other: str) -> float:
        before, after = old[one], new[other]
        return _scored(one, other, _declared_alike(before, after)) if fits(before, after) else 0.0

    return _pairs(old, new, score)


def renamed_params(old: ApiMethod, new: ApiMethod) -> dict[str, str]:
    """Return the new names of parameters: in the same place and of the same type, or declared alike."""
    before, after = list(old.params), list(new.params)

    def score(one: str, other: str) -> float:
        first, second = old.params[one], new.params[other]
        if first.type != second.type or first.optional != second.optional:
            return 0.0
        in_place = before.index(one) == after.index(other) and len(before) == len(after)
        return _scored(one, other, in_place + _declared_alike(first, second))

    return _pairs(old.params, new.params, score)
