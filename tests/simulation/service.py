"""The embedded service without its server: sessions on wires in memory, and the truth about its state."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from random import Random
from typing import cast
from urllib.parse import quote

from simulation.network import BASE_URL, Link, Socket, Weather, Wire
from simulation.virtual_time import WALL
from twilio_local.backend import Backend
from twilio_local.chat.stamps import Stamps
from twilio_local.credentials import ServiceCredentials
from twilio_local.faults import Faults
from twilio_local.http.app import make_app
from twilio_local.limits import Limits
from twilio_local.socket.sessions import Session
from twilio_local.socket.tunnel import Caller, TunnelRequest
from twilio_local.storage.database import Database
from twilio_local.sync.store import SyncEvent
from twilio_local.tokens import mint_token
from twilio_realtime.errors import DisconnectedError
from twilio_realtime.json import JsonObject, JsonValue, as_object, dump_json, parse_json

OWNER = "owner"


class Service:
    """One service in this process. Its time is that of the running loop."""

    def __init__(self, chance: Random, limits: Limits, weather: Weather) -> None:
        self._chance = chance
        self._loop = asyncio.get_running_loop()
        self.weather = weather
        self.credentials = ServiceCredentials.development()
        self._database = Database(None)
        stamps = Stamps(lambda: WALL + self._loop.time(), chance.randbytes)
        self.backend = Backend(self.credentials, self._database, stamps, limits)
        self.presence = self.backend.presence
        self.faults = Faults(self.presence)
        self._app = make_app(self.backend, self.faults, BASE_URL).tunnelled
        self._wires: dict[asyncio.Task[None], Wire] = {}

    async def open_socket(self, url: str, open_timeout: float, max_size: int) -> Socket:
        """Implements `twilio_realtime.twilsock.websocket.SocketOpener`."""
        await asyncio.sleep(self._chance.uniform(0.001, self.weather.latency))
        if self.faults.refuses(None):
            raise DisconnectedError("the service refuses connections")
        wire = Wire(self._chance, self.weather)
        session = Session(Link(wire), self.backend, self.faults, self._app)
        task = self._loop.create_task(session.run(), name="service session")
        self._wires[task] = wire
        task.add_done_callback(lambda _: self._wires.pop(task))
        return Socket(wire)

    @property
    def wires(self) -> list[Wire]:
        """The connections, also those that are about to end."""
        return list(self._wires.values())

    def token(self, identity: str, ttl: float) -> str:
        return mint_token(self.credentials, identity, ttl, WALL + self._loop.time())

    async def act(self, who: str, method: str, /, *path: str, **body: JsonValue) -> JsonObject | None:
        """What somebody does who is not simulated: a request beside the network; None if it fails."""
        base = f"/Client/v2/Services/{self.credentials.service_sid}/Conversations"
        url = "/".join([base, *(quote(segment, safe="") for segment in path)])
        content = dump_json(body or None).encode()
        answer = await self._request(who, method, url, content)
        if answer is None:
            return None
        return as_object(parse_json(answer)) if answer else {}

    async def _request(self, identity: str, method: str, path: str, body: bytes) -> bytes | None:
        headers = [(b"content-type", b"application/json")]
        reply = await TunnelRequest(method, path, "", headers, body, BASE_URL).run(
            self._app, Caller(identity, None, BASE_URL), self.backend.limits.reply_bytes
        )
        return reply.body if 200 <= reply.status < 300 else None

    # the truth

    def document(self, sid: str) -> JsonObject:
        """A channel's document as it is."""
        return self.backend.sync.require(self.backend.channels.by_sid(sid).document).data or {}

    def document_events(self, sid: str) -> list[SyncEvent]:
        """Everything that ever happened to it."""
        return list(self._events(self.backend.channels.by_sid(sid).document))

    def message_events(self, sid: str) -> list[SyncEvent]:
        """Everything that ever happened to a channel's messages."""
        return list(self._events(self.backend.channels.by_sid(sid).message_list))

    def member_events(self, sid: str) -> list[SyncEvent]:
        """Everything that ever happened to a channel's roster."""
        return list(self._events(self.backend.channels.by_sid(sid).roster))

    def messages(self, sid: str) -> dict[int, str]:
        """Bodies by index."""
        items = self._items(self.backend.channels.by_sid(sid).message_list)
        return {int(key): str(data["text"]) for key, data in items.items()}

    def members(self, sid: str) -> dict[str, JsonValue]:
        """Attributes by identity."""
        items = self._items(self.backend.channels.by_sid(sid).roster)
        return {str(data["identity"]): parse_json(str(data["attributes"])) for data in items.values()}

    def may_see(self, sid: str, identity: str) -> bool:
        return self.backend.channels.may_see(self.backend.channels.by_sid(sid), identity)

    def is_member(self, sid: str, identity: str) -> bool:
        return self.backend.channels.is_member(self.backend.channels.by_sid(sid), identity)

    def subscriptions_of(self, identity: str) -> list[set[str]]:
        """Sids of the objects that each connection of a user is subscribed to."""
        table = cast(dict[object, set[str]], vars(self.backend.subscriptions)["_by_subscriber"])
        return [table.get(session, set()) for session in self.presence.of(identity)]

    def _items(self, name: str) -> dict[int | str, JsonObject]:
        page = self.backend.sync.page(self.backend.sync.require(name), limit=100_000, max_bytes=1 << 30)
        return {item.key: item.data for item in page.items}

    def _events(self, name: str) -> Iterator[SyncEvent]:
        return self.backend.sync.events_after(self.backend.sync.require(name), -1)

    async def close(self) -> None:
        """End every session."""
        for wire in self.wires:
            wire.cut()
        if self._wires:
            await asyncio.wait(list(self._wires))
        self._database.close()
