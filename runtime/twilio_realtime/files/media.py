"""Files: uploaded and downloaded by direct HTTPS, beside the connection."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import SecretStr

from ..arguments import require_text
from ..clock import Timing
from ..errors import ArgumentError, ClosedError, ResponseError
from ..json import JsonObject, JsonValue, as_object, dump_json, parse_packet_json
from ..network.proxies import Proxies
from ..network.trust import trusted_authorities
from ..requests.backoff import FILE_RECORD
from ..requests.exchange import error_of_body, exchange
from ..requests.link_policy import LinkPolicy
from ..requests.links import join_path, path_of, resolve_link, with_query
from ..requests.transport import HttpReply, HttpRequest
from ..tokens.hidden import hide_token
from ..visible_text import quoted
from .atomic_file import AtomicFile, target_in
from .filenames import safe_name
from .media_sources import DEFAULT_CATEGORY, FileUpload, MediaSource, Progress, Upload, tell_progress

if TYPE_CHECKING:
    from ..network.direct_http import DirectHttp
    from ..network.http_transport import HttpTransport

__all__ = ["DEFAULT_CATEGORY", "DEFAULT_MAX_MEDIA_BYTES", "MediaService"]

DEFAULT_MAX_MEDIA_BYTES: Final = 150 * 1024 * 1024
"""Largest file sent or fetched unless told otherwise, in bytes."""

_MAX_RECORD: Final = 1024 * 1024
_RECORD_SECONDS: Final = 60.0
"""A record is there by then, or somebody sends it byte by byte."""
_TRANSFER_SECONDS: Final = 3600.0
"""The same for a file: the largest one at 43 kilobytes a second."""
_SETS: Final = "Set"
_FOUND: Final = 200
_LONGEST_LENGTH: Final = 19
"""Digits of a length that is still taken for one."""


class MediaService:
    """The media store of one client, and the transport of its requests: none goes through the connection.

    Args:
        token: Gives the access token of the moment.
        timing: Source of time and jitter.
        max_bytes: Largest file moved, in bytes.
        timeout: Seconds without any progress after which a transfer is given up.
        transport: Carries the requests; HTTPS with verification by default.
        links: Which links may be followed; all of them by default.
        proxies: Which proxy leads where; as the environment says by default.
    """

    def __init__(
        self,
        token: Callable[[], str | SecretStr],
        timing: Timing,
        *,
        max_bytes: int = DEFAULT_MAX_MEDIA_BYTES,
        timeout: float = 30.0,
        transport: HttpTransport | None = None,
        links: LinkPolicy | None = None,
        proxies: Proxies | None = None,
    ) -> None:
        self._token = token
        self._timing = timing
        self._max_bytes = max_bytes
        self._timeout = timeout
        self._transport = transport
        self._links = links if links is not None else LinkPolicy()
        self._proxies = proxies if proxies is not None else Proxies()
        self._http: DirectHttp | None = None
        self._making = asyncio.Lock()
        self._closed = False

    async def _direct(self) -> DirectHttp:
        self._require_open()
        async with self._making:
            if self._http is None:
                authorities = await trusted_authorities()
                # Away from the event loop: the HTTP library is loaded by this.
                self._http = await asyncio.to_thread(self._direct_http, authorities)
                if self._closed:
                    await self.close()
            self._require_open()
            return self._http

    def _direct_http(self, authorities: ssl.SSLContext) -> DirectHttp:
        from ..network.direct_http import DirectHttp

        return DirectHttp(
            timeout=self._timeout,
            transport=self._transport,
            authorities=authorities,
            proxies=self._proxies,
            clock=self._timing.clock,
        )

    def _require_open(self) -> None:
        if self._closed:
            raise ClosedError()

    async def close(self) -> None:
        """Close the connections; transfers under way end with `ClosedError`. Idempotent."""
        self._closed = True
        http, self._http = self._http, None
        if http is not None:
            await http.close()

    async def upload(
        self,
        url: str,
        source: MediaSource,
        *,
        content_type: str | None = None,
        filename: str | None = None,
        progress: Progress | None = None,
        category: str = DEFAULT_CATEGORY,
    ) -> JsonObject:
        """Store a file; the record that describes it. Sent once.

        Args:
            url: Base of the store.
            source: What to upload.
            content_type: Media type; guessed from the file name if None.
            filename: Name to keep; the file's own if None.
            progress: Told how far it is.
            category: What the file is to whatever names it later; the store's word.

        Raises:
            ArgumentError: The source cannot be read, is empty, or is larger than allowed.
            RequestError: The service refused it.
            DisconnectedError: The connection was lost; whether the file was stored is unknown.
            DeadlineError: The transfer made no progress.
            ResponseError: The answer is no record.
            ClosedError: The client was closed.
        """
        file = FileUpload(source, content_type, filename, progress, category)
        return (await self.upload_all(url, [file]))[0]

    async def upload_all(self, url: str, files: Sequence[FileUpload]) -> list[JsonObject]:
        """Store several files, one after the other; the records that describe them, in the same order.

        All of them are opened before the first is sent, so that nothing is stored beside a file that cannot be read.
        What has been stored when one of them fails stays in the store.

        Args:
            url: Base of the store.
            files: What to upload.

        Raises:
            ArgumentError: A source cannot be read, is empty, or is larger than allowed.
            RequestError: The service refused one.
            DisconnectedError: The connection was lost; whether the file under way was stored is unknown.
            DeadlineError: A transfer made no progress.
            ResponseError: An answer is no record.
            ClosedError: The client was closed.
        """
        opened: list[tuple[Upload, str]] = []
        try:
            for file in files:
                upload = await Upload.open(
                    file.source,
                    content_type=file.content_type,
                    filename=file.filename,
                    max_bytes=self._max_bytes,
                    progress=file.progress,
                )
                opened.append((upload, file.category))
            return [await self._store(url, upload, category) for upload, category in opened]
        finally:
            for upload, _ in opened:
                upload.close()

    async def _store(self, url: str, upload: Upload, category: str) -> JsonObject:
        try:
            headers = {"Content-Type": upload.content_type}
            if upload.size is not None:
                headers["Content-Length"] = str(upload.size)
            target = with_query(url, {"Category": category, "Filename": upload.filename})
            reply = await self._request(HttpRequest("POST", target, headers), upload.chunks())
        finally:
            upload.close()
        if not 200 <= reply.status < 300:
            raise error_of_body(f"POST {path_of(url)}", reply.status, reply.body, reason=reply.reason)
        return _record(reply.body, url)

    async def record(self, url: str, sid: str) -> JsonObject:
        """The record that describes a file at present; its addresses are absolute.

        Raises:
            RequestError: The service refused it.
            DisconnectedError: There was no connection.
            DeadlineError: The service did not answer.
            ResponseError: The answer is no record.
            ClosedError: The client was closed.
        """
        target = join_path(url, sid)
        request = HttpRequest("GET", target)
        return _record((await exchange(self, request, FILE_RECORD, self._timing)).body, target)

    async def addresses(
        self, url: str, sids: Sequence[str], *, sets: str | None = None, name: str = "sids"
    ) -> dict[str, str]:
        """The temporary URLs of several files, by identifier, with one request.

        A file whose content is not there yet has none.

        Args:
            url: Base of the store.
            sids: Identifiers of the files.
            sets: Where several files are asked for at once; None: beside the base.
            name: What messages call the identifiers: the argument that users have given.

        Raises:
            ArgumentError: There are no files, or what should be identifiers is something else.
            RequestError: The service refused it, or one of the files.
            DisconnectedError: There was no connection.
            DeadlineError: The service did not answer.
            ResponseError: The answer lacks a file, or is no list of records.
            ClosedError: The client was closed.
        """
        wanted = list(dict.fromkeys(sids))
        if not wanted:
            raise ArgumentError(f"{name} must name at least one file")
        for index, sid in enumerate(sids):
            require_text(f"{name}[{index}]", sid, non_empty=True)
        target = sets if sets is not None else f"{url}{_SETS}"
        body = dump_json({"command": "get", "list": [{"media_sid": sid} for sid in wanted]}).encode()
        request = HttpRequest(
            "POST", target, {"Content-Type": "application/json", "Content-Length": str(len(body))}, body
        )
        answer = (await exchange(self, request, FILE_RECORD, self._timing)).body
        if not isinstance(answer, list):
            raise ResponseError(f"the media store's answer at {path_of(target)} is no list")
        found: dict[str, str] = {}
        for item in map(as_object, answer):
            record = _record(item.get("media_record"), target)
            named, status = record.get("sid"), item.get("code")
            if not isinstance(named, str) or named not in wanted:
                continue
            wanted.remove(named)
            if status != _FOUND:
                refusal = status if isinstance(status, int) and not isinstance(status, bool) else 0
                raise error_of_body(f"the file {quoted(named)} at {path_of(target)}", refusal, None)
            address = as_object(record.get("links")).get("content_direct_temporary")
            if isinstance(address, str):
                found[named] = address
        if wanted:
            raise ResponseError(f"the media store's answer at {path_of(target)} lacks the file {quoted(wanted[0])}")
        return {sid: found[sid] for sid in dict.fromkeys(sids) if sid in found}

    async def download_to(
        self,
        url: str,
        path: str | Path,
        *,
        name: str = "file",
        overwrite: bool = False,
        progress: Progress | None = None,
    ) -> int:
        """Fetch a temporary URL into a file, which appears only when it is complete; its size in bytes.

        Args:
            url: Where the content is; no token is sent there.
            path: File to write, or a folder that exists.
            name: Name of the file if a folder is given; it is made safe.
            overwrite: Whether to replace what is there.
            progress: Told how far it is.

        Raises:
            ArgumentError: The file cannot be written or is there already, or the progress callback failed.
            RequestError: The service refused it.
            ResponseError: The URL may not be used, or the content is larger than allowed or shorter than announced.
            DisconnectedError: The connection was lost.
            DeadlineError: The transfer made no progress.
            ClosedError: The client was closed.
        """
        target = await target_in(path, safe_name(name, "file"))
        file = await AtomicFile.create(target, overwrite=overwrite)
        try:
            size = await self._download(url, file, progress)
            await file.commit()
        finally:
            file.discard()
        return size

    async def send(self, request: HttpRequest, *, timeout: float | None = None) -> HttpReply:
        """See `transport.Transport.send`; the token goes along."""
        return await self._request(request, _whole(request.body) if request.body else None)

    async def _request(self, request: HttpRequest, content: AsyncIterator[bytes] | None) -> HttpReply:
        self._links.check(request.url)
        body = bytearray()
        what = f"{request.method} {path_of(request.url)}"
        http = await self._direct()
        total = _RECORD_SECONDS if content is None or request.body else _TRANSFER_SECONDS
        token = hide_token(self._token())
        async with http.answer(
            what, request.method, request.url, request.headers, content, token=token, total=total, most=_MAX_RECORD
        ) as response:
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > _MAX_RECORD:
                    raise ResponseError(
                        f"the answer to {what} has more than {_MAX_RECORD} bytes, which no record needs"
                    )
        headers = {name.lower(): value for name, value in response.headers.items()}
        return HttpReply(response.status_code, response.reason_phrase, headers, _parsed(bytes(body)))

    async def _download(self, url: str, file: AtomicFile, progress: Progress | None) -> int:
        self._links.check(url)
        what = f"GET {path_of(url)}"
        received = 0
        http = await self._direct()
        async with http.answer(what, "GET", url, {}, total=_TRANSFER_SECONDS, most=self._max_bytes) as response:
            if not 200 <= response.status_code < 300:
                raise error_of_body(what, response.status_code, None, reason=response.reason_phrase)
            announced = response.headers.get("content-length", "")
            total = int(announced) if announced.isdecimal() and len(announced) < _LONGEST_LENGTH else None
            if total is not None and total > self._max_bytes:
                raise self._too_large(what)
            async for chunk in response.aiter_bytes():
                received += len(chunk)
                if received > self._max_bytes:
                    raise self._too_large(what)
                await file.write(chunk)
                tell_progress(progress, received, total)
        if total is not None and received != total:
            raise ResponseError(f"the content of {what} has {received} bytes, {total} were announced; try again")
        return received

    def _too_large(self, what: str) -> ResponseError:
        return ResponseError(f"the content of {what} is larger than the {self._max_bytes} bytes allowed")


async def _whole(body: bytes) -> AsyncIterator[bytes]:
    yield body


def _parsed(body: bytes) -> JsonValue:
    if not body:
        return None
    try:
        return parse_packet_json(body)
    except ValueError:
        return None


def _record(body: JsonValue, url: str) -> JsonObject:
    if not isinstance(body, dict):
        raise ResponseError(f"the media store's answer at {path_of(url)} is no object")
    links = as_object(body.get("links"))
    # The service names most places relative to its own.
    return {
        **body,
        **({"url": _absolute(url, body["url"])} if "url" in body else {}),
        **({"links": {name: _absolute(url, link) for name, link in links.items()}} if links else {}),
    }


def _absolute(base: str, url: JsonValue) -> JsonValue:
    return resolve_link(base, url) if isinstance(url, str) else url
