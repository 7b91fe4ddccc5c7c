# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""Events: what handlers receive, and a hub for each kind of emitter.

Use a hub through ``on`` of its emitter. Each attribute is a signal: decorate a handler with it, call its ``connect``,
``once``, ``wait`` or ``expect``, or iterate over it. ``on("documentedName", handler)`` does the same by name. Handlers
are plain functions and run one at a time, on a thread of the client's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, overload

from twilio_realtime.blocking import (
    BareSignal,
    Emitter,
    EventHub,
    NoHandler,
    Signal,
    Subscription,
)
from twilio_realtime.events import events_of

from .. import events as asynchronous
from ..events import (
    ChannelEventName,
    ClientEventName,
    ConnectionErrorEvent,
    MemberEventName,
    MessageEventName,
    UserEventName,
)

if TYPE_CHECKING:
    from ..models import PushNotification
    from ..types import (
        ChannelUpdateReason,
        ConnectionState,
        MemberUpdateReason,
        MessageUpdateReason,
        State,
        UserUpdateReason,
    )
    from .channel import Channel
    from .member import Member
    from .message import Message
    from .twins import Twins
    from .user import User

__all__ = [
    "ChannelEmitter",
    "ChannelEventName",
    "ChannelEvents",
    "ChannelUpdated",
    "ChannelUpdatedEventArgs",
    "ClientEmitter",
    "ClientEventName",
    "ClientEvents",
    "ConnectionErrorEvent",
    "MemberEmitter",
    "MemberEventName",
    "MemberEvents",
    "MemberUpdated",
    "MessageEmitter",
    "MessageEventName",
    "MessageEvents",
    "MessageUpdated",
    "UserEmitter",
    "UserEventName",
    "UserEvents",
    "UserUpdated",
]


@dataclass(frozen=True, slots=True)
class ChannelUpdated:
    """A channel and what changed about it.

    Attributes:
        channel: The channel, already up to date.
        update_reasons: What changed.
    """

    channel: Channel
    update_reasons: tuple[ChannelUpdateReason, ...]


ChannelUpdatedEventArgs = ChannelUpdated
"""The documented name of `ChannelUpdated`."""


@dataclass(frozen=True, slots=True)
class MemberUpdated:
    """A member and what changed about it.

    Attributes:
        member: The member, already up to date.
        update_reasons: What changed.
    """

    member: Member
    update_reasons: tuple[MemberUpdateReason, ...]


@dataclass(frozen=True, slots=True)
class MessageUpdated:
    """A message and what changed about it.

    Attributes:
        message: The message, already up to date.
        update_reasons: What changed.
    """

    message: Message
    update_reasons: tuple[MessageUpdateReason, ...]


@dataclass(frozen=True, slots=True)
class UserUpdated:
    """A user and what changed about them.

    Attributes:
        user: The user, already up to date.
        update_reasons: What changed.
    """

    user: User
    update_reasons: tuple[UserUpdateReason, ...]


