"""One request through the tunnel: repeated where that is safe, and refused requests as exceptions."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from .clock import Clock
from .errors import ConnectionRefused, DisconnectedError, RequestError, request_error
from .json import MAX_INTEGER, JsonValue, as_object
from .links import path_of
from .tunnel import HttpReply, HttpRequest, Tunnel

__all__ = ["ONCE", "RetryPolicy", "error_of_body", "exchange"]

_SPREAD: Final = 0.2
_LONGEST_CODE: Final = 10
_LONGEST_REASON: Final = 300


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """When a request is sent again, and how soon.

    Attributes:
        attempts: How often it is sent at most, the first time included.
        statuses: HTTP statuses after which it is sent again.
        lost_connection: Whether it is sent again when the connection was lost meanwhile.
        first_delay: Seconds before the second attempt; doubled each time, varied by a fifth either way.
        longest_delay: Bound of that doubling, in seconds. A longer ``Retry-After`` is honoured nevertheless.
        total: Seconds from the first attempt after which no other one is started. A ``Retry-After`` that does not
            fit into it ends the matter at once, so that the caller learns of it.
    """

    attempts: int
    statuses: Collection[int]
    lost_connection: bool
    first_delay: float
    longest_delay: float
    total: float

    def allows_after(self, error: RequestError | DisconnectedError) -> bool:
        """Whether a request that ended in ``error`` may be sent again."""
        if isinstance(error, RequestError):
            return error.status in self.statuses
        return self.lost_connection and not isinstance(error, ConnectionRefused)


ONCE: Final = RetryPolicy(attempts=1, statuses=(), lost_connection=False, first_delay=0.0, longest_delay=0.0, total=0.0)
"""Never sent again."""


async def exchange(
    tunnel: Tunnel, request: HttpRequest, policy: RetryPolicy, *, clock: Clock, random: Callable[[], float]
) -> HttpReply:
    """Send a request, again if need be, until it succeeds or the policy is exhausted.

    Args:
        tunnel: What carries it.
        request: What to send; the very same each time.
        policy: When to send it again.
        clock: Source of time.
        random: Source of numbers from 0 (included) to 1 (excluded).

    Returns:
        The reply, whose status is 2xx.

    Raises:
        RequestError: The service refused it; the class tells the kind, `RequestError.status` the status of the
            last attempt.
        DisconnectedError: The connection was lost in the last attempt.
        RealtimeError: Any other trouble that the tunnel has; never repeated.
    """
    started = clock.monotonic()
    delay = policy.first_delay
    attempt = 1
    while True:
        try:
            reply = await tunnel.send(request)
            if 200 <= reply.status < 300:
                return reply
            raise _refusal(request, reply)
        except (RequestError, DisconnectedError) as error:
            if attempt >= policy.attempts or not policy.allows_after(error):
                raise
            wait = delay * (1 - _SPREAD + 2 * _SPREAD * random())
            if isinstance(error, RequestError) and error.retry_after is not None:
                wait = max(wait, error.retry_after)
            if clock.monotonic() - started + wait > policy.total:
                raise
        await clock.sleep(wait)
        delay = min(delay * 2, policy.longest_delay)
        attempt += 1


def error_of_body(
    what: str, status: int, body: JsonValue, *, reason: str = "", retry_after: float | None = None
) -> RequestError:
    """Turn an error body into the exception that belongs to it.

    Bodies differ: Sync sends ``code`` and ``message``, the gateway only a ``description``, others nothing at all.

    Args:
        what: What was refused, for people; no query, no body.
        status: HTTP status.
        body: The body, of any shape.
        reason: What to say when the body says nothing.
        retry_after: Seconds the service asks to wait, or None.
    """
    fields = as_object(body)
    said = next((text for name in ("message", "description") if isinstance(text := fields.get(name), str) and text), "")
    code = fields.get("code")
    if isinstance(code, str) and code.isascii() and code.isdecimal() and len(code) <= _LONGEST_CODE:
        code = int(code)
    return request_error(
        what,
        status,
        code=code if isinstance(code, int) and not isinstance(code, bool) and 0 <= code <= MAX_INTEGER else None,
        reason=(said or reason)[:_LONGEST_REASON],
        retry_after=retry_after,
    )


def _refusal(request: HttpRequest, reply: HttpReply) -> RequestError:
    what = f"{request.method} {path_of(request.url)}"
    return error_of_body(what, reply.status, reply.body, reason=reply.reason, retry_after=reply.retry_after)
