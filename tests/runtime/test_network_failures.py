from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from twilio_realtime.errors import ArgumentError
from twilio_realtime.network.failures import WithoutFrames, explain_failure, forget_frames, redacted

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJTSzEifQ.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "text",
    [
        "http://user:hunter2@proxy.example:3128 isn't a valid proxy: query is meaningless",
        "cannot follow redirect to 'wss://user:hunter2@elsewhere.example/x'",
        "http://user:hunt/er2@proxy.example/",
        "http://user:hunt@hunter2@proxy.example/",
        "http://user:hun ter2 hunter2@proxy.example/",
        "http://user:hunter2?@proxy.example/",
        "user:hunter2@proxy.example:3128 is no URL",
        "GET https://media.example/x?Signature=hunter2&Expires=1 failed",
        "(https://media.example/x#hunter2)",
        f"bad header X-Twilio-Token: {TOKEN}",
        f"{TOKEN} is not valid",
        "Proxy-Authorization: Basic aHVudGVyMg==",
        "authorization: bearer hunter2",
        "{'password': 'hunter2'}",
        "api_key=hunter2",
        "token = hunter2",
    ],
)
def test_secrets_are_left_out(text: str) -> None:
    for shown in (redacted(text), explain_failure(ValueError(text)), explain_failure(OSError(text))):
        assert "hunter" not in shown
        assert "ter2" not in shown
        assert "aHVudGVyMg" not in shown
        assert "eyJ" not in shown
        assert "c2lnbmF0dXJl" not in shown


def raised(error: BaseException, then: Callable[[], object] = bool) -> BaseException:
    """An error with its way here; `then` is called while it is handled."""
    try:
        raise error
    except BaseException as caught:
        then()
        return caught


def test_frames_behind_errors_are_forgotten() -> None:
    @dataclass
    class Unhashable(Exception):
        pass

    inner, outer = raised(Unhashable()), BaseExceptionGroup("several", [raised(KeyError())])
    outer.__context__ = inner
    inner.__cause__ = outer  # in a circle
    forget_frames(raised(outer))
    assert [one.__traceback__ for one in (outer, inner, *outer.exceptions)] == [None] * 3


def test_frames_of_the_caller_stay() -> None:
    mine = ValueError("mine")
    theirs = OSError("theirs")

    def transfer() -> None:
        with pytest.raises(OSError, match="theirs"), WithoutFrames():
            raise theirs

    raised(mine, transfer)
    assert theirs.__context__ is mine
    assert mine.__traceback__ is not None


def test_frames_of_what_the_caller_has_raised_on_the_way_stay() -> None:
    mine = raised(ValueError("mine"))
    told = ArgumentError("the media cannot be read")
    told.__cause__ = told.__context__ = mine
    raised(told)
    forget_frames(told)
    assert told.__traceback__ is None
    assert mine.__traceback__ is not None


def test_the_rest_stays() -> None:
    assert (
        redacted("https://a:b@media.example:8443/v1/x?y=z is not there")
        == "https://media.example:8443/v1/x?*** is not there"
    )
    assert explain_failure(OSError("no route")) == "OSError: no route"
    assert explain_failure(KeyError()) == "KeyError"
    assert explain_failure(ConnectionRefusedError(111, "whatever")) == "connection refused"


@pytest.mark.parametrize("piece", ["x", "://", "a:", "@", "a@", "?", "token=", "xxxxxx.", " :@", "basic ", "\n"])
def test_one_line_of_bounded_length(piece: str) -> None:
    shown = redacted(piece * 300_000)
    assert len(shown) <= 301
    assert "\n" not in shown


def test_what_cannot_be_seen_is_written_out() -> None:
    assert redacted("a\nb\x1b[31m\u202e") == r"a\nb\u001b[31m\u202e"
