"""Listening: uvicorn's protocols on a socket of our own, started and stopped inside a running loop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import sys
from typing import TYPE_CHECKING, cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.server import ServerState

from .errors import LocalServiceError
from .http.protocol import HttpProtocol
from .limits import Limits
from .socket.protocol import LIMITS, WebSocketProtocol

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

__all__ = ["Listener", "Server"]

_GRACE_SECONDS = 1.0


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
        self._waiting: dict[HttpProtocol, None] = {}
        self._config = uvicorn.Config(
            app,
            http=HttpProtocol,
            ws=WebSocketProtocol,
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
        protocol = HttpProtocol(config=self._config, server_state=self._state, app_state={LIMITS: self._limits})
        protocol.limits = self._limits
        protocol.waiting = self._waiting
        return protocol
