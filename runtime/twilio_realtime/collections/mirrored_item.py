"""What a collection needs of the objects that it holds."""

from __future__ import annotations

from typing import Protocol

from ..json import JsonObject

__all__ = ["MirroredItem"]


class MirroredItem(Protocol):
    """An object that shows one item of a Sync collection."""

    def accept(self, data: JsonObject) -> None:
        """Take over the item's new data and announce what changed."""
