"""What a client counts, and how it is, at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from ..twilsock.machine import ConnectionPhase

__all__ = ["ClientStats", "Health", "Standing"]


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


@dataclass(frozen=True, slots=True)
class Standing:
    """A snapshot of how something is that runs for long.

    Attributes:
        alive: Whether it may still work by itself.
        ready: Whether it works now.
    """

    alive: bool
    ready: bool


@dataclass(frozen=True, slots=True)
class Health(Standing):
    """A snapshot of how a client is. Holds no names, tokens or contents.

    Attributes:
        alive: Whether it may still work by itself: it was neither closed, nor has it given up.
        ready: Whether it works now: it is started and connected.
        phase_seconds: For how long the connection has stood where `stats.phase` says, in seconds.
        token_seconds: Seconds until the access token ends, 0 afterwards; None before there was one.
        event_seconds: Seconds since the service last told of something; None if it never did.
        running_handlers: Events that asynchronous handlers, or handlers of a blocking client, work on.
        waiting_events: Events that wait for such handlers.
        stats: What was counted so far.
    """

    phase_seconds: float
    token_seconds: float | None
    event_seconds: float | None
    running_handlers: int
    waiting_events: int
    stats: ClientStats
