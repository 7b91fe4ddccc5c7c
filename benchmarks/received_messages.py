"""CPU time for each message received: both clients, a bare floor, and the official JavaScript client, side by side.

All of them listen to the same channel of the same service at the same time, each message of which makes the service
send two notifications: the message, and the channel that it is the last message of. The floor does the least that any
client must: WebSocket, frame, JSON, acknowledgement. Prints figures and asserts nothing.

    python benchmarks/received_messages.py [--messages 3000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from peers import CannotMeasure, Peer, measured, official_client, this_program
from websockets.asyncio.client import connect

import twilio_chat as chat
import twilio_conversations as conversations
from twilio_local import LocalService
from twilio_realtime.json import JsonObject, JsonValue, as_object, parse_json

RECEIVERS = ("chat", "conversations", "floor", "official")
_JSON: JsonObject = {"Content-Type": "application/json"}


async def receive_with_chat(base_url: str, token: str, count: int) -> None:
    """Receive messages with the client of Chat, ``count`` in a turn."""
    turns = _Turns(count)
    async with chat.Client(token, base_url=base_url) as client:
        channel = await client.get_channel_by_unique_name("bench")
        await channel.join()
        channel.on.message_added.connect(turns.hear)
        await take_turns(turns.end)


async def receive_with_conversations(base_url: str, token: str, count: int) -> None:
    """Receive messages with the client of Conversations, ``count`` in a turn."""
    turns = _Turns(count)
    async with conversations.Client(token, base_url=base_url) as client:
        conversation = await client.get_conversation_by_unique_name("bench")
        await conversation.join()
        conversation.on.message_added.connect(turns.hear)
        await take_turns(turns.end)


class _Turns:
    """Counts messages."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._seen = 0
        self._done = asyncio.Event()

    def hear(self, _: object) -> None:
        """Take a message."""
        self._seen += 1
        if self._seen == self._count:
            self._done.set()

    async def end(self) -> None:
        """Return when all messages of a turn have arrived."""
        await self._done.wait()
        self._done.clear()
        self._seen = 0


async def receive_with_floor(base_url: str, token: str, count: int) -> None:
    """The same without a client: split the frame, parse the JSON, acknowledge."""
    async with connect(f"{base_url.replace('http', 'ws', 1)}/v3/wsconnect", compression=None, max_size=None) as socket:

        async def ask(header: JsonObject, payload: bytes = b"") -> JsonObject:
            numbered: JsonObject = {**header, "id": f"TM{time.monotonic_ns()}", "payload_size": len(payload)}
            await socket.send(_frame(numbered, payload))
            while True:
                head, body = _split(await socket.recv(decode=False))
                if head["method"] == "reply":
                    return as_object(parse_json(body)) if body else head

        async def request(method: str, path: str, body: JsonValue = None) -> JsonObject:
            host = base_url.partition("://")[2]
            call: JsonObject = {"host": host, "path": path, "method": method, "params": {}, "headers": _JSON}
            header: JsonObject = {"method": "message", "active_grant": "ip_messaging", "http_request": call}
            return await ask(header, json.dumps(body).encode() if body is not None else b"")

        registration: JsonObject = {"product": "ip_messaging", "type": "ers", "message_types": ["twilio.sync.event"]}
        await ask({"method": "init", "token": token, "registrations": [registration], "capabilities": []})
        link = str(as_object((await request("GET", "/Client/v1/Configuration"))["links"])["conversations"])
        path = "/" + link.partition("://")[2].partition("/")[2]
        channel = await request("GET", f"{path}/bench")
        sid = channel["sid"]
        await request("POST", f"{path}/{sid}/Participants", {"identity": "floor"})
        wanted: list[JsonValue] = []
        for kind, name in (("list", f"/v3/Lists/{sid}.messages"), ("document", f"/v3/Documents/{sid}.channel")):
            opened = await request("GET", name)
            wanted.append({"object_sid": opened["sid"], "object_type": kind, "last_event_id": opened["last_event_id"]})
        await request(
            "POST",
            "/v4/Subscriptions",
            {"event_protocol_version": 4, "action": "establish", "correlation_id": 1, "requests": wanted},
        )

        async def receive() -> None:
            seen = 0
            while seen < count:
                head, body = _split(await socket.recv(decode=False))
                if head["method"] != "notification":
                    continue
                event = as_object(parse_json(body))
                status: JsonObject = {"code": 200, "status": "OK"}
                await socket.send(_frame({"method": "reply", "id": head["id"], "status": status}, b""))
                seen += event["event_type"] == "list_item_added"

        await take_turns(receive)


