r"""Packets of the twilsock protocol as bytes.

One binary WebSocket message holds one packet:

    TWILSOCK V3.0 <length of header>\r\n<header: JSON object>\r\n<payload>

The header is sliced by its announced length and the payload by the header's ``payload_size``, so either may
contain any byte, CRLF included. A payload may be followed by one more CRLF; it is accepted and not required.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from ..errors import FrameError
from ..json import JsonObject, JsonValue, json_bytes, parse_packet_json

__all__ = ["DEFAULT_MAX_BYTES", "Packet", "decode", "encode"]

DEFAULT_MAX_BYTES: Final = 8 * 1024 * 1024
"""Largest packet accepted or sent unless told otherwise, in bytes."""

_MAX_PREFIX: Final = 40


@dataclass(frozen=True, slots=True, repr=False)
class Packet:
    """One packet: a JSON header and the raw bytes that came with it."""

    header: JsonObject
    payload: bytes = b""

    @property
    def method(self) -> str:
        """What the packet is: ``init``, ``reply``, ``message``, ``notification``, …"""
        return cast(str, self.header["method"])

    @property
    def id(self) -> str:
        """Identifier that a reply repeats."""
        return cast(str, self.header["id"])

    @property
    def payload_type(self) -> str:
        """Media type of the payload in lower case, without parameters; JSON unless the header says otherwise."""
        value = self.header.get("payload_type")
        if value == "application/json":  # nearly always, and asked for each packet
            return "application/json"
        return value.partition(";")[0].strip().lower() if isinstance(value, str) and value else "application/json"

    def json(self) -> JsonValue:
        """The payload as JSON, or None when there is none or it is of another type.

        ``text/plain`` payloads are returned as text: the service labels JSON so now and then, callers decide.

        Raises:
            FrameError: The payload is announced as JSON or text and is neither.
        """
        if not self.payload:
            return None
        kind = self.payload_type
        try:
            if kind == "application/json":
                return parse_packet_json(self.payload)
            if kind == "text/plain":
                return self.payload.decode()
        except ValueError as error:
            raise FrameError(f"payload of packet {self.id!r} ({self.method}) is not valid {kind}: {error}") from error
        return None

    def __repr__(self) -> str:
        return f"<Packet {self.method} {self.id} payload={len(self.payload)} bytes>"


def encode(header: JsonObject, payload: bytes = b"", *, max_bytes: int = DEFAULT_MAX_BYTES) -> bytes:
    """Build the bytes of a packet; ``payload_size`` is added to the header.

    Args:
        header: Header without ``payload_size``.
        payload: Raw payload; followed by one CRLF on the wire when it is not empty.
        max_bytes: Largest packet allowed.

    Raises:
        FrameError: A header that JSON cannot express (``nan``, ``inf``, far too deep), or a packet larger than
            ``max_bytes``.
    """
    try:
        head = json_bytes({**header, "payload_size": len(payload)})
    except (ValueError, RecursionError) as error:
        raise FrameError(f"header of a {header.get('method')!r} packet cannot be sent: {error}") from error
    packet = b"TWILSOCK V3.0 %d\r\n%b\r\n%b" % (len(head), head, payload + b"\r\n" if payload else b"")
    if len(packet) > max_bytes:
        raise FrameError(
            f"a {header.get('method')!r} packet of {len(packet)} bytes exceeds the limit of {max_bytes}; send less"
        )
    return packet


def decode(data: bytes, *, max_bytes: int = DEFAULT_MAX_BYTES) -> Packet:
    """Read one packet.

    Args:
        data: One WebSocket message.
        max_bytes: Largest packet accepted.

    Raises:
        FrameError: Anything that is not exactly one packet with an ``id`` and a ``method``.
    """
    if len(data) > max_bytes:
        raise FrameError(f"packet of {len(data)} bytes exceeds the limit of {max_bytes}")
    end = data.find(b"\r\n", 0, _MAX_PREFIX)
    if end < 0:
        raise FrameError(f"packet of {len(data)} bytes has no first line that ends in CRLF")
    words = data[:end].split()
    if len(words) != 3 or words[0] != b"TWILSOCK" or words[1] != b"V3.0" or not words[2].isdigit():
        raise FrameError(f"packet starts with {data[:end]!r} instead of b'TWILSOCK V3.0 <length>'")
    start = end + 2
    stop = start + int(words[2])
    if not data.startswith(b"\r\n", stop):
        raise FrameError(f"header announced as {int(words[2])} bytes is not followed by CRLF")
    try:
        parsed = parse_packet_json(data[start:stop])
    except ValueError as error:
        raise FrameError(f"packet header is not valid JSON: {error}") from error
    if not isinstance(parsed, dict):
        raise FrameError(f"packet header is a JSON {type(parsed).__name__}, expected an object")
    header: JsonObject = parsed
    packet_id, method = header.get("id"), header.get("method")
    if not (isinstance(packet_id, str) and isinstance(method, str) and packet_id and method):
        name = "method" if isinstance(packet_id, str) and packet_id else "id"
        raise FrameError(f"packet header has no usable {name!r}: {header.get(name)!r}")
    size = header.get("payload_size", 0)
    if size is None:
        size = 0
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise FrameError(f"payload_size is {size!r}, expected a whole number of bytes")
    body = stop + 2
    rest = len(data) - body
    if rest != size and not (rest == size + 2 and data.endswith(b"\r\n")):
        raise FrameError(f"payload_size is {size}, but {rest} bytes follow the header")
    return Packet(header, data[body : body + size])
