"""The WebSocket underneath: what the connection needs of one, and the real thing."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Final, Protocol, TypeAlias
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.datastructures import HeadersLike
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.http11 import USER_AGENT
from websockets.protocol import Event, State

from ..errors import ConfigurationError, ConnectionRefused, DisconnectedError
from ..network.failures import WithoutFrames, explain_failure
from ..network.proxies import Proxies
from ..network.trust import trusted_authorities
from ..telemetry.logs import logger_of

__all__ = [
    "MAX_FRAGMENTS",
    "MAX_PINGS",
    "MAX_UNREAD_ANSWERS",
    "PING_SECONDS",
    "Socket",
    "SocketOpener",
    "check_url",
    "open_websocket",
]

MAX_UNREAD_ANSWERS: Final = 256 * 1024
"""Most bytes of answers to pings that wait for the peer to read them; the connection is cut when there are more."""

MAX_FRAGMENTS: Final = 4096
"""Most frames of one message."""

MAX_PINGS: Final = 1000
"""Most pings in `PING_SECONDS`; somebody who sends more of them is not asking whether this client is there."""

PING_SECONDS: Final = 10.0
"""Seconds over which pings are counted."""

_SLICE: Final = 4 * 1024
_READ: Final = 16 * 1024
_SMALL: Final = 4 * 1024
_MOST_GATHERED: Final = 16 * 1024


class _WireLog(logging.LoggerAdapter[logging.Logger]):
    """Keeps to itself what the library logs below INFO, whatever the levels: the content of messages and headers."""

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802 - the standard library's name
        return level >= logging.INFO and super().isEnabledFor(level)

    def process(self, msg: object, kwargs: MutableMapping[str, object]) -> tuple[object, MutableMapping[str, object]]:
        """Leave tracebacks out: what they say was written by others."""
        return msg, {**kwargs, "exc_info": None}


_wire_log = _WireLog(logger_of(f"{__name__}.wire"))


class Socket(Protocol):
    """An open WebSocket."""

    async def send(self, data: bytes) -> None:
        """Send one binary message.

        After `recv` it may wait until `recv` is called again, for others that go along with it.

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
    def __init__(self, connection: _Guarded, host: str) -> None:
        self._connection = connection
        self._host = host

    async def send(self, data: bytes) -> None:
        if len(data) < _SMALL and self._connection.gather(data):
            return
        self._connection.send_gathered()
        self._connection.sending += len(data)
        try:
            await self._connection.send(data)
        except ConnectionClosed as error:
            raise self._lost(error) from None
        finally:
            self._connection.sending -= len(data)

    async def recv(self) -> bytes | str:
        connection = self._connection
        connection.await_message()
        try:
            message = await connection.recv()
        except ConnectionClosed as error:
            raise self._lost(error) from None
        connection.took_message()
        return message

    async def close(self, code: int = 1000) -> None:
        self._connection.send_gathered()
        await self._connection.close(code)

    def abort(self) -> None:
        self._connection.transport.abort()

    def _lost(self, error: ConnectionClosed) -> DisconnectedError:
        frame = error.rcvd
        if frame is None:
            how = "without a closing frame"
        else:
            how = f"with close code {int(frame.code)}" + (f" {frame.reason!r}" if frame.reason else "")
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


