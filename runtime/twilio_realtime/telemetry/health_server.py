"""How a client, or what else runs for long, is, over HTTP, for whoever restarts programs and sends them work."""

from __future__ import annotations

import asyncio
import json
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from types import TracebackType
from typing import Final, Protocol, Self

from ..arguments import require_integer, require_text
from ..errors import ArgumentError, ConfigurationError
from ..lifetime.tasks import TaskOwner
from .stats import Standing

__all__ = ["HealthServer", "Healthy", "check_address", "serve_health"]

_LONGEST_HEAD: Final = 8192
"""Most bytes of a request; nobody who asks how a program is has more to say."""
_PATIENCE: Final = 5.0
"""Seconds in which a request must have come and its answer must be gone."""
_MOST_AT_ONCE: Final = 32
"""Most connections; further ones are closed at once."""
_HIGHEST_PORT: Final = 65535
_REASONS: Final = {
    200: "OK",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    503: "Service Unavailable",
}


class Healthy(Protocol):
    """What tells how it is: a client of either kind, or a worker of a fleet."""

    @property
    def health(self) -> Standing:
        """How it is."""
        ...


class _Answer:
    """An answer to a request, with its status, and bytes of JSON as its body."""

    def __init__(self, status: int, body: object) -> None:
        self.status: int = status
        """HTTP status."""
        self.body: bytes = json.dumps(body).encode()
        """JSON."""
        self.headers: dict[str, str] = {
            "Content-Type": "application/json",
            "Content-Length": str(len(self.body)),
            "Cache-Control": "no-store",
            "Connection": "close",
            **({"Allow": "GET, HEAD"} if status == 405 else {}),
        }
        """HTTP headers by name."""


def check_address(host: str, port: int) -> None:
    """Refuse what is no address to listen at.

    Raises:
        ArgumentError: An argument is of the wrong kind or out of range.
    """
    require_text("host", host, non_empty=True)
    require_integer("port", port, minimum=0)
    if port > _HIGHEST_PORT:
        raise ArgumentError(f"port must be at most {_HIGHEST_PORT}, not {port}")


def _unusable(host: str, port: int, error: OSError) -> ConfigurationError:
    """The error for an address that cannot be listened at."""
    return ConfigurationError(
        f"cannot listen at {host} port {port}: {error.strerror or error}; choose another port, or 0 for a free one"
    )


class HealthServer:
    """Answers at ``/healthz`` and ``/readyz`` while its ``async with`` block lasts.

    Args:
        ask: Asks how it is.
        host: Address to listen at.
        port: Port to listen at; 0 for a free one.
    """

    def __init__(self, ask: Callable[[], Awaitable[Standing]], host: str, port: int) -> None:
        self._ask = ask
        self._host = host
        self._server: asyncio.Server | None = None
        self._requests = TaskOwner()
        self.port: int = port
        """Port that it listens at."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._host} port {self.port}{'' if self._server else ', closed'}>"

    async def __aenter__(self) -> Self:
        try:
            self._server = await asyncio.start_server(self._connected, self._host, self.port, limit=_LONGEST_HEAD)
        except OSError as error:
            raise _unusable(self._host, self.port, error) from None
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()
            await self._requests.close()  # CPython 3.12 waits for their connections
            await server.wait_closed()

    async def _answer_to(self, method: str, target: str) -> _Answer:
        path = target.partition("?")[0]
        if path not in ("/healthz", "/readyz"):
            return _Answer(404, {"error": "ask for /healthz or /readyz"})
        if method not in ("GET", "HEAD"):
            return _Answer(405, {"error": "ask with GET or HEAD"})
        health = await self._ask()
        well = health.alive if path == "/healthz" else health.ready
        return _Answer(200 if well else 503, asdict(health))

    def _connected(self, reader: StreamReader, writer: StreamWriter) -> None:
        if len(self._requests) >= _MOST_AT_ONCE or self._requests.spawn(self._serve(reader, writer), "health") is None:
            writer.close()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                method, answer = await self._answer(reader)
                lines = [f"HTTP/1.1 {answer.status} {_REASONS[answer.status]}"]
                lines += [f"{name}: {value}" for name, value in answer.headers.items()]
                writer.write("\r\n".join([*lines, "", ""]).encode() + (b"" if method == "HEAD" else answer.body))
                await writer.drain()
                writer.write_eof()
                while await reader.read(_LONGEST_HEAD):  # closing with something unread would cut the answer short
                    pass
        except (OSError, TimeoutError, EOFError):
            pass  # whoever has asked is gone, or too slow: nobody is left to be told
        finally:
            writer.close()

    async def _answer(self, reader: StreamReader) -> tuple[str, _Answer]:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            return "", _Answer(400, {"error": f"a request may have {_LONGEST_HEAD} bytes"})
        words = head.partition(b"\r\n")[0].decode("ascii", "replace").split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            return "", _Answer(400, {"error": "this is no request of HTTP/1.1"})
        return words[0], await self._answer_to(words[0], words[1])


def serve_health(client: Healthy, *, port: int, host: str = "127.0.0.1") -> HealthServer:
    """Serve over HTTP how a client is, while an ``async with`` block lasts.

    ``/healthz`` is answered with 200 as long as the client may still work by itself, ``/readyz`` while it does work:
    it is connected. Both are answered with 503 otherwise, and with the client's `Health` as JSON in any case.

    Args:
        client: The client, started or not, or something else with a `health`.
        port: Port to listen at; 0 for a free one, which `HealthServer.port` tells.
        host: Address to listen at. Only this machine can ask unless told otherwise; ``0.0.0.0`` is for containers.

    Raises:
        ArgumentError: An argument is of the wrong kind, or the port out of range.
        ConfigurationError: The address cannot be listened at; raised when the block begins.
    """
    check_address(host, port)

    async def ask() -> Standing:
        return client.health

    return HealthServer(ask, host, port)
