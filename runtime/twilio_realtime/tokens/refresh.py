"""The access token of one client: given by the program, or by a function that is called again and again."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Sequence
from math import inf
from typing import Final, cast

from pydantic import SecretStr

from ..clock import Timer, Timing
from ..errors import (
    ArgumentError,
    ClosedError,
    ConfigurationError,
    ForeignTokenError,
    RealtimeError,
    TokenError,
    TokenProviderError,
)
from ..lifetime.tasks import TaskOwner
from ..requests.backoff import Backoff
from ..telemetry.logs import logger_of
from .access_token import TokenClaims, inspect_token
from .hidden import hide_token

__all__ = [
    "PROVIDER_TIMEOUT",
    "REFRESH_MARGIN",
    "REFRESH_SHARE",
    "SHORTEST_REFRESH",
    "TRUSTED_AFTER",
    "ClientToken",
    "TokenProvider",
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


class ClientToken:
    """Holds the newest access token of one client, which is always of the same user.

    Where there is a provider, it is called for tokens, never twice at once: at the start, in time before a token ends,
    and when the service says so. A provider that fails is called again after 1 to 120 seconds, with full jitter.

    Args:
        token: The user's access token, or None if there is a provider.
        provider: Called for each access token, or None if there is a token.
        grants: Names of the product's grant.
        timing: Source of time and jitter.
        tasks: Owner of the background work.
        submit: Gives a token to the service, and returns when that has accepted it.
        failed: Called when the provider has given no token that can be used; another attempt follows.

    Attributes:
        newest: The newest token; empty before the first, and after the end.
        has_provider: Whether there will be another token.

    Raises:
        ConfigurationError: Both a token and a provider, or neither.
        ArgumentError: The provider cannot be called.
    """

    def __init__(
        self,
        token: str | SecretStr | None,
        provider: TokenProvider | None,
        *,
        grants: Sequence[str],
        timing: Timing,
        tasks: TaskOwner,
        submit: Callable[[SecretStr], Awaitable[None]],
        failed: Callable[[TokenError], None],
    ) -> None:
        if (token is None) == (provider is None):
            given = "neither" if token is None else "both"
            raise ConfigurationError(f"give either a token or a token_provider, not {given}")
        if provider is not None and not callable(provider):
            raise ArgumentError(f"token_provider must be an async function, not a {type(provider).__name__}")
        self.newest: SecretStr = SecretStr("") if token is None else hide_token(token)
        self.has_provider: bool = provider is not None
        self._provider = provider if provider is not None else _closed_provider
        self._grants = grants
        self._submit = submit
        self._failed = failed
        self._tasks = tasks
        self._clock = timing.clock
        self._backoff = Backoff(timing.random)
        self._claims: TokenClaims | None = None
        self._timer: Timer | None = None
        self._armed_at = 0.0
        self._missed = False
        self._noticed_at = -inf
        self._running = False
        self._refused = False
        self._troubled = False
        self._closed = False

    @property
    def identity(self) -> str | None:
        """Identity of the user; None before there was a token."""
        return None if self._claims is None else self._claims.identity

    @property
    def seconds_left(self) -> float:
        """Seconds until the token ends; 0 afterwards, and before the first one."""
        return 0.0 if self._claims is None else max(0.0, self._claims.expires_at - self._clock.wall())

    async def begin(self) -> None:
        """Get the first token and check it.

        Raises:
            TokenError: It cannot be used; the subclass tells why.
        """
        self._keep(await self._ask() if self.has_provider else self.newest)

    async def replace(self, token: SecretStr, *, submit: bool) -> None:
        """Use another token of the same user from now on.

        Args:
            token: The token.
            submit: Whether to give it to the service, too.

        Raises:
            TokenError: It cannot be used, or is another user's.
            RealtimeError: The service could not be told; the next connection begins with this token.
        """
        before = self.newest, self._claims
        self._keep(token)
        if not submit:
            return
        try:
            await self._submit(token)
        except TokenError:
            if self.newest == token:
                self.newest, self._claims = before
            raise

    def about_to_expire(self) -> None:
        """Call the provider now, if there is one: the service says that the token is about to end.

        A service that says so of every token right away, since all are short, is heeded once in 30 seconds.
        """
        now = self._clock.monotonic()
        if self.has_provider and not self._running and now - self._noticed_at >= TRUSTED_AFTER:
            self._noticed_at = now
            self._renew()

    def refused(self) -> None:
        """Call the provider, if there is one: the service does not accept the token any more, or never did."""
        self._refused = True
        if not self.has_provider or self._running:
            return
        if self._clock.monotonic() - self._armed_at >= TRUSTED_AFTER:
            self._backoff.reset()
            self._begin(0.0)
        else:
            self._begin(self._backoff.next_delay())

    def close(self) -> None:
        """Call the provider no more; what is under way belongs to the owner of the tasks. Idempotent."""
        self._closed = True
        self._provider = _closed_provider  # the caller's may hold a token
        self._disarm()

    def forget(self) -> None:
        """Hold no token any more."""
        self.newest = SecretStr("")

    def _keep(self, token: SecretStr) -> None:
        claims = inspect_token(token, grant_names=self._grants, now=self._clock.wall())
        if self._claims is not None and claims.identity != self._claims.identity:
            raise ForeignTokenError(
                f"the new token is for identity {claims.identity!r}, this client belongs to {self._claims.identity!r}; "
                "make another client for another user"
            )
        self.newest, self._claims = token, claims
        self._arm(claims.expires_at)

    async def _ask(self) -> SecretStr:
        """Call the provider once; `TokenProviderError` if it fails, takes too long, or returns no text."""
        task = asyncio.current_task()
        try:
            async with asyncio.timeout(PROVIDER_TIMEOUT):
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
                f"it must return an access token within {PROVIDER_TIMEOUT:g} seconds"
            ) from error
        found = "an empty text" if given == "" else f"a {type(given).__name__}"
        token = SecretStr(given) if isinstance(given, str) else None
        del given  # whatever it is, it may hold a token
        if not token:
            raise TokenProviderError(f"the token provider returned {found}; it must return the text of an access token")
        return token

    def _arm(self, expires_at: float) -> None:
        self._disarm()
        self._missed = False
        if self._closed or not self.has_provider:
            return
        self._armed_at = self._clock.monotonic()
        left = expires_at - self._clock.wall()
        delay = max(SHORTEST_REFRESH, min(left * REFRESH_SHARE, left - REFRESH_MARGIN))
        self._timer = self._clock.call_later(delay, self._due)

    def _due(self) -> None:
        self._timer = None
        if self._running:
            self._missed = True  # the token is still on its way to the service, and has become old meanwhile
        else:
            self._renew()

    def _renew(self) -> None:
        self._backoff.reset()
        self._begin(0.0)

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
            token = await self._ask()
            self._keep(token)
        except TokenError as error:
            # Each trouble is told once; what follows from it is no news.
            level = logging.INFO if self._troubled else logging.WARNING
            self._troubled = True
            _logger.log(level, "no new access token, trying again: %s", error)
            self._failed(error)
            return False
        self._refused = self._troubled = False
        try:
            await self._submit(token)
        except TokenError:
            return False
        except RealtimeError as error:
            _logger.debug("the service was not told of the new access token: %s", error)
        # Refused right after it was accepted, perhaps, while this task was not running.
        return not self._refused
