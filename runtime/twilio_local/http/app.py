"""The ASGI application: REST routes for plain and tunnelled requests, and the socket."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from twilio_realtime.visible_text import escape_record

from ..backend import Backend
from ..errors import Refusal
from ..faults import Faults
from ..links import WebSocketLink
from ..socket.sessions import Session
from ..socket.tunnel import Application, Caller, TunnelReply, TunnelRequest
from ..watch.frame_tap import FrameTap
from .control import Control
from .date_header import DateHeader
from .requests import Router, error_response
from .rest_channels import channel_routes
from .rest_conversations import conversation_routes
from .rest_media import media_routes
from .rest_sync import sync_routes
from .rest_users import user_routes

__all__ = ["SOCKET_PATH", "App", "make_app"]

logger: logging.Logger = logging.getLogger(__name__)
logger.addFilter(escape_record)

SOCKET_PATH: Final = "/v3/wsconnect"


def make_app(
    backend: Backend,
    faults: Faults,
    default_base_url: str,
    *,
    control: bool = False,
    tap: FrameTap | None = None,
) -> App:
    """Put the application together.

    Args:
        backend: State and rules.
        faults: Trouble to make.
        default_base_url: The service's own address, for clients that name no host.
        control: Whether requests below ``/control`` can make faults and play other networks.
        tap: Looks on at the packets of all sockets.
    """
    router = Router(backend)
    sockets = _Sockets(backend, faults, default_base_url, tap)
    application = Starlette(
        routes=[
            WebSocketRoute(SOCKET_PATH, sockets.serve),
            *user_routes(router, backend),
            *channel_routes(router, backend),
            *conversation_routes(router, backend),
            *sync_routes(router, backend),
            *media_routes(router, backend),
        ],
        # Pages of any origin may come: the token is the only credential, and browsers do not add it by themselves.
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "POST", "DELETE"],
                allow_headers=["*"],
                max_age=600,
            ),
            # Inside, so that pages can read injected failures too, and asking for permission uses none up.
            Middleware(_Faulty, faults=faults),
        ],
        exception_handlers={HTTPException: _not_routed},
    )
    sockets.app = _Tunnelled(application, router, faults)
    # Not part of what is reached through sockets.
    control_first = Control(sockets.app, faults, backend.incoming, backend.presence, enabled=control)
    return App(DateHeader(control_first, backend.stamps.now), sockets.app)


@dataclass(frozen=True, slots=True)
class App:
    """The application.

    Attributes:
        served: What is served to the outside.
        tunnelled: The part of it that answers the requests of sockets.
    """

    served: ASGIApp
    tunnelled: Application


class _Sockets:
    """Turns accepted WebSockets into sessions."""

    app: Application

    def __init__(self, backend: Backend, faults: Faults, default_base_url: str, tap: FrameTap | None) -> None:
        self._backend = backend
        self._tap = tap
        self._faults = faults
        self._default_base_url = default_base_url
        self._open = 0

    async def serve(self, websocket: WebSocket) -> None:
        if self._faults.refuses(None) or self._open >= self._backend.limits.connections:
            await websocket.send_denial_response(Response(status_code=503))
            return
        self._open += 1
        try:
            await websocket.accept()
            link = WebSocketLink(websocket, self._default_base_url)
            tap = self._tap.socket() if self._tap is not None else None
            session = Session(link, self._backend, self._faults, self.app, tap)
            try:
                await session.run()
            except Exception as error:
                logger.error("%r ended by %s", session, type(error).__name__)
                logger.debug("its cause", exc_info=True)
                link.abort()
        finally:
            self._open -= 1


class _Tunnelled:
    """Routes by the path as sent: an encoded slash belongs to its segment. Handlers decode what they take out."""

    def __init__(self, app: ASGIApp, router: Router, faults: Faults) -> None:
        self._app = app
        self._router = router
        self._faults = faults

    def answer(self, request: TunnelRequest, caller: Caller) -> TunnelReply | None:
        """See `Application.answer`."""
        return None if self._faults.touch_requests else self._router.answer(request, caller)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw: bytes | None = scope.get("raw_path")
        if raw is not None:
            scope["path"] = raw.partition(b"?")[0].decode("latin-1")
        await self._app(scope, receive, send)


class _Faulty:
    """Delays requests and lets them fail as the faults say."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._faults.wait()
        raw: bytes = scope.get("raw_path") or b""
        failure = self._faults.take_failure(raw.decode("latin-1"))
        if failure is None:
            await self._app(scope, receive, send)
            return
        if failure.carried_out:
            await self._app(scope, receive, _discard)
        response = error_response(Refusal(failure.status, failure.code, "injected", failure.headers))
        await response(scope, receive, send)


async def _discard(_message: Message) -> None:
    """Takes an answer that nobody shall see."""


def _not_routed(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    message = "Method Not Allowed" if status == 405 else "Not Found"
    return error_response(Refusal(status, 20405 if status == 405 else 20404, message, headers))
