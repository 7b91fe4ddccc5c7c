# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""Events: what handlers receive, and a hub for each kind of emitter.

Use a hub through ``on`` of its emitter. Each attribute is a signal: decorate a handler with it, call its ``connect``,
``once``, ``wait`` or ``expect``, or iterate over it. ``on("documentedName", handler)`` does the same by name. Handlers
are plain functions and run one at a time, on a thread of the client's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, overload

from typing_extensions import deprecated

from twilio_realtime.blocking import (
    BareSignal,
    DeprecatedSignal,
    Emitter,
    EventHub,
    NoHandler,
    Signal,
    Subscription,
)
from twilio_realtime.events import events_of

from .. import events as asynchronous
from ..events import (
    ClientEventName,
    ConnectionErrorEvent,
    ConversationEventName,
    MessageEventName,
    ParticipantEventName,
    UserEventName,
)

if TYPE_CHECKING:
    from ..models import PushNotification
    from ..types import (
        ConnectionState,
        ConversationUpdateReason,
        MessageUpdateReason,
        ParticipantUpdateReason,
        State,
        UserUpdateReason,
    )
    from .conversation import Conversation
    from .message import Message
    from .participant import Participant
    from .twins import Twins
    from .user import User

__all__ = [
    "ClientEmitter",
    "ClientEventName",
    "ClientEvents",
    "ConnectionErrorEvent",
    "ConversationEmitter",
    "ConversationEventName",
    "ConversationEvents",
    "ConversationUpdated",
    "ConversationUpdatedEventArgs",
    "MessageEmitter",
    "MessageEventName",
    "MessageEvents",
    "MessageUpdated",
    "MessageUpdatedEventArgs",
    "ParticipantEmitter",
    "ParticipantEventName",
    "ParticipantEvents",
    "ParticipantUpdated",
    "ParticipantUpdatedEventArgs",
    "UserEmitter",
    "UserEventName",
    "UserEvents",
    "UserUpdated",
    "UserUpdatedEventArgs",
]


@dataclass(frozen=True, slots=True)
class ConversationUpdated:
    """A conversation and what changed about it.

    Attributes:
        conversation: The conversation, already up to date.
        update_reasons: What changed.
    """

    conversation: Conversation
    update_reasons: tuple[ConversationUpdateReason, ...]


ConversationUpdatedEventArgs = ConversationUpdated
"""The documented name of `ConversationUpdated`."""


@dataclass(frozen=True, slots=True)
class MessageUpdated:
    """A message and what changed about it.

    Attributes:
        message: The message, already up to date.
        update_reasons: What changed.
    """

    message: Message
    update_reasons: tuple[MessageUpdateReason, ...]


MessageUpdatedEventArgs = MessageUpdated
"""The documented name of `MessageUpdated`."""


@dataclass(frozen=True, slots=True)
class ParticipantUpdated:
    """A participant and what changed about them.

    Attributes:
        participant: The participant, already up to date.
        update_reasons: What changed.
    """

    participant: Participant
    update_reasons: tuple[ParticipantUpdateReason, ...]


ParticipantUpdatedEventArgs = ParticipantUpdated
"""The documented name of `ParticipantUpdated`."""


@dataclass(frozen=True, slots=True)
class UserUpdated:
    """A user and what changed about them.

    Attributes:
        user: The user, already up to date.
        update_reasons: What changed.
    """

    user: User
    update_reasons: tuple[UserUpdateReason, ...]


UserUpdatedEventArgs = UserUpdated
"""The documented name of `UserUpdated`."""


