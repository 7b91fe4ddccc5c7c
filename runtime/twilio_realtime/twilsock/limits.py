"""The bounds of a connection."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ..arguments import require_integer, require_seconds
from ..errors import ConfigurationError
from .frames import DEFAULT_MAX_BYTES

__all__ = ["ConnectionLimits"]


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Times in seconds, sizes in bytes.

    Attributes:
        open_timeout: For opening a socket, TLS and handshake included.
        init_timeout: For the reply to `init`.
        reply_timeout: For a request, queueing included, unless it has its own; and for the reply to `update`.
        queue_wait: How long a request waits for a connection.
        silence: A connection without any inbound message for this long counts as dead.
        close_timeout: For closing in order, and for the service to close a socket that it said it would.
        max_queued_requests: Requests that wait to be sent.
        max_queued_bytes: Their size, all together.
        max_in_flight: Requests sent and not answered yet; more wait in the queue.
        max_packet_bytes: Largest packet in either direction.
        backoff_min: Shortest wait between attempts to connect.
        backoff_max: Longest wait between attempts to connect.
        lived: After this long a connection counts as stable and the waits start from the shortest again.
        throttle_min: Shortest pause after "too many requests" when the service names none.
        throttle_max: Longest such pause.

    Raises:
        ArgumentError: A time is no positive number, or a size no whole number of at least 1.
        ConfigurationError: The shortest of some waits is longer than the longest.
    """

    open_timeout: float = 20.0
    init_timeout: float = 10.0
    reply_timeout: float = 30.0
    queue_wait: float = 20.0
    silence: float = 45.0
    close_timeout: float = 3.0
    max_queued_requests: int = 1000
    max_queued_bytes: int = 8 * 1024 * 1024
    max_in_flight: int = 1000
    max_packet_bytes: int = DEFAULT_MAX_BYTES
    backoff_min: float = 1.0
    backoff_max: float = 120.0
    lived: float = 30.0
    throttle_min: float = 1.0
    throttle_max: float = 2.0

    def __post_init__(self) -> None:
        for item in fields(self):
            value: object = getattr(self, item.name)
            if isinstance(item.default, float):
                require_seconds(item.name, value)
            else:
                require_integer(item.name, value, minimum=1)
        for name in ("backoff", "throttle"):
            shortest, longest = getattr(self, f"{name}_min"), getattr(self, f"{name}_max")
            if shortest > longest:
                raise ConfigurationError(f"{name}_min must be at most {name}_max, {longest:g}, not {shortest:g}")
