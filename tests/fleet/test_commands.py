"""Commands of other programs, carried out by whoever serves the user: by a real server, with the embedded service."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import cast

import nats
import pytest
from nats.js.api import StreamConfig

from fleet.conftest import Kept
from support.nats_process import NatsProcess
from support.rooms import Connect
from twilio_chat import Channel, Client, CreateChannelOptions
from twilio_chat.commands import (
    COMMANDS,
    ChannelCommands,
    ClientCommands,
    MemberCommands,
    MessageCommands,
    UserCommands,
)
from twilio_conversations import Client as ConversationsClient
from twilio_conversations.commands import COMMANDS as CONVERSATION_COMMANDS
from twilio_conversations.commands import ConversationCommands
from twilio_conversations.commands import MessageCommands as ConversationMessageCommands
from twilio_fleet import BrokerError, CommandError
from twilio_fleet.commands import LARGEST, Caller, CommandServer
from twilio_fleet.jetstream import Broker, NatsCommands
from twilio_local import LocalService
from twilio_realtime.errors import ArgumentError, ConflictError, DeadlineError, NotFoundError
from twilio_realtime.json import JsonObject, JsonValue

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

SECRET = "a text that nobody but the room may see"


@pytest.fixture
async def alice(connect: Connect) -> Client:
    return await connect("alice")


@pytest.fixture
async def room(alice: Client) -> Channel:
    return await (await alice.create_channel(unique_name="general")).join()


@pytest.fixture
async def caller(server: NatsProcess) -> AsyncIterator[Caller]:
    async with Broker(server.url) as broker:
        yield Caller(NatsCommands(broker, "shop"), within=600)


@asynccontextmanager
async def serving(server: NatsProcess, client: Client, told: list[str] | None = None) -> AsyncGenerator[CommandServer]:
    """Somebody who serves alice."""
    said: list[str] = []
    async with Broker(server.url) as broker:
        made = CommandServer(NatsCommands(broker, "shop"), COMMANDS, tell=(said if told is None else told).append)
        task = asyncio.create_task(made.serve(client, "alice"))
        try:
            yield made
        finally:
            task.cancel()
            await asyncio.wait([task])
    assert told is not None or not said


async def bodies(room: Channel) -> list[str | None]:
    return [message.body async for message in room.get_messages(100, 0, "forward")]


async def publish(server: NatsProcess, identity: str, *documents: bytes) -> None:
    async with Broker(server.url) as broker:
        await NatsCommands(broker, "shop").open()
    client = await nats.connect(server.url)
    try:
        for document in documents:
            await client.jetstream().publish(f"shop-commands.{identity}", document)
    finally:
        await client.close()


async def answer(kept: Kept, identity: str, command_id: str) -> JsonObject:
    """The record of a command that has ended."""
    while True:
        for subject, record in await kept("shop-answers"):
            if subject == f"shop-answers.{identity}.{command_id}" and record["state"] != "begun":
                return record
        await asyncio.sleep(0.05)


async def nothing_waits(kept: Kept) -> None:
    while True:
        if not await kept("shop-commands"):
            return
        await asyncio.sleep(0.05)


async def test_answers_are_typed(server: NatsProcess, alice: Client, room: Channel, caller: Caller) -> None:
    async with serving(server, alice):
        general = ChannelCommands(caller, "alice", "general")
        assert await general.send_message("hello", {"n": 1}) == 0
        assert await ChannelCommands(caller, "alice", room.sid).send_message("again") == 1
        assert await bodies(room) == ["hello", "again"]
        first = MessageCommands(caller, "alice", "general", 0)
        messages = [message async for message in room.get_messages(100, 0, "forward")]
        assert await first.update_body("hi") == messages[0].sid
        assert await first.update_attributes({"n": 2}) == messages[0].sid
        async with room.on.member_joined.expect() as joined:
            await general.add("bob")
        bob = joined.value
        assert await MemberCommands(caller, "alice", "general", "bob").update_attributes({"role": "guest"}) == bob.sid
        await MemberCommands(caller, "alice", "general", bob.sid).remove()
        assert await general.advance_last_consumed_message_index(1) == 0
        await general.typing()
        assert await general.update_friendly_name("General") == room.sid
        assert await UserCommands(caller, "alice", "alice").update_friendly_name("Alice") == "alice"
        client = ClientCommands(caller, "alice")
        made = await client.create_channel(CreateChannelOptions(unique_name="two", attributes={"a": [None]}))
        found = await alice.get_channel_by_unique_name("two")
        assert (found.sid, found.attributes) == (made, {"a": [None]})
        assert await client.get_or_create_channel("two") == made
        assert await first.remove() == messages[0].sid
        assert await bodies(room) == ["again"]
        assert await general.leave() == room.sid
        assert await general.join() == room.sid


async def test_what_is_wrong(server: NatsProcess, alice: Client, room: Channel, caller: Caller, kept: Kept) -> None:
    general = ChannelCommands(caller, "alice", "general")
    async with serving(server, alice):
        await general.add("bob")
        with pytest.raises(ConflictError, match="status 409, code 50404") as conflict:
            await general.add("bob")
        assert (conflict.value.status, conflict.value.code) == (409, 50404)
        for wrong in (MessageCommands(caller, "alice", "general", 7), MessageCommands(caller, "alice", "absent", 0)):
            with pytest.raises(NotFoundError):
                await wrong.remove()
        with pytest.raises(NotFoundError):
            await MemberCommands(caller, "alice", "general", "carol").remove()
        for method, at, arguments, problem in (
            ("Channel.sendMessage", {"channel": "general"}, {"message": [SECRET]}, r"^arguments\.message"),
            (
                "Channel.sendMessage",
                {"channel": "general"},
                {"text": SECRET},
                r"^arguments\.text: there is no such name",
            ),
            ("Channel.join", {"chanel": SECRET}, {}, r"^at\.chanel: there is no such name; .*, and give 'channel'$"),
            ("Channel.sendMessage", {"channel": 5}, {"message": SECRET}, r"^at\.channel: Input should be a valid str"),
            ("Channel.sendMessage", {}, {"message": SECRET}, r"^at\.channel: missing; give it"),
            ("Channel.add", {"channel": "general"}, {}, r"^arguments\.identity: missing; give it"),
            ("Client.createChannel", {}, {"options": {"isPrivate": SECRET}}, r"^arguments\.options\.isPrivate"),
            ("Channel.setUserNotificationLevel", {"channel": "general"}, {"notificationLevel": SECRET}, "default"),
        ):
            with pytest.raises(ArgumentError, match=problem) as caught:
                await caller.call("alice", method, cast("JsonObject", at), cast("JsonObject", arguments))
            assert SECRET not in str(caught.value)
        for method in ("Client.shutdown", "Client.updateToken", "Client.deliveries", "Channel.getMessages", "x" * 256):
            with pytest.raises(ArgumentError, match=r"cannot be called from elsewhere; these can: Channel\.add, "):
                await caller.call("alice", method, {}, {})
        await nothing_waits(kept)
    # What is wrong with the types is seen before anything is sent.
    with pytest.raises(ArgumentError, match=r"^message: Input should be a valid string"):
        await general.send_message(cast("str", [SECRET]))
    with pytest.raises(ArgumentError, match="at most 65536 are possible"):
        await general.send_message("x" * LARGEST)
    with pytest.raises(ArgumentError, match="command_id must have at most 128 characters"):
        await general.join(command_id="x" * 129)
    for within in (0.0, -1.0, float("nan"), 50_000.0):
        with pytest.raises(ArgumentError, match="within must be"):
            await general.join(within=within)
    assert SECRET not in repr(general)


async def test_nobody_serves_the_user(
    server: NatsProcess, alice: Client, room: Channel, caller: Caller, kept: Kept
) -> None:
    general = ChannelCommands(caller, "alice", "general")
    with pytest.raises(DeadlineError, match=r"in time, and nobody will; see that .*, with --commands"):
        await general.send_message("too late", within=0.2)
    async with serving(server, alice):
        assert await general.send_message("in time") == 0  # behind the other one
        await nothing_waits(kept)
    assert await bodies(room) == ["in time"]


async def test_the_same_id_again(server: NatsProcess, alice: Client, room: Channel, caller: Caller) -> None:
    general = ChannelCommands(caller, "alice", "general")
    async with serving(server, alice):
        both = await asyncio.gather(*(general.send_message("once", command_id="a.b *> ü") for _ in range(3)))
        assert both == [0, 0, 0]
    async with serving(server, alice):  # somebody else
        assert await general.send_message("another text", command_id="a.b *> ü") == 0
        document = {"id": "again", "identity": "alice", "method": "Channel.sendMessage", "at": {"channel": "general"}}
        raw = json.dumps({**document, "arguments": {"message": "delivered twice"}}).encode()
        await publish(server, "alice", raw, raw)
        assert await general.send_message("then") == 2
    assert await bodies(room) == ["once", "delivered twice", "then"]


async def test_carried_out_and_not_answered(
    server: NatsProcess, alice: Client, room: Channel, caller: Caller, monkeypatch: pytest.MonkeyPatch, kept: Kept
) -> None:
    """Whoever serves next repeats it, and the service knows that it was done: answers are those of the first time."""
    general = ChannelCommands(caller, "alice", "general")
    write = NatsCommands.write
    reached = asyncio.Event()

    async def dies(self: NatsCommands, identity: str, command_id: str, record: bytes, revision: int) -> int | None:
        if b'"begun"' not in record:
            reached.set()
            await asyncio.Event().wait()
        return await write(self, identity, command_id, record, revision)

    async def interrupted(command: Callable[[], Awaitable[JsonValue]]) -> JsonValue:
        reached.clear()
        async with serving(server, alice):
            monkeypatch.setattr(NatsCommands, "write", dies)
            asked = asyncio.ensure_future(command())
            await reached.wait()
        monkeypatch.setattr(NatsCommands, "write", write)
        async with serving(server, alice):
            return await asked

    assert await interrupted(lambda: general.send_message("once", command_id="sent")) == 0
    assert (await answer(kept, "alice", "sent"))["attempt"] == 2
    assert await bodies(room) == ["once"]
    assert await interrupted(lambda: general.add("bob")) is None
    made = await interrupted(lambda: ClientCommands(caller, "alice").create_channel())
    assert isinstance(made, str)
    assert len([found async for found in alice.get_public_channel_descriptors()]) == 2


async def test_order_and_many_at_a_time(server: NatsProcess, alice: Client, room: Channel, caller: Caller) -> None:
    other = await (await alice.create_channel(unique_name="other")).join()
    documents = [
        json.dumps(
            {
                "id": str(number),
                "identity": "alice",
                "method": "Channel.sendMessage",
                "at": {"channel": ("general", "other")[number % 2]},
                "arguments": {"message": str(number)},
            }
        ).encode()
        for number in range(80)
    ]
    await publish(server, "alice", *documents)
    async with serving(server, alice):
        assert await ChannelCommands(caller, "alice", "general").send_message("last") == 40
        assert await ChannelCommands(caller, "alice", "other").send_message("last") == 40
    assert await bodies(room) == [*map(str, range(0, 80, 2)), "last"]
    assert await bodies(other) == [*map(str, range(1, 80, 2)), "last"]


async def test_the_broker_is_away_for_a_while(
    server: NatsProcess, alice: Client, room: Channel, caller: Caller
) -> None:
    general = ChannelCommands(caller, "alice", "general")
    told: list[str] = []
    async with serving(server, alice, told):
        await general.send_message("before")
        await server.kill()
        asked = asyncio.create_task(general.send_message("while it was away", command_id="away"))
        with pytest.raises(BrokerError):
            await ChannelCommands(caller, "alice", "general").join(within=0.2)
        await server.start()
        assert await asked == 1
        assert await general.send_message("anything", command_id="away") == 1
    # Whether it was away when somebody looked is up to chance.
    assert not told or (told[0].startswith("the broker at ") and told[-1] == "commands are carried out again")
    assert await bodies(room) == ["before", "while it was away"]
    await server.kill()
    with pytest.raises(BrokerError, match="the broker at"):
        await general.send_message("never", within=0.2)


async def test_hostile_documents_cost_only_themselves(
    server: NatsProcess, alice: Client, room: Channel, caller: Caller, kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    right: JsonObject = {
        "id": "right",
        "identity": "alice",
        "method": "Channel.sendMessage",
        "at": {"channel": "general"},
        "arguments": {"message": SECRET},
    }
    wrong: dict[str, JsonObject] = {
        "other-identity": {**right, "identity": "bob"},
        "no-method": {name: value for name, value in right.items() if name != "method"},
        "kind-of-at": {**right, "at": [SECRET]},
        "more": {**right, "more": SECRET},
        "no-number": {**right, "arguments": {"messageAttributes": float("nan")}},
        "large": {
            **right,
            "at": {"channel": "general", "message": 10**300},
            "method": "Message.remove",
            "arguments": {},
        },
        "expires": {**right, "expires": SECRET},
    }
    shapeless = (
        *(b"", b"{", b"\xff\xfe", b"null", b"[]", b"[" * 50_000, b'{"id": 7}', b'{"id": ""}', b"x" * LARGEST),
        *(b'{"id": "\\ud800"}', b'{"id": "deep", "at": %b}' % (b"[" * 500 + b"]" * 500)),
    )
    expired = json.dumps({**right, "id": "expired", "expires": "2020-01-01T00:00:00Z"}).encode()
    told: list[str] = []
    async with serving(server, alice, told):
        await ChannelCommands(caller, "alice", "general").send_message("first")
        documents = [json.dumps({**document, "id": name}).encode() for name, document in wrong.items()]
        await publish(server, "alice", *shapeless, *documents, expired, json.dumps(right).encode())
        assert (await answer(kept, "alice", "right"))["result"] == 1
        for name in wrong:
            error = (await answer(kept, "alice", name))["error"]
            assert isinstance(error, dict)
            # A number that large is a right one, which the method refuses, or finds nothing at.
            assert error["kind"] in ("ArgumentError", "NotFoundError", "RequestError"), (name, error)
        assert "nobody has begun" in json.dumps(await answer(kept, "alice", "expired"))
        await nothing_waits(kept)
    assert await bodies(room) == ["first", SECRET]
    assert len(told) == len(shapeless)
    said = "\n".join([*told, caplog.text, json.dumps(await kept("shop-answers"))])
    assert SECRET not in said


async def test_a_fault_of_the_worker_costs_only_one_command(
    server: NatsProcess, alice: Client, room: Channel, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: Channel) -> None:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(Channel, "typing", broken)
    general = ChannelCommands(caller, "alice", "general")
    told: list[str] = []
    async with serving(server, alice, told):
        with pytest.raises(
            CommandError, match=r"Channel\.typing ended with ZeroDivisionError, which is a fault of the w"
        ):
            await general.typing()
        assert await general.send_message("on it goes") == 0
    assert len(told) == 1


async def test_streams_with_another_configuration(server: NatsProcess) -> None:
    client = await nats.connect(server.url)
    context = client.jetstream()
    for name, config, problem in (
        ("one", StreamConfig(subjects=["elsewhere"]), "its subjects are elsewhere"),
        ("two", StreamConfig(subjects=["two-commands.*"], max_age=60.0), "what is in it for 60 seconds, not 86400"),
        ("three", StreamConfig(subjects=["three-commands.*"], max_msgs=5), "it must discard the new"),
    ):
        await context.add_stream(config.evolve(name=f"{name}-commands"))
        async with Broker(server.url) as broker:
            with pytest.raises(BrokerError, match=problem) as caught:
                await NatsCommands(broker, name).open()
            assert caught.value.lasting
    await client.close()


async def test_conversations(server: NatsProcess, service: LocalService, caller: Caller) -> None:
    async with (
        ConversationsClient(service.token("alice"), base_url=service.base_url) as alice,
        Broker(server.url) as broker,
    ):
        conversation = await (await alice.create_conversation(unique_name="general")).join()
        worker = CommandServer(NatsCommands(broker, "shop"), CONVERSATION_COMMANDS, tell=pytest.fail)
        task = asyncio.create_task(worker.serve(alice, "alice"))
        general = ConversationCommands(caller, "alice", "general")
        assert await general.send_message("hello") == 0
        added = await general.add("bob")
        assert (added.identity, added.conversation_sid) == ("bob", conversation.sid)
        assert await ConversationMessageCommands(caller, "alice", "general", 0).update_body("hi")
        with pytest.raises(ArgumentError, match="cannot be called from elsewhere"):
            await caller.call("alice", "Channel.sendMessage", {"channel": "general"}, {"message": "hello"})
        task.cancel()
        await asyncio.wait([task])
