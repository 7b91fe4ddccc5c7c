"""The access token of one client: given by the program, or by a provider that is called again and again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from .clock import Timing
from .errors import ConfigurationError, ForeignTokenError, TokenError
from .hidden import SecretStr, hide_token
from .tasks import TaskOwner
from .token_refresh import TokenProvider, TokenRefresher
from .tokens import TokenClaims, inspect_token

__all__ = ["ClientToken"]


class ClientToken:
    """Holds the newest token, which is always of the same user, and keeps it fresh where there is a provider.

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
        self.newest: SecretStr = SecretStr("") if token is None else hide_token(token)
        self.has_provider: bool = provider is not None
        self._grants = grants
        self._clock = timing.clock
        self._submit = submit
        self._failed = failed
        self._claims: TokenClaims | None = None
        self._refresher = None if provider is None else TokenRefresher(provider, self, timing, tasks=tasks)

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
        self.keep_token(self.newest if self._refresher is None else await self._refresher.ask())

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
        self.keep_token(token)
        if not submit:
            return
        try:
            await self._submit(token)
        except TokenError:
            if self.newest == token:
                self.newest, self._claims = before
            raise

    def about_to_expire(self) -> None:
        """Get the next token now: the service says that this one is about to end."""
        if self._refresher is not None:
            self._refresher.noticed()

    def refused(self) -> None:
        """Get another token, if there is a provider: the service does not accept this one."""
        if self._refresher is not None:
            self._refresher.refused()

    def stop(self) -> None:
        """Get no more tokens."""
        if self._refresher is not None:
            self._refresher.close()

    def forget(self) -> None:
        """Hold no token any more."""
        self.newest = SecretStr("")

    def keep_token(self, token: SecretStr) -> None:
        """See `token_refresh.TokenUser`."""
        claims = inspect_token(token, grant_names=self._grants, now=self._clock.wall())
        if self._claims is not None and claims.identity != self._claims.identity:
            raise ForeignTokenError(
                f"the new token is for identity {claims.identity!r}, this client belongs to {self._claims.identity!r}; "
                "make another client for another user"
            )
        self.newest, self._claims = token, claims
        if self._refresher is not None:
            self._refresher.arm(claims.expires_at)

    async def submit_token(self, token: SecretStr) -> None:
        """See `token_refresh.TokenUser`."""
        await self._submit(token)

    def refresh_failed(self, error: TokenError) -> None:
        """See `token_refresh.TokenUser`."""
        self._failed(error)
