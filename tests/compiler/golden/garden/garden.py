# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""`Garden`: where everything starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal

from twilio_realtime.arguments import require_integer, require_text
from twilio_realtime.client import RealtimeClient
from twilio_realtime.events import emit
from twilio_realtime.requests.pagination import Paginator, PendingPage
from twilio_realtime.tokens.hidden import hide_token
from twilio_realtime.version import VERSION

from .events import GardenEmitter, GardenEvents, Trouble

# Many programs import the class and make no client, for example those that only want types, so what a client is made
# of is imported by the functions that need it.
if TYPE_CHECKING:
    from twilio_realtime.collections import MembershipCollection
    from twilio_realtime.environment import Environment
    from twilio_realtime.json import JsonObject
    from twilio_realtime.network.proxies import ProxySetting
    from twilio_realtime.requests.link_policy import AllowedHosts
    from twilio_realtime.tokens.refresh import TokenProvider
    from twilio_realtime.twilsock.listener import ConnectionProblem
    from twilio_realtime.twilsock.machine import ConnectionPhase

    from .bed import Bed
    from .context import Context

__all__ = ["Garden"]


class Garden(RealtimeClient, GardenEmitter):
    """A signed-in user's view of the beds.

    Inside ``async with Garden(token) as client:`` it is ready; leaving the block closes the connection and everything
    that belongs to it.

    Args:
        token: Access token of the user, if there is no provider.
        token_provider: Asynchronous function that returns an access token of the user, called at the start and
            whenever a new one is needed; instead of a token.
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
        ArgumentError: The token is no text, the provider cannot be called, or an option is of the wrong kind.
        ConfigurationError: A URL, region or proxy that cannot be used, or hosts that are none; or both a token and a
            provider, or neither.
    """

    version: ClassVar[str] = VERSION
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
        from twilio_realtime.profile import Endpoints

        from .profile import PROFILE

        if token is not None:
            require_text("token", token, non_empty=True, secret=True)
        secret, token = None if token is None else hide_token(token), None
        endpoints = Endpoints.resolve(
            PROFILE,
            base_url=base_url,
            region=region,
            socket_url=socket_url,
            api_url=api_url,
            sync_url=sync_url,
            registrar_url=registrar_url,
        )
        super().__init__(
            secret,
            PROFILE,
            endpoints,
            token_provider=token_provider,
            environment=environment,
            start_timeout=start_timeout,
            proxy=proxy,
            allowed_hosts=allowed_hosts,
        )
        self._hub = None
        self._bound: Context | None = None
        self._beds: MembershipCollection[Bed] | None = None

    async def close(self) -> None:
        """End the session.

        Documented as ``Garden.close``.
        """
        await self.shutdown()

    async def get_bed(self, bed_sid: str) -> Bed:
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
        await self._until_ready()
        require_text("bed_sid", bed_sid, non_empty=True)
        return await self._known_beds().get(bed_sid)

    def get_beds(self, start: str | Bed, page_size: int = 10) -> PendingPage[Bed]:
        """The beds from one on, by SID.

        Documented as ``Garden.getBeds``.

        Args:
            start: The first, or its SID.
            page_size: Most beds in a page.

        Returns:
            Await it for the page, or use `async for` on it for the items of this page and of all that follow; its
            `pages()` are the pages. It asks the service only then; wrong arguments are refused at once.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        from .bed import Bed

        if isinstance(start, Bed):
            start = start.sid
        require_text("start", start, non_empty=True)
        require_integer("page_size", page_size, minimum=1)

        async def fetch_page(start: str = start) -> Paginator[Bed]:
            await self._until_ready()
            return await self._known_beds().page(page_size, start)

        return PendingPage(fetch_page)

    def _new_hub(self) -> GardenEvents:
        return GardenEvents(self._services.dispatcher)

    @property
    def _context(self) -> Context:
        if self._bound is None:
            raise self._not_ready()
        return self._bound

    def _known_beds(self) -> MembershipCollection[Bed]:
        if self._beds is None:
            raise self._not_ready()
        return self._beds

    async def _bootstrap(self, configuration: JsonObject) -> None:
        from twilio_realtime.collections import MembershipCollection, MembershipRules
        from twilio_realtime.wire import read_answer

        from . import wire
        from .bed import Bed
        from .context import Context

        settings = read_answer(wire.Start, configuration)
        context = Context(self._services, settings, self)
        self._bound = context

        def make(key: str, removed: Callable[[], None], lost: Callable[[], None]) -> Bed:
            return Bed(context, key, removed, lost, beds.settled)

        beds: MembershipCollection[Bed] = MembershipCollection(
            "bed",
            sync=context.sync,
            rest=context.rest,
            tasks=self._services.tasks,
            rules=MembershipRules(
                document_field="bed",
                document_suffix=".bed",
                items="beds",
                items_key="sid",
                next_token="next_token",
                token_parameter="PageToken",
                lookup_keys=("sid",),
                rename={
                    "bed_status": "standing",
                },
                status_field="standing",
                stages={"tended": "joined", "offered": "invited", "strange": "out"},
            ),
            create=make,
            listener=_BedsListener(self),
            timing=self._services.timing,
        )
        self._beds = beds
        await beds.open(context.configuration.my_beds)
        beds.begin(
            context.configuration.links.mine,
            context.configuration.links.beds,
        )

    async def _teardown(self) -> None:
        if self._beds is not None:
            self._beds.close()

    def _state_changed(self, state: Literal["initialized", "failed"]) -> None:
        emit(self.on.state_changed, state)

    def _phase_changed(self, phase: ConnectionPhase) -> None:
        emit(self.on.connection_changed, phase)

    def _problem(self, problem: ConnectionProblem) -> None:
        emit(self.on.connection_trouble, Trouble(problem.terminal, problem.message, problem.status, problem.code))

    def _token_about_to_expire(self, seconds: float) -> None:
        emit(self.on.token_about_to_expire, seconds)

    def _token_expired(self) -> None:
        emit(self.on.token_expired, None)


class _BedsListener:
    """Announces what becomes of the beds; see `MembershipListener`."""

    def __init__(self, client: Garden) -> None:
        self._client = client

    def added(self, resource: Bed) -> None:
        emit(self._client.on.bed_added, resource)

    def joined(self, resource: Bed) -> None:
        emit(self._client.on.bed_tended, resource)

    def invited(self, resource: Bed) -> None:
        emit(self._client.on.bed_offered, resource)

    def left(self, resource: Bed) -> None:
        emit(self._client.on.bed_left, resource)

    def removed(self, resource: Bed) -> None:
        emit(resource.on.removed, resource)
