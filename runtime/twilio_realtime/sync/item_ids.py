"""What is known about the items of one collection: event ids, not contents."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, Literal, TypeVar

__all__ = ["Change", "ItemIds"]

Change = Literal["added", "updated"]
"""How a change of an item is announced."""

_KeyT = TypeVar("_KeyT", bound=Hashable)
_NEVER: Final = -2
_CAP: Final = 10_000


class _Known:
    __slots__ = ("announced", "read", "removed")

    def __init__(self) -> None:
        self.announced = _NEVER
        self.read = _NEVER
        self.removed = False


class ItemIds(Generic[_KeyT]):
    """For each item the id of the last event announced and of the newest state read, so that no item goes back.

    * A change that is not newer than the last one announced is stale, also after a removal.
    * An update older than the state that was read is superseded. The update that led to this state is announced
      when it comes, and so is the addition of an item that was read before its event arrived: reading must not
      swallow news.
    * An addition of an item that was announced and not removed is an update.

    The 10,000 items used last are remembered.
    """

    def __init__(self, *, capacity: int = _CAP) -> None:
        """Start with nothing known.

        Args:
            capacity: How many items are remembered.
        """
        self._capacity = capacity
        self._items: OrderedDict[_KeyT, _Known] = OrderedDict()

    def __len__(self) -> int:
        return len(self._items)

    def read(self, key: _KeyT, event_id: int) -> None:
        """The item was read in the state that event ``event_id`` left."""
        known = self._at(key)
        known.read = max(known.read, event_id)

    def is_present(self, key: _KeyT) -> bool:
        """Whether the item was announced and not removed since."""
        known = self._items.get(key)
        return known is not None and known.announced != _NEVER and not known.removed

    def changed(self, key: _KeyT, event_id: int, change: Change) -> Change | None:
        """An event says that the item was added or updated.

        Returns:
            How to announce it; None if it is stale.
        """
        known = self._at(key)
        if event_id <= known.announced or (change == "updated" and event_id < known.read):
            return None
        if known.announced != _NEVER and not known.removed:
            change = "updated"
        known.announced = event_id
        known.removed = False
        return change

    def removed(self, key: _KeyT, event_id: int) -> bool:
        """An event says that the item was removed; returns whether to announce that."""
        known = self._at(key)
        if event_id <= known.announced:
            return False
        known.announced = event_id
        known.removed = True
        return True

    def _at(self, key: _KeyT) -> _Known:
        known = self._items.get(key)
        if known is None:
            known = self._items[key] = _Known()
            if len(self._items) > self._capacity:
                self._items.popitem(last=False)
        else:
            self._items.move_to_end(key)
        return known
