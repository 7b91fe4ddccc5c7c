"""Somebody between a client and its service, who changes what is said."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.http11 import Request, Response

__all__ = ["Interceptor", "interceptor"]

Change = Callable[[bytes], list[bytes]]


class Interceptor:
    """Passes frames on, until it is told otherwise.

    Attributes:
        to_client: Makes of a frame of the service what the client gets.
        answer: Answers plain HTTP requests to the same address, if it wants to.
        took: Called with each new connection of the client, which the service then does not hear of.
        frames: How many frames the client got.
        bytes: Their size.
    """

    def __init__(self, service: str) -> None:
        self._service = service.replace("http", "ws", 1)
        self.url = ""
        self.to_client: Change | None = None
        self.answer: Callable[[Request], Awaitable[Response | None]] | None = None
        self.took: Callable[[ServerConnection], Awaitable[None]] | None = None
        self.connections: set[ServerConnection] = set()
        self.frames = 0
        self.bytes = 0

    def honest(self) -> None:
        """Change nothing from now on, and let the client begin anew."""
        self.to_client = self.answer = self.took = None
        for connection in list(self.connections):
            connection.transport.abort()

    async def handle(self, client: ServerConnection) -> None:
        """Serve one connection of the client."""
        self.connections.add(client)
        try:
            if self.took is not None:
                await self.took(client)
                return
            assert client.request is not None
            uri = f"{self._service}{client.request.path}"
            async with connect(uri, max_size=None, ping_interval=None, compression=None) as service:
                there = asyncio.create_task(self._pass_on(client, service))
                back = asyncio.create_task(self._change(service, client))
                _, running = await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
                for task in running:
                    task.cancel()
                await asyncio.gather(there, back, return_exceptions=True)
        except (ConnectionClosed, InvalidHandshake, OSError):
            client.transport.abort()
        finally:
            self.connections.discard(client)

    async def _pass_on(self, client: ServerConnection, service: ClientConnection) -> None:
        async for frame in client:
            await service.send(frame)

    async def _change(self, service: ClientConnection, client: ServerConnection) -> None:
        async for frame in service:
            assert isinstance(frame, bytes)
            for one in self.to_client(frame) if self.to_client is not None else [frame]:
                self.frames += 1
                self.bytes += len(one)
                await client.send(one)

    async def process(self, _connection: ServerConnection, request: Request) -> Response | None:
        """Answer plain HTTP."""
        return await self.answer(request) if self.answer is not None else None


@contextlib.asynccontextmanager
async def interceptor(service: str) -> AsyncGenerator[Interceptor]:
    """Stand between a client and a service while the block runs."""
    made = Interceptor(service)
    async with serve(
        made.handle,
        "127.0.0.1",
        0,
        max_size=None,
        ping_interval=None,
        compression=None,
        process_request=made.process,
        write_limit=1024 * 1024,
    ) as server:
        made.url = f"http://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        yield made
        made.honest()
