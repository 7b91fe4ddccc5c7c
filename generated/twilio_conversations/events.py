# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""Events: what handlers receive, and a hub for each kind of emitter.

Use a hub through ``on`` of its emitter. Each attribute is a signal: decorate a handler with it, call its ``connect``,
``once``, ``wait`` or ``expect``, or iterate over it. ``on("documentedName", handler)`` does the same by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, overload

from typing_extensions import deprecated

from twilio_realtime.events import (
    BareSignal,
    DeprecatedSignal,
    Dispatcher,
    Emitter,
    EventHub,
    NoHandler,
    Signal,
    Subscription,
)

if TYPE_CHECKING:
    from .conversation import Conversation
    from .message import Message
    from .models import PushNotification
    from .participant import Participant
    from .types import (
        ConnectionState,
        ConversationUpdateReason,
        MessageUpdateReason,
        ParticipantUpdateReason,
        State,
        UserUpdateReason,
    )
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
class ConnectionErrorEvent:
    """Trouble with the connection.

    Attributes:
        terminal: Whether the client gives up.
        message: What happened.
        http_status_code: Status code sent by the service, if any.
        error_code: Twilio error code sent by the service, if any.
    """

    terminal: bool
    message: str
    http_status_code: int | None
    error_code: int | None


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

ClientEventName = Literal[
    "conversationAdded",
    "conversationJoined",
    "conversationLeft",
    "initialized",
    "initFailed",
    "stateChanged",
    "connectionStateChanged",
    "connectionError",
    "pushNotification",
    "tokenAboutToExpire",
    "tokenExpired",
    "participantJoined",
    "participantLeft",
    "messageAdded",
    "messageRemoved",
    "conversationUpdated",
    "conversationRemoved",
    "messageUpdated",
    "participantUpdated",
    "typingStarted",
    "typingEnded",
    "userUpdated",
    "userSubscribed",
    "userUnsubscribed",
]
"""Documented names of the events of a `Client`."""


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

    _EVENTS: ClassVar[Mapping[str, str]] = {
        "conversationAdded": "conversation_added",
        "conversationJoined": "conversation_joined",
        "conversationLeft": "conversation_left",
        "initialized": "initialized",
        "initFailed": "init_failed",
        "stateChanged": "state_changed",
        "connectionStateChanged": "connection_state_changed",
        "connectionError": "connection_error",
        "pushNotification": "push_notification",
        "tokenAboutToExpire": "token_about_to_expire",
        "tokenExpired": "token_expired",
        "participantJoined": "participant_joined",
        "participantLeft": "participant_left",
        "messageAdded": "message_added",
        "messageRemoved": "message_removed",
        "conversationUpdated": "conversation_updated",
        "conversationRemoved": "conversation_removed",
        "messageUpdated": "message_updated",
        "participantUpdated": "participant_updated",
        "typingStarted": "typing_started",
        "typingEnded": "typing_ended",
        "userUpdated": "user_updated",
        "userSubscribed": "user_subscribed",
        "userUnsubscribed": "user_unsubscribed",
    }

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.conversation_added: Signal[Conversation] = Signal("conversationAdded", dispatcher)
        """A conversation became known to this client."""
        self.conversation_joined: Signal[Conversation] = Signal("conversationJoined", dispatcher)
        """The signed-in user became a participant of a conversation."""
        self.conversation_left: Signal[Conversation] = Signal("conversationLeft", dispatcher)
        """The signed-in user left a conversation or was removed from it."""
        self.initialized: BareSignal = BareSignal("initialized", dispatcher)
        """The client is ready."""
        self.init_failed: Signal[ConnectionErrorEvent] = Signal("initFailed", dispatcher)
        """The client could not be started."""
        self.state_changed: DeprecatedSignal[State] = DeprecatedSignal(
            "stateChanged",
            dispatcher,
            notice="Client.on.state_changed is deprecated since 0.1.0; use `initialized` and `init_failed`",
        )
        """The client is ready or could not start. Note: Client.on.state_changed is deprecated since 0.1.0; use
        `initialized` and `init_failed`."""
        self.connection_state_changed: Signal[ConnectionState] = Signal("connectionStateChanged", dispatcher)
        """The state of the connection changed."""
        self.connection_error: Signal[ConnectionErrorEvent] = Signal("connectionError", dispatcher)
        """There is trouble with the connection."""
        self.push_notification: Signal[PushNotification] = Signal("pushNotification", dispatcher)
        """The application handed a push notification in."""
        self.token_about_to_expire: BareSignal = BareSignal("tokenAboutToExpire", dispatcher)
        """The access token expires soon; call `update_token` in time."""
        self.token_expired: BareSignal = BareSignal("tokenExpired", dispatcher)
        """The access token has expired and the connection is gone until `update_token`."""
        self.participant_joined: Signal[Participant] = Signal("participantJoined", dispatcher)
        """Somebody became a participant of a conversation."""
        self.participant_left: Signal[Participant] = Signal("participantLeft", dispatcher)
        """A participant left a conversation or was removed."""
        self.message_added: Signal[Message] = Signal("messageAdded", dispatcher)
        """A message was written in a joined conversation."""
        self.message_removed: Signal[Message] = Signal("messageRemoved", dispatcher)
        """A message was removed."""
        self.conversation_updated: Signal[ConversationUpdated] = Signal("conversationUpdated", dispatcher)
        """Something about a conversation changed."""
        self.conversation_removed: Signal[Conversation] = Signal("conversationRemoved", dispatcher)
        """A conversation was deleted, or the signed-in user does not take part any more."""
        self.message_updated: Signal[MessageUpdated] = Signal("messageUpdated", dispatcher)
        """Something about a message changed."""
        self.participant_updated: Signal[ParticipantUpdated] = Signal("participantUpdated", dispatcher)
        """Something about a participant changed."""
        self.typing_started: Signal[Participant] = Signal("typingStarted", dispatcher)
        """A participant of a joined conversation is typing; repeated while it goes on."""
        self.typing_ended: Signal[Participant] = Signal("typingEnded", dispatcher)
        """A participant of a joined conversation has stopped typing."""
        self.user_updated: Signal[UserUpdated] = Signal("userUpdated", dispatcher)
        """Something about a user changed."""
        self.user_subscribed: Signal[User] = Signal("userSubscribed", dispatcher)
        """A user is kept up to date from now on."""
        self.user_unsubscribed: Signal[User] = Signal("userUnsubscribed", dispatcher)
        """A user is not kept up to date any more."""

    @overload
    def __call__(
        self, event: Literal["conversationAdded"], handler: Callable[[Conversation], object]
    ) -> Subscription[Conversation]: ...
    @overload
    def __call__(self, event: Literal["conversationAdded"]) -> Signal[Conversation]: ...
    @overload
    def __call__(
        self, event: Literal["conversationJoined"], handler: Callable[[Conversation], object]
    ) -> Subscription[Conversation]: ...
    @overload
    def __call__(self, event: Literal["conversationJoined"]) -> Signal[Conversation]: ...
    @overload
    def __call__(
        self, event: Literal["conversationLeft"], handler: Callable[[Conversation], object]
    ) -> Subscription[Conversation]: ...
    @overload
    def __call__(self, event: Literal["conversationLeft"]) -> Signal[Conversation]: ...
    @overload
    def __call__(self, event: Literal["initialized"], handler: Callable[[], object]) -> Subscription[None]: ...
    @overload
    def __call__(self, event: Literal["initialized"]) -> BareSignal: ...
    @overload
    def __call__(
        self, event: Literal["initFailed"], handler: Callable[[ConnectionErrorEvent], object]
    ) -> Subscription[ConnectionErrorEvent]: ...
    @overload
    def __call__(self, event: Literal["initFailed"]) -> Signal[ConnectionErrorEvent]: ...
    @overload
    @deprecated("Client.on.state_changed is deprecated since 0.1.0; use `initialized` and `init_failed`")
    def __call__(self, event: Literal["stateChanged"], handler: Callable[[State], object]) -> Subscription[State]: ...
    @overload
    @deprecated("Client.on.state_changed is deprecated since 0.1.0; use `initialized` and `init_failed`")
    def __call__(self, event: Literal["stateChanged"]) -> DeprecatedSignal[State]: ...
    @overload
    def __call__(
        self, event: Literal["connectionStateChanged"], handler: Callable[[ConnectionState], object]
    ) -> Subscription[ConnectionState]: ...
    @overload
    def __call__(self, event: Literal["connectionStateChanged"]) -> Signal[ConnectionState]: ...
    @overload
    def __call__(
        self, event: Literal["connectionError"], handler: Callable[[ConnectionErrorEvent], object]
    ) -> Subscription[ConnectionErrorEvent]: ...
    @overload
    def __call__(self, event: Literal["connectionError"]) -> Signal[ConnectionErrorEvent]: ...
    @overload
    def __call__(
        self, event: Literal["pushNotification"], handler: Callable[[PushNotification], object]
    ) -> Subscription[PushNotification]: ...
    @overload
    def __call__(self, event: Literal["pushNotification"]) -> Signal[PushNotification]: ...
    @overload
    def __call__(self, event: Literal["tokenAboutToExpire"], handler: Callable[[], object]) -> Subscription[None]: ...
    @overload
    def __call__(self, event: Literal["tokenAboutToExpire"]) -> BareSignal: ...
    @overload
    def __call__(self, event: Literal["tokenExpired"], handler: Callable[[], object]) -> Subscription[None]: ...
    @overload
    def __call__(self, event: Literal["tokenExpired"]) -> BareSignal: ...
    @overload
    def __call__(
        self, event: Literal["participantJoined"], handler: Callable[[Participant], object]
    ) -> Subscription[Participant]: ...
    @overload
    def __call__(self, event: Literal["participantJoined"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["participantLeft"], handler: Callable[[Participant], object]
    ) -> Subscription[Participant]: ...
    @overload
    def __call__(self, event: Literal["participantLeft"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["messageAdded"], handler: Callable[[Message], object]
    ) -> Subscription[Message]: ...
    @overload
    def __call__(self, event: Literal["messageAdded"]) -> Signal[Message]: ...
    @overload
    def __call__(
        self, event: Literal["messageRemoved"], handler: Callable[[Message], object]
    ) -> Subscription[Message]: ...
    @overload
    def __call__(self, event: Literal["messageRemoved"]) -> Signal[Message]: ...
    @overload
    def __call__(
        self, event: Literal["conversationUpdated"], handler: Callable[[ConversationUpdated], object]
    ) -> Subscription[ConversationUpdated]: ...
    @overload
    def __call__(self, event: Literal["conversationUpdated"]) -> Signal[ConversationUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["conversationRemoved"], handler: Callable[[Conversation], object]
    ) -> Subscription[Conversation]: ...
    @overload
    def __call__(self, event: Literal["conversationRemoved"]) -> Signal[Conversation]: ...
    @overload
    def __call__(
        self, event: Literal["messageUpdated"], handler: Callable[[MessageUpdated], object]
    ) -> Subscription[MessageUpdated]: ...
    @overload
    def __call__(self, event: Literal["messageUpdated"]) -> Signal[MessageUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["participantUpdated"], handler: Callable[[ParticipantUpdated], object]
    ) -> Subscription[ParticipantUpdated]: ...
    @overload
    def __call__(self, event: Literal["participantUpdated"]) -> Signal[ParticipantUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["typingStarted"], handler: Callable[[Participant], object]
    ) -> Subscription[Participant]: ...
    @overload
    def __call__(self, event: Literal["typingStarted"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["typingEnded"], handler: Callable[[Participant], object]
    ) -> Subscription[Participant]: ...
    @overload
    def __call__(self, event: Literal["typingEnded"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["userUpdated"], handler: Callable[[UserUpdated], object]
    ) -> Subscription[UserUpdated]: ...
    @overload
    def __call__(self, event: Literal["userUpdated"]) -> Signal[UserUpdated]: ...
    @overload
    def __call__(self, event: Literal["userSubscribed"], handler: Callable[[User], object]) -> Subscription[User]: ...
    @overload
    def __call__(self, event: Literal["userSubscribed"]) -> Signal[User]: ...
    @overload
    def __call__(self, event: Literal["userUnsubscribed"], handler: Callable[[User], object]) -> Subscription[User]: ...
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

    _HUB = ClientEvents

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


ConversationEventName = Literal[
    "participantJoined",
    "participantLeft",
    "messageAdded",
    "messageRemoved",
    "updated",
    "removed",
    "messageUpdated",
    "participantUpdated",
    "typingStarted",
    "typingEnded",
]
"""Documented names of the events of a `Conversation`."""


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

    _EVENTS: ClassVar[Mapping[str, str]] = {
        "participantJoined": "participant_joined",
        "participantLeft": "participant_left",
        "messageAdded": "message_added",
        "messageRemoved": "message_removed",
        "updated": "updated",
        "removed": "removed",
        "messageUpdated": "message_updated",
        "participantUpdated": "participant_updated",
        "typingStarted": "typing_started",
        "typingEnded": "typing_ended",
    }

    def __init__(self, dispatcher: Dispatcher, client: ClientEvents) -> None:
        self.participant_joined: Signal[Participant] = Signal(
            "participantJoined", dispatcher, client.participant_joined
        )
        """Somebody became a participant."""
        self.participant_left: Signal[Participant] = Signal("participantLeft", dispatcher, client.participant_left)
        """A participant left or was removed."""
        self.message_added: Signal[Message] = Signal("messageAdded", dispatcher, client.message_added)
        """A message was written."""
        self.message_removed: Signal[Message] = Signal("messageRemoved", dispatcher, client.message_removed)
        """A message was removed."""
        self.updated: Signal[ConversationUpdated] = Signal("updated", dispatcher, client.conversation_updated)
        """Something about the conversation changed."""
        self.removed: Signal[Conversation] = Signal("removed", dispatcher, client.conversation_removed)
        """The conversation was deleted, or the signed-in user does not take part any more."""
        self.message_updated: Signal[MessageUpdated] = Signal("messageUpdated", dispatcher, client.message_updated)
        """Something about a message changed."""
        self.participant_updated: Signal[ParticipantUpdated] = Signal(
            "participantUpdated", dispatcher, client.participant_updated
        )
        """Something about a participant changed."""
        self.typing_started: Signal[Participant] = Signal("typingStarted", dispatcher, client.typing_started)
        """A participant is typing; repeated while it goes on."""
        self.typing_ended: Signal[Participant] = Signal("typingEnded", dispatcher, client.typing_ended)
        """A participant has stopped typing."""

    @overload
    def __call__(
        self, event: Literal["participantJoined"], handler: Callable[[Participant], object]
    ) -> Subscription[Participant]: ...
    @overload
    def __call__(self, event: Literal["participantJoined"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["participantLeft"], handler: Callable[[Participant], object]
    ) -> Subscription[Participant]: ...
    @overload
    def __call__(self, event: Literal["participantLeft"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["messageAdded"], handler: Callable[[Message], object]
    ) -> Subscription[Message]: ...
    @overload
    def __call__(self, event: Literal["messageAdded"]) -> Signal[Message]: ...
    @overload
    def __call__(
        self, event: Literal["messageRemoved"], handler: Callable[[Message], object]
    ) -> Subscription[Message]: ...
    @overload
    def __call__(self, event: Literal["messageRemoved"]) -> Signal[Message]: ...
    @overload
    def __call__(
        self, event: Literal["updated"], handler: Callable[[ConversationUpdated], object]
    ) -> Subscription[ConversationUpdated]: ...
    @overload
    def __call__(self, event: Literal["updated"]) -> Signal[ConversationUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["removed"], handler: Callable[[Conversation], object]
    ) -> Subscription[Conversation]: ...
    @overload
    def __call__(self, event: Literal["removed"]) -> Signal[Conversation]: ...
    @overload
    def __call__(
        self, event: Literal["messageUpdated"], handler: Callable[[MessageUpdated], object]
    ) -> Subscription[MessageUpdated]: ...
    @overload
    def __call__(self, event: Literal["messageUpdated"]) -> Signal[MessageUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["participantUpdated"], handler: Callable[[ParticipantUpdated], object]
    ) -> Subscription[ParticipantUpdated]: ...
    @overload
    def __call__(self, event: Literal["participantUpdated"]) -> Signal[ParticipantUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["typingStarted"], handler: Callable[[Participant], object]
    ) -> Subscription[Participant]: ...
    @overload
    def __call__(self, event: Literal["typingStarted"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["typingEnded"], handler: Callable[[Participant], object]
    ) -> Subscription[Participant]: ...
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

    _HUB = ConversationEvents

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


UserEventName = Literal[
    "updated",
    "userSubscribed",
    "userUnsubscribed",
]
"""Documented names of the events of a `User`."""


class UserEvents(EventHub):
    """Events of a `User`."""

    __slots__ = (
        "updated",
        "user_subscribed",
        "user_unsubscribed",
    )

    _EVENTS: ClassVar[Mapping[str, str]] = {
        "updated": "updated",
        "userSubscribed": "user_subscribed",
        "userUnsubscribed": "user_unsubscribed",
    }

    def __init__(self, dispatcher: Dispatcher, client: ClientEvents) -> None:
        self.updated: Signal[UserUpdated] = Signal("updated", dispatcher, client.user_updated)
        """Something about the user changed."""
        self.user_subscribed: Signal[User] = Signal("userSubscribed", dispatcher, client.user_subscribed)
        """The object is kept up to date from now on. That has happened when somebody first has the object: listen
        with `replay=True`, or to the client."""
        self.user_unsubscribed: Signal[User] = Signal("userUnsubscribed", dispatcher, client.user_unsubscribed)
        """The object is not kept up to date any more."""

    @overload
    def __call__(
        self, event: Literal["updated"], handler: Callable[[UserUpdated], object]
    ) -> Subscription[UserUpdated]: ...
    @overload
    def __call__(self, event: Literal["updated"]) -> Signal[UserUpdated]: ...
    @overload
    def __call__(self, event: Literal["userSubscribed"], handler: Callable[[User], object]) -> Subscription[User]: ...
    @overload
    def __call__(self, event: Literal["userSubscribed"]) -> Signal[User]: ...
    @overload
    def __call__(self, event: Literal["userUnsubscribed"], handler: Callable[[User], object]) -> Subscription[User]: ...
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

    _HUB = UserEvents

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


MessageEventName = Literal["updated",]
"""Documented names of the events of a `Message`."""


class MessageEvents(EventHub):
    """Events of a `Message`."""

    __slots__ = ("updated",)

    _EVENTS: ClassVar[Mapping[str, str]] = {
        "updated": "updated",
    }

    def __init__(self, dispatcher: Dispatcher, conversation: ConversationEvents) -> None:
        self.updated: Signal[MessageUpdated] = Signal("updated", dispatcher, conversation.message_updated)
        """Something about the message changed."""

    @overload
    def __call__(
        self, event: Literal["updated"], handler: Callable[[MessageUpdated], object]
    ) -> Subscription[MessageUpdated]: ...
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

    _HUB = MessageEvents

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


ParticipantEventName = Literal[
    "updated",
    "typingStarted",
    "typingEnded",
]
"""Documented names of the events of a `Participant`."""


class ParticipantEvents(EventHub):
    """Events of a `Participant`."""

    __slots__ = (
        "typing_ended",
        "typing_started",
        "updated",
    )

    _EVENTS: ClassVar[Mapping[str, str]] = {
        "updated": "updated",
        "typingStarted": "typing_started",
        "typingEnded": "typing_ended",
    }

    def __init__(self, dispatcher: Dispatcher, conversation: ConversationEvents) -> None:
        self.updated: Signal[ParticipantUpdated] = Signal("updated", dispatcher, conversation.participant_updated)
        """Something about the participant changed."""
        self.typing_started: Signal[Participant] = Signal("typingStarted", dispatcher, conversation.typing_started)
        """The participant is typing; repeated while it goes on."""
        self.typing_ended: Signal[Participant] = Signal("typingEnded", dispatcher, conversation.typing_ended)
        """The participant has stopped typing."""

    @overload
    def __call__(
        self, event: Literal["updated"], handler: Callable[[ParticipantUpdated], object]
    ) -> Subscription[ParticipantUpdated]: ...
    @overload
    def __call__(self, event: Literal["updated"]) -> Signal[ParticipantUpdated]: ...
    @overload
    def __call__(
        self, event: Literal["typingStarted"], handler: Callable[[Participant], object]
    ) -> Subscription[Participant]: ...
    @overload
    def __call__(self, event: Literal["typingStarted"]) -> Signal[Participant]: ...
    @overload
    def __call__(
        self, event: Literal["typingEnded"], handler: Callable[[Participant], object]
    ) -> Subscription[Participant]: ...
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

    _HUB = ParticipantEvents

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
