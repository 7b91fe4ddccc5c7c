"""The packets that a client sends, and how the reply to a tunnelled request is read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from ..errors import ArgumentError, FrameError, ResponseError
from ..json import JsonObject, JsonValue, as_object, parse_packet_json
from ..requests.links import path_of, split_plain
from ..requests.transport import HttpReply, HttpRequest, new_uuid
from ..telemetry.logs import logger_of
from .frames import Packet, encode

__all__ = [
    "acknowledgement",
    "close_packet",
    "describe",
    "http_reply",
    "init_packet",
    "new_id",
    "read_notification",
    "request_packet",
    "update_packet",
]

_log = logger_of(__name__)
_METHODS: Final = frozenset({"GET", "POST", "PUT", "DELETE"})
_CAPABILITIES: Final = ("client_update",)
_ACKNOWLEDGEMENT: Final = (
    b'{"id":%b,"method":"reply","payload_type":"application/json","status":{"code":200,"status":"OK"},"payload_size":0}'
)


def new_id() -> str:
    """A fresh packet identifier."""
    return f"TM{new_uuid()}"


def acknowledgement(packet_id: str) -> bytes:
    """The `reply` 200 that every packet of the service gets."""
    # Sent once for each packet received, hence without the general encoder.
    header = _ACKNOWLEDGEMENT % json.dumps(packet_id).encode()
    return b"TWILSOCK V3.0 %d\r\n%b\r\n" % (len(header), header)


def init_packet(
    packet_id: str,
    token: str,
    continuation_token: str | None,
    *,
    product: str,
    metadata: Mapping[str, str | int],
    message_types: Sequence[str],
) -> bytes:
    """The packet that opens a session.

    Args:
        packet_id: Identifier for the reply.
        token: Access token.
        continuation_token: The one last received, or None.
        product: Product to register notifications for.
        metadata: What the client says about itself (``sdk``, ``sdkv``, ``os``, …).
        message_types: Notification types wanted.

    Raises:
        FrameError: Something that has no UTF-8 form.
    """
    return encode(
        {
            "id": packet_id,
            "method": "init",
            "token": token,
            "continuation_token": continuation_token,
            "metadata": dict(metadata),
            "registrations": [
                {
                    "product": product,
                    "type": "ers",
                    "notification_protocol_version": 0,
                    "message_types": list[JsonValue](message_types),
                }
            ],
            "tweaks": None,
            "capabilities": list[JsonValue](_CAPABILITIES),
        }
    )


def update_packet(packet_id: str, token: str) -> bytes:
    """The packet that replaces the token of a running session."""
    return encode({"id": packet_id, "method": "update", "token": token})


def close_packet() -> bytes:
    """The packet that says goodbye; it is not answered."""
    return encode({"id": new_id(), "method": "close"})


def describe(request: HttpRequest) -> str:
    """A request as it may appear in messages: method and path, no query."""
    return f"{request.method} {path_of(request.url)}"


def request_packet(packet_id: str, grant: str, request: HttpRequest, *, max_bytes: int) -> bytes:
    """The packet that carries an HTTP request.

    Args:
        packet_id: Identifier for the reply.
        grant: Product of the token that authorises the request.
        request: The request.
        max_bytes: Largest packet allowed.

    Raises:
        ArgumentError: The method cannot be sent.
        ResponseError: The URL, which the service has named, is no absolute ``http`` or ``https`` URL.
        FrameError: Too large, or text that has no UTF-8 form.
    """
    if request.method not in _METHODS:
        raise ArgumentError(f"HTTP method is {request.method!r}, expected one of {', '.join(sorted(_METHODS))}")
    host, path, query = _split(request.url)
    return encode(
        {
            "id": packet_id,
            "method": "message",
            "active_grant": grant,
            "payload_type": request.content_type,
            "http_request": {
                "host": host,
                "path": path or "/",
                "method": request.method,
                "params": _params(query),
                "headers": {**_content_type(request), **request.headers},
            },
        },
        request.body,
        max_bytes=max_bytes,
    )


def http_reply(packet: Packet, what: str) -> HttpReply:
    """Read the reply to a tunnelled request.

    Args:
        packet: The reply, with a status that says it was carried.
        what: The request as `describe` names it.

    Raises:
        ResponseError: The payload is not what it is announced as.
    """
    try:
        body = packet.json()
    except FrameError as error:
        raise ResponseError(f"the reply to {what} cannot be read: {error}") from error
    if isinstance(body, str) and packet.payload_type == "text/plain":
        body = _json_or_text(body)
    part = as_object(packet.header.get("http_status"))
    status, reason = part.get("code", 200), part.get("status")
    if not isinstance(status, int) or isinstance(status, bool) or not 100 <= status <= 999:
        raise ResponseError(f"the reply to {what} has no usable HTTP status")
    return HttpReply(
        status,
        reason if isinstance(reason, str) else "",
        {name.lower(): _joined(value) for name, value in as_object(packet.header.get("http_headers")).items()},
        body,
    )


def read_notification(packet: Packet) -> tuple[str, JsonObject] | None:
    """Type and payload of a notification; None if it lacks either. JSON that is labelled as text is accepted."""
    message_type = packet.header.get("message_type")
    payload: JsonValue = None
    try:
        payload = packet.json()
        if isinstance(payload, str):
            payload = parse_packet_json(payload.encode())
    except (FrameError, ValueError) as error:
        _log.debug("payload of a notification cannot be read: %s", error)
    return (message_type, payload) if isinstance(message_type, str) and isinstance(payload, dict) else None


def _split(url: str) -> tuple[str, str, str]:
    """Host, path and query."""
    if (plain := split_plain(url)) is not None:
        return plain
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    else:
        if host and parts.scheme in ("http", "https") and "@" not in parts.netloc:
            return parts.netloc, parts.path, parts.query
    raise ResponseError("the service named a link that is no absolute http or https URL with a plain host name")


def _params(query: str) -> JsonObject:
    params: JsonObject = {}
    for pair in filter(None, query.split("&")):
        name, _, value = pair.partition("=")
        known = params.get(name)
        if known is None:
            params[name] = value
        elif isinstance(known, list):
            known.append(value)
        else:
            params[name] = [known, value]
    return params


def _content_type(request: HttpRequest) -> dict[str, str]:
    named = any(name.lower() == "content-type" for name in request.headers)
    return {} if named or not request.body else {"Content-Type": request.content_type}


def _json_or_text(text: str) -> JsonValue:
    try:
        return parse_packet_json(text.encode())
    except ValueError:
        return text


def _joined(value: JsonValue) -> str:
    if isinstance(value, list):
        return ", ".join(_joined(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value)
