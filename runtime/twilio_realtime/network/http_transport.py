"""What carries direct HTTP requests, and what comes back, without a type of the HTTP library in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Never, Protocol, runtime_checkable

__all__ = ["HttpAnswer", "HttpTransport"]


@runtime_checkable
class HttpTransport(Protocol):
    """Carries direct HTTP requests: a transport of `httpx` or of `httpx2`, whichever of them the client itself uses.

    For example an `httpx.MockTransport` in a test, or an `httpx.AsyncHTTPTransport` with a client certificate.
    """

    async def handle_async_request(self, request: Never, /) -> object:
        """Send a request of the library that this transport comes from and return that library's response."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...


class HttpAnswer(Protocol):
    """An answer whose head has arrived."""

    @property
    def status_code(self) -> int:
        """HTTP status code."""
        ...

    @property
    def reason_phrase(self) -> str:
        """What the host says beside the status; may be empty."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Header fields; names are found in whatever case."""
        ...

    def aiter_bytes(self) -> AsyncIterator[bytes]:
        """Read the content, piece by piece."""
        ...
