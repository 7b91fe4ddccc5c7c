"""From HTTP to the rules and back: who asks, what is asked, how refusals look.

A handler is a plain function from a `Call` to an `Answer`. Changes run in one transaction, together with the mutation
id that makes a repeated request recognisable.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from twilio_realtime.json import JsonObject, JsonValue, json_bytes, parse_json
from twilio_realtime.visible_text import escape_record

from ..backend import Backend
from ..errors import Refusal, too_many_requests
from ..links import base_url
from ..quotas import Changes
from ..socket.tunnel import CALLER, Caller, TunnelReply, TunnelRequest

__all__ = [
    "Answer",
    "Call",
    "Endpoint",
    "Handler",
    "Router",
    "authenticate",
    "error_response",
    "guarded",
    "json_response",
    "parse_object",
    "read_body",
    "request_base_url",
]

logger: logging.Logger = logging.getLogger(__name__)
logger.addFilter(escape_record)

TOKEN_HEADER: Final = "x-twilio-token"
_FORM: Final = "application/x-www-form-urlencoded"
_READING: Final = ("GET", "HEAD")
_PLAIN: Final = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler returns.

    Attributes:
        status: HTTP status code.
        body: JSON object or array, or None for no content.
        resource_url: Where the result can be read again, if a repeated request should be sent there.
    """

    status: int
    body: JsonObject | list[JsonValue] | None = None
    resource_url: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated request.

    Attributes:
        caller: Who asks.
        path: Variable parts of the path, decoded.
        query: Query parameters, decoded; the last one counts.
        body: JSON object or form that came with it; empty if none.
    """

    caller: Caller
    path: dict[str, str]
    query: dict[str, str]
    body: JsonObject

    @property
    def identity(self) -> str:
        """The user who asks."""
        return self.caller.identity

    @property
    def base_url(self) -> str:
        """The address under which the service was reached."""
        return self.caller.base_url

    def page_size(self, default: int, most: int) -> int:
        """The query parameter ``PageSize``.

        Raises:
            Refusal: 400, not a number from 1 on.
        """
        text = self.query.get("PageSize")
        if text is None:
            return default
        if not text.isascii() or not text.isdigit() or not 0 < len(text) < 10 or int(text) == 0:
            raise Refusal(400, 20007, "PageSize must be a positive whole number")
        return min(int(text), most)

    def text(self, name: str, most: int, *, required: bool = False) -> str | None:
        """A text of the body; None when it is absent or null.

        Args:
            name: Key in the body.
            most: Longest text, in bytes of UTF-8.
            required: Whether it must be there and not be empty.

        Raises:
            Refusal: 400 with what is wrong.
        """
        value = self.body.get(name)
        if value is None and not required:
            return None
        if not isinstance(value, str) or (required and not value):
            raise Refusal(400, 20001, f"{name} must be a text{' that is not empty' if required else ''}")
        if len(value.encode(errors="surrogatepass")) > most:
            raise Refusal(400, 20001, f"{name} is longer than {most} bytes")
        return value

    def attributes(self, most: int) -> str | None:
        """The body's `attributes`: JSON as text.

        Raises:
            Refusal: 400, not JSON, or too long.
        """
        text = self.text("attributes", most)
        if text is None:
            return None
        try:
            parse_json(text)
        except ValueError as error:
            raise Refusal(400, 20001, "attributes must be the text of a JSON value") from error
        return text


Handler = Callable[[Call], Answer]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class _Known:
    """A route as the parts of its path; those in braces are variable."""

    path: str
    parts: list[str]
    handlers: Mapping[str, Handler]

    def variables(self, parts: list[str]) -> dict[str, str] | None:
        """The variable parts of a path with as many parts; None if it is the path of another route."""
        found: dict[str, str] = {}
        for wanted, part in zip(self.parts, parts, strict=True):
            if wanted[:1] == "{":
                if not part:
                    return None
                found[wanted[1:-1]] = part
            elif wanted != part:
                return None
        return found


def _shelf(parts: list[str]) -> tuple[int, tuple[str, ...]]:
    """Number of the parts, and the first two of them, which are variable in no route."""
    return len(parts), tuple(parts[1:3])


class Router:
    """Makes routes of handlers, and answers what has come through a socket by itself.

    Requests of sockets are the bulk, and to lead each through everything that stands between HTTP and a handler takes
    twice as long as the handler.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._changes = Changes(backend.database, backend.limits.user_change_bytes)
        self._known: dict[tuple[int, tuple[str, ...]], list[_Known]] = {}

    def route(self, path: str, **handlers: Handler) -> Route:
        """A route; keywords are HTTP methods in capital letters."""

        async def endpoint(request: Request) -> Response:
            return await self._respond(request, handlers["GET" if request.method == "HEAD" else request.method])

        known = _Known(path, path.split("/"), handlers)
        self._known.setdefault(_shelf(known.parts), []).append(known)
        return Route(path, guarded(path, endpoint), methods=list(handlers))

    def answer(self, request: TunnelRequest, caller: Caller) -> TunnelReply | None:
        """Answer a request at once; None for what only the whole application can answer, such as an unknown path."""
        parts = request.path.split("/")
        for known in self._known.get(_shelf(parts), ()):
            variables = known.variables(parts)
            if variables is not None:
                handler = known.handlers.get(request.method)
                return None if handler is None else self._answer(request, caller, known.path, variables, handler)
        return None

    def _answer(
        self, request: TunnelRequest, caller: Caller, path: str, variables: dict[str, str], handler: Handler
    ) -> TunnelReply:
        headers: Mapping[str, str] = {}
        try:
            content: JsonObject = {}
            if request.method not in _READING:
                if len(request.body) > self._backend.limits.body_bytes:
                    raise _too_large(self._backend.limits.body_bytes)
                content = _body(request.header("content-type"), request.body)
            call = Call(caller, _all_decoded(variables), request.parameters(), content)
            answer = self._carry_out(request.method, handler, call, request.header("x-twilio-mutation-id"))
            status, body = answer.status, answer.body
        except Refusal as refusal:
            status, body, headers = refusal.status, _described(refusal), refusal.headers
        except Exception as error:
            failure = _failed(request.method, path, error)
            status, body = failure.status, _described(failure)
        if body is None:
            return TunnelReply(status, {} if status == HTTPStatus.NO_CONTENT else {"content-length": "0"}, b"")
        data = json_bytes(body)
        about_it = {"content-length": str(len(data)), "content-type": "application/json"}
        return TunnelReply(status, {**headers, **about_it}, data)

    async def _respond(self, request: Request, handler: Handler) -> Response:
        caller = authenticate(request, self._backend)
        content: JsonObject = {}
        if request.method not in _READING:
            data = await read_body(request, self._backend.limits.body_bytes)
            content = _body(request.headers.get("content-type"), data)
        call = Call(caller, _all_decoded(request.path_params), dict(request.query_params), content)
        answer = self._carry_out(request.method, handler, call, request.headers.get("x-twilio-mutation-id"))
        if answer.body is None:
            return Response(status_code=answer.status)
        return json_response(answer.body, answer.status)

    def _carry_out(self, method: str, handler: Handler, call: Call, mutation: str | None) -> Answer:
        if method in _READING:
            return handler(call)
        with self._changes.of(call.identity, removal=method == "DELETE"):
            return self._once(call, handler, mutation) if mutation and len(mutation) <= 100 else handler(call)

    def _once(self, call: Call, handler: Handler, mutation: str) -> Answer:
        database = self._backend.database
        with database.transaction():
            row = database.row(
                "SELECT path FROM mutations WHERE identity = ? AND mutation_id = ?", call.identity, mutation
            )
            if row is not None:
                path: str | None = row["path"]
                return Answer(202, {"resource_url": f"{call.base_url}{path}"}) if path else Answer(204)
            answer = handler(call)
            url = urlsplit(answer.resource_url).path if answer.resource_url else None
            database.execute(
                "INSERT INTO mutations (identity, mutation_id, path) VALUES (?, ?, ?)", call.identity, mutation, url
            )
            newest = database.number("SELECT MAX(id) FROM mutations")
            database.execute("DELETE FROM mutations WHERE id <= ?", newest - self._backend.limits.mutations_remembered)
        return answer


