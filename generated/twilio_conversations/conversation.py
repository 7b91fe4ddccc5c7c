# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`Conversation`: messages between participants, who use chat or other channels."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import ClassVar, Literal, cast, get_args

from twilio_realtime.arguments import (
    encode_json,
    require_each,
    require_entries,
    require_instance,
    require_integer,
    require_keys,
    require_member,
    require_text,
    require_values,
)
from twilio_realtime.collections import IndexedCollection, KeyedCollection, Stage
from twilio_realtime.errors import NotFoundError, RequestError, ResponseError
from twilio_realtime.events import emit
from twilio_realtime.files.media_sources import FileUpload
from twilio_realtime.json import JsonObject, JsonValue, copied, same_json, same_model
from twilio_realtime.mirror.followed_document import FollowedDocument
from twilio_realtime.mirror.transient import Renewable, Throttle
from twilio_realtime.options import build_options
from twilio_realtime.requests.links import join_path, needed_link, with_query
from twilio_realtime.requests.pagination import Paginator, PendingPage
from twilio_realtime.requests.rest import require_idempotency_key
from twilio_realtime.requests.rest_pages import read_page
from twilio_realtime.resource import Resource
from twilio_realtime.sync import SyncList, SyncMap
from twilio_realtime.visible_text import quoted
from twilio_realtime.wire import known_member, merge_partial, read_answer, read_mirror

