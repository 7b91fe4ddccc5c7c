"""One socket from opening to closing: reads, acknowledges, writes what its owner has to send."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from ..clock import Clock, Timer
from ..errors import DisconnectedError, FrameError, RealtimeError
from ..lifetime.flag import Flag
from ..network.failures import explain_failure, forget_frames
from ..telemetry.logs import logger_of
from .frames import Packet, decode
from .limits import ConnectionLimits
from .listener import ConnectionStats
from .packets import acknowledgement, close_packet
from .request_table import RequestTable
from .websocket import Socket

__all__ = ["Session", "SessionOwner"]

_log = logger_of(__name__)


class SessionOwner(Protocol):
    """Receives what happens to a session, until it lets go of it."""

    def session_opened(self) -> None:
        """The socket is open."""

    def session_failed(self, error: Exception) -> None:
        """The socket did not open."""

    def session_lost(self, error: Exception) -> None:
        """The socket is gone."""


class Session:
    """A socket with the task that owns it.

    Attributes:
        task: Runs until the socket is closed; never raises.
        heard: Monotonic time of the last message received, in seconds.
    """

    def __init__(
        self,
        opening: Callable[[], Awaitable[Socket]],
        owner: SessionOwner,
        *,
        requests: RequestTable,
        receive: Callable[[Packet], None],
        clock: Clock,
        limits: ConnectionLimits,
        stats: ConnectionStats,
    ) -> None:
        """Start opening the socket.

        Args:
            opening: Opens it.
            owner: Is told what becomes of the socket, until it lets go of the session.
            requests: Where the packets to send come from, until then.
            receive: Takes each packet that arrived, until then.
            clock: Source of time.
            limits: Timeouts and sizes.
            stats: Counters to keep.
        """
        self._opening = opening
        self._owner: SessionOwner | None = owner
        self._requests = requests
        self._receive = receive
        self._clock = clock
        self._limits = limits
        self._stats = stats
        self._socket: Socket | None = None
        self._urgent: list[bytes] = []  # of one or two: an empty deque takes ten times the memory
        self._wake = Flag()
        self._leaving = False
        self._noisy = False
        self._leave_timer: Timer | None = None
        self.heard: float = clock.monotonic()
        self.task: asyncio.Task[None] = asyncio.create_task(self._run(), name="twilsock session")

    def send_first(self, frame: bytes) -> None:
        """Send a packet before any request."""
        self._urgent.append(frame)
        self._wake.set()

    def wake(self) -> None:
        """Say that there may be a request to send."""
        self._wake.set()

    def leave(self) -> None:
        """Let go of the owner, send `close` and close the socket; abort it if that takes too long."""
        if self._leaving:
            return
        if self._socket is None:
            self.drop()
            return
        self._owner = None
        self._leaving = True
        self._leave_timer = self._clock.call_later(self._limits.close_timeout, self.drop)
        self.send_first(close_packet())

    def drop(self) -> None:
        """Let go of the owner and cut the socket."""
        self._owner = None
        self._urgent.clear()
        if self._socket is not None:
            self._socket.abort()
        self.task.cancel()

    async def _run(self) -> None:
        try:
            socket = await self._opening()
        except Exception as failure:
            if self._owner is not None:
                self._owner.session_failed(failure)
            return
        self._socket = socket
        writer: asyncio.Task[None] | None = None
        try:
            if self._owner is not None:
                self._owner.session_opened()
            writer = asyncio.create_task(self._write(socket), name="twilsock writer")
            error = await self._read(socket)
        finally:
            if self._leave_timer is not None:
                self._leave_timer.cancel()
            socket.abort()
            if writer is not None:
                writer.cancel()
                await asyncio.wait((writer,))
        if self._owner is not None:
            self._owner.session_lost(error)

    async def _read(self, socket: Socket) -> Exception:
        stats, limit = self._stats, self._limits.max_packet_bytes
        try:
            while True:
                data = await socket.recv()
                stats.frames_in += 1
                self.heard = self._clock.monotonic()
                if isinstance(data, str):
                    self._dropped(f"a text message of {len(data)} characters; packets are binary")
                    continue
                try:
                    packet = decode(data, max_bytes=limit)
                except FrameError as error:
                    self._dropped(f"a message that is not a packet: {error}")
                    continue
                if packet.method != "reply" and not self._leaving:
                    try:
                        await socket.send(acknowledgement(packet.id))
                        stats.frames_out += 1
                    except DisconnectedError as error:
                        # The service closes right behind its last packets; they count all the same.
                        _log.debug("a packet could not be acknowledged: %s", error)
                if self._owner is not None:
                    self._receive(packet)
                del data, packet  # which would be held until the next one arrives: with thousands of clients it counts
        except RealtimeError as error:
            return error
        except Exception as error:
            _log.warning("gave the socket up after an unexpected error: %s", explain_failure(error))
            return error

    def _dropped(self, what: str) -> None:
        self._stats.unreadable += 1
        # One line says it; a service that sends nothing else shall not fill the log.
        _log.log(logging.DEBUG if self._noisy else logging.WARNING, "dropped %s", what)
        self._noisy = True

    async def _write(self, socket: Socket) -> None:
        try:
            while True:
                frame = None
                if self._urgent:
                    frame = self._urgent.pop(0)
                elif self._owner is not None:
                    frame = self._requests.next_frame()
                if frame is not None:
                    await socket.send(frame)
                    frame = None  # the first one holds the token, and this waits for long
                    self._stats.frames_out += 1
                elif self._leaving:
                    await socket.close()
                    return
                else:
                    self._wake.clear()
                    await self._wake.wait()
        except BaseException as error:
            # Even of what is about to end the program: variables on the way hold the token.
            forget_frames(error)
            if not isinstance(error, Exception):
                raise
            _log.debug("sending failed, giving the socket up: %s", explain_failure(error))
            # Ends the reader too, which reports the loss.
            socket.abort()
