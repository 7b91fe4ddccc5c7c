"""A transport of the other HTTP library in front of the one in use.

Programs and their tests hand in transports of the library that they use themselves. The two look alike, but neither
takes the requests, responses and errors of the other for its own.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from types import ModuleType
from typing import Never, cast

from .http_library import LIBRARIES, httpx
from .http_transport import HttpTransport

__all__ = ["of_the_library"]


def of_the_library(transport: HttpTransport) -> httpx.AsyncBaseTransport:
    """Return a transport of the library in use.

    Args:
        transport: One of either library.
    """
    if not isinstance(transport, httpx.AsyncBaseTransport):
        for name in LIBRARIES:
            # Whoever has a transport of a library has loaded it.
            library = sys.modules.get(name)
            if library is not None and isinstance(transport, library.AsyncBaseTransport):
                return _Translated(transport, library)
    return cast("httpx.AsyncBaseTransport", transport)


class _Translated(httpx.AsyncBaseTransport):
    """Hands each request to a transport of the other library, and gives its response back as one of ours."""

    def __init__(self, transport: HttpTransport, library: ModuleType) -> None:
        self._transport = transport
        self._library = library

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        sent: httpx.Request = self._library.Request(
            request.method,
            str(request.url),
            headers=request.headers.raw,
            content=request.stream if {"content-length", "transfer-encoding"} & request.headers.keys() else None,
            extensions=request.extensions,
        )
        with _translated(self._library, sent):
            answer = cast(httpx.Response, await self._transport.handle_async_request(cast(Never, sent)))
        return httpx.Response(
            answer.status_code,
            headers=answer.headers.raw,
            stream=_Content(cast(httpx.AsyncByteStream, answer.stream), self._library, sent),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        await self._transport.aclose()


class _Content(httpx.AsyncByteStream):
    """The content of a response of the other library."""

    def __init__(self, content: httpx.AsyncByteStream, library: ModuleType, sent: httpx.Request) -> None:
        self._content = content
        self._library = library
        self._sent = sent

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _translated(self._library, self._sent):
            async for chunk in self._content:
                yield chunk

    async def aclose(self) -> None:
        await self._content.aclose()


@contextmanager
def _translated(library: ModuleType, sent: httpx.Request) -> Generator[None, None, None]:
    """Errors of the other library leave as those of the same name here, and without the token of the request."""
    completed = False
    try:
        yield
        completed = True
    except library.TransportError as error:
        kind: object = getattr(httpx, type(error).__name__, None)
        if not (isinstance(kind, type) and issubclass(kind, httpx.TransportError)):
            kind = httpx.TransportError
        raise kind(str(error)) from error
    finally:
        if not completed:
            sent.headers.clear()  # failures carry the request along, and are behind ours
