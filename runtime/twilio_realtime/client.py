"""Base of the generated clients: the way from a token to a client that is ready, and back."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

# Needed when a client connects, but loaded with the program: it takes longer than all the rest, and would hold up the
# event loop that the client is made on.
import websockets.asyncio.client  # noqa: F401  # pyright: ignore[reportUnusedImport]

from .arguments import require_boolean, require_seconds
from .errors import ClosedError, ConnectionRefused, DeadlineError, RealtimeError, RequestError, TokenError
from .lifetime.flag import Flag
from .mirror.live import Live
from .telemetry.logs import logger_of
from .tokens.hidden import hide_token

if TYPE_CHECKING:
    from pydantic import SecretStr

    from .environment import Environment
    from .json import JsonObject
    from .network.proxies import ProxySetting
    from .profile import Endpoints, ProductProfile
    from .requests.link_policy import AllowedHosts
    from .telemetry.stats import ClientStats, Health
    from .tokens.refresh import TokenProvider
    from .twilsock.listener import ConnectionProblem
    from .twilsock.machine import ConnectionPhase

__all__ = ["RealtimeClient", "is_ready", "reason_of_end"]

_logger = logger_of(__name__)


class RealtimeClient(Live, ABC):
    """A connection of one user, usable as an asynchronous context manager.

    Args:
        token: The user's access token, or None if there is a provider.
        profile: The product.
        endpoints: Where its services are.
        token_provider: Asynchronous function that returns an access token of the user. It is called at the start, in
            time before a token ends, when the service says that it is about to, and when the service refuses it. If
            it fails at the start, the start fails; later it is called again after a while.
        environment: Time, chance and the network; what the program runs in by default.
        start_timeout: Most seconds that `start` takes unless it is told otherwise; None waits as long as it takes.
        proxy: Which proxy to use; see `proxies.ProxySetting`.
        allowed_hosts: Hosts that the service may send this client to; None for any.

    Raises:
        ConfigurationError: Both a token and a provider, or neither; proxy or hosts that cannot be used.
        ArgumentError: The provider cannot be called, or the timeout is no positive number.
    """

    def __init__(
        self,
        token: str | SecretStr | None,
        profile: ProductProfile,
        endpoints: Endpoints,
        *,
        token_provider: TokenProvider | None = None,
        environment: Environment | None = None,
        start_timeout: float | None = None,
        proxy: ProxySetting = True,
        allowed_hosts: AllowedHosts | None = None,
    ) -> None:
        from .services import Services  # with all that a client is made of, which many programs import and few make

        token = None if token is None else hide_token(token)
        if start_timeout is not None:
            require_seconds("start_timeout", start_timeout)
        self._services = Services(
            profile,
            endpoints,
            self,
            token=token,
            token_provider=token_provider,
            environment=environment,
            proxy=proxy,
            allowed_hosts=allowed_hosts,
        )
        self._start_timeout = start_timeout
        self._stage: Literal["new", "starting", "ready", "closed"] = "new"
        self._starting = asyncio.Lock()
        self._started = Flag()
        self._closing = asyncio.Lock()
        self._released = False
        self._turn = Flag()
        self._reason: RealtimeError | None = None

    def __repr__(self) -> str:
        if not hasattr(self, "_services"):  # in the traceback of a constructor that was given something wrong
            return f"<{type(self).__name__} not made>"
        identity = self._services.identity
        user = "" if identity is None else f" {identity!r}"
        return f"<{type(self).__name__}{user} {self._standing()}>"

    def _standing(self) -> str:
        match self._stage:
            case "new":
                return "not started"
            case "closed":
                return "closed" if self._reason is None else f"closed after {type(self._reason).__name__}"
            case _:
                phase, end = self._services.connection.phase, self._services.end
                return phase if end is None else f"{phase} for good: {type(end).__name__}"

    @property
    def stats(self) -> ClientStats:
        """What was counted so far, as a snapshot; also after the end."""
        return self._services.stats

    @property
    def health(self) -> Health:
        """How the client is, as a snapshot; on any thread, also after the end. `serve_health` answers with it."""
        health = self._services.health
        ready, alive = self._stage == "ready", self._stage != "closed"
        return replace(health, alive=health.alive and alive, ready=health.ready and health.alive and ready)

    async def start(self, *, timeout: float | None = None, retry: bool = True) -> Self:
        """Connect and load what belongs to the user; ``async with`` does it by itself. Idempotent.

        While the service cannot be reached it is tried again and again. After a few seconds a warning in the log says
        so, with the reason. A start that fails closes the client.

        Args:
            timeout: Most seconds to wait; None: the client's `start_timeout`, which is no limit by default.
            retry: Whether to try again when an attempt to connect has failed; otherwise that is raised at once.

        Raises:
            ArgumentError: The timeout is no positive number, or `retry` is neither True nor False.
            DeadlineError: The client was not ready in time; the message says why.
            DisconnectedError: An attempt to connect failed, and `retry` is False.
            TokenError: The token cannot be used; the subclass tells why.
            ConnectionRefused: The service does not want this client.
            RequestError: The service refused a request of the start.
            ClosedError: The client was shut down before.
            StateError: The client runs on another event loop.
        """
        if timeout is not None:
            require_seconds("timeout", timeout)
        require_boolean("retry", retry)
        if self._stage != "closed":
            self._services.own_loop.enter()
        allowed = self._start_timeout if timeout is None else timeout
        clock, loop = self._services.timing.clock, asyncio.get_running_loop()
        limit = asyncio.timeout(None)
        try:
            async with limit:
                timer = None if allowed is None else clock.call_later(allowed, lambda: limit.reschedule(loop.time()))
                try:
                    return await self._start(retry)
                finally:
                    if timer is not None:
                        timer.cancel()
        except TimeoutError:
            if not limit.expired():
                raise
            raise DeadlineError(
                f"the client was not ready within {allowed:g} seconds: {self._services.trouble}"
            ) from None

    async def _start(self, retry: bool) -> Self:
        async with self._starting:
            if self._stage == "ready":
                return self
            self._require_not_closed()
            self._stage = "starting"
            try:
                await self._bootstrap(await self._services.open(retry=retry))
                self._require_not_closed()
            except BaseException as error:
                if isinstance(error, RealtimeError):
                    self._reason = None if isinstance(error, ClosedError) else error
                    _logger.info("the client could not start: %s", error)  # which the caller sees as an exception
                self._state_changed("failed")
                self._init_failed(_problem_of(error))
                await self._close()
                raise
            self._stage = "ready"
            self._started.set()
            self._state_changed("initialized")
            self._initialized()
            return self

    async def shutdown(self) -> None:
        """Close the connection and everything that belongs to the client. Idempotent.

        The last states of the connection are announced; nothing is afterwards. Returns when everything is closed; only
        a handler of this client that calls it while it is being closed already goes on at once, since closing waits
        for handlers.
        """
        self._require_own_loop()
        await self._close()

    async def until_closed(self) -> None:
        """Wait for the end of the client; what a program does whose handlers do the work.

        Returns when the client was shut down, by whomever. When the client has given up instead, the reason is raised;
        a handler that hears of the end of a token may still bring another one, with `update_token`. Can be called at
        any time, before the start and after the end included, and by several tasks at once.

        Raises:
            TokenError: The token has ended or was refused, and nobody brought another one.
            ConnectionRefused: The service does not want this client.
            RealtimeError: The client could not be started, for this reason.
            StateError: The client runs on another event loop.
        """
        if not self._released:
            self._services.own_loop.enter()
        while not self._released:
            self._turn.clear()
            if self._stage != "closed" and self._services.end is not None:
                await self._services.handlers_of_end_done()
                if reason_of_end(self) is not None:
                    break
            elif not self._released:
                await self._turn.wait()
        reason = reason_of_end(self)
        if reason is not None:
            raise reason

    def _ended(self) -> None:
        """Whatever waits for the end looks again."""
        self._turn.set()

    def _require_own_loop(self) -> None:
        if self._stage != "closed":  # what is closed says so instead
            self._services.own_loop.require()

    async def _close(self) -> None:
        self._reason = self._reason or self._services.end
        self._stage = "closed"
        self._started.set()
        if self._closing.locked() and self._services.dispatcher.runs_current_task:
            return
        async with self._closing:
            if self._released:
                return
            try:
                await self._teardown()
            finally:
                try:
                    await self._services.close()
                finally:
                    self._released = True
                    self._turn.set()

    def _require_not_closed(self) -> None:
        if self._stage == "closed":
            raise ClosedError()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.shutdown()

    async def _until_ready(self) -> None:
        self._require_own_loop()
        if self._stage == "starting":
            await self._started.wait()
        if self._stage != "ready":
            raise self._not_ready()

    def _not_ready(self) -> ClosedError:
        state = "was shut down" if self._stage == "closed" else "is not started"
        return ClosedError(f"this client {state}; use it inside `async with`, or after `await client.start()`")

    # -- for the generated class; it announces what the product has an event for

    @abstractmethod
    async def _bootstrap(self, configuration: JsonObject) -> None:
        """Load what belongs to the user, given the answer to the first request."""

    @abstractmethod
    async def _teardown(self) -> None:
        """Release what `_bootstrap` has opened."""

    def _state_changed(self, state: Literal["initialized", "failed"]) -> None:
        """Announce the outcome of the start."""
        _logger.debug("the client has %s", state)

    def _initialized(self) -> None:
        """Announce that the start has succeeded; comes after `_state_changed`."""

    def _init_failed(self, problem: ConnectionProblem) -> None:
        """Announce why the start has failed; comes after `_state_changed`."""

    def _phase_changed(self, phase: ConnectionPhase) -> None:
        """Announce where the connection stands."""
        _logger.debug("the connection is %s", phase)

    def _problem(self, problem: ConnectionProblem) -> None:
        """Announce trouble with the connection."""
        _logger.debug("trouble with the connection: %s", problem.message)

    def _retrying(self, problem: ConnectionProblem) -> None:
        """Announce that the connection failed and another attempt follows; comes after `_problem`."""

    def _token_about_to_expire(self, seconds: float) -> None:
        """Announce that the token runs out."""
        _logger.debug("the token ends in %s seconds", seconds)

    def _token_expired(self) -> None:
        """Announce that the token has run out."""
        _logger.debug("the token has ended")

    def _notified(self, message_type: str, payload: JsonObject) -> None:
        """Handle a notification of the product; unknown ones are ignored."""
        _logger.debug("ignoring a notification of type %.100r", message_type)


def _problem_of(error: BaseException) -> ConnectionProblem:
    """What a failed start says about its cause; an error of another kind, a cancellation too, shows its name alone."""
    from .twilsock.listener import ConnectionProblem

    known = error if isinstance(error, RealtimeError) else ClosedError(f"the start ended with {type(error).__name__}")
    status = known.status if isinstance(known, ConnectionRefused | RequestError) else None
    code = known.code if isinstance(known, ConnectionRefused | RequestError | TokenError) else None
    return ConnectionProblem(True, str(known), status, code, known)


def reason_of_end(client: RealtimeClient) -> RealtimeError | None:
    """Why a client has given up; None as long as it has not, or if it was just shut down."""
    return client._reason or client._services.end  # pyright: ignore[reportPrivateUsage] - not for users of a client


def is_ready(client: RealtimeClient) -> bool:
    """Whether a client was started and is not closed."""
    return client._stage == "ready"  # pyright: ignore[reportPrivateUsage] - not for users of a client
