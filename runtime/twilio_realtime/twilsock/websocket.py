"""The WebSocket underneath: what the connection needs of one, and the real thing."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from ..errors import ConfigurationError, ConnectionRefused, DisconnectedError
from ..logs import logger_of
from ..network_failures import explain_failure
from ..trust import trusted_authorities

__all__ = ["Socket", "SocketOpener", "check_url", "open_websocket"]


class _WireLog(logging.LoggerAdapter[logging.Logger]):
    """Keeps to itself what the library logs below INFO, whatever the levels: the content of messages and headers."""

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802 - the standard library's name
        return level >= logging.INFO and super().isEnabledFor(level)


_wire_log = _WireLog(logger_of(f"{__name__}.wire"))


class Socket(Protocol):
    """An open WebSocket."""

    async def send(self, data: bytes) -> None:
        """Send one binary message.

        Raises:
            DisconnectedError: The socket is closed.
        """

    async def recv(self) -> bytes | str:
        """Return the next message: bytes of a binary one, str of a text one.

        Raises:
            DisconnectedError: The socket is closed.
        """
        ...

    async def close(self, code: int = 1000) -> None:
        """Close in order, with a WebSocket close code; harmless when closed."""

    def abort(self) -> None:
        """Cut the transport at once; harmless when closed."""


SocketOpener: TypeAlias = Callable[[str, float, int], Awaitable[Socket]]
"""Opens a socket: URL, seconds allowed, largest message in bytes.

It raises `ConnectionRefused` when another attempt is pointless; everything else means: try again later.
"""


class _WebSocket:
    def __init__(self, connection: ClientConnection, host: str) -> None:
        self._connection = connection
        self._host = host

    async def send(self, data: bytes) -> None:
        try:
            await self._connection.send(data)
        except ConnectionClosed as error:
            raise self._lost(error) from error

    async def recv(self) -> bytes | str:
        try:
            return await self._connection.recv()
        except ConnectionClosed as error:
            raise self._lost(error) from error

    async def close(self, code: int = 1000) -> None:
        await self._connection.close(code)

    def abort(self) -> None:
        self._connection.transport.abort()

    def _lost(self, error: ConnectionClosed) -> DisconnectedError:
        frame = error.rcvd
        how = "without a closing frame" if frame is None else f"with close code {int(frame.code)} {frame.reason!r}"
        return DisconnectedError(f"the connection to {self._host} ended {how}")


def check_url(url: str) -> None:
    """Make sure that a socket can be opened to a URL, as far as its form goes.

    Raises:
        ConfigurationError: Not a ``ws`` or ``wss`` URL with a host.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("ws", "wss") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigurationError(f"the socket URL is {url.partition('?')[0]!r}; expected ws://host/… or wss://host/…")


async def open_websocket(url: str, open_timeout: float, max_size: int) -> Socket:
    """Open a WebSocket: no compression, TLS verified, proxies as the environment says.

    Args:
        url: ``ws`` or ``wss`` URL.
        open_timeout: Seconds for name look-up, TCP, TLS and handshake together.
        max_size: Largest message accepted, in bytes.

    Raises:
        ConnectionRefused: The certificate of the host is not acceptable.
        DisconnectedError: Anything else that prevents it.
    """
    parts = urlsplit(url)
    host = parts.netloc
    try:
        connection = await connect(
            url,
            ssl=await trusted_authorities() if parts.scheme == "wss" else None,
            compression=None,
            open_timeout=open_timeout,
            # Dead connections are found by the watchdog, on the same clock as everything else.
            ping_interval=None,
            close_timeout=open_timeout,
            max_size=max_size,
            logger=_wire_log,
        )
    except ssl.SSLCertVerificationError as error:
        raise ConnectionRefused(
            f"the certificate of {host} was not accepted: {error}; "
            f"check the URL, the system time and the trusted authorities",
            status=0,
        ) from error
    except Exception as error:
        raise DisconnectedError(f"cannot reach {host}: {explain_failure(error)}") from error
    return _WebSocket(connection, host)
