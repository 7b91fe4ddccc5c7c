"""What users of Sync objects are told.

Every method is called from the event loop, in the order of the events, and has to return soon. What a listener
raises is logged and goes no further. Data handed over is shared: read only.
"""

from __future__ import annotations

from typing import Protocol

from ..errors import RealtimeError
from ..json import JsonObject
from .items import ListItem, MapItem

__all__ = ["DocumentListener", "ListListener", "MapListener", "SubscriptionListener"]


class SubscriptionListener(Protocol):
    """What is common to all objects."""

    def subscription_lost(self, error: RealtimeError, /) -> None:
        """The service refused to send changes; it is asked again after the next connection."""
        ...


class DocumentListener(SubscriptionListener, Protocol):
    """Told about one document."""

    def document_updated(self, data: JsonObject, /) -> None:
        """The document has new contents."""
        ...

    def document_removed(self) -> None:
        """The document is gone; nothing follows."""
        ...


class MapListener(SubscriptionListener, Protocol):
    """Told about one map."""

    def item_added(self, item: MapItem, /) -> None:
        """An item appeared."""
        ...

    def item_updated(self, item: MapItem, /) -> None:
        """An item changed; possibly one that was never read or announced."""
        ...

    def item_removed(self, key: str, data: JsonObject, /) -> None:
        """An item is gone; ``data`` is what it held, empty if the service did not say."""
        ...

    def map_removed(self) -> None:
        """The map is gone; nothing follows."""
        ...


class ListListener(SubscriptionListener, Protocol):
    """Told about one list."""

    def item_added(self, item: ListItem, /) -> None:
        """An item appeared."""
        ...

    def item_updated(self, item: ListItem, /) -> None:
        """An item changed; possibly one that was never read or announced."""
        ...

    def item_removed(self, index: int, data: JsonObject, /) -> None:
        """An item is gone; ``data`` is what it held, empty if the service did not say."""
        ...

    def list_removed(self) -> None:
        """The list is gone; nothing follows."""
        ...
