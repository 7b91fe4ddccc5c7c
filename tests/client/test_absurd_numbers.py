"""A service that sends absurd numbers and dates: each costs itself, and nothing else."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from support.patience import PATIENCE
from support.raw_client import RawClient
from support.rooms import Connect, SharedRoom, client_of, enter_room, make_room
from twilio_chat import ChannelUpdated, Member, Message
from twilio_local import LocalService
from twilio_local.socket import sessions
from twilio_local.sync import notifications
from twilio_realtime.json import JsonObject
from twilio_realtime.twilsock.frames import encode

ABSURD = {
    "too large for a float": "1e400",
    "many digits": "1" + "0" * 400,
    "more digits than Python reads": "9" * 5000,
    "negative": "-5",
    "very negative": "-1e400",
    "beyond 64 bits": "9223372036854775808",
    "beyond what JavaScript holds": "9007199254740993",
    "far ahead": "9007199254740991",
    "NaN": "NaN",
    "fraction": "1.5",
    "a text": '"many"',
    "a year": '"99999-01-01T00:00:00Z"',
    "the year 1, further east": '"0001-01-01T00:00:00+14:00"',
    "a boolean": "true",
    "null": "null",
    "a list": "[[]]",
    "nested": "[" * 400 + "]" * 400,
    "nested more": "[" * 4000 + "]" * 4000,
    "half an emoji": '"\\ud83d"',
}
NUMBER = rb'(?:-?[0-9]+|"[0-9TZ:.+-]+"|null)'


class Liar:
    """Changes what the embedded service sends in those packets that hold a mark."""

    def __init__(self) -> None:
        self.rules: list[tuple[bytes, bytes, bytes]] = []
        self.lies = 0
        self.lied = asyncio.Event()

    def lie(self, field: str, absurd: str, *, mark: str = "") -> None:
        """Replace the value of a field, in the objects of a packet that follow a mark."""
        self.rules.append((mark.encode(), rb'("%b":)%b' % (field.encode(), NUMBER), absurd.encode()))

    def encode(self, header: JsonObject, payload: bytes = b"") -> bytes:
        for mark, pattern, absurd in self.rules:
            if mark in payload:
                payload, count = re.subn(pattern, rb"\g<1>" + absurd.replace(b"\\", rb"\\"), payload)
                self.lies += count
                if count:
                    self.lied.set()
        return encode(header, payload)


def says(body: str, message: Message) -> bool:
    return message.body == body


@pytest.fixture
def liar(monkeypatch: pytest.MonkeyPatch) -> Liar:
    made = Liar()
    for module in (sessions, notifications):
        monkeypatch.setattr(module, "encode", made.encode)
    return made


@pytest.fixture(autouse=True)
def calm(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No traceback, no error: warnings at most, each in one line."""
    with caplog.at_level(logging.INFO):
        yield
    assert not [record.getMessage() for record in caplog.records if record.exc_info]
    assert not [record.getMessage() for record in caplog.records if record.levelno > logging.WARNING]
    for record in caplog.records:
        assert len(record.getMessage()) < 1000


@pytest.mark.parametrize("field", ["id", "item_index", "timestamp", "dateUpdated", "date_created"])
async def test_in_an_event(liar: Liar, shared_room: SharedRoom, field: str) -> None:
    hers, his = shared_room
    bodies: list[str | None] = []
    his.on.message_added.connect(lambda message: bodies.append(message.body))
    async with his.on.message_added.expect(), hers.on.message_added.expect():
        await hers.send_message("first")  # from now on each event comes in a packet of its own
    for number, absurd in enumerate(ABSURD.values()):
        liar.rules.clear()
        liar.lie(field, absurd, mark="bent")
        async with (
            his.on.message_added.expect(where=partial(says, f"last {number}")),
            hers.on.message_added.expect(where=partial(says, f"last {number}")),
        ):
            await hers.send_message("bent")
            await hers.send_message(f"last {number}")
    assert [body for body in bodies if body != "bent"] == ["first", *(f"last {at}" for at in range(len(ABSURD)))]
    assert liar.lies >= len(ABSURD)
    async with his.on.message_updated.expect(where=lambda update: update.message.body == "changed"):
        await (await hers.get_messages(1)).items[0].update_body("changed")


