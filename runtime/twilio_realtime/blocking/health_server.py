"""How a blocking client is, over HTTP."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from ..telemetry import health_server as asynchronous
from ..telemetry.health_server import Healthy, check_address
from .portal import Portal

__all__ = ["HealthServer", "serve_health"]


class HealthServer:
    """Answers at ``/healthz`` and ``/readyz`` while its ``with`` block lasts, on a thread of its own.

    Args:
        client: The client that is asked about.
        host: Address to listen at.
        port: Port to listen at; 0 for a free one.
    """

    def __init__(self, client: Healthy, host: str, port: int) -> None:
        # On a thread: the client answers when its own loop has the time.
        self._inner = asynchronous.HealthServer(lambda: asyncio.to_thread(lambda: client.health), host, port)
        # Not the client's: there is an answer before that one begins and after it has ended, too.
        self._portal = Portal("health")

    def __repr__(self) -> str:
        return repr(self._inner)

    @property
    def port(self) -> int:
        """Port that it listens at."""
        return self._inner.port

    def __enter__(self) -> Self:
        try:
            self._portal.run(self._inner.__aenter__)
        except BaseException:
            self._portal.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._portal.run(lambda: self._inner.__aexit__(kind, error, trace))
        finally:
            self._portal.close()


def serve_health(client: Healthy, *, port: int, host: str = "127.0.0.1") -> HealthServer:
    """Serve over HTTP how a client is, while a ``with`` block lasts.

    ``/healthz`` is answered with 200 as long as the client may still work by itself, ``/readyz`` while it does work:
    it is connected. Both are answered with 503 otherwise, and with the client's `Health` as JSON in any case.

    Args:
        client: The client, started or not.
        port: Port to listen at; 0 for a free one, which `HealthServer.port` tells.
        host: Address to listen at. Only this machine can ask unless told otherwise; ``0.0.0.0`` is for containers.

    Raises:
        ArgumentError: An argument is of the wrong kind, or the port out of range.
        ConfigurationError: The address cannot be listened at; raised when the block begins.
    """
    check_address(host, port)
    return HealthServer(client, host, port)
