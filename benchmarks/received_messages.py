"""CPU time for each message received: this client, a bare floor, and the official JavaScript client, side by side.

All three listen to the same channel of the same service at the same time, each message of which makes the service send
two notifications: the message, and the channel that it is the last message of. The floor does the least that any client
must: WebSocket, frame, JSON, acknowledgement. Prints figures and asserts nothing.

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
from contextlib import AsyncExitStack

from peers import CannotMeasure, Peer, measured, official_client, this_program
from websockets.asyncio.client import connect

from twilio_chat import Client, Message
from twilio_local import LocalService
from twilio_realtime.json import JsonObject, JsonValue, as_object, parse_json

RECEIVERS = ("client", "floor", "official")
_JSON: JsonObject = {"Content-Type": "application/json"}


async def receive_with_client(base_url: str, token: str, count: int) -> float:
    """CPU seconds of this process while ``count`` messages arrive."""
    done = asyncio.Event()
    seen = 0

    def hear(_: Message) -> None:
        nonlocal seen
        seen += 1
        if seen == count:
            done.set()

    async with Client(token, base_url=base_url) as client:
        channel = await client.get_channel_by_unique_name("bench")
        if channel.status != "joined":
            await channel.join()
        channel.on.message_added.connect(hear)
        await _ready()
        before = time.process_time()
        await done.wait()
        return time.process_time() - before


async def receive_with_floor(base_url: str, token: str, count: int) -> float:
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
        conversations = str(as_object((await request("GET", "/Client/v1/Configuration"))["links"])["conversations"])
        path = "/" + conversations.partition("://")[2].partition("/")[2]
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
        await _ready()
        before = time.process_time()
        seen = 0
        while seen < count:
            head, body = _split(await socket.recv(decode=False))
            if head["method"] != "notification":
                continue
            event = as_object(parse_json(body))
            acknowledgement: JsonObject = {"method": "reply", "id": head["id"], "status": {"code": 200, "status": "OK"}}
            await socket.send(_frame(acknowledgement, b""))
            seen += event["event_type"] == "list_item_added"
        return time.process_time() - before


def _frame(header: JsonObject, payload: bytes) -> bytes:
    head = json.dumps(header, separators=(",", ":")).encode()
    return b"TWILSOCK V3.0 %d\r\n%b\r\n%b" % (len(head), head, payload)


def _split(data: bytes) -> tuple[JsonObject, bytes]:
    end = data.index(b"\r\n")
    start = end + 2
    stop = start + int(data[14:end])
    return as_object(parse_json(data[start:stop])), data[stop + 2 :]


async def _ready() -> None:
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)


async def _start(kind: str, service: LocalService, count: int, opened: AsyncExitStack) -> Peer:
    arguments = (service.base_url, service.token(kind), str(count))
    ours = this_program("--receive", kind)
    command = official_client("received_messages.cjs") if kind == "official" else ours
    peer = await opened.enter_async_context(Peer.started(f"the receiver {kind!r}", *command, *arguments))
    if (line := await peer.line()) != "ready":
        raise CannotMeasure(f"{peer.name} did not start: {line!r}")
    return peer


async def _round(count: int) -> dict[str, float]:
    async with (
        LocalService() as service,
        Client(service.token("sender"), base_url=service.base_url) as sender,
        AsyncExitStack() as opened,
    ):
        channel = await sender.create_channel(unique_name="bench")
        await channel.join()
        peers = {kind: await _start(kind, service, count, opened) for kind in RECEIVERS}
        for peer in peers.values():
            peer.tell("go")
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
    machine = f"{os.cpu_count()} cores, {platform.machine()}"
    print(f"{platform.python_implementation()} {platform.python_version()}, {machine}")
    print(f"CPU for each of {count} messages received, median of {rounds} rounds, all listening at the same time")
    medians = {kind: statistics.median(result[kind] for result in results) for kind in RECEIVERS}
    for kind, value in medians.items():
        spread = [result[kind] for result in results]
        ratio = value / medians["floor"]
        print(f"  {kind:<10}{value:8.1f} µs  ({min(spread):.1f} to {max(spread):.1f})  {ratio:.2f} × the floor")


def main() -> None:
    """Run the benchmark, or one of its receivers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--receive", nargs=4, metavar=("KIND", "URL", "TOKEN", "COUNT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.receive:
        kind, url, token, count = options.receive
        receive = receive_with_client if kind == "client" else receive_with_floor
        print(asyncio.run(receive(url, token, int(count))), flush=True)
    else:
        measured(_measure(options.messages, options.rounds))


if __name__ == "__main__":
    main()
