"""Requests that go straight to a host instead of through the connection: those for files.

This module brings the HTTP library. Loading it and making its first client takes tens of milliseconds, so whoever
runs an event loop imports it in a thread.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx

from .errors import ArgumentError, ClosedError, DeadlineError, DisconnectedError
from .http_logs import unlogged
from .logs import logger_of

__all__ = ["DirectHttp"]

_logger = logger_of(f"{__package__}.media")  # files are all that it is for


class DirectHttp:
    """Connections to any host, and every failure of the library as one of ours.

    Args:
        timeout: Seconds without any progress after which a request is given up.
        transport: Carries the requests; None for HTTPS with verification.
        authorities: Whose certificates are accepted.
    """

    def __init__(
        self, *, timeout: float, transport: httpx.AsyncBaseTransport | None, authorities: ssl.SSLContext
    ) -> None:
        self._timeout = timeout
        self._client = httpx.AsyncClient(timeout=timeout, transport=transport, verify=authorities)

    @asynccontextmanager
    async def answer(
        self,
        what: str,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: AsyncIterator[bytes] | None = None,
    ) -> AsyncGenerator[httpx.Response, None]:
        """Send a request and give its answer, whose body is still to be read.

        Args:
            what: The request in words, for errors and logs.
            method: HTTP method.
            url: Where to.
            headers: Header fields.
            content: The body, piece by piece; None for none.

        Raises:
            ArgumentError: The URL cannot be used.
            DeadlineError: Nothing moved for too long.
            DisconnectedError: The connection was lost, or did not come about.
            ClosedError: `close` was called meanwhile.
        """
        try:
            with unlogged():
                async with self._client.stream(method, url, headers=dict(headers), content=content) as response:
                    _logger.debug("%s was answered with status %d", what, response.status_code)
                    yield response
        except httpx.TimeoutException:
            raise DeadlineError(f"{what} made no progress within {self._timeout:g} seconds; try again") from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise ArgumentError(f"{what} is not possible: it needs an absolute http or https URL") from None
        except httpx.HTTPError as error:
            if self._client.is_closed:
                raise ClosedError("the client was shut down; make a new one") from None
            raise DisconnectedError(f"{what} failed: {type(error).__name__}; try again") from None

    async def close(self) -> None:
        """Close the connections; requests under way end with `ClosedError`. Twice is fine."""
        await self._client.aclose()
