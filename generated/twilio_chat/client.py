# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`Client`: where everything starts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from twilio_realtime.arguments import (
    encode_json,
    require_boolean,
    require_instance,
    require_integer,
    require_json,
    require_member,
    require_text,
    require_values,
)
from twilio_realtime.client import RealtimeClient
from twilio_realtime.events import emit
from twilio_realtime.requests.links import join_path
from twilio_realtime.requests.look_ups import get_or_create
from twilio_realtime.requests.pagination import Paginator, PendingPage
from twilio_realtime.tokens.hidden import hide_token
from twilio_realtime.version import VERSION

from .events import ClientEmitter, ClientEvents, ConnectionErrorEvent

# Many programs import the class and make no client, for example those that only want types, so what a client is made
# of is imported by the functions that need it.
if TYPE_CHECKING:
    from twilio_realtime.collections import FollowedPool, MembershipCollection
    from twilio_realtime.deliveries import CursorStore, DeliveryStart
    from twilio_realtime.environment import Environment
    from twilio_realtime.json import JsonObject, JsonValue
    from twilio_realtime.network.proxies import ProxySetting
    from twilio_realtime.requests.link_policy import AllowedHosts
    from twilio_realtime.tokens.refresh import TokenProvider
    from twilio_realtime.twilsock.listener import ConnectionProblem
    from twilio_realtime.twilsock.machine import ConnectionPhase

    from .channel import Channel
    from .channel_descriptor import ChannelDescriptor
    from .context import Context
    from .deliveries import Deliveries, Delivery
    from .models import ChannelSortingOptions, CreateChannelOptions, PushNotification
    from .options import ClientOptions
    from .types import ChannelSortingCriteria, ChannelSortingOrder, ConnectionState, NotificationsChannelType
    from .user import User
    from .user_descriptor import UserDescriptor

__all__ = ["Client"]

_NOTIFICATION_KEYS = {
    "twilio.ipmsg.typing_indicator": "channel_sid",
}

_PUSH_VERSIONS = {
    "fcm": "3",
    "apn": "4",
}
_PUSH_MESSAGE_TYPES = (
    "twilio.channel.new_message",
    "twilio.channel.added_to_channel",
    "twilio.channel.invited_to_channel",
    "twilio.channel.removed_from_channel",
    "twilio.channel.consumption_update",
)


