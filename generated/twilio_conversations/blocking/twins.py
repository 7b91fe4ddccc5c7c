# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""What makes the objects that stand for those of the asynchronous client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.blocking import Threads, TwinCache

from ..conversation import Conversation as AsyncConversation
from ..events import ConversationUpdated as AsyncConversationUpdated
from ..events import MessageUpdated as AsyncMessageUpdated
from ..events import ParticipantUpdated as AsyncParticipantUpdated
from ..events import UserUpdated as AsyncUserUpdated
from ..media import Media as AsyncMedia
from ..message import Message as AsyncMessage
from ..message_builder import MessageBuilder as AsyncMessageBuilder
from ..participant import Participant as AsyncParticipant
from ..unsent_message import UnsentMessage as AsyncUnsentMessage
from ..user import User as AsyncUser
from .conversation import Conversation
from .events import ConversationUpdated, MessageUpdated, ParticipantUpdated, UserUpdated
from .media import Media
from .message import Message
from .message_builder import MessageBuilder
from .participant import Participant
from .unsent_message import UnsentMessage
from .user import User

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
        self.conversation: TwinCache[AsyncConversation, Conversation] = TwinCache(
            lambda inner: Conversation(inner, self)
        )
        """Makes a `Conversation`."""
        self.media: TwinCache[AsyncMedia, Media] = TwinCache(lambda inner: Media(inner, self))
        """Makes a `Media`."""
        self.message: TwinCache[AsyncMessage, Message] = TwinCache(lambda inner: Message(inner, self))
        """Makes a `Message`."""
        self.message_builder: TwinCache[AsyncMessageBuilder, MessageBuilder] = TwinCache(
            lambda inner: MessageBuilder(inner, self)
        )
        """Makes a `MessageBuilder`."""
        self.participant: TwinCache[AsyncParticipant, Participant] = TwinCache(lambda inner: Participant(inner, self))
        """Makes a `Participant`."""
        self.unsent_message: TwinCache[AsyncUnsentMessage, UnsentMessage] = TwinCache(
            lambda inner: UnsentMessage(inner, self)
        )
        """Makes a `UnsentMessage`."""
        self.user: TwinCache[AsyncUser, User] = TwinCache(lambda inner: User(inner, self))
        """Makes a `User`."""

    def client(self, inner: AsyncClient) -> Client:
        """The client itself: there is no other that it could be."""
        return self._client

    def conversation_updated(self, inner: AsyncConversationUpdated) -> ConversationUpdated:
        """Make a `ConversationUpdated`."""
        return ConversationUpdated(
            conversation=self.conversation(inner.conversation),
            update_reasons=inner.update_reasons,
        )

    def message_updated(self, inner: AsyncMessageUpdated) -> MessageUpdated:
        """Make a `MessageUpdated`."""
        return MessageUpdated(
            message=self.message(inner.message),
            update_reasons=inner.update_reasons,
        )

    def participant_updated(self, inner: AsyncParticipantUpdated) -> ParticipantUpdated:
        """Make a `ParticipantUpdated`."""
        return ParticipantUpdated(
            participant=self.participant(inner.participant),
            update_reasons=inner.update_reasons,
        )

    def user_updated(self, inner: AsyncUserUpdated) -> UserUpdated:
        """Make a `UserUpdated`."""
        return UserUpdated(
            user=self.user(inner.user),
            update_reasons=inner.update_reasons,
        )
