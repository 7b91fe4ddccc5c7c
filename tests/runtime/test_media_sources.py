"""What people pass as media: it is sent as it is, or refused in words; nothing else is raised."""

from __future__ import annotations

import asyncio
import gc
import io
import os
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import cast

import httpx
import pytest

from support.manual_clock import ManualClock
from twilio_realtime.clock import Timing
from twilio_realtime.errors import ArgumentError
from twilio_realtime.files.media import MediaService
from twilio_realtime.files.media_sources import MediaSource, Progress

STORE = "https://media.example/v1/Services/IS1/Media"


class Store:
    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.bodies: list[bytes] = []
        self.media = MediaService(
            lambda: "token-1", Timing(ManualClock(), lambda: 0.5), transport=httpx.MockTransport(self._take)
        )

    async def _take(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(await request.aread())
        self.requests.append(request)
        return httpx.Response(201, json={"sid": "ME1"})


class Bare:
    """Reads, and can do nothing else."""

    def __init__(self, content: bytes = b"content") -> None:
        self._file = io.BytesIO(content)

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)


class Asynchronous(Bare):
    """Like files of aiofiles and of web frameworks: whatever they do has to be awaited."""

    async def read(self, size: int = -1) -> bytes:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride] - the point of it
        await asyncio.sleep(0)
        return self._file.read(size)

    async def tell(self) -> int:
        return self._file.tell()

    async def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def __aiter__(self) -> AsyncIterator[bytes]:
        raise AssertionError("lines are of no use here")


class Awaitables(Bare):
    """The same, of plain functions."""

    def read(self, size: int = -1) -> bytes:
        async def later() -> bytes:
            return self._file.read(size)

        return cast(bytes, later())

    def tell(self) -> int:
        async def later() -> int:
            return 0

        return cast(int, later())


class Odd(Bare):
    """Tells and seeks, but not as files do."""

    def __init__(self, tell: object, seek: object = None) -> None:
        super().__init__()
        self._told = tell
        self._sought = seek

    def tell(self) -> object:
        if isinstance(self._told, Exception):
            raise self._told
        return self._told

    def seek(self, offset: int, whence: int = 0) -> object:
        if isinstance(self._sought, Exception):
            raise self._sought
        return self._sought


@pytest.mark.parametrize(
    "source",
    [
        Bare(),
        Asynchronous(),
        Awaitables(),
        Odd(None),
        Odd("0"),
        Odd(AttributeError("none")),
        Odd(io.UnsupportedOperation()),
        Odd(RuntimeError("odd")),
        Odd(0, TypeError("odd")),
    ],
    ids=lambda source: type(source).__name__,
)
async def test_files_of_all_kinds(source: object) -> None:
    store = Store()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        await store.media.upload(STORE, cast(MediaSource, source))
        gc.collect()
    assert store.bodies == [b"content"]


def raising(error: Exception) -> Callable[..., object]:
    def read(*_: object) -> object:
        raise error

    return read


def giving(value: object) -> Callable[..., object]:
    def read(*_: object) -> object:
        return value

    return read


class Reader:
    def __init__(self, read: Callable[..., object]) -> None:
        self.read = read


async def asynchronous_mistake(*_: object) -> object:
    raise KeyError("mine")


def plain_stream(error: Exception) -> Iterator[bytes]:
    yield b"x"
    raise error


async def stream(error: Exception) -> AsyncIterator[bytes]:
    yield b"x"
    raise error


class NoIterator:
    def __iter__(self) -> Iterator[bytes]:
        raise KeyError("mine")


class NoAsyncIterator:
    def __aiter__(self) -> AsyncIterator[bytes]:
        raise KeyError("mine")


def closed_file() -> io.BytesIO:
    file = io.BytesIO(b"x")
    file.close()
    return file


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (Reader(raising(KeyError("mine"))), "KeyError"),
        (Reader(raising(AttributeError("mine"))), "AttributeError"),
        (Reader(raising(StopIteration())), "cannot be read"),
        (Reader(raising(StopAsyncIteration())), "cannot be read"),
        (Reader(asynchronous_mistake), "KeyError"),
        (Reader(lambda: b"takes no size"), "TypeError"),
        (Reader(giving(None)), "nothing to read"),
        (Reader(giving("text")), "not of str"),
        (Reader(giving(5)), "not of int"),
        (Odd(5, None), "0 bytes"),
        (closed_file(), "cannot be read"),
        (plain_stream(KeyError("mine")), "KeyError"),
        (stream(KeyError("mine")), "KeyError"),
        (NoIterator(), "KeyError"),
        (NoAsyncIterator(), "KeyError"),
        (Path("/"), "cannot read"),
        ("", "cannot read"),
        ("a\0b", "cannot read"),
        ("\ud800", "cannot read"),
        ("x" * 5000, "cannot read"),
        (object(), "not object"),
        (None, "not NoneType"),
        (bytes, "media must be"),
    ],
)
async def test_what_cannot_be_read_is_an_argument(source: object, text: str) -> None:
    store = Store()
    with pytest.raises(ArgumentError, match=text):
        await store.media.upload(STORE, cast(MediaSource, source))


