"""Pages and the ways between them."""

from __future__ import annotations

import pytest

from twilio_realtime.errors import NotFoundError
from twilio_realtime.pagination import PageSource, Paginator

ITEMS = range(7)


def page_at(start: int, size: int = 3, *, backwards: bool = False) -> Paginator[int]:
    """The page from ``start`` of seven items."""

    def neighbour(at: int) -> PageSource[int]:
        async def fetch() -> Paginator[int]:
            return page_at(at, size, backwards=backwards)

        return fetch

    return Paginator(
        [item for item in ITEMS if start <= item < start + size],
        next_page=neighbour(start + size) if start + size < len(ITEMS) else None,
        prev_page=neighbour(start - size) if start > 0 else None,
        backwards=backwards,
    )


async def test_neighbours() -> None:
    first = page_at(0)
    assert (first.items, first.has_prev_page, first.has_next_page) == ((0, 1, 2), False, True)
    second = await first.next_page()
    assert second.items == (3, 4, 5)
    assert (await second.prev_page()).items == (0, 1, 2)
    assert repr(second) == "<Paginator items=3 next=True prev=True>"


async def test_no_neighbour() -> None:
    with pytest.raises(NotFoundError, match="there is no next page; ask has_next_page first"):
        await page_at(6).next_page()
    with pytest.raises(NotFoundError, match="there is no previous page; ask has_prev_page first"):
        await page_at(0).prev_page()


async def test_everything_in_reading_direction() -> None:
    assert [item async for item in page_at(0)] == [0, 1, 2, 3, 4, 5, 6]
    assert [item async for item in page_at(3)] == [3, 4, 5, 6]
    assert [item async for item in page_at(4, backwards=True)] == [6, 5, 4, 3, 2, 1, 0]
    assert [page.items async for page in page_at(0).pages()] == [(0, 1, 2), (3, 4, 5), (6,)]
    assert [page.items async for page in page_at(4, backwards=True).pages()] == [(4, 5, 6), (1, 2, 3), (0,)]


async def test_a_single_empty_page() -> None:
    page: Paginator[int] = Paginator([])
    assert [item async for item in page] == []
    assert [one async for one in page.pages()] == [page]