async def read_body(request: Request, most: int) -> bytes:
    """The body of a request.

    Args:
        request: Where it is read from.
        most: Largest body accepted, in bytes.

    Raises:
        Refusal: 413, it is larger.
    """
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            raise _too_large(most)
    return bytes(data)


def parse_object(data: bytes) -> JsonObject:
    """The JSON object in a body; an empty one for no body and for ``null``.

    Raises:
        Refusal: 400, it is something else.
    """
    if not data:
        return {}
    try:
        value = parse_json(data)
    except ValueError as error:
        raise Refusal(400, 20001, "Body is not valid JSON") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refusal(400, 20001, "Body must be a JSON object")
    return value


def guarded(path: str, endpoint: Endpoint) -> Endpoint:
    """An endpoint whose refusals become answers, and whose failures become a plain 500 and one line in the log.

    Args:
        path: Name of the endpoint in the log; not the path of the request, which may hold names and signatures.
        endpoint: Handler of a request.
    """

    async def endpoint_with_answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refusal as refusal:
            return error_response(refusal)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as error:
            return error_response(_failed(request.method, path, error))

    return endpoint_with_answer


def authenticate(request: Request, backend: Backend) -> Caller:
    """Who makes a request: the session it was tunnelled through, or the bearer of its token.

    Raises:
        Refusal: 401, neither; 429, the bearer asks too often.
    """
    caller = request.scope.get(CALLER)
    if isinstance(caller, Caller):
        return caller
    grant = backend.verifier.verify(request.headers.get(TOKEN_HEADER))
    if not backend.plain_requests.take(grant.identity):
        raise too_many_requests()
    backend.users.ensure(grant.identity)
    return Caller(grant.identity, None, request_base_url(request))


