"""The services behind one client: connection, REST, Sync and background work, with one owner."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from random import random as system_random
from urllib.parse import urlsplit

from .clock import Clock, SystemClock
from .errors import ForeignTokenError
from .events import Dispatcher
from .json import JsonObject
from .links import join_path
from .profile import Endpoints, ProductProfile
from .rest import Rest
from .sync import SyncClient
from .tasks import TaskOwner
from .tokens import TokenClaims, inspect_token
from .twilsock.connection import Connection
from .twilsock.limits import ConnectionLimits
from .twilsock.listener import ConnectionProblem
from .twilsock.machine import ConnectionPhase
from .twilsock.websocket import SocketOpener, open_websocket

__all__ = ["ServiceEvents", "Services"]

_logger = logging.getLogger(__name__)
_SYNC_EVENT = "twilio.sync.event"
_OLDER_SYNC_EVENT = "com.twilio.rtd.cds."


@dataclass(frozen=True, slots=True)
class ServiceEvents:
    """What the owner of the services is told.

    Attributes:
        phase: The connection's public phase changed.
        problem: The connection failed, for now or for good.
        token_about_to_expire: The token is good for so many more seconds.
        token_expired: The token has run out.
        notification: A notification that is not Sync's, by type.
    """

    phase: Callable[[ConnectionPhase], None]
    problem: Callable[[ConnectionProblem], None]
    token_about_to_expire: Callable[[float], None]
    token_expired: Callable[[], None]
    notification: Callable[[str, JsonObject], None]


class Services:
    """Everything that one client talks to.

    Args:
        profile: The product.
        endpoints: Where its services are.
        events: Who is told what happens.
        clock: Source of time; the event loop's by default.
        random: Source of numbers from 0 to 1, for jitter.
        open_socket: Opens the connection's sockets.
        limits: Timeouts and sizes of the connection.

    Attributes:
        rest: The REST service, through the connection.
        sync: The Sync service, through the connection.
        tasks: Owner of the client's background work.
        dispatcher: Where event handlers run.
    """

    def __init__(
        self,
        profile: ProductProfile,
        endpoints: Endpoints,
        events: ServiceEvents,
        *,
        clock: Clock | None = None,
        random: Callable[[], float] = system_random,
        open_socket: SocketOpener = open_websocket,
        limits: ConnectionLimits = ConnectionLimits(),  # noqa: B008 - immutable
    ) -> None:
        self.clock: Clock = clock if clock is not None else SystemClock()
        self.random = random
        self._profile = profile
        self._endpoints = endpoints
        self._events = events
        self._claims: TokenClaims | None = None
        self.tasks = TaskOwner()
        self.dispatcher = Dispatcher()
        self.connection = Connection(
            endpoints.socket,
            product=profile.grant,
            metadata={"ver": profile.version, "env": "Python", "sdk": "Python", **profile.metadata},
            message_types=profile.message_types,
            listener=self,
            clock=self.clock,
            random=random,
            open_socket=open_socket,
            limits=limits,
        )
        self.rest = Rest(self.connection, clock=self.clock, random=random)
        self.sync = SyncClient(self.connection, endpoints.sync, clock=self.clock, random=random)

    def __repr__(self) -> str:
        return f"<Services {urlsplit(self._endpoints.socket).netloc} {self.connection.phase}>"

    async def open(self, token: str) -> JsonObject:
        """Check the token, connect, and return the answer to the product's first request.

        Raises:
            TokenError: The token cannot be used; the subclass tells why.
            ConnectionRefused: The service does not want this client.
            RequestError: The first request was refused.
        """
        self._claims = inspect_token(token, grant_names=self._profile.token_grants, now=self.clock.wall())
        self.connection.connect(token)
        await self.connection.ready()
        return await self.rest.fetch(join_path(self._endpoints.api, *self._profile.bootstrap_path.split("/")))

    async def update_token(self, token: str) -> None:
        """Use another token of the same user from now on.

        Raises:
            TokenError: The token cannot be used, or is another user's.
        """
        claims = inspect_token(token, grant_names=self._profile.token_grants, now=self.clock.wall())
        if self._claims is not None and claims.identity != self._claims.identity:
            raise ForeignTokenError(
                f"the new token is for identity {claims.identity!r}, this client belongs to {self._claims.identity!r}; "
                "make another client for another user"
            )
        await self.connection.update_token(token)
        self._claims = claims

    async def close(self) -> None:
        """Close everything. Twice is fine."""
        await self.dispatcher.close()
        await self.tasks.close()
        await self.sync.close()
        await self.connection.close()

    # -- what the connection tells

    def phase_changed(self, phase: ConnectionPhase) -> None:
        """See `twilsock.ConnectionListener`."""
        if phase != "connected":
            self.sync.disconnected()
        self._events.phase(phase)

    def connected(self) -> None:
        """See `twilsock.ConnectionListener`."""
        self.sync.connected()

    def connection_problem(self, problem: ConnectionProblem) -> None:
        """See `twilsock.ConnectionListener`."""
        self._events.problem(problem)

    def token_about_to_expire(self) -> None:
        """See `twilsock.ConnectionListener`."""
        left = 0.0 if self._claims is None else max(0.0, self._claims.expires_at - self.clock.wall())
        self._events.token_about_to_expire(left)

    def token_expired(self) -> None:
        """See `twilsock.ConnectionListener`."""
        self._events.token_expired()

    def notification(self, message_type: str, payload: JsonObject) -> None:
        """See `twilsock.ConnectionListener`."""
        if message_type == _SYNC_EVENT:
            self.sync.notification(payload, ordered=True)
        elif message_type.startswith(_OLDER_SYNC_EVENT):
            self.sync.notification(payload, ordered=False)
        else:
            self._events.notification(message_type, payload)
