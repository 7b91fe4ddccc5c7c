"""Finds out what was renamed rather than removed and added."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

from twilio_codegen.declarations import outer_names
from twilio_codegen.naming import snake_case

from .api import Api, ApiClass, ApiEvent, ApiField, ApiMethod, ApiParameter, ApiUnion

__all__ = [
    "renamed_events",
    "renamed_fields",
    "renamed_members",
    "renamed_methods",
    "renamed_params",
    "renamed_types",
]

Score = Callable[[str, str], float]

_ALIKE = 0.5
"""Least likeness of two names, or of two sets of members, to take one for the other."""


def _pairs(old: Iterable[str], new: Iterable[str], score: Score) -> dict[str, str]:
    """New name by old name, best matches first; a score of 0 is no match."""
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


def _shared(one: Iterable[str], other: Iterable[str]) -> float:
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first | second else 0.0


def renamed_types(old: Api, new: Api) -> dict[str, str]:
    """Classes and aliases that have another name now."""
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
    """Strings of an alias that are spelt otherwise now."""

    def score(one: str, other: str) -> float:
        same = bool(old.members[one]) and old.members[one] == new.members[other]
        likeness = _likeness(one, other)
        return same + likeness if same or likeness > _ALIKE else 0.0

    return _pairs(old.members, new.members, score)


def _declared_alike(
    one: ApiField | ApiMethod | ApiEvent | ApiParameter, other: ApiField | ApiMethod | ApiEvent | ApiParameter
) -> bool:
    return (bool(one.wire) and one.wire == other.wire) or (bool(one.doc) and one.doc == other.doc)


def renamed_fields(old: ApiClass, new: ApiClass) -> dict[str, str]:
    """Properties or fields with another name."""

    def score(one: str, other: str) -> float:
        first, second = old.fields[one], new.fields[other]
        same, likeness = _declared_alike(first, second), _likeness(one, other)
        if first.type.without_null() != second.type.without_null():
            return 0.0
        return same + likeness if same or likeness > _ALIKE else 0.0

    return _pairs(old.fields, new.fields, score)


def renamed_methods(old: ApiClass, new: ApiClass) -> dict[str, str]:
    """Methods with another name."""

    def score(one: str, other: str) -> float:
        first, second = old.methods[one], new.methods[other]
        same, likeness = _declared_alike(first, second), _likeness(one, other)
        if first.returns != second.returns or len(first.params) != len(second.params):
            return 0.0
        return same + likeness if same or likeness > _ALIKE else 0.0

    return _pairs(old.methods, new.methods, score)


def renamed_events(old: ApiClass, new: ApiClass) -> dict[str, str]:
    """Events with another name."""

    def score(one: str, other: str) -> float:
        first, second = old.events[one], new.events[other]
        same, likeness = _declared_alike(first, second), _likeness(one, other)
        if first.payload != second.payload:
            return 0.0
        return same + likeness if same or likeness > _ALIKE else 0.0

    return _pairs(old.events, new.events, score)


def renamed_params(old: ApiMethod, new: ApiMethod) -> dict[str, str]:
    """Parameters with another name: in the same place and of the same type, or declared alike."""
    before, after = list(old.params), list(new.params)

    def score(one: str, other: str) -> float:
        first, second = old.params[one], new.params[other]
        if first.type != second.type or first.optional != second.optional:
            return 0.0
        in_place = before.index(one) == after.index(other) and len(before) == len(after)
        same, likeness = _declared_alike(first, second), _likeness(one, other)
        return in_place + same + likeness if in_place or same or likeness > _ALIKE else 0.0

    return _pairs(old.params, new.params, score)
