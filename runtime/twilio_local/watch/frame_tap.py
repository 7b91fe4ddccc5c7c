"""Looking on at sockets: every packet in and out, redacted, for a log or a recording."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from twilio_realtime.errors import FrameError
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.twilsock.frames import Packet

from .redaction import redacted

__all__ = ["Frame", "FrameTap", "SocketTap"]


@dataclass(frozen=True, slots=True)
class Frame:
    """Something that happened on a socket.

    Attributes:
        socket: Number of the socket, counted from 1.
        identity: Who is connected; empty before `init`.
        kind: ``open`` and ``end`` of the socket, a packet ``in`` (from the client) or ``out``.
        size: Bytes of the packet.
        header: Its header, redacted; None when it could not be read.
        payload: Its payload, redacted; None when there is none.
    """

    socket: int
    identity: str
    kind: Literal["open", "in", "out", "end"]
    size: int = 0
    header: JsonValue = None
    payload: JsonValue = None


class FrameTap:
    """Tells listeners what happens on all sockets.

    Args:
        listeners: Called with each frame, in order. They must not raise.
    """

    def __init__(self, listeners: Sequence[Callable[[Frame], None]]) -> None:
        self._listeners = listeners
        self._numbers = itertools.count(1)

    def socket(self) -> SocketTap:
        """The tap of one more socket."""
        tap = SocketTap(next(self._numbers), self._tell)
        tap.opened()
        return tap

    def _tell(self, frame: Frame) -> None:
        for listener in self._listeners:
            listener(frame)


class SocketTap:
    """Looks on at one socket."""

    def __init__(self, number: int, tell: Callable[[Frame], None]) -> None:
        self._number = number
        self._tell = tell

    def opened(self) -> None:
        """The socket is there."""
        self._tell(Frame(self._number, "", "open"))

    def received(self, identity: str, size: int, packet: Packet | None) -> None:
        """A message came in; ``packet`` is None when it was none."""
        if packet is None:
            self._tell(Frame(self._number, identity, "in", size))
        else:
            self._tell(_frame(self._number, identity, "in", size, packet))

    def sent(self, identity: str, size: int, header: JsonObject, payload: bytes) -> None:
        """A packet goes out."""
        self._tell(_frame(self._number, identity, "out", size, Packet(header, payload)))

    def closed(self, identity: str) -> None:
        """The socket is gone."""
        self._tell(Frame(self._number, identity, "end"))


def _frame(number: int, identity: str, kind: Literal["in", "out"], size: int, packet: Packet) -> Frame:
    payload: JsonValue = None
    if packet.payload:
        payload = f"<{len(packet.payload)} bytes>"
        if packet.payload_type == "application/json":
            try:
                payload = redacted(packet.json(), from_client=kind == "in")
            except FrameError:
                payload = f"<{len(packet.payload)} bytes, not JSON>"
    return Frame(number, identity, kind, size, redacted(packet.header, from_client=kind == "in"), payload)
