# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`Conversation`: messages between participants, who use chat or other channels."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from twilio_realtime.blocking import (
    Paginator,
    Renewable,
    Resource,
    call_renewable,
    inner_of,
    optional,
)
from twilio_realtime.json import JsonValue

from ..conversation import Conversation as AsyncConversation
from ..models import (
    ContentTemplateVariable,
    ConversationBindings,
    ConversationLimits,
    ConversationState,
    LastMessage,
    ParticipantBindingOptions,
    ParticipantResponse,
    RecipientDescriptor,
    SendEmailOptions,
)
from ..options import SendMediaOptions
from ..types import ConversationStatus, NotificationLevel, ParticipantEmailLevel
from .events import ConversationEmitter, ConversationEvents

if TYPE_CHECKING:
    from .message import Message
    from .message_builder import MessageBuilder
    from .participant import Participant
    from .twins import Twins

__all__ = ["Conversation"]


class Conversation(ConversationEmitter, Resource[AsyncConversation]):
    """Messages between participants, who use chat or other channels.

    Documented as the class ``Conversation``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_hub",
        "_twins",
    )

    def __init__(self, inner: AsyncConversation, twins: Twins) -> None:
        super().__init__(inner, twins.threads)
        self._hub: ConversationEvents | None = None
        self._twins = twins

    @property
    def on(self) -> ConversationEvents:
        """The events: as attributes, or by documented name (``on("participantJoined", handler)``)."""
        hub = self._hub
        if hub is None:
            # Two threads may both make one: they are alike, and what they stand for exists once.
            inner = self._threads.portal.call(lambda: self._inner.on)
            hub = self._hub = ConversationEvents(inner, self._twins)
        return hub

    @property
    def sid(self) -> str:
        """Identifier given by the service, `CH…`."""
        return self._inner.sid

    @property
    def status(self) -> ConversationStatus:
        """Whether the signed-in user takes part in the conversation."""
        return self._inner.status

    @property
    def unique_name(self) -> str | None:
        """Name that no other conversation of the service has."""
        return self._inner.unique_name

    @property
    def friendly_name(self) -> str | None:
        """Name shown to people."""
        return self._inner.friendly_name

    @property
    def created_by(self) -> str | None:
        """Identity that created the conversation."""
        return self._inner.created_by

    @property
    def date_created(self) -> datetime | None:
        """Time of creation."""
        return self._inner.date_created

    @property
    def date_updated(self) -> datetime | None:
        """Time of the last change."""
        return self._inner.date_updated

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value kept with the conversation."""
        return self._inner.attributes

    @property
    def bindings(self) -> ConversationBindings | None:
        """Addresses under which people outside reach the conversation, if it has any."""
        return self._inner.bindings

    @property
    def last_message(self) -> LastMessage | None:
        """Position and time of the newest message; None while there is none."""
        return self._inner.last_message

    @property
    def state(self) -> ConversationState | None:
        """State of the conversation, if the service keeps one."""
        return self._inner.state

    @property
    def last_read_message_index(self) -> int | None:
        """Index of the last message that the signed-in user has read; None before the first."""
        return self._inner.last_read_message_index

    @property
    def notification_level(self) -> NotificationLevel:
        """Whether the conversation sends push notifications to the signed-in user."""
        return self._inner.notification_level

    @property
    def limits(self) -> ConversationLimits:
        """Limits of the service for messages of the conversation."""
        return self._inner.limits

    def join(self) -> Conversation:
        """Become a participant, or stay one. Returns once the conversation is followed; no later message is missed.

        Documented as ``Conversation.join``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``client.on.conversation_joined``, ``on.participant_joined``.
        """
        self._run(self._inner.join)
        return self

    def leave(self) -> Conversation:
        """Stop being a participant. Nothing is sent unless the signed-in user is one.

        Documented as ``Conversation.leave``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``client.on.conversation_left``.
        """
        self._run(self._inner.leave)
        return self

    def add(self, identity: str, attributes: JsonValue = None) -> ParticipantResponse:
        """Make a user of chat a participant.

        Documented as ``Conversation.add``.

        Args:
            identity: Identity of the user.
            attributes: Any JSON value to keep with the participant. Default: {}.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            ConflictError: There is one already, or somebody else changed it.
            ForbiddenError: The user may not do this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.participant_joined``.
        """
        return self._run(lambda: self._inner.add(identity, attributes))

    def add_non_chat_participant(
        self,
        proxy_address: str,
        address: str,
        attributes: JsonValue = None,
        binding_options: ParticipantBindingOptions | None = None,
        *,
        name: str | None = None,
        level: ParticipantEmailLevel | None = None,
    ) -> ParticipantResponse:
        """Make somebody a participant who does not use chat. The form of the address decides their kind of channel.

        Documented as ``Conversation.addNonChatParticipant``.

        Args:
            proxy_address: Address of the service that the participant sees and writes to.
            address: The participant's address: a telephone number, an e-mail address, or one with a prefix such as
                `whatsapp:`.
            attributes: Any JSON value to keep with the participant. Default: {}.
            binding_options: How messages address somebody who is reached by e-mail.
            name: Name shown with the address.
            level: Whether messages are addressed to the participant or copied; left to the service if None.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            ConflictError: There is one already, or somebody else changed it.
            ForbiddenError: The user may not do this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.participant_joined``.
        """
        return self._run(
            lambda: self._inner.add_non_chat_participant(
                proxy_address, address, attributes, binding_options, name=name, level=level
            )
        )

    def remove_participant(self, participant: str | Participant) -> None:
        """Remove somebody from the conversation.

        Documented as ``Conversation.removeParticipant``.

        Args:
            participant: The participant, its SID or its identity.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.participant_left``.
        """
        self._run(
            lambda: self._inner.remove_participant(
                inner_of(participant) if isinstance(participant, Resource) else participant
            )
        )

    def delete(self) -> Conversation:
        """Delete the conversation for everybody.

        Documented as ``Conversation.delete``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.removed``.
        """
        self._run(self._inner.delete)
        return self

    def get_attributes(self) -> JsonValue:
        """Return the attributes, once the conversation is loaded.

        Documented as ``Conversation.getAttributes``.
        """
        return self._run(self._inner.get_attributes)

    def get_participants(self) -> list[Participant]:
        """Return everybody in the conversation.

        Documented as ``Conversation.getParticipants``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return [self._twins.participant(item) for item in self._run(self._inner.get_participants)]

    def get_participant_by_sid(self, participant_sid: str) -> Participant | None:
        """Return the participant with a SID; None if there is none.

        Documented as ``Conversation.getParticipantBySid``.

        Args:
            participant_sid: SID of the participant, `MB…`.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return optional(self._twins.participant, self._run(lambda: self._inner.get_participant_by_sid(participant_sid)))

    def get_participant_by_identity(self, identity: str) -> Participant | None:
        """Return the participant with an identity; None if there is none.

        Documented as ``Conversation.getParticipantByIdentity``.

        Args:
            identity: Identity of the user.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return optional(self._twins.participant, self._run(lambda: self._inner.get_participant_by_identity(identity)))

    def get_participants_count(self) -> int:
        """Return the number of participants, asked from the service.

        Documented as ``Conversation.getParticipantsCount``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(self._inner.get_participants_count)

    def get_messages_count(self) -> int:
        """Return the number of messages, asked from the service.

        Documented as ``Conversation.getMessagesCount``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(self._inner.get_messages_count)

    def get_unread_messages_count(self) -> int | None:
        """Return the number of messages after the last one read; None while nothing was read.

        Documented as ``Conversation.getUnreadMessagesCount``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(self._inner.get_unread_messages_count)

    def get_messages(
        self, page_size: int = 30, anchor: int | None = None, direction: Literal["backwards", "forward"] = "backwards"
    ) -> Paginator[Message]:
        """Return one page of messages, ascending by index, with ways to its neighbours.

        Documented as ``Conversation.getMessages``.

        Args:
            page_size: Most messages in a page.
            anchor: Index to start from, included; None: the end when going backwards, else the beginning.
            direction: Direction from the anchor.

        Returns:
            The page; `for` goes over its items and those of all that follow, its `pages()` are the pages.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return Paginator(
            self._run(lambda: self._inner.get_messages(page_size, anchor, direction)),
            self._twins.threads.portal,
            self._twins.message,
        )

    def typing(self) -> Renewable:
        """Tell the others that the signed-in user is typing. Repeated calls within a few seconds send nothing.

        Documented as ``Conversation.typing``.

        Returns:
            The call, which was made. As a `with` block it is made again in time until the block ends.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.typing_started``.
        """
        return call_renewable(self._threads.portal, self._inner.typing)

    def set_all_messages_read(self) -> int | None:
        """Mark every message as read by the signed-in user. Nothing is sent for an empty conversation.

        Documented as ``Conversation.setAllMessagesRead``.

        Returns:
            Messages not read.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        return self._run(self._inner.set_all_messages_read)

    def set_all_messages_unread(self) -> int | None:
        """Mark every message as not read by the signed-in user.

        Documented as ``Conversation.setAllMessagesUnread``.

        Returns:
            Messages not read; None since nothing is read.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        return self._run(self._inner.set_all_messages_unread)

    def update_last_read_message_index(self, index: int | None) -> int | None:
        """Set the last message that the signed-in user has read.

        Documented as ``Conversation.updateLastReadMessageIndex``.

        Args:
            index: Index of the message; None for none.

        Returns:
            Messages not read; None if nothing is read.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        return self._run(lambda: self._inner.update_last_read_message_index(index))

    def advance_last_read_message_index(self, index: int) -> int | None:
        """Set the last message that the signed-in user has read, never going back.

        Documented as ``Conversation.advanceLastReadMessageIndex``.

        Args:
            index: Index of the message.

        Returns:
            Messages not read.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        return self._run(lambda: self._inner.advance_last_read_message_index(index))

    def set_user_notification_level(self, notification_level: NotificationLevel) -> None:
        """Choose whether the conversation sends push notifications to the signed-in user.

        Documented as ``Conversation.setUserNotificationLevel``.

        Args:
            notification_level: The level.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        self._run(lambda: self._inner.set_user_notification_level(notification_level))

    def update_attributes(self, attributes: JsonValue) -> Conversation:
        """Replace the attributes of the conversation.

        Documented as ``Conversation.updateAttributes``.

        Args:
            attributes: The new attributes.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        self._run(lambda: self._inner.update_attributes(attributes))
        return self

    def update_friendly_name(self, friendly_name: str) -> Conversation:
        """Give the conversation another name. Nothing is sent if it has that name already.

        Documented as ``Conversation.updateFriendlyName``.

        Args:
            friendly_name: The new name.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        self._run(lambda: self._inner.update_friendly_name(friendly_name))
        return self

    def update_unique_name(self, unique_name: str | None) -> Conversation:
        """Give the conversation another unique name, or none. Nothing is sent if it has that name already.

        Documented as ``Conversation.updateUniqueName``.

        Args:
            unique_name: The new unique name; None removes it.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            ConflictError: There is one already, or somebody else changed it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        self._run(lambda: self._inner.update_unique_name(unique_name))
        return self

    def send_message(
        self,
        body: str | None = None,
        attributes: JsonValue = None,
        email_options: SendEmailOptions | None = None,
        media: list[SendMediaOptions] | None = None,
        email_body: dict[str, SendMediaOptions] | None = None,
        email_history: dict[str, SendMediaOptions] | None = None,
        content_sid: str | None = None,
        content_variables: list[ContentTemplateVariable] | None = None,
        *,
        subject: str | None = None,
        idempotency_key: str | None = None,
    ) -> int:
        """Write a message of a text, files, e-mail bodies and histories, or from a content template.

        Documented as ``Conversation.sendMessage``.

        Args:
            body: The text.
            attributes: Any JSON value to keep with the message. Default: {}.
            email_options: What only e-mails have.
            media: The attachments, in order. Default: [].
            email_body: Bodies for participants who use e-mail, by media type, which a file without one takes.
                Default: {}.
            email_history: Earlier e-mails that the message answers, by media type, which a file without one takes.
                Default: {}.
            content_sid: SID of a content template, `HX…`, that makes the message.
            content_variables: Values for variables of the template; others keep their defaults.
            subject: The subject.
            idempotency_key: With the same key again, also after a restart, nothing is sent, and the result is that
                of the first time. A key is what you like, for example the SID of what is answered.

        Returns:
            Index of the new message.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            ForbiddenError: The user may not do this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.message_added``.
        """
        return self._run(
            lambda: self._inner.send_message(
                body,
                attributes,
                email_options,
                media,
                email_body,
                email_history,
                content_sid,
                content_variables,
                subject=subject,
                idempotency_key=idempotency_key,
            )
        )

    def get_message_recipients(self, page_size: int = 50) -> Paginator[RecipientDescriptor]:
        """Find the recipients of all messages of the conversation that were sent as e-mails, page by page.

        Documented as ``Conversation.getMessageRecipients``.

        Args:
            page_size: Most recipients in a page.

        Returns:
            The page; `for` goes over its items and those of all that follow, its `pages()` are the pages.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return Paginator(self._run(lambda: self._inner.get_message_recipients(page_size)), self._twins.threads.portal)

    def prepare_message(self) -> MessageBuilder:
        """Begin a message that is put together step by step.

        Documented as ``Conversation.prepareMessage``.
        """
        return self._twins.message_builder(self._inner.prepare_message())
