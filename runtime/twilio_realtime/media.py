"""Files: uploaded and downloaded by direct HTTPS, beside the connection."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

import httpx

from .clock import Clock
from .errors import ArgumentError, DeadlineError, DisconnectedError, ResponseError
from .exchange import RetryPolicy, error_of_body, exchange
from .json import JsonObject, JsonValue, parse_json
from .links import join_path, path_of, with_query
from .media_sources import MediaSource, Progress, Upload
from .tunnel import HttpReply, HttpRequest

__all__ = ["DEFAULT_MAX_MEDIA_BYTES", "MediaService"]

DEFAULT_MAX_MEDIA_BYTES: Final = 150 * 1024 * 1024
"""Largest file sent or fetched unless told otherwise, in bytes."""

_MAX_RECORD: Final = 1024 * 1024
_READ: Final = RetryPolicy(
    attempts=3,
    statuses=frozenset((429, 502, 503, 504)),
    lost_connection=True,
    first_delay=1.0,
    longest_delay=4.0,
    total=30.0,
)
_logger = logging.getLogger(__name__)


class MediaService:
    """The media store of one client. Carries its own requests (`tunnel.Tunnel`), since none of them is tunnelled.

    Args:
        token: Gives the access token of the moment.
        clock: Source of time.
        random: Source of numbers from 0 to 1, for jitter.
        max_bytes: Largest file moved, in bytes.
        timeout: Seconds without any progress after which a transfer is given up.
        transport: Carries the requests; HTTPS with verification by default.
    """

    def __init__(
        self,
        token: Callable[[], str],
        *,
        clock: Clock,
        random: Callable[[], float],
        max_bytes: int = DEFAULT_MAX_MEDIA_BYTES,
        timeout: float = 30.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._token = token
        self._clock = clock
        self._random = random
        self._max_bytes = max_bytes
        self._timeout = timeout
        self._transport = transport
        self._http: httpx.AsyncClient | None = None

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            self._http = httpx.AsyncClient(timeout=self._timeout, transport=self._transport)
        return self._http

    async def close(self) -> None:
        """Close the connections. Twice is fine."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    async def upload(
        self,
        url: str,
        source: MediaSource,
        *,
        content_type: str | None = None,
        filename: str | None = None,
        progress: Progress | None = None,
    ) -> JsonObject:
        """Store a file; the record that describes it. Sent once.

        Args:
            url: Base of the store.
            source: What to upload.
            content_type: Media type; guessed from the file name if None.
            filename: Name to keep; the file's own if None.
            progress: Told how far it is.

        Raises:
            ArgumentError: The source cannot be read, is empty, or is larger than allowed.
            RequestError: The service refused it.
            DisconnectedError: The connection was lost; whether the file was stored is unknown.
            DeadlineError: The transfer made no progress.
        """
        upload = await Upload.open(
            source, content_type=content_type, filename=filename, max_bytes=self._max_bytes, progress=progress
        )
        try:
            headers = {"Content-Type": upload.content_type, "X-Twilio-Token": self._token()}
            if upload.size is not None:
                headers["Content-Length"] = str(upload.size)
            target = with_query(url, {"Category": "media", "Filename": upload.filename})
            reply = await self._request(HttpRequest("POST", target, headers), upload.chunks())
        finally:
            await upload.close()
        if not 200 <= reply.status < 300:
            raise error_of_body(f"POST {path_of(url)}", reply.status, reply.body, reason=reply.reason)
        return _record(reply.body, url)

    async def record(self, url: str, sid: str) -> JsonObject:
        """The record that describes a file at present.

        Raises:
            RequestError: The service refused it.
            DisconnectedError: There was no connection.
        """
        target = join_path(url, sid)
        request = HttpRequest("GET", target, {"X-Twilio-Token": self._token()})
        return _record((await exchange(self, request, _READ, clock=self._clock, random=self._random)).body, target)

    async def download_to(self, url: str, path: str | Path, *, progress: Progress | None = None) -> int:
        """Fetch a temporary URL into a file, which appears only when it is complete; its size in bytes.

        Args:
            url: Where the content is; no token is sent there.
            path: File to write; replaced if it exists.
            progress: Told how far it is.

        Raises:
            ArgumentError: The file cannot be written.
            RequestError: The service refused it.
            ResponseError: The content is larger than allowed or shorter than announced.
            DisconnectedError: The connection was lost.
        """
        target = Path(path)
        part = target.with_name(f"{target.name}.part")
        try:
            file = await asyncio.to_thread(part.open, "wb")
        except OSError as error:
            raise ArgumentError(f"cannot write {str(part)!r}: {error.strerror or error}") from None
        try:
            try:
                size = 0
                async for chunk, total in self._content(url):
                    await asyncio.to_thread(file.write, chunk)
                    size += len(chunk)
                    if progress is not None:
                        progress(size, total)
            finally:
                await asyncio.to_thread(file.close)
            await asyncio.to_thread(os.replace, part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return size

    async def send(self, request: HttpRequest, *, timeout: float | None = None) -> HttpReply:
        """See `tunnel.Tunnel.send`."""
        return await self._request(request, None)

    async def _request(self, request: HttpRequest, content: AsyncIterator[bytes] | None) -> HttpReply:
        try:
            async with self._client().stream(
                request.method, request.url, headers=dict(request.headers), content=content
            ) as response:
                body = bytearray()
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > _MAX_RECORD:
                        raise ResponseError(f"the answer to {request.method} {path_of(request.url)} is too large")
        except httpx.TimeoutException:
            raise DeadlineError(
                f"{request.method} {path_of(request.url)} made no progress within {self._timeout:g} seconds"
            ) from None
        except httpx.HTTPError as error:
            raise DisconnectedError(f"{request.method} {path_of(request.url)} failed: {type(error).__name__}") from None
        headers = {name.lower(): value for name, value in response.headers.items()}
        return HttpReply(response.status_code, response.reason_phrase, headers, _parsed(bytes(body)))

    async def _content(self, url: str) -> AsyncIterator[tuple[bytes, int | None]]:
        what = f"GET {path_of(url)}"
        received = 0
        try:
            async with self._client().stream("GET", url) as response:
                if not 200 <= response.status_code < 300:
                    raise error_of_body(what, response.status_code, None, reason=response.reason_phrase)
                announced = response.headers.get("content-length", "")
                total = int(announced) if announced.isdecimal() else None
                async for chunk in response.aiter_bytes():
                    received += len(chunk)
                    if received > self._max_bytes:
                        raise ResponseError(f"the content of {what} is larger than {self._max_bytes} bytes")
                    yield chunk, total
        except httpx.TimeoutException:
            raise DeadlineError(f"{what} made no progress within {self._timeout:g} seconds") from None
        except httpx.HTTPError as error:
            raise DisconnectedError(f"{what} failed after {received} bytes: {type(error).__name__}") from None


def _parsed(body: bytes) -> JsonValue:
    if not body:
        return None
    try:
        return parse_json(body)
    except ValueError:
        return None


def _record(body: JsonValue, url: str) -> JsonObject:
    if not isinstance(body, dict):
        raise ResponseError(f"the media store's answer at {path_of(url)} is no object")
    return body
