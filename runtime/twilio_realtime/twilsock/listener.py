"""What a connection tells its owner, and what it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVarTuple

from ..errors import RealtimeError
from ..json import JsonObject
from ..telemetry.logs import logger_of
from .machine import ConnectionPhase

__all__ = ["ConnectionListener", "ConnectionProblem", "ConnectionStats", "tell"]

_log = logger_of(__name__)
_Arguments = TypeVarTuple("_Arguments")


@dataclass(frozen=True, slots=True)
class ConnectionProblem:
    """Something that went wrong with the connection as a whole.

    Attributes:
        terminal: Whether it ends the connection; if not, it is being re-established.
        message: What happened, in words.
        status: Status code given by the service, or None if the cause was the network.
        code: Twilio error code, or None.
        error: The same as an exception.
        detail: The cause alone, in words.
    """

    terminal: bool
    message: str
    status: int | None
    code: int | None
    error: RealtimeError
    detail: str = ""


@dataclass(slots=True)
class ConnectionStats:
    """Counters since the connection object was made.

    Attributes:
        frames_in: Messages received, readable or not.
        frames_out: Packets handed to a socket.
        connects: How often the service accepted `init`; all but the first are reconnections.
        unreadable: Text messages, and binary ones that are not a packet.
        unknown: Packets that were acknowledged and otherwise ignored.
    """

    frames_in: int = 0
    frames_out: int = 0
    connects: int = 0
    unreadable: int = 0
    unknown: int = 0

    @property
    def reconnects(self) -> int:
        """How often a lost connection came back."""
        return max(0, self.connects - 1)


class ConnectionListener(Protocol):
    """Receives what happens, synchronously and in order.

    A method that raises is logged and otherwise ignored. None may block.
    """

    def phase_changed(self, phase: ConnectionPhase) -> None:
        """The public phase is another one now."""

    def connected(self) -> None:
        """The service accepted `init` (each time it does); queued requests go out after this returns."""

    def connection_problem(self, problem: ConnectionProblem) -> None:
        """The connection failed, for now or for good."""

    def token_about_to_expire(self) -> None:
        """The service says that the token runs out within minutes."""

    def token_expired(self) -> None:
        """The token has run out; `Connection.update_token` reconnects."""

    def notification(self, message_type: str, payload: JsonObject) -> None:
        """The service sent a notification; it is acknowledged already."""


def tell(call: Callable[[*_Arguments], None], *arguments: *_Arguments) -> None:
    """Call a method of a listener; log what it raises."""
    try:
        call(*arguments)
    except Exception:
        _log.exception("the listener's %s failed; going on", getattr(call, "__name__", "method"))
