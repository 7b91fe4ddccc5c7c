"""Killed again and again in the middle of writing: what was acknowledged is there, once, and clients come back."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from support.chat_rest import ChatRest
from support.rooms import enter_room, make_room
from support.service_process import ServiceProcess
from twilio_chat import Channel, Client
from twilio_chat.errors import RealtimeError
from twilio_local import LocalService
from twilio_realtime.environment import Environment
from twilio_realtime.json import as_object
from twilio_realtime.twilsock.limits import ConnectionLimits

from .conftest import until

KILLS = 20
WRITES_BETWEEN = 25
IMPATIENT = Environment(limits=ConnectionLimits(backoff_min=0.01, backoff_max=0.05))


class Writing:
    """Texts that were sent, of which some were acknowledged."""

    def __init__(self) -> None:
        self.acknowledged: list[str] = []
        self.enough = asyncio.Event()
        self.target = 0

    def expect(self, more: int) -> None:
        self.enough.clear()
        self.target = len(self.acknowledged) + more

    def note(self, text: str) -> None:
        self.acknowledged.append(text)
        if len(self.acknowledged) >= self.target:
            self.enough.set()

    async def packet_by_packet(self, chat: ChatRest, sid: str, writer: str) -> None:
        """Until the connection breaks."""
        for number in range(10_000):
            text = f"{writer}-{number}"
            if (await chat.send(sid, text)).http_status == 201:
                self.note(text)

    async def with_client(self, room: Channel) -> None:
        """For ever: what fails is given up, and the next text is tried."""
        for number in range(1_000_000):
            text = f"client-{number}"
            with contextlib.suppress(RealtimeError):
                await room.send_message(text)
                self.note(text)


async def test_killed_during_writes(tmp_path: Path) -> None:
    file = tmp_path / "chat.sqlite"
    tokens, writing = LocalService(), Writing()
    process = await ServiceProcess.prepare(file)
    port = await process.start(0)
    base_url = f"http://127.0.0.1:{port}"
    heard: list[tuple[int, str | None]] = []
    async with (
        Client(tokens.token("alice"), base_url=base_url, environment=IMPATIENT) as alice,
        Client(tokens.token("bob"), base_url=base_url, environment=IMPATIENT) as bob,
    ):
        room = await make_room(alice)
        await enter_room(bob, room)
        bob.on.message_added.connect(lambda message: heard.append((message.index, message.body)))
        own_writer = asyncio.create_task(writing.with_client(room))
        for kill in range(KILLS):
            standby = await ServiceProcess.prepare(file)
            chat = await ChatRest.connect(base_url, tokens.token("carol"))
            if kill == 0:
                await chat.join(room.sid)
            writing.expect(WRITES_BETWEEN)
            writers = [
                asyncio.create_task(writing.packet_by_packet(chat, room.sid, f"{kill}.{number}")) for number in range(4)
            ]
            await writing.enough.wait()
            await process.kill()
            await asyncio.gather(*writers, return_exceptions=True)
            await chat.close()
            process = standby
            assert await process.start(port) == port
        own_writer.cancel()
        chat = await ChatRest.connect(base_url, tokens.token("carol"))
        stored = await everything(chat, room.sid)
        assert [index for index, _ in stored] == list(range(len(stored)))
        texts = [text for _, text in stored]
        assert len(set(texts)) == len(texts)
        assert len(set(writing.acknowledged)) == len(writing.acknowledged) >= KILLS * WRITES_BETWEEN
        assert set(writing.acknowledged) <= set(texts)
        assert any(text.startswith("client-") for text in writing.acknowledged)
        await until(lambda: len(heard) >= len(stored))
        assert heard == stored
        await chat.close()
    await process.kill()


async def everything(chat: ChatRest, sid: str) -> list[tuple[int, str]]:
    """Index and text of all messages."""
    found: list[tuple[int, str]] = []
    while True:
        params = {"PageSize": "1000", "From": str(len(found))}
        reply = await chat.client.request("GET", f"/v3/Lists/{sid}.messages/Items", params=dict(params))
        items = reply.object["items"]
        assert isinstance(items, list)
        if not items:
            return found
        for item in map(as_object, items):
            index = item["index"]
            assert isinstance(index, int)
            found.append((index, str(as_object(item["data"])["text"])))
