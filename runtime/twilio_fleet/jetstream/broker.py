"""One connection to a NATS server, made when it is needed and made anew when it was lost."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from math import ceil
from types import TracebackType
from typing import Final, Self, TypeVar
from urllib.parse import urlsplit

from nats.aio.client import Client as NatsClient
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import APIError, NoStreamResponseError, NotFoundError

from twilio_realtime.errors import ConfigurationError

from ..errors import BrokerError

__all__ = ["Broker", "name_token", "require_name"]

# The library leaves types of options out.
# pyright: reportUnknownMemberType=false

ResultT = TypeVar("ResultT")

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9_-]")
_FULL: Final = frozenset({10023, 10047, 10054, 10077, 10122})
"""Codes of JetStream: too few resources, no storage, a message too large for the bounds, bounds reached."""
_TOO_LARGE: Final = 10054


def name_token(text: str) -> str:
    """Return a text as one token of a subject or a key: what cannot stand there is written ``=`` and its bytes."""
    return _FOREIGN.sub(lambda one: "".join(f"={byte:02X}" for byte in one[0].encode("utf-8", "surrogatepass")), text)


def require_name(what: str, name: str) -> str:
    """Return a name that a stream or a bucket can have.

    Raises:
        ConfigurationError: It has other characters than letters, digits, ``_`` and ``-``, or none.
    """
    if not _NAME.fullmatch(name):
        raise ConfigurationError(f"{what} must be made of letters, digits, '_' and '-', not {name!r:.80}")
    return name


class Broker:
    """A connection to a NATS server, shared by a stream, cursors and leases.

    Nothing is connected before it is needed. A connection that was lost is made anew at the next use. ``async with``,
    or `close`, closes it at a definite point.

    Args:
        url: Address of the server, ``nats://`` or ``tls://``, with a user and a password or a token if it wants them;
            several, divided by commas, are those of a cluster. It is shown nowhere but for its hosts.
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
        self._turn = asyncio.Lock()
        self._refusal: str | None = None

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
        self._refusal = None
        task = asyncio.current_task()
        before = 0 if task is None else task.cancelling()
        try:
            done = await work(await self._connected())
        except asyncio.CancelledError:
            # The library cancels what waits for an answer when somebody else closes the connection.
            if task is None or task.cancelling() > before:
                raise
            raise self._unreachable(ConnectionError()) from None
        except APIError as error:
            raise self._refused(error) from None
        except (NatsError, TimeoutError, OSError) as error:
            raise self._unreachable(error) from None
        if task is not None and task.cancelling() > before:
            # `asyncio.wait_for` of Python 3.11, which the library uses, loses one that comes together with the answer.
            raise asyncio.CancelledError
        return done

    async def hear(self, subject: str, handle: Callable[[Msg], Awaitable[None]]) -> None:
        """Receive what is published from now on, for as long as this connection lasts; call it in `use`.

        Args:
            subject: Of the messages.
            handle: Called with each.
        """
        client = self._client
        if client is not None:
            await client.subscribe(subject, cb=handle)
            await client.flush(ceil(self._timeout))

    async def _connected(self) -> JetStreamContext:
        async with self._turn:
            if self._client is None or self._stream is None or not self._client.is_connected:
                await self.close()
                client = NatsClient()
                try:
                    await client.connect(
                        self._servers,
                        allow_reconnect=False,  # at the next use, by whoever knows what was not kept
                        connect_timeout=ceil(self._timeout),
                        max_reconnect_attempts=1,  # which counts at the first connection, too, and 0 stands for ever
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
        text = str(error).lower()
        if "permissions violation" in text:
            self._refusal = "its user may not do this; let it publish, and use JetStream"
        elif "authorization" in text or "authentication" in text:
            self._refusal = "it does not accept the user, password or token of the address"

    def _unreachable(self, error: Exception) -> BrokerError:
        place = f"the broker at {self.shown}"
        if isinstance(error, NoStreamResponseError):
            return BrokerError(f"{place} has no JetStream, or no stream for these events; start it with -js")
        if self._refusal is None and ("authorization" in str(error).lower() or "authentication" in str(error).lower()):
            self._refusal = "it does not accept the user, password or token of the address"
        if self._refusal is not None:
            return BrokerError(f"{place} refuses: {self._refusal}")
        if isinstance(error, TimeoutError):
            return BrokerError(f"{place} does not answer within {self._timeout:g} seconds; look at the server")
        return BrokerError(f"{place} cannot be reached; start it, or look at the address")

    def _refused(self, error: APIError) -> BrokerError:
        place, said = f"the broker at {self.shown}", error.description or "no reason given"
        if error.err_code == _TOO_LARGE:
            return BrokerError(f"{place} refuses an event as too large: {said}; raise max_msg_size of the stream")
        if error.err_code in _FULL or "no space" in said:
            return BrokerError(f"{place} is full: {said}; make room, or raise the bounds of the stream")
        if isinstance(error, NotFoundError):
            return BrokerError(f"{place} has not what is needed: {said}; it is made again")
        return BrokerError(f"{place} refuses: {said}")


async def _end(client: NatsClient) -> None:
    """Close a connection, also one that was lost before everything was sent, of which the library closes no socket."""
    with suppress(NatsError, OSError, TimeoutError):
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
