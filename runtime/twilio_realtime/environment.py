"""What a client takes from its surroundings, in one object that tests can replace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import random as system_random
from typing import TYPE_CHECKING, Final

from .arguments import require_callable, require_instance
from .clock import Clock, SystemClock
from .telemetry.observer import Telemetry
from .twilsock.limits import ConnectionLimits
from .twilsock.websocket import SocketOpener

if TYPE_CHECKING:
    from .network.http_transport import HttpTransport

__all__ = ["Environment"]

_DEFAULT_LIMITS: Final = ConnectionLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Time, chance and the network, as one client sees them.

    Attributes:
        clock: Source of time and timers; the running event loop's by default.
        random: Source of numbers from 0 (included) to 1 (excluded), for jitter.
        open_socket: Opens the connection's sockets; None for real WebSockets.
        limits: Timeouts and sizes of the connection.
        http_transport: Carries direct HTTP requests, those for files: a transport of `httpx` or of its successor
            `httpx2`; None for HTTPS with verification. The client closes it when it is closed.
        telemetry: Receives measurements, for example a
            `twilio_realtime.telemetry.otel.OpenTelemetry`; None measures nothing.

    Raises:
        ArgumentError: A value is of the wrong kind.
    """

    clock: Clock = field(default_factory=SystemClock)
    random: Callable[[], float] = system_random
    open_socket: SocketOpener | None = None
    limits: ConnectionLimits = _DEFAULT_LIMITS
    http_transport: HttpTransport | None = None
    telemetry: Telemetry | None = None

    def __post_init__(self) -> None:
        require_callable("random", self.random)
        if self.open_socket is not None:
            require_callable("open_socket", self.open_socket)
        if self.http_transport is not None:
            from .network.http_transport import HttpTransport

            require_instance("http_transport", self.http_transport, HttpTransport, "a transport of httpx or httpx2")
        require_instance("limits", self.limits, ConnectionLimits, "ConnectionLimits")
