"""The ``Date`` of every answer, by which clients see how far their clocks are off."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formatdate
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["DateHeader"]

_ANSWERS: Final = frozenset({"http.response.start", "websocket.accept", "websocket.http.response.start"})


class DateHeader:
    """ASGI middleware that adds the time of the service's clock to answers and handshakes that do not have one.

    Args:
        app: The application.
        now: Clock of the service, seconds since 1970-01-01 UTC.
    """

    def __init__(self, app: ASGIApp, now: Callable[[], float]) -> None:
        self._app = app
        self._now = now
        self._shown = (0, b"")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""

        async def dated(message: Message) -> None:
            if message["type"] in _ANSWERS:
                headers: list[tuple[bytes, bytes]] = list(message.get("headers") or ())
                if not any(name.lower() == b"date" for name, _ in headers):
                    message = {**message, "headers": [*headers, (b"date", self._date())]}
            await send(message)

        await self._app(scope, receive, dated)

    def _date(self) -> bytes:
        second = int(self._now())
        if second != self._shown[0]:
            self._shown = (second, formatdate(second, usegmt=True).encode())
        return self._shown[1]
