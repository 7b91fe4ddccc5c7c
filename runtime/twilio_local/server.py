"""Listening: uvicorn's protocols on a socket of our own, started and stopped inside a running loop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, Protocol, cast

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.exceptions import InvalidState
from websockets.http11 import Request

from .errors import LocalServiceError
from .limits import Limits
from .links import TRANSPORT

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

__all__ = ["Listener", "Server"]

_GRACE_SECONDS = 1.0
_TIMED_OUT = (
    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\naccess-control-allow-origin: *\r\n"
    b"content-type: application/json\r\ncontent-length: 59\r\n\r\n"
    b'{"status":408,"code":20408,"message":"Request is too slow"}'
)


class _WebSocketProtocol(WebSocketsSansIOProtocol):
    """Lets the application reach the TCP transport, for aborting it, and keeps frames out of the log."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Frames hold tokens and texts; the library would log them at level DEBUG.
        self.conn.debug = False
        super().connection_made(transport)

    def shutdown(self) -> None:
        with contextlib.suppress(InvalidState):  # the client has begun to close on its own
            super().shutdown()
        self.transport.close()

    def handle_connect(self, event: Request) -> None:
        self.app_state = {**self.app_state, TRANSPORT: self.transport}
        super().handle_connect(event)


class _Timer(Protocol):
    def cancel(self) -> None: ...


class _HttpProtocol(H11Protocol):
    """Gives clients limited time for sending a request and for reading its answer.

    Without that a handful of clients that dribble would hold connections and half-read requests for ever.
    """

    limits = Limits()
    waiting: set[_HttpProtocol]
    """Connections of the server that are not sockets, or not yet."""
    _phase: Literal["head", "body", None] = None
    _deadline: _Timer | None = None
    _stalled: _Timer | None = None
    _received = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        connection = cast(asyncio.Transport, transport)
        super().connection_made(connection)
        # Request lines hold signatures. Said here, not in the configuration, which would silence the whole process.
        self.access_log = False
        self.waiting.add(self)
        if len(self.waiting) > self.limits.http_connections:
            connection.abort()
        else:
            self._expect("head")

    def connection_lost(self, exc: Exception | None) -> None:
        self._leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        super().data_received(data)

    def handle_events(self) -> None:
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
        self._leave()
        super().handle_websocket_upgrade(event)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self._later(self.limits.stalled_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        _cancel(self._stalled)

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
        self.waiting.discard(self)
        self._expect(None)
        _cancel(self._stalled)


def _cancel(timer: _Timer | None) -> None:
    if timer is not None:
        timer.cancel()


class Listener:
    """A bound socket, before anything is served on it.

    Args:
        host: Name or address to bind.
        port: Port, or 0 for a free one.

    Raises:
        LocalServiceError: The port is in use, or the address cannot be bound.
    """

    def __init__(self, host: str, port: int) -> None:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(
                host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
        except OSError as error:
            raise LocalServiceError(
                f"host {host!r} cannot be resolved: {error}; give an address of this machine"
            ) from error
        self.socket: socket.socket = socket.socket(family, kind, protocol)
        try:
            if sys.platform != "win32":
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.socket.bind(address)
            self.socket.listen(1024)
            self.socket.setblocking(False)
        except OSError as error:
            self.socket.close()
            reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be bound: {error.strerror or error}"
            raise LocalServiceError(
                f"port {port} on {host} {reason}; choose another port, or 0 for a free one"
            ) from error
        self.host = host
        self.port: int = self.socket.getsockname()[1]

    @property
    def base_url(self) -> str:
        """Address under which this machine reaches the listener."""
        host = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def close(self) -> None:
        """Give the port back."""
        self.socket.close()


class Server:
    """Serves an application until stopped. Leaves signals, logging and the event loop alone."""

    def __init__(self, app: ASGIApp, listener: Listener, limits: Limits) -> None:
        self._listener = listener
        self._limits = limits
        self._state = ServerState()
        self._waiting: set[_HttpProtocol] = set()
        self._config = uvicorn.Config(
            app,
            http=_HttpProtocol,
            ws=_WebSocketProtocol,
            ws_max_size=limits.frame_bytes,
            ws_ping_interval=None,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            server_header=False,
            date_header=False,
        )
        self._config.load()
        # In place of what uvicorn would wrap around it, which logs request headers at level TRACE.
        self._config.loaded_app = ProxyHeadersMiddleware(cast("ASGI3Application", app), trusted_hosts="127.0.0.1")
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Accept connections from now on."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, sock=self._listener.socket)

    async def stop(self) -> None:
        """Close the port and every connection, and wait for what was running."""
        if self._server is None:
            return
        # Accept no more, then let what was accepted just now become a connection of ours, two turns of the loop later:
        # a server closed meanwhile would lose it.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().remove_reader(self._listener.socket)
        for _ in range(3):
            await asyncio.sleep(0)
        self._server.close()
        for connection in list(self._state.connections):
            connection.shutdown()
        if self._state.tasks:
            _, running = await asyncio.wait(list(self._state.tasks), timeout=_GRACE_SECONDS)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        while self._state.connections:
            for connection in list(self._state.connections):
                connection.transport.abort()
            await asyncio.sleep(0)
        await self._server.wait_closed()
        self._server = None

    def _protocol(self) -> asyncio.Protocol:
        protocol = _HttpProtocol(config=self._config, server_state=self._state, app_state={})
        protocol.limits = self._limits
        protocol.waiting = self._waiting
        return protocol
