"""Pages of REST collections: rows ordered by their numeric id, with tokens that survive insertions and removals."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from ..errors import Refusal
from ..storage.database import Database, Row, Value

__all__ = ["Page", "read_listed_page", "read_page"]

Entry = TypeVar("Entry")

_TOKEN: Final = re.compile(r"(after|before)-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Page(Generic[Entry]):
    """Entries and the tokens of the neighbouring pages, None where there is no page."""

    entries: list[Entry]
    previous_token: str | None
    next_token: str | None


def read_page(
    database: Database,
    query: str,
    values: tuple[Value, ...],
    make: Callable[[Row], Entry],
    token: str | None,
    size: int,
    *,
    column: str = "p.id",
) -> Page[Entry]:
    """Read one page.

    Args:
        database: Where to read.
        query: SELECT with a WHERE; ``id`` is among its result columns.
        values: Parameters of the query.
        make: Turns a row into an entry.
        token: Token of a neighbouring page, or None for the first page.
        size: Entries in a page.
        column: The id's name within the query.

    Raises:
        Refusal: 400, the token is not one of ours.
    """
    backwards, position = _parse(token)

    def rows(backwards: bool, position: int, limit: int) -> list[Row]:
        operator, direction = ("<", "DESC") if backwards else (">", "ASC")
        sql = f"{query} AND {column} {operator} ? ORDER BY {column} {direction} LIMIT ?"
        return list(database.rows(sql, *values, position, limit))

    found = rows(backwards, position, size)
    if backwards:
        found.reverse()
    if not found:
        return Page([], None, None)
    first, last = (found[end]["id"] for end in (0, -1))
    return Page(
        [make(row) for row in found],
        f"before-{first}" if rows(True, first, 1) else None,
        f"after-{last}" if rows(False, last, 1) else None,
    )


def read_listed_page(
    ids: Sequence[int], read: Callable[[Sequence[int]], list[Entry]], token: str | None, size: int
) -> Page[Entry]:
    """Read one page where the ids of all pages are at hand.

    Args:
        ids: All ids, ascending.
        read: Returns the entries with some of the ids, in their order.
        token: Token of a neighbouring page, or None for the first page.
        size: Entries in a page.

    Raises:
        Refusal: 400, the token is not one of ours.
    """
    backwards, position = _parse(token)
    if backwards:
        end = bisect_left(ids, position)
        start = max(0, end - size)
    else:
        start = bisect_right(ids, position)
        end = min(len(ids), start + size)
    chosen = ids[start:end]
    if not chosen:
        return Page([], None, None)
    return Page(
        read(chosen),
        f"before-{chosen[0]}" if start > 0 else None,
        f"after-{chosen[-1]}" if end < len(ids) else None,
    )


def _parse(token: str | None) -> tuple[bool, int]:
    if not token:
        return False, 0
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise Refusal(400, 20001, "PageToken is not one that this service has given")
    return match[1] == "before", int(match[2])
