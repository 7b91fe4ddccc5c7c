"""Sockets that are looked on at, counted and cut: a lost connection on a service that is not ours."""

from __future__ import annotations

from collections.abc import Callable

from twilio_realtime.errors import FrameError
from twilio_realtime.network.proxies import Proxies
from twilio_realtime.twilsock.frames import decode
from twilio_realtime.twilsock.websocket import Socket, open_websocket

from .shapes import Shapes

__all__ = ["WatchedSockets"]


class WatchedSockets:
    """The sockets of one client.

    Args:
        shapes: Is told of every packet.
        count: Called for each message that is sent.
    """

    def __init__(self, shapes: Shapes, count: Callable[[], None]) -> None:
        self._shapes = shapes
        self._count = count
        self._open: list[Socket] = []

    async def open(self, url: str, open_timeout: float, max_size: int) -> Socket:
        """Open a socket; see `twilio_realtime.twilsock.websocket.SocketOpener`.

        Raises:
            RealtimeError: It cannot be opened.
        """
        socket = await open_websocket(url, open_timeout, max_size, proxies=Proxies())
        self._open = [socket]  # a client has one at a time
        return _Watched(socket, self._shapes, self._count)

    def cut(self) -> None:
        """Cut the connection, as a network does that is gone."""
        for socket in self._open:
            socket.abort()


class _Watched:
    def __init__(self, socket: Socket, shapes: Shapes, count: Callable[[], None]) -> None:
        self._socket = socket
        self._shapes = shapes
        self._count = count

    async def send(self, data: bytes) -> None:
        self._count()
        self._shapes.sent(decode(data))
        await self._socket.send(data)

    async def recv(self) -> bytes | str:
        data = await self._socket.recv()
        if isinstance(data, bytes):
            try:
                self._shapes.received(decode(data))
            except FrameError:
                return data  # the client says what is wrong with it
        return data

    async def close(self, code: int = 1000) -> None:
        await self._socket.close(code)

    def abort(self) -> None:
        self._socket.abort()
