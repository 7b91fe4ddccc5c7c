"""Sockets that send what no client sends: refused or cut off, while others are served and memory stays bounded."""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import tracemalloc
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from support.chat_rest import ChatRest
from support.raw_client import RawClient, events_of
from twilio_local import Limits, LocalService, ServiceCredentials
from twilio_local.backend import Backend
from twilio_local.chat.stamps import Stamps
from twilio_local.storage.database import Database
from twilio_realtime.json import JsonObject, JsonValue, as_object
from twilio_realtime.twilsock.frames import encode

from .conftest import User, until

MIB = 1024 * 1024
VALUES: list[JsonValue] = [None, True, -1, 2**70, 1.5, "", "x" * 5000, "\0", [], [[]], {}, {"a": {"b": [1]}}]


@pytest.fixture(autouse=True)
def no_failures(caplog: pytest.LogCaptureFixture) -> Generator[None]:
    """Whatever comes in is refused; nothing may fail inside."""
    yield
    wrong = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not [record.getMessage() for record in wrong]


@contextmanager
def bounded_memory(most: int) -> Generator[None]:
    """What happens inside may leave that many bytes behind."""
    gc.collect()
    outermost = not tracemalloc.is_tracing()
    if outermost:
        tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    try:
        yield
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        if outermost:
            tracemalloc.stop()
    assert after - before < most


def frames(random_source: random.Random, token: str) -> list[bytes]:
    """Noise, and frames that are nearly right."""
    request: JsonObject = {"method": "GET", "host": "h", "path": "/Client/v1/Configuration"}
    good = [
        encode({"method": "init", "id": "1", "token": token}),
        encode({"method": "message", "id": "2", "http_request": request}, b"{}"),
        encode({"method": "put_notification_ctx", "id": "3", "notification_ctx_id": "c"}, b'{"message_types":["x"]}'),
    ]
    made = [random_source.randbytes(random_source.randrange(300)) for _ in range(40)]
    for _ in range(120):
        frame = bytearray(random_source.choice(good))
        for _ in range(random_source.randint(1, 4)):
            frame[random_source.randrange(len(frame))] = random_source.randrange(256)
        made.append(bytes(frame[: random_source.randint(1, len(frame))] if random_source.random() < 0.5 else frame))
    lengths = (b"-1", b"0", b"99999999999999999999", b"1e3", b"\xd9\xa3", b"2 2", b"")
    made += [b"TWILSOCK V3.0 " + length + b"\r\n{}\r\n" for length in lengths]
    for size in ('"5"', "-1", "1e9", "true", "[]", "1" * 5000):
        header = f'{{"id":"1","method":"ping","payload_size":{size}}}'.encode()
        made.append(b"TWILSOCK V3.0 %d\r\n%b\r\n12345" % (len(header), header))
    deep = b'{"id":"1","method":"ping","x":' + b"[" * 5000 + b"]" * 5000 + b"}"
    made.append(b"TWILSOCK V3.0 %d\r\n%b\r\n" % (len(deep), deep))
    return made


async def test_frames_that_are_nearly_right(service: LocalService, user: User) -> None:
    alice = await user("alice")
    token = service.token("mallory")
    sending = frames(random.Random(5), token)

    async def hostile(frame: bytes, *, after_init: bool) -> None:
        client = await RawClient.open(service.base_url)
        if after_init:
            await client.init(token)
        await client.connection.send(frame)
        await client.close()

    await asyncio.gather(*(hostile(frame, after_init=False) for frame in sending[:20]))
    with bounded_memory(4 * MIB):
        for start in range(0, len(sending), 20):
            some = sending[start : start + 20]
            await asyncio.gather(*(hostile(frame, after_init=turn % 2 == 0) for turn, frame in enumerate(some)))
            assert (await alice.client.request("GET", "/Client/v1/Configuration")).http_status == 200
    await until(lambda: service.sessions == ("alice",))


@pytest.mark.parametrize("method", ["init", "update", "message", "put_notification_ctx", "delete_notification_ctx"])
async def test_header_fields_of_wrong_types(service: LocalService, user: User, method: str) -> None:
    alice = await user("alice")
    fields = (
        "token",
        "continuation_token",
        "capabilities",
        "registrations",
        "metadata",
        "active_grant",
        "http_request",
        "payload_type",
        "notification_ctx_id",
    )
    for field in fields:
        for value in VALUES:
            header: JsonObject = {"method": method, field: value}
            if method == "init":
                async with await RawClient.open(service.base_url) as client:
                    reply = await client.ask({"token": service.token("mallory"), **header})
            else:
                reply = await alice.client.ask(header, b'{"message_types":5}')
            status = as_object(reply.header["status"])["code"]
            assert status in (200, 400, 401), (header, reply.header)


