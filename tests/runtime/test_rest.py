from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from uuid import UUID

import pytest

from support.fake_transport import Answer, FakeTransport, reply
from support.manual_clock import ManualClock, settle
from twilio_realtime.clock import Timing
from twilio_realtime.errors import (
    ArgumentError,
    ConflictError,
    ConnectionRefused,
    DeadlineError,
    DisconnectedError,
    ForbiddenError,
    NotFoundError,
    RealtimeError,
    RequestError,
    ResponseError,
    ThrottledError,
)
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.requests.rest import Rest, require_idempotency_key
from twilio_realtime.requests.transport import HttpReply

URL = "https://api.example/v1/things?PageToken=secret"
BUSY = reply(503)
LOST = DisconnectedError("the connection was lost")


class Setting:
    """A Rest whose random numbers lie in the middle, so that delays are not varied."""

    def __init__(self, *script: Answer, cache_seconds: float = 5.0) -> None:
        self.tunnel = FakeTransport(*script)
        self.clock = ManualClock()
        self.rest = Rest(self.tunnel, Timing(self.clock, lambda: 0.5), cache_seconds=cache_seconds)

    async def run(self, call: Coroutine[None, None, JsonObject], seconds: float = 300.0) -> JsonObject:
        task = asyncio.create_task(call)
        await self.clock.advance(seconds)
        assert task.done()
        return await task


def mutation_id(setting: Setting, place: int) -> str:
    value = setting.tunnel.requests[place].headers["X-Twilio-Mutation-Id"]
    assert UUID(value).version == 4
    return value


# ---------------------------------------------------------------------------------------------- read


async def test_read_is_cached_for_a_while() -> None:
    setting = Setting(reply(200, {"n": 1}), reply(200, {"n": 2}), reply(200, {"n": 3}))
    assert await setting.rest.read(URL) == {"n": 1}
    await setting.clock.advance(4.9)
    assert await setting.rest.read(URL) == {"n": 1}
    await setting.clock.advance(0.2)
    assert await setting.rest.read(URL) == {"n": 2}
    assert await setting.rest.read(URL, fresh=True) == {"n": 3}
    assert await setting.rest.read(URL) == {"n": 3}
    request = setting.tunnel.requests[0]
    assert (request.method, request.url, request.body, dict(request.headers)) == ("GET", URL, b"", {})


async def test_cache_can_be_off() -> None:
    setting = Setting(reply(200, {"n": 1}), reply(200, {"n": 2}), cache_seconds=0)
    assert await setting.rest.read(URL) == {"n": 1}
    assert await setting.rest.read(URL) == {"n": 2}


async def test_cache_is_bounded() -> None:
    setting = Setting(*(reply(200, {"n": n}) for n in range(400)))
    for n in range(300):
        await setting.rest.read(f"https://api.example/{n}")
    assert await setting.rest.read("https://api.example/299") == {"n": 299}
    assert await setting.rest.read("https://api.example/0") == {"n": 300}


async def test_concurrent_reads_share_one_request() -> None:
    setting = Setting()
    readers = [asyncio.create_task(setting.rest.read(URL)) for _ in range(3)]
    await settle()
    assert len(setting.tunnel.waiting) == 1
    readers[0].cancel()
    await settle()
    setting.tunnel.waiting[0].answer(reply(200, {"n": 1}))
    assert await asyncio.gather(*readers[1:]) == [{"n": 1}, {"n": 1}]
    assert len(setting.tunnel.requests) == 1


async def test_a_mutation_makes_older_answers_stale() -> None:
    setting = Setting()
    early = asyncio.create_task(setting.rest.read(URL))
    await settle()
    change = asyncio.create_task(setting.rest.mutate("POST", URL, {}))
    await settle()
    during = asyncio.create_task(setting.rest.read(URL))
    await settle()
    assert len(setting.tunnel.waiting) == 3
    first, second, third = setting.tunnel.waiting
    third.answer(reply(200, {"n": "during"}))
    assert await during == {"n": "during"}
    second.answer(reply(200, {}))
    await change
    late = asyncio.create_task(setting.rest.read(URL))
    await settle()
    first.answer(reply(200, {"n": "old"}))
    assert await early == {"n": "old"}
    setting.tunnel.waiting[-1].answer(reply(200, {"n": "new"}))
    assert await late == {"n": "new"}
    assert await setting.rest.read(URL) == {"n": "new"}
    assert len(setting.tunnel.requests) == 4


