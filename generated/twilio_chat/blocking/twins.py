# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""What makes the objects that stand for those of the asynchronous client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.blocking import Threads, TwinCache

from ..channel import Channel as AsyncChannel
from ..channel_descriptor import ChannelDescriptor as AsyncChannelDescriptor
from ..events import ChannelUpdated as AsyncChannelUpdated
from ..events import MemberUpdated as AsyncMemberUpdated
from ..events import MessageUpdated as AsyncMessageUpdated
from ..events import UserUpdated as AsyncUserUpdated
from ..media import Media as AsyncMedia
from ..member import Member as AsyncMember
from ..message import Message as AsyncMessage
from ..user import User as AsyncUser
from ..user_descriptor import UserDescriptor as AsyncUserDescriptor
from .channel import Channel
from .channel_descriptor import ChannelDescriptor
from .events import ChannelUpdated, MemberUpdated, MessageUpdated, UserUpdated
from .media import Media
from .member import Member
from .message import Message
from .user import User
from .user_descriptor import UserDescriptor

if TYPE_CHECKING:
    from ..client import Client as AsyncClient
    from .client import Client

__all__ = ["Twins"]


class Twins:
    """Makes the objects of one client. Each attribute and method is named after the class that it makes.

    Args:
        client: The client.
        threads: Its threads.
    """

    def __init__(self, client: Client, threads: Threads) -> None:
        self._client = client
        self.threads: Threads = threads
        """The threads of the client."""
        self.channel: TwinCache[AsyncChannel, Channel] = TwinCache(lambda inner: Channel(inner, self))
        """Makes a `Channel`."""
        self.channel_descriptor: TwinCache[AsyncChannelDescriptor, ChannelDescriptor] = TwinCache(
            lambda inner: ChannelDescriptor(inner, self)
        )
        """Makes a `ChannelDescriptor`."""
        self.media: TwinCache[AsyncMedia, Media] = TwinCache(lambda inner: Media(inner, self))
        """Makes a `Media`."""
        self.member: TwinCache[AsyncMember, Member] = TwinCache(lambda inner: Member(inner, self))
        """Makes a `Member`."""
        self.message: TwinCache[AsyncMessage, Message] = TwinCache(lambda inner: Message(inner, self))
        """Makes a `Message`."""
        self.user: TwinCache[AsyncUser, User] = TwinCache(lambda inner: User(inner, self))
        """Makes a `User`."""
        self.user_descriptor: TwinCache[AsyncUserDescriptor, UserDescriptor] = TwinCache(
            lambda inner: UserDescriptor(inner, self)
        )
        """Makes a `UserDescriptor`."""

    def client(self, inner: AsyncClient) -> Client:
        """The client itself: there is no other that it could be."""
        return self._client

    def channel_updated(self, inner: AsyncChannelUpdated) -> ChannelUpdated:
        """Make a `ChannelUpdated`."""
        return ChannelUpdated(
            channel=self.channel(inner.channel),
            update_reasons=inner.update_reasons,
        )

    def member_updated(self, inner: AsyncMemberUpdated) -> MemberUpdated:
        """Make a `MemberUpdated`."""
        return MemberUpdated(
            member=self.member(inner.member),
            update_reasons=inner.update_reasons,
        )

    def message_updated(self, inner: AsyncMessageUpdated) -> MessageUpdated:
        """Make a `MessageUpdated`."""
        return MessageUpdated(
            message=self.message(inner.message),
            update_reasons=inner.update_reasons,
        )

    def user_updated(self, inner: AsyncUserUpdated) -> UserUpdated:
        """Make a `UserUpdated`."""
        return UserUpdated(
            user=self.user(inner.user),
            update_reasons=inner.update_reasons,
        )