class _Guarded(ClientConnection):
    """A connection that goes nowhere else, and that does not grow by what the other side does not read."""

    sending = 0
    """Bytes of our own that are on their way to the transport's buffer or in it."""
    _gathered = 0
    _sending_soon = False
    _arrived = 0
    """Messages that are complete and were not taken yet."""
    _handling = False
    """Whether whoever reads has taken a message and not yet come back for the next one."""
    _fragments = 0
    _pings = 0
    _pings_since = 0.0

    async def handshake(
        self, additional_headers: HeadersLike | None = None, user_agent_header: str | None = USER_AGENT
    ) -> None:
        """Open the connection, without going to wherever a redirect leads.

        Raises:
            DisconnectedError: It is a redirect.
        """
        try:
            await super().handshake(additional_headers, user_agent_header)
        except InvalidStatus as error:
            status = error.response.status_code
            if not 300 <= status < 400:
                raise
            # Followed by the library, and `init` with the token would go to wherever it leads.
            raise DisconnectedError(f"it answered with a redirect (status {status}), which is not followed") from None
        # The library keeps them for users of its own, which there are none of: two kilobytes for each connection.
        for sent in (self.request, self.response):
            if sent is not None:
                sent.headers.clear()

    def gather(self, data: bytes) -> bool:
        """Send a small message along with the others of this turn of the event loop, 16 KiB of them at most.

        Packets that arrive together are acknowledged together: a system call for each costs more than all the rest
        that is done for a packet.

        Returns:
            Whether it is on its way. It is not while the other side does not keep up, or when the connection is
            closing: then the library is to send it, which waits and tells what happened.
        """
        if self.paused or self.protocol.state is not State.OPEN or self.transport.is_closing():
            return False
        self.protocol.send_binary(data)
        self._gathered += len(data)
        if self._gathered >= _MOST_GATHERED:
            self.send_gathered()
        elif not self._handling:
            self._send_soon()
        return True

    def await_message(self) -> None:
        """Send what was gathered while messages were handled, now that whoever reads is about to wait for more."""
        self._handling = False
        if self._gathered:
            if self._arrived > 0:
                self._send_soon()
            else:
                # At once rather than soon: that would be one more turn of the loop for each packet that comes alone.
                self.send_gathered()

    def took_message(self) -> None:
        """A message was taken; whoever has it comes back to `await_message`."""
        self._arrived -= 1
        self._handling = True

    def _send_soon(self) -> None:
        if not self._sending_soon:
            self._sending_soon = True
            self.loop.call_soon(self._send_now)

    def _send_now(self) -> None:
        self._sending_soon = False
        self.send_gathered()

    def send_gathered(self) -> None:
        """Send what was gathered so far."""
        self._gathered = 0
        # Nothing is left if the library has had something to send meanwhile: that took all along.
        data = b"".join(self.protocol.data_to_send())
        if data and not self.transport.is_closing():
            try:
                self.transport.write(data)
            except Exception as error:
                # Nobody waits here, and in a traceback of the loop's would stand what was to be sent.
                _wire_log.info("a packet could not be written: %s", type(error).__name__)
                self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, reading little at a time: what comes in at once is handled at once, and holds up everything else."""
        super().connection_made(transport)
        if hasattr(transport, "max_size"):  # of asyncio's own transports
            setattr(transport, "max_size", _READ)  # noqa: B010 - which their types do not mention

    def data_received(self, data: bytes) -> None:
        """Pass on what was received, and cut the connection if answers to it pile up."""
        self.send_gathered()  # the library would send them now, too, but one by one
        for start in range(0, len(data), _SLICE):
            super().data_received(data[start : start + _SLICE])
            # The library answers pings as they come in; a peer that does not read the answers gets no more of them.
            if self._pings > MAX_PINGS or self._unread() > MAX_UNREAD_ANSWERS:
                self.transport.abort()
                return

    def process_event(self, event: Event) -> None:
        """Pass on a frame, and cut the connection if a message comes in too many of them: empty ones count nothing."""
        if isinstance(event, Frame):
            if event.opcode is Opcode.PING:
                self._count_ping()
            elif event.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
                self._fragments = 0 if event.fin else self._fragments + 1
                if self._fragments > MAX_FRAGMENTS:
                    self.transport.abort()
                    return
                self._arrived += event.fin
        super().process_event(event)

    def _count_ping(self) -> None:
        now = self.loop.time()
        if now - self._pings_since > PING_SECONDS:
            self._pings, self._pings_since = 0, now
        self._pings += 1

    def _unread(self) -> int:
        return self.transport.get_write_buffer_size() - self.sending


async def open_websocket(url: str, open_timeout: float, max_size: int, *, proxies: Proxies | None = None) -> Socket:
    """Open a WebSocket: no compression, TLS verified, redirects not followed.

    Args:
        url: ``ws`` or ``wss`` URL.
        open_timeout: Seconds for name look-up, TCP, TLS and handshake together.
        max_size: Largest message accepted, in bytes.
        proxies: Which proxy leads there; as the environment says if None.

    Raises:
        ConnectionRefused: The certificate of the host is not acceptable, or a proxy cannot be used.
        DisconnectedError: Anything else that prevents it.
    """
    parts = urlsplit(url)
    host = parts.netloc
    try:
        proxy = (proxies if proxies is not None else Proxies()).for_url(url)
    except ConfigurationError as error:
        raise ConnectionRefused(str(error), status=0) from None
    encrypted, encrypted_proxy = parts.scheme == "wss", proxy is not None and proxy.scheme == "https"
    authorities = await trusted_authorities() if encrypted or encrypted_proxy else None
    connecting = partial(connect, proxy_ssl=authorities) if encrypted_proxy else connect
    try:
        with WithoutFrames():  # in which the proxy's password stands
            connection = await connecting(
                url,
                ssl=authorities if encrypted else None,
                proxy=None if proxy is None else proxy.url,
                compression=None,
                open_timeout=open_timeout,
                # Dead connections are found by the watchdog, on the same clock as everything else.
                ping_interval=None,
                close_timeout=open_timeout,
                max_size=max_size,
                logger=_wire_log,
                create_connection=_Guarded,
            )
    except ssl.SSLCertVerificationError as error:
        # Only those that OpenSSL has made say what is wrong with it.
        reason: object = getattr(error, "verify_message", None)
        raise ConnectionRefused(
            f"the certificate of {host} was not accepted: {reason or explain_failure(error)}; "
            f"check the URL, the system time and the trusted authorities",
            status=0,
        ) from None
    except DisconnectedError as error:
        raise DisconnectedError(f"cannot reach {host}: {error}") from None
    except Exception as error:
        through = "" if proxy is None else f" through the proxy {proxy}"
        raise DisconnectedError(f"cannot reach {host}{through}: {explain_failure(error)}") from None
    assert isinstance(connection, _Guarded)
    return _WebSocket(connection, host)
