"""Brokers that are not as they should be: one line each says what, and everything goes on when it is mended."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import AsyncMock

import nats
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from nats.errors import TimeoutError as NoAnswerError
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from fleet.conftest import Kept
from support.nats_process import NatsProcess
from support.rooms import Connect
from twilio_chat import Channel, Client
from twilio_fleet import BrokerError, CloudEvent, CloudEvents, Relay, SharedCursors
from twilio_fleet.jetstream import Broker, NatsCommands, NatsCursors, NatsLeases, StreamSink
from twilio_local import LocalService
from twilio_realtime.deliveries import Cursor
from twilio_realtime.errors import CursorError

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

EVENT = CloudEvent(
    name="thing_added",
    id="CH1/0/thing_added",
    type="com.example.thing.added",
    source="/tests",
    subject="TH1",
    partition="CH1",
    position=0,
    identity=None,
    time=None,
    data={"body": "hello" * 500},
)


async def put(broker: Broker) -> None:
    """Hands an event on."""
    await StreamSink(broker, "events").put(EVENT)


async def write(broker: Broker) -> None:
    """Writes a cursor."""
    await NatsCursors(broker, "events-cursors").write("bob", "CH1", Cursor(1))


async def take(broker: Broker) -> None:
    """Takes a lease."""
    await NatsLeases(broker, "shop-leases").take("bob", "worker", None)


EACH = (put, write, take)


class Connected(Broker):
    """A broker with a connection on which nothing is answered."""

    stream: JetStreamContext

    async def _connected(self) -> JetStreamContext:
        return self.stream


async def refusal(url: str, work: Callable[[Broker], Awaitable[None]]) -> str:
    """The line that tells what is wrong, without what is secret."""
    async with Broker(url, timeout=1.0) as broker:
        with pytest.raises((BrokerError, CursorError)) as caught:
            await work(broker)
    line = str(caught.value)
    assert "\n" not in line
    assert "secret" not in line
    return line


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, str]:
    """A certificate that nobody trusts, and what the server's configuration says about it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "broker")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert, f'tls {{ cert_file: "{cert}", key_file: "{secret}" }}'