class ClientEvents(EventHub):
    """Events of a `Client`."""

    __slots__ = (
        "channel_added",
        "channel_invited",
        "channel_joined",
        "channel_left",
        "channel_removed",
        "channel_updated",
        "connection_error",
        "connection_state_changed",
        "member_joined",
        "member_left",
        "member_updated",
        "message_added",
        "message_removed",
        "message_updated",
        "push_notification",
        "state_changed",
        "token_about_to_expire",
        "token_expired",
        "typing_ended",
        "typing_started",
        "user_subscribed",
        "user_unsubscribed",
        "user_updated",
    )

    _EVENTS: ClassVar[Mapping[str, str]] = events_of(asynchronous.ClientEvents)

    def __init__(self, inner: asynchronous.ClientEvents, twins: Twins) -> None:
        threads = twins.threads
        self.channel_added: Signal[Channel] = Signal(inner.channel_added, threads, twins.channel)
        """A channel became known to this client."""
        self.channel_invited: Signal[Channel] = Signal(inner.channel_invited, threads, twins.channel)
        """The signed-in user was invited to a channel."""
        self.channel_joined: Signal[Channel] = Signal(inner.channel_joined, threads, twins.channel)
        """The signed-in user became a member of a channel."""
        self.channel_left: Signal[Channel] = Signal(inner.channel_left, threads, twins.channel)
        """The signed-in user left a channel, was removed from it, or declined."""
        self.push_notification: Signal[PushNotification] = Signal(inner.push_notification, threads)
        """The application handed a push notification in."""
        self.state_changed: Signal[State] = Signal(inner.state_changed, threads)
        """The client is ready or could not start."""
        self.connection_state_changed: Signal[ConnectionState] = Signal(inner.connection_state_changed, threads)
        """The connection changed."""
        self.connection_error: Signal[ConnectionErrorEvent] = Signal(inner.connection_error, threads)
        """There is trouble with the connection."""
        self.token_about_to_expire: Signal[float] = Signal(inner.token_about_to_expire, threads)
        """The access token is good for this many more seconds; call `update_token` in time."""
        self.token_expired: BareSignal = BareSignal(inner.token_expired, threads)
        """The access token has expired and the connection is gone until `update_token`."""
        self.member_joined: Signal[Member] = Signal(inner.member_joined, threads, twins.member)
        """Somebody became a member of a channel."""
        self.member_left: Signal[Member] = Signal(inner.member_left, threads, twins.member)
        """A member left a channel or was removed."""
        self.message_added: Signal[Message] = Signal(inner.message_added, threads, twins.message)
        """A message was written in a joined channel."""
        self.message_removed: Signal[Message] = Signal(inner.message_removed, threads, twins.message)
        """A message was removed."""
        self.channel_updated: Signal[ChannelUpdated] = Signal(inner.channel_updated, threads, twins.channel_updated)
        """Something about a channel changed."""
        self.channel_removed: Signal[Channel] = Signal(inner.channel_removed, threads, twins.channel)
        """A channel was deleted or is no longer visible."""
        self.member_updated: Signal[MemberUpdated] = Signal(inner.member_updated, threads, twins.member_updated)
        """Something about a member changed."""
        self.typing_started: Signal[Member] = Signal(inner.typing_started, threads, twins.member)
        """A member of a joined channel is typing; repeated while it goes on."""
        self.typing_ended: Signal[Member] = Signal(inner.typing_ended, threads, twins.member)
        """A member of a joined channel has stopped typing."""
        self.message_updated: Signal[MessageUpdated] = Signal(inner.message_updated, threads, twins.message_updated)
        """Something about a message changed."""
        self.user_updated: Signal[UserUpdated] = Signal(inner.user_updated, threads, twins.user_updated)
        """Something about a user changed."""
        self.user_subscribed: Signal[User] = Signal(inner.user_subscribed, threads, twins.user)
        """A user is kept up to date from now on."""
        self.user_unsubscribed: Signal[User] = Signal(inner.user_unsubscribed, threads, twins.user)
        """A user is not kept up to date any more."""

    @overload
    def __call__(
        self, event: Literal["channelAdded"], handler: Callable[[Channel], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["channelAdded"]) -> Signal[Channel]: ...
    @overload
    def __call__(
        self, event: Literal["channelInvited"], handler: Callable[[Channel], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["channelInvited"]) -> Signal[Channel]: ...
    @overload
    def __call__(
        self, event: Literal["channelJoined"], handler: Callable[[Channel], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["channelJoined"]) -> Signal[Channel]: ...
    @overload
    def __call__(self, event: Literal["channelLeft"], handler: Callable[[Channel], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["channelLeft"]) -> Signal[Channel]: ...
    @overload
    def __call__(
        self, event: Literal["pushNotification"], handler: Callable[[PushNotification], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["pushNotification"]) -> Signal[PushNotification]: ...
    @overload
    def __call__(self, event: Literal["stateChanged"], handler: Callable[[State], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["stateChanged"]) -> Signal[State]: ...
    @overload
    def __call__(
        self, event: Literal["connectionStateChanged"], handler: Callable[[ConnectionState], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["connectionStateChanged"]) -> Signal[ConnectionState]: ...
    @overload
    def __call__(
        self, event: Literal["connectionError"], handler: Callable[[ConnectionErrorEvent], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["connectionError"]) -> Signal[ConnectionErrorEvent]: ...
    @overload
    def __call__(
        self, event: Literal["tokenAboutToExpire"], handler: Callable[[float], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["tokenAboutToExpire"]) -> Signal[float]: ...
    @overload
    def __call__(self, event: Literal["tokenExpired"], handler: Callable[[], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["tokenExpired"]) -> BareSignal: ...
    @overload
    def __call__(self, event: Literal["memberJoined"], handler: Callable[[Member], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["memberJoined"]) -> Signal[Member]: ...
    @overload
    def __call__(self, event: Literal["memberLeft"], handler: Callable[[Member], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["memberLeft"]) -> Signal[Member]: ...
    @overload
    def __call__(
        self, event: Literal["messageAdded"], handler: Callable[[Message], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["messageAdded"]) -> Signal[Message]: ...
    @overload
    def __call__(
        self, event: Literal["messageRemoved"], handler: Callable[[Message], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["messageRemoved"]) -> Signal[Message]: ...
    @overload
    def __call__(
        self, event: Literal["channelUpdated"], handler: Callable[[ChannelUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["channelUpdated"]) -> Signal[ChannelUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["channelRemoved"], handler: Callable[[Channel], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["channelRemoved"]) -> Signal[Channel]: ...
    @overload
    def __call__(
        self, event: Literal["memberUpdated"], handler: Callable[[MemberUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["memberUpdated"]) -> Signal[MemberUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["typingStarted"], handler: Callable[[Member], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["typingStarted"]) -> Signal[Member]: ...
    @overload
    def __call__(self, event: Literal["typingEnded"], handler: Callable[[Member], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["typingEnded"]) -> Signal[Member]: ...
    @overload
    def __call__(
        self, event: Literal["messageUpdated"], handler: Callable[[MessageUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["messageUpdated"]) -> Signal[MessageUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["userUpdated"], handler: Callable[[UserUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["userUpdated"]) -> Signal[UserUpdated]: ...
    @overload
    def __call__(self, event: Literal["userSubscribed"], handler: Callable[[User], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["userSubscribed"]) -> Signal[User]: ...
    @overload
    def __call__(
        self, event: Literal["userUnsubscribed"], handler: Callable[[User], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["userUnsubscribed"]) -> Signal[User]: ...
    def __call__(self, event: ClientEventName, handler: Callable[..., object] | NoHandler = NoHandler.NONE) -> object:
        """Call ``handler`` at each event of this documented name; without one, return the signal, as for a decorator.

        Returns:
            What disconnects the handler again, or the signal.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        return self._by_name(event, handler)


class ClientEmitter(Emitter[ClientEvents]):
    """Something with the events of a `Client`."""

    __slots__ = ()

    @overload
    def once(self, event: Literal["channelAdded"], handler: Callable[[Channel], object]) -> None: ...
    @overload
    def once(self, event: Literal["channelInvited"], handler: Callable[[Channel], object]) -> None: ...
    @overload
    def once(self, event: Literal["channelJoined"], handler: Callable[[Channel], object]) -> None: ...
    @overload
    def once(self, event: Literal["channelLeft"], handler: Callable[[Channel], object]) -> None: ...
    @overload
    def once(self, event: Literal["pushNotification"], handler: Callable[[PushNotification], object]) -> None: ...
    @overload
    def once(self, event: Literal["stateChanged"], handler: Callable[[State], object]) -> None: ...
    @overload
    def once(self, event: Literal["connectionStateChanged"], handler: Callable[[ConnectionState], object]) -> None: ...
    @overload
    def once(self, event: Literal["connectionError"], handler: Callable[[ConnectionErrorEvent], object]) -> None: ...
    @overload
    def once(self, event: Literal["tokenAboutToExpire"], handler: Callable[[float], object]) -> None: ...
    @overload
    def once(self, event: Literal["tokenExpired"], handler: Callable[[], object]) -> None: ...
    @overload
    def once(self, event: Literal["memberJoined"], handler: Callable[[Member], object]) -> None: ...
    @overload
    def once(self, event: Literal["memberLeft"], handler: Callable[[Member], object]) -> None: ...
    @overload
    def once(self, event: Literal["messageAdded"], handler: Callable[[Message], object]) -> None: ...
    @overload
    def once(self, event: Literal["messageRemoved"], handler: Callable[[Message], object]) -> None: ...
    @overload
    def once(self, event: Literal["channelUpdated"], handler: Callable[[ChannelUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["channelRemoved"], handler: Callable[[Channel], object]) -> None: ...
    @overload
    def once(self, event: Literal["memberUpdated"], handler: Callable[[MemberUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["typingStarted"], handler: Callable[[Member], object]) -> None: ...
    @overload
    def once(self, event: Literal["typingEnded"], handler: Callable[[Member], object]) -> None: ...
    @overload
    def once(self, event: Literal["messageUpdated"], handler: Callable[[MessageUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["userUpdated"], handler: Callable[[UserUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["userSubscribed"], handler: Callable[[User], object]) -> None: ...
    @overload
    def once(self, event: Literal["userUnsubscribed"], handler: Callable[[User], object]) -> None: ...
    def once(self, event: ClientEventName, handler: Callable[..., object]) -> None:
        """Call ``handler`` at the next event of this documented name only.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        self._once_by_name(event, handler)

    def off(self, event: ClientEventName, handler: Callable[..., object]) -> None:
        """Stop calling ``handler`` at events of this documented name.

        Raises:
            ArgumentError: There is no such event.
        """
        self._off_by_name(event, handler)


class ChannelEvents(EventHub):
    """Events of a `Channel`."""

    __slots__ = (
        "member_joined",
        "member_left",
        "member_updated",
        "message_added",
        "message_removed",
        "message_updated",
        "removed",
        "typing_ended",
        "typing_started",
        "updated",
    )

    _EVENTS: ClassVar[Mapping[str, str]] = events_of(asynchronous.ChannelEvents)

    def __init__(self, inner: asynchronous.ChannelEvents, twins: Twins) -> None:
        threads = twins.threads
        self.member_joined: Signal[Member] = Signal(inner.member_joined, threads, twins.member)
        """Somebody became a member."""
        self.member_left: Signal[Member] = Signal(inner.member_left, threads, twins.member)
        """A member left or was removed."""
        self.message_added: Signal[Message] = Signal(inner.message_added, threads, twins.message)
        """A message was written."""
        self.message_removed: Signal[Message] = Signal(inner.message_removed, threads, twins.message)
        """A message was removed."""
        self.updated: Signal[ChannelUpdated] = Signal(inner.updated, threads, twins.channel_updated)
        """Something about the channel changed."""
        self.removed: Signal[Channel] = Signal(inner.removed, threads, twins.channel)
        """The channel was deleted or is no longer visible."""
        self.member_updated: Signal[MemberUpdated] = Signal(inner.member_updated, threads, twins.member_updated)
        """Something about a member changed."""
        self.typing_started: Signal[Member] = Signal(inner.typing_started, threads, twins.member)
        """A member is typing; repeated while it goes on."""
        self.typing_ended: Signal[Member] = Signal(inner.typing_ended, threads, twins.member)
        """A member has stopped typing."""
        self.message_updated: Signal[MessageUpdated] = Signal(inner.message_updated, threads, twins.message_updated)
        """Something about a message changed."""

    @overload
    def __call__(self, event: Literal["memberJoined"], handler: Callable[[Member], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["memberJoined"]) -> Signal[Member]: ...
    @overload
    def __call__(self, event: Literal["memberLeft"], handler: Callable[[Member], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["memberLeft"]) -> Signal[Member]: ...
    @overload
    def __call__(
        self, event: Literal["messageAdded"], handler: Callable[[Message], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["messageAdded"]) -> Signal[Message]: ...
    @overload
    def __call__(
        self, event: Literal["messageRemoved"], handler: Callable[[Message], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["messageRemoved"]) -> Signal[Message]: ...
    @overload
    def __call__(
        self, event: Literal["updated"], handler: Callable[[ChannelUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["updated"]) -> Signal[ChannelUpdated]: ...
    @overload
    def __call__(self, event: Literal["removed"], handler: Callable[[Channel], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["removed"]) -> Signal[Channel]: ...
    @overload
    def __call__(
        self, event: Literal["memberUpdated"], handler: Callable[[MemberUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["memberUpdated"]) -> Signal[MemberUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["typingStarted"], handler: Callable[[Member], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["typingStarted"]) -> Signal[Member]: ...
    @overload
    def __call__(self, event: Literal["typingEnded"], handler: Callable[[Member], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["typingEnded"]) -> Signal[Member]: ...
    @overload
    def __call__(
        self, event: Literal["messageUpdated"], handler: Callable[[MessageUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["messageUpdated"]) -> Signal[MessageUpdated]: ...
    def __call__(self, event: ChannelEventName, handler: Callable[..., object] | NoHandler = NoHandler.NONE) -> object:
        """Call ``handler`` at each event of this documented name; without one, return the signal, as for a decorator.

        Returns:
            What disconnects the handler again, or the signal.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        return self._by_name(event, handler)


class ChannelEmitter(Emitter[ChannelEvents]):
    """Something with the events of a `Channel`."""

    __slots__ = ()

    @overload
    def once(self, event: Literal["memberJoined"], handler: Callable[[Member], object]) -> None: ...
    @overload
    def once(self, event: Literal["memberLeft"], handler: Callable[[Member], object]) -> None: ...
    @overload
    def once(self, event: Literal["messageAdded"], handler: Callable[[Message], object]) -> None: ...
    @overload
    def once(self, event: Literal["messageRemoved"], handler: Callable[[Message], object]) -> None: ...
    @overload
    def once(self, event: Literal["updated"], handler: Callable[[ChannelUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["removed"], handler: Callable[[Channel], object]) -> None: ...
    @overload
    def once(self, event: Literal["memberUpdated"], handler: Callable[[MemberUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["typingStarted"], handler: Callable[[Member], object]) -> None: ...
    @overload
    def once(self, event: Literal["typingEnded"], handler: Callable[[Member], object]) -> None: ...
    @overload
    def once(self, event: Literal["messageUpdated"], handler: Callable[[MessageUpdated], object]) -> None: ...
    def once(self, event: ChannelEventName, handler: Callable[..., object]) -> None:
        """Call ``handler`` at the next event of this documented name only.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        self._once_by_name(event, handler)

    def off(self, event: ChannelEventName, handler: Callable[..., object]) -> None:
        """Stop calling ``handler`` at events of this documented name.

        Raises:
            ArgumentError: There is no such event.
        """
        self._off_by_name(event, handler)


class UserEvents(EventHub):
    """Events of a `User`."""

    __slots__ = (
        "updated",
        "user_subscribed",
        "user_unsubscribed",
    )

    _EVENTS: ClassVar[Mapping[str, str]] = events_of(asynchronous.UserEvents)

    def __init__(self, inner: asynchronous.UserEvents, twins: Twins) -> None:
        threads = twins.threads
        self.updated: Signal[UserUpdated] = Signal(inner.updated, threads, twins.user_updated)
        """Something about the user changed."""
        self.user_subscribed: Signal[User] = Signal(inner.user_subscribed, threads, twins.user)
        """The object is kept up to date from now on. That has happened when somebody first has the object: listen
        with `replay=True`, or to the client."""
        self.user_unsubscribed: Signal[User] = Signal(inner.user_unsubscribed, threads, twins.user)
        """The object is not kept up to date any more."""

    @overload
    def __call__(self, event: Literal["updated"], handler: Callable[[UserUpdated], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["updated"]) -> Signal[UserUpdated]: ...
    @overload
    def __call__(self, event: Literal["userSubscribed"], handler: Callable[[User], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["userSubscribed"]) -> Signal[User]: ...
    @overload
    def __call__(
        self, event: Literal["userUnsubscribed"], handler: Callable[[User], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["userUnsubscribed"]) -> Signal[User]: ...
    def __call__(self, event: UserEventName, handler: Callable[..., object] | NoHandler = NoHandler.NONE) -> object:
        """Call ``handler`` at each event of this documented name; without one, return the signal, as for a decorator.

        Returns:
            What disconnects the handler again, or the signal.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        return self._by_name(event, handler)


class UserEmitter(Emitter[UserEvents]):
    """Something with the events of a `User`."""

    __slots__ = ()

    @overload
    def once(self, event: Literal["updated"], handler: Callable[[UserUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["userSubscribed"], handler: Callable[[User], object]) -> None: ...
    @overload
    def once(self, event: Literal["userUnsubscribed"], handler: Callable[[User], object]) -> None: ...
    def once(self, event: UserEventName, handler: Callable[..., object]) -> None:
        """Call ``handler`` at the next event of this documented name only.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        self._once_by_name(event, handler)

    def off(self, event: UserEventName, handler: Callable[..., object]) -> None:
        """Stop calling ``handler`` at events of this documented name.

        Raises:
            ArgumentError: There is no such event.
        """
        self._off_by_name(event, handler)


class MemberEvents(EventHub):
    """Events of a `Member`."""

    __slots__ = (
        "typing_ended",
        "typing_started",
        "updated",
    )

    _EVENTS: ClassVar[Mapping[str, str]] = events_of(asynchronous.MemberEvents)

    def __init__(self, inner: asynchronous.MemberEvents, twins: Twins) -> None:
        threads = twins.threads
        self.updated: Signal[MemberUpdated] = Signal(inner.updated, threads, twins.member_updated)
        """Something about the member changed."""
        self.typing_started: Signal[Member] = Signal(inner.typing_started, threads, twins.member)
        """The member is typing; repeated while it goes on."""
        self.typing_ended: Signal[Member] = Signal(inner.typing_ended, threads, twins.member)
        """The member has stopped typing."""

    @overload
    def __call__(
        self, event: Literal["updated"], handler: Callable[[MemberUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["updated"]) -> Signal[MemberUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["typingStarted"], handler: Callable[[Member], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["typingStarted"]) -> Signal[Member]: ...
    @overload
    def __call__(self, event: Literal["typingEnded"], handler: Callable[[Member], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["typingEnded"]) -> Signal[Member]: ...
    def __call__(self, event: MemberEventName, handler: Callable[..., object] | NoHandler = NoHandler.NONE) -> object:
        """Call ``handler`` at each event of this documented name; without one, return the signal, as for a decorator.

        Returns:
            What disconnects the handler again, or the signal.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        return self._by_name(event, handler)


class MemberEmitter(Emitter[MemberEvents]):
    """Something with the events of a `Member`."""

    __slots__ = ()

    @overload
    def once(self, event: Literal["updated"], handler: Callable[[MemberUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["typingStarted"], handler: Callable[[Member], object]) -> None: ...
    @overload
    def once(self, event: Literal["typingEnded"], handler: Callable[[Member], object]) -> None: ...
    def once(self, event: MemberEventName, handler: Callable[..., object]) -> None:
        """Call ``handler`` at the next event of this documented name only.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        self._once_by_name(event, handler)

    def off(self, event: MemberEventName, handler: Callable[..., object]) -> None:
        """Stop calling ``handler`` at events of this documented name.

        Raises:
            ArgumentError: There is no such event.
        """
        self._off_by_name(event, handler)


class MessageEvents(EventHub):
    """Events of a `Message`."""

    __slots__ = ("updated",)

    _EVENTS: ClassVar[Mapping[str, str]] = events_of(asynchronous.MessageEvents)

    def __init__(self, inner: asynchronous.MessageEvents, twins: Twins) -> None:
        threads = twins.threads
        self.updated: Signal[MessageUpdated] = Signal(inner.updated, threads, twins.message_updated)
        """Something about the message changed."""

    @overload
    def __call__(
        self, event: Literal["updated"], handler: Callable[[MessageUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["updated"]) -> Signal[MessageUpdated]: ...
    def __call__(self, event: MessageEventName, handler: Callable[..., object] | NoHandler = NoHandler.NONE) -> object:
        """Call ``handler`` at each event of this documented name; without one, return the signal, as for a decorator.

        Returns:
            What disconnects the handler again, or the signal.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        return self._by_name(event, handler)


class MessageEmitter(Emitter[MessageEvents]):
    """Something with the events of a `Message`."""

    __slots__ = ()

    def once(self, event: MessageEventName, handler: Callable[[MessageUpdated], object]) -> None:
        """Call ``handler`` at the next event of this documented name only.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        self._once_by_name(event, handler)

    def off(self, event: MessageEventName, handler: Callable[..., object]) -> None:
        """Stop calling ``handler`` at events of this documented name.

        Raises:
            ArgumentError: There is no such event.
        """
        self._off_by_name(event, handler)
