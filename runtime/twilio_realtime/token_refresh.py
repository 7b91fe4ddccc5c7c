"""Keeping the access token fresh with the help of a function that gets new ones."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable
from math import inf
from typing import Final, Protocol, cast

from .backoff import Backoff
from .clock import Timer, Timing
from .errors import ArgumentError, ClosedError, RealtimeError, TokenError, TokenProviderError
from .hidden import SecretStr
from .logs import logger_of
from .tasks import TaskOwner

__all__ = [
    "PROVIDER_TIMEOUT",
    "REFRESH_MARGIN",
    "REFRESH_SHARE",
    "SHORTEST_REFRESH",
    "TRUSTED_AFTER",
    "TokenProvider",
    "TokenRefresher",
    "TokenUser",
]

TokenProvider = Callable[[], Awaitable[str]]
"""An asynchronous function without arguments that returns a token of the same user each time."""

REFRESH_SHARE: Final = 0.8
"""Part of a token's remaining life after which the next one is asked for."""

REFRESH_MARGIN: Final = 1.0
"""Seconds before its end at which the next token is asked for at the latest."""

SHORTEST_REFRESH: Final = 1.0
"""Seconds that a new token is left alone in any case, however soon it ends."""

PROVIDER_TIMEOUT: Final = 30.0
"""Seconds that the provider may take for one token."""

TRUSTED_AFTER: Final = 30.0
"""A token refused sooner than this, in seconds, is a reason to wait before the provider is asked again; a notice that
follows another one sooner than this is no reason to ask it at all."""

_logger = logger_of(__name__)


async def _closed_provider() -> str:
    raise ClosedError()


class TokenUser(Protocol):
    """Who needs the tokens."""

    def keep_token(self, token: SecretStr) -> None:
        """Use a token from now on, as far as can be seen without the service; arms the refresher.

        Raises:
            TokenError: It cannot be used.
        """

    async def submit_token(self, token: SecretStr) -> None:
        """Give the token to the service.

        Raises:
            TokenError: The service refused it, which was reported already.
            RealtimeError: The service could not be told; the next connection begins with this token.
        """

    def refresh_failed(self, error: TokenError) -> None:
        """There is no new token for now; another attempt follows."""


class TokenRefresher:
    """Asks a provider for tokens, never twice at once: at the start, in time before one ends, and when told to.

    A provider that fails is asked again after 1 to 120 seconds, with full jitter.

    Args:
        provider: Where tokens come from.
        user: Who needs them.
        tasks: Owner of the background work.
        timing: Source of time and jitter.
        timeout: Seconds that the provider may take for one token.

    Raises:
        ArgumentError: The provider cannot be called.
    """

    def __init__(
        self,
        provider: TokenProvider,
        user: TokenUser,
        timing: Timing,
        *,
        tasks: TaskOwner,
        timeout: float = PROVIDER_TIMEOUT,
    ) -> None:
        if not callable(provider):
            raise ArgumentError(f"token_provider must be an async function, not a {type(provider).__name__}")
        self._provider = provider
        self._user = user
        self._tasks = tasks
        self._clock = timing.clock
        self._timeout = timeout
        self._backoff = Backoff(timing.random)
        self._timer: Timer | None = None
        self._armed_at = 0.0
        self._missed = False
        self._noticed_at = -inf
        self._running = False
        self._refused = False
        self._troubled = False
        self._closed = False

    async def ask(self) -> SecretStr:
        """Ask the provider once.

        Raises:
            TokenProviderError: It failed, took too long, or returned no text.
        """
        task = asyncio.current_task()
        try:
            async with asyncio.timeout(self._timeout):
                # Not everybody checks types: a plain function is the likely mistake.
                given = cast(object, self._provider())
                if inspect.isawaitable(given):
                    given = await given
        except asyncio.CancelledError as error:
            if task is not None and task.cancelling():
                raise
            raise TokenProviderError(
                "the token provider was cancelled by its own doing; it must return an access token"
            ) from error
        except Exception as error:
            raise TokenProviderError(
                f"the token provider failed ({type(error).__name__}); "
                f"it must return an access token within {self._timeout:g} seconds"
            ) from error
        found = "an empty text" if given == "" else f"a {type(given).__name__}"
        token = SecretStr(given) if isinstance(given, str) else None
        del given  # whatever it is, it may hold a token
        if not token:
            raise TokenProviderError(f"the token provider returned {found}; it must return the text of an access token")
        return token

    def arm(self, expires_at: float) -> None:
        """Ask for the next token in time before the present one ends.

        Args:
            expires_at: When that is, in seconds since 1970-01-01 UTC.
        """
        self._disarm()
        self._missed = False
        if self._closed:
            return
        self._armed_at = self._clock.monotonic()
        left = expires_at - self._clock.wall()
        delay = max(SHORTEST_REFRESH, min(left * REFRESH_SHARE, left - REFRESH_MARGIN))
        self._timer = self._clock.call_later(delay, self._due)

    def noticed(self) -> None:
        """The service says that the present token is about to end: ask for the next one now.

        A service that says so of every token right away, since all are short, is heeded once in 30 seconds.
        """
        now = self._clock.monotonic()
        if not self._running and now - self._noticed_at >= TRUSTED_AFTER:
            self._noticed_at = now
            self._renew()

    def _due(self) -> None:
        self._timer = None
        if self._running:
            self._missed = True  # the token is still on its way to the service, and has become old meanwhile
        else:
            self._renew()

    def _renew(self) -> None:
        self._backoff.reset()
        self._begin(0.0)

    def refused(self) -> None:
        """The service does not accept the present token any more, or never did."""
        self._refused = True
        if self._running:
            return
        if self._clock.monotonic() - self._armed_at >= TRUSTED_AFTER:
            self._backoff.reset()
            self._begin(0.0)
        else:
            self._begin(self._backoff.next_delay())

    def close(self) -> None:
        """Ask no more; what is under way belongs to the owner of the tasks. Twice is fine."""
        self._closed = True
        self._provider = _closed_provider  # the caller's may hold a token
        self._disarm()

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _begin(self, delay: float) -> None:
        if self._running or self._closed:
            return
        self._disarm()
        self._running = True
        self._tasks.spawn(self._refresh(delay), "token refresh")

    async def _refresh(self, delay: float) -> None:
        try:
            while True:
                if delay > 0:
                    await self._clock.sleep(delay)
                if await self._replace():
                    return
                delay = self._backoff.next_delay()
        finally:
            self._running = False
            if self._missed:
                self._missed = False
                self._renew()

    async def _replace(self) -> bool:
        """Get one token to the service; whether that is all for now."""
        try:
            token = await self.ask()
            self._user.keep_token(token)
        except TokenError as error:
            # Each trouble is told once; what follows from it is no news.
            level = logging.INFO if self._troubled else logging.WARNING
            self._troubled = True
            _logger.log(level, "no new access token, trying again: %s", error)
            self._user.refresh_failed(error)
            return False
        self._refused = self._troubled = False
        try:
            await self._user.submit_token(token)
        except TokenError:
            return False
        except RealtimeError as error:
            _logger.debug("the service was not told of the new access token: %s", error)
        # Refused right after it was accepted, perhaps, while this task was not running.
        return not self._refused
