"""What can go wrong in the embedded service: for whoever starts it, and for its clients."""

from __future__ import annotations

from collections.abc import Mapping

from twilio_realtime.errors import RealtimeError

__all__ = ["LocalServiceError", "Refusal", "TokenRefusal", "not_running", "too_many_requests"]


class LocalServiceError(RealtimeError):
    """The service cannot start or continue; the message is one line that says what to change."""


class Refusal(Exception):
    """A request is not carried out; becomes the answer's status and JSON body.

    Attributes:
        status: HTTP status code.
        code: Twilio error code.
        message: Reason, without anything confidential.
        headers: Additional headers of the answer.
    """

    def __init__(self, status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers: dict[str, str] = dict(headers or {})


class TokenRefusal(Refusal):
    """An access token is not accepted: status 401 and one of the codes 20101 to 20107, or 51215."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(401, code, message)


def not_running() -> LocalServiceError:
    """What those get who use a service before its start, or after its end."""
    return LocalServiceError("the service is not running; use `async with LocalService() as service:`, or `with`")


def too_many_requests() -> Refusal:
    """The refusal of a request beyond the rate that is allowed."""
    return Refusal(429, 20429, "Too many requests", {"retry-after": "1"})
