# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`Client`: where everything starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from twilio_realtime.blocking import (
    Paginator,
    RealtimeClient,
    TokenProvider,
    in_thread,
)
from twilio_realtime.tokens.hidden import hide_token

from ..client import Client as AsyncClient
from .events import ClientEmitter, ClientEvents

if TYPE_CHECKING:
    from datetime import timedelta

    from twilio_realtime.deliveries import CursorStore, DeliveryStart
    from twilio_realtime.environment import Environment
    from twilio_realtime.json import JsonValue
    from twilio_realtime.network.proxies import ProxySetting
    from twilio_realtime.requests.link_policy import AllowedHosts

    from ..deliveries import Delivery as AsyncDelivery
    from ..models import ChannelSortingOptions, CreateChannelOptions, PushNotification
    from ..options import ClientOptions
    from ..types import ChannelSortingCriteria, ChannelSortingOrder, ConnectionState, NotificationsChannelType
    from .channel import Channel
    from .channel_descriptor import ChannelDescriptor
    from .deliveries import Deliveries, Delivery
    from .user import User
    from .user_descriptor import UserDescriptor

__all__ = ["Client"]


class Client(RealtimeClient[AsyncClient], ClientEmitter):
    """A signed-in user's connection to Twilio Chat.

    Inside ``with Client(token) as client:`` it is ready; leaving the block closes the connection and everything that
    belongs to it, its two threads included. Every method may be called from any thread; handlers of events run on one
    of the client's.

    Args:
        token: Access token of the user, if there is no provider.
        token_provider: Plain function that returns an access token of the user, asked for one at the start and whenever
            a new one is needed; instead of a token. It may block: each call runs on a thread of its own.
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
        ArgumentError: The token is no text, the provider cannot be called or is asynchronous, or an option is of the
            wrong kind.
        ConfigurationError: A URL, region or proxy that cannot be used, or hosts that are none; or both a token and a
            provider, or neither.
    """

    version: ClassVar[str] = AsyncClient.version
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
        from .twins import Twins  # with all objects, which many programs import and few make

        secret, token = None if token is None else hide_token(token), None
        super().__init__(
            AsyncClient(
                None if secret is None else secret.get_secret_value(),
                token_provider=in_thread(token_provider),
                options=options,
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
                http_cache_interval_override=http_cache_interval_override,
                user_infos_to_subscribe_override=user_infos_to_subscribe_override,
            )
        )
        self._hub: ClientEvents | None = None
        self._twins = Twins(self, self._threads)

    @property
    def on(self) -> ClientEvents:
        """The events: as attributes, or by documented name (``on("channelAdded", handler)``)."""
        hub = self._hub
        if hub is None:
            # Two threads may both make one: they are alike, and what they stand for exists once.
            inner = self._threads.portal.call(lambda: self._inner.on)
            hub = self._hub = ClientEvents(inner, self._twins)
        return hub

    @property
    def connection_state(self) -> ConnectionState:
        """Where the connection stands."""
        return self._inner.connection_state

    @property
    def reachability_enabled(self) -> bool:
        """Whether the service reports who is online.

        Raises:
            ClosedError: The client is not started.
        """
        return self._inner.reachability_enabled

    @property
    def user(self) -> User:
        """The signed-in user."""
        return self._twins.user(self._inner.user)

    def update_token(self, token: str) -> Client:
        """Use another access token of the same user from now on.

        Documented as ``Client.updateToken``.

        Args:
            token: The new token.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            TokenError: The token cannot be used; the subclass tells why.
        """
        secret = hide_token(token)
        del token
        self._run(lambda: self._inner.update_token(secret.get_secret_value()))
        return self

    def get_channel_by_sid(self, channel_sid: str) -> Channel:
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
        return self._twins.channel(self._run(lambda: self._inner.get_channel_by_sid(channel_sid)))

    def get_channel_by_unique_name(self, unique_name: str) -> Channel:
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
        return self._twins.channel(self._run(lambda: self._inner.get_channel_by_unique_name(unique_name)))

    def get_subscribed_channels(self, page_size: int = 50, anchor: str | None = None) -> Paginator[Channel]:
        """The channels of the signed-in user, joined or invited, by SID, page by page.

        Documented as ``Client.getSubscribedChannels``.

        Args:
            page_size: Most channels in a page.
            anchor: SID to start from, included; None: the first.

        Returns:
            The page; `for` goes over its items and those of all that follow, its `pages()` are the pages.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return Paginator(
            self._run(lambda: self._inner.get_subscribed_channels(page_size, anchor)),
            self._twins.threads.portal,
            self._twins.channel,
        )

    def get_public_channel_descriptors(self) -> Paginator[ChannelDescriptor]:
        """The public channels of the service, page by page.

        Documented as ``Client.getPublicChannelDescriptors``.

        Returns:
            The page; `for` goes over its items and those of all that follow, its `pages()` are the pages.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return Paginator(
            self._run(self._inner.get_public_channel_descriptors),
            self._twins.threads.portal,
            self._twins.channel_descriptor,
        )

    def get_user_channel_descriptors(self) -> Paginator[ChannelDescriptor]:
        """The channels of the signed-in user as the service describes them now, page by page.

        Documented as ``Client.getUserChannelDescriptors``.

        Returns:
            The page; `for` goes over its items and those of all that follow, its `pages()` are the pages.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return Paginator(
            self._run(self._inner.get_user_channel_descriptors),
            self._twins.threads.portal,
            self._twins.channel_descriptor,
        )

    def get_user(self, identity: str) -> User:
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
        return self._twins.user(self._run(lambda: self._inner.get_user(identity)))

    def get_subscribed_users(self) -> list[User]:
        """The users that are kept up to date, the signed-in one first.

        Documented as ``Client.getSubscribedUsers``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return [self._twins.user(item) for item in self._run(self._inner.get_subscribed_users)]

    def get_user_descriptor(self, identity: str) -> UserDescriptor:
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
        return self._twins.user_descriptor(self._run(lambda: self._inner.get_user_descriptor(identity)))

    def set_push_registration_id(self, channel_type: NotificationsChannelType, registration_id: str) -> None:
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
        self._run(lambda: self._inner.set_push_registration_id(channel_type, registration_id))

    def unset_push_registration_id(self, channel_type: NotificationsChannelType) -> None:
        """Remove the registration for push notifications.

        Documented as ``Client.unsetPushRegistrationId``.

        Args:
            channel_type: Push service: `fcm` or `apn`.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._run(lambda: self._inner.unset_push_registration_id(channel_type))

    @staticmethod
    def parse_push_notification(notification_payload: dict[str, JsonValue]) -> PushNotification:
        """Read the payload of a push notification, in the form of either push service.

        Documented as ``Client.parsePushNotification``.

        Args:
            notification_payload: What the application received, as a dict.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        return AsyncClient.parse_push_notification(notification_payload)

    def handle_push_notification(self, notification_payload: dict[str, JsonValue]) -> None:
        """Read the payload of a push notification and announce it.

        Documented as ``Client.handlePushNotification``.

        Args:
            notification_payload: What the application received, as a dict.

        Raises:
            ArgumentError: An argument is of the wrong kind.

        Causes: ``on.push_notification``.
        """
        self._run(lambda: self._inner.handle_push_notification(notification_payload))

    def get_local_channels(
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
        return [
            self._twins.channel(item)
            for item in self._run(
                lambda: self._inner.get_local_channels(sorting_options, criteria=criteria, order=order)
            )
        ]

    def get_or_create_channel(
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
        return self._twins.channel(
            self._run(lambda: self._inner.get_or_create_channel(unique_name, friendly_name, attributes, is_private))
        )

    def create_channel(
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
        return self._twins.channel(
            self._run(
                lambda: self._inner.create_channel(
                    options,
                    attributes=attributes,
                    friendly_name=friendly_name,
                    is_private=is_private,
                    unique_name=unique_name,
                    idempotency_key=idempotency_key,
                )
            )
        )

    def deliveries(
        self,
        store: CursorStore,
        *,
        start: DeliveryStart = "now",
        concurrency: int = 1,
        max_deliveries: int | None = None,
        dead_letter: Callable[[Delivery], object] | None = None,
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
        from twilio_realtime.blocking.deliveries import plain_dead_letter

        from .deliveries import Deliveries, Delivery

        portal = self._threads.portal

        def wrap(inner: AsyncDelivery) -> Delivery:
            return Delivery(inner, self._twins.message(inner.message), portal)

        handler = plain_dead_letter(dead_letter, wrap)
        inner = portal.call(
            lambda: self._inner.deliveries(
                store,
                start=start,
                concurrency=concurrency,
                max_deliveries=max_deliveries,
                dead_letter=handler,
                page_size=page_size,
            )
        )
        return Deliveries(inner, portal, wrap)
