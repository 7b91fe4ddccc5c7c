"""What a worker of a fleet costs, and how fast it is beside the broker that it writes to. Judges nothing.

The service and a real `nats-server` run in processes of their own, in a folder that is removed at the end; the worker
is this process, so its processor time is that of the worker alone. All of them share the machine. Ratios are those of
the same round.

    python benchmarks/fleet.py [--messages 2000] [--channels 32] [--clients 200] [--kept 20000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from figures import Figures, add_option, this_machine
from growth import IN_FLIGHT, START_SECONDS, TOKENS, Stopwatch, allow_sockets, serve
from peers import TESTS, CannotMeasure, Peer, measured, memory_kib, processor_seconds, this_program
from service_load import CONVERSATIONS
from service_load import Client as Socket

import twilio_chat as chat
from twilio_fleet import CloudEvent, CloudEvents, EventSink, Relay, SharedCursors
from twilio_realtime.client import is_ready
from twilio_realtime.json import JsonObject

if TYPE_CHECKING:
    from nats.js import JetStreamContext
    from nats.js.api import PubAck

    from support.nats_process import NatsProcess
    from twilio_fleet.jetstream import Broker

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

PIPELINED: Final = 256
"""Bare messages that are on their way at a time."""
CONCURRENCY: Final = 16
"""Channels of one user at a time, as the command has it."""
LAG: Final = 5.0
"""Seconds for which cursors are gathered, as the command has it."""
LEASES_AT_ONCE: Final = 64
MEMBERSHIPS: Final = 5
"""Channels that each of many clients has joined."""
TOGETHER: Final = 10
"""Clients that are in the same channels."""
TEXT: Final = "a text of ordinary length, as people write it"


@asynccontextmanager
async def broker_program() -> AsyncGenerator[NatsProcess]:
    """A NATS server of one's own, which is killed at the end."""
    if str(TESTS) not in sys.path:
        sys.path.append(str(TESTS))
    if find_spec("nats") is None:
        raise CannotMeasure("nats-py is missing; install the extra fleet")
    from support.nats_process import NatsProcess, nats_server

    program = nats_server()
    if program is None:
        raise CannotMeasure("there is no nats-server; install it, or the development environment, which has one")
    with tempfile.TemporaryDirectory() as folder:
        server = NatsProcess(program, Path(folder))
        await server.start()
        try:
            yield server
        finally:
            await server.kill()


async def all_of(work: Iterable[Awaitable[object]], most: int = IN_FLIGHT) -> None:
    """Wait for much, a bounded number at a time."""
    waiting = iter(work)

    async def some() -> None:
        for one in waiting:
            await one

    async with asyncio.TaskGroup() as tasks:
        for _ in range(most):
            tasks.create_task(some())


# ---------------------------------------------------------------------------------------------- the rate of a relay


async def fill(base_url: str, messages: int, channels: int) -> None:
    """Let ``reader`` be in channels with messages."""
    owner = await Socket.signed_in(base_url, "owner")
    sids: list[str] = []
    for _ in range(channels):
        sid = str((await owner.request("POST", CONVERSATIONS, {"type": "private", "attributes": "{}"}))["sid"])
        for identity in ("owner", "reader"):
            await owner.request("POST", f"{CONVERSATIONS}/{sid}/Participants", {"identity": identity})
        sids.append(sid)
    await all_of(
        owner.request("POST", f"{CONVERSATIONS}/{sids[n % channels]}/Messages", {"body": TEXT, "attributes": "{}"})
        for n in range(messages)
    )
    await owner.close()


