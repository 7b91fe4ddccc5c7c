"""Uploads of files, their records, and the end of transfers."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import cast

import httpx
import pytest

from support.manual_clock import ManualClock, settle
from support.media_store import CONTENT, RECORD, SIGNED, STORE, Store, chunks
from support.processes import finish
from support.service_harness import leftovers
from twilio_realtime.clock import Timing
from twilio_realtime.errors import (
    ArgumentError,
    ClosedError,
    DeadlineError,
    DisconnectedError,
    ForbiddenError,
    NotFoundError,
    RequestError,
    ResponseError,
)
from twilio_realtime.files.media import MediaService
from twilio_realtime.files.media_sources import FileUpload, MediaSource
from twilio_realtime.json import JsonObject, JsonValue


@pytest.mark.parametrize("kind", ["bytes", "path", "text path", "file", "stream", "plain stream", "list stream"])
async def test_upload(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(CONTENT)
    store = Store()
    moved: list[tuple[int, int | None]] = []
    with path.open("rb") as file:
        sources: dict[str, MediaSource] = {
            "bytes": CONTENT,
            "path": path,
            "text path": str(path),
            "file": file,
            "stream": chunks(CONTENT[:1000], CONTENT[1000:]),
            "plain stream": (chunk for chunk in (CONTENT[:1000], CONTENT[1000:])),
            "list stream": [CONTENT[:1000], CONTENT[1000:]],
        }
        record = await store.media.upload(
            STORE, sources[kind], content_type="image/x", progress=lambda sent, total: moved.append((sent, total))
        )
        assert not file.closed  # it belongs to the caller
    assert record["sid"] == "ME1"
    (request,) = store.requests
    assert store.bodies == [CONTENT]
    assert request.headers["X-Twilio-Token"] == "token-1"
    assert request.headers["Content-Type"] == "image/x"
    assert (request.url.path, request.url.params["Category"]) == ("/v1/Services/IS1/Media", "media")
    assert request.url.params.get("Filename") == ("picture.png" if "path" in kind else None)
    total = None if "stream" in kind else len(CONTENT)
    assert request.headers.get("Content-Length") == (None if total is None else str(total))
    assert moved[0] == (0, total)
    assert moved[-1] == (len(CONTENT), total)
    assert moved == sorted(moved, key=lambda each: each[0])
    await store.media.close()


async def test_a_file_is_sent_from_where_it_stands() -> None:
    store = Store()
    file = io.BytesIO(b"0123456789")
    file.seek(4)
    await store.media.upload(STORE, file)
    assert store.bodies == [b"456789"]
    assert store.requests[0].headers["Content-Length"] == "6"


@pytest.mark.parametrize(
    ("filename", "content_type", "sent"),
    [("a.pdf", None, "application/pdf"), (None, None, "application/octet-stream"), ("a.pdf", "x/y", "x/y")],
)
async def test_the_type_is_guessed(filename: str | None, content_type: str | None, sent: str) -> None:
    store = Store()
    await store.media.upload(STORE, b"1", content_type=content_type, filename=filename)
    assert store.requests[0].headers["Content-Type"] == sent


async def test_a_file_may_be_of_another_category() -> None:
    store = Store()
    await store.media.upload(STORE, b"<p>Hello</p>", content_type="text/html", category="body")
    assert store.requests[0].url.params["Category"] == "body"


async def test_several_files_are_stored_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_bytes(b"second")
    store = Store()
    files = [FileUpload(b"first", "image/png"), FileUpload(path, category="body"), FileUpload(chunks(b"third"))]
    records = await store.media.upload_all(STORE, files)
    assert [record["sid"] for record in records] == ["ME1"] * 3
    assert store.bodies == [b"first", b"second", b"third"]
    sent = [(request.headers["Content-Type"], request.url.params["Category"]) for request in store.requests]
    assert sent == [("image/png", "media"), ("text/plain", "body"), ("application/octet-stream", "media")]
    assert await store.media.upload_all(STORE, []) == []


@pytest.mark.parametrize("wrong", [b"", "no-such-file"])
async def test_nothing_is_stored_beside_a_file_that_cannot_be_read(wrong: bytes | str, tmp_path: Path) -> None:
    store = Store()
    with pytest.raises(ArgumentError):
        await store.media.upload_all(STORE, [FileUpload(b"first"), FileUpload(wrong)])
    assert store.requests == []


async def test_after_a_refusal_no_further_file_is_sent() -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(413)

    store = Store(answer)
    with pytest.raises(RequestError):
        await store.media.upload_all(STORE, [FileUpload(b"first"), FileUpload(b"second")])
    assert len(store.requests) == 1


def item(sid: str, code: int = 200, **links: str) -> JsonObject:
    return {"code": code, "media_record": {"sid": sid, **({"links": dict(links)} if links else {})}}


@pytest.mark.parametrize("sets", [None, "https://media.example/v1/Sets"])
async def test_addresses_of_several_files_come_with_one_request(sets: str | None) -> None:
    store = Store()
    listed = [
        item("ME2", content_direct_temporary="/v1/two"),
        item("ME9"),
        item("ME1", content_direct_temporary=SIGNED),
    ]
    store.script.append(httpx.Response(200, json=[*listed, item("ME3")]))

    found = await store.media.addresses(STORE, ["ME1", "ME2", "ME3", "ME1"], sets=sets)

    assert list(found.items()) == [("ME1", SIGNED), ("ME2", "https://media.example/v1/two")], "the third has none yet"
    (request,) = store.requests
    assert (request.method, str(request.url)) == ("POST", sets or f"{STORE}Set")
    assert request.headers["X-Twilio-Token"] == "token-1"
    assert request.headers["Content-Type"] == "application/json"
    wanted = [{"media_sid": sid} for sid in ("ME1", "ME2", "ME3")]
    assert json.loads(store.bodies[0]) == {"command": "get", "list": wanted}


async def test_addresses_are_asked_for_again_when_the_store_is_busy() -> None:
    store = Store()
    store.script += [httpx.Response(503), httpx.Response(200, json=[item("ME1", content_direct_temporary=SIGNED)])]
    asking = asyncio.ensure_future(store.media.addresses(STORE, ["ME1"]))
    while not asking.done():
        # Virtual time passes while something waits for it only: what a thread prepares takes real time.
        await (store.clock.advance(1) if store.clock.timers else asyncio.sleep(0))
    assert await asking == {"ME1": SIGNED}
    assert store.bodies[0] == store.bodies[1]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ([item("ME1", content_direct_temporary=SIGNED), item("ME2", 404)], NotFoundError),
        ([item("ME1", content_direct_temporary=SIGNED), item("ME2", 403)], ForbiddenError),
        ([item("ME1", content_direct_temporary=SIGNED)], ResponseError),
        ([None, 7, "text", {}, {"code": 200, "media_record": {"sid": 5}}], ResponseError),
        ({"code": 200}, ResponseError),
        ([{"media_record": {"sid": "ME1"}}, item("ME2")], RequestError),
        ([{"code": "200", "media_record": {"sid": "ME1"}}, item("ME2")], RequestError),
    ],
)
async def test_addresses_that_are_refused_or_missing(answer: JsonValue, error: type[Exception]) -> None:
    store = Store()
    store.script.append(httpx.Response(200, json=answer))
    with pytest.raises(error) as caught:
        await store.media.addresses(STORE, ["ME1", "ME2"])
    assert "very-secret" not in str(caught.value)


@pytest.mark.parametrize("sids", [[], [""], ["ME1", ""], [5]])
async def test_addresses_of_nothing(sids: list[str]) -> None:
    store = Store()
    with pytest.raises(ArgumentError):
        await store.media.addresses(STORE, sids)
    assert store.requests == []


async def test_places_in_a_record_are_absolute() -> None:
    store = Store()
    uploaded = await store.media.upload(STORE, b"1")
    assert uploaded == await store.media.record(STORE, "ME1")
    assert uploaded["url"] == f"{STORE}/ME1"
    assert uploaded["links"] == {"content": f"{STORE}/ME1/Content", "content_direct_temporary": SIGNED}
    request = store.requests[1]
    assert (request.method, str(request.url), request.headers["X-Twilio-Token"]) == ("GET", f"{STORE}/ME1", "token-1")


class Broken(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise OSError("disk on fire")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (b"", "0 bytes"),
        (b"12345678901", "11 bytes"),
        (chunks(), "0 bytes"),
        (chunks(b"123456", b"789012"), "more than 10 bytes"),
        (chunks(cast(bytes, "text")), "not of str"),
        ([], "0 bytes"),
        ([b"123456", b"789012"], "more than 10 bytes"),
        (cast(MediaSource, [None]), "not of NoneType"),
        (cast(MediaSource, bytearray(b"1")), "not of int"),
        (cast(MediaSource, io.StringIO("text")), "not of str"),
        (cast(MediaSource, Broken()), "cannot be read"),
        (Path("/does/not/exist"), "cannot read '/does/not/exist'"),
        (cast(MediaSource, 7), "not int"),
    ],
    ids=[
        *("empty", "large", "empty stream", "large stream", "text stream"),
        *("empty list", "large list", "list of nothing", "byte array"),
        *("text file", "broken file", "no file", "int"),
    ],
)
async def test_what_cannot_be_uploaded(source: MediaSource, text: str) -> None:
    store = Store(max_bytes=10)
    with pytest.raises(ArgumentError, match=text):
        await store.media.upload(STORE, source)
    await store.media.close()


async def test_a_file_that_changes_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"x" * 1_000_000)  # more than is read at once
    store = Store()

    def truncate(sent: int, total: int | None) -> None:
        if sent:
            path.write_bytes(b"")

    with pytest.raises(ArgumentError, match="changed"):
        await store.media.upload(STORE, path, progress=truncate)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(401, json={"message": "who are you", "code": 20101}), ForbiddenError),
        (httpx.Response(413, text="<html>"), RequestError),
        (httpx.Response(201, text="<html>"), ResponseError),
        (httpx.Response(201, content=b"x" * 2_000_000), ResponseError),
        (httpx.Response(307, headers={"Location": "https://elsewhere.example/"}), RequestError),
        (httpx.ReadTimeout("slow"), DeadlineError),
        (httpx.ConnectError("no route"), DisconnectedError),
    ],
)
async def test_a_failed_upload_is_not_repeated(answer: httpx.Response | Exception, kind: type[Exception]) -> None:
    store = Store()
    store.script = [answer]
    with pytest.raises(kind) as caught:
        await store.media.upload(STORE, b"secret content")
    assert len(store.requests) == 1
    assert "token-1" not in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_reading_a_record_is_repeated() -> None:
    store = Store()
    store.script = [httpx.Response(503), httpx.ConnectError("no route"), httpx.Response(200, json=RECORD)]
    reading = asyncio.ensure_future(store.media.record(STORE, "ME1"))
    while not reading.done():
        # Virtual time passes while something waits for it only: what a thread prepares takes real time.
        await (store.clock.advance(1) if store.clock.timers else asyncio.sleep(0))
    assert (await reading)["sid"] == "ME1"
    store.script = [httpx.Response(404, json={"message": "no such thing"})]
    with pytest.raises(NotFoundError, match="no such thing"):
        await store.media.record(STORE, "ME2")


async def test_after_closing(tmp_path: Path) -> None:
    store = Store()
    await store.media.upload(STORE, b"1")
    await store.media.close()
    await store.media.close()
    with pytest.raises(ClosedError):
        await store.media.upload(STORE, b"1")
    with pytest.raises(ClosedError):
        await store.media.record(STORE, "ME1")
    with pytest.raises(ClosedError):
        await store.media.download_to(SIGNED, tmp_path / "x")
    assert leftovers(tmp_path) == []


async def test_closing_ends_real_transfers(tmp_path: Path) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome")
        await reader.read()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    media = MediaService(lambda: "token-1", Timing(ManualClock(), lambda: 0.5))
    begun = asyncio.Event()
    downloading = asyncio.ensure_future(
        media.download_to(f"http://127.0.0.1:{port}/x", tmp_path / "x", progress=lambda done, total: begun.set())
    )
    await begun.wait()
    await media.close()
    with pytest.raises(ClosedError):
        await downloading
    assert leftovers(tmp_path) == []
    server.close()
    await settle()


async def test_the_library_does_not_log_our_requests(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"1")

    store = Store(answer)
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "httpx"):
        await store.media.download_to(SIGNED, tmp_path / "x")
        assert "secret" not in caplog.text
        assert "GET /ME1/content was answered with status 200" in caplog.text
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as other:
            await other.get("https://other.example/?visible=1")
    assert "visible" in caplog.text


LAZY = """
import asyncio, sys, threading
from pathlib import Path
import twilio_chat
from twilio_realtime.clock import SystemClock, Timing
from twilio_realtime.errors import DisconnectedError
from twilio_realtime.files.media import MediaService

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name in ("httpx", "httpcore"):
            print(name, threading.current_thread() is threading.main_thread())

async def main():
    media = MediaService(lambda: "", Timing(SystemClock(), lambda: 0.5))
    try:
        await media.upload("http://127.0.0.1:1/", b"1")
    except DisconnectedError:
        print("tried")
    await media.close()

assert not {"httpx", "httpcore"} & sys.modules.keys()
sys.meta_path.insert(0, Watch())
asyncio.run(main())
"""


async def test_the_http_library_is_loaded_at_the_first_use_and_beside_the_event_loop() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", LAZY, stdout=PIPE)
    said, _ = await finish(process)
    assert said.splitlines() == ["httpx False", "httpcore False", "tried"]
