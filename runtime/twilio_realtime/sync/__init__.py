"""Sync: documents, maps and lists that are kept up to date."""

from .client import SyncClient
from .items import ListItem, MapItem, Order, Page
from .listeners import DocumentListener, ListListener, MapListener
from .objects import Reopenable, SyncDocument, SyncList, SyncMap

__all__ = [
    "DocumentListener",
    "ListItem",
    "ListListener",
    "MapItem",
    "MapListener",
    "Order",
    "Page",
    "Reopenable",
    "SyncClient",
    "SyncDocument",
    "SyncList",
    "SyncMap",
]
