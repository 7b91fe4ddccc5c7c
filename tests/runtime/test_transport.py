from __future__ import annotations

import time
from email.utils import formatdate
from uuid import UUID

import pytest

from twilio_realtime.requests.transport import HttpReply, HttpRequest, new_uuid


def test_neither_query_nor_body_show() -> None:
    request = HttpRequest("POST", "https://api.example/v1/Things?Signature=secret", {"X-Token": "secret"}, b"secret")
    reply = HttpReply(200, "OK", {"x-token": "secret"}, {"body": "secret"})
    assert "secret" not in repr(request) + repr(reply)
    assert "POST /v1/Things" in repr(request)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"Retry-After": "1.5"}, 1.5),
        ({"RETRY-AFTER": "-4"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "Mon, 01 Jan 2029 00:00:30 GMT", "date": "Mon, 01 Jan 2029 00:00:10 GMT"}, 20.0),
        ({"retry-after": "Mon, 01 Jan 2029 00:00:00 GMT", "Date": "Mon, 01 Jan 2029 00:00:10 GMT"}, 0.0),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert HttpReply(429, "Too Many Requests", headers).retry_after == seconds


def test_a_retry_date_without_the_services_date_is_compared_with_ours() -> None:
    found = HttpReply(503, "", {"retry-after": formatdate(time.time() + 3600, usegmt=True)}).retry_after
    assert found is not None
    assert 3000 < found <= 3600


def test_identifiers_are_random_uuids() -> None:
    made = [new_uuid() for _ in range(100)]
    assert len({*made}) == 100
    for text in made:
        read = UUID(text)
        assert str(read) == text
        assert read.version == 4
        assert read.variant == "specified in RFC 4122"
