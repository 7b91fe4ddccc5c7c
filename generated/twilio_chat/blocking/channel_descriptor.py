# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`ChannelDescriptor`: a channel as the service described it at one moment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from twilio_realtime.blocking import (
    Record,
)
from twilio_realtime.json import JsonValue

from ..channel_descriptor import ChannelDescriptor as AsyncChannelDescriptor
from ..types import ChannelStatus, ChannelType, NotificationLevel

if TYPE_CHECKING:
    from .channel import Channel
    from .twins import Twins

__all__ = ["ChannelDescriptor"]


class ChannelDescriptor(Record[AsyncChannelDescriptor, "Twins"]):
    """A channel as the service described it at one moment.

    It is not kept up to date; see `get_channel`.

    Documented as the class ``ChannelDescriptor``. Objects are made by the client.
    """

    __slots__ = ()

    def __init__(self, inner: AsyncChannelDescriptor, twins: Twins) -> None:
        super().__init__(inner, twins, twins.threads)

    @property
    def sid(self) -> str:
        """Identifier given by the service, `CH…`."""
        return self._inner.sid

    @property
    def channel(self) -> str:
        """Name of the Sync document of the channel."""
        return self._inner.channel

    @property
    def unique_name(self) -> str | None:
        """Name that no other channel of the service has."""
        return self._inner.unique_name

    @property
    def friendly_name(self) -> str | None:
        """Name shown to people."""
        return self._inner.friendly_name

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value kept with the channel."""
        return self._inner.attributes

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
    def messages_count(self) -> int | None:
        """Number of messages."""
        return self._inner.messages_count

    @property
    def members_count(self) -> int | None:
        """Number of members."""
        return self._inner.members_count

    @property
    def last_consumed_message_index(self) -> int | None:
        """Index of the last message the signed-in user had read."""
        return self._inner.last_consumed_message_index

    @property
    def status(self) -> ChannelStatus:
        """What the signed-in user was to the channel."""
        return self._inner.status

    @property
    def type(self) -> ChannelType:
        """Who can find the channel."""
        return self._inner.type

    @property
    def is_private(self) -> bool:
        """Whether only members and people invited can see the channel."""
        return self._inner.is_private

    @property
    def notification_level(self) -> NotificationLevel:
        """Whether the channel sends push notifications to the signed-in user."""
        return self._inner.notification_level

    def get_channel(self) -> Channel:
        """The channel as an object that is kept up to date.

        Documented as ``ChannelDescriptor.getChannel``.

        Raises:
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._twins.channel(self._run(self._inner.get_channel))
