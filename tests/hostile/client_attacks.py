"""Attacks on a client by a service that means harm."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import tempfile
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import httpx
from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from hostile.attack import Attack, Outcome
from hostile.interceptor import Interceptor, interceptor
from hostile.mutations import mutated
from hostile.victims import ROOM, Fared, Victim, victim
from support.chat_rest import ChatRest
from twilio_local import LocalService
from twilio_realtime.errors import FrameError
from twilio_realtime.json import JsonObject, JsonValue, as_object, dump_json, parse_json
from twilio_realtime.twilsock.frames import decode, encode

__all__ = ["client_attacks", "idle_client"]

MIB = 1024 * 1024
_END = "the end"


@dataclass(frozen=True, slots=True)
class _Scene:
    service: LocalService
    between: Interceptor
    bob: ChatRest
    room: str
    client: Victim

    async def outcome(self, volume: str, *broken: str) -> Outcome:
        """How the client fared, and whether it hears the next message once the attack is over."""
        self.between.honest()
        await self.client.ask("joined")
        assert (await self.bob.send(self.room, _END)).http_status == 201
        said = await self.client.ask(f"await {_END}")
        fared = await self.client.fared()
        twice = [] if said["times"] == 1 else [f"the last message came {said['times']} times"]
        return Outcome(volume, fared, (*broken, *twice))


@contextlib.asynccontextmanager
async def _scene(*, ready: bool = True) -> AsyncGenerator[_Scene]:
    """A client in a room with Bob, and somebody between it and the service."""
    async with LocalService() as service, interceptor(service.base_url) as between:
        bob = await ChatRest.connect(service.base_url, service.token("bob"))
        room = await bob.create(unique_name=ROOM)
        await bob.join(room)
        await bob.add(room, "victim")
        async with victim("client", between.url, service.token("victim")) as client:
            if ready:
                await client.hear()
                await client.ask("joined")
            yield _Scene(service, between, bob, room, client)
        await bob.close()


async def idle_client() -> Fared:
    """How a client fares that nobody attacks."""
    async with _scene() as scene:
        return (await scene.outcome("")).fared


async def mutated_frames(scale: int, *, seed: int) -> Outcome:
    """Each frame of the service in many forms that are nearly right, before the right one."""
    many, random = 20_000 * scale, Random(seed)

    def change(frame: bytes) -> list[bytes]:
        # Whether a client that is told to go away goes is not the question here.
        if b'"continuation_token"' in frame or b'"method":"close"' in frame:
            return [frame]
        return [*(mutated(frame, random) for _ in range(100)), frame]

    async with _scene() as scene:
        scene.between.to_client = change
        number = 0
        while scene.between.frames < many:
            number += 1
            await _talk(scene, number)
        return await scene.outcome(f"{scene.between.frames} frames")


async def _talk(scene: _Scene, number: int) -> None:
    """Bob does one thing of each kind that the client hears of."""
    bob, room = scene.bob, scene.room
    text: JsonObject = {"attributes": f'{{"number": {number}}}'}
    sent = await bob.send(room, f"message {number}", **text)
    await bob.call("POST", bob.channel_url(room, "Messages", sent.text("sid")), {"body": "changed", **text})
    await bob.call("POST", bob.channel_url(room), {"friendly_name": f"name {number}", **text})
    await bob.call("POST", bob.channel_url(room, "Participants", "bob"), text)
    await bob.call("POST", bob.links["typing"], {"type": "conversation", "conversation_sid": room})
    await bob.call("DELETE", bob.channel_url(room, "Messages", sent.text("sid")))


async def mutated_answers(scale: int, *, seed: int) -> Outcome:
    """Forms that are nearly right in place of some frames, while the client starts and asks for whatever there is."""
    many, random = 1_500 * scale, Random(seed)

    def change(frame: bytes) -> list[bytes]:
        if b'"method":"close"' in frame:
            return [frame]
        return [mutated(frame, random) for _ in range(2)] * (random.random() < 0.3) + [frame]

    async with _scene() as scene:
        scene.between.to_client = change
        broken: set[str] = set()
        while scene.between.frames < many:
            used = await scene.client.ask("use")
            if used["escaped"]:
                broken.add(str(used["escaped"]))
        return await scene.outcome(f"{scene.between.frames} frames", *broken)


async def unread_answers(scale: int) -> Outcome:
    """A service that sends what must be answered, and reads nothing."""
    most, sent = 64 * MIB * scale, 0
    ended = asyncio.Event()

    async def took(connection: ServerConnection) -> None:
        nonlocal sent
        init = await connection.recv()
        assert isinstance(init, bytes)
        reply: JsonObject = {"code": 200, "status": "OK"}
        await connection.send(encode({"method": "reply", "id": decode(init).id, "status": reply}))
        connection.transport.pause_reading()
        body = dump_json({"event_type": "map_item_added", "x": "x" * 50}).encode()
        header: JsonObject = {"method": "notification", "message_type": "twilio.sync.event"}
        notes = [encode({**header, "id": f"TM{number}"}, body) for number in range(1000)]
        with contextlib.suppress(Exception):  # the client may end it
            while sent < most:
                for note in notes:
                    await asyncio.wait_for(connection.send(note), 2.0)
                    sent += len(note)
                pong = await connection.ping()
                del pong
        ended.set()

    async with _scene() as scene:
        scene.between.took = took
        for connection in list(scene.between.connections):
            connection.transport.abort()
        await ended.wait()
        return await scene.outcome(f"{sent // MIB} MiB of notifications and pings")


async def compressed_answers(scale: int) -> Outcome:
    """Media whose few bytes become very many when they are unpacked."""
    size = 1024 * MIB * scale
    once = gzip.compress(bytes(MIB), 9)
    member = gzip.compress(once * (size // MIB), 9)
    bomb = gzip.compress(member, 9)

    async def answer(request: Request) -> Response | None:
        if "/Media" not in request.path:
            return None
        headers = Headers({"Content-Encoding": "gzip, gzip, gzip", "Content-Length": str(len(bomb))})
        headers["Content-Type"] = "application/json"
        headers["Connection"] = "close"
        return Response(200, "OK", headers, bomb)

    async with _scene() as scene:
        url = scene.bob.links["media_service"]
        upload = {"X-Twilio-Token": scene.service.token("bob"), "Content-Type": "a/b"}
        async with httpx.AsyncClient(headers=upload) as http:
            sid = (await http.post(url, content=b"content")).json()["sid"]
        await scene.bob.send(scene.room, "media", media_sid=sid)
        await scene.client.ask("await media")
        scene.between.answer = answer
        with tempfile.TemporaryDirectory() as folder:
            said = await scene.client.ask(f"download {folder}/content")
        broken = [] if said["outcome"] == "ResponseError" else [f"the download ended with {said['outcome']}"]
        return await scene.outcome(f"{len(bomb)} bytes for {size // MIB} MiB", *broken)


_NAMES = (
    *("../../victim", "..\\..\\victim", "/etc/passwd", "C:\\victim", "con.txt", "a:b", ".profile", "..", "nul ."),
    *("x\0y", "\x1b]0;title\x07", "gpj.\u202eexe", "a\nb", " ", "💥" * 100),
)


async def names_of_files(scale: int) -> Outcome:
    """Files whose names lead elsewhere, fetched into a folder."""
    broken: list[str] = []
    names = list(_NAMES) * scale
    async with _scene() as scene:
        url = scene.bob.links["media_service"]
        upload = {"X-Twilio-Token": scene.service.token("bob"), "Content-Type": "a/b"}

        def change(frame: bytes) -> list[bytes]:
            # The honest service would not have stored such a name.
            packet = decode(frame)
            payload = packet.payload.replace(b'"innocent"', dump_json(name).encode())
            header = {key: value for key, value in packet.header.items() if key != "payload_size"}
            return [encode(header, payload)]

        async def answer(request: Request) -> Response | None:
            if "/Media" not in request.path:
                return None
            found = await http.get(f"{scene.service.base_url}{request.path}")
            length = {"Content-Length": str(len(found.content)), "Connection": "close"}
            return Response(found.status_code, "", Headers({**length, "Content-Type": "a/b"}), found.content)

        name = ""
        scene.between.to_client = change
        scene.between.answer = answer
        async with httpx.AsyncClient(headers=upload) as http:
            for number, name in enumerate(names, 1):
                stored = await http.post(url, params={"Filename": "innocent"}, content=b"content")
                await scene.bob.send(scene.room, "", media_sid=stored.json()["sid"])
                await scene.client.ask(f"files {number}")
                with tempfile.TemporaryDirectory() as outer:
                    folder = Path(outer) / "a" / "b"
                    folder.mkdir(parents=True)
                    fetched = (await scene.client.ask(f"download {folder}"))["outcome"]
                    if fetched != len(b"content"):
                        broken.append(f"{name!r} was not fetched: {fetched}")
                    inside = _files(folder)
                    if _files(Path(outer)) != inside or len(inside) > 1:
                        broken.append(f"{name!r} led out of its folder")
                    broken += [f"{name!r} became {path.name!r}" for path in inside if not path.name.isprintable()]
        return await scene.outcome(f"{len(names)} names", *broken)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _page(frame: bytes) -> tuple[JsonObject, JsonObject, str] | None:
    """Header, body and name of the list of a frame that carries a page."""
    try:
        packet = decode(frame)
        body = as_object(packet.json())
    except FrameError:
        return None
    meta = as_object(body.get("meta"))
    key = meta.get("key")
    if packet.method != "reply" or not isinstance(key, str) or not isinstance(body.get(key), list):
        return None
    return packet.header, body, key


def _entries(page: JsonValue) -> list[JsonValue]:
    return page if isinstance(page, list) else []


def _refusal(frame: bytes) -> str | None:
    """The id of a reply that refuses a page."""
    packet = decode(frame)
    status = as_object(packet.header.get("http_status")).get("code")
    return packet.id if packet.method == "reply" and status == 400 else None


def _many(entries: list[JsonValue], count: int, first: int) -> list[JsonValue]:
    """So many entries like those, each with identifiers of its own."""
    texts = [dump_json(entry) for entry in entries]
    made: list[JsonValue] = []
    for number in range(first, first + count):
        entry = texts[number % len(texts)]
        sid = f"CH{number:032x}"
        value = as_object(parse_json(entry))
        for name in ("key", "sid", "channel_sid", "conversation_sid"):
            if name in value:
                value[name] = sid
        made.append(value)
    return made


async def _pages(count: int, *, endless: bool) -> Outcome:
    pages = 0
    templates: dict[str, list[JsonValue]] = {}
    last: tuple[JsonObject, JsonObject, str] | None = None
    enough = asyncio.Event()

    def change(frame: bytes) -> list[bytes]:
        nonlocal pages
        nonlocal last
        found = _page(frame)
        if found is None and endless and last is not None and (refused := _refusal(frame)) is not None:
            # The honest service does not know the pages that were invented.
            header, body, key = {**last[0], "id": refused}, {**last[1], last[2]: []}, last[2]
        elif found is not None:
            header, body, key = found
        else:
            return [frame]
        if entries := _entries(body[key]):
            templates.setdefault(key, entries)
        elif key not in templates:
            return [frame]
        meta = as_object(body["meta"])
        if endless:
            meta["next_page_url"] = meta.get("url")
            meta["next_token"] = f"token{pages}"
        header.pop("payload_size", None)
        last = (header, body, key)
        # As many as fit into what a client takes for a packet at all.
        number = min(count, 7 * MIB // len(dump_json(templates[key][0])))
        page: JsonObject = {**body, "meta": meta}
        page[key] = [*_entries(body[key]), *_many(templates[key], number, pages * count)]
        pages += 1
        if pages == (40 if endless else 1):
            enough.set()
        return [encode(header, dump_json(page).encode())]

    async with _scene(ready=False) as scene:
        scene.between.to_client = change
        await scene.client.hear()
        await scene.client.ask("page")
        await enough.wait()
        return await scene.outcome(f"{pages} pages of {count}")


async def large_page(scale: int) -> Outcome:
    """One page with far more than was asked for."""
    return await _pages(20_000 * scale, endless=False)


async def endless_pages(scale: int) -> Outcome:
    """Pages that never end."""
    return await _pages(50 * scale, endless=True)


def client_attacks(seed: int) -> list[Attack]:
    """All of them.

    Args:
        seed: What those draw from that draw.
    """
    return [
        Attack("client: answers nobody reads", unread_answers, 2.0),
        Attack("client: mutated frames", partial(mutated_frames, seed=seed), 2.0, seed),
        Attack("client: mutated answers", partial(mutated_answers, seed=seed), 2.0, seed),
        Attack("client: compressed answers", compressed_answers),
        Attack("client: names of files", names_of_files),
        Attack("client: a page of 20,000", large_page, 4.0),
        Attack("client: pages without end", endless_pages, 2.0),
    ]