@pytest.mark.parametrize("status", [403, 404])
async def test_what_is_gone_or_out_of_reach_makes_older_answers_stale(status: int) -> None:
    setting = Setting(reply(200, {"n": 1}), reply(status), reply(200, {"n": 2}))
    assert await setting.run(setting.rest.read(URL), 0) == {"n": 1}
    with pytest.raises(RequestError):
        await setting.run(setting.rest.read(f"{URL}&another"), 0)
    assert await setting.run(setting.rest.read(URL), 0) == {"n": 2}


async def test_news_from_elsewhere_make_answers_stale_even_those_on_their_way() -> None:
    setting = Setting()
    before = asyncio.create_task(setting.rest.read(URL))
    await settle()
    setting.rest.forget()
    after = asyncio.create_task(setting.rest.read(URL))
    await settle()
    for number, waiting in enumerate(setting.tunnel.waiting):
        waiting.answer(reply(200, {"n": number}))
    assert [await before, await after, await setting.rest.read(URL)] == [{"n": 0}, {"n": 1}, {"n": 1}]


@pytest.mark.parametrize("trouble", [reply(429), reply(502), reply(503), reply(504), LOST])
async def test_read_is_repeated(trouble: Answer) -> None:
    setting = Setting(trouble, trouble, reply(200, {"ok": True}))
    task = asyncio.create_task(setting.rest.read(URL))
    await setting.clock.advance(0.99)
    assert len(setting.tunnel.requests) == 1
    await setting.clock.advance(1.99)
    assert len(setting.tunnel.requests) == 2
    await setting.clock.advance(0.1)
    assert await task == {"ok": True}


@pytest.mark.parametrize(
    ("trouble", "expected"), [(reply(429), ThrottledError), (reply(502), RequestError), (LOST, DisconnectedError)]
)
async def test_read_gives_up_with_the_last_error(trouble: Answer, expected: type[Exception]) -> None:
    setting = Setting(trouble, trouble, trouble)
    with pytest.raises(expected) as caught:
        await setting.run(setting.rest.read(URL))
    assert len(setting.tunnel.requests) == 3
    if isinstance(trouble, HttpReply):
        assert isinstance(caught.value, RequestError)
        assert caught.value.status == trouble.status


@pytest.mark.parametrize(
    "trouble",
    [reply(400), reply(404), reply(500), DeadlineError("30 s"), ConnectionRefused("no", status=406)],
)
async def test_read_is_not_repeated_in_vain(trouble: Answer) -> None:
    setting = Setting(trouble)
    with pytest.raises(RealtimeError):
        await setting.rest.read(URL)
    assert len(setting.tunnel.requests) == 1


async def test_retry_after_is_honoured() -> None:
    setting = Setting(reply(429, headers={"retry-after": "7"}), reply(200, {}))
    task = asyncio.create_task(setting.rest.read(URL))
    await setting.clock.advance(6.9)
    assert len(setting.tunnel.requests) == 1
    await setting.clock.advance(0.2)
    assert await task == {}


async def test_a_long_retry_after_is_reported_at_once() -> None:
    setting = Setting(reply(429, headers={"retry-after": "3600"}))
    with pytest.raises(ThrottledError) as caught:
        await setting.rest.read(URL)
    assert caught.value.retry_after == 3600


async def test_a_refusal_by_the_connection_is_repeated_like_one_by_the_resource() -> None:
    setting = Setting(ThrottledError("too many requests", status=429, retry_after=5.0), reply(200, {}))
    assert await setting.run(setting.rest.read(URL)) == {}
    assert setting.clock.timers == 0


@pytest.mark.parametrize("body", [None, [], "text", 3])
async def test_read_wants_an_object(body: JsonValue) -> None:
    setting = Setting(reply(200, body))
    with pytest.raises(ResponseError, match="GET /v1/things"):
        await setting.rest.read(URL)


