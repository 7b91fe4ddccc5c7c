"""Base of the generated clients: the way from a token to a client that is ready, and back."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Literal, Self

from .environment import Environment
from .errors import ClosedError, RealtimeError
from .json import JsonObject
from .live import Live
from .logs import logger_of
from .profile import Endpoints, ProductProfile
from .services import ServiceEvents, Services
from .stats import ClientStats
from .token_refresh import TokenProvider
from .twilsock.listener import ConnectionProblem
from .twilsock.machine import ConnectionPhase

__all__ = ["RealtimeClient"]

_logger = logger_of(__name__)


class RealtimeClient(Live, ABC):
    """A connection of one user, usable as an asynchronous context manager.

    Args:
        token: The user's access token, or None if there is a provider.
        profile: The product.
        endpoints: Where its services are.
        token_provider: Asynchronous function that returns an access token of the user. It is asked at the start, in
            time before a token ends, when the service says that it is about to, and when the service refuses it. If
            it fails at the start, the start fails; later it is asked again after a while.
        environment: Time, chance and the network; what the program runs in by default.

    Raises:
        ConfigurationError: Both a token and a provider, or neither.
        ArgumentError: The provider cannot be called.
    """

    def __init__(
        self,
        token: str | None,
        profile: ProductProfile,
        endpoints: Endpoints,
        *,
        token_provider: TokenProvider | None = None,
        environment: Environment | None = None,
    ) -> None:
        self._services = Services(
            profile,
            endpoints,
            ServiceEvents(
                phase=self._phase_changed,
                problem=self._problem,
                token_about_to_expire=self._token_about_to_expire,
                token_expired=self._token_expired,
                notification=self._notified,
            ),
            token=token,
            token_provider=token_provider,
            environment=environment,
        )
        self._stage: Literal["new", "starting", "ready", "closed"] = "new"
        self._starting = asyncio.Lock()
        self._started = asyncio.Event()
        self._closing = asyncio.Lock()
        self._released = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._stage} {self._services.connection.phase}>"

    @property
    def stats(self) -> ClientStats:
        """What was counted so far, as a snapshot; also after the end."""
        return self._services.stats

    async def start(self) -> Self:
        """Connect and load what belongs to the user; ``async with`` does it by itself. Twice is fine.

        Raises:
            TokenError: The token cannot be used; the subclass tells why.
            ConnectionRefused: The service does not want this client.
            RequestError: The service refused a request of the start.
            ClosedError: The client was shut down before.
        """
        async with self._starting:
            if self._stage == "ready":
                return self
            self._require_not_closed()
            self._stage = "starting"
            try:
                await self._bootstrap(await self._services.open())
                self._require_not_closed()
            except BaseException as error:
                if isinstance(error, RealtimeError):
                    _logger.error("the client could not start: %s", error)
                self._state_changed("failed")
                await self._close()
                raise
            self._stage = "ready"
            self._started.set()
            self._state_changed("initialized")
            return self

    async def shutdown(self) -> None:
        """Close the connection and everything that belongs to the client. Twice is fine.

        The last states of the connection are announced; nothing is afterwards. Returns when everything is closed; only
        a handler of this client that calls it while it is being closed already goes on at once, since closing waits
        for handlers.
        """
        await self._close()

    async def _close(self) -> None:
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
                await self._services.close()
            self._released = True

    def _require_not_closed(self) -> None:
        if self._stage == "closed":
            raise ClosedError("this client was shut down; make a new one")

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.shutdown()

    async def _until_ready(self) -> None:
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

    def _phase_changed(self, phase: ConnectionPhase) -> None:
        """Announce where the connection stands."""
        _logger.debug("the connection is %s", phase)

    def _problem(self, problem: ConnectionProblem) -> None:
        """Announce trouble with the connection."""
        _logger.debug("trouble with the connection: %s", problem.message)

    def _token_about_to_expire(self, seconds: float) -> None:
        """Announce that the token runs out."""
        _logger.debug("the token ends in %s seconds", seconds)

    def _token_expired(self) -> None:
        """Announce that the token has run out."""
        _logger.debug("the token has ended")

    def _notified(self, message_type: str, payload: JsonObject) -> None:
        """Handle a notification of the product; unknown ones are ignored."""
        _logger.debug("ignoring a notification of type %r", message_type)
