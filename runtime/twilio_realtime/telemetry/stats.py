"""What a client counts, at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from ..twilsock.machine import ConnectionPhase

__all__ = ["ClientStats"]


@dataclass(frozen=True, slots=True)
class ClientStats:
    """A snapshot. Counters begin with the client and never go back.

    Attributes:
        phase: Where the connection stands.
        frames_in: Messages received from the service, readable or not.
        frames_out: Messages sent to the service, acknowledgements included.
        reconnects: How often a lost connection came back.
        pending_requests: Requests that wait to be sent or to be answered.
        held_objects: Documents, maps and lists of the service that are kept up to date.
        dropped_events: Events that a handler or stream lost because it did not keep up.
    """

    phase: ConnectionPhase
    frames_in: int
    frames_out: int
    reconnects: int
    pending_requests: int
    held_objects: int
    dropped_events: int
