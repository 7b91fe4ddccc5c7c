"""httpx and its successor: either carries files, neither shows in types of ours, and neither logs our requests."""

from __future__ import annotations

import asyncio
import inspect
import logging
import subprocess
import sys
import typing
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from types import ModuleType

import httpx
import httpx2
import pytest

from support.manual_clock import ManualClock
from support.service_harness import leftovers
from twilio_realtime.clock import Timing
from twilio_realtime.environment import Environment
from twilio_realtime.errors import ArgumentError, DeadlineError, DisconnectedError, NotFoundError, RealtimeError
from twilio_realtime.files.media import MediaService
from twilio_realtime.network import http_library, http_transport
from twilio_realtime.network.http_transport import HttpTransport

RUNTIME = Path(__file__).parents[2] / "runtime" / "twilio_realtime"
SIGNED = "https://files.example/ME1?signature=secret"
LIBRARIES = [pytest.param(httpx, id="httpx"), pytest.param(httpx2, id="httpx2")]


def storing(transport: HttpTransport | None = None) -> MediaService:
    return MediaService(lambda: "token-1", Timing(ManualClock(), lambda: 0.5), transport=transport)


def carrying(library: ModuleType, answer: Callable[[httpx.Request], Awaitable[httpx.Response]]) -> HttpTransport:
    made: HttpTransport = library.MockTransport(answer)
    return made


@pytest.mark.parametrize("library", LIBRARIES)
async def test_a_transport_of_either_carries_files(library: ModuleType, tmp_path: Path) -> None:
    requests: list[tuple[str, str, str | None, bytes]] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        requests.append((request.method, str(request.url), request.headers.get("X-Twilio-Token"), body))
        made: httpx.Response = (
            library.Response(201, json={"sid": "ME1"})
            if request.method == "POST"
            else library.Response(200, content=b"content", headers={"X-Note": "a note"})
        )
        return made

    media = storing(carrying(library, answer))
    record = await media.upload("https://media.example/", b"content", content_type="text/plain")
    assert record["sid"] == "ME1"
    await media.download_to(SIGNED, tmp_path / "x")
    await media.close()
    assert (tmp_path / "x").read_bytes() == b"content"
    (posted, fetched) = requests
    assert posted[0] == "POST"
    assert posted[2:] == ("token-1", b"content")
    assert fetched == ("GET", SIGNED, None, b"")


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        ("ReadTimeout", DeadlineError),
        ("ConnectTimeout", DeadlineError),
        ("PoolTimeout", DeadlineError),
        ("ConnectError", DisconnectedError),
        ("RemoteProtocolError", DisconnectedError),
        ("UnsupportedProtocol", ArgumentError),
    ],
)
async def test_failures_of_either_are_ours(
    library: ModuleType, failure: str, kind: type[RealtimeError], tmp_path: Path
) -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        raise getattr(library, failure)("token=secret")

    with pytest.raises(kind) as caught:
        await storing(carrying(library, answer)).download_to(SIGNED, tmp_path / "x")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("library", LIBRARIES)
async def test_a_body_that_breaks_off(library: ModuleType, tmp_path: Path) -> None:
    async def content() -> AsyncIterator[bytes]:
        yield b"con"
        raise library.ReadError("cut")

    async def answer(request: httpx.Request) -> httpx.Response:
        made: httpx.Response = library.Response(200, content=content())
        return made

    with pytest.raises(DisconnectedError):
        await storing(carrying(library, answer)).download_to(SIGNED, tmp_path / "x")
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("library", LIBRARIES)
async def test_a_refusal(library: ModuleType, tmp_path: Path) -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        made: httpx.Response = library.Response(404, json={"message": "gone"})
        return made

    with pytest.raises(NotFoundError):
        await storing(carrying(library, answer)).download_to(SIGNED, tmp_path / "x")


