"""HTTP requests and replies as values, and the one method that carries them.

The connection implements `Transport`; whatever speaks REST depends on nothing else of it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Final, Protocol

from ..json import JsonValue
from .links import path_of

__all__ = ["HttpReply", "HttpRequest", "Transport", "new_uuid"]

_LONGEST_WAIT: Final = 86_400.0


@dataclass(frozen=True, slots=True, repr=False)
class HttpRequest:
    """One HTTP request.

    Attributes:
        method: ``GET``, ``POST``, ``PUT`` or ``DELETE``.
        url: Absolute ``http`` or ``https`` URL whose path and query are percent-encoded already.
        headers: Header fields; default none.
        body: Bytes of the body; default none.
        content_type: Media type of the body; default ``application/json``.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    content_type: str = "application/json"

    def __repr__(self) -> str:
        return f"<HttpRequest {self.method} {path_of(self.url)} body={len(self.body)} bytes>"


@dataclass(frozen=True, slots=True, repr=False)
class HttpReply:
    """The answer to a request, whatever its status.

    Attributes:
        status: HTTP status code.
        reason: Reason phrase; may be empty.
        headers: Header fields, names in lower case, repeated fields joined by ``", "``.
        body: The parsed JSON payload; text that is not JSON as it is; None without a payload.
    """

    status: int
    reason: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: JsonValue = None

    @property
    def retry_after(self) -> float | None:
        """Seconds that ``Retry-After`` asks to wait (given in seconds or as a date), a day at most.

        None without a usable one.
        """
        value = _field(self.headers, "retry-after")
        if value is None:
            return None
        try:
            seconds = float(value)
        except ValueError:
            moment = _moment(value)
            if moment is None:
                return None
            # The service's own clock, where it shows it: ours may be wrong.
            sent = _moment(_field(self.headers, "date") or "")
            seconds = moment - (time.time() if sent is None else sent)
        return min(max(0.0, seconds), _LONGEST_WAIT) if isfinite(seconds) else None

    def __repr__(self) -> str:
        return f"<HttpReply {self.status} {self.reason}>"


class Transport(Protocol):
    """Something that carries HTTP requests."""

    async def send(self, request: HttpRequest, *, timeout: float | None = None) -> HttpReply:
        """Send a request and return the reply, whatever its HTTP status.

        Args:
            request: What to send. It is never repeated here: that is the caller's decision.
            timeout: Seconds for everything, waiting for a connection included; None for the default of 30.

        Raises:
            ArgumentError: The method cannot be sent, or the request is too large.
            ResponseError: The URL, which the service has named, is no absolute ``http`` or ``https`` URL.
            ClosedError: The connection was closed by us.
            TokenError: The token has ended or was refused.
            ConnectionRefused: The service ended the connection and will not have it back as it is.
            DisconnectedError: The connection was lost meanwhile, or did not come back in time.
            DeadlineError: No reply within ``timeout``.
            RequestError: The service refused to carry the request (`ThrottledError` when there were too many).
            ResponseError: The reply cannot be read.
        """
        ...


def new_uuid() -> str:
    """Return the text of a random UUID (version 4), which tells a request from all others."""
    # Two for each request: the class of the library, of which only the text is wanted, takes more than twice as long.
    digits = bytearray(os.urandom(16))
    digits[6] = digits[6] & 0x0F | 0x40
    digits[8] = digits[8] & 0x3F | 0x80
    text = digits.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _field(headers: Mapping[str, str], name: str) -> str | None:
    found = headers.get(name)
    if found is None:
        found = next((value for key, value in headers.items() if key.lower() == name), None)
    return found


def _moment(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError, OSError):
        return None
