"""Requests that arrive inside packets, handed to the same ASGI application that serves plain HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Protocol
from urllib.parse import parse_qsl, quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twilio_realtime.json import JsonObject, JsonValue, as_object, dump_json
from twilio_realtime.twilsock.frames import Packet

from ..errors import Refusal
from ..links import base_url
from ..sync.subscriptions import Subscriber

__all__ = ["CALLER", "Application", "Caller", "TunnelReply", "TunnelRequest", "read_request"]

CALLER: Final = "twilio_local.caller"
"""Key of the ASGI scope under which a tunnelled request carries its `Caller`."""

_METHODS: Final = frozenset({"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"})
_PATH_SAFE: Final = "/%:@!$&'()*+,;=-._~"
_QUERY_SAFE: Final = "%:@!$'()*,;/?-._~+"
_PLAIN: Final = re.compile(r"[A-Za-z0-9/%:@!$'()*,._~-]*")
"""Texts as most are, of which nothing is to be encoded in a path nor in a query."""


class _TooLarge(Exception):
    """An answer exceeds what a packet may carry."""


@dataclass(frozen=True, slots=True, eq=False)
class Caller:
    """Who makes a request.

    Attributes:
        identity: The user.
        subscriber: The socket that the request came through; None for plain HTTP.
        base_url: Address under which the caller reached the service.
        after_reply: What is to be done once the answer is on its way.
    """

    identity: str
    subscriber: Subscriber | None
    base_url: str
    after_reply: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])


@dataclass(frozen=True, slots=True)
class TunnelReply:
    """Answer of the application."""

    status: int
    headers: dict[str, str]
    body: bytes

    def header(self, packet_id: str) -> JsonObject:
        """Header of the packet that carries it."""
        return {
            "method": "reply",
            "id": packet_id,
            "status": {"code": 200, "status": "OK"},
            "http_status": {"code": self.status, "status": _phrase(self.status)},
            "http_headers": {**self.headers},
            "payload_type": self.headers.get("content-type", "application/json"),
        }

    def bounded(self, most: int) -> TunnelReply:
        """The same, or a 413 if its body is larger than ``most`` bytes."""
        return self if len(self.body) <= most else _too_large(most)


@dataclass(frozen=True, slots=True)
class TunnelRequest:
    """A request read from a packet."""

    method: str
    path: str
    query: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    base_url: str

    def header(self, name: str) -> str | None:
        """The first header of a name in lower case."""
        wanted = name.encode("latin-1")
        return next((value.decode("latin-1") for key, value in self.headers if key == wanted), None)

    def parameters(self) -> dict[str, str]:
        """Query parameters, decoded; the last one counts."""
        return dict(parse_qsl(self.query, keep_blank_values=True)) if self.query else {}

    async def run(self, app: ASGIApp, caller: Caller, most: int) -> TunnelReply:
        """Let the application answer.

        Args:
            app: The application.
            caller: Who asks.
            most: Largest answer, in bytes. A larger one becomes a 413, as soon as its size is known.
        """
        scheme, _, host = self.base_url.partition("://")
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": self.method,
            "scheme": scheme,
            "path": self.path,
            "raw_path": self.path.encode("ascii"),
            "root_path": "",
            "query_string": self.query.encode("ascii"),
            "headers": [(b"host", host.encode("ascii")), *self.headers],
            "client": None,
            "server": None,
            "state": {},
            CALLER: caller,
        }
        request: list[Message] = [{"type": "http.request", "body": self.body, "more_body": False}]
        status = 500
        headers: dict[str, str] = {}
        body = bytearray()

        async def receive() -> Message:
            return request.pop() if request else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                for name, value in message.get("headers", ()):
                    headers[name.decode("latin-1").lower()] = value.decode("latin-1")
                length = headers.get("content-length", "")
                if self.method != "HEAD" and length.isdecimal() and int(length) > most:
                    raise _TooLarge
            elif message["type"] == "http.response.body" and self.method != "HEAD":
                body.extend(message.get("body", b""))
                if len(body) > most:
                    raise _TooLarge

        try:
            await app(scope, receive, send)
        except _TooLarge:
            return _too_large(most)
        return TunnelReply(status, headers, bytes(body))


class Application(Protocol):
    """What answers tunnelled requests."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application, which may take its time."""
        ...

    def answer(self, request: TunnelRequest, caller: Caller) -> TunnelReply | None:
        """Answer at once, whatever the size; None if that cannot be done."""
        ...


def read_request(packet: Packet, default_base_url: str) -> TunnelRequest:
    """The HTTP request that a `message` packet describes.

    Args:
        packet: Packet with `http_request`.
        default_base_url: Used when the request names no proper host.

    Raises:
        Refusal: 400, the description is not usable.
    """
    described = as_object(packet.header.get("http_request"))
    method, path, host = described.get("method"), described.get("path"), described.get("host")
    if not isinstance(method, str) or method.upper() not in _METHODS:
        raise Refusal(400, 20001, "http_request.method is not an HTTP method")
    if not isinstance(path, str) or not path.startswith("/"):
        raise Refusal(400, 20001, "http_request.path must start with '/'")
    scheme = default_base_url.partition(":")[0]
    try:
        headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, values in as_object(described.get("headers")).items()
            for value in _texts(values)
            if name.lower() not in ("host", "content-length", "transfer-encoding")
        ]
        kind = packet.header.get("payload_type")
        if isinstance(kind, str) and not any(name == b"content-type" for name, _ in headers):
            headers.append((b"content-type", kind.encode("latin-1")))
        query = "&".join(
            f"{_quoted(name, _QUERY_SAFE)}={_quoted(value, _QUERY_SAFE)}"
            for name, values in as_object(described.get("params")).items()
            for value in _texts(values)
        )
    except ValueError as error:
        raise Refusal(400, 20001, "http_request holds a header or parameter that HTTP cannot carry") from error
    return TunnelRequest(
        method.upper(),
        _quoted(path, _PATH_SAFE),
        query,
        headers,
        packet.payload,
        base_url(scheme, host if isinstance(host, str) else None, default_base_url),
    )


def _too_large(most: int) -> TunnelReply:
    refusal: JsonObject = {
        "status": 413,
        "code": 20413,
        "message": f"The answer is larger than {most} bytes; ask for less, or by plain HTTP",
    }
    return TunnelReply(413, {"content-type": "application/json"}, dump_json(refusal).encode())


def _quoted(text: str, safe: str) -> str:
    return text if _PLAIN.fullmatch(text) else quote(text, safe=safe)


def _texts(value: JsonValue) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [str(value)] if isinstance(value, str | int | float) else []


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
