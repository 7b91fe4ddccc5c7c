"""A service, and clients that come back at once."""

from __future__ import annotations

from support.rooms import service
from twilio_realtime.twilsock.limits import ConnectionLimits

__all__ = ["QUICK", "service"]

QUICK = ConnectionLimits(backoff_min=0.01, backoff_max=0.05, close_timeout=0.5)
