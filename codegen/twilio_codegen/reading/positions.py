"""Where in a schema file something was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from pydantic import JsonValue

Key = str | bool
"""A key of a mapping. Booleans occur in choices only (``choose: {true: …, false: …}``)."""


class Position(NamedTuple):
    """A place in a file: path relative to the schema folder, line and column counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


UNKNOWN = Position("", 0, 0)
"""The place of what was not read from a file."""


class Located:
    """Mixin of the values that the loader makes."""

    pos: Position


class LocatedDict(dict[Key, object], Located):
    """A mapping; `keys_at` and `values_at` tell where its keys and values stand.

    Attributes:
        incomplete: Whether an entry was refused, so that nobody need say that it is missing.
    """

    def __init__(
        self,
        entries: Mapping[Key, object],
        pos: Position,
        keys_at: Mapping[Key, Position],
        values_at: Mapping[Key, Position],
        *,
        incomplete: bool = False,
    ) -> None:
        super().__init__(entries)
        self.pos = pos
        self.incomplete = incomplete
        self.keys_at = keys_at
        self.values_at = values_at

    def merged(self, entries: Mapping[Key, object], keys_at: Mapping[Key, Position]) -> LocatedDict:
        """The mapping with further entries behind its own, each standing at its key."""
        values_at = {key: value.pos if isinstance(value, Located) else keys_at[key] for key, value in entries.items()}
        return LocatedDict({**self, **entries}, self.pos, {**self.keys_at, **keys_at}, {**self.values_at, **values_at})


class LocatedList(list[object], Located):
    """A sequence; `items_at` tells where each of its items stands.

    Attributes:
        incomplete: Whether an item was refused, so that nobody need say that it is missing.
    """

    def __init__(
        self, items: Sequence[object], pos: Position, items_at: Sequence[Position], *, incomplete: bool = False
    ) -> None:
        super().__init__(items)
        self.pos = pos
        self.incomplete = incomplete
        self.items_at = items_at


class LocatedStr(str, Located):
    """A string scalar."""

    __slots__ = ("pos",)

    def __new__(cls, text: str, pos: Position) -> LocatedStr:
        """Make the text, standing at ``pos``."""
        self = super().__new__(cls, text)
        self.pos = pos
        return self


def locate(tree: object, path: Sequence[object], *, key: bool = False) -> Position:
    """Find where something stands.

    Args:
        tree: What the loader made.
        path: Keys and indices that lead to it. What cannot be followed is ignored: the place is then that of the last
            thing found.
        key: Whether the key that names it is meant rather than its value.

    Returns:
        The place; `UNKNOWN` if the tree was not read from a file.
    """
    pos = tree.pos if isinstance(tree, Located) else UNKNOWN
    for depth, part in enumerate(path, start=1):
        if isinstance(tree, LocatedDict) and isinstance(part, str | bool) and part in tree:
            pos = (tree.keys_at if key and depth == len(path) else tree.values_at).get(part, pos)
            tree = tree[part]
        elif isinstance(tree, LocatedList) and isinstance(part, int) and part < len(tree):
            pos = tree.items_at[part]
            tree = tree[part]
        elif not (isinstance(tree, LocatedDict) and isinstance(part, int)):  # a mapping may stand for a list of it
            break
    return pos


def plain(tree: object) -> JsonValue:
    """Return what the loader made as JSON, which does not know where it stands."""
    if isinstance(tree, dict):
        return {str(key): plain(item) for key, item in cast("dict[object, object]", tree).items()}
    if isinstance(tree, list):
        return [plain(item) for item in cast("list[object]", tree)]
    if isinstance(tree, str):
        return str(tree)
    assert tree is None or isinstance(tree, bool | int | float)
    return tree