async def relayed(base_url: str, broker: Broker, messages: int) -> tuple[float, float, int, int]:
    """Relay all messages of ``reader`` into a new stream.

    Returns:
        Seconds, CPU seconds, writes of cursors, and bytes of the stream.
    """
    from twilio_fleet.jetstream import NatsCursors, StreamSink

    name = f"s{uuid4().hex}"
    sink = StreamSink(broker, name)
    await sink.open()
    relay = Relay(CloudEvents("twilio_chat"), sink, tell=print)
    client = chat.Client(TOKENS.token("reader"), base_url=base_url)
    opened = AsyncExitStack()
    store = await opened.enter_async_context(SharedCursors(NatsCursors(broker, f"{name}-cursors"), lag=LAG))
    deliveries = client.deliveries(store, start="beginning", concurrency=CONCURRENCY)
    began, cpu = time.perf_counter(), time.process_time()
    task = asyncio.create_task(relay.run(client, client.on, deliveries))
    while relay.handed_on < messages:
        await asyncio.sleep(0.005)
        if task.done():
            await task
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    task.cancel()
    await asyncio.wait([task])
    await opened.aclose()

    async def look(stream: JetStreamContext) -> tuple[int, int]:
        kept = (await stream.stream_info(name)).state
        assert kept.messages == messages, f"{kept.messages} of {messages} messages are kept"
        written = (await stream.stream_info(f"KV_{name}-cursors")).state.last_seq
        for made in (name, f"KV_{name}-cursors"):
            await stream.delete_stream(made)
        return written, kept.bytes

    return seconds, cpu, *await broker.use(look)


class Counted:
    """Hands on to a sink, and counts messages."""

    def __init__(self, sink: EventSink) -> None:
        self._sink = sink
        self.messages = 0

    async def put(self, event: CloudEvent) -> None:
        """See `EventSink.put`."""
        await self._sink.put(event)
        self.messages += event.position is not None


async def heard(base_url: str, broker: Broker, messages: int) -> tuple[float, float, float]:
    """Relay messages while they are written, a few at a time.

    Returns:
        For each of them: CPU seconds of the worker, events and bytes of the stream.
    """
    from twilio_fleet.jetstream import NatsCursors, StreamSink

    name = f"s{uuid4().hex}"
    counted = Counted(StreamSink(broker, name))
    relay = Relay(CloudEvents("twilio_chat"), counted, tell=print)
    client = chat.Client(TOKENS.token("listener"), base_url=base_url)
    opened = AsyncExitStack()
    store = await opened.enter_async_context(SharedCursors(NatsCursors(broker, f"{name}-cursors"), lag=LAG))
    owner = await Socket.signed_in(base_url, "owner")
    sid = str((await owner.request("POST", CONVERSATIONS, {"type": "private", "attributes": "{}"}))["sid"])
    for identity in ("owner", "listener"):
        await owner.request("POST", f"{CONVERSATIONS}/{sid}/Participants", {"identity": identity})
    deliveries = client.deliveries(store, start="beginning", concurrency=CONCURRENCY)
    task = asyncio.create_task(relay.run(client, client.on, deliveries))

    async def until(count: int) -> None:
        while True:
            if counted.messages >= count:
                return
            await asyncio.sleep(0.01)

    async def write(count: int) -> None:
        body: JsonObject = {"body": TEXT, "attributes": "{}"}
        await all_of((owner.request("POST", f"{CONVERSATIONS}/{sid}/Messages", body) for _ in range(count)), 4)

    await write(1)
    await until(1)
    # The one who writes is in this process, too: what it takes alone is taken off.
    began = time.process_time()
    await write(messages)
    await until(messages + 1)
    both = time.process_time() - began
    task.cancel()
    await asyncio.wait([task])
    await opened.aclose()

    async def look(stream: JetStreamContext) -> tuple[int, int]:
        kept = (await stream.stream_info(name)).state
        return kept.messages, kept.bytes

    events, stored = await broker.use(look)
    began = time.process_time()
    await write(messages)
    alone = time.process_time() - began
    await owner.close()
    return (both - alone) / messages, events / messages, stored / messages


def samples(count: int) -> list[tuple[str, bytes, dict[str, str]]]:
    """Subjects, bodies and headers as a relay publishes them."""
    made: list[tuple[str, bytes, dict[str, str]]] = []
    sid = f"CH{uuid4().hex}"
    for number in range(count):
        data = {name: f"{name} with some value" for name in ("sid", "author", "body", "dateCreated", "dateUpdated")}
        event = CloudEvent(
            name="message_added",
            id=f"{sid}/{number}/message_added",
            type="com.twilio.conversations.message.added",
            source="/twilio-chat",
            subject=f"IM{uuid4().hex}",
            partition=sid,
            position=number,
            identity=None,
            time="2026-01-01T00:00:00Z",
            data={**data, "index": number, "attributes": {}, "participantSid": None},
        )
        headers = {"Nats-Msg-Id": event.id, "Nats-Expected-Last-Subject-Sequence": "0"}
        made.append((f"{sid}.message_added.{number}", str(event.record()).encode(), headers))
    return made


