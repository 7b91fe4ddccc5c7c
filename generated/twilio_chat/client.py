# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`Client`: where everything starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal

from twilio_realtime.arguments import (
    build_options,
    encode_json,
    require_text,
)
from twilio_realtime.client import RealtimeClient
from twilio_realtime.collections import (
    MembershipCollection,
    MembershipEntry,
    MembershipEvents,
    MembershipRules,
)
from twilio_realtime.json import JsonObject, JsonValue
from twilio_realtime.links import join_path
from twilio_realtime.profile import Endpoints
from twilio_realtime.twilsock.listener import ConnectionProblem
from twilio_realtime.twilsock.machine import ConnectionPhase
from twilio_realtime.version import VERSION
from twilio_realtime.wire import read_answer

from . import wire
from .channel import Channel
from .context import Context
from .events import ClientEmitter, ClientEvents, ConnectionErrorEvent
from .models import CreateChannelOptions
from .profile import PROFILE
from .types import (
    ConnectionState,
)

if TYPE_CHECKING:
    pass

__all__ = ["Client"]

_CHANNELS_RULES = MembershipRules(
    document_field="channel",
    document_suffix=".channel",
    items="conversations",
    items_key="conversation_sid",
    next_token="next_token",
    token_parameter="PageToken",
    lookup_key="sid",
    rename={
        "last_consumed_message_index": "lastConsumedMessageIndex",
        "notification_level": "notificationLevel",
    },
    status_field="status",
    stages={"joined": "joined", "invited": "invited", "notParticipating": "out"},
)


