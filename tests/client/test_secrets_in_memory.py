"""Tokens: no variable of ours shows one in a traceback, and none outlives its client."""

from __future__ import annotations

import asyncio
import gc
import importlib
import inspect
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterable
from types import FrameType, ModuleType, TracebackType
from typing import cast

import httpx
import httpx2
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.client import ClientProtocol
from websockets.protocol import State

from support.rooms import make_room
from twilio_chat import Client, DisconnectedError, Environment, RealtimeError, TokenError, blocking
from twilio_local import LocalService
from twilio_realtime.tokens.access_token import identity_of, inspect_token
from twilio_realtime.tokens.refresh import TokenProvider
from twilio_realtime.twilsock.limits import ConnectionLimits
from twilio_realtime.twilsock.websocket import open_websocket

SocketTransport = cast(
    "type[asyncio.Transport]", importlib.import_module("asyncio.selector_events")._SelectorSocketTransport
)
"""What carries plain sockets; it has no public name."""
OURS = ("twilio_realtime", "twilio_chat")
LIBRARIES = pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])


def text_of(value: object) -> str:
    try:
        return repr(value)
    except AttributeError:  # half made
        return object.__repr__(value)


def shown(error: BaseException) -> str:
    """What a traceback with the values of variables shows of our frames, and of those of the errors behind it."""
    texts: list[str] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop()
        if found is None:
            continue
        waiting += [found.__cause__, None if found.__suppress_context__ else found.__context__]
        trace: TracebackType | None = found.__traceback__
        while trace is not None:
            frame = trace.tb_frame
            if str(frame.f_globals.get("__name__")).startswith(OURS):
                texts += [f"{name}={text_of(value)}" for name, value in frame.f_locals.items()]
            trace = trace.tb_next
    return "\n".join(texts)


async def test_tracebacks_show_no_token(service: LocalService) -> None:
    good = service.token("alice")
    broken = f"{good}\n"
    foreign = service.token("bob")
    for settings in ({"base_url": "ftp://x"}, {"proxy": "x:y:z"}, {"allowed_hosts": 5}, {"start_timeout": -1}):
        for kind in (Client, blocking.Client):
            with pytest.raises(ValueError) as caught:  # noqa: PT011 - each in its own way
                kind(good, **settings)  # pyright: ignore[reportArgumentType]
            assert good not in shown(caught.value)
    client = Client(good, base_url=service.base_url)
    async with client:
        for token in (broken, foreign, "a.b.c", f"{good}é"):
            with pytest.raises(TokenError) as refused:
                await client.update_token(token)
            assert token not in shown(refused.value)
            assert good not in shown(refused.value)
        service.faults.close_with(403, identity="alice")
        with pytest.raises(TokenError) as refused:
            await client.until_closed()
        assert good not in shown(refused.value)

    async def wrong() -> bytes:
        return good.encode()

    with pytest.raises(TokenError) as refused:
        await Client(token_provider=cast(TokenProvider, wrong), base_url=service.base_url).start()
    assert good not in shown(refused.value)


@LIBRARIES
async def test_a_transfer_that_fails_shows_no_token(service: LocalService, library: ModuleType) -> None:
    token = service.token("alice")

    async def answer(request: httpx.Request) -> httpx.Response:
        raise library.ReadError("cut")

    environment = Environment(http_transport=library.MockTransport(answer))
    async with Client(token, base_url=service.base_url, environment=environment) as client:
        channel = await make_room(client)
        with pytest.raises(Exception, match="failed") as caught:
            await channel.send_message(media=b"x")
    assert token not in shown(caught.value)
    assert token not in shown_of_all(caught.value)


@LIBRARIES
@pytest.mark.parametrize("name", ["ConnectError", "ReadTimeout", "RemoteProtocolError", "ValueError"])
async def test_what_is_behind_an_error_holds_no_token(service: LocalService, library: ModuleType, name: str) -> None:
    """Failures of the library carry the request along, with its header fields."""
    kind: type[Exception] = getattr(library, name, ValueError)
    token = service.token("alice")
    heads: list[str] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        heads.append(request.headers["X-Twilio-Token"])
        error = kind("failed")
        vars(error)["_request"] = request
        raise error

    environment = Environment(http_transport=library.MockTransport(answer))
    async with Client(token, base_url=service.base_url, environment=environment) as client:
        channel = await make_room(client)
        with pytest.raises(RealtimeError) as caught:
            await channel.send_message(media=b"x")
    assert heads == [token]
    behind: BaseException | None = caught.value
    while behind is not None:
        assert not reachable([behind.args, vars(behind)], token)
        behind = behind.__cause__ or behind.__context__
    assert token not in shown_of_all(caught.value)


