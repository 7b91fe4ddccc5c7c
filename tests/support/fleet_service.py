"""The service of the made-up second product, in memory: sockets, requests through them, and Sync with replay."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import parse_qsl, unquote

import httpx
import jwt

from support.file_store import STORE, FileStore
from support.manual_clock import ManualClock
from support.scripted_socket import ScriptedSocket
from twilio_realtime.environment import Environment
from twilio_realtime.json import JsonObject, JsonValue, as_object
from twilio_realtime.twilsock.frames import Packet

API = "https://api.eu2.fleet.example"
STATE = "https://state.eu2.fleet.example"
STARTED = 1_800_000_000.0
SECRET = "a secret that is long enough for HS256"


@dataclass(frozen=True)
class Refusal:
    """An answer that is an error."""

    status: int
    code: int | None = None

    @property
    def body(self) -> JsonObject:
        return {"status": self.status, "code": self.code, "message": "as the service says"}


@dataclass(frozen=True)
class Asked:
    """A request to the API.

    Attributes:
        segments: Those of the path, each decoded by itself.
        host: Where it went.
        encoded_path: The path as it was sent.
        mutation_id: What the service knows a repetition by.
    """

    method: str
    path: str
    query: JsonObject
    body: JsonValue
    segments: tuple[str, ...] = field(default=(), compare=False)
    host: str = field(default="", compare=False)
    encoded_path: str = field(default="", compare=False)
    mutation_id: str = field(default="", compare=False)


def _body(packet: Packet) -> JsonValue:
    """The body of a request; a form as an object."""
    if packet.payload_type != "application/x-www-form-urlencoded":
        return packet.json()
    return dict(parse_qsl(packet.payload.decode(), keep_blank_values=True))


@dataclass
class SyncObject:
    """A Sync map or list, with everything that ever happened to it."""

    kind: str
    sid: str
    items: dict[str | int, JsonObject] = field(default_factory=dict[str | int, JsonObject])
    events: list[tuple[str, JsonObject]] = field(default_factory=list[tuple[str, JsonObject]])

    @property
    def last_event_id(self) -> int:
        return len(self.events) - 1

    @property
    def key_name(self) -> str:
        return "key" if self.kind == "map" else "index"

    def describe(self, *, include: bool) -> JsonObject:
        return {
            "sid": self.sid,
            "unique_name": None,
            "last_event_id": self.last_event_id,
            "revision": "0",
            "links": {"items": f"{STATE}/v3/{self.kind.capitalize()}s/{self.sid}/Items"},
            **({"items": list(self._entries())} if include else {}),
        }

    def page(self, query: JsonObject) -> JsonObject:
        entries = self._entries()
        if self.key_name.capitalize() in query:
            wanted = query[self.key_name.capitalize()]
            return {"items": [item for item in entries if str(item[self.key_name]) == wanted], "meta": {}}
        backwards = query["Order"] == "desc"
        if backwards:
            entries.reverse()
        names = [str(item[self.key_name]) for item in entries]
        start = names.index(str(query["From"])) if str(query.get("From")) in names else 0
        end = start + int(str(query["PageSize"]))
        meta: JsonObject = {"previous_token": "p" if start else None, "next_token": "n" if end < len(names) else None}
        return {"items": list(entries[start:end]), "meta": meta}

    def _entries(self) -> list[JsonObject]:
        return [
            {self.key_name: key, "data": data, "last_event_id": self.last_event_id, "date_updated": ""}
            for key, data in sorted(self.items.items(), key=lambda entry: entry[0])
        ]


class _Socket(ScriptedSocket):
    def __init__(self, answer: Callable[[_Socket, Packet], None]) -> None:
        super().__init__()
        self._answer = answer

    async def send(self, data: bytes) -> None:
        await super().send(data)
        self._answer(self, self.sent[-1])


class FleetService:
    """Answers at once, whatever was put into it.

    Attributes:
        clock: Time, for client and service alike.
        sockets: Every socket that was opened.
        urls: Where they were opened to.
        asked: Requests to the API so far.
        answers: What a path of the API is answered with, or what makes the answer.
        reachable: Whether sockets can be opened.
        loop: Where the client runs. Only while it does.
    """

    loop: asyncio.AbstractEventLoop

    def __init__(self) -> None:
        self.clock = ManualClock(STARTED)
        self.sockets: list[ScriptedSocket] = []
        self.urls: list[str] = []
        self.asked: list[Asked] = []
        self.files = FileStore(API)
        self.answers: dict[str, JsonObject | Refusal | Callable[[Asked], JsonObject | Refusal]] = {}
        self.reachable = True
        self._objects: dict[str, SyncObject] = {}
        self._followed: set[str] = set()
        self._correlations = count(1)
        self._sids = count(1)
        self.answers["/Dispatch/v7/SignIn"] = {
            "dispatcher": "dora",
            "depot": None,
            "links": {
                "vehicles": f"{API}/v7/Vehicles",
                "boards": f"{API}/v7/Boards",
                "parts": f"{API}/v7/Parts",
                "trips": f"{API}/v7/Trips",
                "reports": f"{API}/v7/Reports",
                "manuals": f"{API}/v7/Manuals/of-%s/%s?kind=short",
                "photos": f"{API}{STORE}",
                "albums": None,
            },
            "state": {"vehicle_map": "all.vehicles", "journal": "all.journal"},
            "limits": {"boards": 2, "parts": 3},
        }
        self.create("map", "all.vehicles")
        self.create("list", "all.journal")

    @property
    def environment(self) -> Environment:
        return Environment(
            clock=self.clock,
            random=lambda: 0.5,
            open_socket=self._open,
            http_transport=httpx.MockTransport(self.files.answer),
        )

    def token(self, grant: str = "fleet") -> str:
        claims = {"iss": "SK1", "exp": STARTED + 86_400, "grants": {"identity": "dora", grant: {"service_sid": "FL1"}}}
        return jwt.encode(claims, SECRET, algorithm="HS256")

    async def _open(self, url: str, open_timeout: float, max_size: int) -> ScriptedSocket:
        if not self.reachable:
            raise OSError("no way through")
        self.loop = asyncio.get_running_loop()
        self.urls.append(url)
        self._followed.clear()
        socket = _Socket(self._answer)
        self.sockets.append(socket)
        return socket

    def cut(self) -> None:
        """Lose the connection, and let none come up until told otherwise."""
        self.reachable = False
        self._followed.clear()
        self.sockets[-1].lose()

    async def soon(self, seconds: float = 0.5) -> None:
        """Let time pass, enough for subscriptions."""
        await self.clock.advance(seconds)

    def paths(self) -> list[str]:
        """Paths of the requests to the API since the last time, the oldest first."""
        found = [f"{item.method} {item.path}" for item in self.asked]
        self.asked.clear()
        return found

    # -- Sync

    def create(self, kind: str, name: str, items: dict[str | int, JsonObject] | None = None) -> None:
        """Let a map or list exist."""
        made = SyncObject(kind, f"{'MP' if kind == 'map' else 'ES'}{next(self._sids):032}", dict(items or {}))
        self._objects[name] = self._objects[made.sid] = made

    def put(self, name: str, key: str | int, data: JsonObject) -> None:
        """Add or change an item."""
        target = self._objects[name]
        self._happen(target, "updated" if key in target.items else "added", key, data)
        target.items[key] = data

    def drop(self, name: str, key: str | int) -> None:
        """Remove an item."""
        target = self._objects[name]
        self._happen(target, "removed", key, target.items.pop(key))

    def notify(self, message_type: str, payload: JsonObject) -> None:
        """Send a notification of the product."""
        self.sockets[-1].deliver("notification", payload, message_type=message_type)

    def _happen(self, target: SyncObject, what: str, key: str | int, data: JsonObject) -> None:
        event: JsonObject = {
            "id": len(target.events),
            f"{target.kind}_sid": target.sid,
            f"item_{target.key_name}": key,
            "item_data": data,
            "date_created": "",
        }
        target.events.append((f"{target.kind}_item_{what}", event))
        if target.sid in self._followed:
            self._tell(f"{target.kind}_item_{what}", {"event": event})

    def _tell(self, event_type: str, content: JsonObject) -> None:
        self.notify("twilio.sync.event", {"event_type": event_type, "event_protocol_version": 4, **content})

    def _subscribe(self, body: JsonObject) -> None:
        requests = body["requests"]
        assert isinstance(requests, list)
        for request in map(as_object, requests):
            sid = str(request["object_sid"])
            if body["action"] == "cancel":
                self._followed.discard(sid)
                continue
            target = self._objects[sid]
            seen = request["last_event_id"]
            assert isinstance(seen, int)
            self._followed.add(sid)
            for event_type, event in target.events[seen + 1 :]:
                self._tell(event_type, {"events": [event], "correlation_id": body["correlation_id"]})
            established: JsonObject = {
                "object_sid": sid,
                "object_type": target.kind,
                "replay_status": "completed",
                "last_event_id": target.last_event_id,
            }
            content: JsonObject = {"events": [established], "correlation_id": body["correlation_id"]}
            self._tell("subscription_established", content)

    # -- packets

    def _answer(self, socket: ScriptedSocket, packet: Packet) -> None:
        if packet.method == "init":
            socket.reply(packet)
        elif packet.method == "message":
            request = as_object(packet.header["http_request"])
            asked = Asked(
                str(request["method"]),
                unquote(str(request["path"])),
                as_object(request["params"]),
                _body(packet),
                tuple(map(unquote, str(request["path"]).split("/"))),
                str(request["host"]),
                str(request["path"]),
                str(as_object(request["headers"]).get("X-Twilio-Mutation-Id")),
            )
            of_state = asked.host.startswith("state.")
            answer = self._state_answer(asked) if of_state else self._api_answer(asked)
            socket.reply(
                packet,
                answer.body if isinstance(answer, Refusal) else answer,
                http_status={"code": answer.status if isinstance(answer, Refusal) else 200, "status": ""},
                http_headers={},
            )
            if of_state and asked.method == "POST":
                self._subscribe(as_object(asked.body))

    def _api_answer(self, asked: Asked) -> JsonObject | Refusal:
        self.asked.append(asked)
        answer = self.answers.get(asked.path, Refusal(404, 50404))
        return answer(asked) if callable(answer) else answer

    def _state_answer(self, asked: Asked) -> JsonObject | Refusal:
        if asked.path == "/v4/Subscriptions":
            return {"max_batch_size": 100, "estimated_delivery_in_ms": 5000, "ttl_in_s": -1}
        parts = asked.segments[2:]
        target = self._objects.get(parts[1])
        if target is None:
            return Refusal(404, 54300)
        if parts[-1] == "Items":
            return target.page(asked.query)
        return target.describe(include="Include" in asked.query)
