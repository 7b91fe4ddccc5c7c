"""Events of the state machine for what the service decides about a connection.

Wordings changed over the years, so only the status code and the Twilio error code count.
"""

from __future__ import annotations

from typing import Final

from .machine import Event

__all__ = ["close_event", "init_event", "update_event"]

_EXPIRED_CODE: Final = 20104
_UPDATE_FORBIDDEN_CODE: Final = 51232
_PASSING: Final = frozenset({408, 425, 429})
"""Statuses that blame the client and pass all the same: too slow, too early, too many."""


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
