"""The two ways to use a client: within an event loop, and without asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from types import ModuleType
from typing import Protocol, cast

from compiler.properties.service import SchemaService
from twilio_realtime.blocking.handler_thread import Threads

__all__ = ["Blocking", "Direct", "Way"]

_PATIENCE = 60
"""Seconds within which everything happens that needs no time to pass, on a busy machine, too."""


class Way(Protocol):
    """How a client is used."""

    def client(self, package: ModuleType, root: str) -> AbstractAsyncContextManager[object]:
        """A client while it is started."""
        ...

    async def call(self, function: Callable[..., object], /, *arguments: object, **keywords: object) -> object:
        """The result of a method."""
        ...

    async def soon(self, seconds: float = 0.5) -> None:
        """Let time pass, and handlers be called."""
        ...

    async def act(self, change: Callable[[], None]) -> None:
        """Let the service do something."""
        ...

    def inner(self, actual: object) -> object:
        """An object of the client within the event loop."""
        ...


async def _patiently(result: asyncio.Future[object], soon: Callable[[float], Awaitable[None]]) -> object:
    """The result of a call. It needs no time, unless the connection was given up for having been quiet too long."""
    for _ in range(_PATIENCE):
        if (await asyncio.wait({result}, timeout=5))[0]:
            break
        await soon(5)
    return await asyncio.wait_for(result, 0)


class Direct:
    """Awaits methods, in the event loop that the service is in, too."""

    def __init__(self, service: SchemaService) -> None:
        self._service = service

    @asynccontextmanager
    async def client(self, package: ModuleType, root: str) -> AsyncGenerator[object, None]:
        make = cast("Callable[..., AbstractAsyncContextManager[object]]", getattr(package, root))
        async with make(self._service.token(), environment=self._service.environment) as client:
            yield client

    async def call(self, function: Callable[..., object], /, *arguments: object, **keywords: object) -> object:
        result = cast("Awaitable[object]", function(*arguments, **keywords))
        return await _patiently(asyncio.ensure_future(result), self.soon)

    async def soon(self, seconds: float = 0.5) -> None:
        await self._service.soon(seconds)

    async def act(self, change: Callable[[], None]) -> None:
        change()

    def inner(self, actual: object) -> object:
        return actual


class Blocking:
    """Calls methods on a thread of its own; the service is in the event loop of the client."""

    def __init__(self, service: SchemaService) -> None:
        self._service = service
        self._handled: Callable[[float], None] = lambda _: None

    @asynccontextmanager
    async def client(self, package: ModuleType, root: str) -> AsyncGenerator[object, None]:
        make = cast("Callable[..., AbstractContextManager[object]]", getattr(package, root))
        made = await asyncio.to_thread(make, self._service.token(), environment=self._service.environment)
        entered = await asyncio.to_thread(made.__enter__)
        self._handled = cast("Threads", getattr(made, "_threads")).handlers.flush  # noqa: B009
        try:
            yield entered
        finally:
            await asyncio.to_thread(made.__exit__, None, None, None)

    async def call(self, function: Callable[..., object], /, *arguments: object, **keywords: object) -> object:
        result = asyncio.to_thread(function, *arguments, **keywords)
        return await _patiently(asyncio.ensure_future(result), self.soon)

    async def soon(self, seconds: float = 0.5) -> None:
        await self._there(lambda: None, seconds)
        await asyncio.to_thread(self._handled, _PATIENCE)

    async def act(self, change: Callable[[], None]) -> None:
        await self._there(change, 0)

    async def _there(self, change: Callable[[], None], seconds: float) -> None:
        async def playing() -> None:
            change()
            await self._service.soon(seconds)

        future = asyncio.run_coroutine_threadsafe(playing(), self._service.loop)
        await asyncio.wait_for(asyncio.wrap_future(future), _PATIENCE)

    def inner(self, actual: object) -> object:
        return getattr(actual, "_inner")  # noqa: B009 - the class is not known here
