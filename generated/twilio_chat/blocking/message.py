# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`Message`: one message of a channel."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from twilio_realtime.blocking import (
    Resource,
    optional,
)
from twilio_realtime.json import JsonValue

from ..message import Message as AsyncMessage
from ..types import MessageType
from .events import MessageEmitter, MessageEvents

if TYPE_CHECKING:
    from .channel import Channel
    from .media import Media
    from .member import Member
    from .twins import Twins

__all__ = ["Message"]


class Message(MessageEmitter, Resource[AsyncMessage]):
    """One message of a channel.

    Documented as the class ``Message``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_hub",
        "_twins",
    )

    def __init__(self, inner: AsyncMessage, twins: Twins) -> None:
        super().__init__(inner, twins.threads)
        self._hub: MessageEvents | None = None
        self._twins = twins

    @property
    def on(self) -> MessageEvents:
        """The events: as attributes, or by documented name (``on("updated", handler)``)."""
        hub = self._hub
        if hub is None:
            # Two threads may both make one: they are alike, and what they stand for exists once.
            inner = self._threads.portal.call(lambda: self._inner.on)
            hub = self._hub = MessageEvents(inner, self._twins)
        return hub

    @property
    def sid(self) -> str:
        """Identifier given by the service, `IM…`."""
        return self._inner.sid

    @property
    def index(self) -> int:
        """Position in the channel. Gaps are normal; it is no count."""
        return self._inner.index

    @property
    def author(self) -> str | None:
        """Identity of the author."""
        return self._inner.author

    @property
    def is_own(self) -> bool:
        """Whether the signed-in user wrote it. What answers messages passes over these, or it answers itself."""
        return self._inner.is_own

    @property
    def body(self) -> str | None:
        """The text; None for a media message."""
        return self._inner.body

    @property
    def type(self) -> MessageType:
        """What the message carries."""
        return self._inner.type

    @property
    def channel(self) -> Channel:
        """The channel it belongs to."""
        return self._twins.channel(self._inner.channel)

    @property
    def media(self) -> Media | None:
        """The file of a media message."""
        return optional(self._twins.media, self._inner.media)

    @property
    def member_sid(self) -> str | None:
        """SID of the member who wrote it."""
        return self._inner.member_sid

    @property
    def last_updated_by(self) -> str | None:
        """Identity of the last editor; None until the first edit."""
        return self._inner.last_updated_by

    @property
    def date_updated(self) -> datetime | None:
        """Time of the last edit."""
        return self._inner.date_updated

    @property
    def date_created(self) -> datetime | None:
        """Time of creation."""
        return self._inner.date_created

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value kept with the message."""
        return self._inner.attributes

    def update_body(self, body: str) -> Message:
        """Replace the text of the message.

        Documented as ``Message.updateBody``.

        Args:
            body: The new text.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        self._run(lambda: self._inner.update_body(body))
        return self

    def update_attributes(self, attributes: JsonValue) -> Message:
        """Replace the attributes of the message.

        Documented as ``Message.updateAttributes``.

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

    def remove(self) -> Message:
        """Remove the message from its channel.

        Documented as ``Message.remove``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``channel.on.message_removed``.
        """
        self._run(self._inner.remove)
        return self

    def get_member(self) -> Member:
        """The member who wrote the message, found by its SID, else by the author's identity.

        Documented as ``Message.getMember``.

        Raises:
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._twins.member(self._run(self._inner.get_member))