@LIBRARIES
async def test_what_is_behind_an_answer_that_breaks_off_holds_no_token(
    service: LocalService, library: ModuleType
) -> None:
    token = service.token("alice")

    async def content(request: httpx.Request) -> AsyncIterator[bytes]:
        yield b"{"
        error = library.ReadError("cut")
        vars(error)["_request"] = request
        raise error

    async def answer(request: httpx.Request) -> httpx.Response:
        made: httpx.Response = library.Response(201, content=content(request))
        return made

    environment = Environment(http_transport=library.MockTransport(answer))
    async with Client(token, base_url=service.base_url, environment=environment) as client:
        channel = await make_room(client)
        with pytest.raises(RealtimeError) as caught:
            await channel.send_message(media=b"x")
    behind: BaseException | None = caught.value
    while behind is not None:
        assert not reachable([behind.args, vars(behind)], token)
        behind = behind.__cause__ or behind.__context__
    assert token not in shown_of_all(caught.value)


def variables_of(frame: FrameType) -> Iterable[object]:
    """The values of a frame's variables, also where it has outlived its generator, on which CPython 3.13.0 crashes."""
    held = gc.get_referents(frame)
    if any(thing is frame.f_code for thing in held):  # it keeps its variables itself
        return held
    return frame.f_locals.values()


def shown_of_all(error: BaseException) -> str:
    """What variables of any frame but those of this file show, also of errors behind that are not to be shown."""
    texts: list[str] = []
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop()
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        waiting += [found.__cause__, found.__context__]
        trace: TracebackType | None = found.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename != __file__:
                texts += [text_of(value) for value in variables_of(trace.tb_frame)]
            trace = trace.tb_next
    return "\n".join(texts)


@pytest.mark.parametrize("library", [None, httpx, httpx2], ids=["own", "httpx", "httpx2"])
async def test_transfers_cancelled_at_any_moment_show_no_token(
    service: LocalService, library: ModuleType | None
) -> None:
    """Variables of the HTTP library hold the head of the request while it is sent."""
    token = service.token("alice")
    cancelled = 0
    environment = Environment(http_transport=None if library is None else library.AsyncHTTPTransport())
    async with Client(token, base_url=service.base_url, environment=environment) as client:
        channel = await make_room(client)
        await channel.send_message(media=b"x")  # so that the library is loaded
        for turns in range(60):
            sending = asyncio.create_task(channel.send_message(media=b"x" * 100_000))
            for _ in range(turns):
                await asyncio.sleep(0)
            sending.cancel()
            (end,) = await asyncio.gather(sending, return_exceptions=True)
            if isinstance(end, BaseException):
                cancelled += isinstance(end, asyncio.CancelledError)
                assert token not in shown_of_all(end)
    assert cancelled > 10


