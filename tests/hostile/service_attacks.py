"""Attacks on the service by somebody who has a token, or none."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from functools import partial
from random import Random
from urllib.parse import urlsplit

import httpx

from hostile.attack import Attack, Outcome
from hostile.mutations import mutated
from hostile.victims import Victim, victim
from support.chat_rest import ChatRest
from support.raw_client import RawClient
from twilio_realtime.json import JsonObject, as_object
from twilio_realtime.twilsock.frames import encode

__all__ = ["service_attacks"]

MIB = 1024 * 1024
MASK = b"\0\0\0\0"
PING = b"\x89\xfd" + MASK + b"p" * 125
UPGRADE = (
    b"GET /v3/wsconnect HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


async def _token(service: Victim, identity: str) -> str:
    return str((await service.ask(f"token {identity}"))["token"])


async def _outcome(service: Victim, volume: str, *broken: str) -> Outcome:
    """How the service fared, and whether others are served as before."""
    alice = await ChatRest.connect(service.url, await _token(service, "alice"))
    sid = await alice.create()
    await alice.join(sid)
    assert (await alice.send(sid, "still here")).http_status == 201
    await alice.close()
    return Outcome(volume, await service.fared(), broken)


async def _tcp(service: Victim) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(service.url)
    return await asyncio.open_connection(parts.hostname, parts.port, limit=64 * 1024)


async def unread_answers(scale: int) -> Outcome:
    """Sockets without `init` that send pings and read nothing."""
    most, sent = 64 * MIB * scale, 0

    async def flood(service: Victim) -> None:
        nonlocal sent
        reader, writer = await _tcp(service)
        with contextlib.suppress(ConnectionError, TimeoutError):
            writer.write(UPGRADE)
            await reader.readuntil(b"\r\n\r\n")
            while sent < most:
                writer.write(PING * 500)
                sent += len(PING) * 500
                await asyncio.wait_for(writer.drain(), 2.0)
        writer.transport.abort()

    async with victim("service") as service:
        await asyncio.gather(*(flood(service) for _ in range(8)))
        return await _outcome(service, f"{sent // MIB} MiB of pings")


async def large_answers(scale: int) -> Outcome:
    """Tunnelled requests for media that no packet can carry, many at once."""
    async with victim("service") as service:
        token = await _token(service, "mallory")
        mallory = await ChatRest.connect(service.url, token)
        url = str(mallory.links["media_service"])
        headers = {"X-Twilio-Token": token, "Content-Type": "a/b"}
        async with httpx.AsyncClient(headers=headers) as client:
            answer = await client.post(url, content=b"x" * (32 * MIB))
        path = f"{url}/{answer.json()['sid']}/Content"
        before = (await service.fared()).peak
        many = 300 * scale
        replies = await asyncio.gather(*(mallory.client.request("GET", path) for _ in range(many)))
        refused = sum(reply.http_status in (413, 429) for reply in replies)
        await mallory.close()
        growth = (await service.fared()).peak - before
        broken = [] if refused == many else [f"only {refused} of {many} were refused"]
        if growth > 32 * MIB:
            broken.append(f"{growth // MIB} MiB were read for answers that were not sent")
        return await _outcome(service, f"{many} requests for 32 MiB", *broken)


async def mutated_frames(scale: int, *, seed: int) -> Outcome:
    """Frames that are nearly right, before and after `init`."""
    many, random = 5000 * scale, Random(seed)
    async with victim("service") as service:
        token = await _token(service, "mallory")
        request: JsonObject = {"method": "GET", "host": "h", "path": "/Client/v1/Configuration", "params": {"a": [1]}}
        body: JsonObject = {"event_protocol_version": 4, "action": "establish", "correlation_id": 1, "requests": []}
        post: JsonObject = {"method": "POST", "host": "h", "path": "/v4/Subscriptions", "headers": {"a": "b"}}
        good = [
            encode({"method": "init", "id": "1", "token": token, "capabilities": ["client_update"]}),
            encode({"method": "message", "id": "2", "http_request": request}),
            encode({"method": "message", "id": "3", "http_request": post}, str(body).replace("'", '"').encode()),
            encode({"method": "update", "id": "4", "token": token}),
            encode(
                {"method": "put_notification_ctx", "id": "5", "notification_ctx_id": "c"}, b'{"message_types":["x"]}'
            ),
        ]

        async def hostile(frames: list[bytes], initialised: bool) -> None:
            left = frames
            while left:
                client = await RawClient.open(service.url)
                with contextlib.suppress(Exception):  # the service may end it at any frame
                    if initialised:
                        await client.init(token)
                    while left:
                        await client.connection.send(left.pop())
                        await asyncio.sleep(0)
                await client.close()

        def some() -> list[bytes]:
            return [mutated(random.choice(good), random) for _ in range(many // 20)]

        for _ in range(5):
            await asyncio.gather(*(hostile(some(), turn % 2 == 0) for turn in range(4)))
        return await _outcome(service, f"{many} frames")


async def half_open_requests(scale: int) -> Outcome:
    """More unfinished requests than the service holds connections."""
    many = 1500 * scale
    async with victim("service") as service, contextlib.AsyncExitStack() as opened:
        for _ in range(many):
            _, writer = await _tcp(service)
            opened.callback(writer.transport.abort)
            writer.write(b"GET / HTTP/1.1\r\nX: ")
        headers = {"X-Twilio-Token": await _token(service, "alice")}
        async with httpx.AsyncClient(headers=headers) as client:
            answer = await client.get(f"{service.url}/Client/v1/Configuration")
        broken = [] if answer.status_code == 200 else [f"others were answered {answer.status_code}"]
        return await _outcome(service, f"{many} connections", *broken)


async def many_requests(scale: int) -> Outcome:
    """As many requests for full pages as one socket may have under way."""
    many = 1000 * scale
    async with victim("service") as service:
        mallory = await ChatRest.connect(service.url, await _token(service, "mallory"))
        sid = await mallory.create()
        await mallory.join(sid)
        for _ in range(40):
            await mallory.send(sid, "x" * 20_000)
        alice = await ChatRest.connect(service.url, await _token(service, "alice"))
        url = mallory.channel_url(sid, "Messages") + "?PageSize=50"
        answered: list[str] = []

        async def ask(who: ChatRest, name: str, url: str) -> None:
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await who.call("GET", url)
                answered.append(name)

        asking = [asyncio.create_task(ask(mallory, "mallory", url)) for _ in range(many)]
        await asyncio.sleep(0)
        await ask(alice, "alice", f"{service.url}/Client/v1/Configuration")
        between = answered.index("alice") if "alice" in answered else many
        await asyncio.wait(asking)
        await mallory.close()
        await alice.close()
        broken = [] if between < many // 2 else [f"another user had to wait for {between} of them"]
        return await _outcome(service, f"{many} requests for 800 KiB", *broken)


async def forged_tokens(scale: int, *, seed: int) -> Outcome:
    """Tokens that are nearly right: other claims, other algorithms, other bytes."""
    many, random = 600 * scale, Random(seed)
    async with victim("service") as service:
        good = await _token(service, "mallory")
        head, claims, signature = good.split(".")
        accepted = 0
        async with httpx.AsyncClient() as client:
            for number in range(many):
                changed = json.loads(_decoded(claims))
                changed["grants"]["identity"] = random.choice(("alice", "", "x" * 300, "alice\0", None, ["alice"], 7))
                changed["exp"] = random.choice((changed["exp"], 2**40, -1, "9", 1e308, None, True))
                algorithm = {
                    **json.loads(_decoded(head)),
                    "alg": random.choice(("none", "None", "HS512", "RS256", "", 5)),
                }
                forged = random.choice(
                    (
                        f"{head}.{_encoded(changed)}.{signature}",
                        f"{_encoded(algorithm)}.{claims}.{signature}",
                        f"{_encoded(algorithm)}.{_encoded(changed)}.",
                        f"{head}.{claims}.{signature[: random.randrange(len(signature))]}",
                        f"{head}.{claims}.{signature[:5]}{'A' if signature[5] != 'A' else 'B'}{signature[6:]}",
                        good[: random.randrange(len(good))],
                        good * random.randint(2, 100),
                    )
                )
                headers = {"X-Twilio-Token": forged}
                answer = await client.get(f"{service.url}/Client/v1/Configuration", headers=headers)
                accepted += answer.status_code != 401
                if number % 50 == 0:
                    socket = await RawClient.open(service.url)
                    reply = await socket.init(forged)
                    accepted += as_object(reply.header["status"]).get("code") != 401
                    await socket.close()
        broken = [f"{accepted} of them were not refused"] if accepted else []
        return await _outcome(service, f"{many} tokens", *broken)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def service_attacks(seed: int) -> list[Attack]:
    """All of them.

    Args:
        seed: What those draw from that draw.
    """
    return [
        Attack("service: answers nobody reads", unread_answers),
        Attack("service: answers too large for a packet", large_answers, 2.5),
        Attack("service: mutated frames", partial(mutated_frames, seed=seed), 2.0, seed),
        Attack("service: forged tokens", partial(forged_tokens, seed=seed), 2.0, seed),
        Attack("service: half-open requests", half_open_requests, 2.0),
        Attack("service: many requests of one user", many_requests, 2.5),
    ]
