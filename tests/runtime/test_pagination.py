"""Pages and the ways between them."""

from __future__ import annotations

import asyncio
import gc

import pytest

from support.patience import PATIENCE
from twilio_realtime.errors import NotFoundError, ResponseError
from twilio_realtime.requests.pagination import PageSource, Paginator, PendingPage

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


class Asked:
    """Counts how often the first page is asked for."""

    def __init__(self, start: int = 0, *, backwards: bool = False) -> None:
        self.times = 0
        self._start = start
        self._backwards = backwards

    def pending(self) -> PendingPage[int]:
        async def fetch() -> Paginator[int]:
            self.times += 1
            await asyncio.sleep(0)
            return page_at(self._start, backwards=self._backwards)

        return PendingPage(fetch)


async def test_a_pending_page_is_a_page_once_awaited() -> None:
    asked = Asked()
    pending = asked.pending()
    assert asked.times == 0
    assert (await pending).items == (0, 1, 2)
    assert asked.times == 1
    assert (await asyncio.wait_for(pending, PATIENCE)).items == (0, 1, 2)
    assert [page.items for page in await asyncio.gather(asked.pending(), asked.pending())] == [(0, 1, 2), (0, 1, 2)]
    assert asked.times == 4


async def test_a_pending_page_can_be_gone_over() -> None:
    asked = Asked()
    assert [item async for item in asked.pending()] == [0, 1, 2, 3, 4, 5, 6]
    assert [page.items async for page in asked.pending().pages()] == [(0, 1, 2), (3, 4, 5), (6,)]
    assert asked.times == 2
    newest_first = Asked(4, backwards=True)
    assert [item async for item in newest_first.pending()] == [6, 5, 4, 3, 2, 1, 0]
    async for item in newest_first.pending():
        assert item == 6
        break


async def test_a_dropped_pending_page_asks_nothing_and_complains_of_nothing() -> None:
    asked = Asked()
    _ = asked.pending()  # a warning would be an error here
    gc.collect()
    assert asked.times == 0


async def test_a_refusal_shows_where_the_page_is_awaited() -> None:
    async def fetch() -> Paginator[int]:
        raise NotFoundError("no such list", status=404)

    pending = PendingPage(fetch)
    with pytest.raises(NotFoundError, match="no such list"):
        await pending
    with pytest.raises(NotFoundError, match="no such list"):
        async for _ in pending:
            pass


def test_a_pending_page_shows_what_to_do_with_it() -> None:
    assert repr(Asked().pending()) == "<PendingPage: not asked yet, await it or use async for>"


async def test_empty_pages_without_end_are_an_error() -> None:
    """Whoever goes over the items would never have a chance to stop."""
    fetched = 0

    async def fetch() -> Paginator[int]:
        nonlocal fetched
        fetched += 1
        return Paginator([], next_page=fetch)

    with pytest.raises(ResponseError, match="empty pages"):
        async for _ in Paginator([1], next_page=fetch):
            pass
    assert fetched < 1000