async def test_bodies_of_wrong_types(user: User) -> None:
    """Every resource, every field, every kind of value: an answer below 500."""
    alice = await user("alice")
    sid = await alice.create()
    await alice.join(sid)
    message = (await alice.send(sid, "hello")).text("sid")
    links = alice.links
    resources = {
        links["conversations"]: ("type", "unique_name", "friendly_name", "attributes"),
        alice.channel_url(sid): ("unique_name", "friendly_name", "attributes", "state"),
        alice.channel_url(sid, "Participants"): ("identity",),
        alice.channel_url(sid, "Participants", "alice"): ("attributes",),
        alice.channel_url(sid, "Invites"): ("identity",),
        alice.channel_url(sid, "Messages"): ("body", "media_sid", "attributes"),
        alice.channel_url(sid, "Messages", message): ("body", "attributes"),
        f"{links['my_conversations']}/{sid}": ("last_consumed_message_index", "notification_level"),
        f"{links['users']}/alice": ("friendly_name", "attributes"),
        links["typing"]: ("ChannelSid",),
        "/v1/registrations": ("channel_type", "data", "message_types"),
        "/v4/Subscriptions": ("event_protocol_version", "action", "correlation_id", "requests"),
    }
    for url, fields in resources.items():
        for field in fields:
            for value in VALUES:
                reply = await alice.call("POST", url, {field: value})
                assert reply.http_status < 500, (url, field, value)
        for raw in (b"{", b"[]", b"5", b'"x"', b'{"data":NaN}', b'{"data":1e999}', b"[" * 9000, b"\xff", b"1" * 9000):
            assert (await alice.client.request("POST", url, raw=raw)).http_status == 400, (url, raw[:20])
    for attributes in ("NaN", "[Infinity]", "1" * 9000, "[" * 9000, '{"a":1', "\ufeff{}"):
        assert (await alice.call("POST", alice.channel_url(sid), {"attributes": attributes})).http_status == 400


TRICKS = (
    "..",
    ".",
    "../..",
    "..%2f..",
    "%2e%2e",
    "a/b",
    "%00",
    "\0",
    "%",
    "%zz",
    "%ff",
    "%C0%AE",
    "'; DROP TABLE channels; --",
    "{sid}",
    "*",
    "CH" + "0" * 33,
    "ch" + "0" * 32,
    "\u202egnp.exe",
    "x" * 20_000,
    "C:\\Windows",
    "http://elsewhere/",
    "?x",
    "#x",
)


async def test_tricks_in_paths_and_names(user: User) -> None:
    alice = await user("alice")
    sid = await alice.create()
    await alice.join(sid)
    places = (
        alice.links["conversations"] + "/{}",
        alice.channel_url(sid) + "/Participants/{}",
        alice.channel_url(sid) + "/Messages/{}",
        alice.channel_url(sid) + "/{}",
        alice.links["users"] + "/{}",
        alice.links["media_service"] + "/{}",
        alice.links["media_service"] + "/{}/Content",
        "/v3/Documents/{}",
        "/v3/Maps/{}/Items",
        "/v3/Lists/{}/Items/{}",
        "/v1/registrations/{}",
        "/{}",
    )
    for place in places:
        for trick in TRICKS:
            for method in ("GET", "DELETE"):
                path = place.removeprefix(alice.client.base_url).replace("{}", trick)
                described: JsonObject = {"method": method, "host": "127.0.0.1", "path": path}
                reply = await alice.client.ask({"method": "message", "http_request": described})
                status = as_object(reply.header["http_status"])["code"]
                assert status in (400, 404, 405), (described, status)
    # As names they are names like any other.
    for trick in TRICKS[:-5]:
        named = await alice.call("POST", alice.channel_url(sid), {"unique_name": trick})
        assert (named.http_status, named.object.get("unique_name")) == (200, trick)
    assert (await alice.send(sid, "still here")).http_status == 201


MANY = 10_000


