"""Downloads of files: to a path that is complete or absent, for its owner alone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import httpx
import pytest

from support.manual_clock import ManualClock
from support.media_store import CONTENT, SIGNED, STORE, Store
from support.service_harness import leftovers
from twilio_realtime.clock import Timing
from twilio_realtime.errors import (
    ArgumentError,
    DeadlineError,
    DisconnectedError,
    NotFoundError,
    RequestError,
    ResponseError,
    StateError,
)
from twilio_realtime.files.media import MediaService


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
