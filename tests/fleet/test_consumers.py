"""Programs that consume what a relay has put into a stream, with a broker in memory, and their pages."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from asyncio.subprocess import PIPE
from contextlib import closing
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest
from faststream.nats import JStream, NatsBroker, TestNatsBroker
from jsonschema import Draft7Validator
from pydantic import ValidationError

from compiler.documents.validation import problems
from support.history import installed
from support.processes import finish
from support.rooms import Connect
from twilio_chat.relayed import ChannelJoinedEvent, MessageAddedEvent, MessageUpdatedEvent, Relayed, read_relayed
from twilio_conversations.relayed import MessageAddedEvent as MessageInConversation
from twilio_fleet.jetstream.consumers import consumer_broker
from twilio_local import LocalService
from twilio_realtime.errors import ArgumentError, ConfigurationError
from twilio_realtime.json import JsonObject
from twilio_realtime.relayed import CloudEventModel, UnknownRelayed
from twilio_testing.relayed import publish_relayed, relayed

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

EXAMPLES = Path(__file__).parents[2] / "examples" / "consumers"


def example(name: str) -> ModuleType:
    """A module of the examples, made anew: what it reads of the environment counts."""
    spec = spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # where annotations are looked up
    spec.loader.exec_module(module)
    return module


def broker_of(module: ModuleType) -> NatsBroker:
    return cast("NatsBroker", module.broker)


def archived(database: Path) -> list[tuple[str, int, str]]:
    """Channel, place and text of what is in the archive, in the order in which it came."""
    with closing(sqlite3.connect(database)) as opened:
        try:
            return opened.execute("SELECT channel, place, body FROM messages ORDER BY rowid").fetchall()
        except sqlite3.OperationalError:
            return []


# ---------------------------------------------------------------------------------------------- in memory


@pytest.mark.parametrize("package", ["twilio_chat", "twilio_conversations"])
def test_every_event_can_be_made_for_a_test(package: str) -> None:
    module = import_module(f"{package}.relayed")
    document = json.loads((Path(str(module.__file__)).parent / "schemas" / "asyncapi.json").read_text(encoding="utf-8"))
    described = {
        message["x-cloud-event"]["type"]: message["payload"]
        for message in document["components"]["messages"].values()
        if "x-cloud-event" in message
    }
    for name in (name for name in module.__all__ if name.endswith("Event")):
        event = relayed(cast("type[CloudEventModel]", getattr(module, name)))
        record = json.loads(event.model_dump_json(by_alias=True))
        schema: JsonObject = {**described.pop(record["type"]), "components": document["components"]}
        assert problems(schema, record["data"]) == [], name
        assert record["subject"]
        assert record["partitionkey"]
    assert described == {}


def test_what_is_made_says_what_it_is_about() -> None:
    event = relayed(MessageAddedEvent, body="hello", channel={"sid": "CH1"}, index=4, sid="IM1")
    assert (event.id, event.subject, event.partition_key) == ("CH1/4/message_added", "IM1", "CH1")
    assert event.time == event.data.date_created
    assert event.time is not None
    assert (event.identity, event.data.body, event.data.channel.sid) == (None, "hello", "CH1")
    changed = relayed(MessageUpdatedEvent, message={"body": "new"}, update_reasons=["body"])
    again = relayed(MessageUpdatedEvent, message=changed.data.message)
    assert (again.data.message, again.data.update_reasons) == (changed.data.message, [])
    assert changed.id != again.id
    joined = relayed(ChannelJoinedEvent, "bob", sid="CH1")
    assert (joined.identity, joined.id.rpartition("/")[2]) == ("bob", "bob")
    assert relayed(MessageInConversation).partition_key == "conversation-sid"
    with pytest.raises(ArgumentError, match="Message has no field 'bodyy', but attributes, author, body"):
        relayed(MessageAddedEvent, bodyy="hello")
    with pytest.raises(ArgumentError, match=r"this is no MessageAddedEvent; of the wrong kind: data\.body"):
        relayed(MessageAddedEvent, body=5)
    with pytest.raises(ArgumentError, match="UnknownRelayed is the model of no relayed event"):
        relayed(UnknownRelayed)


async def test_the_archiver_keeps_each_message_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE", str(tmp_path / "archive.db"))
    archiver = example("archiver")
    async with TestNatsBroker(broker_of(archiver)) as broker:
        for index in (0, 1, 1, 0, 2):
            event = relayed(MessageAddedEvent, body=f"number {index}", channel={"sid": "CH1"}, index=index)
            await publish_relayed(broker, "shop", event)
    assert archived(tmp_path / "archive.db") == [("CH1", index, f"number {index}") for index in range(3)]


async def test_the_auto_reply_answers_once(
    service: LocalService, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = await connect("alice")
    room = await (await alice.create_channel()).join()
    await room.add("bot")
    monkeypatch.setenv("TWILIO_TOKEN", service.token("bot"))
    monkeypatch.setenv("TWILIO_BASE_URL", service.base_url)
    bot = example("auto_reply")
    broker = broker_of(bot)
    async with TestNatsBroker(broker), bot.connected(broker.context):
        asked = relayed(MessageAddedEvent, body="Help!", author="alice", channel={"sid": room.sid})
        for event in (
            asked,
            asked,
            relayed(MessageAddedEvent, body="help", author="bot", channel={"sid": room.sid}, index=1),
            relayed(MessageAddedEvent, body="good morning", author="alice", channel={"sid": room.sid}, index=2),
            relayed(MessageAddedEvent, body="help", author="alice", channel={"sid": "CH0"}, index=3),
        ):
            await publish_relayed(broker, "shop", event)
    written = [(message.author, message.body) for message in (await room.get_messages()).items]
    assert written == [("bot", "Somebody will help you soon, alice.")]


async def test_a_handler_of_everything_and_one_that_fails() -> None:
    broker = consumer_broker("nats://127.0.0.1:4222", read_relayed)
    seen: list[str] = []

    @broker.subscriber("shop.>", stream=JStream("shop", declare=False))
    async def see(event: Relayed) -> None:
        seen.append(type(event).__name__)
        if isinstance(event, MessageUpdatedEvent):
            raise LookupError("it is broken")

    async with TestNatsBroker(broker):
        await publish_relayed(broker, "shop", relayed(ChannelJoinedEvent))
        with pytest.raises(LookupError, match="it is broken"):
            await publish_relayed(broker, "shop", relayed(MessageUpdatedEvent))
        with pytest.raises(ValueError, match="this is no relayed event"):
            await broker.publish(b"secret", "shop.anything")
    assert seen == ["ChannelJoinedEvent", "MessageUpdatedEvent"]


async def test_a_handler_of_one_type_takes_no_other() -> None:
    broker = consumer_broker("nats://127.0.0.1:4222", read_relayed)

    @broker.subscriber("shop.>")
    async def see(event: MessageAddedEvent) -> None:
        raise AssertionError(event)

    async with TestNatsBroker(broker):
        with pytest.raises(ValidationError):
            await publish_relayed(broker, "shop", relayed(ChannelJoinedEvent))


def test_what_cannot_be_used_is_refused_and_passwords_are_not_shown() -> None:
    for url in ("", "http://somewhere", "nats://"):
        with pytest.raises(ConfigurationError, match="the address of the broker"):
            consumer_broker(url, read_relayed)
    for pause in (0.0, -1.0, float("inf"), float("nan")):
        with pytest.raises(ConfigurationError, match="retry_after"):
            consumer_broker("nats://127.0.0.1:4222", read_relayed, retry_after=pause)
    broker = consumer_broker("nats://user:hidden@127.0.0.1:4222", read_relayed)
    assert "hidden" not in repr(broker)
    assert "hidden" not in str(broker.specification.url)


# ---------------------------------------------------------------------------------------------- their pages


@pytest.mark.parametrize(("name", "title"), [("archiver", "Archiver"), ("auto_reply", "Auto-reply")])
async def test_each_example_has_a_page_of_its_own(name: str, title: str, tmp_path: Path) -> None:
    file = tmp_path / "asyncapi.json"
    command = (sys.executable, "-m", "faststream", "docs", "gen", f"{name}:app", "--out", str(file))
    process = await asyncio.create_subprocess_exec(*command, cwd=EXAMPLES, stdout=PIPE, stderr=PIPE)
    said = await finish(process)
    assert process.returncode == 0, said
    document = json.loads(file.read_text(encoding="utf-8"))
    official = json.loads((installed() / "@asyncapi/specs/schemas/3.0.0-without-$id.json").read_text(encoding="utf-8"))
    assert problems(official, document) == []
    assert document["info"]["title"] == title
    (channel,) = document["channels"].values()
    assert channel["address"] == "shop.*.message_added.*"
    (message,) = document["components"]["messages"].values()
    schema = {**message["payload"], "components": document["components"]}
    Draft7Validator.check_schema(schema)
    record = json.loads(relayed(MessageAddedEvent, body="hello").model_dump_json(by_alias=True))
    assert problems(schema, record) == []
    assert problems(schema, {**record, "data": {}}) != []
