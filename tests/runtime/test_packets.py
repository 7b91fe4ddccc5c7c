from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twilio_realtime.errors import ArgumentError, FrameError, RealtimeError, ResponseError
from twilio_realtime.json import JsonObject, JsonValue, as_object
from twilio_realtime.requests.transport import HttpRequest
from twilio_realtime.twilsock.frames import Packet, decode
from twilio_realtime.twilsock.packets import (
    acknowledgement,
    describe,
    http_reply,
    init_packet,
    request_packet,
    update_packet,
)
from twilio_realtime.twilsock.status import BackoffPolicy, Status, read_policy, read_status

LIMIT = 100_000


def carried(request: HttpRequest) -> tuple[Packet, JsonObject]:
    packet = decode(request_packet("TM1", "product", request, max_bytes=LIMIT))
    return packet, as_object(packet.header["http_request"])


def test_a_request_as_the_protocol_wants_it() -> None:
    packet, http = carried(
        HttpRequest("POST", "https://api.example:8443/v1/A%2FB?x=1%202&y=&x=3&z&x=%26", {"X-A": "b"}, b'{"a":1}')
    )
    assert packet.header == {
        "id": "TM1",
        "method": "message",
        "active_grant": "product",
        "payload_type": "application/json",
        "http_request": http,
        "payload_size": 7,
    }
    assert packet.payload == b'{"a":1}'
    assert http == {
        "host": "api.example:8443",
        "path": "/v1/A%2FB",
        "method": "POST",
        "params": {"x": ["1%202", "3", "%26"], "y": "", "z": ""},
        "headers": {"Content-Type": "application/json", "X-A": "b"},
    }


def test_a_request_without_anything() -> None:
    packet, http = carried(HttpRequest("GET", "http://127.0.0.1:8765"))
    assert packet.payload == b""
    assert (http["path"], http["params"], http["headers"]) == ("/", {}, {})


def test_the_callers_content_type_wins() -> None:
    _, http = carried(HttpRequest("PUT", "https://a.example/x", {"content-type": "text/plain"}, b"x", "text/plain"))
    assert http["headers"] == {"content-type": "text/plain"}


@pytest.mark.parametrize(
    ("method", "url", "kind"),
    [
        ("PATCH", "https://a.example/", ArgumentError),
        ("get", "https://a.example/", ArgumentError),
        # URLs come from links of the service.
        ("GET", "/relative", ResponseError),
        ("GET", "ftp://a.example/", ResponseError),
        ("GET", "https://user:secret@a.example/", ResponseError),
        ("GET", "https:///nohost", ResponseError),
        ("GET", "https://[broken/", ResponseError),
    ],
)
def test_what_cannot_be_carried(method: str, url: str, kind: type[RealtimeError]) -> None:
    request = HttpRequest(method, url)
    assert describe(request).startswith(f"{method} /")
    with pytest.raises(kind) as caught:
        carried(request)
    assert "secret" not in str(caught.value)


def test_too_large_a_request_is_refused() -> None:
    with pytest.raises(FrameError, match="limit"):
        carried(HttpRequest("POST", "https://a.example/", body=b"x" * LIMIT))


@given(st.text(min_size=1))
def test_any_id_can_be_acknowledged(packet_id: str) -> None:
    packet = decode(acknowledgement(packet_id))
    assert packet.id == packet_id
    assert packet.header["status"] == {"code": 200, "status": "OK"}


def test_init_and_update() -> None:
    packet = decode(init_packet("TM1", "tok", None, product="p", metadata={"osa": 64}, message_types=["a", "b"]))
    assert packet.header == {
        "id": "TM1",
        "method": "init",
        "token": "tok",
        "continuation_token": None,
        "metadata": {"osa": 64},
        "registrations": [
            {"product": "p", "type": "ers", "notification_protocol_version": 0, "message_types": ["a", "b"]}
        ],
        "tweaks": None,
        "capabilities": ["client_update"],
        "payload_size": 0,
    }
    assert decode(update_packet("TM2", "tok")).header["token"] == "tok"


def reply(payload: bytes = b"", **header: JsonValue) -> Packet:
    return Packet({"id": "TM1", "method": "reply", **header}, payload)


def test_a_reply_is_read() -> None:
    found = http_reply(
        reply(
            b'{"a":1}',
            http_status={"code": 201, "status": "Created"},
            http_headers={"ETag": '"2"', "X-Many": ["a", "b"], "X-Number": 5},
        ),
        "GET /x",
    )
    assert (found.status, found.reason, found.body) == (201, "Created", {"a": 1})
    assert found.headers == {"etag": '"2"', "x-many": "a, b", "x-number": "5"}


@pytest.mark.parametrize(
    ("payload", "kind", "body"),
    [
        (b"", "application/json", None),
        (b'{"status":"OK"}', "text/plain", {"status": "OK"}),
        (b"plain words", "text/plain; charset=utf-8", "plain words"),
        (b'"quoted"', "application/json;charset=utf-8", "quoted"),
        (b"<html>", "text/html", None),
    ],
)
def test_payload_types(payload: bytes, kind: str, body: object) -> None:
    assert http_reply(reply(payload, payload_type=kind), "GET /x").body == body


def test_a_reply_may_lack_almost_everything() -> None:
    found = http_reply(reply(http_status="odd", http_headers=[1]), "GET /x")
    assert (found.status, found.reason, found.headers, found.body) == (200, "", {}, None)


def test_an_unreadable_reply_is_a_response_error() -> None:
    with pytest.raises(ResponseError, match="GET /x"):
        http_reply(reply(b"{"), "GET /x")


def test_status() -> None:
    assert read_status(reply()) == Status(0)
    assert read_status(reply(status={"code": 401, "status": "UNAUTHORIZED"})) == Status(401, None, "UNAUTHORIZED")
    full = reply(status={"code": 401, "status": "U", "description": "Bad", "errorCode": 20101})
    assert read_status(full) == Status(401, 20101, "Bad")


@pytest.mark.parametrize(
    ("payload", "policy"),
    [
        (b"", BackoffPolicy()),
        (b"[", BackoffPolicy()),
        (b'{"backoff_policy":5}', BackoffPolicy()),
        (b'{"backoff_policy":{"reconnect_min_ms":1500}}', BackoffPolicy(1.5)),
        (b'{"backoff_policy":{"reconnect_min_ms":1500,"reconnect_max_ms":2500.5}}', BackoffPolicy(1.5, 2.5005)),
        (b'{"backoff_policy":{"reconnect_min_ms":-1,"reconnect_max_ms":true}}', BackoffPolicy()),
        (b'{"backoff_policy":{"reconnect_min_ms":NaN}}', BackoffPolicy()),
        (b'{"backoff_policy":{"reconnect_min_ms":1' + b"0" * 400 + b"}}", BackoffPolicy(86400.0)),
    ],
)
def test_backoff_policy(payload: bytes, policy: BackoffPolicy) -> None:
    assert read_policy(reply(payload)) == policy
