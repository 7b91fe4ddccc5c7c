"""A twilsock client without any comfort, for testing a service packet by packet."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import quote, urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from support.patience import PATIENCE
from twilio_realtime.json import JsonObject, JsonValue, as_object, dump_json, parse_json
from twilio_realtime.twilsock.frames import Packet, decode, encode

ALL_TYPES: list[JsonValue] = ["twilio.ipmsg.typing_indicator", "twilio.sync.event"]


@dataclass(frozen=True)
class Reply:
    """Answer to a tunnelled request."""

    packet: Packet
    body: JsonValue

    @property
    def status(self) -> int:
        """Status of the packet."""
        return _integer(as_object(self.packet.header.get("status")).get("code"))

    @property
    def http_status(self) -> int:
        """Status of the request."""
        return _integer(as_object(self.packet.header.get("http_status")).get("code"))

    @property
    def object(self) -> JsonObject:
        """The body, which must be an object."""
        assert isinstance(self.body, dict), self.body
        return self.body

    def text(self, *path: str) -> str:
        """A text somewhere in the body."""
        value: JsonValue = self.object
        for key in path:
            value = as_object(value)[key]
        assert isinstance(value, str), value
        return value


class RawClient:
    """One socket. Acknowledges what the service sends, as the official clients do."""

    def __init__(self, connection: ClientConnection, base_url: str) -> None:
        self.connection = connection
        self.base_url = base_url
        self.packets: asyncio.Queue[Packet] = asyncio.Queue()
        self.acknowledge = True
        self._replies: dict[str, asyncio.Future[Packet]] = {}
        self._ids = itertools.count(1)
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, base_url: str, headers: dict[str, str] | None = None) -> RawClient:
        """Connect, without `init`."""
        url = f"{base_url.replace('http', 'ws', 1)}/v3/wsconnect"
        return cls(await connect(url, additional_headers=headers, ping_interval=None, compression=None), base_url)

    @classmethod
    async def initialised(cls, base_url: str, token: str) -> RawClient:
        """Connect and `init`; must succeed."""
        client = await cls.open(base_url)
        reply = await client.init(token)
        assert as_object(reply.header["status"])["code"] == 200, reply.header
        return client

    async def __aenter__(self) -> RawClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the connection."""
        self.connection.transport.abort()
        await self._reader

    async def init(self, token: str, **fields: JsonValue) -> Packet:
        """Send `init`; returns its reply."""
        registration: JsonObject = {"product": "ip_messaging", "type": "ers", "message_types": ALL_TYPES}
        header: JsonObject = {
            "method": "init",
            "token": token,
            "capabilities": ["client_update", "offline_storage"],
            "registrations": [registration],
        }
        return await self.ask({**header, **fields})

    async def ask(self, header: JsonObject, payload: bytes = b"") -> Packet:
        """Send a packet and wait for its reply."""
        packet_id = f"TM{next(self._ids)}"
        reply = self.expect_reply(packet_id)
        await self.send({**header, "id": packet_id}, payload)
        return await asyncio.wait_for(reply, PATIENCE)

    def expect_reply(self, packet_id: str) -> asyncio.Future[Packet]:
        """The reply to a packet that is sent otherwise."""
        future: asyncio.Future[Packet] = asyncio.get_running_loop().create_future()
        self._replies[packet_id] = future
        return future

    async def send(self, header: JsonObject, payload: bytes = b"") -> None:
        """Send a packet."""
        await self.connection.send(encode(header, payload))

    async def request(
        self,
        method: str,
        path: str,
        body: JsonValue = None,
        *,
        params: JsonObject | None = None,
        headers: JsonObject | None = None,
        raw: bytes | None = None,
    ) -> Reply:
        """Send a tunnelled request; ``path`` may be an absolute address."""
        parts = urlsplit(path)
        described: JsonObject = {
            "host": parts.netloc or urlsplit(self.base_url).netloc,
            "path": parts.path,
            "method": method,
            "params": params or {},
            "headers": headers or {},
        }
        header: JsonObject = {
            "method": "message",
            "active_grant": "ip_messaging",
            "payload_type": "application/json",
            "http_request": described,
        }
        payload = raw if raw is not None else (dump_json(body).encode() if body is not None else b"")
        packet = await self.ask(header, payload)
        return Reply(packet, parse_json(packet.payload) if packet.payload else None)

    async def next_packet(self) -> Packet:
        """The next packet that is no reply."""
        return await asyncio.wait_for(self.packets.get(), PATIENCE)

    async def next_notification(self, event_type: str | None = None) -> JsonObject:
        """Payload of the next notification, or of the next one with that event type."""
        while True:
            packet = await self.next_packet()
            if packet.method == "notification":
                payload = as_object(packet.json())
                if event_type is None or payload.get("event_type") == event_type:
                    return payload

    async def subscribe(
        self, *objects: tuple[str, str, int | None], version: int = 4, correlation_id: int = 1
    ) -> list[JsonObject]:
        """Subscribe to objects (SID, type, last event id); notifications up to the last answer."""
        requests: list[JsonValue] = [
            {"object_sid": sid, "object_type": kind, "last_event_id": last} for sid, kind, last in objects
        ]
        body: JsonObject = {
            "event_protocol_version": version,
            "action": "establish",
            "correlation_id": correlation_id,
            "requests": requests,
        }
        reply = await self.request("POST", "/v4/Subscriptions", body)
        assert reply.http_status == 200, reply.body
        seen: list[JsonObject] = []
        answered = 0
        while answered < len(objects):
            payload = await self.next_notification()
            seen.append(payload)
            if str(payload["event_type"]).startswith("subscription_"):
                answered += len(events_of(payload))
        return seen

    async def closed(self) -> tuple[int | None, str]:
        """Wait for the end; code and reason of the WebSocket close frame, None without one."""
        await asyncio.wait_for(asyncio.shield(self._reader), PATIENCE)
        frame = self.connection.protocol.close_rcvd
        return (frame.code, frame.reason) if frame else (None, "")

    async def _read(self) -> None:
        try:
            async for message in self.connection:
                assert isinstance(message, bytes)
                packet = decode(message)
                if packet.method == "reply":
                    future = self._replies.pop(packet.id, None)
                    if future is not None and not future.done():
                        future.set_result(packet)
                    continue
                self.packets.put_nowait(packet)
                if self.acknowledge:
                    await self.send({"method": "reply", "id": packet.id, "status": {"code": 200, "status": "OK"}})
        except ConnectionClosed:
            pass
        finally:
            for future in self._replies.values():
                future.cancel()


def events_of(payload: JsonObject) -> list[JsonObject]:
    """The events of a notification, whether told one by one or together."""
    events = payload["events"] if "events" in payload else [payload["event"]]
    assert isinstance(events, list)
    return [as_object(event) for event in events]


def encoded(text: str) -> str:
    """One path segment."""
    return quote(text, safe="")


def _integer(value: JsonValue) -> int:
    assert isinstance(value, int)
    return value
