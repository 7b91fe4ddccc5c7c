"""One connection to a NATS server, made when it is needed and made anew when it was lost."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from math import ceil
from types import TracebackType
from typing import Final, Self, TypeVar
from urllib.parse import urlsplit

from nats.aio.client import Client as NatsClient
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import MaxPayloadError
from nats.js import JetStreamContext
from nats.js.errors import APIError, NoStreamResponseError, NotFoundError, ServiceUnavailableError

from twilio_realtime.errors import ConfigurationError

from ..errors import BrokerError
from .attempts import SharedAttempt

__all__ = ["Broker", "require_name"]

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

ResultT = TypeVar("ResultT")

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")
_FULL: Final = frozenset({10023, 10047, 10054, 10077, 10122})
"""Codes of JetStream: too few resources, no storage, a message too large for the bounds, bounds reached."""
_DENIED: Final = re.compile(r'permissions violation for (?P<what>\w+) to "(?P<first>[^".]*)', re.IGNORECASE)
_KNOWN_SUBJECTS: Final = {"$js": "$JS.API.>", "$kv": "$KV.>", "_inbox": "_INBOX.>"}
_TOO_LARGE: Final = 10054
_END_SECONDS: Final = 1.0
"""Seconds that a connection may take to close: where TLS did not come about, the library would wait for ever."""
_CONNECTING: Final = 3
"""Times the bound of an answer that a connection to one server may take: to it, for a greeting, and for an answer."""


def require_name(what: str, name: str) -> str:
    """Return a name that a stream or a bucket can have.

    Raises:
        ConfigurationError: It has other characters than letters, digits, ``_`` and ``-``, or none.
    """
    if not _NAME.fullmatch(name):
        raise ConfigurationError(f"{what} must be made of letters, digits, '_' and '-', not {name!r:.80}")
    return name


class _Client(NatsClient):
    """The client of the library, which tells nobody its password in the clear where TLS was asked for."""

    def _connect_command(self) -> bytes:
        server = self._current_server
        if server is not None and server.uri.scheme == "tls" and not self._server_info.get("tls_required"):
            raise _NoTLSError
        return super()._connect_command()


class _NoTLSError(NatsError):
    """The address asks for TLS, and the server has none."""


class Broker:
    """A connection to a NATS server, shared by a stream, cursors and leases.

    Nothing is connected before it is needed. A connection that was lost is made anew at the next use. ``async with``,
    or `close`, closes it at a definite point.

    Args:
        url: Address of the server, ``nats://``, or ``tls://`` to accept no connection without TLS, with a user and a
            password or a token if it wants them; several, divided by commas, are those of a cluster. It is shown
            nowhere but for its hosts. Certificates of an authority of one's own are trusted when ``SSL_CERT_FILE``
            names their file.
        timeout: Seconds to wait for an answer, and for a connection.

    Raises:
        ConfigurationError: The address cannot be used.
    """

    def __init__(self, url: str, *, timeout: float = 5.0) -> None:
        self._servers = [part.strip() for part in url.split(",") if part.strip()]
        self._timeout = timeout
        self.shown: str = ", ".join(map(_host, self._servers))
        """The hosts, for messages."""
        if not self._servers:
            raise ConfigurationError("the address of the broker is empty; give one such as nats://127.0.0.1:4222")
        self._client: NatsClient | None = None
        self._stream: JetStreamContext | None = None
        self._connecting = SharedAttempt()
        self._denied: tuple[float, str] | None = None
        """What the server has not allowed last, and when."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self.shown}>"

    async def close(self) -> None:
        """Close the connection. Idempotent; it is made anew at the next use."""
        client, self._client = self._client, None
        if client is not None:
            await _end(client)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def use(self, work: Callable[[JetStreamContext], Awaitable[ResultT]]) -> ResultT:
        """Do something with JetStream.

        Args:
            work: What to do; errors of JetStream that it does not expect may leave it.

        Raises:
            BrokerError: There is no connection, no answer, or a refusal.
        """
        task = asyncio.current_task()
        began = asyncio.get_running_loop().time()
        before = 0 if task is None else task.cancelling()

        def was_cancelled() -> bool:
            return task is not None and task.cancelling() > before

        try:
            done = await work(await self._connected())
        except asyncio.CancelledError:
            # The library cancels what waits for an answer when somebody else closes the connection.
            if was_cancelled():
                raise
            raise self._unreachable(ConnectionError(), began) from None
        except (APIError, NatsError, TimeoutError, OSError) as error:
            if was_cancelled():
                raise asyncio.CancelledError from None
            raise (self._refused(error) if isinstance(error, APIError) else self._unreachable(error, began)) from None
        # The library loses a cancellation while it closes a connection, and `asyncio.wait_for` of Python 3.11, which it
        # uses, one that comes together with the answer, be that an error.
        if was_cancelled():
            raise asyncio.CancelledError
        return done

    async def hear(self, subject: str, handle: Callable[[Msg], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """Receive what is published from now on, for as long as this connection lasts; call it in `use`.

        Args:
            subject: Of the messages.
            handle: Called with each.

        Returns:
            What ends it before the connection does.
        """
        client = self._client
        if client is None:
            return _nothing
        subscription = await client.subscribe(subject, cb=handle)
        await client.flush(ceil(self._timeout))

        async def end() -> None:
            with suppress(NatsError, OSError):  # with the connection it has ended, too
                await subscription.unsubscribe()

        return end

    async def _connected(self) -> JetStreamContext:
        return await self._connecting.get(self._usable, self._connect)

    def _usable(self) -> JetStreamContext | None:
        return None if self._client is None or not self._client.is_connected else self._stream

    async def _connect(self) -> JetStreamContext:
        await self.close()
        client = _Client()
        try:
            # Of its own bound the library leaves out parts, and everybody else waits for this one.
            async with asyncio.timeout(_CONNECTING * self._timeout * len(self._servers)):
                await client.connect(
                    self._servers,
                    allow_reconnect=False,  # at the next use, by whoever knows what was not kept
                    connect_timeout=ceil(self._timeout),
                    max_reconnect_attempts=1,  # which counts at the first connection, too; 0 stands for ever
                    reconnect_time_wait=0,
                    error_cb=self._note,
                    name="twilio relay",
                )
        except BaseException:
            await _end(client)
            raise
        self._client = client
        self._stream = client.jetstream(timeout=self._timeout)
        return self._stream

    async def _note(self, error: Exception) -> None:
        """Remember what the server says apart from its answers: why there is none."""
        denied = _DENIED.search(str(error))
        if denied is not None:
            # The library makes small letters of it, so what is not known beforehand cannot be named.
            where = _KNOWN_SUBJECTS.get(denied["first"].lower(), "the subjects of the stream")
            done = "publish to" if denied["what"].lower() == "publish" else "subscribe to"
            said = f"its user may not {done} {where}; give it the permission"
            self._denied = asyncio.get_running_loop().time(), said

    def _unreachable(self, error: Exception, began: float) -> BrokerError:
        place = f"the broker at {self.shown}"
        if isinstance(error, MaxPayloadError) and self._client is not None:
            most = self._client.max_payload
            return BrokerError(f"{place} takes no more than {most} bytes at a time; raise max_payload of the server")
        if isinstance(error, NoStreamResponseError):
            return BrokerError(f"{place} keeps nothing there: its stream was removed, or it has no JetStream any more")
        if isinstance(error, _NoTLSError):
            return BrokerError(f"{place} has no TLS; give it a certificate, or write nats:// in place of tls://")
        if isinstance(error, ssl.SSLCertVerificationError):
            said = error.verify_message.rstrip(".")
            return BrokerError(
                f"the certificate of {place} is not accepted: {said}; name the file of its authority in SSL_CERT_FILE, "
                "or give it one for this host"
            )
        if isinstance(error, ssl.SSLError):
            return BrokerError(f"{place} refuses TLS: {error.reason or error}; look at its certificates")
        if "info message" in str(error).lower():
            return BrokerError(f"{place} does not answer as a NATS server does; look at the address")
        refusal = self._what_it_says(error)
        if self._denied is not None and self._denied[0] >= began:
            refusal = self._denied[1]
        if refusal is not None:
            return BrokerError(f"{place} refuses: {refusal}")
        if isinstance(error, TimeoutError):
            return BrokerError(f"{place} does not answer within {self._timeout:g} seconds; look at the server")
        return BrokerError(f"{place} cannot be reached; start it, or look at the address")

    def _what_it_says(self, error: Exception) -> str | None:
        """Return why the server has ended the connection, if it has said so."""
        for found in (error, None if self._client is None else self._client.last_error):
            text = str(found).lower()
            if "authorization" in text or "authentication" in text:
                return "it does not accept the user, password or token of the address"
            if type(found) is NatsError:  # what the server has said; the library has errors of its own for the rest
                said = text.removeprefix("nats: ").strip("'")
                return f"{said}; look at its configuration"
        return None

    def _refused(self, error: APIError) -> BrokerError:
        place, said = f"the broker at {self.shown}", error.description or "no reason given"
        if isinstance(error, ServiceUnavailableError) and not error.description:
            return BrokerError(f"{place} has no JetStream; start it with -js, or let this account use it")
        if error.err_code == _TOO_LARGE:
            return BrokerError(f"{place} refuses what is written as too large: {said}; raise max_msg_size there")
        if error.err_code in _FULL or "no space" in said:
            return BrokerError(f"{place} is full: {said}; make room, or raise its bounds")
        if isinstance(error, NotFoundError):
            return BrokerError(f"{place} has not what is needed: {said}; it is made again")
        return BrokerError(f"{place} refuses: {said}")


async def _nothing() -> None:
    """There is nothing to end."""


async def _end(client: NatsClient) -> None:
    """Close a connection, also one that was lost before everything was sent, of which the library closes no socket."""
    with suppress(NatsError, OSError, TimeoutError):
        async with asyncio.timeout(_END_SECONDS):
            await client.close()
    transport = client._transport  # pyright: ignore[reportPrivateUsage] - see above
    if transport is not None:
        transport.close()  # type: ignore[no-untyped-call] # the library leaves it out


def _host(url: str) -> str:
    """The host and port of an address, without whatever is secret in it."""
    try:
        parts = urlsplit(url if "://" in url else f"nats://{url}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigurationError("the address of the broker is none; give one such as nats://127.0.0.1:4222") from None
    if parts.scheme not in ("nats", "tls", "ws", "wss") or not host:
        raise ConfigurationError("the address of the broker is none; give one such as nats://127.0.0.1:4222")
    return f"{host}:{port or 4222}"