async def test_tls(server: NatsProcess, certificate: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    cert, config = certificate
    asked = server.url.replace("nats://", "tls://me:secret@")
    for work in EACH:  # a password is not told in the clear to whoever is there
        assert f"the broker at {server.place} has no TLS; give it a certificate" in await refusal(asked, work)
    await server.kill()
    server.configure(config)
    await server.start()
    for url in (asked, server.url):
        for work in EACH:
            line = await refusal(url, work)
            assert f"the certificate of the broker at {server.place} is not accepted: self-signed certificate; " in line
            assert "name the file of its authority in SSL_CERT_FILE" in line
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    for url in (asked, server.url):
        async with Broker(url) as broker:
            for work in EACH:
                await work(broker)
    assert "is not accepted: Hostname mismatch" in await refusal(server.url.replace("127.0.0.1", "localhost"), put)


@pytest.mark.parametrize(
    ("config", "problems"),
    [
        (
            '{permissions: {publish: {deny: ["events.>"]}}}',
            ("may not publish to the subjects of the stream; give it the permission", None, None),
        ),
        ('{permissions: {publish: {deny: ["$KV.>"]}}}', (None, *["may not publish to $KV.>; give it"] * 2)),
        ('{permissions: {publish: {deny: ["$JS.>"]}}}', ["may not publish to $JS.API.>; give it"] * 3),
        ('{permissions: {subscribe: {deny: [">"]}}}', ["may not subscribe to _INBOX.>; give it"] * 3),
    ],
)
async def test_a_user_who_may_not_do_all_that_is_needed(
    server: NatsProcess, config: str, problems: list[str | None]
) -> None:
    async with Broker(server.url) as broker:
        for work in EACH:
            await work(broker)
    await server.kill()
    user = f"user: me, password: secret, {config.removeprefix('{')}"
    server.configure(f"authorization {{ users = [ {{{user} ] }}")
    await server.start()
    url = server.url.replace("//", "//me:secret@")
    for work, problem in zip(EACH, problems, strict=True):
        if problem is None:
            async with Broker(url) as broker:
                await work(broker)
        else:
            assert f"the broker at {server.place} refuses: its user {problem}" in await refusal(url, work)


async def test_bounds_of_the_server(server: NatsProcess) -> None:
    async with Broker(server.url) as broker:
        await StreamSink(broker, "events").open()
    await server.kill()
    server.configure("max_payload: 1500")
    await server.start()
    assert "takes no more than 1500 bytes at a time; raise max_payload of the server" in await refusal(server.url, put)
    await server.kill()
    server.configure("", store="max_file_store: 2000")
    await server.start()

    async def put_many(broker: Broker) -> None:
        for number in range(1, 10):
            await StreamSink(broker, "events").put(replace(EVENT, id=str(number), position=number))

    assert "is full: insufficient resources; make room" in await refusal(server.url, put_many)
    await server.kill()
    server.configure("")
    await server.start()
    async with Broker(server.url) as broker:
        await put(broker)


async def test_what_is_no_broker(server: NatsProcess) -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as http:
        port = http.sockets[0].getsockname()[1]
        for work in EACH:
            assert "does not answer as a NATS server does; look at" in await refusal(f"nats://127.0.0.1:{port}", work)


async def test_all_who_wait_for_a_connection_share_its_failure() -> None:
    connections = 0

    async def end(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        writer.close()

    server = await asyncio.start_server(end, "127.0.0.1", 0)
    async with server, Broker(f"nats://127.0.0.1:{server.sockets[0].getsockname()[1]}") as broker:
        for attempts in (1, 2):
            failed = await asyncio.gather(*(take(broker) for _ in range(20)), return_exceptions=True)
            assert {type(one) for one in failed} == {BrokerError}
            assert len({str(one) for one in failed}) == 1
            assert connections == attempts, "else the time of so many attempts passes before the last one learns of it"


@pytest.mark.parametrize("of", ["leases", "commands"])
async def test_all_who_wait_for_what_is_opened_share_its_failure(of: str) -> None:
    stream = AsyncMock(JetStreamContext)

    async def nothing(*_: object, **__: object) -> None:
        await asyncio.sleep(0)
        raise NoAnswerError

    stream.key_value.side_effect = stream.stream_info.side_effect = nothing

    async def one() -> None:
        if of == "leases":
            await leases.take("bob", "worker", None)
        else:
            await commands.next("bob", 0)

    broker = Connected("nats://127.0.0.1:1")
    broker.stream = stream
    leases, commands = NatsLeases(broker, "shop-leases"), NatsCommands(broker, "shop")
    for attempts in (1, 2):
        failed = await asyncio.gather(*(one() for _ in range(20)), return_exceptions=True)
        assert {type(error) for error in failed} == {BrokerError}
        assert stream.key_value.await_count + stream.stream_info.await_count == attempts


async def test_a_broker_that_hangs_for_a_while(server: NatsProcess) -> None:
    async with Broker(server.url, timeout=1.0) as broker:
        sink = StreamSink(broker, "events")
        await sink.put(EVENT)
        await server.stop()
        with pytest.raises(BrokerError, match="does not answer within 1 seconds; look at the server"):
            await sink.put(replace(EVENT, id="another", position=1))
        server.send_signal(signal.SIGCONT)
        await sink.put(replace(EVENT, id="another", position=1))


async def test_a_stream_that_is_removed_is_made_again(server: NatsProcess, kept: Kept) -> None:
    client = await nats.connect(server.url)
    async with Broker(server.url) as broker:
        sink = StreamSink(broker, "events")
        await sink.put(EVENT)
        await client.jetstream().delete_stream("events")
        another = replace(EVENT, id="another", position=1)
        with pytest.raises(BrokerError, match="keeps nothing there: its stream was removed"):
            await sink.put(another)
        await sink.put(another)
        await sink.put(EVENT)  # it is not taken for kept any more
    await client.close()
    assert [subject for subject, _ in await kept("events")] == ["events.CH1.thing_added.1", "events.CH1.thing_added.0"]


BUCKET = StreamConfig(name="KV_events-cursors", subjects=["$KV.events-cursors.>"], max_msgs_per_subject=1)


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        (StreamConfig(name="KV_events-cursors", subjects=["other.>"]), "is no key-value bucket"),
        (replace(BUCKET, subjects=["$KV.other.>"]), "is no key-value bucket"),
        (replace(BUCKET, max_age=60), "forgets what is older than 60 seconds"),
        (replace(BUCKET, storage=StorageType.MEMORY), "is kept in memory, and is gone when the server restarts"),
        (replace(BUCKET, max_bytes=1000), "has a bound and forgets the oldest"),
        (replace(BUCKET, max_msgs=3), "has a bound and forgets the oldest"),
    ],
)
async def test_a_bucket_that_would_lose_cursors(server: NatsProcess, config: StreamConfig, problem: str) -> None:
    client = await nats.connect(server.url)
    await client.jetstream().add_stream(config)
    await client.close()
    line = await refusal(server.url, write)
    assert line == f"the bucket 'events-cursors' at {server.place} {problem}; name another for cursors"


