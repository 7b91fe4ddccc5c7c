"""What carries the packets of a session, and the addresses under which clients reach the service."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from typing import Final, Protocol, cast

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

__all__ = ["SEND_AT_ONCE", "TRANSPORT", "Link", "LinkLost", "WebSocketLink", "base_url"]

TRANSPORT: Final = "twilio_local.transport"
"""Key of the ASGI connection state under which the server puts the TCP transport."""

SEND_AT_ONCE: Final = "twilio_local.send_at_once"
"""Key under which it puts the function behind `Link.send_at_once`: ASGI itself sends messages one by one."""

_HOST: Final = re.compile(r"[A-Za-z0-9._\-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")


def base_url(scheme: str, host: str | None, default: str) -> str:
    """The address that a client used, from its own words if they are a host name at all.

    Args:
        scheme: ``http`` or ``https``, or their WebSocket forms.
        host: What it names as host, with the port if any.
        default: Used when that is missing or not a host.
    """
    if not host or not _HOST.fullmatch(host):
        return default
    return f"{'https' if scheme in ('https', 'wss') else 'http'}://{host}"


class LinkLost(Exception):
    """The other side is gone."""


class Link(Protocol):
    """A two-way connection that carries whole messages."""

    @property
    def base_url(self) -> str:
        """Address under which the client reached the service."""
        ...

    async def receive(self) -> bytes | str:
        """The next message: bytes if it was binary.

        Raises:
            LinkLost: There will be none.
        """
        ...

    async def send(self, data: bytes) -> None:
        """Send a binary message; waits while the other side does not read.

        Raises:
            LinkLost: The other side is gone.
        """
        ...

    def send_at_once(self, messages: Sequence[bytes]) -> bool:
        """Send binary messages together; False, and none is sent, if the other side does not read or is gone."""
        ...

    async def close(self, code: int, reason: str) -> None:
        """End in order, with a WebSocket close code."""
        ...

    def abort(self) -> None:
        """Drop the connection at once, without a word."""
        ...

    def deafen(self) -> None:
        """Stop reading from the network while the connection stays open."""
        ...


class WebSocketLink:
    """A link over an accepted WebSocket."""

    def __init__(self, websocket: WebSocket, default_base_url: str) -> None:
        self._websocket = websocket
        state = cast(dict[str, object], websocket.scope.get("state", {}))
        transport = state.get(TRANSPORT)
        self._transport = transport if isinstance(transport, asyncio.Transport) else None
        self._send_at_once = cast("Callable[[Sequence[bytes]], bool] | None", state.get(SEND_AT_ONCE))
        self._base_url = base_url(websocket.scope["scheme"], websocket.headers.get("host"), default_base_url)

    @property
    def base_url(self) -> str:
        """See `Link.base_url`."""
        return self._base_url

    async def receive(self) -> bytes | str:
        """See `Link.receive`."""
        message = await self._websocket.receive()
        if message["type"] != "websocket.receive":
            raise LinkLost
        data = message.get("bytes")
        return cast(bytes | str, message["text"] if data is None else data)

    async def send(self, data: bytes) -> None:
        """See `Link.send`."""
        try:
            await self._websocket.send_bytes(data)
        except (WebSocketDisconnect, RuntimeError, OSError) as error:
            raise LinkLost from error

    def send_at_once(self, messages: Sequence[bytes]) -> bool:
        """See `Link.send_at_once`."""
        return self._send_at_once is not None and self._send_at_once(messages)

    async def close(self, code: int, reason: str) -> None:
        """See `Link.close`."""
        if self._websocket.application_state is not WebSocketState.CONNECTED:
            return
        try:
            await self._websocket.close(code, reason)
        except (WebSocketDisconnect, RuntimeError, OSError) as error:
            raise LinkLost from error

    def abort(self) -> None:
        """See `Link.abort`."""
        if self._transport is not None:
            self._transport.abort()

    def deafen(self) -> None:
        """See `Link.deafen`."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()
