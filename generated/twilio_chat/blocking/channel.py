# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`Channel`: a conversation between members."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from twilio_realtime.blocking import (
    Paginator,
    Renewable,
    Resource,
    call_renewable,
    inner_of,
)
from twilio_realtime.files.media_sources import MediaSource, Progress
from twilio_realtime.json import JsonValue

from ..channel import Channel as AsyncChannel
from ..models import ChannelState, LastMessage
from ..options import SendMediaOptions
from ..types import ChannelStatus, ChannelType, NotificationLevel
from .events import ChannelEmitter, ChannelEvents

if TYPE_CHECKING:
    from .member import Member
    from .message import Message
    from .twins import Twins
    from .user_descriptor import UserDescriptor

__all__ = ["Channel"]


class Channel(ChannelEmitter, Resource[AsyncChannel]):
    """A conversation between members.

    Documented as the class ``Channel``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_hub",
        "_twins",
    )

    def __init__(self, inner: AsyncChannel, twins: Twins) -> None:
        super().__init__(inner, twins.threads)
        self._hub: ChannelEvents | None = None
        self._twins = twins

    @property
    def on(self) -> ChannelEvents:
        """The events: as attributes, or by documented name (``on("memberJoined", handler)``)."""
        hub = self._hub
        if hub is None:
            # Two threads may both make one: they are alike, and what they stand for exists once.
            inner = self._threads.portal.call(lambda: self._inner.on)
            hub = self._hub = ChannelEvents(inner, self._twins)
        return hub

    @property
    def sid(self) -> str:
        """Identifier given by the service, `CH…`."""
        return self._inner.sid

    @property
    def status(self) -> ChannelStatus:
        """What the signed-in user is to the channel."""
        return self._inner.status

    @property
    def type(self) -> ChannelType:
        """Who can find the channel."""
        return self._inner.type

    @property
    def unique_name(self) -> str | None:
        """Name that no other channel of the service has."""
        return self._inner.unique_name

    @property
    def friendly_name(self) -> str | None:
        """Name shown to people."""
        return self._inner.friendly_name

    @property
    def created_by(self) -> str | None:
        """Identity that created the channel."""
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
        """Any JSON value kept with the channel."""
        return self._inner.attributes

    @property
    def last_message(self) -> LastMessage | None:
        """Position and time of the newest message; None while there is none."""
        return self._inner.last_message

    @property
    def state(self) -> ChannelState | None:
        """State of the channel, if the service keeps one."""
        return self._inner.state

    @property
    def last_consumed_message_index(self) -> int | None:
        """Index of the last message the signed-in user has read; None before the first."""
        return self._inner.last_consumed_message_index

    @property
    def notification_level(self) -> NotificationLevel:
        """Whether the channel sends push notifications to the signed-in user."""
        return self._inner.notification_level

    @property
    def is_private(self) -> bool:
        """Whether only members and people invited can see the channel."""
        return self._inner.is_private

    def join(self) -> Channel:
        """Become a member, or stay one. Returns once the channel is followed, so that no later message is missed.

        Documented as ``Channel.join``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``client.on.channel_joined``, ``on.member_joined``.
        """
        self._run(self._inner.join)
        return self

    def leave(self) -> Channel:
        """Stop being a member. Nothing is sent unless the signed-in user is one.

        Documented as ``Channel.leave``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``client.on.channel_left``.
        """
        self._run(self._inner.leave)
        return self

    def add(self, identity: str) -> None:
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
        self._run(lambda: self._inner.add(identity))

    def invite(self, identity: str) -> None:
        """Invite somebody.

        Documented as ``Channel.invite``.

        Args:
            identity: Identity of the user.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._run(lambda: self._inner.invite(identity))

    def decline(self) -> Channel:
        """Decline an invitation.

        Documented as ``Channel.decline``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``client.on.channel_left``.
        """
        self._run(self._inner.decline)
        return self

    def remove_member(self, member: str | Member) -> None:
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
        self._run(lambda: self._inner.remove_member(inner_of(member) if isinstance(member, Resource) else member))

    def delete(self) -> Channel:
        """Delete the channel for everybody.

        Documented as ``Channel.delete``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.removed``.
        """
        self._run(self._inner.delete)
        return self

    def get_attributes(self) -> JsonValue:
        """The attributes, once the channel is loaded.

        Documented as ``Channel.getAttributes``.
        """
        return self._run(self._inner.get_attributes)

    def get_members(self) -> list[Member]:
        """Everybody in the channel.

        Documented as ``Channel.getMembers``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return [self._twins.member(item) for item in self._run(self._inner.get_members)]

    def get_member_by_sid(self, member_sid: str) -> Member:
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
        return self._twins.member(self._run(lambda: self._inner.get_member_by_sid(member_sid)))

    def get_member_by_identity(self, identity: str) -> Member:
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
        return self._twins.member(self._run(lambda: self._inner.get_member_by_identity(identity)))

    def get_members_count(self) -> int:
        """Number of members, asked from the service.

        Documented as ``Channel.getMembersCount``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(self._inner.get_members_count)

    def get_messages_count(self) -> int:
        """Number of messages, asked from the service.

        Documented as ``Channel.getMessagesCount``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(self._inner.get_messages_count)

    def get_unconsumed_messages_count(self) -> int | None:
        """Number of messages after the last one read; None while nothing was read.

        Documented as ``Channel.getUnconsumedMessagesCount``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(self._inner.get_unconsumed_messages_count)

    def get_messages(
        self, page_size: int = 30, anchor: int | None = None, direction: Literal["backwards", "forward"] = "backwards"
    ) -> Paginator[Message]:
        """One page of messages, ascending by index, with ways to its neighbours.

        Documented as ``Channel.getMessages``.

        Args:
            page_size: Most messages in a page.
            anchor: Index to start from, included; None: the end when going backwards, else the beginning.
            direction: Which way from the anchor.

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

    def send_message(
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
        return self._run(
            lambda: self._inner.send_message(
                message,
                attributes,
                idempotency_key=idempotency_key,
                media=media,
                content_type=content_type,
                filename=filename,
                progress=progress,
            )
        )

    def typing(self) -> Renewable:
        """Tell the others that the signed-in user is typing. Repeated calls within a few seconds send nothing.

        Documented as ``Channel.typing``.

        Returns:
            The call, which was made. As a `with` block it is made again in time until the block ends.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.typing_started``.
        """
        return call_renewable(self._threads.portal, self._inner.typing)

    def get_user_descriptors(self) -> Paginator[UserDescriptor]:
        """The users behind the members, page by page.

        Documented as ``Channel.getUserDescriptors``.

        Returns:
            The page; `for` goes over its items and those of all that follow, its `pages()` are the pages.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return Paginator(
            self._run(self._inner.get_user_descriptors), self._twins.threads.portal, self._twins.user_descriptor
        )

    def set_no_messages_consumed(self) -> int | None:
        """Mark every message as not read by the signed-in user.

        Documented as ``Channel.setNoMessagesConsumed``.

        Returns:
            Messages not read; None since nothing is read.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        return self._run(self._inner.set_no_messages_consumed)

    def set_all_messages_consumed(self) -> int | None:
        """Mark every message as read by the signed-in user. Nothing is sent for an empty channel.

        Documented as ``Channel.setAllMessagesConsumed``.

        Returns:
            Messages not read.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        return self._run(self._inner.set_all_messages_consumed)

    def update_last_consumed_message_index(self, index: int | None) -> int | None:
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
        return self._run(lambda: self._inner.update_last_consumed_message_index(index))

    def advance_last_consumed_message_index(self, index: int) -> int | None:
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
        return self._run(lambda: self._inner.advance_last_consumed_message_index(index))

    def set_user_notification_level(self, notification_level: NotificationLevel) -> None:
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
        self._run(lambda: self._inner.set_user_notification_level(notification_level))

    def update_attributes(self, attributes: JsonValue) -> Channel:
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
        self._run(lambda: self._inner.update_attributes(attributes))
        return self

    def update_friendly_name(self, friendly_name: str) -> Channel:
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
        self._run(lambda: self._inner.update_friendly_name(friendly_name))
        return self

    def update_unique_name(self, unique_name: str | None) -> Channel:
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
        self._run(lambda: self._inner.update_unique_name(unique_name))
        return self