def request_base_url(request: Request) -> str:
    """The address under which a plain request reached the service."""
    server = request.scope.get("server") or ("127.0.0.1", None)
    default = f"{request.scope['scheme']}://{server[0]}" + (f":{server[1]}" if server[1] else "")
    return base_url(request.scope["scheme"], request.headers.get("host"), default)


def json_response(
    body: JsonObject | list[JsonValue], status: int, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer with a JSON body."""
    return Response(json_bytes(body), status, headers, media_type="application/json")


def error_response(refusal: Refusal) -> Response:
    """A refusal as HTTP answer."""
    return json_response(_described(refusal), refusal.status, refusal.headers)


def _described(refusal: Refusal) -> JsonObject:
    return {"status": refusal.status, "code": refusal.code, "message": refusal.message}


def _failed(method: str, path: str, error: Exception) -> Refusal:
    """Log a failure of a handler, while it is being handled, and return what the caller is told."""
    logger.error("%s %s failed: %s", method, path, type(error).__name__)
    logger.debug("its cause", exc_info=True)
    return Refusal(500, 20500, "Internal Server Error")


def _too_large(most: int) -> Refusal:
    return Refusal(413, 20413, f"Body is larger than {most} bytes")


def _body(content_type: str | None, data: bytes) -> JsonObject:
    if content_type is not None and content_type.partition(";")[0].strip().lower() == _FORM:
        return _form(data)
    return parse_object(data)


def _all_decoded(variables: Mapping[str, str]) -> dict[str, str]:
    return {name: _decoded(segment) for name, segment in variables.items()}


def _decoded(segment: str) -> str:
    if _PLAIN.fullmatch(segment):
        return segment
    try:
        text = unquote(segment, errors="strict")
    except UnicodeDecodeError as error:
        raise Refusal(400, 20001, "Path is not UTF-8") from error
    if "\0" in text:
        raise Refusal(400, 20001, "Path holds a null character")
    return text


def _form(data: bytes) -> JsonObject:
    try:
        return dict(parse_qsl(data.decode(), keep_blank_values=True, errors="strict"))
    except ValueError as error:
        raise Refusal(400, 20001, "Body is not a valid form") from error
