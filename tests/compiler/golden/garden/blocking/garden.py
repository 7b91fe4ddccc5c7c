# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""`Garden`: where everything starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from twilio_realtime.blocking import (
    Paginator,
    RealtimeClient,
    Resource,
    TokenProvider,
    in_thread,
    inner_of,
)
from twilio_realtime.tokens.hidden import hide_token

from ..garden import Garden as AsyncGarden
from .events import GardenEmitter, GardenEvents

if TYPE_CHECKING:
    from twilio_realtime.environment import Environment
    from twilio_realtime.network.proxies import ProxySetting
    from twilio_realtime.requests.link_policy import AllowedHosts

    from .bed import Bed

__all__ = ["Garden"]


class Garden(RealtimeClient[AsyncGarden], GardenEmitter):
    """A signed-in user's view of the beds.

    Inside ``with Garden(token) as client:`` it is ready; leaving the block closes the connection and everything that
    belongs to it, its two threads included. Every method may be called from any thread; handlers of events run on one
    of the client's.

    Args:
        token: Access token of the user, if there is no provider.
        token_provider: Plain function that returns an access token of the user, asked for one at the start and whenever
            a new one is needed; instead of a token. It may block: each call runs on a thread of its own.
        base_url: One host for every service, ``http(s)://host[:port]``, for a service of one's own.
        region: Region of the hosted service. Default: ``us1``.
        socket_url: WebSocket URL, if it is not the one that follows from the above.
        api_url: Base of the REST service, if it is not the one that follows from the above.
        sync_url: Base of Sync, if it is not the one that follows from the above.
        registrar_url: URL of the push registrar, if it is not the one that follows from the above.
        environment: Time, chance and the network, for tests; what the program runs in by default.
        start_timeout: Most seconds that the start takes, unless `start` is told otherwise; None: no limit.
        proxy: URL of the proxy to use, `http`, `https`, `socks5` or `socks5h`; True: the one that the environment
            names; None: no proxy.
        allowed_hosts: Hosts that the service may send this client to, besides those above, for example
            `media.example.com` or `*.example.com`; None: any.

    Raises:
        ArgumentError: The token is no text, the provider cannot be called or is asynchronous, or an option is of the
            wrong kind.
        ConfigurationError: A URL, region or proxy that cannot be used, or hosts that are none; or both a token and a
            provider, or neither.
    """

    version: ClassVar[str] = AsyncGarden.version
    """Version of this library."""

    def __init__(
        self,
        token: str | None = None,
        *,
        token_provider: TokenProvider | None = None,
        base_url: str | None = None,
        region: str | None = None,
        socket_url: str | None = None,
        api_url: str | None = None,
        sync_url: str | None = None,
        registrar_url: str | None = None,
        environment: Environment | None = None,
        start_timeout: float | None = None,
        proxy: ProxySetting = True,
        allowed_hosts: AllowedHosts | None = None,
    ) -> None:
        from .twins import Twins  # with all objects, which many programs import and few make

        secret, token = None if token is None else hide_token(token), None
        super().__init__(
            AsyncGarden(
                None if secret is None else secret.get_secret_value(),
                token_provider=in_thread(token_provider),
                base_url=base_url,
                region=region,
                socket_url=socket_url,
                api_url=api_url,
                sync_url=sync_url,
                registrar_url=registrar_url,
                environment=environment,
                start_timeout=start_timeout,
                proxy=proxy,
                allowed_hosts=allowed_hosts,
            )
        )
        self._hub: GardenEvents | None = None
        self._twins = Twins(self, self._threads)

    @property
    def on(self) -> GardenEvents:
        """The events: as attributes, or by documented name (``on("bedAdded", handler)``)."""
        hub = self._hub
        if hub is None:
            # Two threads may both make one: they are alike, and what they stand for exists once.
            inner = self._threads.portal.call(lambda: self._inner.on)
            hub = self._hub = GardenEvents(inner, self._twins)
        return hub

    def close(self) -> None:
        """End the session.

        Documented as ``Garden.close``.
        """
        self.shutdown()

    def get_bed(self, bed_sid: str) -> Bed:
        """A bed by SID.

        Documented as ``Garden.getBed``.

        Args:
            bed_sid: SID of the bed.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._twins.bed(self._run(lambda: self._inner.get_bed(bed_sid)))

    def get_beds(self, start: str | Bed, page_size: int = 10) -> Paginator[Bed]:
        """The beds from one on, by SID.

        Documented as ``Garden.getBeds``.

        Args:
            start: The first, or its SID.
            page_size: Most beds in a page.

        Returns:
            The page; `for` goes over its items and those of all that follow, its `pages()` are the pages.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return Paginator(
            self._run(
                lambda: self._inner.get_beds(inner_of(start) if isinstance(start, Resource) else start, page_size)
            ),
            self._twins.threads.portal,
            self._twins.bed,
        )
