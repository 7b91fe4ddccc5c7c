"""Everyday names of the runtime, which every generated package offers beside its own.

The compiler does not import the runtime; a test looks each of them up there.
"""

from __future__ import annotations

__all__ = ["BLOCKING_EXPORTS", "RUNTIME_EXPORTS"]

_SHARED = {
    "ClientStats": "twilio_realtime.telemetry.stats",
    "Health": "twilio_realtime.telemetry.stats",
    **dict.fromkeys(
        ("Cursor", "CursorStore", "DeliveryProgress", "FeedProgress", "MemoryCursors", "SqliteCursors"),
        "twilio_realtime.deliveries",
    ),
    "ConnectionLimits": "twilio_realtime.twilsock.limits",
    "Environment": "twilio_realtime.environment",
    "JsonObject": "twilio_realtime.json",
    "JsonValue": "twilio_realtime.json",
    "MediaSource": "twilio_realtime.files.media_sources",
    "Progress": "twilio_realtime.files.media_sources",
    "Telemetry": "twilio_realtime.telemetry.observer",
}
_EVENTS = ("BareSignal", "EventStream", "Expectation", "Signal", "Subscription", "first_of")

RUNTIME_EXPORTS = {
    **_SHARED,
    **dict.fromkeys(_EVENTS, "twilio_realtime.events"),
    "TokenProvider": "twilio_realtime.tokens.refresh",
    "run": "twilio_realtime.lifetime.running",
}
"""Module by name. A name of the schema's own goes first."""

BLOCKING_EXPORTS = {
    **_SHARED,
    **dict.fromkeys((*_EVENTS, "TokenProvider"), "twilio_realtime.blocking"),
    "run": "twilio_realtime.blocking.running",
}
"""The same for the package without asyncio."""
