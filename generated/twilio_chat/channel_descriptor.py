# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`ChannelDescriptor`: a channel as the service described it at one moment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast, get_args

from twilio_realtime.json import JsonObject, JsonValue, copied
from twilio_realtime.resource import Record
from twilio_realtime.wire import known_member, read_mirror

from . import wire
from .context import Context
from .types import ChannelStatus, ChannelType, NotificationLevel

if TYPE_CHECKING:
    from .channel import Channel

__all__ = ["ChannelDescriptor"]


class ChannelDescriptor(Record[Context]):
    """A channel as the service described it at one moment.

    It is not kept up to date; see `get_channel`.

    Documented as the class ``ChannelDescriptor``. Objects are made by the client.
    """

    __slots__ = (
        "__weakref__",
        "_attributes",
        "_created_by",
        "_date_created",
        "_date_updated",
        "_friendly_name",
        "_last_consumed_message_index",
        "_members_count",
        "_messages_count",
        "_notification_level",
        "_sid",
        "_status",
        "_type",
        "_unique_name",
    )

    _SHOWN: ClassVar[tuple[str, ...]] = ("unique_name",)

    def __init__(self, context: Context, item: wire.ChannelRecord) -> None:
        super().__init__(context)
        given = item.model_fields_set
        sent_sid = item.sid if item.sid is not None else item.conversation_sid
        self._sid: str = sent_sid if sent_sid is not None else ""
        self._unique_name: str | None = item.unique_name
        self._friendly_name: str | None = item.friendly_name
        self._attributes: JsonValue = item.attributes if "attributes" in given else {}
        self._created_by: str | None = item.created_by
        self._date_created: datetime | None = item.date_created
        self._date_updated: datetime | None = item.date_updated
        self._messages_count: int | None = item.messages_count
        self._members_count: int | None = item.members_count
        self._last_consumed_message_index: int | None = item.last_consumed_message_index
        self._status: ChannelStatus = (
            cast("ChannelStatus", known_member("ChannelStatus", item.status, get_args(ChannelStatus)))
            if item.status
            else "unknown"
        )
        self._type: ChannelType = (
            cast("ChannelType", known_member("ChannelType", item.type, get_args(ChannelType)))
            if item.type
            else "private"
        )
        self._notification_level: NotificationLevel = (
            cast(
                "NotificationLevel",
                known_member("NotificationLevel", item.notification_level, get_args(NotificationLevel)),
            )
            if item.notification_level
            else "default"
        )

    @property
    def sid(self) -> str:
        """Identifier given by the service, `CH…`."""
        return self._sid

    @property
    def channel(self) -> str:
        """Name of the Sync document of the channel."""
        return f"{self._sid}.channel"

    @property
    def unique_name(self) -> str | None:
        """Name that no other channel of the service has."""
        return self._unique_name

    @property
    def friendly_name(self) -> str | None:
        """Name shown to people."""
        return self._friendly_name

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value kept with the channel."""
        return copied(self._attributes)

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
    def messages_count(self) -> int | None:
        """Number of messages."""
        return self._messages_count

    @property
    def members_count(self) -> int | None:
        """Number of members."""
        return self._members_count

    @property
    def last_consumed_message_index(self) -> int | None:
        """Index of the last message the signed-in user had read."""
        return self._last_consumed_message_index

    @property
    def status(self) -> ChannelStatus:
        """What the signed-in user was to the channel."""
        return self._status

    @property
    def type(self) -> ChannelType:
        """Who can find the channel."""
        return self._type

    @property
    def is_private(self) -> bool:
        """Whether only members and people invited can see the channel."""
        return self._type == "private"

    @property
    def notification_level(self) -> NotificationLevel:
        """Whether the channel sends push notifications to the signed-in user."""
        return self._notification_level

    @property
    def _equality_key(self) -> str:
        return self.sid

    async def get_channel(self) -> Channel:
        """The channel as an object that is kept up to date.

        Documented as ``ChannelDescriptor.getChannel``.

        Raises:
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return await self._context.client.get_channel_by_sid(self.sid)


def make_channel_descriptor(context: Context, data: JsonObject) -> ChannelDescriptor:
    """Make the object of an answer; for the client."""
    return ChannelDescriptor(context, read_mirror(wire.ChannelRecord, data))
