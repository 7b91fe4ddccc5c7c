"""HTTP for media: uploads raw and as forms, records, contents. Bytes are passed on in pieces."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Final

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive

from twilio_realtime.json import JsonObject, JsonValue, as_object

from ..backend import Backend
from ..chat.media import MEDIA_CATEGORIES, MediaRecord, Upload, checked_content_type, too_large
from ..errors import Refusal
from ..quotas import Transfers
from .requests import Answer, Call, Router, authenticate, guarded, json_response
from .resources import Resources

__all__ = ["media_routes"]

_CHUNK: Final = 256 * 1024
_FRAMING: Final = 64 * 1024
"""What a form may add to the file in it, in bytes."""
_FORM: Final = "multipart/form-data"
_MOST_IN_SET: Final = 100


def media_routes(router: Router, backend: Backend) -> list[Route]:
    """Routes below the media address."""
    rest = _MediaRest(backend)
    base = f"/v1/Services/{backend.credentials.service_sid}/Media"
    content = f"{base}/{{media}}/Content"
    return [
        Route(base, guarded(base, rest.upload), methods=["POST"]),
        router.route(f"{base}/{{media}}", GET=rest.read),
        router.route(f"{base}Set", POST=rest.read_several),
        Route(content, guarded(content, rest.content), methods=["GET"]),
    ]


class _MediaRest:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._media = backend.media
        self._transfers = Transfers(backend.limits.user_transfers)

    def read(self, call: Call) -> Answer:
        return Answer(200, self._record(call, call.path["media"]))

    def read_several(self, call: Call) -> Answer:
        wanted = call.body.get("list")
        if call.body.get("command") != "get" or not isinstance(wanted, list) or not 0 < len(wanted) <= _MOST_IN_SET:
            raise Refusal(400, 20001, f"The command must be 'get', with a list of 1 to {_MOST_IN_SET} media")
        return Answer(200, [self._entry(call, as_object(one).get("media_sid")) for one in wanted])

    def _entry(self, call: Call, sid: JsonValue) -> JsonObject:
        try:
            return {"code": 200, "media_record": self._record(call, sid if isinstance(sid, str) else "")}
        except Refusal as refusal:
            return {"code": refusal.status, "media_record": {"sid": sid}}

    def _record(self, call: Call, sid: str) -> JsonObject:
        record = self._media.find(sid, call.identity)
        expires, signature = self._media.signature(record.sid)
        return self._resources(call.base_url).media(record, f"Expires={expires}&Signature={signature}")

    async def upload(self, request: Request) -> Response:
        caller = authenticate(request, self._backend)
        with self._transfers.of(caller.identity), self._media.upload(caller.identity) as upload:
            self._check_length(request, caller.identity)
            if request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM:
                record = await self._from_form(request, upload)
            else:
                record = await self._raw(request, upload)
        # Like the service, without a temporary address: that comes with the first look at the record.
        return json_response(self._resources(caller.base_url).media(record, None), 201)

    async def content(self, request: Request) -> Response:
        sid = str(request.path_params["media"])
        expires, signature = (request.query_params.get(name) for name in ("Expires", "Signature"))
        if expires is not None and signature is not None:
            self._media.check_signature(sid, expires, signature)
            record = self._media.by_sid(sid)
            # Whoever has the address, and can keep nobody but others who have it from loading this one.
            user = sid
        else:
            user = authenticate(request, self._backend).identity
            record = self._media.find(sid, user)
        pieces = self._pieces(record, user)
        await anext(pieces)
        headers = {
            "content-length": str(record.size),
            "content-type": record.content_type,
            # Whatever was uploaded must not act as a page of this origin.
            "x-content-type-options": "nosniff",
            "content-security-policy": "sandbox",
        }
        return StreamingResponse(pieces, headers=headers)

    async def _pieces(self, record: MediaRecord, user: str) -> AsyncGenerator[bytes]:
        with self._transfers.of(user):
            yield b""
            for chunk in self._media.chunks(record.sid):
                yield chunk

    async def _raw(self, request: Request, upload: Upload) -> MediaRecord:
        content_type = checked_content_type(request.headers.get("content-type"))
        pending = bytearray()
        async for chunk in request.stream():
            self._media.arrive(upload, len(chunk))
            pending += chunk
            if len(pending) >= _CHUNK:
                self._media.write(upload, bytes(pending))
                pending.clear()
        self._media.write(upload, bytes(pending))
        return self._finish(request, upload, content_type)

    async def _from_form(self, request: Request, upload: Upload) -> MediaRecord:
        # The form is put aside on disk as it comes in, whatever length was announced.
        request = Request(request.scope, self._counted(request.receive, upload))
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
            return self._finish(request, upload, file.content_type or "", file.filename)
        finally:
            await form.close()

    def _check_length(self, request: Request, author: str) -> None:
        length = request.headers.get("content-length", "0")
        most = self._media.room(author) + _FRAMING
        if not length.isascii() or not length.isdigit() or len(length) > 15 or int(length) > most:
            raise too_large(self._backend.limits)

    def _counted(self, receive: Receive, upload: Upload) -> Receive:
        """The messages of a request with a form, as long as the form is not too large."""
        framing = _FRAMING

        async def receive_counted() -> Message:
            nonlocal framing
            message = await receive()
            size = len(message.get("body", b""))
            free = min(size, framing)
            framing -= free
            self._media.arrive(upload, size - free)
            return message

        return receive_counted

    def _finish(self, request: Request, upload: Upload, content_type: str, filename: str | None = None) -> MediaRecord:
        category = request.query_params.get("Category", MEDIA_CATEGORIES[0])
        return self._media.finish(upload, content_type, filename or request.query_params.get("Filename"), category)

    def _resources(self, base_url: str) -> Resources:
        return Resources(base_url, self._backend.credentials, self._backend.limits)