class Client(RealtimeClient, ClientEmitter):
    """A signed-in user's connection to Twilio Chat.

    Inside ``async with Client(token) as client:`` it is ready; leaving the block closes the connection and everything
    that belongs to it.

    Args:
        token: Access token of the user, if there is no provider.
        token_provider: Asynchronous function that returns an access token of the user, called at the start and
            whenever a new one is needed; instead of a token.
        options: Settings as one object; keywords win over it.
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
        http_cache_interval_override: How long an answer that was read may be used again; None leaves it to the
            service.
        user_infos_to_subscribe_override: Most users that are kept up to date at a time, but always one; None leaves
            it to the service.

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
        options: ClientOptions | None = None,
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
        http_cache_interval_override: timedelta | None = None,
        user_infos_to_subscribe_override: int | None = None,
    ) -> None:
        from twilio_realtime.profile import Endpoints

        from .options import ClientOptions
        from .profile import PROFILE

        if token is not None:
            require_text("token", token, non_empty=True, secret=True)
        secret, token = None if token is None else hide_token(token), None
        if options is None:
            options = ClientOptions()
        require_instance("options", options, ClientOptions, "ClientOptions or None")
        region = region if region is not None else options.region
        self._options = ClientOptions(
            region=region,
            http_cache_interval_override=http_cache_interval_override
            if http_cache_interval_override is not None
            else options.http_cache_interval_override,
            user_infos_to_subscribe_override=user_infos_to_subscribe_override
            if user_infos_to_subscribe_override is not None
            else options.user_infos_to_subscribe_override,
        )
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
        self._channels: MembershipCollection[Channel] | None = None
        self._users: FollowedPool[User] | None = None

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

    @property
    def user(self) -> User:
        """The signed-in user."""
        return self._known_users().own

    async def update_token(self, token: str) -> Client:
        """Use another access token of the same user from now on.

        Documented as ``Client.updateToken``.

        Args:
            token: The new token.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            TokenError: The token cannot be used; the subclass tells why.
        """
        self._require_own_loop()
        require_text("token", token, non_empty=True, secret=True)
        secret = hide_token(token)
        del token
        await self._services.update_token(secret)
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
        return await self._known_channels().look_up(
            join_path(self._context.configuration.links.conversations, unique_name)
        )

    def get_subscribed_channels(self, page_size: int = 50, anchor: str | None = None) -> PendingPage[Channel]:
        """The channels of the signed-in user, joined or invited, by SID, page by page.

        Documented as ``Client.getSubscribedChannels``.

        Args:
            page_size: Most channels in a page.
            anchor: SID to start from, included; None: the first.

        Returns:
            Await it for the page, or use `async for` on it for the items of this page and of all that follow; its
            `pages()` are the pages. It asks the service only then; wrong arguments are refused at once.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        require_integer("page_size", page_size, minimum=1)
        if anchor is not None:
            require_text("anchor", anchor)

        async def fetch_page() -> Paginator[Channel]:
            await self._until_ready()
            return await self._known_channels().page(page_size, anchor)

        return PendingPage(fetch_page)

    def get_public_channel_descriptors(self) -> PendingPage[ChannelDescriptor]:
        """The public channels of the service, page by page.

        Documented as ``Client.getPublicChannelDescriptors``.

        Returns:
            Await it for the page, or use `async for` on it for the items of this page and of all that follow; its
            `pages()` are the pages. It asks the service only then; wrong arguments are refused at once.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        from twilio_realtime.requests.rest_pages import read_page

        from .channel_descriptor import make_channel_descriptor

        async def fetch_page() -> Paginator[ChannelDescriptor]:
            await self._until_ready()
            context = self._context
            return await read_page(
                context.rest,
                self._context.configuration.links.conversations,
                items="conversations",
                create=lambda data: make_channel_descriptor(context, data),
                token_parameter="PageToken",
                next_token="next_token",
                prev_token="previous_token",
            )

        return PendingPage(fetch_page)

    def get_user_channel_descriptors(self) -> PendingPage[ChannelDescriptor]:
        """The channels of the signed-in user as the service describes them now, page by page.

        Documented as ``Client.getUserChannelDescriptors``.

        Returns:
            Await it for the page, or use `async for` on it for the items of this page and of all that follow; its
            `pages()` are the pages. It asks the service only then; wrong arguments are refused at once.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        from twilio_realtime.requests.rest_pages import read_page

        from .channel_descriptor import make_channel_descriptor

        async def fetch_page() -> Paginator[ChannelDescriptor]:
            await self._until_ready()
            context = self._context
            return await read_page(
                context.rest,
                self._context.configuration.links.my_conversations,
                items="conversations",
                create=lambda data: make_channel_descriptor(context, data),
                token_parameter="PageToken",
                next_token="next_token",
                prev_token="previous_token",
            )

        return PendingPage(fetch_page)

    async def get_user(self, identity: str) -> User:
        """A user, kept up to date from now on. Following one too many lets the one followed longest go.

        Documented as ``Client.getUser``.

        Args:
            identity: Identity of the user.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.user_subscribed``.
        """
        await self._until_ready()
        require_text("identity", identity, non_empty=True)
        return await self._known_users().get(identity)

    async def get_subscribed_users(self) -> list[User]:
        """The users that are kept up to date, the signed-in one first.

        Documented as ``Client.getSubscribedUsers``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        await self._until_ready()
        return self._known_users().all()

    async def get_user_descriptor(self, identity: str) -> UserDescriptor:
        """A user as the service describes them now.

        Documented as ``Client.getUserDescriptor``.

        Args:
            identity: Identity of the user.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        from .user_descriptor import make_user_descriptor

        await self._until_ready()
        require_text("identity", identity, non_empty=True)
        answer = await self._context.rest.read(join_path(self._context.configuration.links.users, identity))
        return make_user_descriptor(self._context, answer)

    async def set_push_registration_id(self, channel_type: NotificationsChannelType, registration_id: str) -> None:
        """Register a device for push notifications. Another device of the same push service replaces it.

        Documented as ``Client.setPushRegistrationId``.

        Args:
            channel_type: Push service: `fcm` or `apn`.
            registration_id: What identifies the device there.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        await self._until_ready()
        require_member("channel_type", channel_type, ("fcm", "apn"))
        require_text("registration_id", registration_id, non_empty=True, secret=True)
        await self._services.push_registrar(_PUSH_VERSIONS, _PUSH_MESSAGE_TYPES).set(channel_type, registration_id)

    async def unset_push_registration_id(self, channel_type: NotificationsChannelType) -> None:
        """Remove the registration for push notifications.

        Documented as ``Client.unsetPushRegistrationId``.

        Args:
            channel_type: Push service: `fcm` or `apn`.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        await self._until_ready()
        require_member("channel_type", channel_type, ("fcm", "apn"))
        await self._services.push_registrar(_PUSH_VERSIONS, _PUSH_MESSAGE_TYPES).unset(channel_type)

    @staticmethod
    def parse_push_notification(notification_payload: dict[str, JsonValue]) -> PushNotification:
        """Read the payload of a push notification, in the form of either push service.

        Documented as ``Client.parsePushNotification``.

        Args:
            notification_payload: What the application received, as a dict.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        from twilio_realtime.requests.push_payloads import parse_push

        from .models import PushNotification

        require_values("notification_payload", notification_payload, require_json)
        return parse_push(PushNotification, notification_payload)

    async def handle_push_notification(self, notification_payload: dict[str, JsonValue]) -> None:
        """Read the payload of a push notification and announce it.

        Documented as ``Client.handlePushNotification``.

        Args:
            notification_payload: What the application received, as a dict.

        Raises:
            ArgumentError: An argument is of the wrong kind.

        Causes: ``on.push_notification``.
        """
        from twilio_realtime.requests.push_payloads import parse_push

        from .models import PushNotification

        await self._until_ready()
        require_values("notification_payload", notification_payload, require_json)
        emit(self.on.push_notification, parse_push(PushNotification, notification_payload))

    async def get_local_channels(
        self,
        sorting_options: ChannelSortingOptions | None = None,
        *,
        criteria: ChannelSortingCriteria | None = None,
        order: ChannelSortingOrder | None = None,
    ) -> list[Channel]:
        """The channels that this client knows, in the order in which it learnt of them unless sorted.

        Documented as ``Client.getLocalChannels``.

        Args:
            sorting_options: How to sort them.
            criteria: What they are sorted by; none leaves the order in which they became known.
            order: Which way they run. Default: "ascending".

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        from twilio_realtime.options import build_options

        from . import hooks
        from .hook_context import HookContext
        from .models import ChannelSortingOptions

        await self._until_ready()
        chosen = build_options(ChannelSortingOptions, sorting_options, {"criteria": criteria, "order": order})
        return hooks.sort_channels(HookContext(self._context), await self._known_channels().all(), chosen)

    async def get_or_create_channel(
        self, unique_name: str, friendly_name: str | None = None, attributes: JsonValue = None, is_private: bool = False
    ) -> Channel:
        """The channel with a unique name, created if there is none, whoever else does so at the same time.

        An addition of the Python client.

        Args:
            unique_name: Unique name of the channel.
            friendly_name: Name shown to people, for a new channel.
            attributes: Any JSON value to keep with a new channel. Default: {}.
            is_private: Whether only members and people invited can see a new channel.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            ConflictError: There is one already, or somebody else changed it.
            ForbiddenError: The user may not do this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.channel_added``.
        """
        await self._until_ready()
        require_text("unique_name", unique_name, non_empty=True)
        if friendly_name is not None:
            require_text("friendly_name", friendly_name)
        if attributes is None:
            attributes = {}
        require_json("attributes", attributes)
        require_boolean("is_private", is_private)
        return await get_or_create(
            lambda: self.get_channel_by_unique_name(unique_name=unique_name),
            lambda: self.create_channel(
                unique_name=unique_name, friendly_name=friendly_name, attributes=attributes, is_private=is_private
            ),
        )

    async def create_channel(
        self,
        options: CreateChannelOptions | None = None,
        *,
        attributes: JsonValue = None,
        friendly_name: str | None = None,
        is_private: bool | None = None,
        unique_name: str | None = None,
        idempotency_key: str | None = None,
    ) -> Channel:
        """Create a channel. The creator is not a member of it until `Channel.join`.

        Documented as ``Client.createChannel``.

        Args:
            options: Everything about the channel as one object.
            attributes: Any JSON value to keep with the channel. Default: {}.
            friendly_name: Name shown to people.
            is_private: Whether only members and people invited can see it. Default: False.
            unique_name: Name that no other channel of the service has.
            idempotency_key: With the same key again, also after a restart, nothing is created, and the result is
                that of the first time. A key is what you like, for example the SID of what is answered.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            ConflictError: There is one already, or somebody else changed it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.channel_added``.
        """
        from twilio_realtime.options import build_options
        from twilio_realtime.requests.rest import require_idempotency_key

        from .models import CreateChannelOptions

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
        if idempotency_key is not None:
            require_idempotency_key("idempotency_key", idempotency_key)
        answer = await self._context.rest.mutate(
            "POST",
            self._context.configuration.links.conversations,
            {
                "type": "private" if chosen.is_private else "public",
                **({"unique_name": chosen.unique_name} if chosen.unique_name is not None else {}),
                **({"friendly_name": chosen.friendly_name} if chosen.friendly_name is not None else {}),
                "attributes": encode_json("attributes", chosen.attributes),
            },
            idempotency_key=idempotency_key,
        )
        return await self._known_channels().adopt(answer)

    def deliveries(
        self,
        store: CursorStore,
        *,
        start: DeliveryStart = "now",
        concurrency: int = 1,
        max_deliveries: int | None = None,
        dead_letter: Callable[[Delivery], Awaitable[None] | None] | None = None,
        page_size: int = 100,
    ) -> Deliveries[Delivery]:
        """Hand out what was written in every channel of the user, until it is acknowledged.

        What was written while the program was not running comes first, page by page, then what is heard, without a gap
        between. Each message is handed out at least once, in order within its channel, and nothing more of that channel
        until it is acknowledged or given back. Changes and removals of what was acknowledged are not told here.

        An addition of the Python client.

        Args:
            store: Keeps what was acknowledged, for example `SqliteCursors("bot.db")`.
            start: Where to begin with a channel that the store does not know: `now`, at the `beginning`, or with
                what was written at this time or later.
            concurrency: Most deliveries that are neither acknowledged nor given back at a time, one of each
                channel.
            max_deliveries: How often a message is handed out at most; None: until it is acknowledged.
            dead_letter: Receives what was handed out that often; it is acknowledged when this returns. None: a
                warning in the log. What it raises ends the iteration, and nothing is acknowledged.
            page_size: Most items that are read at a time.

        Returns:
            An iterator, which waits for what is still to come and ends when the client is closed.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        from twilio_realtime.deliveries import DeliverySource, deliveries_of

        from .channel import durable_channel
        from .deliveries import Delivery

        source = DeliverySource(
            self,
            self._known_channels,
            durable_channel,
            position_of=lambda item: item.index,
            time_of=lambda item: item.date_created,
        )
        return deliveries_of(
            source,
            store,
            Delivery,
            start=start,
            concurrency=concurrency,
            page_size=page_size,
            max_deliveries=max_deliveries,
            dead_letter=dead_letter,
        )

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

    def _known_users(self) -> FollowedPool[User]:
        if self._users is None:
            raise self._not_ready()
        return self._users

    async def _bootstrap(self, configuration: JsonObject) -> None:
        from twilio_realtime.collections import FollowedPool, MembershipCollection, MembershipRules
        from twilio_realtime.lifetime.together import together
        from twilio_realtime.wire import read_answer, with_override

        from . import wire
        from .channel import Channel
        from .context import Context
        from .user import User, follow_user, unfollow_user

        settings = read_answer(wire.Configuration, configuration)
        settings = with_override(settings, "options.http_cache_interval", self._options.http_cache_interval_override)
        settings = with_override(
            settings, "options.user_infos_to_subscribe", self._options.user_infos_to_subscribe_override
        )
        if settings.options.http_cache_interval is not None:
            self._services.rest.cache_seconds = settings.options.http_cache_interval.total_seconds()
        context = Context(self._services, settings, self)
        self._bound = context

        async def locate(key: str, fresh: bool) -> str:
            answer = await context.rest.read(join_path(context.configuration.links.users, key), fresh=fresh)
            return read_answer(wire.UserLocation, answer).sync_objects.user_info_map

        def follow(key: str) -> User:
            return User(context, key, lambda: users.release(key))

        users: FollowedPool[User] = FollowedPool(
            capacity=context.configuration.options.user_infos_to_subscribe,
            create=follow,
            locate=locate,
            follow=follow_user,
            unfollow=unfollow_user,
            followed=lambda item: emit(item.on.user_subscribed, item),
            unfollowed=lambda item: emit(item.on.user_unsubscribed, item),
        )
        self._users = users

        def make(key: str, removed: Callable[[], None], lost: Callable[[], None]) -> Channel:
            return Channel(context, key, removed, lost, channels.settled)

        channels: MembershipCollection[Channel] = MembershipCollection(
            "channel",
            sync=context.sync,
            rest=context.rest,
            tasks=self._services.tasks,
            rules=MembershipRules(
                document_field="channel",
                document_suffix=".channel",
                items="conversations",
                items_key="conversation_sid",
                next_token="next_token",
                token_parameter="PageToken",
                lookup_keys=("sid",),
                rename={
                    "last_consumed_message_index": "lastConsumedMessageIndex",
                    "notification_level": "notificationLevel",
                },
                status_field="status",
                stages={"joined": "joined", "invited": "invited", "notParticipating": "out"},
            ),
            create=make,
            listener=_ChannelsListener(self),
            timing=self._services.timing,
        )
        self._channels = channels

        # Neither waits for the other; nothing of either is announced before both are there.
        await together(
            users.pin(context.configuration.identity, context.configuration.sync_objects.my_user_info),
            channels.open(context.configuration.sync_objects.my_conversations),
        )
        channels.begin(
            context.configuration.links.my_conversations,
            context.configuration.links.conversations,
        )

    async def _teardown(self) -> None:
        if self._channels is not None:
            self._channels.close()
        if self._users is not None:
            await self._users.close()

    def _notified(self, message_type: str, payload: JsonObject) -> None:
        from .channel import notify_channel

        key = payload.get(_NOTIFICATION_KEYS.get(message_type, ""))
        notified = self._channels.peek(key) if self._channels is not None and isinstance(key, str) else None
        if notified is not None:
            notify_channel(notified, message_type, payload)
            return
        super()._notified(message_type, payload)

    def _state_changed(self, state: Literal["initialized", "failed"]) -> None:
        emit(self.on.state_changed, state)

    def _phase_changed(self, phase: ConnectionPhase) -> None:
        emit(self.on.connection_state_changed, phase)

    def _problem(self, problem: ConnectionProblem) -> None:
        emit(
            self.on.connection_error,
            ConnectionErrorEvent(problem.terminal, problem.message, problem.status, problem.code),
        )

    def _token_about_to_expire(self, seconds: float) -> None:
        emit(self.on.token_about_to_expire, seconds)

    def _token_expired(self) -> None:
        emit(self.on.token_expired, None)


class _ChannelsListener:
    """Announces what becomes of the channels; see `MembershipListener`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def added(self, resource: Channel) -> None:
        emit(self._client.on.channel_added, resource)

    def joined(self, resource: Channel) -> None:
        emit(self._client.on.channel_joined, resource)

    def invited(self, resource: Channel) -> None:
        emit(self._client.on.channel_invited, resource)

    def left(self, resource: Channel) -> None:
        emit(self._client.on.channel_left, resource)

    def removed(self, resource: Channel) -> None:
        emit(resource.on.removed, resource)
