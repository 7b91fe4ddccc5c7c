"""The services behind one client: connection, REST, Sync and background work, with one owner."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import urlsplit

from pydantic import SecretStr

from .arguments import require_instance
from .clock import Timing
from .environment import Environment
from .errors import ClosedError, RealtimeError, ResponseError, TokenError
from .events import Dispatcher
from .json import JsonObject
from .lifetime.own_loop import OwnLoop
from .lifetime.tasks import TaskOwner
from .network.proxies import Proxies, ProxySetting
from .profile import Endpoints, ProductProfile
from .requests.link_policy import AllowedHosts, LinkPolicy
from .requests.links import join_path
from .requests.rest import Rest
from .sync import SyncClient
from .telemetry.announcements import Announcements
from .telemetry.logs import logger_of, warn_once
from .telemetry.observer import Observer
from .tokens.hidden import hide_token
from .tokens.refresh import PROVIDER_TIMEOUT, ClientToken, TokenProvider
from .twilsock.connection import Connection
from .twilsock.listener import ConnectionProblem
from .twilsock.machine import ConnectionPhase
from .twilsock.websocket import open_websocket

if TYPE_CHECKING:
    from .files.media import MediaService
    from .requests.push import PushRegistrar
    from .telemetry.stats import ClientStats, Health

__all__ = ["Services", "ServicesOwner"]

# What an owner receives is hidden from its users, not from here.
# pyright: reportPrivateUsage=false

_log = logger_of(__name__)

_SYNC_EVENT = "twilio.sync.event"
_OLDER_SYNC_EVENT = "com.twilio.rtd.cds."


class ServicesOwner(Protocol):
    """Receives what happens, synchronously and in order. Users see the owner, but not these methods."""

    def _phase_changed(self, phase: ConnectionPhase) -> None:
        """The connection's public phase is another one now."""

    def _problem(self, problem: ConnectionProblem) -> None:
        """The connection failed, for now or for good."""

    def _retrying(self, problem: ConnectionProblem) -> None:
        """The connection failed, and another attempt follows by itself; comes after `_problem`."""

    def _token_about_to_expire(self, seconds: float) -> None:
        """The token is good for so many more seconds."""

    def _token_expired(self) -> None:
        """The token has run out."""

    def _notified(self, message_type: str, payload: JsonObject) -> None:
        """A notification that is not Sync's has arrived."""

    def _ended(self) -> None:
        """The connection was given up; `Services.end` tells why. Handlers of that event have begun."""