@pytest.mark.parametrize("kind", [BrokenPipeError, ValueError, KeyError, MemoryError, asyncio.CancelledError])
async def test_writing_that_fails_shows_no_token(
    service: LocalService, kind: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = service.token("alice")
    heads: list[bytes] = []

    async def write(stream: object, buffer: bytes, timeout: float | None = None) -> None:
        heads.append(buffer)
        raise kind

    async with Client(token, base_url=service.base_url) as client:
        channel = await make_room(client)
        await channel.send_message(media=b"x")
        await client.update_token(service.token("alice", ttl=7200))
        monkeypatch.setattr("twilio_realtime.network.direct_http._CountedStream.write", write)
        with pytest.raises((RealtimeError, asyncio.CancelledError)) as caught:
            await channel.send_message(media=b"x")
        shown_token = re.search(rb"(?i)x-twilio-token: (\S+)", heads[0])
        assert shown_token is not None
        assert shown_token[1].decode() not in shown_of_all(caught.value)


@pytest.mark.parametrize("kind", [BrokenPipeError, ConnectionResetError, ValueError, KeyError, MemoryError])
@pytest.mark.parametrize("method", ["send", "send_data", "send_binary", "write"])
async def test_a_socket_that_cannot_be_written_to_shows_no_token(
    service: LocalService,
    method: str,
    kind: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The first packet of a session holds the token, and so do variables of whoever writes it."""
    token, renewed = service.token("alice"), service.token("alice", ttl=7200)
    caplog.set_level(logging.DEBUG)
    told: list[BaseException] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: told.append(context.get("exception", RuntimeError(repr(context))))
    )
    owners: dict[str, type] = {"send_binary": ClientProtocol, "write": SocketTransport}
    owner = owners.get(method, ClientConnection)
    honest: Callable[..., object] = getattr(owner, method)
    failing, failed = True, 0

    def write(where: ClientConnection | ClientProtocol | asyncio.Transport, *packet: bytes) -> object:
        nonlocal failing, failed
        writer = where.get_protocol() if isinstance(where, asyncio.Transport) else where
        protocol = writer.protocol if isinstance(writer, ClientConnection) else writer
        # Of what is written itself, only the first packet can be told from others: it follows the opening handshake.
        if failing and isinstance(protocol, ClientProtocol) and protocol.state is State.OPEN:
            failing = False
            failed += 1
            raise kind("cut")
        return honest(where, *packet)

    monkeypatch.setattr(owner, method, write)
    if owner is ClientConnection:  # where small packets do not travel together
        monkeypatch.setattr("twilio_realtime.twilsock.websocket._SMALL", 0)
    environment = Environment(limits=ConnectionLimits(backoff_min=0.01, backoff_max=0.02))
    async with Client(token, base_url=service.base_url, environment=environment) as client:
        assert failed == 1
        failing = True
        renewing = asyncio.create_task(client.update_token(renewed))
        (end,) = await asyncio.gather(renewing, return_exceptions=True)
        assert failed == 2
        told += [found for found in gc.get_objects() if issubclass(type(found), BaseException)]
        if isinstance(end, BaseException):
            told.append(end)
        told += [record.exc_info[1] for record in caplog.records if record.exc_info and record.exc_info[1]]
        for error in told:
            shown_here = shown_of_all(error) + repr(error)
            for text in (token, renewed):
                assert text not in shown_here
    assert token not in caplog.text
    assert renewed not in caplog.text


async def test_a_message_that_cannot_be_sent_is_behind_no_error(service: LocalService) -> None:
    """What is raised where a socket ends in the middle of it leads nowhere else."""
    socket = await open_websocket(f"ws{service.base_url.removeprefix('http')}/v3/wsconnect", 5, 1000)
    socket.abort()
    with pytest.raises(DisconnectedError):
        await socket.recv()
    with pytest.raises(DisconnectedError) as caught:
        await socket.send(b"a.secret.token")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "secret" not in f"{caught.value!r} {caught.value}"


async def test_tasks_that_wait_hold_no_token(service: LocalService) -> None:
    token = service.token("alice")

    async def provide() -> str:
        return token

    for settings in ({"token": token}, {"token_provider": provide}):
        async with Client(base_url=service.base_url, **settings) as client:  # pyright: ignore[reportArgumentType]
            await client.get_subscribed_channels()
            for task in asyncio.all_tasks():
                for frame in task.get_stack():
                    if str(frame.f_globals.get("__name__")).startswith(OURS):
                        assert token not in repr(list(frame.f_locals.values()))


def reachable(root: object, wanted: str) -> bool:
    """Whether a text can be reached from an object."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        found = waiting.pop()
        if id(found) in seen or isinstance(found, type) or type(found).__name__ in ("module", "function"):
            continue
        seen.add(id(found))
        # The event loop knows the test, which knows its tokens.
        if inspect.iscoroutine(found) and found.cr_code.co_filename == __file__:
            continue
        if isinstance(found, str) and wanted in found:
            return True
        if isinstance(found, bytes | bytearray) and wanted.encode() in found:
            return True
        waiting += gc.get_referents(found)
    return False


async def test_no_token_outlives_the_client(service: LocalService) -> None:
    token = "".join(service.token("alice"))
    renewed = service.token("alice", ttl=7200)
    client = Client(token, base_url=service.base_url)
    async with client:
        await client.update_token(renewed)
        services = vars(client)["_services"]
        assert reachable(services, renewed)
    for text in (token, renewed):
        assert not reachable(services, text)

    never_started = Client(token, base_url=service.base_url)
    await never_started.shutdown()
    assert not reachable(vars(never_started)["_services"], token)


@pytest.mark.parametrize("damage", ["\n", " ", "=", "\r\nX: y", "é", "\0"])
def test_a_token_fits_into_a_header(damage: str, service: LocalService) -> None:
    token = service.token("alice") + damage
    with pytest.raises(TokenError, match="not a JSON Web Token") as caught:
        inspect_token(token, grant_names=["chat", "ip_messaging"], now=0)
    assert caught.value.__context__ is None
    assert token not in shown(caught.value)
    with pytest.raises(TokenError, match="not a JSON Web Token") as caught:
        identity_of(token)
    assert token not in shown(caught.value)


async def test_errors_of_the_program_keep_their_way(service: LocalService) -> None:
    """Those that it was handling before a transfer failed, and those that its own callback has raised."""

    def progress(_sent: int, _total: int | None) -> None:
        raise KeyError("of the callback")

    async with Client(service.token("alice"), base_url=service.base_url) as client:
        channel = await (await client.create_channel()).join()
        before = KeyError("before")
        try:
            raise before
        except KeyError:
            with pytest.raises(RealtimeError) as caught:
                await channel.send_message(media=b"x", progress=progress)
            behind = caught.value.__cause__
            assert isinstance(behind, KeyError)
            assert behind.__traceback__ is not None
            await service.stop()
            with pytest.raises(RealtimeError):
                await client._services.media.upload(f"{service.base_url}/Media", b"x")  # pyright: ignore[reportPrivateUsage]
        assert before.__traceback__ is not None