def fill(file: Path) -> list[tuple[str, str, int | None]]:
    """Make a database with more than `MANY` Sync objects that everybody may read; what to subscribe to."""
    database = Database(file)
    credentials = ServiceCredentials.development()
    backend = Backend(credentials, database, Stamps(), Limits())
    with database.transaction():
        database.set_setting("service_sid", credentials.service_sid)
        for _ in range(MANY // 3 + 1):
            backend.channels.create("alice", private=False, unique_name=None, friendly_name=None, attributes="{}")
    rows = database.rows("SELECT sid, kind, last_event_id FROM sync_objects WHERE audience IN ('visitors', 'members')")
    database.close()
    return [(str(sid), str(kind), last if isinstance(last, int) else None) for sid, kind, last in rows]


async def test_very_many_subscriptions(tmp_path: Path) -> None:
    file = tmp_path / "crowded.sqlite"
    wanted = fill(file)
    async with LocalService(database=file) as service:
        alice = await ChatRest.connect(service.base_url, service.token("alice"))
        greedy = await RawClient.initialised(service.base_url, service.token("mallory"))
        with bounded_memory(4 * MIB):
            with bounded_memory(40 * MIB):
                batch = Limits().batch
                for start in range(0, MANY, batch):
                    answers = await greedy.subscribe(*wanted[start : start + batch], correlation_id=start)
                    assert {str(answer["event_type"]) for answer in answers} == {"subscription_established"}
            (refused,) = await greedy.subscribe(wanted[MANY])
            error = as_object(events_of(refused)[0]["error"])
            assert (error["status"], error["code"]) == (429, 54009)
            # What is held can be asked for again, and others are served.
            (again,) = await greedy.subscribe(wanted[MANY - 1])
            assert again["event_type"] == "subscription_established"
            assert (await alice.client.request("GET", "/Client/v1/Configuration")).http_status == 200
            await greedy.close()
            await until(lambda: service.sessions == ("alice",))
        await alice.close()


UPGRADE = (
    b"GET /v3/wsconnect HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
MASK = b"\0\0\0\0"
PING = b"\x89\xfd" + MASK + b"p" * 125


async def flood(service: LocalService, data: bytes, most: int, begin: bytes = b"") -> int:
    """Open a socket, send the same over and over and read nothing; how much went out until the service let go."""
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port, limit=1024)
    sent = 0
    try:
        writer.write(UPGRADE)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(begin)
        while sent < most:
            writer.write(data)
            sent += len(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.transport.abort()
    return sent


@pytest.mark.parametrize("limits", [Limits(stalled_seconds=0.2), Limits(init_seconds=1, close_seconds=0.1)])
async def test_pings_whose_answers_nobody_reads(limits: Limits) -> None:
    """They fill the network's buffers once; then the socket is not read any more, and let go in time."""
    async with LocalService(limits=limits) as service:
        alice = await ChatRest.connect(service.base_url, service.token("alice"))
        with bounded_memory(8 * MIB):
            sent = await flood(service, PING * 500, 256 * MIB)
        assert sent < 256 * MIB
        assert (await alice.client.request("GET", "/Client/v1/Configuration")).http_status == 200
        await alice.close()


async def test_a_message_in_empty_fragments(service: LocalService, user: User) -> None:
    """A message may have many fragments, but not without end."""
    alice = await user("alice")
    with bounded_memory(4 * MIB):
        sent = await flood(service, (b"\x00\x80" + MASK) * 500, 256 * MIB, begin=b"\x02\x81" + MASK + b"x")
    assert sent < 256 * MIB
    assert (await alice.client.request("GET", "/Client/v1/Configuration")).http_status == 200


@pytest.mark.parametrize("size", [40_000, 500_000])
async def test_large_and_fragmented_packets_arrive_whole(service: LocalService, size: int) -> None:
    request: JsonObject = {"method": "PUT", "host": "h", "path": "/nowhere"}
    frame = encode({"method": "message", "id": "1", "http_request": request}, b"1" * size)
    fragments = [frame[start : start + 999] for start in range(0, len(frame), 999)]
    for sent in (frame, fragments):
        async with await RawClient.initialised(service.base_url, service.token("alice")) as client:
            reply = client.expect_reply("1")
            await client.connection.send(sent)
            assert as_object((await reply).header["http_status"])["code"] == 404


async def test_a_tunnelled_answer_that_is_too_large(service: LocalService) -> None:
    """It is refused by its size, before anything of it is read; plain HTTP has it."""
    token = service.token("mallory")
    url = f"{service.base_url}/v1/Services/{service.credentials.service_sid}/Media"
    async with httpx.AsyncClient(headers={"X-Twilio-Token": token, "Content-Type": "a/b"}) as client:
        large = (await client.post(url, content=b"x" * (Limits().reply_bytes + 1))).json()["sid"]
        small = (await client.post(url, content=b"0" + b" " * 999)).json()["sid"]
        async with await RawClient.initialised(service.base_url, token) as mallory:
            path = f"/v1/Services/{service.credentials.service_sid}/Media"
            with bounded_memory(2 * MIB):
                replies = await asyncio.gather(
                    *(mallory.request("GET", f"{path}/{large}/Content") for _ in range(Limits().user_transfers))
                )
            assert {reply.http_status for reply in replies} == {413}
            assert (await mallory.request("GET", f"{path}/{small}/Content")).body == 0
        assert len((await client.get(f"{url}/{large}/Content")).content) == Limits().reply_bytes + 1


async def test_one_users_requests_let_others_in_between(service: LocalService, user: User) -> None:
    """However many arrive at once, a few of them begin in each turn of the loop."""
    alice = await user("alice")
    mallory = await user("mallory")
    answered: list[str] = []

    async def ask(who: User | object, name: str, client: RawClient) -> None:
        assert (await client.request("GET", "/Client/v1/Configuration")).http_status == 200
        answered.append(name)

    many = [asyncio.create_task(ask(mallory, "mallory", mallory.client)) for _ in range(500)]
    await asyncio.sleep(0)
    await ask(alice, "alice", alice.client)
    await asyncio.gather(*many)
    assert answered.index("alice") < 400
