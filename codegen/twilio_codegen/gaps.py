"""What of a schema could not be read, so that nobody complains about the lack of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from .positions import LocatedDict, LocatedList

__all__ = ["NO_GAPS", "Gaps", "words_of"]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Gaps:
    """What of a schema could not be read.

    Attributes:
        words: Every word in it. What is called so may exist.
        vague: Resources of which more than entries of their sections is missing.
        sections: Resource and section, where entries are missing.
        product: Whether the product is not known.
        files: Whether there are files that cannot be read, so that entries of any section may be missing.
        anything: Whether not even the words in them are known, so that anything may exist.
    """

    words: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    sections: frozenset[tuple[str, str]] = frozenset()
    product: bool = False
    files: bool = False
    anything: bool = False

    def __bool__(self) -> bool:
        return self != NO_GAPS

    def may_hold(self, name: str) -> bool:
        """Whether something of this name may be among what could not be read."""
        return self.anything or (bool(self.words) and self.words.issuperset(_WORD.findall(name)))

    def lack(self, section: str, resource: str | None = None) -> bool:
        """Whether entries of a section may be missing: of one resource, or of any."""
        if self.files or (resource is not None and resource in self.vague):
            return True
        return any(section == found and resource in (None, owner) for owner, found in self.sections)

    def concern(self, message: str) -> bool:
        """Whether a message speaks of a resource of which too little is known."""
        return bool(self.vague) and not self.vague.isdisjoint(_WORD.findall(message))


NO_GAPS = Gaps()
"""Everything was read."""


def words_of(value: object) -> Iterator[str]:
    """Every word in a part of a file, keys included."""
    if isinstance(value, str):
        yield from _WORD.findall(value)
    elif isinstance(value, dict):
        for key, item in cast("dict[object, object]", value).items():
            yield from words_of(key)
            yield from words_of(item)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from words_of(item)
    if isinstance(value, LocatedDict | LocatedList):
        for item in value.left_out:
            yield from words_of(item)