# ---------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("status", "body", "kind", "code", "said"),
    [
        (404, {"status": 404, "description": "Not Found"}, NotFoundError, None, "Not Found"),
        (409, {"status": 409, "code": 50307, "message": "taken"}, ConflictError, 50307, "taken"),
        (403, {"code": "50400", "message": ""}, ForbiddenError, 50400, "the reason phrase"),
        (400, {"code": True, "message": 5}, RequestError, None, "the reason phrase"),
        (412, "plain text", ConflictError, None, "the reason phrase"),
        (418, None, RequestError, None, "the reason phrase"),
        (308, {}, RequestError, None, "the reason phrase"),
    ],
)
async def test_error_bodies_are_read_leniently(
    status: int, body: JsonValue, kind: type[RequestError], code: int | None, said: str
) -> None:
    setting = Setting(reply(status, body, reason="the reason phrase"))
    with pytest.raises(kind) as caught:
        await setting.rest.mutate("POST", URL, {"body": "hush"})
    assert (caught.value.status, caught.value.code) == (status, code)
    assert said in str(caught.value)
    assert "POST /v1/things" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "hush" not in str(caught.value)


# ---------------------------------------------------------------------------------------------- fetch


async def test_fetch_is_patient_for_a_moment() -> None:
    troubles: list[Answer] = [reply(500), reply(429), LOST, reply(502), reply(599)]
    setting = Setting(*troubles, reply(200, {"ok": 1}))
    task = asyncio.create_task(setting.rest.fetch(URL))
    await setting.clock.advance(0.05 + 0.1 + 0.2 + 0.4 + 0.79)
    assert len(setting.tunnel.requests) == 5
    await setting.clock.advance(0.02)
    assert await task == {"ok": 1}


async def test_fetch_keeps_the_status() -> None:
    setting = Setting(*[reply(500, {"code": 1})] * 6)
    with pytest.raises(RequestError) as caught:
        await setting.run(setting.rest.fetch(URL))
    assert (caught.value.status, caught.value.code) == (500, 1)
    setting = Setting(reply(403))
    with pytest.raises(ForbiddenError):
        await setting.rest.fetch(URL)


# ---------------------------------------------------------------------------------------------- mutate


async def test_mutate() -> None:
    setting = Setting(reply(201, {"sid": "X"}), reply(200, {}))
    assert await setting.rest.mutate("POST", URL, {"a": "ř", "n": None}) == {"sid": "X"}
    request = setting.tunnel.requests[0]
    assert request.method == "POST"
    assert json.loads(request.body) == {"a": "ř", "n": None}
    assert request.headers["Content-Type"] == "application/json; charset=utf-8"
    await setting.rest.mutate("POST", URL, {})
    assert mutation_id(setting, 0) != mutation_id(setting, 1)


@pytest.mark.parametrize("body", [None, "", {"left": "over"}, [1]])
async def test_delete_sends_null_and_needs_no_answer(body: JsonValue) -> None:
    setting = Setting(reply(204, body))
    assert await setting.rest.mutate("DELETE", URL) == (body if isinstance(body, dict) else {})
    assert setting.tunnel.requests[0].body == b"null"


async def test_empty_answers() -> None:
    setting = Setting(reply(200), reply(200, ""), reply(200, [1]))
    assert await setting.rest.mutate("POST", URL, {}) == {}
    assert await setting.rest.mutate("POST", URL, {}) == {}
    with pytest.raises(ResponseError):
        await setting.rest.mutate("POST", URL, {})


@pytest.mark.parametrize("trouble", [reply(429), BUSY, LOST])
async def test_a_repeated_mutation_keeps_its_id_and_finds_its_result(trouble: Answer) -> None:
    setting = Setting(trouble, reply(202, {"resource_url": "/v1/things/T1"}), reply(200, {"sid": "T1"}))
    assert await setting.run(setting.rest.mutate("POST", URL, {"a": 1})) == {"sid": "T1"}
    assert mutation_id(setting, 0) == mutation_id(setting, 1)
    assert setting.tunnel.requests[0].body == setting.tunnel.requests[1].body
    assert (setting.tunnel.requests[2].method, setting.tunnel.requests[2].url) == (
        "GET",
        "https://api.example/v1/things/T1",
    )