@pytest.mark.parametrize("field", ["index", "last_event_id", "timestamp", "dateUpdated", "date_created"])
async def test_in_a_page(liar: Liar, connect: Connect, shared_room: SharedRoom, field: str) -> None:
    hers, _ = shared_room
    for body in ("first", "bent", "last"):
        await hers.send_message(body)
    carol = await connect("carol")
    theirs = await enter_room(carol, hers)
    rule = rb'(\{"index":1,(?:(?!\{"index").)*?"%b":)%b' % (field.encode(), NUMBER)
    if field == "index":
        rule = rb'(\{"index":)1(?=,)'
    for absurd in ABSURD.values():
        liar.rules[:] = [(b'"items"', rule, absurd.encode())]
        for page_size in (1, 2, 5):
            bodies = [message.body async for message in theirs.get_messages(page_size=page_size, direction="forward")]
            assert [body for body in bodies if body != "bent"] == ["first", "last"], absurd
    assert liar.lies >= len(ABSURD)
    liar.rules.clear()
    async with theirs.on.message_added.expect(where=lambda message: message.body == "one more"):
        await hers.send_message("one more")


@pytest.mark.parametrize("absurd", ABSURD)
async def test_in_everything_that_a_start_reads(
    liar: Liar, service: LocalService, connect: Connect, shared_room: SharedRoom, absurd: str
) -> None:
    hers, _ = shared_room
    await hers.send_message("first")
    for field in (
        "user_infos_to_subscribe",
        "http_cache_interval",
        "max_batch_size",
        "estimated_delivery_in_ms",
        "ttl_in_s",
        "messages_count",
        "participants_count",
        "last_consumed_message_index",
        "lastConsumedMessageIndex",
        "lastConsumptionTimestamp",
        "dateCreated",
        "dateUpdated",
        "typing_timeout",
        "page_size",
    ):
        liar.lie(field, ABSURD[absurd])
    liar.rules.append((b"http_cache_interval", rb'("http_cache_interval":)"[^"]*"', ABSURD[absurd].encode()))
    carol = await connect("carol")
    theirs = await enter_room(carol, hers)
    assert liar.lies
    async with theirs.on.message_added.expect(where=lambda message: message.body == "second"):
        await hers.send_message("second")
    await theirs.typing()
    await hers.typing()
    heard: list[Message] = [message async for message in theirs.get_messages()]
    assert [message.body for message in heard] in (["first", "second"], ["second", "first"])
    assert sorted(member.identity or "" for member in await theirs.get_members()) == ["alice", "bob", "carol"]
    assert [found.unique_name async for found in carol.get_public_channel_descriptors()] == ["room"]
    service.faults.cut("carol")
    async with theirs.on.message_added.expect(where=lambda message: message.body == "third", timeout=PATIENCE):
        await hers.send_message("third")


@pytest.mark.parametrize("absurd", ["far ahead", "negative", "beyond 64 bits", "fraction", "null", "nested"])
@pytest.mark.parametrize("collection", ["Documents", "Lists"])
async def test_in_what_an_object_begins_with(
    liar: Liar,
    service: LocalService,
    connect: Connect,
    shared_room: SharedRoom,
    collection: str,
    absurd: str,
) -> None:
    """The object is opened again with the next connection, instead of hearing nothing for ever."""
    hers, _ = shared_room
    await hers.add("carol")
    liar.lie("last_event_id", ABSURD[absurd], mark=f"/{collection}/")
    carol = await connect("carol")
    async with carol.on.channel_joined.expect(timeout=PATIENCE):
        await liar.lied.wait()
        await carol.get_user_descriptor("alice")  # what was said before has arrived, too
        liar.rules.clear()
        service.faults.cut("carol")
    async with carol.on.message_added.expect(where=partial(says, "hello")):
        await hers.send_message("hello")


