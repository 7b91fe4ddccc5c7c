"""Objects that are followed on demand, a bounded number of them at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from ..errors import ClosedError, NotFoundError
from ..requests.shared_calls import SharedCalls

__all__ = ["FollowedPool"]


ItemT = TypeVar("ItemT")


class FollowedPool(Generic[ItemT]):
    """Objects by key, first in, first out: following one too many lets the one followed longest go.

    Several callers that want the same object at the same time get the same one.

    Args:
        capacity: Most objects followed at a time, the pinned one not counted.
        create: Makes the object of a key.
        locate: Asks the service for the name under which a key's data can be followed; if the second argument is
            true, what was read before does not count.
        follow: Begins to follow the data under a name; the object is filled afterwards.
        unfollow: Stops following.
        followed: Called when an object is followed.
        unfollowed: Called when it is not any more.
    """

    def __init__(
        self,
        *,
        capacity: int,
        create: Callable[[str], ItemT],
        locate: Callable[[str, bool], Awaitable[str]],
        follow: Callable[[ItemT, str], Awaitable[None]],
        unfollow: Callable[[ItemT], None],
        followed: Callable[[ItemT], None],
        unfollowed: Callable[[ItemT], None],
    ) -> None:
        self._capacity = max(1, capacity)
        self._create = create
        self._locate = locate
        self._begin = follow
        self._end = unfollow
        self._followed = followed
        self._unfollowed = unfollowed
        self._items: dict[str, ItemT] = {}
        self._pinned: tuple[str, ItemT] | None = None
        self._calls: SharedCalls[str, ItemT] = SharedCalls()
        self._closed = False

    @property
    def own(self) -> ItemT:
        """The object that is never let go.

        Raises:
            ClosedError: It is not there yet.
        """
        if self._pinned is None:
            raise ClosedError("this client is not started; use it inside `async with`, or after `await client.start()`")
        return self._pinned[1]

    async def pin(self, key: str, name: str) -> ItemT:
        """Follow an object that is never let go, from a name that is known.

        Raises:
            NotFoundError: There is nothing of this name.
            RequestError: The service refused it.
            ClosedError: The client was closed.
        """
        item = self._create(key)
        await self._open(item, name)
        self._pinned = (key, item)
        return item

    async def get(self, key: str) -> ItemT:
        """The object with a key, followed from now on.

        Raises:
            NotFoundError: There is none.
            RequestError: The service refused it.
            ClosedError: The client was closed.
        """
        if self._closed:
            raise ClosedError()
        if self._pinned is not None and self._pinned[0] == key:
            return self._pinned[1]
        known = self._items.get(key)
        return known if known is not None else await self._calls.run(key, lambda: self._follow(key))

    async def _follow(self, key: str) -> ItemT:
        item = self._create(key)
        name = await self._locate(key, False)
        try:
            await self._open(item, name)
        except NotFoundError:
            # Read a moment ago, the name may be that of data that have been replaced since.
            await self._open(item, await self._locate(key, True))
        self._items[key] = item
        self._followed(item)
        while len(self._items) > self._capacity:
            self.release(next(iter(self._items)))
        return item

    async def _open(self, item: ItemT, name: str) -> None:
        await self._begin(item, name)
        if self._closed:
            self._end(item)
            raise ClosedError()

    def release(self, key: str) -> None:
        """Let an object go; nothing happens if it is not followed or pinned."""
        item = self._items.pop(key, None)
        if item is not None:
            self._end(item)
            self._unfollowed(item)

    def all(self) -> list[ItemT]:
        """The objects that are followed, the pinned one first."""
        return [*([self._pinned[1]] if self._pinned is not None else []), *self._items.values()]

    async def close(self) -> None:
        """Let everything go, without a word. Idempotent."""
        self._closed = True
        for item in self.all():
            self._end(item)
        self._items.clear()
        await self._calls.close()
