# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`Channel`: a conversation between members."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import ClassVar, Literal, cast, get_args

from twilio_realtime.arguments import encode_json, require_callable, require_integer, require_member, require_text
from twilio_realtime.collections import IndexedCollection, KeyedCollection, Stage
from twilio_realtime.errors import ArgumentError, RequestError, ResponseError
from twilio_realtime.events import emit
from twilio_realtime.files.media_sources import MediaSource, Progress
from twilio_realtime.json import JsonObject, JsonValue, copied, same_json, same_model
from twilio_realtime.mirror.followed_document import FollowedDocument
from twilio_realtime.mirror.transient import Renewable, Throttle
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
from .events import ChannelEmitter, ChannelEvents, ChannelUpdated
from .member import Member, accept_member, end_member_is_typing, release_member, start_member_is_typing
from .message import Message, accept_message
from .models import ChannelState, LastMessage
from .options import SendMediaOptions
from .types import ChannelStatus, ChannelType, ChannelUpdateReason, NotificationLevel
from .user_descriptor import UserDescriptor, make_user_descriptor

__all__ = ["Channel"]


class Channel(ChannelEmitter, Resource):
    """A conversation between members.

    Documented as the class ``Channel``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_attributes",
        "_context",
        "_created_by",
        "_date_created",
        "_date_updated",
        "_document",
        "_friendly_name",
        "_last_consumed_message_index",
        "_last_message",
        "_members",
        "_messages",
        "_messages_name",
        "_notification_level",
        "_roster_name",
        "_settled",
        "_sid",
        "_state",
        "_status",
        "_type",
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
        self._status: ChannelStatus = "notParticipating"
        self._type: ChannelType = "private"
        self._unique_name: str | None = None
        self._friendly_name: str | None = None
        self._created_by: str | None = None
        self._date_created: datetime | None = None
        self._date_updated: datetime | None = None
        self._attributes: JsonValue = {}
        self._last_message: LastMessage | None = None
        self._state: ChannelState | None = None
        self._last_consumed_message_index: int | None = None
        self._notification_level: NotificationLevel = "default"
        self._typing_throttle = Throttle(context.services.timing.clock, 5.0)
        self._members = KeyedCollection(
            "member",
            open_map=self._open_members,
            create=lambda key, data: Member(context, self, key, data),
            accept=accept_member,
            added=lambda item: emit(self.on.member_joined, item),
            removed=lambda item: emit(self.on.member_left, item),
            released=release_member,
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
    def status(self) -> ChannelStatus:
        """What the signed-in user is to the channel."""
        return self._status

    @property
    def type(self) -> ChannelType:
        """Who can find the channel."""
        return self._type

    @property
    def unique_name(self) -> str | None:
        """Name that no other channel of the service has."""
        return self._unique_name

    @property
    def friendly_name(self) -> str | None:
        """Name shown to people."""
        return self._friendly_name

    @property
    def created_by(self) -> str | None:
        """Identity that created the channel."""
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
        """Any JSON value kept with the channel."""
        return copied(self._attributes)

    @property
    def last_message(self) -> LastMessage | None:
        """Position and time of the newest message; None while there is none."""
        return self._last_message

    @property
    def state(self) -> ChannelState | None:
        """State of the channel, if the service keeps one."""
        return self._state

    @property
    def last_consumed_message_index(self) -> int | None:
        """Index of the last message the signed-in user has read; None before the first."""
        return self._last_consumed_message_index

    @property
    def notification_level(self) -> NotificationLevel:
        """Whether the channel sends push notifications to the signed-in user."""
        return self._notification_level

    @property
    def is_private(self) -> bool:
        """Whether only members and people invited can see the channel."""
        return self._type == "private"

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
    def _invites_link(self) -> str:
        return join_path(self._context.configuration.links.conversations, self.sid, "Invites")

    @property
    def _mine_link(self) -> str:
        return join_path(self._context.configuration.links.my_conversations, self.sid)

    async def join(self) -> Channel:
        """Become a member, or stay one. Returns once the channel is followed, so that no later message is missed.

        Documented as ``Channel.join``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``client.on.channel_joined``, ``on.member_joined``.
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

    async def leave(self) -> Channel:
        """Stop being a member. Nothing is sent unless the signed-in user is one.

        Documented as ``Channel.leave``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``client.on.channel_left``.
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

    async def add(self, identity: str) -> None:
        """Make somebody a member.

        Documented as ``Channel.add``.

        Args:
            identity: Identity of the user.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.member_joined``.
        """
        require_text("identity", identity, non_empty=True, surrogates=True)
        self._context.require_own_loop()
        await self._context.rest.mutate("POST", self._participants_link, {"identity": identity})

    async def invite(self, identity: str) -> None:
        """Invite somebody.

        Documented as ``Channel.invite``.

        Args:
            identity: Identity of the user.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        require_text("identity", identity, non_empty=True, surrogates=True)
        self._context.require_own_loop()
        await self._context.rest.mutate("POST", self._invites_link, {"identity": identity})

    async def decline(self) -> Channel:
        """Decline an invitation.

        Documented as ``Channel.decline``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``client.on.channel_left``.
        """
        self._context.require_own_loop()
        await self._context.rest.mutate("DELETE", join_path(self._invites_link, self._context.configuration.identity))
        await self._settled(self.sid, "out")
        return self

    async def remove_member(self, member: str | Member) -> None:
        """Remove somebody from the channel.

        Documented as ``Channel.removeMember``.

        Args:
            member: The member, its SID or its identity.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.member_left``.
        """
        if isinstance(member, Member):
            member = member.sid
        require_text("member", member, non_empty=True)
        self._context.require_own_loop()
        await self._context.rest.mutate("DELETE", join_path(self._participants_link, member))

    async def delete(self) -> Channel:
        """Delete the channel for everybody.

        Documented as ``Channel.delete``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.removed``.
        """
        self._context.require_own_loop()
        await self._context.rest.mutate("DELETE", self._self_link)
        return self

    async def get_attributes(self) -> JsonValue:
        """The attributes, once the channel is loaded.

        Documented as ``Channel.getAttributes``.
        """
        return self.attributes

    async def get_members(self) -> list[Member]:
        """Everybody in the channel.

        Documented as ``Channel.getMembers``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        return await self._members.all()

    async def get_member_by_sid(self, member_sid: str) -> Member:
        """A member by SID.

        Documented as ``Channel.getMemberBySid``.

        Args:
            member_sid: SID of the member, `MB…`.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        require_text("member_sid", member_sid, non_empty=True)
        return await self._members.get(member_sid)

    async def get_member_by_identity(self, identity: str) -> Member:
        """A member by identity.

        Documented as ``Channel.getMemberByIdentity``.

        Args:
            identity: Identity of the user.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        require_text("identity", identity, non_empty=True)
        return await self._members.find(lambda item: item.identity == identity, f"identity {quoted(identity)}")

    async def get_members_count(self) -> int:
        """Number of members, asked from the service.

        Documented as ``Channel.getMembersCount``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        answer = await self._context.rest.read(self._self_link)
        return read_answer(wire.ConversationCounts, answer).participants_count

    async def get_messages_count(self) -> int:
        """Number of messages, asked from the service.

        Documented as ``Channel.getMessagesCount``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        answer = await self._context.rest.read(self._self_link)
        return read_answer(wire.ConversationCounts, answer).messages_count

    async def get_unconsumed_messages_count(self) -> int | None:
        """Number of messages after the last one read; None while nothing was read.

        Documented as ``Channel.getUnconsumedMessagesCount``.

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
        """One page of messages, ascending by index, with ways to its neighbours.

        Documented as ``Channel.getMessages``.

        Args:
            page_size: Most messages in a page.
            anchor: Index to start from, included; None: the end when going backwards, else the beginning.
            direction: Which way from the anchor.

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

    async def send_message(
        self,
        message: str | SendMediaOptions | None = None,
        attributes: JsonValue = None,
        *,
        idempotency_key: str | None = None,
        media: MediaSource | None = None,
        content_type: str | None = None,
        filename: str | None = None,
        progress: Progress | None = None,
    ) -> int:
        """Write a message, or send a file.

        Documented as ``Channel.sendMessage``.

        Args:
            message: The text, or a file with its options. Without either there is nothing to send.
            attributes: Any JSON value to keep with the message. Default: {}.
            idempotency_key: With the same key again, also after a restart, nothing is sent, and the result is that
                of the first time. A key is what you like, for example the SID of what is answered.
            media: Bytes, the path of a file, an open binary file, or an iterable of bytes, asynchronous or not.
            content_type: Media type; guessed from the file name if None.
            filename: Name to show; that of the file if None.
            progress: Called with the bytes sent so far and in all, the latter None if not known.

        Returns:
            Index of the new message.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.message_added``.
        """
        if idempotency_key is not None:
            require_idempotency_key("idempotency_key", idempotency_key)
        if content_type is not None:
            require_text("content_type", content_type)
        if filename is not None:
            require_text("filename", filename)
        if progress is not None:
            require_callable("progress", progress)
        if media is not None and message is not None:
            raise ArgumentError("give either message or media, not both")
        if isinstance(message, SendMediaOptions):
            media = message.media
            content_type = message.content_type if content_type is None else content_type
            filename = message.filename if filename is None else filename
            progress = message.progress if progress is None else progress
            message = None
        if media is None:
            if message is None:
                raise ArgumentError("give message or media; an empty text has to be said: ''")
            require_text("message", message, surrogates=True)
            self._context.require_own_loop()
            answer = await self._context.rest.mutate(
                "POST",
                self._messages_link,
                {
                    "body": message,
                    "attributes": encode_json("attributes", attributes if attributes is not None else {}),
                },
                idempotency_key=idempotency_key,
            )
            return read_answer(wire.CreatedMessage, answer).index
        self._context.require_own_loop()
        answer = await self._context.rest.mutate(
            "POST",
            self._messages_link,
            {
                "attributes": encode_json("attributes", attributes if attributes is not None else {}),
                "media_sid": read_answer(
                    wire.StoredMedia,
                    await self._context.services.media.upload(
                        needed_link(self._context.configuration.links.media_service, "media_service"),
                        media,
                        content_type=content_type,
                        filename=filename,
                        progress=progress,
                    ),
                ).sid,
            },
            idempotency_key=idempotency_key,
        )
        return read_answer(wire.CreatedMessage, answer).index

    def typing(self) -> Renewable:
        """Tell the others that the signed-in user is typing. Repeated calls within a few seconds send nothing.

        Documented as ``Channel.typing``.

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

    def get_user_descriptors(self) -> PendingPage[UserDescriptor]:
        """The users behind the members, page by page.

        Documented as ``Channel.getUserDescriptors``.

        Returns:
            Await it for the page, or use `async for` on it for the items of this page and of all that follow; its
            `pages()` are the pages. It asks the service only then; wrong arguments are refused at once.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """

        async def fetch_page() -> Paginator[UserDescriptor]:
            self._context.require_own_loop()
            context = self._context
            return await read_page(
                context.rest,
                with_query(self._context.configuration.links.users, {"ConversationSid": self.sid}),
                items="users",
                create=lambda data: make_user_descriptor(context, data),
                token_parameter="PageToken",
                next_token="next_token",
                prev_token="prev_token",
            )

        return PendingPage(fetch_page)

    async def set_no_messages_consumed(self) -> int | None:
        """Mark every message as not read by the signed-in user.

        Documented as ``Channel.setNoMessagesConsumed``.

        Returns:
            Messages not read; None since nothing is read.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        self._context.require_own_loop()
        answer = await self._context.rest.mutate("POST", self._mine_link, {"last_consumed_message_index": None})
        return read_answer(wire.UnreadCount, answer).unread_messages_count

    async def set_all_messages_consumed(self) -> int | None:
        """Mark every message as read by the signed-in user. Nothing is sent for an empty channel.

        Documented as ``Channel.setAllMessagesConsumed``.

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
        return await self.update_last_consumed_message_index(last.index)

    async def update_last_consumed_message_index(self, index: int | None) -> int | None:
        """Say which message the signed-in user has read last.

        Documented as ``Channel.updateLastConsumedMessageIndex``.

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
        answer = await self._context.rest.mutate("POST", self._mine_link, {"last_consumed_message_index": index})
        return read_answer(wire.UnreadCount, answer).unread_messages_count

    async def advance_last_consumed_message_index(self, index: int) -> int | None:
        """Say which message the signed-in user has read last, never going back.

        Documented as ``Channel.advanceLastConsumedMessageIndex``.

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
        if self.last_consumed_message_index is not None:
            index = max(index, self.last_consumed_message_index)
        self._context.require_own_loop()
        answer = await self._context.rest.mutate("POST", self._mine_link, {"last_consumed_message_index": index})
        return read_answer(wire.UnreadCount, answer).unread_messages_count

    async def set_user_notification_level(self, notification_level: NotificationLevel) -> None:
        """Choose whether the channel sends push notifications to the signed-in user.

        Documented as ``Channel.setUserNotificationLevel``.

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

    async def update_attributes(self, attributes: JsonValue) -> Channel:
        """Replace the attributes of the channel.

        Documented as ``Channel.updateAttributes``.

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

    async def update_friendly_name(self, friendly_name: str) -> Channel:
        """Give the channel another name. Nothing is sent if it has that name already.

        Documented as ``Channel.updateFriendlyName``.

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

    async def update_unique_name(self, unique_name: str | None) -> Channel:
        """Give the channel another unique name, or none. Nothing is sent if it has that name already.

        Documented as ``Channel.updateUniqueName``.

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

    def _new_hub(self) -> ChannelEvents:
        return ChannelEvents(self._context.services.dispatcher, self._context.client.on)

    def _take(self, item: wire.ChannelDocument) -> list[ChannelUpdateReason]:
        """Apply an update of the mirror and return the update reasons."""
        given = item.model_fields_set
        reasons: list[ChannelUpdateReason] = []
        if item.messages is not None:
            self._messages_name = item.messages
        if item.roster is not None:
            self._roster_name = item.roster
        if item.type and item.type != self._type:
            self._type = cast("ChannelType", known_member("ChannelType", item.type, get_args(ChannelType)))
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
        if "last_message" in given:
            new_last_message = merge_partial(self._last_message, item.last_message)
            if not same_model(new_last_message, self._last_message):
                self._last_message = new_last_message
                reasons.append("lastMessage")
        if "state" in given and not same_model(item.state, self._state):
            self._state = item.state
            reasons.append("state")
        return reasons

    def _announce(self, reasons: list[ChannelUpdateReason]) -> None:
        if not reasons:
            return
        update = ChannelUpdated(self, tuple(reasons))
        emit(self.on.updated, update)

    async def _open(self, name: str) -> None:
        self._take(read_mirror(wire.ChannelDocument, await self._document.open(name)))

    def _close(self) -> None:
        self._document.close()

    def _hidden_when_out(self) -> bool:
        return self._type == "private"

    def _accept_document(self, data: JsonObject) -> None:
        self._announce(self._take(read_mirror(wire.ChannelDocument, data)))

    def _accept_membership(self, data: JsonObject, announced: bool) -> None:
        item = read_mirror(wire.ChannelMembership, data)
        given = item.model_fields_set
        reasons: list[ChannelUpdateReason] = []
        if item.status and item.status != self._status:
            self._status = cast("ChannelStatus", known_member("ChannelStatus", item.status, get_args(ChannelStatus)))
        if (
            "last_consumed_message_index" in given
            and item.last_consumed_message_index != self._last_consumed_message_index
        ):
            self._last_consumed_message_index = item.last_consumed_message_index
            reasons.append("lastConsumedMessageIndex")
        if item.notification_level and item.notification_level != self._notification_level:
            self._notification_level = cast(
                "NotificationLevel",
                known_member("NotificationLevel", item.notification_level, get_args(NotificationLevel)),
            )
            reasons.append("notificationLevel")
        if announced:
            self._announce(reasons)

    async def _follow(self) -> None:
        await asyncio.gather(self._members.open(), self._messages.open())

    def _unfollow(self) -> None:
        self._members.close()
        self._messages.close()

    async def _open_members(self) -> SyncMap:
        if self._roster_name is None:
            raise ResponseError(f"the document of {self!r} does not name its roster")
        return await self._context.sync.map(self._roster_name)

    async def _open_messages(self) -> SyncList:
        if self._messages_name is None:
            raise ResponseError(f"the document of {self!r} does not name its messages")
        return await self._context.sync.list(self._messages_name)

    def _messages_added(self, added: Message) -> None:
        ended = self._members.peek(lambda other: other.identity == added.author)
        if ended is not None:
            end_member_is_typing(ended)
        emit(self.on.message_added, added)


# For the owner of the object: parts of the class that do not show on it.
# pyright: reportPrivateUsage=false


def notify_channel(resource: Channel, message_type: str, data: JsonObject) -> None:
    """Handle a notification about the object.

    Raises:
        ResponseError: The notification lacks a needed part.
    """
    if message_type == "twilio.ipmsg.typing_indicator":
        item = read_answer(wire.TypingIndicator, data)
        for found in resource._members.matching(lambda other: other.identity == item.identity):
            start_member_is_typing(found, item.typing_timeout)


def durable_channel(resource: Channel) -> IndexedCollection[Message]:
    """What is consumed across restarts."""
    return resource._messages
