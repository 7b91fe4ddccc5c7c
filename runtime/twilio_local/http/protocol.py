"""HTTP connections: limited time for sending a request and reading its answer, and a fair share of connections."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Literal, Protocol, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..limits import Limits

__all__ = ["HttpProtocol"]

_TIMED_OUT = (
    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\naccess-control-allow-origin: *\r\n"
    b"content-type: application/json\r\ncontent-length: 59\r\n\r\n"
    b'{"status":408,"code":20408,"message":"Request is too slow"}'
)


class _Timer(Protocol):
    def cancel(self) -> None: ...


class HttpProtocol(H11Protocol):
    """Gives clients limited time for sending a request and for reading its answer.

    Without that a handful of clients that dribble would hold connections and half-read requests for ever.
    """

    limits: Limits = Limits()
    waiting: dict[HttpProtocol, None]
    """Connections of the server that are not sockets, or not yet, in the order of their arrival."""
    _phase: Literal["head", "body", None] = None
    _deadline: _Timer | None = None
    _stalled: _Timer | None = None
    _received = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a place among the open connections and wait for a request."""
        connection = cast(asyncio.Transport, transport)
        super().connection_made(connection)
        # Request lines hold signatures. Said here, not in the configuration, which would silence the whole process.
        self.access_log = False
        self.waiting[self] = None
        self._expect("head")
        if len(self.waiting) > self.limits.http_connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place free."""
        self._leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what arrives of a request."""
        self._received += len(data)
        super().data_received(data)

    def handle_events(self) -> None:
        """Set the deadline of what is awaited next."""
        super().handle_events()
        if self not in self.waiting:
            return
        state = self.conn.their_state
        if state is h11.SEND_BODY:
            self._expect("body")
        elif state is h11.IDLE and (self._phase == "head" or self.conn.trailing_data[0]):
            self._expect("head")
        else:
            self._expect(None)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Give the place free: sockets are counted elsewhere."""
        self._leave()
        super().handle_websocket_upgrade(event)

    def pause_writing(self) -> None:
        """End the connection unless its answer is read in time."""
        super().pause_writing()
        self._stalled = self._later(self.limits.stalled_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop waiting: the answer is read again."""
        super().resume_writing()
        _cancel(self._stalled)

    @property
    def _idle(self) -> bool:
        """Whether it is the peer that is awaited: for a request, the rest of one, or for reading its answer."""
        return self._phase is not None or self.conn.their_state is h11.IDLE or self.flow.write_paused

    def _make_room(self) -> None:
        """Drop the connection that has been idle longest at the address that holds most, else the new one."""
        addresses = Counter(one.client[0] if one.client else "" for one in self.waiting if one._idle)
        ((crowded, _),) = addresses.most_common(1)
        for one in self.waiting:
            if one._idle and (one.client[0] if one.client else "") == crowded:
                one.transport.abort()
                one._leave()
                return

    def _expect(self, phase: Literal["head", "body", None]) -> None:
        if phase == self._phase:
            return
        self._phase = phase
        _cancel(self._deadline)
        if phase == "head":
            self._deadline = self._later(self.limits.head_seconds, self._time_out)
        elif phase == "body":
            self._expect_body()

    def _expect_body(self) -> None:
        self._received = 0
        self._deadline = self._later(self.limits.body_seconds, self._check_body)

    def _check_body(self) -> None:
        # Reading pauses while the application is slow, which is not the client's fault.
        enough = self._received >= self.limits.body_seconds * self.limits.body_bytes_per_second
        if enough or self.flow.read_paused:
            self._expect_body()
        else:
            self._time_out()

    def _time_out(self) -> None:
        if self._phase == "head" and not self._received:
            self.transport.close()
        elif self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE) and not self.transport.get_write_buffer_size():
            self.transport.write(_TIMED_OUT)
            self.transport.close()
        else:
            self.transport.abort()

    def _later(self, delay: float, callback: Callable[[], None]) -> _Timer:
        return self.loop.call_later(delay, callback)

    def _leave(self) -> None:
        self.waiting.pop(self, None)
        self._expect(None)
        _cancel(self._stalled)


def _cancel(timer: _Timer | None) -> None:
    if timer is not None:
        timer.cancel()