def _frame(header: JsonObject, payload: bytes) -> bytes:
    head = json.dumps(header, separators=(",", ":")).encode()
    return b"TWILSOCK V3.0 %d\r\n%b\r\n%b" % (len(head), head, payload)


def _split(data: bytes) -> tuple[JsonObject, bytes]:
    end = data.index(b"\r\n")
    start = end + 2
    stop = start + int(data[14:end])
    return as_object(parse_json(data[start:stop])), data[stop + 2 :]


def run_receiver(kind: str, base_url: str, token: str, count: int) -> None:
    """Be a receiver, the official one excepted, until standard input ends."""
    receive = {"chat": receive_with_chat, "conversations": receive_with_conversations, "floor": receive_with_floor}
    asyncio.run(receive[kind](base_url, token, count))


async def take_turns(receive: Callable[[], Awaitable[None]]) -> None:
    """For each line on standard input print the CPU seconds of this process while messages are received.

    Args:
        receive: Returns when all messages of a turn have arrived.
    """
    print("ready", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        before = time.process_time()
        print("started", flush=True)
        await receive()
        print(time.process_time() - before, flush=True)


async def start_receiver(kind: str, base_url: str, token: str, count: int, opened: AsyncExitStack) -> Peer:
    """Run a receiver, which takes turns, until what is opened is closed; returns when it listens.

    Args:
        kind: One of `RECEIVERS`.
        base_url: Where the service is.
        token: Access token.
        count: Messages in a turn.
        opened: Ends the process.

    Raises:
        CannotMeasure: It did not start.
    """
    command = official_client("received_messages.cjs") if kind == "official" else this_program("--receive", kind)
    arguments = (base_url, token, str(count))
    peer = await opened.enter_async_context(Peer.started(f"the receiver {kind!r}", *command, *arguments))
    await expect(peer, "ready")
    return peer


async def expect(peer: Peer, wanted: str) -> None:
    """Wait until a receiver says that it has come so far.

    Raises:
        CannotMeasure: It has ended, or says something else.
    """
    if (line := await peer.line()) != wanted:
        raise CannotMeasure(f"{peer.name} did not start: {line!r}")


async def _round(count: int) -> dict[str, float]:
    async with (
        LocalService() as service,
        chat.Client(service.token("sender"), base_url=service.base_url) as sender,
        AsyncExitStack() as opened,
    ):
        channel = await sender.create_channel(unique_name="bench")
        await channel.join()
        peers = {
            kind: await start_receiver(kind, service.base_url, service.token(kind), count, opened) for kind in RECEIVERS
        }
        for peer in peers.values():
            peer.tell("go")
            await expect(peer, "started")
        slots = asyncio.Semaphore(20)

        async def send(number: int) -> None:
            async with slots:
                await channel.send_message(f"message {number} with a text of ordinary length", {"number": number})

        async with asyncio.TaskGroup() as group:
            for number in range(count):
                group.create_task(send(number))
        return {kind: float(await peer.line()) / count * 1e6 for kind, peer in peers.items()}


async def _measure(count: int, rounds: int) -> None:
    results = [await _round(count) for _ in range(rounds)]
    print(this_machine())
    print(f"CPU for each of {count} messages received, median of {rounds} rounds, all listening at the same time")
    show(results)


def this_machine() -> str:
    """Return what the figures hold for."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}"
    return f"{platform.python_implementation()} {platform.python_version()}, {machine}"


def show(results: list[dict[str, float]]) -> None:
    """Print the medians of all rounds.

    Args:
        results: For each round the µs of each receiver.
    """
    # A ratio is that of two turns of one round: what the machine does besides changes from round to round.
    for kind in results[0]:
        spread = [result[kind] for result in results]
        ratio = statistics.median(result[kind] / result["floor"] for result in results)
        median = statistics.median(spread)
        print(f"  {kind:<14}{median:8.1f} µs  ({min(spread):.1f} to {max(spread):.1f})  {ratio:.2f} × the floor")


def main() -> None:
    """Run the benchmark, or one of its receivers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--receive", nargs=4, metavar=("KIND", "URL", "TOKEN", "COUNT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.receive:
        kind, url, token, count = options.receive
        run_receiver(kind, url, token, int(count))
    else:
        measured(_measure(options.messages, options.rounds))


if __name__ == "__main__":
    main()
