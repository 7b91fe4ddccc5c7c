"""Which event of which Sync object is being passed on: what every client of every process counts alike."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

__all__ = ["APPLYING"]

APPLYING: Final[ContextVar[tuple[str, int] | None]] = ContextVar("APPLYING", default=None)
"""SID of the object and id of its event, in handlers that it calls and in tasks that it starts; else None."""
