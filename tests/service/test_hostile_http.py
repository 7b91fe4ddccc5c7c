"""Plain HTTP clients that dribble, do not read, or send too much: each is let go, and others are served."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable

import httpx
import pytest
from uvicorn.protocols.http.h11_impl import H11Protocol

from support.chat_rest import ChatRest
from support.manual_clock import ManualClock, ManualTimer, settle
from support.patience import PATIENCE
from support.raw_client import RawClient
from twilio_local import Limits, LocalService
from twilio_local.faults import Faults
from twilio_local.socket.rate import RateLimits
from twilio_realtime.json import JsonObject

from .conftest import until

SLOW = Limits(head_seconds=10, body_seconds=10, body_bytes_per_second=30, stalled_seconds=60, user_transfers=100)
TOO_SLOW = b"HTTP/1.1 408 Request Timeout"
PROTOCOL = "twilio_local.http.protocol.HttpProtocol"


class Connection:
    """A TCP connection to the service."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def answer(self) -> bytes:
        """Everything that comes until the connection ends."""
        received = b""
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE):
                while data := await self.reader.read(65536):
                    received += data
        return received


@contextlib.asynccontextmanager
async def connection(service: LocalService, source: str | None = None) -> AsyncGenerator[Connection]:
    local = None if source is None else (source, 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port, local_addr=local)
    try:
        yield Connection(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


class Patience(ManualClock):
    """The time of the service's patience with slow clients, and how much they have sent."""

    def __init__(self) -> None:
        super().__init__()
        self.received = 0

    async def until_received(self, size: int) -> None:
        """Wait until so many bytes have arrived in all."""
        await until(lambda: self.received >= size)
        await settle()


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Patience:
    made = Patience()
    original = H11Protocol.data_received

    def data_received(self: H11Protocol, data: bytes) -> None:
        original(self, data)
        made.received += len(data)

    monkeypatch.setattr(H11Protocol, "data_received", data_received)

    def later(self: H11Protocol, delay: float, callback: Callable[[], None]) -> ManualTimer:
        return made.call_later(delay, callback)

    monkeypatch.setattr(f"{PROTOCOL}._later", later)
    return made


@pytest.fixture
async def service(patience: Patience) -> AsyncIterator[LocalService]:
    async with LocalService(limits=SLOW) as running:
        yield running


def upload_head(service: LocalService, size: int) -> bytes:
    return (
        f"POST /v1/Services/{service.credentials.service_sid}/Media HTTP/1.1\r\nHost: h\r\nContent-Type: a/b\r\n"
        f"X-Twilio-Token: {service.token('mallory')}\r\nContent-Length: {size}\r\n\r\n"
    ).encode()


async def served(service: LocalService) -> None:
    headers = {"X-Twilio-Token": service.token("alice")}
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{service.base_url}/Client/v1/Configuration", headers=headers)).status_code == 200


GET = b"GET /nowhere HTTP/1.1\r\nHost: h\r\n\r\n"
HANDSHAKE = b"GET /v3/wsconnect HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Y: "


@pytest.mark.parametrize("what", ["head", "handshake", "body", "second request"])
async def test_many_that_dribble(service: LocalService, patience: Patience, what: str) -> None:
    """Heads, bodies, socket handshakes and second requests, a few bytes at a time; others are served meanwhile."""
    begin = {"head": b"GET / HTTP/1.1\r\nX: ", "handshake": HANDSHAKE, "body": upload_head(service, 10_000)}.get(
        what, GET + b"GET / HTTP/1.1\r\nX: "
    )
    crowd = 50
    async with contextlib.AsyncExitStack() as opened:
        peers = [await opened.enter_async_context(connection(service)) for _ in range(crowd)]
        for round in range(5):
            before = patience.received
            part = begin if round == 0 else b"x"
            for peer in peers:
                peer.writer.write(part)
            await patience.until_received(before + crowd * len(part))
            await until(lambda: patience.timers == crowd)
            await served(service)
            await patience.advance(1.9)
        await patience.advance(0.4)
        await until(lambda: patience.timers == crowd)
        await patience.advance(0.2)
        for received in await asyncio.gather(*(peer.answer() for peer in peers)):
            head, slow, _ = received.partition(TOO_SLOW)
            assert slow
            assert head.startswith(b"HTTP/1.1 404") if what == "second request" else head == b""
    await served(service)


async def test_a_body_after_an_early_answer(service: LocalService, patience: Patience) -> None:
    """A refused request whose body goes on and on does not hold its connection."""
    async with connection(service) as peer:
        head = upload_head(service, 10**9).replace(b"X-Twilio-Token: ", b"X-Twilio-Token: x")
        peer.writer.write(head + b"x")
        await patience.until_received(len(head) + 1)
        await patience.advance(SLOW.body_seconds)
        received = await peer.answer()
    assert received.startswith(b"HTTP/1.1 401")


async def test_a_steady_upload_is_let_be(service: LocalService, patience: Patience) -> None:
    """Slow is not hostile: what arrives at the asked-for rate is taken."""
    piece, pieces = int(SLOW.body_seconds * SLOW.body_bytes_per_second), 6

    async def steady() -> AsyncIterator[bytes]:
        for _ in range(pieces):
            before = patience.received
            yield b"x" * piece
            await patience.until_received(before + piece)
            await patience.advance(SLOW.body_seconds / 2)

    url = f"{service.base_url}/v1/Services/{service.credentials.service_sid}/Media"
    headers = {"X-Twilio-Token": service.token("alice"), "Content-Type": "a/b"}
    async with httpx.AsyncClient(headers=headers) as client:
        assert (await client.post(url, content=steady())).json()["size"] == piece * pieces


async def test_an_upload_that_waits_for_the_service_is_let_be(
    service: LocalService, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = asyncio.Event()

    async def held(_: Faults) -> None:
        await goes_on.wait()

    monkeypatch.setattr(Faults, "wait", held)
    url = f"{service.base_url}/v1/Services/{service.credentials.service_sid}/Media"
    headers = {"X-Twilio-Token": service.token("alice"), "Content-Type": "a/b"}
    size = 3_000_000
    async with httpx.AsyncClient(headers=headers) as client:
        uploading = asyncio.create_task(client.post(url, content=b"x" * size))
        await patience.until_received(65_536)
        for _ in range(5):
            await patience.advance(SLOW.body_seconds)
        assert patience.received < size
        goes_on.set()
        assert (await uploading).json()["size"] == size


async def test_answers_that_nobody_reads(service: LocalService, patience: Patience) -> None:
    url = f"{service.base_url}/v1/Services/{service.credentials.service_sid}/Media"
    token = service.token("alice")
    headers = {"X-Twilio-Token": token, "Content-Type": "a/b"}
    size = 30_000_000
    async with httpx.AsyncClient(headers=headers) as client:
        sid = (await client.post(url, content=b"x" * size)).json()["sid"]
    await until(lambda: patience.timers == 0)
    async with connection(service) as peer:
        path = f"/v1/Services/{service.credentials.service_sid}/Media/{sid}/Content"
        peer.writer.write(f"GET {path} HTTP/1.1\r\nHost: h\r\nX-Twilio-Token: {token}\r\n\r\n".encode())
        # Buffers fill on both sides; then nothing moves any more.
        await until(lambda: patience.next_due == patience.monotonic() + SLOW.stalled_seconds)
        await patience.advance(SLOW.stalled_seconds - 1)
        assert patience.timers == 1
        await patience.advance(1)
        received = await peer.answer()
    assert received.startswith(b"HTTP/1.1 200")
    assert len(received) < size
    await served(service)


async def test_connections_are_bounded() -> None:
    """Those that wait longest for their client make room; nobody is locked out."""
    async with LocalService(limits=Limits(http_connections=5)) as service, contextlib.AsyncExitStack() as open_ones:
        half_open = [await open_ones.enter_async_context(connection(service)) for _ in range(5)]
        for peer in half_open:
            peer.writer.write(b"GET / HTTP/1.1\r\nX: ")
        for _ in range(3):
            await served(service)
        assert await half_open[0].answer() == b""
        assert not any(peer.reader.at_eof() for peer in half_open[1:])


async def test_an_address_with_many_connections_makes_room_for_others() -> None:
    async with LocalService(limits=Limits(http_connections=5)) as service, contextlib.AsyncExitStack() as ones:
        early = await ones.enter_async_context(connection(service, "127.0.0.2"))
        crowd = [await ones.enter_async_context(connection(service, "127.0.0.3")) for _ in range(8)]
        assert [await peer.answer() for peer in crowd[:4]] == [b"", b"", b"", b""]
        await served(service)
        early.writer.write(GET)
        assert await early.reader.readline() == b"HTTP/1.1 404 Not Found\r\n"


async def test_connections_that_are_being_answered_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on = asyncio.Event()
    arrived = 0

    async def held(_: Faults) -> None:
        nonlocal arrived
        arrived += 1
        await goes_on.wait()

    monkeypatch.setattr(Faults, "wait", held)
    async with LocalService(limits=Limits(http_connections=3)) as service:
        asking = [asyncio.create_task(served(service)) for _ in range(3)]
        await until(lambda: arrived == 3)
        async with connection(service) as peer:
            assert await peer.answer() == b""
        goes_on.set()
        await asyncio.gather(*asking)


def media_url(service: LocalService) -> str:
    return f"{service.base_url}/v1/Services/{service.credentials.service_sid}/Media"


async def test_what_one_user_stores_is_bounded() -> None:
    """In all uploads together, however they come and whatever length they announce; others are not concerned."""
    async with LocalService(limits=Limits(user_media_bytes=300_000)) as service, httpx.AsyncClient() as client:

        async def upload(identity: str, size: int, *, form: bool = False, announced: bool = True) -> int:
            async def pieces() -> AsyncIterator[bytes]:
                for _ in range(size // 1000):
                    yield b"x" * 1000

            headers = {"X-Twilio-Token": service.token(identity)}
            if form:
                files = {"file": ("a.bin", b"x" * size, "a/b")}
                return (await client.post(media_url(service), files=files, headers=headers)).status_code
            headers["Content-Type"] = "a/b"
            content = b"x" * size if announced else pieces()
            return (await client.post(media_url(service), content=content, headers=headers)).status_code

        assert await upload("mallory", 200_000) == 201
        assert await upload("mallory", 200_000) == 413
        assert await upload("mallory", 200_000, announced=False) == 413
        assert await upload("mallory", 200_000, form=True) == 413
        assert await upload("alice", 200_000, form=True) == 201
        # What was refused does not count.
        assert await upload("mallory", 90_000) == 201


async def test_what_one_user_writes_is_bounded() -> None:
    """Sent or edited, by the socket or without it; others are not concerned, and what is there can be removed."""
    async with LocalService(limits=Limits(user_change_bytes=400_000)) as service, contextlib.AsyncExitStack() as opened:
        mallory, alice = [await ChatRest.connect(service.base_url, service.token(who)) for who in ("mallory", "alice")]
        opened.push_async_callback(mallory.close)
        opened.push_async_callback(alice.close)
        room = await mallory.create()
        await mallory.join(room)
        await alice.join(room)
        sent = await mallory.send(room, "x" * 20_000)
        message = mallory.channel_url(room, "Messages", sent.text("sid"))
        statuses = [(await mallory.call("POST", message, {"body": "y" * 20_000})).http_status for _ in range(20)]
        assert statuses.count(200) == statuses.index(413)
        assert 3 < statuses.index(413) < 10
        async with httpx.AsyncClient(headers={"X-Twilio-Token": service.token("mallory")}) as client:
            answer = await client.post(mallory.channel_url(room, "Messages"), json={"body": "x" * 20_000})
        assert answer.status_code == 413
        assert (await alice.send(room, "x" * 20_000)).http_status == 201
        assert (await mallory.call("DELETE", message)).http_status == 204


@pytest.mark.parametrize("change", ["names", "messages"])
async def test_little_changes_of_something_large_are_bounded(change: str) -> None:
    """Each is stored with all that is known of a channel; what stores nothing is never too much."""
    limits = Limits(user_change_bytes=1_000_000)
    async with LocalService(limits=limits) as service, contextlib.AsyncExitStack() as opened:
        mallory = await ChatRest.connect(service.base_url, service.token("mallory"))
        opened.push_async_callback(mallory.close)
        room = await mallory.create(attributes=f'"{"x" * 30_000}"')
        await mallory.join(room)
        url = mallory.channel_url(room) if change == "names" else mallory.channel_url(room, "Messages")
        body: JsonObject = {"friendly_name": "x"} if change == "names" else {"body": "x"}
        statuses = [(await mallory.call("POST", url, body)).http_status for _ in range(40)]
        assert 5 < statuses.index(413) < 35
        assert set(statuses[statuses.index(413) :]) == {413}
        typing: JsonObject = {"ChannelSid": room}
        assert (await mallory.call("POST", mallory.links["typing"], typing)).http_status == 200
        assert (await mallory.call("DELETE", mallory.channel_url(room))).http_status == 204


async def test_what_one_user_moves_at_once_is_bounded() -> None:
    """Uploads that are under way count before they are stored."""
    limits = Limits(user_media_bytes=300_000, user_transfers=2)
    async with LocalService(limits=limits) as service, contextlib.AsyncExitStack() as opened:
        peers = [await opened.enter_async_context(connection(service)) for _ in range(3)]
        for peer in peers[:2]:
            peer.writer.write(upload_head(service, 140_000) + b"x" * 100_000)
            await peer.writer.drain()
        headers = {"X-Twilio-Token": service.token("mallory"), "Content-Type": "a/b"}
        async with httpx.AsyncClient(headers=headers) as client:
            statuses: set[int] = set()
            while 429 not in statuses:  # both have begun
                statuses.add((await client.post(media_url(service), content=b"")).status_code)
        for peer in peers[:2]:
            peer.writer.write(b"x" * 40_000)
            assert await peer.reader.readline() == b"HTTP/1.1 201 Created\r\n"
        await served(service)


async def test_plain_requests_of_one_user_are_limited() -> None:
    """By user, whatever the connections; the allowance comes back with time."""
    now = 1_800_000_000.0
    async with LocalService(limits=Limits(requests_per_second=2), now=lambda: now) as service:
        url = f"{service.base_url}/Client/v1/Configuration"

        async def ask(identity: str) -> httpx.Response:
            async with httpx.AsyncClient(headers={"X-Twilio-Token": service.token(identity)}) as client:
                return await client.get(url)

        assert [(await ask("mallory")).status_code for _ in range(4)] == [200, 200, 429, 429]
        assert (await ask("mallory")).headers["retry-after"] == "1"
        assert (await ask("alice")).status_code == 200
        now += 0.5
        assert [(await ask("mallory")).status_code for _ in range(2)] == [200, 429]


def test_rates_of_many_are_remembered_within_bounds() -> None:
    limits = RateLimits(1, lambda: 0.0)
    assert limits.take("first")
    assert not limits.take("first")
    for number in range(10_000):
        assert limits.take(f"user {number}")
    assert limits.take("first")  # forgotten: it starts afresh


async def test_sockets_are_no_waiting_connections() -> None:
    async with LocalService(limits=Limits(http_connections=2)) as service:
        clients = [await RawClient.initialised(service.base_url, service.token(f"user{n}")) for n in range(5)]
        await served(service)
        for client in clients:
            await client.close()
        await until(lambda: service.sessions == ())


async def test_form_of_unknown_length() -> None:
    """A form is bounded though it does not say how long it is."""
    async with LocalService(limits=Limits(media_bytes=100_000)) as small:
        url = f"{small.base_url}/v1/Services/{small.credentials.service_sid}/Media"

        async def endless() -> AsyncIterator[bytes]:
            yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\nContent-Type: a/b\r\n\r\n'
            for _ in range(100):
                yield b"x" * 10_000

        headers = {"X-Twilio-Token": small.token("alice"), "Content-Type": "multipart/form-data; boundary=b"}
        async with httpx.AsyncClient() as client:
            response = await client.post(url, content=endless(), headers=headers)
    assert response.status_code == 413


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x00" * 100,
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: h\r\n" + b"X: y\r\n" * 20_000,
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: h\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"GET /v3/wsconnect HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        b"GET /v3/wsconnect HTTP/1.1\r\nHost: h\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\n",
        b"GET /%zz/\xff HTTP/1.1\r\nHost: h\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
        b"CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n",
        b"GET http://elsewhere/ HTTP/1.1\r\nHost: h\r\n\r\n",
    ],
)
async def test_requests_that_are_wrong(service: LocalService, request_bytes: bytes) -> None:
    async with connection(service) as peer:
        peer.writer.write(request_bytes)
        peer.writer.write_eof()
        received = await peer.answer()
    assert received == b"" or received.startswith((b"HTTP/1.1 400", b"HTTP/1.1 404", b"HTTP/1.1 426", b"HTTP/1.1 405"))
    await served(service)


async def test_unknown_methods(service: LocalService) -> None:
    url = f"{service.base_url}/Client/v1/Configuration"
    async with httpx.AsyncClient() as client:
        for method in ("PUT", "PATCH", "TRACE", "BREW", "DELETE", "POST"):
            response = await client.request(method, url)
            assert (response.status_code, response.json()["status"]) == (405, 405)