@pytest.mark.parametrize("number", ["4000", "1000000000"])
@pytest.mark.parametrize("place", ["an event", "Documents", "Lists", "Maps"])
async def test_ids_that_could_be(
    liar: Liar, service: LocalService, connect: Connect, shared_room: SharedRoom, place: str, number: str
) -> None:
    """In range, and yet not true: nothing that follows is missed, neither now nor after the next connection."""
    hers, _ = shared_room
    await hers.add("carol")
    if place != "an event":
        liar.lie("last_event_id", number, mark=f"/{place}/")
    carol = await connect("carol")
    theirs = await carol.get_channel_by_sid(hers.sid)
    await theirs.get_messages()
    if place == "an event":
        # Of this one alone, though several may come in one packet.
        liar.rules.append((b"bent", rb'("id":)\d+(?=(?:(?!"id":).)*?"bent")', number.encode()))
        await hers.send_message("bent")
    for turn in range(2):
        heard: set[str] = set()

        def hear(what: Message | ChannelUpdated | Member, heard: set[str] = heard) -> None:
            heard.add(type(what).__name__)

        carol.on.message_added.connect(hear)
        carol.on.channel_updated.connect(hear)
        carol.on.member_joined.connect(hear)
        async with asyncio.timeout(PATIENCE):
            # Whatever happened between the beginning that was lied about and the subscription cannot be known.
            for number_of_try in count():
                await hers.send_message(f"hello {turn} {number_of_try}")
                await hers.update_friendly_name(f"name {turn} {number_of_try}")
                await hers.add(f"dave {turn} {number_of_try}")
                if len(heard) == 3:
                    break
        assert liar.lies
        liar.rules.clear()
        service.faults.cut("carol")


async def test_in_a_notification(liar: Liar, shared_room: SharedRoom, caplog: pytest.LogCaptureFixture) -> None:
    hers, his = shared_room
    await his.get_members()
    for absurd in ABSURD.values():
        liar.rules[:] = [(b'"channel_sid"', rb'("identity":)"alice"', absurd.encode())]
        await hers.typing()
        hers._typing_throttle.reset()  # pyright: ignore[reportPrivateUsage] - time would have to pass
    liar.rules.clear()
    async with his.on.typing_started.expect():
        await hers.typing()
    assert 0 < caplog.text.count("ignored a notification") <= len(ABSURD)


async def test_a_text_that_was_cut_outlives_the_service(tmp_path: Path) -> None:
    text = "cut \ud83d"
    for start in range(2):
        async with (
            LocalService(database=tmp_path / "chat.db", record=tmp_path / "frames.jsonl") as service,
            client_of(service, "alice") as client,
        ):
            if start == 0:
                channel = await make_room(client, unique_name="room", friendly_name=text)
                await channel.send_message(text, {text: [text]})
            found = await client.get_channel_by_unique_name("room")
            message = (await found.get_messages()).items[0]
            assert (found.friendly_name, message.body, message.attributes) == (text, text, {text: [text]})
    for line in (tmp_path / "frames.jsonl").read_text().splitlines():
        assert "ud83d" not in line  # texts are not recorded


@pytest.mark.parametrize("absurd", ABSURD.values())
async def test_in_what_a_client_sends(tmp_path: Path, absurd: str) -> None:
    async with (
        LocalService(record=tmp_path / "frames.jsonl", log_frames=True) as service,
        await RawClient.initialised(service.base_url, service.token("alice")) as client,
    ):
        head = b'{"method":"ping","id":"TM1","odd":%b,"status":%b}' % (absurd.encode(), absurd.encode())
        await client.connection.send(b"TWILSOCK V3.0 %d\r\n%b\r\n" % (len(head), head))
        url = "/Client/v2/Services/IS00000000000000000000000000000001/Conversations"
        body = b'{"friendly_name":"x","attributes":"%b","odd":%b}' % (absurd.encode(), absurd.encode())
        assert (await client.request("POST", url, raw=body)).http_status in (201, 400)
        assert (await client.request("GET", "/Client/v1/Configuration")).http_status == 200
    assert all(json.loads(line) for line in (tmp_path / "frames.jsonl").read_text().splitlines())
