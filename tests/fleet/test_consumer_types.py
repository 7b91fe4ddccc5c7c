"""Programs that consume relayed events: type checkers know what each event tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.type_checkers import ask_mypy, ask_pyright

pytestmark = pytest.mark.checkers

RIGHT = """\
from datetime import datetime

from faststream.nats import JStream, TestNatsBroker
from pydantic import JsonValue
from typing_extensions import assert_type

from twilio_chat.relayed import (
    ChannelJoinedEvent,
    ChannelUpdatedEvent,
    MemberData,
    MemberJoinedEvent,
    MessageAddedEvent,
    MessageData,
    Relayed,
    UnknownRelayed,
    read_relayed,
)
from twilio_conversations import relayed as conversations
from twilio_fleet.jetstream.consumers import consumer_broker
from twilio_testing.relayed import publish_relayed, relayed

broker = consumer_broker("nats://127.0.0.1:4222", read_relayed)


@broker.subscriber("shop.>", stream=JStream("shop", declare=False))
async def handle(event: Relayed) -> None:
    assert_type(event.id, str)
    assert_type(event.source, str)
    assert_type(event.subject, str | None)
    assert_type(event.time, datetime | None)
    assert_type(event.partition_key, str | None)
    assert_type(event.identity, str | None)
    match event:
        case MessageAddedEvent(data=data):
            assert_type(data, MessageData)
            assert_type(data.index, int)
            assert_type(data.body, str | None)
            assert_type(data.channel.sid, str)
            assert_type(data.attributes, JsonValue)
        case MemberJoinedEvent(data=member):
            assert_type(member, MemberData)
        case ChannelUpdatedEvent():
            for reason in event.data.update_reasons:
                if reason == "friendlyName":
                    assert_type(event.data.channel.friendly_name, str | None)
        case UnknownRelayed():
            assert_type(event.type, str)
            assert_type(event.data, JsonValue)
        case _:
            pass


async def try_it() -> None:
    async with TestNatsBroker(broker) as in_memory:
        made = relayed(ChannelJoinedEvent, "bob", friendly_name="Room")
        assert_type(made, ChannelJoinedEvent)
        await publish_relayed(in_memory, "shop", made)


def of_conversations(line: str) -> str | None:
    event = conversations.read_relayed(line)
    return event.data.conversation.sid if isinstance(event, conversations.MessageAddedEvent) else None
"""
WRONG = {
    "field.py": "def f(event: MessageAddedEvent) -> object:\n    return event.data.bodyy\n",
    "event.py": "def f(event: Relayed) -> object:\n    return event.data.body\n",
    "type.py": 'def f(event: MessageAddedEvent) -> bool:\n    return event.type == "com.example.made.up"\n',
    "reason.py": 'def f(event: MessageUpdatedEvent) -> bool:\n    return "bodyy" == event.data.update_reasons[0]\n',
}
HEAD = "from twilio_chat.relayed import MessageAddedEvent, MessageUpdatedEvent, Relayed\n\n"


def test_what_is_right_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(RIGHT, encoding="utf-8")
    assert ask_mypy([tmp_path / "right.py"]) == []
    assert ask_pyright(tmp_path) == []


def test_mistakes_are_found(tmp_path: Path) -> None:
    for name, code in WRONG.items():
        (tmp_path / f"wrong_{name}").write_text(HEAD + code, encoding="utf-8")
    modules = {f"wrong_{name}".removesuffix(".py") for name in WRONG}
    assert {one.module for one in ask_mypy(sorted(tmp_path.glob("*.py")))} == modules
    assert modules <= {one.module for one in ask_pyright(tmp_path)}
