"""Every exception that the runtime raises, as one tree.

    RealtimeError
    ├── ArgumentError            an argument is of the wrong kind or outside its bounds
    ├── ConfigurationError       options that contradict each other or cannot be used
    ├── ClosedError              the client was shut down
    ├── CursorError              the store of cursors cannot be used
    ├── DeadlineError            no answer within the time allowed
    ├── DisconnectedError        the connection was lost, or was not there in time
    │   └── ConnectionRefused    the service ended the connection for good
    ├── EventsLostError          a subscriber was too slow and events were dropped
    ├── FrameError               bytes that are not a valid packet
    ├── ResponseError            an answer that does not have the documented shape
    ├── RequestError             the service refused a request
    │   ├── ForbiddenError       401, 403
    │   ├── NotFoundError        404, 410
    │   ├── ConflictError        409, 412
    │   └── ThrottledError       429
    ├── StateError               the object is not in a state that allows this
    └── TokenError               the access token cannot be used
        ├── MalformedTokenError  not a token at all, or with missing claims
        ├── ExpiredTokenError    past its `exp`
        ├── ForeignTokenError    for another product, service or identity
        ├── RefusedTokenError    the service refused it
        └── TokenProviderError   the token provider gave none

Each message says what was wrong, with which value, and what to do about it. Tokens never appear in one.
"""

from __future__ import annotations

from .visible_text import told

__all__ = [
    "ArgumentError",
    "ClosedError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionRefused",
    "CursorError",
    "DeadlineError",
    "DisconnectedError",
    "EventsLostError",
    "ExpiredTokenError",
    "ForbiddenError",
    "ForeignTokenError",
    "FrameError",
    "MalformedTokenError",
    "NotFoundError",
    "RealtimeError",
    "RefusedTokenError",
    "RequestError",
    "ResponseError",
    "StateError",
    "ThrottledError",
    "TokenError",
    "TokenProviderError",
    "request_error",
]


class RealtimeError(Exception):
    """Base of everything raised by this library on purpose. Can be pickled, with its attributes.

    Its message is one line of a bounded length without control characters, whatever it quotes.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(told(message))

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions are rebuilt from their positional arguments, which leaves out what is given by keyword.
        return (_rebuilt, (type(self), self.args, dict(self.__dict__)))


def _rebuilt(kind: type[RealtimeError], args: tuple[object, ...], state: dict[str, object]) -> RealtimeError:
    error = kind.__new__(kind, *args)
    error.args = args  # those that are operating system errors, too, take none in `__new__`
    error.__dict__.update(state)
    return error


class ArgumentError(RealtimeError, ValueError):
    """An argument has the wrong type or value; nothing was sent."""


class ConfigurationError(RealtimeError, ValueError):
    """The options of a client cannot be used together or one of them is not valid."""


class ClosedError(RealtimeError):
    """The client was shut down; make a new one."""

    def __init__(self, message: str = "the client was shut down; make a new one") -> None:
        super().__init__(message)


class CursorError(RealtimeError):
    """A store of cursors cannot be read or written; the message names it, tells why, and what helps.

    Nothing is lost: what was not acknowledged comes again.
    """


class DeadlineError(RealtimeError, TimeoutError):
    """Nothing answered within the time allowed (seconds, in the message)."""


class DisconnectedError(RealtimeError):
    """The connection was lost while a request was under way, or did not come back in time.

    Whether the service has carried the request out is unknown; reading is safe to repeat.
    """


class ConnectionRefused(DisconnectedError):
    """The service closed the connection and asked not to come back; the message tells why, and what helps.

    Attributes:
        status: Status code of the `close` packet, for example 406 or 417.
        code: Twilio error code sent with it, or None.
    """

    def __init__(self, message: str, *, status: int, code: int | None = None) -> None:
        super().__init__(message)
        self.status: int = status
        self.code: int | None = code


class EventsLostError(RealtimeError):
    """A subscriber did not keep up and its bounded queue overflowed.

    Attributes:
        count: How many events were dropped since the subscriber was last told.
    """

    def __init__(self, message: str, *, count: int) -> None:
        super().__init__(message)
        self.count: int = count


class FrameError(RealtimeError, ValueError):
    """Bytes received (or about to be sent) are not a valid packet."""


class ResponseError(RealtimeError):
    """The service answered with something that lacks a documented part."""


class StateError(RealtimeError, RuntimeError):
    """The object is not in a state that allows this; nothing was sent."""


class RequestError(RealtimeError):
    """The service refused a request.

    Attributes:
        status: HTTP status code; 0 if the refusal came from the connection itself.
        code: Twilio error code of the body, or None.
        retry_after: Seconds the service asks to wait, or None.
        reason: What the service said about it, on one line, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: int | None = None,
        retry_after: float | None = None,
        reason: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status: int = status
        self.code: int | None = code
        self.retry_after: float | None = retry_after
        self.reason: str | None = told(reason) if reason else None


class ForbiddenError(RequestError):
    """The identity of the token may not do this (401, 403)."""


class NotFoundError(RequestError):
    """No such object, or not visible to this identity (404, 410)."""


class ConflictError(RequestError):
    """The object exists already or was changed by somebody else (409, 412)."""


class ThrottledError(RequestError):
    """Too many requests (429); the request was not carried out and may be repeated."""


class TokenError(RealtimeError):
    """The access token cannot be used.

    Attributes:
        code: Twilio error code given by the service, or None when found before connecting.
    """

    def __init__(self, message: str, *, code: int | None = None) -> None:
        super().__init__(message)
        self.code: int | None = code


class MalformedTokenError(TokenError):
    """Not a JSON Web Token, or one without the claims that are needed."""


class ExpiredTokenError(TokenError):
    """The token's `exp` lies in the past."""


class ForeignTokenError(TokenError):
    """The token is for another product, service or identity than it is used for."""


class RefusedTokenError(TokenError):
    """The service did not accept the token."""


class TokenProviderError(TokenError):
    """The token provider raised, took too long or returned something else than text.

    What it raised is the ``__cause__``.
    """


_BY_STATUS: dict[int, type[RequestError]] = {
    401: ForbiddenError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    410: NotFoundError,
    412: ConflictError,
    429: ThrottledError,
}


_ADVICE: dict[type[RequestError], str] = {
    ForbiddenError: "the role of the token's identity does not allow it",
    NotFoundError: "check the identifier; what this identity may not see counts as missing, too",
    ConflictError: "it exists already or was changed meanwhile, so look at it before you try again",
    ThrottledError: "repeat it later, and ask less often",
}


def request_error(
    what: str, status: int, *, code: int | None = None, reason: str | None = None, retry_after: float | None = None
) -> RequestError:
    """Build the error class that belongs to an HTTP status.

    Args:
        what: The request as people would name it, for example ``POST /v1/things``; no query, no body.
        status: HTTP status code.
        code: Twilio error code of the body, if any.
        reason: Message or description of the body, else the reason phrase.
        retry_after: Seconds from ``Retry-After``, if given.
    """
    text = f"{what} was refused with status {status}"
    if code is not None:
        text += f", code {code}"
    text += f": {reason or 'no reason given'}"
    kind = _BY_STATUS.get(status, RequestError)
    advice = _ADVICE.get(kind, "the service is in trouble, so try again later" if status >= 500 else "")
    if kind is ThrottledError and retry_after is not None:
        advice = f"repeat it in {retry_after:g} seconds"
    message = f"{text}; {advice}" if advice else text
    return kind(message, status=status, code=code, retry_after=retry_after, reason=reason)