class ClientEvents(EventHub):
    """Events of a `Client`."""

    __slots__ = (
        "connection_error",
        "connection_state_changed",
        "conversation_added",
        "conversation_joined",
        "conversation_left",
        "conversation_removed",
        "conversation_updated",
        "init_failed",
        "initialized",
        "message_added",
        "message_removed",
        "message_updated",
        "participant_joined",
        "participant_left",
        "participant_updated",
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
        self.conversation_added: Signal[Conversation] = Signal(inner.conversation_added, threads, twins.conversation)
        """A conversation became known to this client."""
        self.conversation_joined: Signal[Conversation] = Signal(inner.conversation_joined, threads, twins.conversation)
        """The signed-in user became a participant of a conversation."""
        self.conversation_left: Signal[Conversation] = Signal(inner.conversation_left, threads, twins.conversation)
        """The signed-in user left a conversation or was removed from it."""
        self.initialized: BareSignal = BareSignal(inner.initialized, threads)
        """The client is ready."""
        self.init_failed: Signal[ConnectionErrorEvent] = Signal(inner.init_failed, threads)
        """The client could not be started."""
        self.state_changed: DeprecatedSignal[State] = DeprecatedSignal(
            inner.state_changed,
            threads,
            notice="Client.on.state_changed is deprecated since 0.1.0; use `initialized` and `init_failed`",
        )
        """The client is ready or could not start. Note: Client.on.state_changed is deprecated since 0.1.0; use
        `initialized` and `init_failed`."""
        self.connection_state_changed: Signal[ConnectionState] = Signal(inner.connection_state_changed, threads)
        """The state of the connection changed."""
        self.connection_error: Signal[ConnectionErrorEvent] = Signal(inner.connection_error, threads)
        """There is trouble with the connection."""
        self.push_notification: Signal[PushNotification] = Signal(inner.push_notification, threads)
        """The application handed a push notification in."""
        self.token_about_to_expire: BareSignal = BareSignal(inner.token_about_to_expire, threads)
        """The access token expires soon; call `update_token` in time."""
        self.token_expired: BareSignal = BareSignal(inner.token_expired, threads)
        """The access token has expired and the connection is gone until `update_token`."""
        self.participant_joined: Signal[Participant] = Signal(inner.participant_joined, threads, twins.participant)
        """Somebody became a participant of a conversation."""
        self.participant_left: Signal[Participant] = Signal(inner.participant_left, threads, twins.participant)
        """A participant left a conversation or was removed."""
        self.message_added: Signal[Message] = Signal(inner.message_added, threads, twins.message)
        """A message was written in a joined conversation."""
        self.message_removed: Signal[Message] = Signal(inner.message_removed, threads, twins.message)
        """A message was removed."""
        self.conversation_updated: Signal[ConversationUpdated] = Signal(
            inner.conversation_updated, threads, twins.conversation_updated
        )
        """Something about a conversation changed."""
        self.conversation_removed: Signal[Conversation] = Signal(
            inner.conversation_removed, threads, twins.conversation
        )
        """A conversation was deleted, or the signed-in user does not take part any more."""
        self.message_updated: Signal[MessageUpdated] = Signal(inner.message_updated, threads, twins.message_updated)
        """Something about a message changed."""
        self.participant_updated: Signal[ParticipantUpdated] = Signal(
            inner.participant_updated, threads, twins.participant_updated
        )
        """Something about a participant changed."""
        self.typing_started: Signal[Participant] = Signal(inner.typing_started, threads, twins.participant)
        """A participant of a joined conversation is typing; repeated while it goes on."""
        self.typing_ended: Signal[Participant] = Signal(inner.typing_ended, threads, twins.participant)
        """A participant of a joined conversation has stopped typing."""
        self.user_updated: Signal[UserUpdated] = Signal(inner.user_updated, threads, twins.user_updated)
        """Something about a user changed."""
        self.user_subscribed: Signal[User] = Signal(inner.user_subscribed, threads, twins.user)
        """A user is kept up to date from now on."""
        self.user_unsubscribed: Signal[User] = Signal(inner.user_unsubscribed, threads, twins.user)
        """A user is not kept up to date any more."""

    @overload
    def __call__(
        self, event: Literal["conversationAdded"], handler: Callable[[Conversation], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["conversationAdded"]) -> Signal[Conversation]: ...
    @overload
    def __call__(
        self, event: Literal["conversationJoined"], handler: Callable[[Conversation], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["conversationJoined"]) -> Signal[Conversation]: ...
    @overload
    def __call__(
        self, event: Literal["conversationLeft"], handler: Callable[[Conversation], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["conversationLeft"]) -> Signal[Conversation]: ...
    @overload
    def __call__(self, event: Literal["initialized"], handler: Callable[[], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["initialized"]) -> BareSignal: ...
    @overload
    def __call__(
        self, event: Literal["initFailed"], handler: Callable[[ConnectionErrorEvent], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["initFailed"]) -> Signal[ConnectionErrorEvent]: ...
    @overload
    @deprecated("Client.on.state_changed is deprecated since 0.1.0; use `initialized` and `init_failed`")
    def __call__(self, event: Literal["stateChanged"], handler: Callable[[State], object]) -> Subscription[object]: ...
    @overload
    @deprecated("Client.on.state_changed is deprecated since 0.1.0; use `initialized` and `init_failed`")
    def __call__(self, event: Literal["stateChanged"]) -> DeprecatedSignal[State]: ...
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
        self, event: Literal["pushNotification"], handler: Callable[[PushNotification], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["pushNotification"]) -> Signal[PushNotification]: ...
    @overload
    def __call__(self, event: Literal["tokenAboutToExpire"], handler: Callable[[], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["tokenAboutToExpire"]) -> BareSignal: ...
    @overload
    def __call__(self, event: Literal["tokenExpired"], handler: Callable[[], object]) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["tokenExpired"]) -> BareSignal: ...
    @overload
    def __call__(
        self, event: Literal["participantJoined"], handler: Callable[[Participant], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["participantJoined"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["participantLeft"], handler: Callable[[Participant], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["participantLeft"]) -> Signal[Participant]: ...
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
        self, event: Literal["conversationUpdated"], handler: Callable[[ConversationUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["conversationUpdated"]) -> Signal[ConversationUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["conversationRemoved"], handler: Callable[[Conversation], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["conversationRemoved"]) -> Signal[Conversation]: ...
    @overload
    def __call__(
        self, event: Literal["messageUpdated"], handler: Callable[[MessageUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["messageUpdated"]) -> Signal[MessageUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["participantUpdated"], handler: Callable[[ParticipantUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["participantUpdated"]) -> Signal[ParticipantUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["typingStarted"], handler: Callable[[Participant], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["typingStarted"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["typingEnded"], handler: Callable[[Participant], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["typingEnded"]) -> Signal[Participant]: ...
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
    def once(self, event: Literal["conversationAdded"], handler: Callable[[Conversation], object]) -> None: ...
    @overload
    def once(self, event: Literal["conversationJoined"], handler: Callable[[Conversation], object]) -> None: ...
    @overload
    def once(self, event: Literal["conversationLeft"], handler: Callable[[Conversation], object]) -> None: ...
    @overload
    def once(self, event: Literal["initialized"], handler: Callable[[], object]) -> None: ...
    @overload
    def once(self, event: Literal["initFailed"], handler: Callable[[ConnectionErrorEvent], object]) -> None: ...
    @overload
    @deprecated("Client.on.state_changed is deprecated since 0.1.0; use `initialized` and `init_failed`")
    def once(self, event: Literal["stateChanged"], handler: Callable[[State], object]) -> None: ...
    @overload
    def once(self, event: Literal["connectionStateChanged"], handler: Callable[[ConnectionState], object]) -> None: ...
    @overload
    def once(self, event: Literal["connectionError"], handler: Callable[[ConnectionErrorEvent], object]) -> None: ...
    @overload
    def once(self, event: Literal["pushNotification"], handler: Callable[[PushNotification], object]) -> None: ...
    @overload
    def once(self, event: Literal["tokenAboutToExpire"], handler: Callable[[], object]) -> None: ...
    @overload
    def once(self, event: Literal["tokenExpired"], handler: Callable[[], object]) -> None: ...
    @overload
    def once(self, event: Literal["participantJoined"], handler: Callable[[Participant], object]) -> None: ...
    @overload
    def once(self, event: Literal["participantLeft"], handler: Callable[[Participant], object]) -> None: ...
    @overload
    def once(self, event: Literal["messageAdded"], handler: Callable[[Message], object]) -> None: ...
    @overload
    def once(self, event: Literal["messageRemoved"], handler: Callable[[Message], object]) -> None: ...
    @overload
    def once(self, event: Literal["conversationUpdated"], handler: Callable[[ConversationUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["conversationRemoved"], handler: Callable[[Conversation], object]) -> None: ...
    @overload
    def once(self, event: Literal["messageUpdated"], handler: Callable[[MessageUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["participantUpdated"], handler: Callable[[ParticipantUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["typingStarted"], handler: Callable[[Participant], object]) -> None: ...
    @overload
    def once(self, event: Literal["typingEnded"], handler: Callable[[Participant], object]) -> None: ...
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


class ConversationEvents(EventHub):
    """Events of a `Conversation`."""

    __slots__ = (
        "message_added",
        "message_removed",
        "message_updated",
        "participant_joined",
        "participant_left",
        "participant_updated",
        "removed",
        "typing_ended",
        "typing_started",
        "updated",
    )

    _EVENTS: ClassVar[Mapping[str, str]] = events_of(asynchronous.ConversationEvents)

    def __init__(self, inner: asynchronous.ConversationEvents, twins: Twins) -> None:
        threads = twins.threads
        self.participant_joined: Signal[Participant] = Signal(inner.participant_joined, threads, twins.participant)
        """Somebody became a participant."""
        self.participant_left: Signal[Participant] = Signal(inner.participant_left, threads, twins.participant)
        """A participant left or was removed."""
        self.message_added: Signal[Message] = Signal(inner.message_added, threads, twins.message)
        """A message was written."""
        self.message_removed: Signal[Message] = Signal(inner.message_removed, threads, twins.message)
        """A message was removed."""
        self.updated: Signal[ConversationUpdated] = Signal(inner.updated, threads, twins.conversation_updated)
        """Something about the conversation changed."""
        self.removed: Signal[Conversation] = Signal(inner.removed, threads, twins.conversation)
        """The conversation was deleted, or the signed-in user does not take part any more."""
        self.message_updated: Signal[MessageUpdated] = Signal(inner.message_updated, threads, twins.message_updated)
        """Something about a message changed."""
        self.participant_updated: Signal[ParticipantUpdated] = Signal(
            inner.participant_updated, threads, twins.participant_updated
        )
        """Something about a participant changed."""
        self.typing_started: Signal[Participant] = Signal(inner.typing_started, threads, twins.participant)
        """A participant is typing; repeated while it goes on."""
        self.typing_ended: Signal[Participant] = Signal(inner.typing_ended, threads, twins.participant)
        """A participant has stopped typing."""

    @overload
    def __call__(
        self, event: Literal["participantJoined"], handler: Callable[[Participant], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["participantJoined"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["participantLeft"], handler: Callable[[Participant], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["participantLeft"]) -> Signal[Participant]: ...
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
        self, event: Literal["updated"], handler: Callable[[ConversationUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["updated"]) -> Signal[ConversationUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["removed"], handler: Callable[[Conversation], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["removed"]) -> Signal[Conversation]: ...
    @overload
    def __call__(
        self, event: Literal["messageUpdated"], handler: Callable[[MessageUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["messageUpdated"]) -> Signal[MessageUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["participantUpdated"], handler: Callable[[ParticipantUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["participantUpdated"]) -> Signal[ParticipantUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["typingStarted"], handler: Callable[[Participant], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["typingStarted"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["typingEnded"], handler: Callable[[Participant], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["typingEnded"]) -> Signal[Participant]: ...
    def __call__(
        self, event: ConversationEventName, handler: Callable[..., object] | NoHandler = NoHandler.NONE
    ) -> object:
        """Call ``handler`` at each event of this documented name; without one, return the signal, as for a decorator.

        Returns:
            What disconnects the handler again, or the signal.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        return self._by_name(event, handler)


class ConversationEmitter(Emitter[ConversationEvents]):
    """Something with the events of a `Conversation`."""

    __slots__ = ()

    @overload
    def once(self, event: Literal["participantJoined"], handler: Callable[[Participant], object]) -> None: ...
    @overload
    def once(self, event: Literal["participantLeft"], handler: Callable[[Participant], object]) -> None: ...
    @overload
    def once(self, event: Literal["messageAdded"], handler: Callable[[Message], object]) -> None: ...
    @overload
    def once(self, event: Literal["messageRemoved"], handler: Callable[[Message], object]) -> None: ...
    @overload
    def once(self, event: Literal["updated"], handler: Callable[[ConversationUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["removed"], handler: Callable[[Conversation], object]) -> None: ...
    @overload
    def once(self, event: Literal["messageUpdated"], handler: Callable[[MessageUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["participantUpdated"], handler: Callable[[ParticipantUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["typingStarted"], handler: Callable[[Participant], object]) -> None: ...
    @overload
    def once(self, event: Literal["typingEnded"], handler: Callable[[Participant], object]) -> None: ...
    def once(self, event: ConversationEventName, handler: Callable[..., object]) -> None:
        """Call ``handler`` at the next event of this documented name only.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        self._once_by_name(event, handler)

    def off(self, event: ConversationEventName, handler: Callable[..., object]) -> None:
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


class ParticipantEvents(EventHub):
    """Events of a `Participant`."""

    __slots__ = (
        "typing_ended",
        "typing_started",
        "updated",
    )

    _EVENTS: ClassVar[Mapping[str, str]] = events_of(asynchronous.ParticipantEvents)

    def __init__(self, inner: asynchronous.ParticipantEvents, twins: Twins) -> None:
        threads = twins.threads
        self.updated: Signal[ParticipantUpdated] = Signal(inner.updated, threads, twins.participant_updated)
        """Something about the participant changed."""
        self.typing_started: Signal[Participant] = Signal(inner.typing_started, threads, twins.participant)
        """The participant is typing; repeated while it goes on."""
        self.typing_ended: Signal[Participant] = Signal(inner.typing_ended, threads, twins.participant)
        """The participant has stopped typing."""

    @overload
    def __call__(
        self, event: Literal["updated"], handler: Callable[[ParticipantUpdated], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["updated"]) -> Signal[ParticipantUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["typingStarted"], handler: Callable[[Participant], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["typingStarted"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["typingEnded"], handler: Callable[[Participant], object]
    ) -> Subscription[object]: ...
    @overload
    def __call__(self, event: Literal["typingEnded"]) -> Signal[Participant]: ...
    def __call__(
        self, event: ParticipantEventName, handler: Callable[..., object] | NoHandler = NoHandler.NONE
    ) -> object:
        """Call ``handler`` at each event of this documented name; without one, return the signal, as for a decorator.

        Returns:
            What disconnects the handler again, or the signal.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        return self._by_name(event, handler)


class ParticipantEmitter(Emitter[ParticipantEvents]):
    """Something with the events of a `Participant`."""

    __slots__ = ()

    @overload
    def once(self, event: Literal["updated"], handler: Callable[[ParticipantUpdated], object]) -> None: ...
    @overload
    def once(self, event: Literal["typingStarted"], handler: Callable[[Participant], object]) -> None: ...
    @overload
    def once(self, event: Literal["typingEnded"], handler: Callable[[Participant], object]) -> None: ...
    def once(self, event: ParticipantEventName, handler: Callable[..., object]) -> None:
        """Call ``handler`` at the next event of this documented name only.

        Raises:
            ArgumentError: There is no such event, or the handler cannot be called.
        """
        self._once_by_name(event, handler)

    def off(self, event: ParticipantEventName, handler: Callable[..., object]) -> None:
        """Stop calling ``handler`` at events of this documented name.

        Raises:
            ArgumentError: There is no such event.
        """
        self._off_by_name(event, handler)
