"""Events in a JetStream stream, each once, whatever happens to the broker; and cursors in its key-value store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Never

import nats
import pytest
from nats.aio.msg import Msg
from nats.errors import ConnectionClosedError
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig, SubjectTransform
from nats.js.errors import APIError

from fleet.conftest import Kept
from support.nats_process import NatsProcess
from support.rooms import Connect
from twilio_chat import Channel, Client
from twilio_fleet import BrokerError, CloudEvent, CloudEvents, Relay, SharedCursors
from twilio_fleet.jetstream import Broker, NatsCursors, StreamSink
from twilio_local import LocalService
from twilio_realtime.deliveries import Cursor
from twilio_realtime.errors import ConfigurationError, CursorError
from twilio_realtime.json import MAX_DEPTH, JsonValue

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false


def event(position: int | None, number: int = 0, partition: str = "CH1") -> CloudEvent:
    return CloudEvent(
        name="thing_added",
        id=f"{partition}/{position}/{number}",
        type="com.example.thing.added",
        source="/tests",
        subject="TH1",
        partition=partition,
        position=position,
        identity=None,
        time=None,
        data={"body": "hello"},
    )


async def told(lines: list[str], wanted: Callable[[str], bool]) -> None:
    """Waits for a line that the relay tells."""
    while True:
        if any(map(wanted, lines)):
            return
        await asyncio.sleep(0.01)


@asynccontextmanager
async def relaying(service: LocalService, server: NatsProcess, lines: list[str]) -> AsyncGenerator[Relay]:
    """A relay for bob that runs beside the test, impatient."""
    async with Broker(server.url, timeout=1.0) as broker:
        relay = Relay(
            CloudEvents("twilio_chat"),
            StreamSink(broker, "events"),
            tell=lines.append,
            pause=lambda _: asyncio.sleep(0.02),
        )
        client = Client(service.token("bob"), base_url=service.base_url)
        store = SharedCursors(NatsCursors(broker))
        deliveries = client.deliveries(store, start="beginning", concurrency=4)
        task = asyncio.create_task(relay.run(client, client.on, deliveries))
        try:
            yield relay
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def room_of(connect: Connect) -> Channel:
    alice = await connect("alice")
    room = await (await alice.create_channel(unique_name="room")).join()
    await room.add("bob")
    return room


async def messages_in(kept: Kept, count: int) -> list[str]:
    """Subjects of messages, once there are so many."""
    while True:
        found = [subject for subject, _ in await kept("events") if ".message_added." in subject]
        if len(found) >= count:
            return found
        await asyncio.sleep(0.02)


async def test_each_event_is_kept_once(server: NatsProcess, kept: Kept) -> None:
    async with Broker(server.url) as broker, Broker(server.url) as another:
        sink, other = StreamSink(broker, "events"), StreamSink(another, "events")
        for one in (event(0), event(None, 1), event(1), event(0), event(None, 1)):
            await sink.put(one)
            await other.put(one)
        # Longer ago than the window of duplicates, as far as the broker knows: the id is another one.
        await other.put(event(1, number=7))
        assert "events" in repr(sink)
    found = await kept("events")
    assert [subject for subject, _ in found] == [
        "events.CH1.thing_added.0",
        "events.CH1.thing_added",
        "events.CH1.thing_added.1",
    ]
    assert found[0][1] == event(0).record()


async def test_what_several_users_are_told_of_is_published_once(server: NatsProcess) -> None:
    client = await nats.connect(server.url)
    async with Broker(server.url) as broker:
        sink = StreamSink(broker, "events")
        await sink.open()
        published: list[str] = []

        async def count(message: Msg) -> None:
            published.append(message.subject)

        await client.subscribe("events.>", cb=count)
        await client.flush()
        for position in range(3):
            first, *others = [asyncio.create_task(sink.put(event(position))) for _ in range(20)]
            await asyncio.sleep(0)
            if position == 1:
                first.cancel()  # the next one does it
            await asyncio.wait([first, *others])
            assert first.cancelled() == (position == 1)
            assert all(task.exception() is None for task in others)
        await sink.put(event(0))
        await client.flush()
        await told(published, lambda subject: subject.endswith(".2"))
        assert sorted(set(published)) == [f"events.CH1.thing_added.{position}" for position in range(3)]
        assert len(published) <= 4
        await client.close()  # it does not like what comes now
        await server.kill()
        puts = await asyncio.gather(*(sink.put(event(9)) for _ in range(5)), return_exceptions=True)
        assert all(isinstance(put, BrokerError) for put in puts)
        await server.start()
        await sink.put(event(9))


async def test_whoever_is_stopped_together_with_the_one_that_publishes_stops() -> None:
    """A worker that has lost its leases stops all of its users at once, and many of them are told of the same."""

    class Stalled(Broker):
        async def use(self, work: object) -> Never:
            await asyncio.Event().wait()
            raise AssertionError

    sink = StreamSink(Stalled("nats://127.0.0.1:1"), "events")
    users = [asyncio.create_task(sink.put(event(None))) for _ in range(3)]
    await asyncio.sleep(0)
    for user in users:
        user.cancel()
    for _ in range(10):
        await asyncio.sleep(0)
    assert [user.cancelled() for user in users] == [True] * 3


async def test_the_deepest_event_is_kept(server: NatsProcess, kept: Kept) -> None:
    data: JsonValue = "\ud800"
    for _ in range(MAX_DEPTH):
        data = [data]
    async with Broker(server.url) as broker:
        await StreamSink(broker, "events").put(replace(event(0), data=data))
    ((subject, _),) = await kept("events")
    assert subject == "events.CH1.thing_added.0"


@pytest.mark.parametrize("partition", ["a.b c*>", "ünï", "\ud800", "=", ""])
async def test_any_partition_makes_a_subject(server: NatsProcess, kept: Kept, partition: str) -> None:
    async with Broker(server.url) as broker:
        await StreamSink(broker, "events").put(event(3, partition=partition))
    ((subject, _),) = await kept("events")
    assert subject.count(".") == 3
    assert subject.isascii()


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        (StreamConfig(name="events", subjects=["events.*"]), r"its subjects are events\.\*, not events\.>"),
        (
            StreamConfig(name="events", subjects=["events.>"], retention=RetentionPolicy.WORK_QUEUE),
            "its retention is workqueue",
        ),
        (StreamConfig(name="events", subjects=["events.>"], max_bytes=1_000_000), "has a bound and discards the old"),
        (StreamConfig(name="events", subjects=["events.>"], max_msgs_per_subject=1), "keeps 1 messages of a subject"),
        (StreamConfig(name="events", subjects=["events.>"], storage=StorageType.MEMORY), "it is kept in memory"),
        (
            StreamConfig(
                name="events", subjects=["events.>"], subject_transform=SubjectTransform(src="events.>", dest="other.>")
            ),
            "it changes subjects",
        ),
        (StreamConfig(name="another", subjects=["events.>"]), "another stream keeps events.>"),
    ],
)
async def test_a_stream_with_another_configuration(server: NatsProcess, config: StreamConfig, problem: str) -> None:
    client = await nats.connect(server.url)
    await client.jetstream().add_stream(config)
    await client.close()
    async with Broker(server.url) as broker:
        with pytest.raises(BrokerError, match=problem) as caught:
            await StreamSink(broker, "events").open()
    assert caught.value.lasting


async def test_a_stream_of_the_right_configuration_is_used(server: NatsProcess) -> None:
    async with Broker(server.url) as broker:
        for _ in range(2):
            sink = StreamSink(broker, "events", prefix="shop")
            await sink.open()
            await sink.put(event(0))


async def test_a_stream_may_forget_what_is_old(server: NatsProcess, kept: Kept) -> None:
    client = await nats.connect(server.url)
    stream = client.jetstream()
    await stream.add_stream(StreamConfig(name="events", subjects=["events.>"], max_age=3600, max_msgs=-1, max_bytes=-1))
    async with Broker(server.url) as broker:
        sink = StreamSink(broker, "events")
        for position in (0, 1, 0):
            await sink.put(event(position))
    assert len(await kept("events")) == 2
    await client.close()


@pytest.mark.parametrize("url", ["", "http://host", "nats://", "nats://host:port", "nats://me:secret@"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ConfigurationError, match="the address of the broker is") as caught:
        Broker(url)
    assert "secret" not in str(caught.value)


def test_what_is_secret_in_an_address_is_not_shown() -> None:
    broker = Broker("nats://me:secret@one.example:4223, tls://token@two.example")
    assert repr(broker) == "<Broker at one.example:4223, two.example:4222>"
    assert "secret" not in repr(StreamSink(broker, "events")) + repr(NatsCursors(broker))


async def test_nothing_is_lost_while_the_broker_is_down(
    service: LocalService, connect: Connect, server: NatsProcess, kept: Kept
) -> None:
    room = await room_of(connect)
    lines: list[str] = []
    await server.kill()
    async with relaying(service, server, lines):
        await room.send_message("one")
        await told(lines, lambda line: "cannot be reached" in line)
        await server.start()
        await messages_in(kept, 1)
        for number in range(2):
            await server.kill()
            await room.send_message(f"while it is down {number}")
            await server.start()
            await room.send_message(f"and up {number}")
            await messages_in(kept, 3 + 2 * number)
    assert await messages_in(kept, 5) == [f"events.{room.sid}.message_added.{index}" for index in range(5)]
    assert all(line != before for before, line in pairwise(lines))
    assert all("secret" not in line for line in lines)


async def test_a_full_stream_refuses_and_is_told_of(
    service: LocalService, connect: Connect, server: NatsProcess, kept: Kept
) -> None:
    client = await nats.connect(server.url)
    stream = client.jetstream()
    config = StreamConfig(name="events", subjects=["events.>"], max_msgs=2, discard=DiscardPolicy.NEW)
    await stream.add_stream(config)
    room = await room_of(connect)
    lines: list[str] = []
    async with relaying(service, server, lines):
        for number in range(4):
            await room.send_message(str(number))
        await told(lines, lambda line: "is full: maximum messages exceeded; make room" in line)
        config.max_msgs = 100
        await stream.update_stream(config)
        assert len(await messages_in(kept, 4)) == 4
        await told(lines, lambda line: line == "events are handed on again")
    await client.close()
    assert len([line for line in lines if "is full" in line]) == 1


async def test_a_broker_that_does_not_let_one_write_or_in(server: NatsProcess) -> None:
    async with Broker(server.url) as broker:
        await StreamSink(broker, "events").open()
    await server.kill()
    server.configure(
        'authorization { users = [ {user: reader, password: secret, permissions: {publish: ["$JS.API.>"]}} ] }'
    )
    await server.start()
    async with Broker(server.url.replace("//", "//reader:secret@"), timeout=1.0) as broker:
        with pytest.raises(
            BrokerError, match="refuses: its user may not publish to the subjects of the stream; give it"
        ) as caught:
            await StreamSink(broker, "events").put(event(0))
        assert "secret" not in str(caught.value)
        assert not caught.value.lasting
    async with Broker(server.url.replace("//", "//reader:wrong-secret@"), timeout=1.0) as broker:
        with pytest.raises(BrokerError, match="does not accept the user, password or token") as caught:
            await StreamSink(broker, "events").put(event(0))
        assert "secret" not in str(caught.value)


async def test_cursors(server: NatsProcess) -> None:
    async with Broker(server.url) as broker, Broker(server.url) as another:
        store, other = NatsCursors(broker), NatsCursors(another)
        assert await store.read("bob", "CH1") is None
        await store.write("bob", "CH1", Cursor(3, 4, 2))
        assert await other.read("bob", "CH1") == Cursor(3, 4, 2)
        await other.write("bob", "CH1", Cursor(7))
        await store.write("bob", "CH1", Cursor(5))  # never back, though this one knew nothing of the other
        assert await store.read("bob", "CH1") == Cursor(7)
        await store.write("bob", "CH1", Cursor(7, 8, 1))
        assert await other.read("bob", "CH1") == Cursor(7, 8, 1)
        for strange in ("a.b *>", "", "\ud800", "ünï"):
            await store.write(strange, strange, Cursor(1))
            assert await other.read(strange, strange) == Cursor(1)
        await asyncio.gather(*(one.write("all", "CH", Cursor(n)) for n in range(10) for one in (store, other)))
        assert await store.read("all", "CH") == Cursor(9)
        await server.kill()
        await server.start()
        await store.write("bob", "CH1", Cursor(9))
        assert await other.read("bob", "CH1") == Cursor(9)


async def test_cursors_that_were_removed_begin_anew(server: NatsProcess) -> None:
    async with Broker(server.url) as broker:
        store = NatsCursors(broker)
        await store.write("bob", "CH1", Cursor(3))
        client = await nats.connect(server.url)
        bucket = await client.jetstream().key_value("cursors")
        (key,) = await bucket.keys()
        await bucket.delete(key)
        assert await store.read("bob", "CH1") is None
        await store.write("bob", "CH1", Cursor(1))
        assert await store.read("bob", "CH1") == Cursor(1)
        await client.close()


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (b"milk", "holds something else than cursors"),
        (b'{"position": true, "attempts": 0, "version": 1}', "holds something else than cursors"),
        (b'{"position": 1, "pending": null, "attempts": 0, "version": 2}', "cursors of version 2"),
    ],
)
async def test_a_bucket_of_something_else(server: NatsProcess, value: bytes, problem: str) -> None:
    async with Broker(server.url) as broker:
        store = NatsCursors(broker)
        await store.write("bob", "CH1", Cursor(1))
        client = await nats.connect(server.url)
        bucket = await client.jetstream().key_value("cursors")
        (key,) = await bucket.keys()
        await bucket.put(key, value)
        await client.close()
        with pytest.raises(CursorError, match=problem):
            await store.read("bob", "CH1")


async def test_cursors_without_a_broker(server: NatsProcess) -> None:
    await server.kill()
    async with Broker(server.url) as broker:
        store = NatsCursors(broker)
        for work in (store.read("bob", "CH1"), store.write("bob", "CH1", Cursor(1))):
            with pytest.raises(CursorError, match=f"the broker at {server.place} cannot be reached"):
                await work


async def test_no_cancellation_is_lost_in_the_library_and_none_comes_from_it(server: NatsProcess) -> None:
    async with Broker(server.url) as broker:
        begun = asyncio.Event()
        error: Exception | None

        async def swallow(_: JetStreamContext) -> None:
            begun.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:  # as `asyncio.wait_for` of Python 3.11 may
                if error is not None:
                    raise error from None

        for error in (None, APIError(code=503), TimeoutError(), ConnectionClosedError(), ConnectionRefusedError()):
            begun.clear()
            task = asyncio.create_task(broker.use(swallow))
            await begun.wait()
            task.cancel()
            await asyncio.wait([task])
            assert task.cancelled(), error

        async def cancelled_by_the_library(_: JetStreamContext) -> None:
            raise asyncio.CancelledError

        with pytest.raises(BrokerError, match="cannot be reached"):
            await broker.use(cancelled_by_the_library)
