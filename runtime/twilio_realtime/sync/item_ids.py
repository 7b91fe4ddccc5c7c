"""What is known about the items of one collection: event ids, not contents."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import islice
from typing import Final, Generic, Literal, TypeVar

from .event_order import overtaken

__all__ = ["Change", "ItemIds"]

Change = Literal["added", "updated"]
"""How a change of an item is announced."""

_KeyT = TypeVar("_KeyT", bound=Hashable)
_NEVER: Final = -2
_CAP: Final = 10_000
_FORGOTTEN_TOGETHER: Final = 10  # a tenth: finding the oldest entries of a dictionary costs more than removing them


class ItemIds(Generic[_KeyT]):
    """For each item the id of the last event announced and of the newest state read, so that no item goes back.

    * A change that is not newer than the last one announced is stale, also after a removal.
    * An update older than the state that was read is superseded. The update that led to this state is announced
      when it comes, and so is the addition of an item that was read before its event arrived: reading must not
      swallow news.
    * An addition of an item that is there already has overtaken its removal; see `has_overtaken_removal`.

    Of the items announced and of those read, the 10,000 that were so last are remembered.
    """

    __slots__ = ("_announced", "_capacity", "_read", "_removed")

    def __init__(self, *, capacity: int = _CAP) -> None:
        """Start with nothing known.

        Args:
            capacity: How many items are remembered of each kind; at times a tenth less.
        """
        self._capacity = capacity
        # One number an item and no object: a program may hold many thousand items.
        self._announced: dict[_KeyT, int] = {}
        self._read: dict[_KeyT, int] = {}
        self._removed: dict[_KeyT, None] = {}  # keys alone: an empty set takes three times the memory

    def __len__(self) -> int:
        return len(self._announced.keys() | self._read.keys())

    def read(self, key: _KeyT, event_id: int) -> None:
        """The item was read in the state that event ``event_id`` left."""
        known = self._read.pop(key, _NEVER)
        self._read[key] = max(known, event_id)
        if len(self._read) > self._capacity:
            for oldest in self._oldest(self._read):
                del self._read[oldest]

    def is_current(self, key: _KeyT, event_id: int) -> bool:
        """Whether nothing newer than the state that event ``event_id`` left was announced of an item."""
        return self._announced.get(key, _NEVER) <= event_id

    def is_present(self, key: _KeyT) -> bool:
        """Whether the item was announced and not removed since."""
        return key in self._announced and key not in self._removed

    def has_overtaken_removal(self, key: _KeyT, event_id: int) -> bool:
        """Whether an event that adds an item has overtaken the one that removed it: nothing is added twice."""
        known = self._announced.get(key, self._read.get(key))
        return known is not None and key not in self._removed and known < event_id - 1

    def changed(self, key: _KeyT, event_id: int, change: Change) -> Change | None:
        """An event says that the item was added or updated.

        Returns:
            How to announce it; None if it is stale.
        """
        if overtaken(event_id, by=self._announced.get(key, _NEVER)):
            return None
        if change == "updated" and event_id < self._read.get(key, _NEVER):
            return None
        if self.is_present(key):
            change = "updated"
        self._removed.pop(key, None)
        self._announce(key, event_id)
        return change

    def removed(self, key: _KeyT, event_id: int) -> bool:
        """An event says that the item was removed; returns whether to announce that."""
        if overtaken(event_id, by=self._announced.get(key, _NEVER)):
            return False
        self._removed[key] = None
        self._announce(key, event_id)
        return True

    def _announce(self, key: _KeyT, event_id: int) -> None:
        self._announced.pop(key, None)
        self._announced[key] = event_id
        if len(self._announced) > self._capacity:
            for oldest in self._oldest(self._announced):
                del self._announced[oldest]
                self._removed.pop(oldest, None)

    def _oldest(self, entries: dict[_KeyT, int]) -> list[_KeyT]:
        first: Iterator[_KeyT] = iter(entries)
        return list(islice(first, max(1, self._capacity // _FORGOTTEN_TOGETHER)))
