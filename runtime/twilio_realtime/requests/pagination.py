"""Pages of results."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Sequence
from typing import Generic, TypeVar

from ..errors import NotFoundError, ResponseError
from ..mirror.live import Live

__all__ = ["MAX_ENTRIES", "PageSource", "Paginator", "PendingPage", "read_to_end", "reads_backwards", "too_many"]

T = TypeVar("T")

MAX_ENTRIES = 200_000
"""Entries of one list or map that a client reads by itself; a service that has more is not to be trusted."""

_MAX_EMPTY = 100
"""Empty pages that may follow each other."""

PageSource = Callable[[], Awaitable["Paginator[T]"]]
"""Fetches a page."""


class Paginator(Live, Generic[T]):
    """One page, with ways to its neighbours.

    ``async for item in page`` yields the items of this page and of all that follow in reading direction;
    ``async for page in page.pages()`` yields the pages themselves.

    Attributes:
        items: What the page holds, in ascending order.
    """

    def __init__(
        self,
        items: Sequence[T],
        *,
        next_page: PageSource[T] | None = None,
        prev_page: PageSource[T] | None = None,
        backwards: bool = False,
    ) -> None:
        self.items: tuple[T, ...] = tuple(items)
        self._next = next_page
        self._prev = prev_page
        self._backwards = backwards

    def __repr__(self) -> str:
        return f"<{type(self).__name__} items={len(self.items)} next={self.has_next_page} prev={self.has_prev_page}>"

    @property
    def has_next_page(self) -> bool:
        """Whether items follow the last one."""
        return self._next is not None

    @property
    def has_prev_page(self) -> bool:
        """Whether items precede the first one."""
        return self._prev is not None

    async def next_page(self) -> Paginator[T]:
        """The page after this one.

        Raises:
            NotFoundError: There is none; see `has_next_page`.
        """
        return await _fetch(self._next, "next")

    async def prev_page(self) -> Paginator[T]:
        """The page before this one.

        Raises:
            NotFoundError: There is none; see `has_prev_page`.
        """
        return await _fetch(self._prev, "previous")

    async def pages(self) -> AsyncIterator[Paginator[T]]:
        """This page and all that follow in reading direction."""
        page: Paginator[T] = self
        empty = 0
        while True:
            yield page
            # Otherwise nobody who goes over the items would have a chance to stop.
            empty = 0 if page.items else empty + 1
            if empty > _MAX_EMPTY:
                raise ResponseError(f"{empty} empty pages came one after the other; the service leads in a circle")
            if not (page.has_prev_page if self._backwards else page.has_next_page):
                return
            page = await (page.prev_page() if self._backwards else page.next_page())

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in reversed(page.items) if self._backwards else page.items:
                yield item


class PendingPage(Live, Generic[T]):
    """A page that has not been asked for yet: await it, or go over it at once.

    ``await pending`` gives the page, a `Paginator`; ``async for item in pending`` yields the items of that page and of
    all that follow in reading direction; ``async for page in pending.pages()`` yields the pages themselves.

    Nothing is asked before one of these, and each of them asks anew. A pending page that is dropped has asked nothing.
    Where asyncio insists on a coroutine, as in `asyncio.create_task`, use `asyncio.ensure_future`.

    Args:
        fetch: Asks for the page.
    """

    __slots__ = ("_fetch",)

    def __init__(self, fetch: PageSource[T]) -> None:
        self._fetch: PageSource[T] = fetch

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: not asked yet, await it or use async for>"

    def __await__(self) -> Generator[object, None, Paginator[T]]:
        return self._fetch().__await__()

    async def pages(self) -> AsyncIterator[Paginator[T]]:
        """The page and all that follow in reading direction."""
        async for page in (await self).pages():
            yield page

    async def __aiter__(self) -> AsyncIterator[T]:
        async for item in await self:
            yield item


async def read_to_end(page: Paginator[T], what: str) -> list[T]:
    """Read the items of a page and of all that follow in reading direction.

    Args:
        page: The first page.
        what: The list that it is a page of, in words for the error.

    Raises:
        ResponseError: The list has too many entries, or no end.
        RequestError: The service refused one of the pages.
    """
    items: list[T] = []
    async for part in page.pages():
        items.extend(reversed(part.items) if reads_backwards(page) else part.items)
        if len(items) > MAX_ENTRIES:
            raise too_many(what)
        await asyncio.sleep(0)  # pages that were read before come at once, and others have their turn in between
    return items


def reads_backwards(page: Paginator[T]) -> bool:
    """Whether reading goes on with the page before this one, and from the last item to the first."""
    return page._backwards  # pyright: ignore[reportPrivateUsage] - for what goes over the pages on another thread


def too_many(what: str) -> ResponseError:
    """The error for a list that does not end where it should.

    Args:
        what: The list, in words.
    """
    return ResponseError(f"{what} has more than {MAX_ENTRIES} entries, or no end; no more of it are read")


async def _fetch(source: PageSource[T] | None, which: str) -> Paginator[T]:
    if source is None:
        raise NotFoundError(f"there is no {which} page; ask has_{which[:4]}_page first", status=404)
    return await source()
