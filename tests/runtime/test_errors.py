"""Errors as objects: their family, what they advise, and pickles."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator

import pytest

from twilio_realtime import errors
from twilio_realtime.errors import (
    ConflictError,
    ConnectionRefused,
    EventsLostError,
    ForbiddenError,
    NotFoundError,
    RealtimeError,
    RequestError,
    ThrottledError,
    TokenError,
    request_error,
)


def all_kinds() -> Iterator[type[RealtimeError]]:
    """Every class of the tree."""
    for name in errors.__all__:
        kind: object = getattr(errors, name)
        if isinstance(kind, type) and issubclass(kind, RealtimeError):
            yield kind


def made(kind: type[RealtimeError]) -> RealtimeError:
    """An error with every attribute that its class has."""
    if issubclass(kind, RequestError):
        return kind("told", status=418, code=20001, retry_after=2.5)
    if issubclass(kind, ConnectionRefused):
        return kind("told", status=410, code=51126)
    if issubclass(kind, EventsLostError):
        return kind("told", count=3)
    if issubclass(kind, TokenError):
        return kind("told", code=20101)
    return kind("told")


@pytest.mark.parametrize("kind", list(all_kinds()))
def test_errors_survive_a_pickle(kind: type[RealtimeError]) -> None:
    error = made(kind)
    error.add_note("seen by the cashier")
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is kind
        assert (str(again), again.args, vars(again)) == ("told", ("told",), vars(error))


@pytest.mark.parametrize(
    ("status", "kind", "advice"),
    [
        (400, RequestError, "no reason given"),
        (401, ForbiddenError, "does not allow it"),
        (403, ForbiddenError, "does not allow it"),
        (404, NotFoundError, "may not see counts as missing, too"),
        (410, NotFoundError, "may not see counts as missing, too"),
        (409, ConflictError, "look at it before you try again"),
        (412, ConflictError, "look at it before you try again"),
        (429, ThrottledError, "repeat it later, and ask less often"),
        (503, RequestError, "try again later"),
    ],
)
def test_refusals_say_what_to_do(status: int, kind: type[RequestError], advice: str) -> None:
    error = request_error("POST /v1/things", status, code=7)
    assert type(error) is kind
    assert str(error).startswith(f"POST /v1/things was refused with status {status}, code 7: no reason given")
    assert str(error).endswith(advice)


def test_a_refusal_repeats_when_to_come_back() -> None:
    error = request_error("GET /v1/things", 429, reason="too fast", retry_after=1.5)
    assert str(error) == "GET /v1/things was refused with status 429: too fast; repeat it in 1.5 seconds"
    assert error.retry_after == 1.5
