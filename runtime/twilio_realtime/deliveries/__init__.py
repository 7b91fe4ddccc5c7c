"""Durable consumption: whatever was written is handed out until it was acknowledged, across restarts."""

from .cursors import Cursor, CursorStore, MemoryCursors
from .delivery import Delivery, Settlement
from .feed import DeliveryStart
from .iterator import Deliveries, deliveries_of
from .reader import DeliveryProgress, DeliverySource, FeedProgress
from .sqlite_cursors import SqliteCursors

__all__ = [
    "Cursor",
    "CursorStore",
    "Deliveries",
    "Delivery",
    "DeliveryProgress",
    "DeliverySource",
    "DeliveryStart",
    "FeedProgress",
    "MemoryCursors",
    "Settlement",
    "SqliteCursors",
    "deliveries_of",
]
