"""What goes wrong, and who acts meanwhile."""

from __future__ import annotations

import asyncio
from itertools import count
from random import Random

from simulation.products import Client, Room, room_of
from simulation.service import OWNER, Service
from twilio_local.faults import Throttled
from twilio_realtime.errors import RealtimeError

_FAILURES = (429, 500, 502, 503, 504)
_PLACES = (None, "/v4/Subscriptions", "/Items", "/Messages", "/v3/", "Participants")
_TROUBLES = (
    *("cut", "cut", "torn", "half-open", "refuse", "offload", "close", "expire", "deny", "late", "warn", "throttle"),
    *("fail", "fail", "fail", "delay"),
)


class Trouble:
    """Lets the service misbehave until it is cancelled."""

    def __init__(self, chance: Random, service: Service, identities: list[str], pause: float) -> None:
        self._chance = chance
        self._service = service
        self._pause = pause
        self._identities: list[str | None] = [None, *identities]

    async def run(self) -> None:
        while True:
            await asyncio.sleep(self._chance.expovariate(1 / self._pause))
            await self._happen()

    async def _happen(self) -> None:
        chance, faults = self._chance, self._service.faults
        who = chance.choice(self._identities)
        match chance.choice(_TROUBLES):
            case "cut":
                faults.cut(who)
            case "torn":
                for wire in self._service.wires:
                    wire.cut(tail=b'TWILSOCK V3.0 120\r\n{"method":"notification","id":"TM')
            case "half-open":
                faults.half_open(who)
            case "refuse":
                faults.refuse(who)
                await asyncio.sleep(chance.uniform(0, 10))
                faults.refuse(who, enabled=False)
            case "offload":
                faults.offload(chance.choice((None, 100, 4000)), who)
            case "close":
                faults.close_with(chance.choice((400, 429, 500, 503)), identity=who)
            case "expire":
                faults.expire_token(who)
            case "deny":
                faults.close_with(401, 20101, identity=who)
            case "late":  # the token ends while requests are under way
                faults.delay(2)
                await asyncio.sleep(chance.uniform(0, 3))
                faults.expire_token(who)
                faults.delay(0)
            case "warn":
                faults.about_to_expire(who)
            case "throttle":
                method: Throttled = chance.choice(("message", "init", "update"))
                faults.throttle(chance.randint(1, 3), method=method, reconnect_min_ms=chance.choice((None, 500, 5000)))
            case "fail":
                faults.fail_next_request(
                    chance.choice(_FAILURES),
                    path_contains=chance.choice(_PLACES),
                    count=chance.randint(1, 4),
                    headers={"Retry-After": "2"} if chance.random() < 0.3 else None,
                    carried_out=chance.random() < 0.5,
                )
            case _:
                faults.delay(chance.uniform(0, 2))
                await asyncio.sleep(chance.uniform(0, 5))
                faults.delay(0)


class Writers:
    """Change things: the owner beside the network, the clients through it."""

    def __init__(
        self, chance: Random, service: Service, *, rooms: list[str], passages: list[str], identities: list[str]
    ) -> None:
        self._chance = chance
        self._service = service
        self._rooms = rooms
        self._passages = passages
        self._identities = identities
        self._numbers = count(1)
        self.sent: dict[str, bool] = {}
        """Texts that clients have sent, with whether they were told that it worked."""

    async def owner(self) -> None:
        """Write, edit, remove, rename; let people come and go."""
        chance = self._chance
        guests: set[tuple[str, str]] = set()
        while True:
            await asyncio.sleep(chance.expovariate(2.0))
            room = chance.choice(self._rooms)
            number = next(self._numbers)
            match chance.choice(
                ("write",) * 5 + ("edit", "edit", "remove", "rename", "guest", "guest", "mark", "pass", "pass")
            ):
                case "write":
                    for _ in range(chance.choice((1, 1, 1, 8))):
                        await self.write(room)
                case "edit":
                    if (index := self._some_message(room)) is not None:
                        sid = self._sid_of(room, index)
                        await self._service.act(OWNER, "POST", room, "Messages", sid, body=f"edit {number}")
                case "remove":
                    if (index := self._some_message(room)) is not None:
                        await self._service.act(OWNER, "DELETE", room, "Messages", self._sid_of(room, index))
                case "rename":
                    await self._service.act(OWNER, "POST", room, friendly_name=f"name {number}")
                case "guest":
                    guest = (room, f"guest{chance.randint(1, 3)}")
                    if guest in guests:
                        guests.discard(guest)
                        await self._service.act(OWNER, "DELETE", room, "Participants", guest[1])
                    else:
                        guests.add(guest)
                        await self._service.act(OWNER, "POST", room, "Participants", identity=guest[1])
                case "pass":
                    await self._pass(chance.choice(self._passages), chance.choice(self._identities))
                case _:
                    await self._service.act(
                        OWNER, "POST", room, "Participants", OWNER, attributes=f'{{"mark":{number}}}'
                    )

    async def write(self, room: str) -> None:
        """The owner writes one message."""
        await self._service.act(OWNER, "POST", room, "Messages", body=f"text {next(self._numbers)}", attributes="{}")

    async def _pass(self, sid: str, identity: str) -> None:
        if self._service.is_member(sid, identity):
            await self._service.act(OWNER, "DELETE", sid, "Participants", identity)
        else:
            await self._service.act(OWNER, "POST", sid, "Participants", identity=identity)
            await self.write(sid)

    async def client(self, client: Client, rooms: list[Room], *, paging: bool) -> None:
        """Send, come and go, read: whatever fails has to fail in a documented way."""
        chance = self._chance
        while True:
            await asyncio.sleep(chance.expovariate(1 / 4))
            room = chance.choice(rooms)
            action = chance.choice(("send", "send", "lobby", "page" if paging else "send"))
            try:
                match action:
                    case "send":
                        text = f"from a client {next(self._numbers)}"
                        self.sent[text] = False
                        await room.send_message(text)
                        self.sent[text] = True
                    case "lobby":
                        known = await room_of(client, chance.choice(self._passages))
                        await (known.leave() if known.status == "joined" else known.join())
                    case _:
                        page = await room.get_messages(chance.randint(1, 20))
                        if page.has_prev_page:
                            await page.prev_page()
            except RealtimeError:
                continue

    def _some_message(self, room: str) -> int | None:
        return self._chance.choice(sorted(self._service.messages(room)) or [None])

    def _sid_of(self, room: str, index: int) -> str:
        backend = self._service.backend
        item = backend.sync.item(backend.sync.require(backend.channels.by_sid(room).message_list), index)
        assert item is not None
        return str(item.data["sid"])