async def test_a_pipe_that_is_closed() -> None:
    store = Store()
    reading, writing = os.pipe()
    os.close(writing)
    with os.fdopen(reading, "rb") as file, pytest.raises(ArgumentError, match="0 bytes"):
        await store.media.upload(STORE, file)


@pytest.mark.parametrize(
    "content_type",
    [
        *("text/plän", "text/plain\r\nX-Evil: 1", "text/plain\n", "text", "/", "text/", "a b/c", "text/plain; charset"),
        *("text/plain;charset=\u201cutf-8\u201d", "\ud800/x", "text/x\0", 'text/plain; a="\r\n"', "x" * 10_000),
    ],
)
async def test_content_types_that_are_none(content_type: str) -> None:
    store = Store()
    with pytest.raises(ArgumentError, match="content_type must be a media type"):
        await store.media.upload(STORE, b"1", content_type=content_type)
    assert store.requests == []


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "text/plain; charset=utf-8",
        'multipart/x; a="b c"; d=e',
        "application/vnd.a+json;v=1",
        "image/svg+xml",
    ],
)
async def test_content_types_that_are_some(content_type: str) -> None:
    store = Store()
    await store.media.upload(STORE, b"1", content_type=content_type)
    assert store.requests[0].headers["Content-Type"] == content_type


@pytest.mark.parametrize("filename", ["a\r\nb", "a\0b", "a\x1bb", "\ud800", "a\u2028b"])
async def test_file_names_that_cannot_be_sent(filename: str) -> None:
    store = Store()
    with pytest.raises(ArgumentError, match="filename holds"):
        await store.media.upload(STORE, b"1", filename=filename)
    assert store.requests == []


async def test_the_name_of_a_file_on_disk_is_made_printable(tmp_path: Path) -> None:
    path = tmp_path / "a\nb.txt"
    path.write_bytes(b"1")
    store = Store()
    await store.media.upload(STORE, path)
    assert store.requests[0].url.params["Filename"] == "ab.txt"


@pytest.mark.parametrize("progress", [5, "x"])
async def test_a_progress_that_cannot_be_called(progress: object) -> None:
    with pytest.raises(ArgumentError, match="progress must be a function"):
        await Store().media.upload(STORE, b"1", progress=cast(Progress, progress))


@pytest.mark.parametrize(
    ("filename", "kind"),
    [
        ("data.csv", "text/csv"),
        ("data.csv.gz", "application/gzip"),
        ("DATA.CSV.GZ", "application/gzip"),
        ("data.tgz", "application/gzip"),
        ("page.html.br", "application/x-brotli"),
        ("data.json.bz2", "application/x-bzip2"),
        ("data.tbz2", "application/x-bzip2"),
        ("data.csv.xz", "application/x-xz"),
        ("data.txz", "application/x-xz"),
        ("data.csv.Z", "application/x-compress"),
        ("data.csv.zst", "application/zstd"),
        ("data.csv.lz4", "application/x-lz4"),
        ("data.csv.lzma", "application/x-lzma"),
        ("data.csv.lz", "application/x-lzip"),
        ("data.zip", "application/zip"),
        ("data.csv.7z", "application/x-7z-compressed"),
        ("drawing.svgz", "application/gzip"),
        ("drawing.svg", "image/svg+xml"),
        ("x.gz", "application/gzip"),
        ("gz", "application/octet-stream"),
        ("nothing", "application/octet-stream"),
        ("data:text/html,x.csv", "text/csv"),
        ("http://example/x.csv?y=z.html", "text/html"),
        ("C:\\x.html\\y.csv", "text/csv"),
    ],
)
async def test_types_are_those_of_what_is_sent(filename: str, kind: str) -> None:
    store = Store()
    await store.media.upload(STORE, b"1", filename=filename)
    assert store.requests[0].headers["Content-Type"] == kind


class Computed:
    """Has no attribute that can be looked up."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(name)


async def test_objects_whose_attributes_raise() -> None:
    with pytest.raises(ArgumentError, match="cannot be read: RuntimeError"):
        await Store().media.upload(STORE, cast(MediaSource, Computed()))


async def test_a_name_that_no_file_has() -> None:
    with pytest.raises(ArgumentError, match="filename has 5000 characters"):
        await Store().media.upload(STORE, b"x", filename="a" * 5000)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of Unix")
async def test_a_named_pipe(tmp_path: Path) -> None:
    pipe, store = tmp_path / "pipe.txt", Store()
    os.mkfifo(pipe)
    with pytest.raises(ArgumentError, match="media of 0 bytes"):  # nobody writes to it
        await store.media.upload(STORE, pipe)
    kept = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # so that what is written waits for its reader
    try:
        with pipe.open("wb") as writer:
            writer.write(b"content")
        await store.media.upload(STORE, pipe)
    finally:
        os.close(kept)
    assert store.bodies[-1] == b"content"
