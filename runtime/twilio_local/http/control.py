"""Faults and other networks over HTTP, below ``/control/``: for tests in other languages and for trying things out.

Only for programs on this machine: the service listens on loopback, the caller's address is looked at, and whatever a
browser sends on behalf of a page is refused.
"""

from __future__ import annotations

import ipaddress
from base64 import b64decode
from collections.abc import Callable, Collection
from typing import Final, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from twilio_realtime.json import JsonObject, JsonValue

from ..chat.incoming import Incoming, IncomingFile
from ..errors import Refusal
from ..faults import Faults, FaultySession, Throttled
from .requests import Endpoint, error_response, guarded, json_response, parse_object, read_body

__all__ = ["CONTROL_PATH", "Control", "is_loopback"]

CONTROL_PATH: Final = "/control"
_MOST_BYTES: Final = 64 * 1024
CommandT = TypeVar("CommandT", bound=BaseModel)


class _Command(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class _Nothing(_Command):
    """A command without parameters."""


class _Of(_Command):
    identity: str | None = None


class _Refuse(_Of):
    enabled: bool = True


class _CloseWith(_Of):
    code: int = Field(ge=100, le=999)
    error_code: int | None = None
    payload: JsonObject | None = None
    status: str | None = None
    description: str | None = None


class _Offload(_Of):
    reconnect_min_ms: int | None = Field(None, ge=0)


class _FailNextRequest(_Command):
    status: int = Field(ge=400, le=599)
    path_contains: str | None = None
    count: int = Field(1, ge=1)
    code: int = 0
    headers: dict[str, str] = Field(default_factory=dict[str, str])
    carried_out: bool = False


class _Delay(_Command):
    seconds: float = Field(ge=0, le=3600)


class _Throttle(_Command):
    count: int = Field(1, ge=1)
    method: Throttled = "message"
    reconnect_min_ms: int | None = Field(None, ge=0)


class _DropNextNotification(_Command):
    event_type: str | None = None


class _File(_Command):
    content: str
    content_type: str = Field(pattern=r"^[\x20-\x7e]{1,255}$")
    filename: str | None = None
    category: str = "media"

    def decoded(self) -> IncomingFile:
        try:
            content = b64decode(self.content, validate=True)
        except ValueError as error:
            raise Refusal(400, 20001, "files.content: must be base64") from error
        return IncomingFile(content, self.content_type, self.filename, self.category)


class _Receive(_Command):
    conversation: str
    sender: str
    body: str | None = None
    subject: str | None = None
    attributes: JsonValue = Field(default_factory=dict[str, JsonValue])
    files: list[_File] = Field(default_factory=list[_File])
    channel_metadata: JsonObject | None = None


class _Typing(_Command):
    conversation: str
    sender: str


class _Report(_Command):
    message_sid: str
    recipient: str
    status: str
    error_code: str | None = None


class _AddTemplate(_Command):
    friendly_name: str
    variants: JsonObject
    variables: dict[str, str] = Field(default_factory=dict[str, str])


class _SetBindings(_Command):
    conversation: str
    bindings: JsonObject


def is_loopback(host: str) -> bool:
    """Whether a host name or address stands for this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Control:
    """Sends requests below ``/control`` to the faults and the ways in, and all others to the application.

    Args:
        app: Answers everything else.
        faults: Faults of the service.
        incoming: Ways into the service from other networks.
        sessions: Connected sessions, for listing them.
        enabled: Whether there is any control; without it every request for it is refused.
    """

    def __init__(
        self,
        app: ASGIApp,
        faults: Faults,
        incoming: Incoming,
        sessions: Collection[FaultySession],
        *,
        enabled: bool,
    ) -> None:
        self._app = app
        self._enabled = enabled
        self._sessions = sessions
        self._commands = Starlette(
            routes=[
                Route(f"{CONTROL_PATH}/sessions", guarded(f"{CONTROL_PATH}/sessions", self._list), methods=["GET"]),
                *(
                    Route(f"{CONTROL_PATH}/{name}", guarded(f"{CONTROL_PATH}/{name}", endpoint), methods=["POST"])
                    for name, endpoint in {**_endpoints(faults), **_outside_endpoints(incoming)}.items()
                ),
            ],
            exception_handlers={404: _unknown, 405: _unknown},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, see ASGI."""
        if scope["type"] != "http" or not f"{scope['path']}/".startswith(f"{CONTROL_PATH}/"):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        if not self._enabled:
            reason = "Control is off; start the service with --control"
        elif not (_is_local(request) and _is_local_name(request)):
            reason = "Control is for this machine only; use the address 127.0.0.1"
        elif "origin" in request.headers or "sec-fetch-site" in request.headers:
            reason = "Control is not for pages in a browser"
        else:
            await self._commands(scope, receive, send)
            return
        await error_response(Refusal(403, 20403, reason))(scope, receive, send)

    async def _list(self, _request: Request) -> Response:
        return JSONResponse({"sessions": [session.identity for session in self._sessions]})


def _endpoints(faults: Faults) -> dict[str, Endpoint]:
    return {
        "cut": _endpoint(_Of, lambda to: faults.cut(to.identity)),
        "half_open": _endpoint(_Of, lambda to: faults.half_open(to.identity)),
        "refuse": _endpoint(_Refuse, lambda to: faults.refuse(to.identity, to.enabled)),
        "close_with": _endpoint(
            _CloseWith,
            lambda to: faults.close_with(
                to.code, to.error_code, to.payload, to.identity, status=to.status, description=to.description
            ),
        ),
        "offload": _endpoint(_Offload, lambda to: faults.offload(to.reconnect_min_ms, to.identity)),
        "expire_token": _endpoint(_Of, lambda to: faults.expire_token(to.identity)),
        "about_to_expire": _endpoint(_Of, lambda to: faults.about_to_expire(to.identity)),
        "fail_next_request": _endpoint(
            _FailNextRequest,
            lambda to: faults.fail_next_request(
                to.status, to.path_contains, to.count, to.code, to.headers, carried_out=to.carried_out
            ),
        ),
        "delay": _endpoint(_Delay, lambda to: faults.delay(to.seconds)),
        "throttle": _endpoint(
            _Throttle,
            lambda to: faults.throttle(to.count, method=to.method, reconnect_min_ms=to.reconnect_min_ms),
        ),
        "drop_next_notification": _endpoint(
            _DropNextNotification, lambda to: faults.drop_next_notification(to.event_type)
        ),
        "clear": _endpoint(_Nothing, lambda _: faults.clear()),
    }


def _outside_endpoints(incoming: Incoming) -> dict[str, Endpoint]:
    return {
        "receive": _endpoint(
            _Receive,
            lambda to: {
                "sid": incoming.receive(
                    to.conversation,
                    to.sender,
                    to.body,
                    subject=to.subject,
                    attributes=to.attributes,
                    files=[one.decoded() for one in to.files],
                    channel_metadata=to.channel_metadata,
                )
            },
        ),
        "typing": _endpoint(_Typing, lambda to: incoming.typing(to.conversation, to.sender)),
        "report": _endpoint(
            _Report, lambda to: incoming.report(to.message_sid, to.recipient, to.status, to.error_code)
        ),
        "add_template": _endpoint(
            _AddTemplate,
            lambda to: {"sid": incoming.add_template(to.friendly_name, to.variants, to.variables)},
        ),
        "set_bindings": _endpoint(_SetBindings, lambda to: incoming.set_bindings(to.conversation, to.bindings)),
    }


def _endpoint(kind: type[CommandT], act: Callable[[CommandT], int | JsonObject | None]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        body = parse_object(await read_body(request, _MOST_BYTES))
        try:
            command = kind.model_validate(body)
        except ValidationError as error:
            problem = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, problem["loc"]))
            raise Refusal(400, 20001, f"{where}: {problem['msg']}") from error
        result = act(command)
        return json_response({"sockets": result} if isinstance(result, int) else result or {}, 200)

    return endpoint


async def _unknown(_request: Request, error: Exception) -> Response:
    wrong_method = isinstance(error, HTTPException) and error.status_code == 405
    message = "Commands are given by POST, sessions are listed by GET" if wrong_method else "There is no such command"
    return error_response(Refusal(405 if wrong_method else 404, 20405 if wrong_method else 20404, message))


def _is_local(request: Request) -> bool:
    return request.client is not None and is_loopback(request.client.host)


def _is_local_name(request: Request) -> bool:
    """Names that point at loopback from outside are how foreign pages reach local services."""
    try:
        return is_loopback(urlsplit(f"//{request.headers.get('host', '')}").hostname or "")
    except ValueError:
        return False
