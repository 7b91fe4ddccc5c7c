"""CPU time for each message of a burst: both clients, a bare floor, and the official JavaScript client, in turns.

Each receiver is a process of its own. It starts at the embedded service, through a bare server that passes on whatever
either side says. Then one message is sent, whose frames are kept rather than passed on; what a burst consists of is
these bytes, numbered on, and is ready before the first turn. In its turn a receiver gets all of it as fast as it reads,
while the others have nothing to do and the embedded service is not concerned. A message is two frames: the message, and
the channel that it is the last message of. Prints figures and asserts nothing.

    python benchmarks/burst.py [--messages 5000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

from peers import CannotMeasure, Peer, measured
from received_messages import RECEIVERS, expect, run_receiver, show, start_receiver, this_machine
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.frames import Frame, Opcode

from twilio_chat import Client
from twilio_local import LocalService
from twilio_realtime.json import JsonObject, as_object, dump_json
from twilio_realtime.twilsock.frames import Packet, decode, encode

MESSAGE_EVENTS = ("list_item_added", "document_updated")
WRITE_BYTES = 64 * 1024
REPLAYED = "TMburst"
"""How the identifiers of replayed frames begin: the service, which has not sent them, is not told that they came."""


class Line:
    """A receiver's connection, and the one to the service that stands behind it."""

    def __init__(self, receiver: ServerConnection, service: ClientConnection) -> None:
        self._receiver = receiver
        self._service = service
        self._withheld: asyncio.Queue[Packet] | None = None

    async def run(self) -> None:
        """Pass frames on in both directions until one of them is closed."""
        ways = [asyncio.create_task(way) for way in (self._to_receiver(), self._to_service())]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    def withhold(self) -> asyncio.Queue[Packet]:
        """From now on keep the frames of messages instead of passing them on; returns where they are kept."""
        self._withheld = asyncio.Queue()
        return self._withheld

    async def replay(self, parts: list[bytes]) -> None:
        """Send frames that have the form in which they go over the wire."""
        for part in parts:
            self._receiver.transport.write(part)
            await self._receiver.drain()

    async def _to_receiver(self) -> None:
        async for data in self._service:
            packet = decode(data) if isinstance(data, bytes) else None
            if packet is None or self._withheld is None or _event_type(packet) not in MESSAGE_EVENTS:
                await self._receiver.send(data)
            else:
                self._withheld.put_nowait(packet)

    async def _to_service(self) -> None:
        mark = REPLAYED.encode()
        async for data in self._receiver:
            if isinstance(data, str) or mark not in data:
                await self._service.send(data)


class Burst:
    """One message numbered on.

    Args:
        frames: What the service has sent of it.
    """

    def __init__(self, frames: list[Packet]) -> None:
        self._frames = [(packet.header, _live(as_object(packet.json()))) for packet in frames]
        self._begun = datetime.now(UTC)

    def parts(self, first: int, count: int) -> list[bytes]:
        """Return the frames of some messages in the form that they have on the wire, some at a time.

        Args:
            first: Number of the first of them.
            count: How many.
        """
        parts: list[bytes] = []
        part = bytearray()
        for number in range(first, first + count):
            for header, payload in self._frames:
                part += self._frame(header, payload, number)
            if len(part) >= WRITE_BYTES:
                parts.append(bytes(part))
                part.clear()
        return [*parts, bytes(part)]

    def _frame(self, header: JsonObject, payload: JsonObject, number: int) -> bytes:
        event = as_object(payload["event"])
        numbered: JsonObject = {**event, "id": int(str(event["id"])) + number}
        time = (self._begun + timedelta(milliseconds=number)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        sid = f"IM{number:032x}"
        if payload["event_type"] == "list_item_added":
            index = int(str(event["item_index"])) + number
            item = {**as_object(event["item_data"]), "sid": sid, "timestamp": time, "dateUpdated": time}
            text = f"message {number} with a text of ordinary length"
            numbered |= {
                "item_index": index,
                "item_data": item | {"text": text, "attributes": f'{{"number":{number}}}'},
            }
        else:
            document = as_object(event["document_data"])
            last = as_object(document["lastMessage"])
            newest = {**last, "index": int(str(last["index"])) + number, "timestamp": time, "sid": sid}
            numbered["document_data"] = {**document, "lastMessage": newest}
        head = {**header, "id": f"{REPLAYED}{number:027x}{payload['event_type']}"}
        packet = encode(head, dump_json({**payload, "event": numbered}).encode())
        return Frame(Opcode.BINARY, packet).serialize(mask=False)


def _event_type(packet: Packet) -> str:
    return str(as_object(packet.json()).get("event_type")) if packet.method == "notification" else ""


def _live(payload: JsonObject) -> JsonObject:
    """The payload as it is sent to those who had subscribed before: others get several events at once."""
    events = payload.get("events")
    if not isinstance(events, list):
        return payload
    return {name: payload[name] for name in ("event_type", "event_protocol_version")} | {"event": events[-1]}


async def _measure(count: int, rounds: int) -> None:
    lines: list[Line] = []
    async with AsyncExitStack() as opened:
        service = await opened.enter_async_context(LocalService())
        socket_url = f"{service.base_url.replace('http', 'ws', 1)}/v3/wsconnect"

        async def stand_between(receiver: ServerConnection) -> None:
            async with connect(socket_url, compression=None, max_size=None) as behind:
                line = Line(receiver, behind)
                lines.append(line)
                await line.run()

        server = await opened.enter_async_context(serve(stand_between, "127.0.0.1", 0, compression=None, max_size=None))
        base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        sender = await opened.enter_async_context(Client(service.token("sender"), base_url=service.base_url))
        channel = await sender.create_channel(unique_name="bench")
        await channel.join()
        receivers: dict[str, tuple[Peer, Line]] = {}
        for kind in RECEIVERS:
            peer = await start_receiver(kind, base_url, service.token(kind), count, opened)
            if len(lines) != len(receivers) + 1:
                raise CannotMeasure(f"{peer.name} has connected more than once")
            receivers[kind] = (peer, lines[-1])
        kept = [line.withhold() for line in lines]
        await channel.send_message("one message, and all that follow look like it", {"number": 0})
        # Every receiver: what it has subscribed to a moment ago is established once the message came, live or repeated.
        frames = [[await queue.get() for _ in MESSAGE_EVENTS] for queue in kept]
        burst = Burst(frames[0])
        results = [await _round(receivers, burst, number * count, count) for number in range(rounds)]
    print(this_machine())
    print(f"CPU for each of {count} messages of a burst, median of {rounds} rounds, one receiver after the other")
    show(results)


async def _round(receivers: dict[str, tuple[Peer, Line]], burst: Burst, first: int, count: int) -> dict[str, float]:
    parts = burst.parts(first, count)
    taken: dict[str, float] = {}
    for kind, (peer, line) in receivers.items():
        peer.tell("go")
        await expect(peer, "started")
        sending = asyncio.create_task(line.replay(parts))
        try:
            taken[kind] = float(await peer.line()) / count * 1e6
        finally:
            sending.cancel()
    return taken


def main() -> None:
    """Run the benchmark, or one of its receivers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=5000, help="in each burst; default: 5000")
    parser.add_argument("--rounds", type=int, default=5, help="bursts for each receiver; default: 5")
    parser.add_argument("--receive", nargs=4, metavar=("KIND", "URL", "TOKEN", "COUNT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.receive:
        kind, url, token, count = options.receive
        run_receiver(kind, url, token, int(count))
    else:
        measured(_measure(options.messages, options.rounds))


if __name__ == "__main__":
    main()
