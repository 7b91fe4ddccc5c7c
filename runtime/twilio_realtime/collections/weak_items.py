"""Items of a list by index, as long as somebody holds them."""

from __future__ import annotations

import weakref
from typing import Final, Generic, TypeVar

__all__ = ["WeakItems"]

ItemT = TypeVar("ItemT")

_RUN: Final = 16
"""Neighbours that are kept together: indexes of a list stand close to each other."""
_FEW: Final = 1000


class WeakItems(Generic[ItemT]):
    """Like `weakref.WeakValueDictionary`, whose references and table take half as much again for each item.

    References to objects that are gone are removed when there may be as many of them as of others, and over a thousand.
    """

    __slots__ = ("_count", "_most", "_runs")

    def __init__(self) -> None:
        """Start with none."""
        self._runs: dict[int, list[weakref.ref[ItemT] | None]] = {}
        self._count = 0
        self._most = _FEW

    def get(self, index: int) -> ItemT | None:
        """The object with an index; None if nobody holds one."""
        run = self._runs.get(index // _RUN)
        found = None if run is None else run[index % _RUN]
        return None if found is None else found()

    def put(self, index: int, item: ItemT) -> None:
        """Find this object with an index from now on."""
        if self._count >= self._most:
            self._sweep()
        run = self._runs.get(index // _RUN)
        if run is None:
            run = self._runs[index // _RUN] = [None] * _RUN
        if run[index % _RUN] is None:
            self._count += 1
        # Without a callback, which could remove it at once: a reference with a key takes a fifth more.
        run[index % _RUN] = weakref.ref(item)

    def pop(self, index: int) -> ItemT | None:
        """Forget the object with an index, and return it; None if nobody holds one."""
        found = self.get(index)
        run = self._runs.get(index // _RUN)
        if run is not None and run[index % _RUN] is not None:
            run[index % _RUN] = None
            self._count -= 1
        return found

    def clear(self) -> None:
        """Forget all of them."""
        self._runs.clear()
        self._count, self._most = 0, _FEW

    def _sweep(self) -> None:
        for key, run in list(self._runs.items()):
            run[:] = [found if found is not None and found() is not None else None for found in run]
            if not any(run):
                del self._runs[key]
        self._count = sum(found is not None for run in self._runs.values() for found in run)
        self._most = max(_FEW, 2 * self._count)  # so that it takes the same time for each item, however many there are
