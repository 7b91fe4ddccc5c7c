"""Requests under way: waiting to be sent, or sent and waiting for the reply."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..clock import Clock, Timer
from ..errors import DeadlineError, DisconnectedError, RealtimeError, ThrottledError
from .frames import Packet
from .limits import ConnectionLimits

__all__ = ["RequestTable"]

_SLACK: Final = 1e-3
"""Seconds that a timer may be early, by rounding or by the resolution of the loop's clock."""


@dataclass(slots=True, eq=False)
class _Request:
    id: str
    what: str
    frame: bytes
    timeout: float
    reply: asyncio.Future[Packet]
    due: float
    """Clock reading when it is to be looked at, for not being sent or not being answered."""
    remaining: float
    """Seconds that it may take from then on."""

    def __repr__(self) -> str:
        return f"<request {self.id} {self.what}>"


class RequestTable:
    """Keeps requests until each is answered, fails, runs out of time or is given up by its caller.

    Whatever the outcome, nothing of a request stays behind.
    """

    def __init__(self, clock: Clock, limits: ConnectionLimits, wake: Callable[[], None]) -> None:
        """Start empty and without a connection.

        Args:
            clock: For deadlines.
            limits: Bounds of the queue, and ``queue_wait``.
            wake: Called when there may be a packet to send.
        """
        self._clock = clock
        self._limits = limits
        self._wake = wake
        self._connected = False
        self._sending = False
        self._queued: dict[str, _Request] = {}
        self._queued_bytes = 0
        self._in_flight: dict[str, _Request] = {}
        # One timer for all, for the first that is due: nearly all are answered long before.
        self._timer: Timer | None = None
        self._timer_due = 0.0

    @property
    def queued(self) -> int:
        """Requests that were not sent yet."""
        return len(self._queued)

    @property
    def queued_bytes(self) -> int:
        """Size of the requests that were not sent yet, in bytes."""
        return self._queued_bytes

    @property
    def in_flight(self) -> int:
        """Requests that were sent and not answered yet."""
        return len(self._in_flight)

    def allow(self, *, connected: bool, sending: bool) -> None:
        """Say how matters stand, whenever that changes.

        Args:
            connected: Whether there is a connection; a queued request does not wait long for one.
            sending: Whether requests may be sent on it now.
        """
        resumed = sending and not self._sending
        self._connected, self._sending = connected, sending
        if resumed:
            self._wake()

    async def exchange(self, packet_id: str, what: str, frame: bytes, timeout: float) -> Packet:
        """Queue a packet and wait for the reply to it.

        Args:
            packet_id: Identifier that the reply will repeat.
            what: The request in words.
            frame: The packet.
            timeout: Seconds for everything.

        Raises:
            DeadlineError: No reply in time.
            DisconnectedError: The connection was lost, or did not come in time.
            ThrottledError: The queue is full.
        """
        if len(self._queued) >= self._limits.max_queued_requests:
            raise _full(what, f"{len(self._queued)} requests")
        if self._queued_bytes + len(frame) > self._limits.max_queued_bytes:
            raise _full(what, f"{self._queued_bytes} bytes")
        first = min(timeout, self._limits.queue_wait)
        due = self._clock.monotonic() + first
        reply: asyncio.Future[Packet] = asyncio.get_running_loop().create_future()
        request = _Request(packet_id, what, frame, timeout, reply, due, timeout - first)
        self._queued[packet_id] = request
        self._queued_bytes += len(frame)
        if self._timer is None or due < self._timer_due:
            self._look_at(due, in_seconds=first)
        try:
            self._wake()
            return await reply
        finally:
            self._forget(request)

    def next_frame(self) -> bytes | None:
        """Take the oldest queued packet, which counts as sent from now on; None if none may be sent."""
        if not self._sending or not self._queued or len(self._in_flight) >= self._limits.max_in_flight:
            return None
        request = self._queued.pop(next(iter(self._queued)))
        self._queued_bytes -= len(request.frame)
        self._in_flight[request.id] = request
        frame, request.frame = request.frame, b""
        return frame

    def resolve(self, reply: Packet) -> bool:
        """Hand a reply to the request it answers; False if there is none."""
        request = self._free(reply.id)
        if request is None:
            return False
        if not request.reply.done():
            request.reply.set_result(reply)
        return True

    def fail_in_flight(self, error: Callable[[str], RealtimeError]) -> None:
        """Fail whatever was sent and not answered, with an error made from the request in words."""
        requests, self._in_flight = self._in_flight, {}
        _fail(requests, error)

    def fail_queued(self, error: Callable[[str], RealtimeError]) -> None:
        """Fail whatever was not sent, with an error made from the request in words."""
        requests, self._queued, self._queued_bytes = self._queued, {}, 0
        _fail(requests, error)

    def _look_at(self, due: float, *, in_seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer_due = due
        self._timer = self._clock.call_later(in_seconds, self._look)

    def _look(self) -> None:
        self._timer = None
        now = self._clock.monotonic()
        waiting = [*self._queued.values(), *self._in_flight.values()]
        for request in waiting:
            if request.due <= now + _SLACK and not request.reply.done():
                self._check(request, now)
        due = min((request.due for request in waiting if not request.reply.done()), default=None)
        if due is not None:
            self._look_at(due, in_seconds=max(0.0, due - now))

    def _check(self, request: _Request, now: float) -> None:
        if request.remaining <= 0:
            queued = request.id in self._queued
            done, advice = ("sent", "try again later") if queued else ("answered", "it may have been carried out")
            request.reply.set_exception(
                DeadlineError(f"{request.what} was not {done} within {request.timeout:g} seconds; {advice}")
            )
        elif request.id in self._queued and not self._connected:
            request.reply.set_exception(
                DisconnectedError(
                    f"{request.what} was not sent: no connection within {self._limits.queue_wait:g} seconds; "
                    "try again when there is one"
                )
            )
        else:
            request.due, request.remaining = now + request.remaining, 0.0

    def _free(self, packet_id: str) -> _Request | None:
        request = self._in_flight.pop(packet_id, None)
        if request is not None and self._queued:
            self._wake()
        return request

    def _forget(self, request: _Request) -> None:
        if self._queued.pop(request.id, None) is not None:
            self._queued_bytes -= len(request.frame)
        self._free(request.id)
        if self._timer is not None and not (self._queued or self._in_flight):
            self._timer.cancel()
            self._timer = None
        if request.reply.done() and not request.reply.cancelled():
            # A caller cancelled at the same moment never looks at the error.
            request.reply.exception()


def _fail(requests: dict[str, _Request], error: Callable[[str], RealtimeError]) -> None:
    for request in requests.values():
        if not request.reply.done():
            request.reply.set_exception(error(request.what))


def _full(what: str, amount: str) -> ThrottledError:
    return ThrottledError(f"{what} was not sent: {amount} wait for the connection already; try again later", status=0)