async def test_absolute_resource_url_and_none_at_all() -> None:
    setting = Setting(reply(202, {"resource_url": "https://other.example/x"}), reply(200, {"x": 1}), reply(202, {}))
    assert await setting.rest.mutate("POST", URL, {}) == {"x": 1}
    assert setting.tunnel.requests[1].url == "https://other.example/x"
    with pytest.raises(ResponseError, match="resource_url"):
        await setting.rest.mutate("POST", URL, {})


async def test_a_deletion_done_before_is_done() -> None:
    setting = Setting(LOST, reply(202, {"resource_url": "/gone"}))
    await setting.run(setting.rest.mutate("DELETE", URL))
    assert len(setting.tunnel.requests) == 2


@pytest.mark.parametrize("trouble", [reply(500), reply(502), reply(409), DeadlineError("30 s")])
async def test_a_mutation_is_not_repeated_otherwise(trouble: Answer) -> None:
    setting = Setting(trouble)
    with pytest.raises(RealtimeError):
        await setting.rest.mutate("POST", URL, {})
    assert len(setting.tunnel.requests) == 1


KEY = "reply to IM0123"
KEYED = "3c038539-575b-41f3-aa7c-507c01bd35f9"
"""Written down: with another value, an update would do again what was done before it."""


async def sent_id(method: str, url: str, key: str) -> str:
    """Mutation id of a change that a program makes which has just started."""
    setting = Setting(reply(200, {}))
    await setting.rest.mutate(method, url, {}, idempotency_key=key)
    return mutation_id(setting, 0)


async def test_a_key_makes_the_same_id_of_the_same_request_in_every_program() -> None:
    assert await sent_id("POST", "https://api.example/v1/rooms/R1/entries", KEY) == KEYED
    assert await sent_id("POST", "http://127.0.0.1:8080/v1/rooms/R1/entries?x=1", KEY) == KEYED
    others = [
        await sent_id("POST", "https://api.example/v1/rooms/R2/entries", KEY),
        await sent_id("PUT", "https://api.example/v1/rooms/R1/entries", KEY),
        await sent_id("POST", "https://api.example/v1/rooms/R1/entries", f"{KEY} "),
    ]
    assert len({KEYED, *others}) == 4


async def test_a_key_that_is_a_uuid_is_the_id() -> None:
    key = "0BE2FA84-9E3B-4f8c-8d6b-5f6c2f0f7d11"
    assert await sent_id("POST", URL, key) == key.lower()
    assert await sent_id("POST", URL, f"{{{key}}}") != key.lower()
    assert await sent_id("POST", URL, key[:-1] + "٣") != key.lower()


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("", "key must be a string that is not empty, not ''"),
        (7, "key must be a string that is not empty, not 7"),
        (b"x", "key must be a string that is not empty, not a value of type bytes"),
        ("\ud800", "key contains a lone surrogate at position 0; it cannot be sent"),
        ("x" * 256, "key must have at most 255 characters, not 256; a hash of it is short enough"),
    ],
)
def test_keys_that_are_none(key: object, message: str) -> None:
    require_idempotency_key("key", "x" * 255)
    with pytest.raises(ArgumentError) as caught:
        require_idempotency_key("key", key)
    assert str(caught.value) == message


@pytest.mark.parametrize("body", [{"x": float("nan")}, {"hush": float("inf")}])
async def test_what_json_cannot_carry_is_not_sent(body: JsonObject) -> None:
    setting = Setting()
    with pytest.raises(ArgumentError) as caught:
        await setting.rest.mutate("POST", URL, body)
    assert "hush" not in str(caught.value)
    assert setting.tunnel.requests == []


# ---------------------------------------------------------------------------------------------- forms


async def test_post_form() -> None:
    setting = Setting(reply(200, {"typing_timeout": 5}), LOST)
    assert await setting.rest.post_form(URL, {"Sid": "a b&ž"}) == {"typing_timeout": 5}
    request = setting.tunnel.requests[0]
    assert request.body == b"Sid=a+b%26%C5%BE"
    assert request.content_type == request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    with pytest.raises(DisconnectedError):
        await setting.rest.post_form(URL, {})
    with pytest.raises(ArgumentError):
        await setting.rest.post_form(URL, {"a": "\ud800"})
    assert len(setting.tunnel.requests) == 2
