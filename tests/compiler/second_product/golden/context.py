# Generated from schema/fleet by `twilio-codegen generate`. Do not edit.
"""What the objects of one client share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from twilio_realtime.requests.cached_reads import CachedReads
from twilio_realtime.requests.rest import Rest
from twilio_realtime.services import Services
from twilio_realtime.sync import SyncClient

if TYPE_CHECKING:
    from . import wire
    from .fleet import Fleet
    from .models import Inspection, Part

__all__ = ["Context"]


@dataclass(frozen=True, slots=True, repr=False)
class Context:
    """The services of one client, what they said at the start, and the client itself."""

    services: Services
    configuration: wire.SignIn
    client: Fleet
    parts: CachedReads[Part | None]
    """Spare parts by number, also those that do not exist."""
    inspections: CachedReads[Inspection | None]
    """Inspections by vehicle."""

    def require_own_loop(self) -> None:
        """Refuse another event loop than the client's.

        Raises:
            StateError: The running loop is another one.
        """
        self.services.own_loop.require()

    @property
    def rest(self) -> Rest:
        """The REST service."""
        return self.services.rest

    @property
    def sync(self) -> SyncClient:
        """The Sync service."""
        return self.services.sync
