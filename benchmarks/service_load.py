"""What the embedded service bears: sockets held, memory for each, messages fanned out, and how long they take.

The service runs in a process of its own, the clients in this one; both share the machine, so the figures are what a
test run gets, not what the service could do alone. Clients do the least that the protocol asks for.

    python benchmarks/service_load.py [--sockets 1000] [--seconds 3]
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import re
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from figures import Figures, add_option, this_machine
from peers import Peer, measured, memory_kib, processor_seconds
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from twilio_local import LocalService
from twilio_realtime.json import JsonObject, as_object, dump_json
from twilio_realtime.twilsock.frames import decode, encode

SERVE = """
import asyncio, sys
from twilio_local import LocalService

async def main() -> None:
    async with LocalService(database=sys.argv[1] or None) as service:
        print(service.base_url, flush=True)
        await service.serve_forever()

asyncio.run(main())
"""

TOKENS = LocalService()
CONVERSATIONS = f"/Client/v2/Services/{TOKENS.credentials.service_sid}/Conversations"
MEMBERS = (1, 10, 100, 1_000)
PACED_PER_SECOND = 20
PACED_DELIVERIES = 1_000
"""Most deliveries a second while latency is measured: for a service that cannot follow it has no meaning."""
IN_FLIGHT = 16

_ID = re.compile(rb'"id":"([^"]+)"')
_ADDED = re.compile(rb'"event_type":"list_item_added".*"item_index":(\d+)')


class Client:
    """One socket that acknowledges what it is told."""

    def __init__(self, connection: ClientConnection, on_message: Callable[[int], None] | None) -> None:
        self._connection = connection
        self._on_message = on_message
        self._replies: dict[str, asyncio.Future[JsonObject]] = {}
        self._numbers = itertools.count()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def signed_in(cls, base_url: str, identity: str, on_message: Callable[[int], None] | None = None) -> Client:
        """Connect and `init`."""
        address = f"{base_url.replace('http', 'ws', 1)}/v3/wsconnect"
        client = cls(await connect(address, compression=None, ping_interval=None), on_message)
        await client._ask({"method": "init", "token": TOKENS.token(identity)})
        return client

    async def request(self, method: str, path: str, body: JsonObject | None = None) -> JsonObject:
        """A request through the socket; the body of its answer."""
        described: JsonObject = {"method": method, "host": "127.0.0.1", "path": path}
        payload = dump_json(body).encode() if body is not None else b""
        return await self._ask({"method": "message", "http_request": described}, payload)

    async def close(self) -> None:
        """End the connection."""
        self._connection.transport.abort()
        await self._reader

    async def _ask(self, header: JsonObject, payload: bytes = b"") -> JsonObject:
        number = f"TM{next(self._numbers)}"
        reply: asyncio.Future[JsonObject] = asyncio.get_running_loop().create_future()
        self._replies[number] = reply
        await self._connection.send(encode({**header, "id": number}, payload))
        return await reply

    async def _read(self) -> None:
        try:
            async for data in self._connection:
                assert isinstance(data, bytes)
                if b'"method":"reply"' in data[:120]:
                    packet = decode(data)
                    self._replies.pop(packet.id).set_result(as_object(packet.json()))
                    continue
                if self._on_message is not None and (added := _ADDED.search(data)):
                    self._on_message(int(added[1]))
                if told := _ID.search(data):
                    await self._connection.send(encode({"method": "reply", "id": told[1].decode()}))
        except ConnectionClosed:
            pass


@dataclass(frozen=True)
class Service:
    """A running service."""

    base_url: str
    pid: int

    def memory(self) -> int:
        """Resident memory in bytes."""
        return int(memory_kib(self.pid) * 1024)

    def processor(self) -> float:
        """Processor time taken so far, in seconds."""
        return processor_seconds(self.pid)


@asynccontextmanager
async def serving(database: Path | None = None) -> AsyncGenerator[Service]:
    """A service in a process of its own."""
    command = (sys.executable, "-c", SERVE, str(database or ""))
    async with Peer.started("the service", *command) as peer:
        try:
            yield Service(await peer.line(), peer.process.pid)
        finally:
            peer.process.kill()


async def hold_sockets(service: Service, count: int, figures: Figures) -> str:
    """Open sockets, all by different users, and look at the memory."""
    warm_up = [await Client.signed_in(service.base_url, f"warm{number}") for number in range(50)]
    before = service.memory()
    free = asyncio.Semaphore(50)

    async def open_one(number: int) -> Client:
        async with free:
            return await Client.signed_in(service.base_url, f"user{number}")

    started = time.perf_counter()
    clients = await asyncio.gather(*(open_one(number) for number in range(count)))
    seconds = time.perf_counter() - started
    each = (service.memory() - before) / count
    for client in (*warm_up, *clients):
        await client.close()
    figures.keep("service.socket", each / 1024)
    figures.keep("service.open", count / seconds)
    return f"{count:,} sockets held, opened at {count / seconds:,.0f}/s; {each / 1024:.1f} KiB of service memory each"


class Room:
    """A channel, somebody who writes and members who listen."""

    def __init__(self) -> None:
        self.sent_at: list[float] = []
        self.latencies: list[float] = []
        self.delivered = 0
        self.changed = asyncio.Event()
        self.path = ""
        self.writer: Client

    async def open(self, service: Service, members: int, opened: AsyncExitStack) -> None:
        """Make the channel and let everybody in."""
        self.writer = await Client.signed_in(service.base_url, "writer")
        opened.push_async_callback(self.writer.close)
        channel = await self.writer.request("POST", CONVERSATIONS, {"type": "public", "attributes": "{}"})
        self.path = f"{CONVERSATIONS}/{channel['sid']}"
        await self.writer.request("POST", f"{self.path}/Participants", {"identity": "writer"})
        for number in range(members):
            member = await Client.signed_in(service.base_url, f"member{number}", self._heard)
            opened.push_async_callback(member.close)
            await member.request("POST", f"{self.path}/Participants", {"identity": f"member{number}"})
            messages = await member.request("GET", f"/v3/Lists/{channel['sid']}.messages")
            wanted: JsonObject = {"object_sid": messages["sid"], "object_type": "list", "last_event_id": -1}
            subscription: JsonObject = {"action": "establish", "correlation_id": 1, "requests": [wanted]}
            await member.request("POST", "/v4/Subscriptions", subscription)

    async def send(self) -> None:
        """Write one message."""
        self.sent_at.append(time.perf_counter())
        await self.writer.request("POST", f"{self.path}/Messages", {"body": "x" * 60, "attributes": "{}"})

    async def until_delivered(self, count: int) -> None:
        """Wait until that many messages have arrived, counted at all members together."""
        async with asyncio.timeout(120):
            while self.delivered < count:
                self.changed.clear()
                await self.changed.wait()

    def _heard(self, index: int) -> None:
        self.latencies.append(time.perf_counter() - self.sent_at[index])
        self.delivered += 1
        self.changed.set()


async def fan_out(service: Service, members: int, seconds: float, figures: Figures, name: str) -> str:
    """One who writes: first at a steady pace for the latency, then as fast as the answers come."""
    room = Room()
    async with AsyncExitStack() as opened:
        await room.open(service, members, opened)
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            await room.send()
            await asyncio.sleep(max(1 / PACED_PER_SECOND, members / PACED_DELIVERIES))
        paced = len(room.sent_at)
        await room.until_delivered(paced * members)
        cuts = statistics.quantiles(room.latencies, n=100)

        async def write_on() -> None:
            while time.perf_counter() < end:
                await room.send()

        started, processor = time.perf_counter(), service.processor()
        end = started + seconds
        await asyncio.gather(*(write_on() for _ in range(IN_FLIGHT)))
        await room.until_delivered(len(room.sent_at) * members)
        written = len(room.sent_at) - paced
        rate = written / (time.perf_counter() - started)
        each = (service.processor() - processor) / written
    figures.keep(f"{name}.rate", rate)
    figures.keep(f"{name}.p50", cuts[49] * 1000)
    figures.keep(f"{name}.p99", cuts[98] * 1000)
    figures.keep(f"{name}.message", each * 1e6)
    figures.keep(f"{name}.delivery", each / members * 1e6)
    return (
        f"{members:>7}  {rate:>10,.0f}  {rate * members:>12,.0f}  {cuts[49] * 1000:>8.1f}  {cuts[98] * 1000:>8.1f}"
        f"  {each * 1e6:>10,.0f}  {each / members * 1e6:>11,.0f}"
    )


async def measure(sockets: int, seconds: float, file: Path | None) -> None:
    """Measure everything and print it."""
    print(this_machine())
    figures = Figures()
    async with serving() as service:
        print(await hold_sockets(service, sockets, figures))
    print(f"messages of 60 bytes, {IN_FLIGHT} unanswered at a time; latency at {PACED_PER_SECOND} messages/s,")
    print(f"with many members at {PACED_DELIVERIES:,} deliveries/s")
    print(
        "members  messages/s  deliveries/s    p50 ms    p99 ms  µs/message  µs/delivery (processor time of the service)"
    )
    async with serving() as service:
        for members in MEMBERS:
            print(await fan_out(service, members, seconds, figures, f"service.{members}"))
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder) / "chat.sqlite") as service:
            print(f"{await fan_out(service, 10, seconds, figures, 'service.file')}  kept in a file")
    figures.write(file)


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="Load figures of the embedded service.")
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each row, twice")
    add_option(parser)
    arguments = parser.parse_args()
    measured(measure(arguments.sockets, arguments.seconds, arguments.figures))


if __name__ == "__main__":
    main()
