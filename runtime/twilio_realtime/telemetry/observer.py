"""Watching a client from outside: what it tells about its connections, requests and events.

Nothing is measured unless an `Environment` brings a `Telemetry`. `otel` has one for OpenTelemetry.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

from ..clock import Clock
from ..errors import ClosedError, ExpiredTokenError
from ..json import JsonObject, JsonValue
from ..requests.transport import HttpReply, HttpRequest, Transport
from ..twilsock.listener import ConnectionProblem
from ..twilsock.machine import ConnectionPhase
from .logs import logger_of

__all__ = ["Observer", "Operation", "Telemetry"]

_log = logger_of(__name__)
_Arguments = ParamSpec("_Arguments")
_ResultT = TypeVar("_ResultT")


class Operation(Protocol):
    """Something that takes time. Ends with exactly one call of `succeeded` or `failed`."""

    def trouble(self, error: BaseException) -> None:
        """Something went wrong, and the operation goes on."""
        ...

    def succeeded(self, status: int | None) -> None:
        """It is over.

        Args:
            status: HTTP status of the reply, whatever it is; None for what has none.
        """
        ...

    def failed(self, error: BaseException) -> None:
        """It is over without a result; `asyncio.CancelledError` if the caller gave up."""
        ...


class Telemetry(Protocol):
    """Receives measurements. Methods are called on the event loop, must not block, and are logged if they raise."""

    def connecting(self) -> Operation:
        """The client wants a connection; the operation lasts until there is one, or none any more to wait for."""
        ...

    def reconnected(self) -> None:
        """A lost connection came back."""
        ...

    def requesting(self, request: HttpRequest) -> Operation:
        """A request goes through the connection; one operation for each attempt."""
        ...

    def event_received(self, kind: str, lag: float | None) -> None:
        """The service told of a change.

        Args:
            kind: The service's name for this kind of change, for example ``list_item_added``.
            lag: Seconds between the change, by the service's clock, and its arrival, by ours; not below 0. Replayed
                changes have waited for the connection. None if the service does not say when it was.
        """
        ...


class Observer:
    """Turns what the parts of a client do into calls of a `Telemetry`; without one it does nothing.

    Args:
        telemetry: Who is told, or None.
        clock: For the lag of events.
    """

    def __init__(self, telemetry: Telemetry | None, clock: Clock) -> None:
        self._telemetry = telemetry
        self._clock = clock
        self._connecting: Operation | None = None
        self._was_connected = False

    def transport(self, transport: Transport) -> Transport:
        """The same transport, watched."""
        return transport if self._telemetry is None else _ObservedTransport(transport, self._telemetry)

    def phase_changed(self, phase: ConnectionPhase) -> None:
        """The connection's public phase is another one now."""
        if self._telemetry is None:
            return
        if phase == "connecting" and self._connecting is None:
            self._connecting = _tell(self._telemetry.connecting)
        elif phase == "disconnecting":
            self._give_up(ClosedError())

    def connected(self) -> None:
        """There is a connection."""
        if self._telemetry is None:
            return
        operation, self._connecting = self._connecting, None
        if operation is not None:
            _tell(operation.succeeded, None)
        if self._was_connected:
            _tell(self._telemetry.reconnected)
        self._was_connected = True

    def problem(self, problem: ConnectionProblem) -> None:
        """The connection failed, for now or for good."""
        if problem.terminal:
            self._give_up(problem.error)
        elif self._connecting is not None:
            _tell(self._connecting.trouble, problem.error)

    def token_expired(self) -> None:
        """There will be no connection without another token."""
        self._give_up(ExpiredTokenError("the access token has expired; give the client a new one"))

    def _give_up(self, error: BaseException) -> None:
        operation, self._connecting = self._connecting, None
        if operation is not None:
            _tell(operation.failed, error)

    def notification(self, message_type: str, payload: JsonObject) -> None:
        """The service sent a notification."""
        if self._telemetry is None:
            return
        kind = payload.get("event_type")
        several = payload.get("events")
        for event in (*(several if isinstance(several, list) else ()), payload.get("event")):
            if isinstance(event, dict):
                lag = self._lag(event.get("date_created"))
                _tell(self._telemetry.event_received, kind if isinstance(kind, str) else message_type, lag)
        if not isinstance(kind, str):
            _tell(self._telemetry.event_received, message_type, None)

    def _lag(self, date: JsonValue) -> float | None:
        if not isinstance(date, str):
            return None
        try:
            moment = datetime.fromisoformat(date)
            sent = moment.timestamp()
        except (ValueError, OverflowError):
            return None
        if moment.tzinfo is None:
            return None
        return max(0.0, self._clock.wall() - sent)


class _ObservedTransport:
    def __init__(self, transport: Transport, telemetry: Telemetry) -> None:
        self._transport = transport
        self._telemetry = telemetry

    async def send(self, request: HttpRequest, *, timeout: float | None = None) -> HttpReply:
        operation = _tell(self._telemetry.requesting, request)
        try:
            reply = await self._transport.send(request, timeout=timeout)
        except BaseException as error:
            if operation is not None:
                _tell(operation.failed, error)
            raise
        if operation is not None:
            _tell(operation.succeeded, reply.status)
        return reply


def _tell(
    call: Callable[_Arguments, _ResultT], *arguments: _Arguments.args, **keywords: _Arguments.kwargs
) -> _ResultT | None:
    try:
        return call(*arguments, **keywords)
    except Exception:
        _log.exception("the telemetry's %s failed; going on", getattr(call, "__name__", "method"))
        return None
