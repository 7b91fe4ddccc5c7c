"""What the service says about a packet or a connection (status code, Twilio error code, words), and what it decides.

Wordings changed over the years, so only the two numbers decide anything.
"""

from __future__ import annotations

from typing import Final, NamedTuple, TypeGuard

from ..errors import (
    ConnectionRefused,
    ExpiredTokenError,
    ForeignTokenError,
    FrameError,
    RefusedTokenError,
    TokenError,
)
from ..json import MAX_INTEGER, JsonValue, as_object
from .frames import Packet
from .machine import Event

__all__ = [
    "BackoffPolicy",
    "Status",
    "close_event",
    "connection_refused",
    "init_event",
    "read_policy",
    "read_status",
    "token_error",
    "update_event",
]

_LONGEST_TEXT: Final = 200
_LONGEST_WAIT: Final = 86_400.0
_EXPIRED_CODE: Final = 20104
_UPDATE_FORBIDDEN_CODE: Final = 51232
_PASSING: Final = frozenset({408, 425, 429})
"""Statuses that blame the client and pass all the same: too slow, too early, too many."""


class Status(NamedTuple):
    """The ``status`` part of a `reply` or `close`.

    Attributes:
        status: Status code, as in HTTP; 0 if the packet has none.
        code: Twilio error code, or None.
        reason: Description in words, for people only; may be empty.
    """

    status: int
    code: int | None = None
    reason: str = ""

    def __str__(self) -> str:
        code = "" if self.code is None else f", code {self.code}"
        return f"status {self.status}{code}: {self.reason or 'no reason given'}"


class BackoffPolicy(NamedTuple):
    """How long the service asks to stay away, in seconds; None where it does not say."""

    minimum: float | None = None
    maximum: float | None = None

    def bounds(self, shortest: float, longest: float) -> tuple[float, float]:
        """Shortest and longest wait in seconds: as asked for, else those given."""
        if self.minimum is None:
            return shortest, longest
        return self.minimum, max(self.minimum, self.maximum or 0.0)


def read_status(packet: Packet) -> Status:
    """The status of a packet, as far as it has one."""
    part = as_object(packet.header.get("status"))
    status, code = part.get("code"), part.get("errorCode")
    reason = part.get("description") or part.get("status")
    return Status(
        status if _is_code(status) else 0,
        code if _is_code(code) else None,
        reason[:_LONGEST_TEXT] if isinstance(reason, str) else "",
    )


def _is_code(value: JsonValue) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_INTEGER


def read_policy(packet: Packet) -> BackoffPolicy:
    """The ``backoff_policy`` in the payload of a packet; empty if there is none that can be used."""
    try:
        policy = as_object(as_object(packet.json()).get("backoff_policy"))
    except FrameError:
        return BackoffPolicy()

    def seconds(name: str) -> float | None:
        value = policy.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
            return None
        return min(value, _LONGEST_WAIT * 1000) / 1000

    return BackoffPolicy(seconds("reconnect_min_ms"), seconds("reconnect_max_ms"))


def token_error(status: Status) -> TokenError:
    """The typed error for a token that the service refused, from status code and Twilio error code."""
    if status.code == _EXPIRED_CODE or status.status == 410:
        return ExpiredTokenError(
            f"the service says that the access token has expired ({status}); give a new one with update_token()",
            code=status.code,
        )
    if status.code in (20106, 51215):
        return ForeignTokenError(
            f"the access token belongs to another identity, service or product ({status}); "
            f"give one minted for this connection",
            code=status.code,
        )
    return RefusedTokenError(
        f"the service refused the access token ({status}); "
        f"check the API key and secret it is signed with, its account and its grants",
        code=status.code,
    )


def connection_refused(status: Status) -> ConnectionRefused:
    """The error for a connection that the service ended for good."""
    return ConnectionRefused(
        f"the service ended the connection for good ({status}); call connect() again only after the cause is known",
        status=status.status,
        code=status.code,
    )


def init_event(status: int, code: int | None) -> Event:
    """The event for the reply to `init`, by its status code and Twilio error code."""
    if 200 <= status < 300:
        return Event.INIT_ACCEPTED
    mistake = 400 <= status < 500 and status not in _PASSING
    return _token_event(status, code) or (Event.INIT_REFUSED if mistake else Event.INIT_FAILED)


def update_event(status: int, code: int | None) -> Event:
    """The event for the reply to `update`, by its status code and Twilio error code."""
    if 200 <= status < 300:
        return Event.UPDATE_ACCEPTED
    return _token_event(status, code) or Event.UPDATE_FAILED


def close_event(status: int, code: int | None) -> Event:
    """The event for a `close` of the service, by its status code and Twilio error code."""
    match status:
        case 401 | 403:
            return Event.CLOSE_DENIED
        case 410:
            return Event.CLOSE_EXPIRED
        case 406 | 417:
            return Event.CLOSE_REFUSED
        case 308:
            return Event.CLOSE_DENIED if code == _UPDATE_FORBIDDEN_CODE else Event.CLOSE_OFFLOADED
        case _:
            return Event.CLOSE_OTHER


def _token_event(status: int, code: int | None) -> Event | None:
    if status == 410:
        return Event.TOKEN_EXPIRED
    if status not in (401, 403):
        return None
    return Event.TOKEN_EXPIRED if code == _EXPIRED_CODE else Event.TOKEN_DENIED
