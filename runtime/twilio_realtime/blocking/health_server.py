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
    """Serve over HTTP how a blocking client is, while a ``with`` block lasts.

    It is `twilio_realtime.telemetry.health_server.serve_health` on a thread of its own, with the same arguments,
    answers and errors.
    """
    check_address(host, port)
    return HealthServer(client, host, port)
