"""A web page that shows a channel live, and lets its visitors write.

    twilio-chat serve &
    python examples/web_app/app.py            # then open http://127.0.0.1:8000 twice

The page asks ``POST /token`` for an access token, as pages and apps that talk to the service directly would, and
opens a WebSocket whose first message is that token: so it appears in no address and no log. The server signs in with
it and passes on what happens in the channel. Every visitor is a user of their own.

Here anybody may be anybody. A real application knows its visitors from its own login and mints tokens for them only.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from twilio_chat import Channel, Client, ConflictError, Message, NotFoundError, RealtimeError, TokenError
from twilio_local import LocalServiceError, ServiceCredentials, mint_token

BASE_URL = os.environ.get("TWILIO_BASE_URL", "http://127.0.0.1:8765")
CHANNEL = os.environ.get("WEB_APP_CHANNEL", "lobby")
CREDENTIALS = ServiceCredentials.from_environment()
TOKEN_SECONDS = 3600
POLICY_VIOLATION, INTERNAL_ERROR = 1008, 1011


async def page(_request: Request) -> Response:
    """The page."""
    return FileResponse(Path(__file__).with_name("page.html"))


async def token(request: Request) -> Response:
    """A token for the identity in the body. Pages of other sites cannot ask: they may not send this media type."""
    if request.headers.get("content-type") != "application/json":
        return JSONResponse({"error": "send application/json"}, status_code=415)
    body: object = await request.json()
    match body:
        case {"identity": str(identity)}:
            pass
        case _:
            return JSONResponse({"error": 'send {"identity": "…"}'}, status_code=400)
    try:
        return JSONResponse({"token": mint_token(CREDENTIALS, identity, TOKEN_SECONDS)})
    except LocalServiceError as error:
        return JSONResponse({"error": str(error)}, status_code=400)


async def live(socket: WebSocket) -> None:
    """One visitor: their token comes in first, then what they write; what happens in the channel goes out."""
    await socket.accept()
    try:
        async with Client(await socket.receive_text(), base_url=BASE_URL) as client:
            channel = await join(client)
            telling = asyncio.create_task(tell(socket, channel))
            try:
                async for text in socket.iter_text():
                    await channel.send_message(text)
            finally:
                telling.cancel()
                await asyncio.wait((telling,))
    except RealtimeError as error:
        await socket.close(POLICY_VIOLATION if isinstance(error, TokenError) else INTERNAL_ERROR, str(error)[:100])
    except WebSocketDisconnect:  # before the token came
        return


async def join(client: Client) -> Channel:
    """The channel, made by whoever comes first."""
    try:
        channel = await client.get_channel_by_unique_name(CHANNEL)
    except NotFoundError:
        try:
            channel = await client.create_channel(unique_name=CHANNEL, friendly_name=CHANNEL.title())
        except ConflictError:  # somebody was quicker
            channel = await client.get_channel_by_unique_name(CHANNEL)
    return channel if channel.status == "joined" else await channel.join()


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


def in_json(message: Message) -> dict[str, str | None]:
    """What the page shows of a message."""
    return {"author": message.author, "text": message.body}


app = Starlette(
    routes=[
        Route("/", page),
        Route("/token", token, methods=["POST"]),
        WebSocketRoute("/live", live),
    ]
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
