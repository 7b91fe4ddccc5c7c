"""Visits to the example `web_app`, over HTTP and WebSockets as its page makes them."""

from __future__ import annotations

import asyncio
import json
import socket as sockets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TypedDict, cast

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from docs.examples.conftest import Run, line_of
from support.patience import PATIENCE
from twilio_chat import Client
from twilio_local import LocalService

__all__ = ["start_web_app", "visit_web_app"]


class Shown(TypedDict):
    """What the page shows of a message."""

    index: int
    author: str
    text: str


async def start_web_app(run: Run, **environment: str) -> int:
    """Start the application and wait until it can be visited; returns its port."""
    with sockets.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    app = await run("web_app/app.py", "unused", PORT=str(port), **environment)
    while "running on" not in await line_of(app, error=True):
        continue
    return port


@asynccontextmanager
async def visiting(port: int, token: str) -> AsyncGenerator[ClientConnection]:
    """What the page does with a token."""
    async with connect(f"ws://127.0.0.1:{port}/live") as visitor:
        await visitor.send(token)
        yield visitor


async def next_shown(visitor: ClientConnection) -> Shown:
    """The next message that the page is sent."""
    async with asyncio.timeout(PATIENCE):
        while "index" not in (news := json.loads(await visitor.recv())):
            continue
    return cast("Shown", news)


async def visit_web_app(service: LocalService, run: Run, alice: Client) -> None:
    """Two visitors and a program talk; names and tokens that make no sense are refused with the reason."""
    port = await start_web_app(run)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as http:

        async def refused(name: str) -> str:
            answer = await http.post("/token", json={"identity": name})
            assert answer.status_code == 400
            return str(answer.json()["error"])

        async def token_of(name: str) -> str:
            answer = await http.post("/token", json={"identity": name})
            assert answer.status_code == 200, answer.text
            return str(answer.json()["token"])

        page = await http.get("/")
        assert "A live channel" in page.text
        assert (await http.post("/token", json={})).status_code == 400
        assert (await http.post("/token", content='{"identity": "eve"}')).status_code == 415
        assert await refused("") == "A name has 1 to 40 characters, and this one has 0."
        assert await refused("x" * 41) == "A name has 1 to 40 characters, and this one has 41."
        assert await refused("host") == "host is the name of the host; choose another one."
        async with visiting(port, await token_of("bob")) as bob, visiting(port, await token_of("carol")) as carol:
            await bob.send("hello from a page")
            for visitor in (bob, carol):
                assert await next_shown(visitor) == {"index": 0, "author": "bob", "text": "hello from a page"}
            await bob.send("x" * 100_000)
            async with asyncio.timeout(PATIENCE):
                unsent = json.loads(await bob.recv())
            assert unsent["unsent"] == "x" * 100_000
            assert unsent["reason"]
            assert await token_of("alice")
            lobby = await alice.get_channel_by_unique_name("lobby")
            async with lobby.on.message_added.expect(where=lambda message: message.author == "bob") as heard:
                await lobby.send_message("hello from a program")
                for visitor in (bob, carol):
                    assert (await next_shown(visitor))["text"] == "hello from a program"
                await bob.send("bye")
            assert heard.value.body == "bye"
            # Who comes back may use the name again, and is shown the latest.
            async with visiting(port, await token_of("carol")) as again:
                texts = [(await next_shown(again))["text"] for _ in range(3)]
            assert texts == ["hello from a page", "hello from a program", "bye"]
        async with asyncio.timeout(PATIENCE):
            while {"bob", "carol"} & {*service.sessions}:  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0.01)
        async with visiting(port, "no token") as eve:
            with pytest.raises(ConnectionClosed) as closed:
                await eve.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