async def bare(broker: Broker, messages: int, at_once: int) -> float:
    """Messages a second that the library publishes into a new stream when nothing else is to be done."""

    async def publish(stream: JetStreamContext) -> float:
        name = f"s{uuid4().hex}"
        await stream.add_stream(name=name, subjects=[f"{name}.>"])
        made = samples(messages)
        began = time.perf_counter()
        if at_once == 1:
            for subject, body, headers in made:
                await stream.publish(f"{name}.{subject}", body, headers=headers)
        else:
            under_way: list[asyncio.Future[PubAck]] = []
            for begin in range(0, messages, at_once):
                for subject, body, headers in made[begin : begin + at_once]:
                    under_way.append(await stream.publish_async(f"{name}.{subject}", body, headers=headers))
                await under_way[max(0, len(under_way) - at_once)]
            await asyncio.gather(*under_way)
        seconds = time.perf_counter() - began
        await stream.delete_stream(name)
        return messages / seconds

    return await broker.use(publish)


async def rates(base_url: str, server: NatsProcess, messages: int, channels: int, rounds: int) -> Figures:
    """Print how fast events go through the relay, beside what the same server takes bare."""
    from twilio_fleet.jetstream import Broker

    figures, taken = Figures(), defaultdict[str, list[float]](list)
    await fill(base_url, messages, channels)
    async with Broker(server.url) as broker:
        for _ in range(rounds):
            taken["one"].append(await bare(broker, messages, 1))
            taken["many"].append(await bare(broker, messages, PIPELINED))
            seconds, cpu, written, stored = await relayed(base_url, broker, messages)
            taken["relay"].append(messages / seconds)
            taken["cpu"].append(cpu / messages * 1e6)
            taken["cursors"].append(written / seconds)
            taken["cursors of each"].append(written / messages)
            taken["stored"].append(stored / messages)
            of_each = await heard(base_url, broker, messages // 4)
            taken["heard"].append(of_each[0] * 1e6)
            taken["heard.events"].append(of_each[1])
            taken["heard.stored"].append(of_each[2])
    for name, values in taken.items():
        figures.keep_median(f"fleet.{name}", values)
    one, many = (figures.keep_ratios(f"fleet.relay.{name}", taken["relay"], taken[name]) for name in ("one", "many"))
    print(f"bare, one by one: {statistics.median(taken['one']):,.0f} messages a second")
    print(f"bare, {PIPELINED} at a time: {statistics.median(taken['many']):,.0f} messages a second")
    print(
        f"relayed, of {channels} channels: {statistics.median(taken['relay']):,.0f} events a second, {one:.2f} of one "
        f"by one, {many:.2f} of many at a time; CPU of the worker {statistics.median(taken['cpu']):,.0f} µs for each, "
        f"{statistics.median(taken['stored']):,.0f} bytes of the stream"
    )
    print(
        f"relayed as they are written, for each message: CPU of the worker "
        f"{statistics.median(taken['heard']):,.0f} µs, "
        f"{statistics.median(taken['heard.events']):.2f} events, {statistics.median(taken['heard.stored']):,.0f} bytes"
    )
    print(
        f"cursors: {statistics.median(taken['cursors']):,.0f} writes a second, "
        f"{statistics.median(taken['cursors of each']):.3f} for each event"
    )
    return figures


# ---------------------------------------------------------------------------------------------- cursors and leases


async def acknowledgements(store: chat.CursorStore, count: int, lists: int) -> float:
    """Acknowledgements a second, of so many lists side by side."""
    began = time.perf_counter()

    async def acknowledge(key: str) -> None:
        for position in range(count // lists):
            await store.write("bench", key, chat.Cursor(position))

    await asyncio.gather(*(acknowledge(f"list{number}") for number in range(lists)))
    return count / (time.perf_counter() - began)


async def cursors_and_leases(server: NatsProcess, count: int, rounds: int) -> Figures:
    """Print what acknowledgements and renewals cost."""
    from twilio_fleet.jetstream import Broker, NatsCursors, NatsLeases

    figures, taken = Figures(), defaultdict[str, list[float]](list)
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(rounds):
            for lists in (1, CONCURRENCY):
                async with Broker(server.url) as broker:
                    store = NatsCursors(broker, f"acks-{turn}-{lists}")
                    taken[f"nats {lists}"].append(await acknowledgements(store, count, lists))
                with chat.SqliteCursors(Path(folder) / f"{turn} {lists}.db") as file:
                    taken[f"sqlite {lists}"].append(await acknowledgements(file, count, lists))
            async with Broker(server.url) as broker:
                leases = NatsLeases(broker, f"leases-{turn}")
                names = [f"user-{number}" for number in range(count)]
                held: dict[str, int | None] = {}

                async def take(name: str) -> None:
                    held[name] = await leases.take(name, "worker", held.get(name))  # noqa: B023 - awaited in this turn

                await all_of(map(take, names), LEASES_AT_ONCE)
                began, cpu, of_server = time.perf_counter(), time.process_time(), processor_seconds(server.pid)
                await all_of(map(take, names), LEASES_AT_ONCE)
                taken["write"].append((processor_seconds(server.pid) - of_server) / count * 1e6)
                taken["renewals"].append(count / (time.perf_counter() - began))
                taken["renewal"].append((time.process_time() - cpu) / count * 1e6)
    for name, values in taken.items():
        figures.keep_median(f"fleet.{name}", values)
    for lists in (1, CONCURRENCY):
        mine, other = taken[f"nats {lists}"], taken[f"sqlite {lists}"]
        ratio = figures.keep_ratios(f"fleet.cursors.{lists}", mine, other)
        print(
            f"acknowledgements, {lists} lists at a time: NatsCursors {statistics.median(mine):,.0f} a second, "
            f"SqliteCursors {statistics.median(other):,.0f} ({ratio:.1f} ×)"
        )
    print(
        f"leases: {statistics.median(taken['renewals']):,.0f} renewals a second, "
        f"CPU of the worker {statistics.median(taken['renewal']):,.0f} µs for each, of the server "
        f"{statistics.median(taken['write']):,.0f} µs"
    )
    return figures


# ---------------------------------------------------------------------------------------------- many users


async def until_ready(clients: Sequence[chat.Client]) -> None:
    """Return when all have started."""
    while True:
        if all(map(is_ready, clients)):
            return
        await asyncio.sleep(0.01)


async def until_idle() -> None:
    """Return when this process does next to nothing, or after a minute."""
    for _ in range(120):
        cpu = time.process_time()
        await asyncio.sleep(0.5)
        if time.process_time() - cpu < 0.01:
            return


async def many_users(base_url: str, server: NatsProcess, service: Peer, count: int) -> Figures:
    """Print what a worker needs to begin to serve so many users, and to go on."""
    from twilio_fleet.jetstream import Broker, NatsCursors, StreamSink

    figures = Figures()
    owner = await Socket.signed_in(base_url, "owner")
    made = range((count // TOGETHER + 1) * MEMBERSHIPS)
    sids = [str((await owner.request("POST", CONVERSATIONS, {"type": "private"}))["sid"]) for _ in made]
    await all_of(
        owner.request(
            "POST",
            f"{CONVERSATIONS}/{sids[number // TOGETHER * MEMBERSHIPS + place]}/Participants",
            {"identity": f"u{number}"},
        )
        for number in range(count)
        for place in range(MEMBERSHIPS)
    )
    await owner.close()

    async with Broker(server.url) as broker, SharedCursors(NatsCursors(broker, "many-cursors"), lag=LAG) as store:
        relay = Relay(CloudEvents("twilio_chat"), StreamSink(broker, "many"), tell=print)
        clients: list[chat.Client] = []
        tasks: list[asyncio.Task[None]] = []

        def start(number: int) -> None:
            client = chat.Client(TOKENS.token(f"u{number}"), base_url=base_url, start_timeout=START_SECONDS)
            clients.append(client)
            deliveries = client.deliveries(store, start="beginning", concurrency=CONCURRENCY)
            tasks.append(asyncio.create_task(relay.run(client, client.on, deliveries)))

        start(0)  # makes what all of them share
        await until_ready(clients)
        service_cpu, began = processor_seconds(service.process.pid), time.perf_counter()
        watch = Stopwatch()
        with watch:
            for number in range(1, count):
                start(number)
            await until_ready(clients)
            seconds = time.perf_counter() - began
            await until_idle()  # each list was looked at, and has a cursor
        service_cpu = processor_seconds(service.process.pid) - service_cpu
        idle_cpu, idle = time.process_time(), time.perf_counter()
        await asyncio.sleep(3.0)
        idle_cpu = (time.process_time() - idle_cpu) / (time.perf_counter() - idle)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    each = count - 1
    figures.keep("fleet.connects", each / seconds)
    figures.keep("fleet.start", watch.seconds / each * 1e3)
    figures.keep("fleet.identity", watch.kib / each)
    print(
        f"starts: {each / seconds:,.0f} users a second, {MEMBERSHIPS} channels of {TOGETHER} members each; "
        f"CPU of the worker {watch.seconds / each * 1e3:.1f} ms for each, of the service "
        f"{service_cpu / each * 1e3:.1f} ms"
    )
    print(
        f"memory of each user: {watch.kib / each:,.0f} KiB in the worker, {memory_kib():,.0f} KiB in all; idle, "
        f"{count} users take {idle_cpu * 100:.1f} % of a core"
    )
    return figures


# ---------------------------------------------------------------------------------------------- what the server holds


async def kept_messages(server: NatsProcess, count: int) -> Figures:
    """Print what the server needs for each message of a subject of its own."""
    from twilio_fleet.jetstream import Broker

    figures = Figures()
    async with Broker(server.url) as broker:
        before = memory_kib(server.pid)

        async def publish(stream: JetStreamContext) -> int:
            await stream.add_stream(name="kept", subjects=["kept.>"])
            for begin in range(0, count, 1_000):
                made = samples(min(1_000, count - begin))
                sent = [await stream.publish_async(f"kept.{s}", body, headers=said) for s, body, said in made]
                await asyncio.gather(*sent)
            return (await stream.stream_info("kept")).state.bytes

        stored = await broker.use(publish)
        await asyncio.sleep(1.0)
        after = memory_kib(server.pid)
    figures.keep("fleet.kept.memory", (after - before) * 1024 / count)
    figures.keep("fleet.kept.disk", stored / count)
    print(
        f"{count:,} messages, each of a subject of its own: {(after - before) * 1024 / count:,.0f} bytes of memory of "
        f"the server for each, {stored / count:,.0f} on its disk"
    )
    return figures


async def measure(options: argparse.Namespace) -> None:
    """Measure everything and print it."""
    allow_sockets()
    print(this_machine())
    async with broker_program() as server:
        async with Peer.started("the service", *this_program("--serve")) as service:
            base_url = await service.line()
            found = [
                await rates(base_url, server, options.messages, options.channels, options.rounds),
                await cursors_and_leases(server, options.messages, options.rounds),
                await many_users(base_url, server, service, options.clients),
            ]
        found.append(await kept_messages(server, options.kept))
    Figures.joined(found).write(options.figures)


def main() -> None:
    """Run the benchmark, or its service."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=2000, help="messages that are relayed in a round")
    parser.add_argument("--channels", type=int, default=32, help="channels that they are in")
    parser.add_argument("--clients", type=int, default=200, help="users of the worker with many")
    parser.add_argument("--kept", type=int, default=20_000, help="messages that the server keeps")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    add_option(parser)
    options = parser.parse_args()
    measured(serve() if options.serve else measure(options))


if __name__ == "__main__":
    main()