class Client(RealtimeClient, ClientEmitter):
    """A signed-in user's connection to Twilio Chat.

    Inside `async with Client(token) as client:` it is ready; leaving the block closes the connection and everything
    that belongs to it.

    Args:
        token: Access token of the user.
        base_url: One host for every service, ``http(s)://host[:port]``, for a service of one's own.
        region: Region of the hosted service. Default: ``us1``.
        socket_url: WebSocket URL, if it is not the one that follows from the above.
        api_url: Base of the REST service, if it is not the one that follows from the above.
        sync_url: Base of Sync, if it is not the one that follows from the above.
        registrar_url: URL of the push registrar, if it is not the one that follows from the above.

    Raises:
        ArgumentError: The token is no text.
        ConfigurationError: A URL or region that cannot be used.
    """

    version: ClassVar[str] = VERSION
    """Version of this library."""

    def __init__(
        self,
        token: str,
        *,
        base_url: str | None = None,
        region: str | None = None,
        socket_url: str | None = None,
        api_url: str | None = None,
        sync_url: str | None = None,
        registrar_url: str | None = None,
    ) -> None:
        require_text("token", token, non_empty=True, secret=True)
        endpoints = Endpoints.resolve(
            PROFILE,
            base_url=base_url,
            region=region,
            socket_url=socket_url,
            api_url=api_url,
            sync_url=sync_url,
            registrar_url=registrar_url,
        )
        super().__init__(token, PROFILE, endpoints)
        self._hub = None
        self._bound: Context | None = None
        self._channels: MembershipCollection[Channel] | None = None

    @property
    def connection_state(self) -> ConnectionState:
        """Where the connection stands."""
        return self._services.connection.phase

    @property
    def reachability_enabled(self) -> bool:
        """Whether the service reports who is online.

        Raises:
            ClosedError: The client is not started.
        """
        return self._context.configuration.options.reachability_enabled

    async def update_token(self, token: str) -> Client:
        """Use another access token of the same user from now on.

        Documented as ``Client.updateToken``.

        Args:
            token: The new token.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            TokenError: The token cannot be used; the subclass tells why.
        """
        require_text("token", token, non_empty=True, secret=True)
        await self._services.update_token(token)
        return self

    async def get_channel_by_sid(self, channel_sid: str) -> Channel:
        """A channel by SID, looked up at the service if it is not known here.

        Documented as ``Client.getChannelBySid``.

        Args:
            channel_sid: SID of the channel, `CH…`.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            ForbiddenError: The user may not do this.
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        await self._until_ready()
        require_text("channel_sid", channel_sid, non_empty=True)
        return await self._known_channels().get(channel_sid)

    async def get_channel_by_unique_name(self, unique_name: str) -> Channel:
        """A channel by unique name, looked up at the service.

        Documented as ``Client.getChannelByUniqueName``.

        Args:
            unique_name: Unique name of the channel.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            ForbiddenError: The user may not do this.
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        await self._until_ready()
        require_text("unique_name", unique_name, non_empty=True)
        answer = await self._context.rest.read(join_path(self._context.configuration.links.conversations, unique_name))
        return await self._known_channels().adopt(answer)

    async def get_local_channels(self) -> list[Channel]:
        """The channels that this client knows, in the order in which it learnt of them.

        Documented as ``Client.getLocalChannels``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        await self._until_ready()
        return await self._known_channels().all()

    async def create_channel(
        self,
        options: CreateChannelOptions | None = None,
        *,
        attributes: JsonValue = None,
        friendly_name: str | None = None,
        is_private: bool | None = None,
        unique_name: str | None = None,
    ) -> Channel:
        """Create a channel. The creator is not a member of it until `Channel.join`.

        Documented as ``Client.createChannel``.

        Args:
            options: Everything about the channel as one object.
            attributes: Any JSON value to keep with the channel. Default: {}.
            friendly_name: Name shown to people.
            is_private: Whether only members and people invited can see it. Default: False.
            unique_name: Name that no other channel of the service has.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            ConflictError: There is one already, or somebody else changed it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.channel_added``.
        """
        await self._until_ready()
        chosen = build_options(
            CreateChannelOptions,
            options,
            {
                "attributes": attributes,
                "friendly_name": friendly_name,
                "is_private": is_private,
                "unique_name": unique_name,
            },
        )
        answer = await self._context.rest.mutate(
            "POST",
            self._context.configuration.links.conversations,
            {
                "type": "private" if chosen.is_private else "public",
                "attributes": encode_json("attributes", chosen.attributes),
                **({"unique_name": chosen.unique_name} if chosen.unique_name is not None else {}),
                **({"friendly_name": chosen.friendly_name} if chosen.friendly_name is not None else {}),
            },
        )
        return await self._known_channels().adopt(answer)

    def _new_hub(self) -> ClientEvents:
        return ClientEvents(self._services.dispatcher)

    @property
    def _context(self) -> Context:
        if self._bound is None:
            raise self._not_ready()
        return self._bound

    def _known_channels(self) -> MembershipCollection[Channel]:
        if self._channels is None:
            raise self._not_ready()
        return self._channels

    async def _bootstrap(self, configuration: JsonObject) -> None:
        context = Context(self._services, read_answer(wire.Configuration, configuration), self.on)
        self._bound = context

        def make(key: str, removed: Callable[[], None]) -> MembershipEntry[Channel]:
            return Channel.entry(context, key, removed, channels.settled)

        channels = MembershipCollection[Channel](
            "channel",
            sync=context.sync,
            rest=context.rest,
            tasks=self._services.tasks,
            rules=_CHANNELS_RULES,
            create=make,
            events=MembershipEvents(
                added=self.on.channel_added.emit,
                joined=self.on.channel_joined.emit,
                invited=self.on.channel_invited.emit,
                left=self.on.channel_left.emit,
                removed=lambda channel: channel.on.removed.emit(channel),
            ),
            clock=self._services.clock,
            random=self._services.random,
        )
        self._channels = channels
        await channels.open(
            context.configuration.sync_objects.my_conversations,
            context.configuration.links.my_conversations,
            context.configuration.links.conversations,
        )

    def _teardown(self) -> None:
        if self._channels is not None:
            self._channels.close()

    def _state_changed(self, state: Literal["initialized", "failed"]) -> None:
        self.on.state_changed.emit(state)

    def _phase_changed(self, phase: ConnectionPhase) -> None:
        self.on.connection_state_changed.emit(phase)

    def _problem(self, problem: ConnectionProblem) -> None:
        self.on.connection_error.emit(
            ConnectionErrorEvent(problem.terminal, problem.message, problem.status, problem.code)
        )

    def _token_about_to_expire(self, seconds: float) -> None:
        self.on.token_about_to_expire.emit(seconds)

    def _token_expired(self) -> None:
        self.on.token_expired.emit()
