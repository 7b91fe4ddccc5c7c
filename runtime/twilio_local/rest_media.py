"""HTTP for media: uploads raw and as forms, records, contents. Bytes are passed on in pieces."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Final

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive

from .backend import Backend
from .errors import Refusal
from .media import MediaRecord, Upload
from .requests import Answer, Call, Router, authenticate, guarded
from .resources import Resources

__all__ = ["media_routes"]

_CHUNK: Final = 256 * 1024
_FORM: Final = "multipart/form-data"
_CONTENT_TYPE: Final = re.compile(r"[\x20-\x7e]{1,255}")


def media_routes(router: Router, backend: Backend) -> list[Route]:
    """Routes below the media address."""
    rest = _MediaRest(backend)
    base = f"/v1/Services/{backend.credentials.service_sid}/Media"
    content = f"{base}/{{media}}/Content"
    return [
        Route(base, guarded(base, rest.upload), methods=["POST"]),
        router.route(f"{base}/{{media}}", GET=rest.read),
        Route(content, guarded(content, rest.content), methods=["GET"]),
    ]


class _MediaRest:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._media = backend.media

    def read(self, call: Call) -> Answer:
        record = self._media.find(call.path["media"], call.identity)
        expires, signature = self._media.signature(record.sid)
        temporary = f"Expires={expires}&Signature={signature}"
        return Answer(200, self._resources(call.base_url).media(record, temporary))

    async def upload(self, request: Request) -> Response:
        upload = self._media.begin()
        try:
            caller = authenticate(request, self._backend)
            if request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM:
                record = await self._from_form(request, upload, caller.identity)
            else:
                record = await self._raw(request, upload, caller.identity)
        except BaseException:
            self._media.discard(upload)
            raise
        # Like the service, without a temporary address: that comes with the first look at the record.
        return JSONResponse(self._resources(caller.base_url).media(record, None), 201)

    async def content(self, request: Request) -> Response:
        sid = str(request.path_params["media"])
        expires, signature = (request.query_params.get(name) for name in ("Expires", "Signature"))
        if expires is not None and signature is not None:
            self._media.check_signature(sid, expires, signature)
            record = self._media.by_sid(sid)
        else:
            record = self._media.find(sid, authenticate(request, self._backend).identity)
        headers = {
            "content-length": str(record.size),
            "content-type": record.content_type,
            # Whatever was uploaded must not act as a page of this origin.
            "x-content-type-options": "nosniff",
            "content-security-policy": "sandbox",
        }
        return StreamingResponse(self._pieces(record), headers=headers)

    async def _pieces(self, record: MediaRecord) -> AsyncIterator[bytes]:
        for chunk in self._media.chunks(record.sid):
            yield chunk

    async def _raw(self, request: Request, upload: Upload, author: str) -> MediaRecord:
        content_type = _content_type(request.headers.get("content-type"))
        self._check_length(request)
        pending = bytearray()
        async for chunk in request.stream():
            pending += chunk
            if len(pending) >= _CHUNK:
                self._media.write(upload, bytes(pending))
                pending.clear()
        self._media.write(upload, bytes(pending))
        return self._finish(upload, author, content_type, request.query_params.get("Filename"))

    async def _from_form(self, request: Request, upload: Upload, author: str) -> MediaRecord:
        self._check_length(request)
        # The form is put aside on disk as it comes in, whatever length was announced.
        request = Request(request.scope, _bounded(request.receive, self._backend.limits.media_bytes + _CHUNK))
        try:
            form = await request.form(max_files=1, max_fields=10)
        except (HTTPException, ValueError) as error:
            raise Refusal(400, 20001, "Body is not a form with one file") from error
        try:
            file = next((value for value in form.values() if isinstance(value, UploadFile)), None)
            if file is None:
                raise Refusal(400, 20001, "The form holds no file")
            while chunk := await file.read(_CHUNK):
                self._media.write(upload, chunk)
            return self._finish(upload, author, _content_type(file.content_type), file.filename)
        finally:
            await form.close()

    def _check_length(self, request: Request) -> None:
        length = request.headers.get("content-length", "0")
        most = self._backend.limits.media_bytes
        if not length.isascii() or not length.isdigit() or len(length) > 15 or int(length) > most + _CHUNK:
            raise Refusal(413, 20413, f"Media is larger than {most} bytes")

    def _finish(self, upload: Upload, author: str, content_type: str, filename: str | None) -> MediaRecord:
        if filename is not None and len(filename) > self._backend.limits.name_characters:
            raise Refusal(400, 20001, f"Filename is longer than {self._backend.limits.name_characters} characters")
        return self._media.finish(upload, author, content_type, filename or None)

    def _resources(self, base_url: str) -> Resources:
        return Resources(base_url, self._backend.credentials.service_sid)


def _bounded(receive: Receive, most: int) -> Receive:
    """The messages of a request, as long as its body is not too large."""
    size = 0

    async def receive_bounded() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise Refusal(413, 20413, f"Body is larger than {most} bytes")
        return message

    return receive_bounded


def _content_type(value: str | None) -> str:
    if not value or not _CONTENT_TYPE.fullmatch(value):
        raise Refusal(400, 20001, "Content-Type is missing or not printable ASCII")
    return value