class Services:
    """Everything that one client talks to.

    Args:
        profile: The product.
        endpoints: Where its services are.
        owner: Receives what happens.
        token: The user's access token, or None if there is a provider.
        token_provider: Called for each access token, or None if there is a token.
        environment: Time, chance and the network.
        proxy: Which proxy to use; see `proxies.ProxySetting`.
        allowed_hosts: Hosts that the service may send this client to; None for any.

    Attributes:
        rest: The REST service, through the connection.
        sync: The Sync service, through the connection.
        timing: Source of time and jitter, shared by all of them.
        tasks: Owner of the client's background work.
        dispatcher: Where event handlers run.
        own_loop: The event loop that all of this lives on.

    Raises:
        ConfigurationError: Both a token and a provider, or neither; proxy or hosts that cannot be used.
        ArgumentError: The provider cannot be called.
    """

    def __init__(
        self,
        profile: ProductProfile,
        endpoints: Endpoints,
        owner: ServicesOwner,
        *,
        token: str | SecretStr | None,
        token_provider: TokenProvider | None = None,
        environment: Environment | None = None,
        proxy: ProxySetting = True,
        allowed_hosts: AllowedHosts | None = None,
    ) -> None:
        chosen = environment if environment is not None else Environment()
        require_instance("environment", chosen, Environment, "an Environment or None")
        self.timing: Timing = Timing(chosen.clock, chosen.random)
        self._environment = chosen
        self._profile = profile
        self._endpoints = endpoints
        self._owner = owner
        self.tasks: TaskOwner = TaskOwner()
        self._token = ClientToken(
            token,
            token_provider,
            grants=profile.token_grants,
            timing=self.timing,
            tasks=self.tasks,
            submit=self._submit_token,
            failed=self._refresh_failed,
        )
        # By the wall clock, which can be read on any thread and after the end.
        self._phase_at = chosen.clock.wall()
        self._told_at: float | None = None
        self._connecting = False
        self._retrying = False
        self._opened = False
        self._closed = False
        self._proxies = Proxies(proxy)
        self._links = LinkPolicy((endpoints.socket, endpoints.api, endpoints.sync, endpoints.registrar), allowed_hosts)
        open_socket = chosen.open_socket
        if open_socket is None:
            self._proxies.for_url(endpoints.socket)  # what lasts is told at once, rather than at each attempt
            open_socket = partial(open_websocket, proxies=self._proxies)
        self._observer = Observer(chosen.telemetry, chosen.clock)
        self._announcements = Announcements(urlsplit(endpoints.socket).netloc.rpartition("@")[2], chosen.clock)
        self.own_loop: OwnLoop = OwnLoop()
        self.dispatcher: Dispatcher = Dispatcher(self.own_loop)
        self._handlers_of_end: frozenset[asyncio.Task[None]] = frozenset()
        self.connection: Connection = Connection(
            endpoints.socket,
            product=profile.grant,
            metadata={"ver": profile.version, "env": "Python", "sdk": "Python", **profile.metadata},
            message_types=profile.message_types,
            listener=self,
            timing=self.timing,
            open_socket=open_socket,
            limits=chosen.limits,
        )
        self._transport = self._observer.transport(self.connection)
        self.rest: Rest = Rest(self._transport, self.timing)
        self.sync: SyncClient = SyncClient(self._transport, endpoints.sync, self.timing, news=self.rest.forget)
        self._media: MediaService | None = None
        self._push: PushRegistrar | None = None

    def __repr__(self) -> str:
        if not hasattr(self, "connection"):  # in the traceback of a constructor that was given something wrong
            return "<Services not made>"
        return f"<Services {urlsplit(self._endpoints.socket).netloc} {self.connection.phase}>"

    @property
    def stats(self) -> ClientStats:
        """What was counted so far."""
        from .telemetry.stats import ClientStats  # which few programs ask for

        counted = self.connection.stats
        return ClientStats(
            phase=self.connection.phase,
            frames_in=counted.frames_in,
            frames_out=counted.frames_out,
            reconnects=counted.reconnects,
            pending_requests=self.connection.pending,
            held_objects=self.sync.held,
            dropped_events=self.dispatcher.dropped,
        )

    @property
    def health(self) -> Health:
        """How the services are; whether the client is ready is for the client to say."""
        from .telemetry.stats import Health

        now = self.timing.clock.wall()
        running, waiting = self.dispatcher.load
        return Health(
            alive=not self._closed and self.end is None,
            ready=self.connection.phase == "connected",
            phase_seconds=max(0.0, now - self._phase_at),
            token_seconds=None if self._token.identity is None else self._token.seconds_left,
            event_seconds=None if self._told_at is None else max(0.0, now - self._told_at),
            running_handlers=running,
            waiting_events=waiting,
            stats=self.stats,
        )

    @property
    def endpoints(self) -> Endpoints:
        """Where the services of the product are."""
        return self._endpoints

    @property
    def phase(self) -> ConnectionPhase | Literal["retrying"]:
        """The public phase of the connection; ``retrying`` from a failed attempt on until the phase changes."""
        return "retrying" if self._retrying else self.connection.phase

    @property
    def media(self) -> MediaService:
        """The media store, beside the connection.

        Raises:
            ClosedError: The client was closed.
        """
        self._require_open()
        if self._media is None:
            from .files.media import MediaService  # which not every program needs

            self._media = MediaService(
                self._usable_token,
                self.timing,
                transport=self._environment.http_transport,
                links=self._links,
                proxies=self._proxies,
            )
        return self._media

    def push_registrar(self, versions: Mapping[str, str], message_types: Sequence[str]) -> PushRegistrar:
        """What registers devices for push notifications, through the connection; the same object each time.

        Args:
            versions: Version of the registrar's protocol for each push service.
            message_types: Notifications to ask for.

        Raises:
            ClosedError: The client was closed.
        """
        self._require_open()
        if self._push is None:
            from .requests.push import PushRegistrar  # few programs register devices

            self._push = PushRegistrar(
                self._transport,
                self._endpoints.registrar,
                self.timing,
                product=self._profile.grant,
                versions=versions,
                message_types=message_types,
            )
        return self._push

    @property
    def identity(self) -> str | None:
        """Identity of the user; None before there was a token."""
        return self._token.identity

    @property
    def trouble(self) -> str:
        """Why the start is not finished, as far as is known."""
        if not self._connecting:
            return "the token provider has not answered yet"
        if self._opened:
            return "it is connected, but the service has not answered all requests of the start"
        return self._announcements.trouble

    @property
    def end(self) -> RealtimeError | None:
        """Why the connection was given up; None as long as it was not. Another token may bring it back."""
        end = self.connection.end
        return None if self._overcome(end) else end

    def _overcome(self, error: RealtimeError | None) -> bool:
        """Whether the token provider is called for another token."""
        return self._token.has_provider and self._opened and isinstance(error, TokenError)

    async def open(self, *, retry: bool = True) -> JsonObject:
        """Get and check the token, connect, and return the answer to the product's first request.

        Args:
            retry: Whether to go on when an attempt to connect has failed.

        Raises:
            DisconnectedError: An attempt to connect failed, and it shall not go on.
            TokenError: The token cannot be used; the subclass tells why.
            ConnectionRefused: The service does not want this client.
            RequestError: The first request was refused.
            ClosedError: The services were closed meanwhile.
        """
        await self._token.begin()
        self._require_open()
        self._connecting = True
        self._links.warn_of(self._endpoints.socket)
        self._announcements.connecting()
        self.connection.connect(self._token.newest)
        await self.connection.ready(retry=retry)
        self._opened = True
        return await self.rest.fetch(join_path(self._endpoints.api, *self._profile.bootstrap_path.split("/")))

    async def update_token(self, token: str | SecretStr) -> None:
        """Use another token of the same user from now on.

        Raises:
            TokenError: The token cannot be used, or is another user's.
            DeadlineError: The service did not confirm it in time; it stays in use for the next connection.
            ConnectionRefused: The service does not want this client.
            ClosedError: The services were closed.
        """
        token = hide_token(token)
        self._require_open()
        await self._token.replace(token, submit=self._connecting)  # else `open` begins with it

    async def close(self) -> None:
        """Close everything. Idempotent; when cancelled, what waits is cut short and the rest is closed all the same.

        Handlers that are running may still use the services until they end or their time is over. Those that follow
        the connection get its end.
        """
        self._announcements.close()
        self._token.close()
        async with AsyncExitStack() as steps:  # begins with the last one
            steps.push_async_callback(self.dispatcher.close)
            steps.push_async_callback(self._close_media)
            steps.push_async_callback(self.connection.close)
            steps.push_async_callback(self.sync.close)
            steps.push_async_callback(self.rest.close)
            steps.push_async_callback(self.tasks.close)
            steps.push_async_callback(self.dispatcher.settle)

    async def _close_media(self) -> None:
        self._closed = True
        self._token.forget()
        if self._media is not None:
            await self._media.close()

    def _usable_token(self) -> SecretStr:
        end = self.connection.end
        if isinstance(end, TokenError) and self.connection.uses(self._token.newest):
            raise end
        return self._token.newest

    async def _submit_token(self, token: SecretStr) -> None:
        await self.connection.update_token(token)

    def _refresh_failed(self, error: TokenError) -> None:
        self._owner._problem(ConnectionProblem(False, str(error), None, error.code, error))

    def _require_open(self) -> None:
        if self._closed:
            raise ClosedError()

    # -- for the connection

    def phase_changed(self, phase: ConnectionPhase) -> None:
        """See `twilsock.ConnectionListener`."""
        self._retrying = False
        self._phase_at = self.timing.clock.wall()
        self._observer.phase_changed(phase)
        if phase != "connected":
            self.sync.disconnected()
        if self._connecting:  # what never began has no end to announce
            self._owner._phase_changed(phase)

    def connected(self) -> None:
        """See `twilsock.ConnectionListener`."""
        self._observer.connected()
        self._announcements.connected()
        self.sync.connected()

    def connection_problem(self, problem: ConnectionProblem) -> None:
        """See `twilsock.ConnectionListener`."""
        self._observer.problem(problem)
        retries = not problem.terminal
        if self._overcome(problem.error):
            self._token.refused()
            problem = replace(problem, terminal=False)
        elif retries:
            self._announcements.problem(problem)
        self._tell_of_end(partial(self._owner._problem, problem))
        if retries:
            self._retrying = True
            self._owner._retrying(problem)

    def token_about_to_expire(self) -> None:
        """See `twilsock.ConnectionListener`."""
        left = self._token.seconds_left
        self._token.about_to_expire()
        self._owner._token_about_to_expire(left)

    def token_expired(self) -> None:
        """See `twilsock.ConnectionListener`."""
        self._observer.token_expired()
        if self._opened:
            self._token.refused()
        self._tell_of_end(self._owner._token_expired)

    def _tell_of_end(self, tell: Callable[[], None]) -> None:
        before = self.dispatcher.running
        tell()
        if self.end is None:
            return
        handlers = self.dispatcher.running - before
        self._handlers_of_end |= handlers
        self._owner._ended()
        if not handlers or self.tasks.spawn(self._announce_end(), "announcing the end") is None:
            self._announce()

    async def _announce_end(self) -> None:
        try:
            await self.handlers_of_end_done()
        finally:
            self._announce()

    def _announce(self) -> None:
        end = self.end
        if end is not None:
            self._announcements.given_up(end)

    async def handlers_of_end_done(self) -> None:
        """Wait for the handlers that began when the connection was given up: they may bring another token.

        Not for longer than a token provider may take, and not for the caller itself.
        """
        self._handlers_of_end = frozenset(task for task in self._handlers_of_end if not task.done())
        running = self._handlers_of_end - {asyncio.current_task()}
        if running:
            await asyncio.wait(running, timeout=PROVIDER_TIMEOUT)

    def notification(self, message_type: str, payload: JsonObject) -> None:
        """See `twilsock.ConnectionListener`."""
        self._told_at = self.timing.clock.wall()
        self._observer.notification(message_type, payload)
        if message_type == _SYNC_EVENT:
            self.sync.notification(payload, ordered=True)
        elif message_type.startswith(_OLDER_SYNC_EVENT):
            self.sync.notification(payload, ordered=False)
        else:
            try:
                self._owner._notified(message_type, payload)
            except ResponseError as error:
                warn_once(_log, payload, "ignored a notification of type %r: %s", message_type, error)
