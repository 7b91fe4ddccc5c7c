"""Requests that go straight to a host instead of through the connection: those for files.

This module brings the HTTP library. Loading it and making its first client takes tens of milliseconds, so whoever
runs an event loop imports it in a thread.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterable, Mapping
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Final

from pydantic import SecretStr

from ..clock import Clock
from ..errors import (
    ArgumentError,
    ClosedError,
    ConfigurationError,
    DeadlineError,
    DisconnectedError,
    RealtimeError,
    ResponseError,
)
from ..telemetry.logs import logger_of
from .failures import WithoutFrames, explain_failure
from .http_library import httpcore, httpx
from .http_logs import unlogged
from .http_transport import HttpAnswer, HttpTransport
from .other_library import of_the_library
from .proxies import Proxies, Proxy

if TYPE_CHECKING:
    from httpcore import SOCKET_OPTION

__all__ = ["DirectHttp"]

_logger = logger_of(__name__)
_HEAD_BYTES: Final = 256 * 1024
"""Most bytes of an answer before its content, interim answers included."""


class DirectHttp:
    """Connections to any host, and every failure of the library as one of ours.

    Redirects are not followed, cookies not kept, and answers never inflated: the bytes that arrive are the bytes that
    count, those between and around the parts of the content included.

    Args:
        timeout: Seconds without any progress after which a request is given up.
        transport: Carries the requests; None for HTTPS with verification.
        authorities: Whose certificates are accepted.
        proxies: Which proxy leads where.
        clock: Source of timers.

    Raises:
        ConfigurationError: The bytes of answers cannot be counted with the installed HTTP library.
    """

    def __init__(
        self,
        *,
        timeout: float,
        transport: HttpTransport | None,
        authorities: ssl.SSLContext,
        proxies: Proxies,
        clock: Clock,
    ) -> None:
        self._timeout = timeout
        self._clock = clock
        self._counts = transport is None
        self._client = httpx.AsyncClient(
            timeout=timeout,
            transport=_Routes(proxies, authorities) if transport is None else of_the_library(transport),
            # The one proxy policy is that of the routes.
            trust_env=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )

    @asynccontextmanager
    async def answer(
        self,
        what: str,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: AsyncIterator[bytes] | None = None,
        *,
        token: SecretStr | None = None,
        total: float,
        most: int,
    ) -> AsyncGenerator[HttpAnswer, None]:
        """Send a request and give its answer, whose body is still to be read.

        Args:
            what: The request in words, for errors and logs.
            method: HTTP method.
            url: Where to.
            headers: Header fields.
            content: The body, piece by piece; None for none.
            token: Access token to send along, or None.
            total: Seconds for everything, the use of the answer included.
            most: Bytes that its content may have. An eighth of that, and 256 KiB for its head, may arrive besides.

        Raises:
            ArgumentError: The URL cannot be used.
            ConfigurationError: The proxy for it cannot be used, or the bytes of answers cannot be counted.
            DeadlineError: Nothing moved for too long, or everything took too long.
            DisconnectedError: The connection was lost, or did not come about.
            ResponseError: The answer is compressed, which was not asked for, or does not end.
            ClosedError: `close` was called meanwhile.
        """
        limit = asyncio.timeout(None)
        loop = asyncio.get_running_loop()
        timer = self._clock.call_later(total, lambda: limit.reschedule(loop.time()))
        sent = {"Accept-Encoding": "identity", **headers}
        auth = _Token(token)
        failed = True
        way = WithoutFrames()
        try:
            with unlogged(), way:
                async with (
                    limit,
                    self._client.stream(method, url, headers=sent, content=content, auth=auth) as response,
                ):
                    _logger.debug("%s was answered with status %d", what, response.status_code)
                    _refuse_compressed(what, response)
                    stream = response.extensions.get("network_stream")
                    if isinstance(stream, _CountedStream):
                        stream.left = most + most // 8 + _HEAD_BYTES
                    elif self._counts:
                        raise _uncounted()
                    yield response
                    failed = False
        except RealtimeError as error:
            # The library raises anew what comes out of a body, and without its cause.
            if error.__cause__ is None and error.__context__ is not way.handled:
                error.__cause__ = error.__context__
            raise
        except _TooManyBytesError:
            raise ResponseError(f"the answer to {what} goes on beyond all that it may need; it was given up") from None
        except httpx.TimeoutException:
            raise DeadlineError(f"{what} made no progress within {self._timeout:g} seconds; try again") from None
        except TimeoutError as error:
            if not limit.expired():
                raise DisconnectedError(f"{what} failed: {explain_failure(error)}; try again") from None
            raise DeadlineError(f"{what} was not done within {total:g} seconds; try again") from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise ArgumentError(f"{what} is not possible: it needs an absolute http or https URL") from None
        except Exception as error:
            if self._client.is_closed:
                raise ClosedError() from None
            raise DisconnectedError(f"{what} failed: {explain_failure(_origin(error))}; try again") from None
        finally:
            timer.cancel()
            if failed:
                auth.forget()

    async def close(self) -> None:
        """Close the connections; requests under way end with `ClosedError`. Idempotent."""
        await self._client.aclose()


class _Token(httpx.Auth):
    """Puts the token into a request where no variable of ours holds it."""

    def __init__(self, token: SecretStr | None) -> None:
        self._token = token
        self._request: httpx.Request | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._token is not None:
            request.headers["X-Twilio-Token"] = self._token.get_secret_value()
            self._request = request
        yield request

    def forget(self) -> None:
        """Take the token out again: failures of the library carry the request along, and are behind ours."""
        if self._request is not None:
            self._request.headers.pop("X-Twilio-Token", None)


class _Routes(httpx.AsyncBaseTransport):
    """A transport for each way that leads somewhere: directly, or through a proxy."""

    def __init__(self, proxies: Proxies, authorities: ssl.SSLContext) -> None:
        self._proxies = proxies
        self._authorities = authorities
        # Made here, on a thread, since the rest of the library is loaded by this.
        self._transports: dict[Proxy | None, httpx.AsyncHTTPTransport] = {None: self._made(None)}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        proxy = self._proxies.for_url(str(request.url))
        transport = self._transports.get(proxy)
        if transport is None:
            made = await asyncio.to_thread(self._made, proxy)
            transport = self._transports.setdefault(proxy, made)
        return await transport.handle_async_request(request)

    def _made(self, proxy: Proxy | None) -> httpx.AsyncHTTPTransport:
        tls = self._authorities
        through = None
        if proxy is not None:
            through = httpx.Proxy(proxy.url, ssl_context=tls if proxy.scheme == "https" else None)
        transport = httpx.AsyncHTTPTransport(verify=tls, trust_env=False, proxy=through)
        pool: object = getattr(transport, "_pool", None)  # there is no other way to choose the backend
        backend: object = getattr(pool, "_network_backend", None)
        if not isinstance(backend, httpcore.AsyncNetworkBackend):
            raise _uncounted()
        vars(pool)["_network_backend"] = _CountingBackend(backend)
        return transport

    async def aclose(self) -> None:
        while self._transports:
            _, transport = self._transports.popitem()
            await transport.aclose()


class _TooManyBytesError(Exception):
    """More arrived than any honest answer has."""


class _CountedStream(httpcore.AsyncNetworkStream):
    """Counts what arrives after each request, whatever the library makes of it.

    The library limits each part of an answer, and not how many there are: of interim answers, for example.

    Attributes:
        left: How many bytes may still arrive.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self.left = _HEAD_BYTES

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self._stream.read(max_bytes, timeout)
        self.left -= len(data)
        if self.left < 0:
            raise _TooManyBytesError
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.left = _HEAD_BYTES
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _CountedStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _CountingBackend(httpcore.AsyncNetworkBackend):
    """Counts what arrives on each connection."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return _CountedStream(await self._backend.connect_tcp(host, port, timeout, local_address, socket_options))

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


def _uncounted() -> ConfigurationError:
    """What is said rather than reading answers without a bound, as the bound hangs on names inside the library."""
    return ConfigurationError(
        f"{httpx.__name__} {httpx.__version__} does not let the bytes of an answer be counted, so a host could "
        "send any number of them; install a version that this library was tested with, such as httpx 0.28.1, or give "
        "an http_transport"
    )


def _refuse_compressed(what: str, response: httpx.Response) -> None:
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity"):
        raise ResponseError(f"the answer to {what} is compressed, which was not asked for; it was not read")


def _origin(error: BaseException) -> BaseException:
    """What the operating system said, where the library has put that into something of its own."""
    found: BaseException | None = error
    for _ in range(10):
        if found is None:
            break
        if isinstance(found, OSError):
            return found
        found = found.__cause__ or found.__context__
    return error
