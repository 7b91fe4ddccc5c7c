from __future__ import annotations

import asyncio
import io
import logging
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import cast

import httpx
import pytest

from support.manual_clock import ManualClock, settle
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
    StateError,
)
from twilio_realtime.files.media import MediaService
from twilio_realtime.files.media_sources import MediaSource
from twilio_realtime.json import JsonObject

STORE = "https://media.example/v1/Services/IS1/Media"
SIGNED = "https://elsewhere.example/ME1/content?signature=very-secret"
RECORD: JsonObject = {
    "sid": "ME1",
    "url": "/v1/Services/IS1/Media/ME1",
    "links": {"content": "/v1/Services/IS1/Media/ME1/Content", "content_direct_temporary": SIGNED},
}
Answer = Callable[[httpx.Request], Awaitable[httpx.Response]]


class Store:
    """A media service in front of a store that the test plays."""

    def __init__(self, answer: Answer | None = None, *, max_bytes: int = 1_000_000) -> None:
        self.clock = ManualClock()
        self.requests: list[httpx.Request] = []
        self.bodies: list[bytes] = []
        self.script: list[httpx.Response | Exception] = []
        self._answer = answer
        self.media = MediaService(
            lambda: "token-1",
            Timing(self.clock, lambda: 0.5),
            max_bytes=max_bytes,
            transport=httpx.MockTransport(self._take),
        )

    async def _take(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.bodies.append(await request.aread())
        if self._answer is not None:
            return await self._answer(request)
        if self.script:
            found = self.script.pop(0)
            if isinstance(found, Exception):
                raise found
            return found
        return httpx.Response(201, json=RECORD)


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


CONTENT = bytes(range(256)) * 1000


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
    path.write_bytes(b"x" * 100_000)
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


async def test_download(tmp_path: Path) -> None:
    store = Store()
    store.script = [httpx.Response(200, content=CONTENT)]
    target = tmp_path / "picture.png"
    target.write_bytes(b"older")
    moved: list[tuple[int, int | None]] = []
    size = await store.media.download_to(
        SIGNED, target, overwrite=True, progress=lambda got, total: moved.append((got, total))
    )
    assert size == len(CONTENT)
    assert target.read_bytes() == CONTENT
    assert leftovers(tmp_path) == ["picture.png"]
    assert moved[-1] == (len(CONTENT), len(CONTENT))
    (request,) = store.requests
    assert (request.method, str(request.url)) == ("GET", SIGNED)
    assert not [name for name in request.headers if name.lower() in ("x-twilio-token", "authorization", "cookie")]


class Torn(httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"part of it"
        raise httpx.ReadError("cut")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(404), NotFoundError),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example/"}), RequestError),
        (httpx.Response(200, content=b"x" * 1001), ResponseError),
        (httpx.Response(200, stream=Torn()), DisconnectedError),
        (httpx.Response(200, stream=httpx.ByteStream(b"short"), headers={"Content-Length": "99"}), ResponseError),
        (httpx.ConnectTimeout("slow"), DeadlineError),
    ],
)
async def test_a_failed_download_leaves_nothing(
    answer: httpx.Response | Exception, kind: type[Exception], tmp_path: Path
) -> None:
    store = Store(max_bytes=1000)
    store.script = [answer]
    target = tmp_path / "picture.png"
    target.write_bytes(b"older")
    with pytest.raises(kind) as caught:
        await store.media.download_to(SIGNED, target, overwrite=True)
    assert "secret" not in str(caught.value)
    assert leftovers(tmp_path) == ["picture.png"]
    assert target.read_bytes() == b"older"


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    store = Store()
    with pytest.raises(ArgumentError, match="cannot write"):
        await store.media.download_to(SIGNED, tmp_path / "nowhere" / "picture.png")
    assert store.requests == []


async def test_a_target_that_is_a_folder(tmp_path: Path) -> None:
    store = Store()
    store.script = [httpx.Response(200, content=b"1"), httpx.Response(200, content=b"2")]
    await store.media.download_to(SIGNED, tmp_path, name="../../picture.png")
    await store.media.download_to(SIGNED, str(tmp_path))
    assert leftovers(tmp_path) == ["file", "picture.png"]
    assert (tmp_path / "picture.png").read_bytes() == b"1"