from . import wire
from .context import Context
from .events import ConversationEmitter, ConversationEvents, ConversationUpdated
from .message import Message, accept_message
from .message_builder import MessageBuilder
from .models import (
    RECIPIENT_DESCRIPTOR_TAGS,
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
from .options import SendMediaOptions
from .participant import (
    Participant,
    accept_participant,
    end_participant_is_typing,
    release_participant,
    start_participant_is_typing,
)
from .types import ConversationStatus, ConversationUpdateReason, NotificationLevel, ParticipantEmailLevel

__all__ = ["Conversation"]


class Conversation(ConversationEmitter, Resource):
    """Messages between participants, who use chat or other channels.

    Documented as the class ``Conversation``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_attributes",
        "_bindings",
        "_context",
        "_created_by",
        "_date_created",
        "_date_updated",
        "_document",
        "_friendly_name",
        "_last_message",
        "_last_read_message_index",
        "_messages",
        "_messages_name",
        "_notification_level",
        "_participants",
        "_roster_name",
        "_settled",
        "_sid",
        "_state",
        "_status",
        "_typing_throttle",
        "_unique_name",
    )

    _SHOWN: ClassVar[tuple[str, ...]] = ("unique_name",)

    def __init__(
        self,
        context: Context,
        sid: str,
        removed: Callable[[], None],
        lost: Callable[[], None],
        settled: Callable[[str, Stage], Awaitable[None]],
    ) -> None:
        self._hub = None
        self._context = context
        self._sid = sid
        self._settled = settled
        self._document = FollowedDocument(context.sync, updated=self._accept_document, removed=removed)
        self._messages_name: str | None = None
        self._roster_name: str | None = None
        self._status: ConversationStatus = "notParticipating"
        self._unique_name: str | None = None
        self._friendly_name: str | None = None
        self._created_by: str | None = None
        self._date_created: datetime | None = None
        self._date_updated: datetime | None = None
        self._attributes: JsonValue = {}
        self._bindings: ConversationBindings | None = None
        self._last_message: LastMessage | None = None
        self._state: ConversationState | None = None
        self._last_read_message_index: int | None = None
        self._notification_level: NotificationLevel = "default"
        self._typing_throttle = Throttle(context.services.timing.clock, 5.0)
        self._participants = KeyedCollection(
            "participant",
            open_map=self._open_participants,
            create=lambda key, data: Participant(context, self, key, data),
            accept=accept_participant,
            added=lambda item: emit(self.on.participant_joined, item),
            removed=lambda item: emit(self.on.participant_left, item),
            released=release_participant,
            lost=lost,
        )
        self._messages = IndexedCollection(
            "message",
            open_list=self._open_messages,
            create=lambda key, data: Message(context, self, key, data),
            accept=accept_message,
            added=self._messages_added,
            removed=lambda item: emit(self.on.message_removed, item),
            lost=lost,
        )

    @property
    def sid(self) -> str:
        """Identifier given by the service, `CH…`."""
        return self._sid

    @property
    def status(self) -> ConversationStatus:
        """Whether the signed-in user takes part in the conversation."""
        return self._status

    @property
    def unique_name(self) -> str | None:
        """Name that no other conversation of the service has."""
        return self._unique_name

    @property
    def friendly_name(self) -> str | None:
        """Name shown to people."""
        return self._friendly_name

    @property
    def created_by(self) -> str | None:
        """Identity that created the conversation."""
        return self._created_by

    @property
    def date_created(self) -> datetime | None:
        """Time of creation."""
        return self._date_created

    @property
    def date_updated(self) -> datetime | None:
        """Time of the last change."""
        return self._date_updated

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value kept with the conversation."""
        return copied(self._attributes)

    @property
    def bindings(self) -> ConversationBindings | None:
        """Addresses under which people outside reach the conversation, if it has any."""
        return self._bindings

    @property
    def last_message(self) -> LastMessage | None:
        """Position and time of the newest message; None while there is none."""
        return self._last_message

    @property
    def state(self) -> ConversationState | None:
        """State of the conversation, if the service keeps one."""
        return self._state

    @property
    def last_read_message_index(self) -> int | None:
        """Index of the last message that the signed-in user has read; None before the first."""
        return self._last_read_message_index

    @property
    def notification_level(self) -> NotificationLevel:
        """Whether the conversation sends push notifications to the signed-in user."""
        return self._notification_level

    @property
    def limits(self) -> ConversationLimits:
        """Limits of the service for messages of the conversation."""
        return copied(
            ConversationLimits(
                media_attachments_count_limit=self._context.configuration.options.media_attachments_count_limit,
                media_attachment_size_limit_in_mb=self._context.configuration.options.media_attachment_size_limit_in_mb,
                media_attachments_total_size_limit_in_mb=self._context.configuration.options.media_attachments_total_size_limit_in_mb,
                email_histories_allowed_content_types=self._context.configuration.options.email_histories_allowed_mime_types,
                email_bodies_allowed_content_types=self._context.configuration.options.email_bodies_allowed_mime_types,
            )
        )

    @property
    def _equality_key(self) -> str:
        return self.sid

    @property
    def _self_link(self) -> str:
        return join_path(self._context.configuration.links.conversations, self.sid)

    @property
    def _messages_link(self) -> str:
        return join_path(self._context.configuration.links.conversations, self.sid, "Messages")

    @property
    def _participants_link(self) -> str:
        return join_path(self._context.configuration.links.conversations, self.sid, "Participants")

    @property
    def _mine_link(self) -> str:
        return join_path(self._context.configuration.links.my_conversations, self.sid)

    @property
    def _recipients_link(self) -> str:
        return join_path(self._context.configuration.links.conversations, self.sid, "MessageRecipients")

    async def join(self) -> Conversation:
        """Become a participant, or stay one. Returns once the conversation is followed; no later message is missed.

        Documented as ``Conversation.join``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``client.on.conversation_joined``, ``on.participant_joined``.
        """
        self._context.require_own_loop()
        try:
            await self._context.rest.mutate(
                "POST", self._participants_link, {"identity": self._context.configuration.identity}
            )
        except RequestError as error:
            if error.status != 409:
                raise
        await self._settled(self.sid, "joined")
        return self

    async def leave(self) -> Conversation:
        """Stop being a participant. Nothing is sent unless the signed-in user is one.

        Documented as ``Conversation.leave``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``client.on.conversation_left``.
        """
        if self.status != "joined":
            return self
        self._context.require_own_loop()
        try:
            await self._context.rest.mutate(
                "DELETE", join_path(self._participants_link, self._context.configuration.identity)
            )
        except RequestError as error:
            if error.status != 404:
                raise
        await self._settled(self.sid, "out")
        return self

    async def add(self, identity: str, attributes: JsonValue = None) -> ParticipantResponse:
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
        require_text("identity", identity, non_empty=True, surrogates=True)
        self._context.require_own_loop()
        answer = await self._context.rest.mutate(
            "POST",
            self._participants_link,
            {
                "identity": identity,
                "attributes": encode_json("attributes", attributes if attributes is not None else {}),
            },
        )
        return read_answer(ParticipantResponse, answer)

    async def add_non_chat_participant(
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
        require_text("proxy_address", proxy_address, non_empty=True, surrogates=True)
        require_text("address", address, non_empty=True, surrogates=True)
        chosen = build_options(ParticipantBindingOptions, binding_options, {"name": name, "level": level})
        self._context.require_own_loop()
        answer = await self._context.rest.mutate(
            "POST",
            self._participants_link,
            {
                "attributes": encode_json("attributes", attributes if attributes is not None else {}),
                "messaging_binding": {
                    "address": address,
                    "proxy_address": proxy_address,
                    **({"name": chosen.name} if chosen.name is not None else {}),
                    **({"level": chosen.level} if chosen.level is not None else {}),
                },
            },
        )
        return read_answer(ParticipantResponse, answer)

    async def remove_participant(self, participant: str | Participant) -> None:
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
        if isinstance(participant, Participant):
            participant = participant.sid
        require_text("participant", participant, non_empty=True)
        self._context.require_own_loop()
        await self._context.rest.mutate("DELETE", join_path(self._participants_link, participant))

    async def delete(self) -> Conversation:
        """Delete the conversation for everybody.

        Documented as ``Conversation.delete``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.removed``.
        """
        self._context.require_own_loop()
        await self._context.rest.mutate("DELETE", self._self_link)
        return self

    async def get_attributes(self) -> JsonValue:
        """Return the attributes, once the conversation is loaded.

        Documented as ``Conversation.getAttributes``.
        """
        return self.attributes

    async def get_participants(self) -> list[Participant]:
        """Return everybody in the conversation.

        Documented as ``Conversation.getParticipants``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        return await self._participants.all()

    async def get_participant_by_sid(self, participant_sid: str) -> Participant | None:
        """Return the participant with a SID; None if there is none.

        Documented as ``Conversation.getParticipantBySid``.

        Args:
            participant_sid: SID of the participant, `MB…`.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        require_text("participant_sid", participant_sid, non_empty=True)
        try:
            return await self._participants.get(participant_sid)
        except NotFoundError:
            return None

    async def get_participant_by_identity(self, identity: str) -> Participant | None:
        """Return the participant with an identity; None if there is none.

        Documented as ``Conversation.getParticipantByIdentity``.

        Args:
            identity: Identity of the user.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        require_text("identity", identity, non_empty=True)
        try:
            return await self._participants.find(lambda item: item.identity == identity, f"identity {quoted(identity)}")
        except NotFoundError:
            return None

    async def get_participants_count(self) -> int:
        """Return the number of participants, asked from the service.

        Documented as ``Conversation.getParticipantsCount``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        answer = await self._context.rest.read(self._self_link)
        return read_answer(wire.ConversationCounts, answer).participants_count

    async def get_messages_count(self) -> int:
        """Return the number of messages, asked from the service.

        Documented as ``Conversation.getMessagesCount``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        answer = await self._context.rest.read(self._self_link)
        return read_answer(wire.ConversationCounts, answer).messages_count

    async def get_unread_messages_count(self) -> int | None:
        """Return the number of messages after the last one read; None while nothing was read.

        Documented as ``Conversation.getUnreadMessagesCount``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        answer = await self._context.rest.read(self._mine_link)
        return read_answer(wire.UnreadCount, answer).unread_messages_count

    def get_messages(
        self, page_size: int = 30, anchor: int | None = None, direction: Literal["backwards", "forward"] = "backwards"
    ) -> PendingPage[Message]:
        """Return one page of messages, ascending by index, with ways to its neighbours.

        Documented as ``Conversation.getMessages``.

        Args:
            page_size: Most messages in a page.
            anchor: Index to start from, included; None: the end when going backwards, else the beginning.
            direction: Direction from the anchor.

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
            require_integer("anchor", anchor, minimum=0)
        require_member("direction", direction, ("backwards", "forward"))

        async def fetch_page() -> Paginator[Message]:
            self._context.require_own_loop()
            return await self._messages.page(page_size, anchor, direction)

        return PendingPage(fetch_page)

    def typing(self) -> Renewable:
        """Tell the others that the signed-in user is typing. Repeated calls within a few seconds send nothing.

        Documented as ``Conversation.typing``.

        Returns:
            The call. `await` makes it once; `async with` makes it at once and again in time until the block ends.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.typing_started``.
        """

        async def send() -> float:
            answer = await self._context.rest.post_form(
                self._context.configuration.links.typing, {"ChannelSid": self.sid}
            )
            return read_answer(wire.TypingAnswer, answer).typing_timeout

        return Renewable(send, self._typing_throttle, self._context.services.dispatcher, f"{self!r}.typing")

    async def set_all_messages_read(self) -> int | None:
        """Mark every message as read by the signed-in user. Nothing is sent for an empty conversation.

        Documented as ``Conversation.setAllMessagesRead``.

        Returns:
            Messages not read.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        self._context.require_own_loop()
        newest = await self._messages.page(1, None, "backwards")
        if not newest.items:
            return 0
        last = newest.items[-1]
        return await self.advance_last_read_message_index(last.index)

    async def set_all_messages_unread(self) -> int | None:
        """Mark every message as not read by the signed-in user.

        Documented as ``Conversation.setAllMessagesUnread``.

        Returns:
            Messages not read; None since nothing is read.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        self._context.require_own_loop()
        answer = await self._context.rest.mutate("POST", self._mine_link, {"last_read_message_index": None})
        return read_answer(wire.UnreadCount, answer).unread_messages_count

    async def update_last_read_message_index(self, index: int | None) -> int | None:
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
        if index is not None:
            require_integer("index", index, minimum=0)
        self._context.require_own_loop()
        answer = await self._context.rest.mutate("POST", self._mine_link, {"last_read_message_index": index})
        return read_answer(wire.UnreadCount, answer).unread_messages_count

    async def advance_last_read_message_index(self, index: int) -> int | None:
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
        require_integer("index", index, minimum=0)
        if self.last_read_message_index is not None:
            index = max(index, self.last_read_message_index)
        self._context.require_own_loop()
        answer = await self._context.rest.mutate("POST", self._mine_link, {"last_read_message_index": index})
        return read_answer(wire.UnreadCount, answer).unread_messages_count

    async def set_user_notification_level(self, notification_level: NotificationLevel) -> None:
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
        require_member("notification_level", notification_level, get_args(NotificationLevel))
        self._context.require_own_loop()
        await self._context.rest.mutate("POST", self._mine_link, {"notification_level": notification_level})

    async def update_attributes(self, attributes: JsonValue) -> Conversation:
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
        self._context.require_own_loop()
        await self._context.rest.mutate("POST", self._self_link, {"attributes": encode_json("attributes", attributes)})
        return self

    async def update_friendly_name(self, friendly_name: str) -> Conversation:
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
        require_text("friendly_name", friendly_name, surrogates=True)
        if self.friendly_name == friendly_name:
            return self
        self._context.require_own_loop()
        await self._context.rest.mutate("POST", self._self_link, {"friendly_name": friendly_name})
        return self

    async def update_unique_name(self, unique_name: str | None) -> Conversation:
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
        if unique_name is not None:
            require_text("unique_name", unique_name, surrogates=True)
        if self.unique_name == unique_name:
            return self
        self._context.require_own_loop()
        await self._context.rest.mutate(
            "POST", self._self_link, {"unique_name": unique_name if unique_name is not None else ""}
        )
        return self

    async def send_message(
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
        if body is not None:
            require_text("body", body, surrogates=True)
        chosen = build_options(SendEmailOptions, email_options, {"subject": subject})
        if media is None:
            media = []
        require_each(
            "media", media, lambda name, item: require_instance(name, item, SendMediaOptions, "a SendMediaOptions")
        )
        require_entries("media", media, self._context.configuration.options.media_attachments_count_limit)
        if email_body is None:
            email_body = {}
        require_values(
            "email_body",
            email_body,
            lambda name, item: require_instance(name, item, SendMediaOptions, "a SendMediaOptions"),
        )
        require_keys("email_body", email_body, self._context.configuration.options.email_bodies_allowed_mime_types)
        if email_history is None:
            email_history = {}
        require_values(
            "email_history",
            email_history,
            lambda name, item: require_instance(name, item, SendMediaOptions, "a SendMediaOptions"),
        )
        require_keys(
            "email_history", email_history, self._context.configuration.options.email_histories_allowed_mime_types
        )
        if content_sid is not None:
            require_text("content_sid", content_sid, non_empty=True, surrogates=True)
        if content_variables is not None:
            require_each(
                "content_variables",
                content_variables,
                lambda name, item: require_instance(name, item, ContentTemplateVariable, "a ContentTemplateVariable"),
            )
        if idempotency_key is not None:
            require_idempotency_key("idempotency_key", idempotency_key)
        self._context.require_own_loop()
        answer = await self._context.rest.mutate(
            "POST",
            self._messages_link,
            {
                **({"body": body} if body is not None else {}),
                **({"subject": chosen.subject} if chosen.subject is not None else {}),
                "attributes": encode_json("attributes", attributes if attributes is not None else {}),
                **({"content_sid": content_sid} if content_sid is not None else {}),
                **(
                    {
                        "content_variables": encode_json(
                            "content_variables", {item.name: item.value for item in content_variables}
                        )
                    }
                    if content_variables is not None
                    else {}
                ),
                **(
                    {
                        "media_sids": [
                            read_answer(wire.StoredMedia, record).sid
                            for record in await self._context.services.media.upload_all(
                                needed_link(self._context.configuration.links.media_service, "media_service"),
                                [
                                    *(
                                        FileUpload(
                                            file.media,
                                            content_type=file.content_type,
                                            filename=file.filename,
                                            progress=file.progress,
                                        )
                                        for file in media
                                    ),
                                    *(
                                        FileUpload(
                                            file.media,
                                            content_type=file.content_type if file.content_type is not None else key,
                                            filename=file.filename,
                                            progress=file.progress,
                                            category="body",
                                        )
                                        for key, file in email_body.items()
                                    ),
                                    *(
                                        FileUpload(
                                            file.media,
                                            content_type=file.content_type if file.content_type is not None else key,
                                            filename=file.filename,
                                            progress=file.progress,
                                            category="history",
                                        )
                                        for key, file in email_history.items()
                                    ),
                                ],
                            )
                        ]
                    }
                    if media or email_body or email_history
                    else {}
                ),
            },
            idempotency_key=idempotency_key,
        )
        return read_answer(wire.CreatedMessage, answer).index

    def get_message_recipients(self, page_size: int = 50) -> PendingPage[RecipientDescriptor]:
        """Find the recipients of all messages of the conversation that were sent as e-mails, page by page.

        Documented as ``Conversation.getMessageRecipients``.

        Args:
            page_size: Most recipients in a page.

        Returns:
            Await it for the page, or use `async for` on it for the items of this page and of all that follow; its
            `pages()` are the pages. It asks the service only then; wrong arguments are refused at once.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        require_integer("page_size", page_size, minimum=1)

        async def fetch_page() -> Paginator[RecipientDescriptor]:
            self._context.require_own_loop()
            context = self._context
            return await read_page(
                context.rest,
                with_query(self._recipients_link, {"PageSize": page_size}),
                items="message_recipients",
                create=RECIPIENT_DESCRIPTOR_TAGS.read_answer,
                token_parameter="PageToken",
                next_token="next_token",
                prev_token="previous_token",
            )

        return PendingPage(fetch_page)

    def prepare_message(self) -> MessageBuilder:
        """Begin a message that is put together step by step.

        Documented as ``Conversation.prepareMessage``.
        """
        return MessageBuilder(
            self._context,
            self,
            body=None,
            attributes={},
            subject=None,
            media=[],
            email_body={},
            email_history={},
            content_sid=None,
            content_variables=None,
        )

    def _new_hub(self) -> ConversationEvents:
        return ConversationEvents(self._context.services.dispatcher, self._context.client.on)

    def _take(self, item: wire.ConversationDocument) -> list[ConversationUpdateReason]:
        """Apply an update of the mirror and return the update reasons."""
        given = item.model_fields_set
        reasons: list[ConversationUpdateReason] = []
        if item.messages is not None:
            self._messages_name = item.messages
        if item.roster is not None:
            self._roster_name = item.roster
        if "unique_name" in given and item.unique_name != self._unique_name:
            self._unique_name = item.unique_name
            reasons.append("uniqueName")
        if "friendly_name" in given and item.friendly_name != self._friendly_name:
            self._friendly_name = item.friendly_name
            reasons.append("friendlyName")
        if "created_by" in given and item.created_by != self._created_by:
            self._created_by = item.created_by
            reasons.append("createdBy")
        if item.date_created is not None and item.date_created != self._date_created:
            self._date_created = item.date_created
            reasons.append("dateCreated")
        if item.date_updated is not None and item.date_updated != self._date_updated:
            self._date_updated = item.date_updated
            reasons.append("dateUpdated")
        if "attributes" in given and not same_json(item.attributes, self._attributes):
            self._attributes = item.attributes
            reasons.append("attributes")
        if "bindings" in given and not same_model(item.bindings, self._bindings):
            self._bindings = item.bindings
            reasons.append("bindings")
        if "last_message" in given:
            new_last_message = merge_partial(self._last_message, item.last_message)
            if not same_model(new_last_message, self._last_message):
                self._last_message = new_last_message
                reasons.append("lastMessage")
        if "state" in given and not same_model(item.state, self._state):
            self._state = item.state
            reasons.append("state")
        return reasons

    def _announce(self, reasons: list[ConversationUpdateReason]) -> None:
        if not reasons:
            return
        update = ConversationUpdated(self, tuple(reasons))
        emit(self.on.updated, update)

    async def _open(self, name: str) -> None:
        self._take(read_mirror(wire.ConversationDocument, await self._document.open(name)))

    def _close(self) -> None:
        self._document.close()

    def _hidden_when_out(self) -> bool:
        return True

    def _accept_document(self, data: JsonObject) -> None:
        self._announce(self._take(read_mirror(wire.ConversationDocument, data)))

    def _accept_membership(self, data: JsonObject, announced: bool) -> None:
        item = read_mirror(wire.ConversationMembership, data)
        given = item.model_fields_set
        reasons: list[ConversationUpdateReason] = []
        if item.status and item.status != self._status:
            self._status = cast(
                "ConversationStatus", known_member("ConversationStatus", item.status, get_args(ConversationStatus))
            )
        if "last_read_message_index" in given and item.last_read_message_index != self._last_read_message_index:
            self._last_read_message_index = item.last_read_message_index
            reasons.append("lastReadMessageIndex")
        if item.notification_level and item.notification_level != self._notification_level:
            self._notification_level = cast(
                "NotificationLevel",
                known_member("NotificationLevel", item.notification_level, get_args(NotificationLevel)),
            )
            reasons.append("notificationLevel")
        if announced:
            self._announce(reasons)

    async def _follow(self) -> None:
        await asyncio.gather(self._participants.open(), self._messages.open())

    def _unfollow(self) -> None:
        self._participants.close()
        self._messages.close()

    async def _open_participants(self) -> SyncMap:
        if self._roster_name is None:
            raise ResponseError(f"the document of {self!r} does not name its roster")
        return await self._context.sync.map(self._roster_name)

    async def _open_messages(self) -> SyncList:
        if self._messages_name is None:
            raise ResponseError(f"the document of {self!r} does not name its messages")
        return await self._context.sync.list(self._messages_name)

    def _messages_added(self, added: Message) -> None:
        ended = self._participants.peek(lambda other: other.identity == added.author)
        if ended is not None:
            end_participant_is_typing(ended)
        emit(self.on.message_added, added)


# For the owner of the object: parts of the class that do not show on it.
# pyright: reportPrivateUsage=false


def notify_conversation(resource: Conversation, message_type: str, data: JsonObject) -> None:
    """Handle a notification about the object.

    Raises:
        ResponseError: The notification lacks a needed part.
    """
    if message_type == "twilio.ipmsg.typing_indicator":
        item = read_answer(wire.TypingIndicator, data)
        for found in resource._participants.matching(
            lambda other: (item.identity is not None and other.identity == item.identity) or other.type == "apple"
        ):
            start_participant_is_typing(found, item.typing_timeout)


def durable_conversation(resource: Conversation) -> IndexedCollection[Message]:
    """What is consumed across restarts."""
    return resource._messages
