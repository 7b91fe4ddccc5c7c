"""A web page that shows a channel live, and lets its visitors write.

    twilio-chat serve &
    python examples/web_app/app.py            # then open http://127.0.0.1:8000 twice

The server takes part as a user of its own, the host, who makes the channel and adds each visitor. The page asks
``POST /token`` for an access token, as pages and apps that talk to the service directly would, and opens a WebSocket
whose first message is that token: so it appears in no address and no log. The server signs in with it and passes on
what happens in the channel. Every visitor is a user of their own.

Whatever is lost comes back: a client reconnects to the service by itself and the page is told meanwhile; a page
reconnects to this server, and leaves out what it has shown already.

Here anybody may be anybody. A real application knows its visitors from its own login and mints tokens for them only.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from twilio_chat import (
    ArgumentError,
    Channel,
    Client,
    ConflictError,
    Message,
    RealtimeError,
    RequestError,
    TokenError,
)
from twilio_local import ServiceCredentials, mint_token

BASE_URL = os.environ.get("TWILIO_BASE_URL", "http://127.0.0.1:8765")
CHANNEL = os.environ.get("WEB_APP_CHANNEL", "lobby")
HOST = os.environ.get("WEB_APP_HOST", "host")
CREDENTIALS = ServiceCredentials.from_environment()
TOKEN_SECONDS = 3600
LONGEST_NAME = 40
POLICY_VIOLATION, INTERNAL_ERROR = 1008, 1011


@asynccontextmanager
async def hosting(application: Starlette) -> AsyncGenerator[None]:
    """Keeps the host signed in and the channel at hand while the application runs."""
    async with Client(token_provider=token_of_host, base_url=BASE_URL) as host:
        channel = await host.get_or_create_channel(CHANNEL, friendly_name=CHANNEL.title())
        application.state.channel = await channel.join()
        yield


async def token_of_host() -> str:
    """A new token each time one is needed, for as long as the application runs."""
    return mint_token(CREDENTIALS, HOST, TOKEN_SECONDS)


async def page(_request: Request) -> Response:
    """The page."""
    return FileResponse(Path(__file__).with_name("page.html"))


async def token(request: Request) -> Response:
    """A token for the identity in the body, who takes part from now on; else the reason why not, for people.

    Pages of other sites cannot ask: they may not send this media type.
    """
    if request.headers.get("content-type") != "application/json":
        return JSONResponse({"error": "send application/json"}, status_code=415)
    body: object = await request.json()
    match body:
        case {"identity": str(identity)}:
            pass
        case _:
            return JSONResponse({"error": 'send {"identity": "…"}'}, status_code=400)
    if not 1 <= len(identity) <= LONGEST_NAME:
        reason = f"A name has 1 to {LONGEST_NAME} characters, and this one has {len(identity)}."
        return JSONResponse({"error": reason}, status_code=400)
    if identity == HOST:
        return JSONResponse({"error": f"{HOST} is the name of the host; choose another one."}, status_code=400)
    channel: Channel = request.app.state.channel
    try:
        with suppress(ConflictError):  # they take part already
            await channel.add(identity)
    except (ArgumentError, RequestError) as error:
        return JSONResponse({"error": f"This name cannot be used: {error}"}, status_code=400)
    except RealtimeError as error:
        return JSONResponse({"error": f"The service is away: {error}"}, status_code=503)
    return JSONResponse({"token": mint_token(CREDENTIALS, identity, TOKEN_SECONDS)})


async def live(socket: WebSocket) -> None:
    """One visitor: their token comes in first, then what they write; what happens goes out."""
    await socket.accept()
    try:
        async with Client(await socket.receive_text(), base_url=BASE_URL) as client:
            channel = await client.get_channel_by_unique_name(CHANNEL)
            async with asyncio.TaskGroup() as tasks:
                for work in (take(socket, channel), tell(socket, channel), report(socket, client)):
                    tasks.create_task(work)
                await client.until_closed()
    except* WebSocketDisconnect:  # the visitor has gone, which ends all tasks
        pass
    except* RealtimeError as errors:
        error = errors.exceptions[0]
        await socket.close(POLICY_VIOLATION if isinstance(error, TokenError) else INTERNAL_ERROR, str(error)[:100])


async def take(socket: WebSocket, channel: Channel) -> None:
    """Write what the visitor writes, and tell them what could not be written, and why."""
    while True:
        text = await socket.receive_text()
        try:
            await channel.send_message(text)
        except RealtimeError as error:
            await socket.send_json({"unsent": text, "reason": str(error)})


async def tell(socket: WebSocket, channel: Channel) -> None:
    """Send the latest messages, then each new one."""
    async with channel.on.message_added.stream() as news:  # listens already while the latest are read
        latest = (await channel.get_messages(20)).items
        for message in latest:
            await socket.send_json(in_json(message))
        newest = latest[-1].index if latest else -1
        async for message in news:
            if message.index > newest:
                await socket.send_json(in_json(message))


async def report(socket: WebSocket, client: Client) -> None:
    """Send how the connection to the service is, whenever that changes."""
    async for state in client.on.connection_state_changed:
        await socket.send_json({"connection": state})


def in_json(message: Message) -> dict[str, str | int | None]:
    """What the page shows of a message."""
    return {"index": message.index, "author": message.author, "text": message.body}


app = Starlette(
    lifespan=hosting,
    routes=[
        Route("/", page),
        Route("/token", token, methods=["POST"]),
        WebSocketRoute("/live", live),
    ],
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