async def test_nothing_is_replaced_unless_asked(tmp_path: Path) -> None:
    store = Store()
    target, link, victim = tmp_path / "a", tmp_path / "link", tmp_path / "victim"
    target.write_bytes(b"older")
    link.symlink_to(victim)
    for taken in (target, link):
        with pytest.raises(ArgumentError, match=r"exists already.*overwrite=True"):
            await store.media.download_to(SIGNED, taken)
    assert store.requests == []
    store.script = [httpx.Response(200, content=b"new")]
    await store.media.download_to(SIGNED, link, overwrite=True)
    assert (link.read_bytes(), link.is_symlink(), victim.exists()) == (b"new", False, False)
    assert target.read_bytes() == b"older"


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
@pytest.mark.parametrize("dangling", [True, False], ids=["link", "file"])
async def test_what_appears_meanwhile_is_not_replaced(
    links: bool, dangling: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: object, target: object) -> None:
        raise PermissionError("this file system has none")

    if not links:
        monkeypatch.setattr("os.link", refuse)
    target, victim = tmp_path / "x", tmp_path / "victim"

    def appears(done: int, total: int | None) -> None:
        if dangling:
            target.symlink_to(victim)
        else:
            target.write_bytes(b"theirs")

    store = Store()
    store.script = [httpx.Response(200, content=b"ours"), httpx.Response(200, content=b"ours")]
    with pytest.raises(ArgumentError, match="exists already"):
        await store.media.download_to(SIGNED, target, progress=appears)
    assert leftovers(tmp_path) == ["x"]
    assert target.is_symlink() is dangling
    assert not victim.exists()
    await store.media.download_to(SIGNED, tmp_path / "y")
    assert (tmp_path / "y").read_bytes() == b"ours"


async def test_a_download_in_progress_is_for_its_owner_alone(tmp_path: Path) -> None:
    modes: list[int] = []
    store = Store()
    store.script = [httpx.Response(200, content=b"1")]
    await store.media.download_to(
        SIGNED,
        tmp_path / ("x" * 250),
        progress=lambda done, total: modes.extend(each.stat().st_mode & 0o777 for each in tmp_path.iterdir()),
    )
    assert modes == [0o600]


@pytest.mark.parametrize("path", [b"x", 5, None, "", "a\0b", "nowhere/", "x" * 5000])
async def test_a_path_that_cannot_be_one(path: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = Store()
    with pytest.raises(ArgumentError):
        await store.media.download_to(SIGNED, cast(str, path))
    assert store.requests == []


@pytest.mark.parametrize(
    "url", ["/relative?signature=very-secret", "ftp://x/?signature=very-secret", "http://a:very-secret"]
)
async def test_a_url_that_cannot_be_used(url: str, tmp_path: Path) -> None:
    media = MediaService(lambda: "token-1", Timing(ManualClock(), lambda: 0.5))
    with pytest.raises(ResponseError) as caught:
        await media.download_to(url, tmp_path / "x")
    assert "secret" not in str(caught.value)
    assert leftovers(tmp_path) == []
    await media.close()


async def test_a_failing_progress_ends_the_transfer(tmp_path: Path) -> None:
    def fails(done: int, total: int | None) -> None:
        raise LookupError("a mistake of the caller's")

    store = Store()
    with pytest.raises(ArgumentError, match="progress callback raised LookupError") as caught:
        await store.media.upload(STORE, b"1", progress=fails)
    assert isinstance(caught.value.__cause__, LookupError)

    def says_no(done: int, total: int | None) -> None:
        raise StateError("an error of this library passes as it is")

    with pytest.raises(StateError):
        await store.media.upload(STORE, b"1", progress=says_no)
    store.script = [httpx.Response(200, content=b"1")]
    with pytest.raises(ArgumentError, match="progress callback raised LookupError"):
        await store.media.download_to(SIGNED, tmp_path / "x", progress=fails)
    assert leftovers(tmp_path) == []


class Endless(httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"the beginning"
        await asyncio.Event().wait()


async def test_cancelled_downloads_leave_nothing(tmp_path: Path) -> None:
    begun = asyncio.Event()
    store = Store()
    store.script = [httpx.Response(200, stream=Endless())]
    downloading = asyncio.ensure_future(
        store.media.download_to(SIGNED, tmp_path / "x", progress=lambda done, total: begun.set())
    )
    await begun.wait()
    assert len(leftovers(tmp_path)) == 1
    downloading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await downloading
    assert leftovers(tmp_path) == []
    await store.media.close()


async def test_two_downloads_to_one_path(tmp_path: Path) -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=request.url.path.encode() * 50_000)

    store = Store(answer)
    target = tmp_path / "x"
    await asyncio.gather(
        *(store.media.download_to(f"https://elsewhere.example/{n}", target, overwrite=True) for n in range(4))
    )
    assert leftovers(tmp_path) == ["x"]
    assert len({(tmp_path / "x").read_bytes()[i : i + 2] for i in range(0, 100_000, 2)}) == 1


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
