"""REST requests: cached reading, and changes that are applied at most once."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from typing import Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

from ..arguments import require_text
from ..clock import Timing
from ..errors import ArgumentError, ForbiddenError, NotFoundError, ResponseError
from ..json import JsonObject, JsonValue, dump_json
from .backoff import BOOTSTRAP, MUTATION, ONCE, READ, RetryPolicy
from .cached_reads import CachedReads
from .exchange import exchange, object_in
from .links import path_of, resolve_link
from .transport import HttpReply, HttpRequest, Transport

__all__ = ["Rest", "changing_once", "mutation_id", "require_idempotency_key"]

_JSON: Final = {"Content-Type": "application/json; charset=utf-8"}
_FORM: Final = "application/x-www-form-urlencoded"
_CACHED: Final = 256
_ACCEPTED: Final = 202
_LONGEST_KEY: Final = 255
_key: ContextVar[str | None] = ContextVar("_key", default=None)
_UUID: Final = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


class Rest:
    """The request styles of the service's REST interface.

    Every method raises `RequestError` (or a subclass) with the status of the last attempt when the service refuses,
    and the transport's exceptions when it cannot be reached. ``Retry-After`` is honoured.
    """

    def __init__(self, transport: Transport, timing: Timing, *, cache_seconds: float = 5.0) -> None:
        """Prepare; nothing is sent.

        Args:
            transport: What carries the requests.
            timing: Source of time and jitter.
            cache_seconds: See the property.
        """
        self._transport = transport
        self._timing = timing
        self._cache: CachedReads[JsonObject] = CachedReads(_CACHED, clock=timing.clock, seconds=cache_seconds)

    @property
    def cache_seconds(self) -> float:
        """How long `read` may answer from what it has read before, in seconds; 0 turns that off.

        May be changed at any time, for entries that are read from then on.
        """
        return self._cache.seconds

    @cache_seconds.setter
    def cache_seconds(self, seconds: float) -> None:
        self._cache.seconds = seconds

    async def fetch(self, url: str) -> JsonObject:
        """Read something that everything else depends on; sent up to six times within a few seconds.

        Args:
            url: Absolute URL.

        Returns:
            The object in the body.

        Raises:
            ResponseError: The body is not an object.
        """
        request = HttpRequest("GET", url, _JSON)
        return object_in(request, await self._exchange(request, BOOTSTRAP))

    async def read(self, url: str, *, fresh: bool = False) -> JsonObject:
        """Read a resource, from the cache if it was read a moment ago and nothing was changed since.

        Callers that want the same URL at the same time share one request. Sent up to three times.

        Args:
            url: Absolute URL.
            fresh: Ask the service in any case.

        Returns:
            The object in the body. It is shared with other callers: read it only.

        Raises:
            ResponseError: The body is not an object.
        """
        return await self._cache.get(url, lambda: self._read(url), fresh=fresh)

    async def mutate(
        self, method: str, url: str, body: JsonValue | None = None, *, idempotency_key: str | None = None
    ) -> JsonObject:
        """Change something.

        Sent up to three times while the service is too busy (429, 503) or the connection is lost, always with the
        same mutation id: a change that was made already is then answered with a pointer to its result, which is
        fetched. Everything that `read` has cached is forgotten.

        Args:
            method: ``POST``, ``PUT`` or ``DELETE``.
            url: Absolute URL.
            body: JSON to send; None sends ``null``, which is what ``DELETE`` wants.
            idempotency_key: What makes the same mutation id of a later call, too; see `mutation_id`. That of
                `changing_once` by default.

        Returns:
            The object in the body; empty if there is no body.

        Raises:
            ArgumentError: The body cannot be written as JSON.
            ResponseError: The body is neither an object nor empty.
        """
        try:
            content = dump_json(body).encode()
        except (TypeError, ValueError, RecursionError) as error:
            # The text of the error may quote the body.
            raise ArgumentError(
                f"the body of {method} {path_of(url)} cannot be sent as JSON ({type(error).__name__}); "
                "use JSON values and finite numbers"
            ) from None
        change = mutation_id(method, url, _key.get() if idempotency_key is None else idempotency_key)
        request = HttpRequest(method, url, {**_JSON, "X-Twilio-Mutation-Id": change}, content)
        self.forget()
        try:
            reply = await self._exchange(request, MUTATION)
        finally:
            self.forget()
        if method == "DELETE":
            return reply.body if isinstance(reply.body, dict) else {}
        if reply.status == _ACCEPTED:
            pointer = object_in(request, reply).get("resource_url")
            if not isinstance(pointer, str) or not pointer:
                raise ResponseError(f"{method} {path_of(url)} was answered with 202 but without a resource_url")
            return await self.fetch(resolve_link(url, pointer))
        return {} if reply.body in (None, "") else object_in(request, reply)

    async def post_form(self, url: str, fields: Mapping[str, str]) -> JsonObject:
        """Post a form; sent once, since what is sent this way is of the moment.

        Args:
            url: Absolute URL.
            fields: Fields by name.

        Returns:
            The object in the body.

        Raises:
            ArgumentError: Text without a UTF-8 form.
            ResponseError: The body is not an object.
        """
        try:
            content = urlencode(fields).encode()
        except UnicodeEncodeError:
            raise ArgumentError(f"form fields {sorted(fields)} hold text that has no UTF-8 form") from None
        request = HttpRequest("POST", url, {"Content-Type": _FORM}, content, _FORM)
        return object_in(request, await self._exchange(request, ONCE))

    def forget(self) -> None:
        """Answer from nothing that was read, or asked for, before: it is known that something has changed."""
        self._cache.forget_all()

    async def close(self) -> None:
        """End the reads that several callers share; they get `ClosedError`."""
        await self._cache.close()

    async def _read(self, url: str) -> JsonObject:
        request = HttpRequest("GET", url)
        return object_in(request, await self._exchange(request, READ))

    async def _exchange(self, request: HttpRequest, policy: RetryPolicy) -> HttpReply:
        try:
            return await exchange(self._transport, request, policy, self._timing)
        except (NotFoundError, ForbiddenError):
            self.forget()  # what is gone or out of reach now is part of what was read before
            raise


@contextmanager
def changing_once(key: str) -> Generator[None]:
    """Give all changes that are made inside the block a key, by which the service knows a repetition.

    Args:
        key: The key; no UUID, or two changes inside the block could not be told apart.
    """
    before = _key.set(key)
    try:
        yield
    finally:
        _key.reset(before)


def require_idempotency_key(name: str, value: object) -> None:
    """Require a key by which a repeated change is recognised.

    Args:
        name: Name of the argument.
        value: What was given.

    Raises:
        ArgumentError: It is no string, is empty or longer than 255 characters, or contains a lone surrogate.
    """
    require_text(name, value, non_empty=True)
    if isinstance(value, str) and len(value) > _LONGEST_KEY:
        raise ArgumentError(
            f"{name} must have at most {_LONGEST_KEY} characters, not {len(value)}; a hash of it is short enough"
        )


def mutation_id(method: str, url: str, key: str | None) -> str:
    """Make the identifier of a change.

    Args:
        method: Verb of the request.
        url: Absolute URL of the request.
        key: The caller's key, or None for a change that is not to be repeated.

    Returns:
        A random UUID without a key; the key itself if it is a UUID; otherwise a UUID that is always the same for this
        key and request. The host does not count, which depends on the region and on proxies.
    """
    if key is None:
        return str(uuid4())
    if _UUID.fullmatch(key):
        return key.lower()
    # Changing this would make new ones of all keys, and an updated program would repeat what it has done. The version
    # is that of random identifiers, which is what the service is used to.
    digest = sha256(f"{method} {urlsplit(url).path}\n{key}".encode()).digest()
    return str(UUID(bytes=digest[:16], version=4))
