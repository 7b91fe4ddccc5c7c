"""Those who receive messages: both clients, a bare floor, and the official clients.

Each runs in a process of its own and takes turns: for a line on its standard input it receives a number of messages,
and prints the processor time that this took. The floor does the least that any client must: WebSocket, frame, JSON,
acknowledgement.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Final

from figures import NAMES, OFFICIAL
from peers import CannotMeasure, Peer, official_client, this_program
from products import find_room, make_client
from websockets.asyncio.client import connect

from twilio_realtime.json import JsonObject, JsonValue, as_object, parse_json

__all__ = ["RECEIVERS", "expect", "run_receiver", "start_receiver"]

RECEIVERS: Final = ("floor", *NAMES, *OFFICIAL)
_JSON: Final[JsonObject] = {"Content-Type": "application/json"}


async def _receive(product: str, base_url: str, token: str, count: int) -> None:
    """Receive messages with a client of ours, ``count`` in a turn."""
    turns = _Turns(count)
    async with make_client(product, token, base_url) as client:
        room = await (await find_room(client, "bench")).join()
        room.on.message_added.connect(turns.hear)
        await _take_turns(turns.end)


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


async def _receive_with_floor(base_url: str, token: str, count: int) -> None:
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
            while seen < count * len(wanted):  # a message changes both
                head, body = _split(await socket.recv(decode=False))
                if head["method"] != "notification":
                    continue
                event = as_object(parse_json(body))
                status: JsonObject = {"code": 200, "status": "OK"}
                await socket.send(_frame({"method": "reply", "id": head["id"], "status": status}, b""))
                seen += event["event_type"] in ("list_item_added", "document_updated")

        await _take_turns(receive)


def _frame(header: JsonObject, payload: bytes) -> bytes:
    head = json.dumps(header, separators=(",", ":")).encode()
    return b"TWILSOCK V3.0 %d\r\n%b\r\n%b" % (len(head), head, payload)


def _split(data: bytes) -> tuple[JsonObject, bytes]:
    end = data.index(b"\r\n")
    start = end + 2
    stop = start + int(data[14:end])
    return as_object(parse_json(data[start:stop])), data[stop + 2 :]


def run_receiver(kind: str, base_url: str, token: str, count: int) -> None:
    """Be a receiver, no official one, until standard input ends."""
    if kind == "floor":
        asyncio.run(_receive_with_floor(base_url, token, count))
    else:
        asyncio.run(_receive(kind, base_url, token, count))


async def _take_turns(receive: Callable[[], Awaitable[None]]) -> None:
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
    arguments = (base_url, token, str(count))
    if kind in OFFICIAL:
        command = (*official_client(OFFICIAL[kind], "receive"), *arguments)
    else:
        command = this_program("--receive", kind, *arguments)
    peer = await opened.enter_async_context(Peer.started(f"the receiver {kind!r}", *command))
    await expect(peer, "ready")
    return peer


async def expect(peer: Peer, wanted: str) -> None:
    """Wait until a receiver says that it has come so far.

    Raises:
        CannotMeasure: It has ended, or says something else.
    """
    if (line := await peer.line()) != wanted:
        raise CannotMeasure(f"{peer.name} did not start: {line!r}")
