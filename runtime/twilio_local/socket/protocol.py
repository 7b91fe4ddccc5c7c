"""WebSocket connections: what they write is bounded, whatever the peer sends and leaves unread."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.frames import Frame
from websockets.http11 import Request
from websockets.protocol import State

from ..limits import Limits
from ..links import SEND_AT_ONCE, TRANSPORT

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveEvent

__all__ = ["LIMITS", "WebSocketProtocol"]

LIMITS: Final = "twilio_local.limits"
"""Key of the connection state under which the server puts its `Limits`."""

_MOST_FRAGMENTS: Final = 10_000
_SLICE: Final = 32 * 1024


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """Bounds what waits for the peer, lets the application abort the TCP transport, keeps frames out of the log."""

    limits: Limits = Limits()
    read_paused: bool  # the library's, which does not declare it
    _unread: bytearray
    _stalled: asyncio.TimerHandle | None = None
    _lingering: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take over the limits of the service."""
        # Frames hold tokens and texts; the library would log them at level DEBUG.
        self.conn.debug = False
        self._unread = bytearray()
        limits = self.app_state.get(LIMITS)
        if isinstance(limits, Limits):
            self.limits = limits
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Process what has arrived, then the end."""
        _cancel(self._stalled)
        _cancel(self._lingering)
        if self._unread:
            super().data_received(bytes(self._unread))
            self._unread.clear()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Keep what arrives until it is its turn."""
        # Tiny frames cost far more than their bytes: others have their turn in between.
        self._unread += data
        self._read_some()

    def pause_writing(self) -> None:
        """Stop reading, and end the connection unless the peer reads in time."""
        super().pause_writing()
        # Answers to pings are written without waiting: whoever does not read is not read from either.
        self._hold()
        self._stalled = self._later(self.limits.stalled_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Read again: the peer does, too."""
        super().resume_writing()
        _cancel(self._stalled)
        if not self.read_paused and not self._unread:
            self.transport.resume_reading()

    async def receive(self) -> ASGIReceiveEvent:
        """Return what arrived next, and stop reading until it is asked for more."""
        event = await super().receive()
        self._hold()
        return event

    def send_receive_event_to_app(self) -> None:
        """Hand a message to the application, and read nothing more if it has not even taken the last one."""
        if self.read_paused or not self.queue.empty():
            super().send_receive_event_to_app()
            return
        # The library stops reading for each message and goes on once it is taken: two system calls, and with many
        # subscribers most of what arrives are acknowledgements. A message that waits alone is bounded as well.
        self.read_paused = True
        super().send_receive_event_to_app()
        self.read_paused = False

    def handle_cont(self, event: Frame) -> None:
        """Add a fragment to a message, and end the connection if there are too many."""
        super().handle_cont(event)
        # The library bounds the size of a message, but not the number of its fragments, which may be empty.
        if len(self.frames) > _MOST_FRAGMENTS:
            self.transport.abort()

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """Give the peer limited time to read what was written before the close."""
        super().on_task_complete(task)
        # What is closed waits until the peer has read everything: not for ever.
        self._lingering = self._later(self.limits.close_seconds, self.transport.abort)

    def shutdown(self) -> None:
        """Close the connection in order."""
        with contextlib.suppress(InvalidState):  # the client has begun to close on its own
            super().shutdown()
        self.transport.close()

    def handle_connect(self, event: Request) -> None:
        """Make the transport known to the application."""
        self.app_state: dict[str, object] = {
            **self.app_state,
            TRANSPORT: self.transport,
            SEND_AT_ONCE: self.send_at_once,
        }
        super().handle_connect(event)

    def send_at_once(self, messages: Sequence[bytes]) -> bool:
        """See `Link.send_at_once`."""
        if not self.writable.is_set() or self.conn.state is not State.OPEN or self.transport.is_closing():
            return False
        for message in messages:
            self.conn.send_binary(message)
        self.transport.write(b"".join(self.conn.data_to_send()))
        return True

    def _read_some(self) -> None:
        if self.transport.is_closing() and not self._unread:
            return
        some = bytes(self._unread[:_SLICE])
        del self._unread[:_SLICE]
        super().data_received(some)
        if self._unread:
            self._hold()
            self.loop.call_soon(self._read_some)
        elif self.writable.is_set() and not self.read_paused:
            self.transport.resume_reading()

    def _hold(self) -> None:
        """Read nothing more while the peer does not read, or while there is enough to do."""
        if self._unread or not self.writable.is_set():
            self.transport.pause_reading()

    def _later(self, delay: float, callback: Callable[[], None]) -> asyncio.TimerHandle:
        return self.loop.call_later(delay, callback)


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