# ---------------------------------------------------------------------------------------------- while a relay runs


@asynccontextmanager
async def relaying(service: LocalService, url: str, lines: list[str]) -> AsyncGenerator[None]:
    """A relay for bob that runs beside the test, impatient."""
    async with (
        Broker(url, timeout=1.0) as broker,
        SharedCursors(NatsCursors(broker, "events-cursors"), lag=0.05) as cursors,
    ):
        relay = Relay(
            CloudEvents("twilio_chat"),
            StreamSink(broker, "events"),
            tell=lines.append,
            pause=lambda _: asyncio.sleep(0.02),
        )
        client = Client(service.token("bob"), base_url=service.base_url)
        deliveries = client.deliveries(cursors, start="beginning", concurrency=4)
        task = asyncio.create_task(relay.run(client, client.on, deliveries))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def room_of(connect: Connect) -> Channel:
    alice = await connect("alice")
    room = await (await alice.create_channel(unique_name="room")).join()
    await room.add("bob")
    return room


async def told(lines: list[str], text: str) -> None:
    while True:
        if any(text in line for line in lines):
            return
        await asyncio.sleep(0.01)


async def messages_in(url: str, count: int) -> list[int]:
    """Positions of the messages in the stream, in its order, once there are so many."""
    client = await nats.connect(url)
    try:
        while True:
            with suppress(NotFoundError):
                info = await client.jetstream().stream_info("events", subjects_filter="events.*.message_added.*")
                if len(info.state.subjects or {}) >= count:
                    break
            await asyncio.sleep(0.02)
        found: list[int] = []
        for number in range(1, info.state.last_seq + 1):
            subject = (await client.jetstream().get_msg("events", number)).subject or ""
            if ".message_added." in subject:
                found.append(int(subject.rpartition(".")[2]))
        return found
    finally:
        await client.close()


ANYTHING = "authorization { users = [ {user: me, password: secret} ] }"
DENIED = [
    (
        'authorization { users = [ {user: me, password: secret, permissions: {publish: {deny: ["events.>"]}}} ] }',
        "its user may not publish to the subjects of the stream",
    ),
    (
        'authorization { users = [ {user: me, password: secret, permissions: {publish: {deny: ["$KV.>"]}}} ] }',
        "its user may not publish to $KV.>",
    ),
    (
        "authorization { users = [ {user: another, password: secret} ] }",
        "it does not accept the user, password or token",
    ),
]


@pytest.mark.parametrize(("denied", "problem"), DENIED)
async def test_a_user_whose_rights_end_for_a_while(
    service: LocalService, connect: Connect, server: NatsProcess, denied: str, problem: str
) -> None:
    url = server.url.replace("//", "//me:secret@")
    await server.kill()
    server.configure(ANYTHING)
    await server.start()
    room = await room_of(connect)
    lines: list[str] = []
    async with relaying(service, url, lines):
        await room.send_message("0")
        assert await messages_in(url, 1) == [0]
        await server.reload(denied)
        number = 1
        while not any(problem in line for line in lines):
            await room.send_message(str(number))
            number += 1
            await asyncio.sleep(0.05)
        await server.reload(ANYTHING)
        await room.send_message(str(number))
        await told(lines, "again")
        assert await messages_in(url, number + 1) == list(range(number + 1))
    assert all("secret" not in line for line in lines)
    assert sum(problem in line for line in lines) == 1


async def test_a_stream_that_is_full_of_bytes(service: LocalService, connect: Connect, server: NatsProcess) -> None:
    client = await nats.connect(server.url)
    config = StreamConfig(name="events", subjects=["events.>"], max_bytes=4_000, discard=DiscardPolicy.NEW)
    await client.jetstream().add_stream(config)
    room = await room_of(connect)
    lines: list[str] = []
    async with relaying(service, server.url, lines):
        for number in range(10):
            await room.send_message("x" * (2_000 if number % 3 == 1 else 1))
        await told(lines, "is full: maximum bytes exceeded; make room, or raise its bounds")
        await client.jetstream().update_stream(replace(config, max_bytes=100_000))
        assert await messages_in(server.url, 10) == list(range(10)), "what fits does not pass what does not"
        await told(lines, "events are handed on again")
    await client.close()
    assert sum("is full" in line for line in lines) == 1
