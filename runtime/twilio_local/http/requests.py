"""From HTTP to the rules and back: who asks, what is asked, how refusals look.

A handler is a plain function from a `Call` to an `Answer`. Changes run in one transaction, together with the mutation
id that makes a repeated request recognisable.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from twilio_realtime.json import JsonObject, JsonValue, dump_json, parse_json
from twilio_realtime.visible_text import escape_record

from ..backend import Backend
from ..errors import Refusal, too_many_requests
from ..links import base_url
from ..quotas import Changes
from ..socket.tunnel import CALLER, Caller

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


class Router:
    """Makes routes of handlers."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._changes = Changes(backend.database, backend.limits.user_change_bytes)

    def route(self, path: str, **handlers: Handler) -> Route:
        """A route; keywords are HTTP methods in capital letters."""

        async def endpoint(request: Request) -> Response:
            return await self._respond(request, handlers["GET" if request.method == "HEAD" else request.method])

        return Route(path, guarded(path, endpoint), methods=list(handlers))

    async def _respond(self, request: Request, handler: Handler) -> Response:
        caller = authenticate(request, self._backend)
        reading = request.method in ("GET", "HEAD")
        body = {} if reading else _body(request, await read_body(request, self._backend.limits.body_bytes))
        path = {name: _decoded(str(value)) for name, value in request.path_params.items()}
        call = Call(caller, path, dict(request.query_params), body)
        mutation = request.headers.get("x-twilio-mutation-id")
        if reading:
            answer = handler(call)
        else:
            with self._changes.of(call.identity, removal=request.method == "DELETE"):
                answer = self._once(call, handler, mutation) if mutation and len(mutation) <= 100 else handler(call)
        if answer.body is None:
            return Response(status_code=answer.status)
        return json_response(answer.body, answer.status)

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
            raise Refusal(413, 20413, f"Body is larger than {most} bytes")
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
            logger.error("%s %s failed: %s", request.method, path, type(error).__name__)
            logger.debug("its cause", exc_info=True)
            return error_response(Refusal(500, 20500, "Internal Server Error"))

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
    return Response(dump_json(body), status, headers, media_type="application/json")


def error_response(refusal: Refusal) -> Response:
    """A refusal as HTTP answer."""
    body: JsonObject = {"status": refusal.status, "code": refusal.code, "message": refusal.message}
    return json_response(body, refusal.status, refusal.headers)


def _body(request: Request, data: bytes) -> JsonObject:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM:
        return _form(data)
    return parse_object(data)


def _decoded(segment: str) -> str:
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
