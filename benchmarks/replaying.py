"""Receivers that take turns, and messages recorded as bytes that a bare sender replays to them.

Each receiver is a process of its own. It starts at the embedded service, through a bare server that passes on whatever
either side says. Then one message is sent, whose frames are kept rather than passed on; what is replayed are these
bytes, numbered on, ready before the first turn. In its turn a receiver gets all of them, while the others have nothing
to do and the embedded service is not concerned. A message is two frames: the message, and the channel that it is the
last message of.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from figures import Figures
from peers import CannotMeasure, Peer
from receivers import RECEIVERS, expect, start_receiver
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.frames import Frame, Opcode

from twilio_chat import Client
from twilio_local import Limits, LocalService
from twilio_realtime.json import JsonObject, as_object, dump_json
from twilio_realtime.twilsock.frames import Packet, decode, encode

__all__ = ["Line", "Recording", "replay"]

MESSAGE_EVENTS: Final = ("list_item_added", "document_updated")
WRITE_BYTES: Final = 64 * 1024
PATIENT: Final = Limits(silence_seconds=3_600)
"""Who waits for a turn says nothing; on a busy machine that takes its time."""
REPLAYED: Final = "TMreplayed"
"""How the identifiers of replayed frames begin: the service, which has not sent them, is not told that they came."""


class Line:
    """A receiver's connection, and the one to the service that stands behind it."""

    def __init__(self, receiver: ServerConnection, service: ClientConnection) -> None:
        self._receiver = receiver
        self._service = service
        self._withheld: asyncio.Queue[Packet] | None = None
        self._acknowledged = asyncio.Semaphore(0)

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

    async def burst(self, frames: list[bytes]) -> None:
        """Send frames that have the form in which they go over the wire, as fast as they are read."""
        for part in _joined(frames):
            self._receiver.transport.write(part)
            await self._receiver.drain()

    async def one_by_one(self, frames: list[bytes]) -> None:
        """Send frames that have the form in which they go over the wire, each when the last one is acknowledged."""
        for frame in frames:
            self._receiver.transport.write(frame)
            await self._acknowledged.acquire()

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
            else:
                self._acknowledged.release()


class Recording:
    """One message, which can be numbered on.

    Args:
        frames: What the service has sent of it.
    """

    def __init__(self, frames: list[Packet]) -> None:
        self._frames = [(packet.header, _live(as_object(packet.json()))) for packet in frames]
        self._begun = datetime.now(UTC)

    def frames(self, first: int, count: int) -> list[bytes]:
        """Return the frames of some messages in the form that they have on the wire.

        Args:
            first: Number of the first of them.
            count: How many.
        """
        numbers = range(first, first + count)
        return [self._frame(header, payload, number) for number in numbers for header, payload in self._frames]

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


def _joined(frames: list[bytes]) -> Iterator[bytes]:
    part = bytearray()
    for frame in frames:
        part += frame
        if len(part) >= WRITE_BYTES:
            yield bytes(part)
            part.clear()
    yield bytes(part)


def _event_type(packet: Packet) -> str:
    return str(as_object(packet.json()).get("event_type")) if packet.method == "notification" else ""


def _live(payload: JsonObject) -> JsonObject:
    """The payload as it is sent to those who had subscribed before: others get several events at once."""
    events = payload.get("events")
    if not isinstance(events, list):
        return payload
    return {name: payload[name] for name in ("event_type", "event_protocol_version")} | {"event": events[-1]}


Way: TypeAlias = Callable[[Line, list[bytes]], Coroutine[None, None, None]]
"""How frames are sent over a line."""


async def replay(name: str, way: Way, count: int, rounds: int) -> Figures:
    """Replay messages to all receivers in turns, print what each message cost them, and return the figures.

    Args:
        name: What the figures begin with.
        way: How the frames are sent: `Line.burst` or `Line.one_by_one`.
        count: Messages in a turn.
        rounds: Turns of each receiver.
    """
    lines: list[Line] = []
    async with AsyncExitStack() as opened:
        service = await opened.enter_async_context(LocalService(limits=PATIENT))
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
        recording = Recording(frames[0])
        # One round more: in the first, each receiver also does what it does only once.
        results = [await _round(receivers, recording, way, number * count, count) for number in range(rounds + 1)]
    return _show(name, results[1:])


async def _round(
    receivers: dict[str, tuple[Peer, Line]], recording: Recording, way: Way, first: int, count: int
) -> dict[str, float]:
    frames = recording.frames(first, count)
    taken: dict[str, float] = {}
    for kind, (peer, line) in receivers.items():
        peer.tell("go")
        await expect(peer, "started")
        sending = asyncio.create_task(way(line, frames))
        try:
            taken[kind] = float(await peer.line()) / count * 1e6
            await sending
        finally:
            sending.cancel()
    return taken


def _show(name: str, results: list[dict[str, float]]) -> Figures:
    figures = Figures()
    floor = [result["floor"] for result in results]
    for kind in RECEIVERS:
        taken = [result[kind] for result in results]
        ratio = figures.keep_ratios(f"{name}.{kind}.ratio", taken, floor)
        median = figures.keep_median(f"{name}.{kind}", taken)
        print(f"  {kind:<22}{median:8.1f} µs  ({min(taken):.1f} to {max(taken):.1f})  {ratio:5.2f} × the floor")
    return figures
