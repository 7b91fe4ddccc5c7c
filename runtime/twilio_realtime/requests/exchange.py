"""One request: sent again where its policy allows it, and a refusal as an exception."""

from __future__ import annotations

from typing import Final

from ..clock import Timing
from ..errors import DisconnectedError, RequestError, ResponseError, request_error
from ..json import MAX_INTEGER, JsonObject, JsonValue, as_object
from .backoff import Backoff, RetryPolicy
from .links import path_of
from .transport import HttpReply, HttpRequest, Transport

__all__ = ["error_of_body", "exchange", "object_in"]

_LONGEST_CODE: Final = 10
_LONGEST_REASON: Final = 300


async def exchange(transport: Transport, request: HttpRequest, policy: RetryPolicy, timing: Timing) -> HttpReply:
    """Send a request, again if need be, until it succeeds or the policy is exhausted.

    Args:
        transport: What carries it.
        request: What to send; the very same each time.
        policy: When to send it again.
        timing: Source of time and jitter.

    Returns:
        The reply, whose status is 2xx.

    Raises:
        RequestError: The service refused it; the class tells the kind, `RequestError.status` the status of the
            last attempt.
        DisconnectedError: The connection was lost in the last attempt.
        RealtimeError: Any other failure of the transport; never repeated.
    """
    started = timing.clock.monotonic()
    backoff: Backoff | None = None  # made for the first failure, which few requests have
    while True:
        try:
            reply = await transport.send(request)
            if 200 <= reply.status < 300:
                return reply
            raise _refusal(request, reply)
        except (RequestError, DisconnectedError) as error:
            backoff = backoff or policy.backoff(timing.random)
            if backoff.failures + 1 >= policy.attempts or not policy.allows_after(error):
                raise
            wait = backoff.next_delay()
            if isinstance(error, RequestError) and error.retry_after is not None:
                wait = max(wait, error.retry_after)
            if timing.clock.monotonic() - started + wait > policy.total:
                raise
        await timing.clock.sleep(wait)


def object_in(request: HttpRequest, reply: HttpReply) -> JsonObject:
    """Return the object in the body of a reply.

    Raises:
        ResponseError: The body is something else.
    """
    if isinstance(reply.body, dict):
        return reply.body
    raise ResponseError(
        f"{request.method} {path_of(request.url)} was answered with status {reply.status} and "
        f"{'no body' if reply.body is None else f'a JSON {type(reply.body).__name__}'}, expected an object"
    )


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
