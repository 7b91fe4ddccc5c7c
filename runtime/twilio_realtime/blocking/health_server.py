"""How a blocking client is, over HTTP."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Final, Self

from ..telemetry.health_server import Healthy, answer_to, check_address, unusable

__all__ = ["HealthServer", "serve_health"]

_PATIENCE: Final = 5.0
"""Seconds in which each part of a request must have come."""


class HealthServer:
    """Answers at ``/healthz`` and ``/readyz`` while its ``with`` block lasts, on threads of its own.

    Args:
        client: The client that is asked about.
        host: Address to listen at.
        port: Port to listen at; 0 for a free one.
    """

    def __init__(self, client: Healthy, host: str, port: int) -> None:
        self._client = client
        self._host = host
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None
        self.port: int = port
        """Port that it listens at."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._host} port {self.port}{'' if self._server else ', closed'}>"

    def __enter__(self) -> Self:
        client = self._client

        class Handler(BaseHTTPRequestHandler):
            timeout = _PATIENCE

            def do_GET(self) -> None:
                answer = answer_to(client, self.command, self.path)
                self.send_response_only(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer.body)

            do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_GET  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: probes come every few seconds."""

        try:
            server = ThreadingHTTPServer((self._host, self.port), Handler)
        except OSError as error:
            raise unusable(self._host, self.port, error) from None
        self.port = server.server_address[1]
        self._server = server
        self._thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="health", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        server, self._server = self._server, None
        if server is not None and self._thread is not None:
            server.shutdown()
            server.server_close()
            self._thread.join()


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
