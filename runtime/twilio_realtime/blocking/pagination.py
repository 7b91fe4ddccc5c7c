"""Pages of results of a blocking client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar, cast, overload

from ..mirror.live import Live
from ..requests import pagination as asynchronous
from .portal import Portal
from .resource import unchanged

__all__ = ["Paginator"]

S = TypeVar("S")
T = TypeVar("T")


class Paginator(Live, Generic[T]):
    """One page, with ways to its neighbours.

    ``for item in page`` yields the items of this page and of all that follow in reading direction;
    ``for page in page.pages()`` yields the pages themselves.

    Args:
        inner: The page of the asynchronous client.
        portal: The way to the event loop.
        wrap: Makes the item that users see of the one that the page has; without it they are the same.

    Attributes:
        items: What the page holds, in ascending order.
    """

    @overload
    def __init__(self, inner: asynchronous.Paginator[T], portal: Portal) -> None: ...
    @overload
    def __init__(self, inner: asynchronous.Paginator[S], portal: Portal, wrap: Callable[[S], T]) -> None: ...
    def __init__(
        self,
        inner: asynchronous.Paginator[S] | asynchronous.Paginator[T],
        portal: Portal,
        wrap: Callable[[S], T] | None = None,
    ) -> None:
        self._inner: asynchronous.Paginator[object] = cast("asynchronous.Paginator[object]", inner)
        self._wrap: Callable[[object], T] = cast("Callable[[object], T]", unchanged if wrap is None else wrap)
        self._portal: Portal = portal
        self.items: tuple[T, ...] = tuple(self._wrap(item) for item in inner.items)

    def __repr__(self) -> str:
        return repr(self._inner)

    @property
    def has_next_page(self) -> bool:
        """Whether items follow the last one."""
        return self._inner.has_next_page

    @property
    def has_prev_page(self) -> bool:
        """Whether items precede the first one."""
        return self._inner.has_prev_page

    def next_page(self) -> Paginator[T]:
        """The page after this one.

        Raises:
            NotFoundError: There is none; see `has_next_page`.
        """
        return Paginator(self._portal.run(self._inner.next_page), self._portal, self._wrap)

    def prev_page(self) -> Paginator[T]:
        """The page before this one.

        Raises:
            NotFoundError: There is none; see `has_prev_page`.
        """
        return Paginator(self._portal.run(self._inner.prev_page), self._portal, self._wrap)

    def pages(self) -> Iterator[Paginator[T]]:
        """This page and all that follow in reading direction, each fetched when it is asked for."""
        page: Paginator[T] = self
        backwards = asynchronous.reads_backwards(self._inner)
        while True:
            yield page
            if not (page.has_prev_page if backwards else page.has_next_page):
                return
            page = page.prev_page() if backwards else page.next_page()

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from reversed(page.items) if asynchronous.reads_backwards(self._inner) else page.items