@pytest.mark.parametrize("library", LIBRARIES)
async def test_closing_closes_the_transport(library: ModuleType, tmp_path: Path) -> None:
    closed: list[bool] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        made: httpx.Response = library.Response(200, content=b"1")
        return made

    async def close() -> None:
        closed.append(True)

    transport = carrying(library, answer)
    vars(transport)["aclose"] = close
    media = storing(transport)
    await media.download_to(SIGNED, tmp_path / "x")
    await media.close()
    assert closed == [True]


@pytest.mark.parametrize("library", LIBRARIES)
async def test_neither_logs_our_requests(library: ModuleType, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """Also with loggers that other releases have, and those of what the library is made of."""
    below = [f"{library.__name__}.sent", f"{http_library.LIBRARIES[library.__name__]}.quic"]

    async def answer(request: httpx.Request) -> httpx.Response:
        for name in (library.__name__, *below):
            logging.getLogger(name).info("sent %s", request.url)
        async with library.AsyncClient(transport=library.MockTransport(say)) as inner:
            await inner.get("https://files.example/ME2?signature=secret")
        made: httpx.Response = library.Response(200, content=b"1")
        return made

    async def say(request: httpx.Request) -> httpx.Response:
        made: httpx.Response = library.Response(200)
        return made

    for name in below:
        logging.getLogger(name)
    with caplog.at_level(logging.DEBUG):
        await storing(carrying(library, answer)).download_to(SIGNED, tmp_path / "x")
        assert "was answered with status 200" in caplog.text
        assert "secret" not in caplog.text
        async with library.AsyncClient(transport=library.MockTransport(say)) as other:
            await other.get("https://other.example/?visible=1")
    assert "visible" in caplog.text


def test_no_type_of_either_is_public() -> None:
    hints = typing.get_type_hints(Environment, vars(sys.modules[Environment.__module__]), vars(http_transport))
    assert hints["http_transport"] == HttpTransport | None
    assert inspect.signature(Environment).parameters["http_transport"].default is None


def test_only_the_network_package_names_them() -> None:
    found = {
        path.relative_to(RUNTIME).as_posix()
        for path in RUNTIME.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("import httpx", "import httpcore", "from httpx", "from httpcore"))
    }
    # The second only has a name for a type of it.
    assert found == {"network/http_library.py", "network/direct_http.py"}


@pytest.mark.parametrize("wrong", [5, "httpx", object(), httpx])
def test_something_else_is_no_transport(wrong: object) -> None:
    with pytest.raises(ArgumentError, match="http_transport must be a transport of httpx or httpx2"):
        Environment(http_transport=wrong)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


ALONE = """
import sys

class Without:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Without())
{then}
"""


def alone(absent: set[str], then: str) -> str:
    script = ALONE.format(absent=absent, then=then)
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()


async def test_the_successor_alone_is_enough(tmp_path: Path) -> None:
    """Over a real connection, with the bytes of the answer counted."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\ncontent")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/ME1"
    then = f"""
import asyncio
from twilio_realtime.clock import SystemClock, Timing
from twilio_realtime.files.media import MediaService

async def main():
    media = MediaService(lambda: "", Timing(SystemClock(), lambda: 0.5))
    print(await media.download_to({url!r}, {str(tmp_path / "x")!r}))
    await media.close()

asyncio.run(main())
print(sorted({{"httpx", "httpx2"}} & sys.modules.keys()))
"""
    assert await asyncio.to_thread(alone, {"httpx", "httpcore"}, then) == "7\n['httpx2']"
    server.close()
    await server.wait_closed()


def test_without_either_the_message_says_what_to_install() -> None:
    then = """
from twilio_realtime.errors import ConfigurationError
try:
    import twilio_realtime.network.direct_http
except ConfigurationError as error:
    print(error)
"""
    said = alone({"httpx", "httpcore", "httpx2", "httpcore2"}, then)
    assert said == "files need one of the HTTP libraries httpx, httpx2; install httpx"


def test_the_first_is_preferred() -> None:
    then = "from twilio_realtime.network.http_library import httpcore, httpx; print(httpx.__name__, httpcore.__name__)"
    assert alone(set(), then) == "httpx httpcore"
    assert alone(set(), f"import httpx2; httpx2.alias_httpx(); {then}") == "httpx2 httpcore2"
