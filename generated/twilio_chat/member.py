# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`Member`: a person in a channel."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast, get_args

from twilio_realtime.arguments import encode_json
from twilio_realtime.errors import StateError
from twilio_realtime.events import emit
from twilio_realtime.json import JsonObject, JsonValue, packed_json, same_json, unpacked_json
from twilio_realtime.mirror.transient import ExpiringFlag
from twilio_realtime.requests.links import join_path
from twilio_realtime.resource import Resource
from twilio_realtime.wire import UNSENT, known_member, read_mirror, shared_text

from . import wire
from .context import Context
from .events import MemberEmitter, MemberEvents, MemberUpdated
from .types import MemberType, MemberUpdateReason

if TYPE_CHECKING:
    from .channel import Channel
    from .user import User
    from .user_descriptor import UserDescriptor

__all__ = ["Member"]


class Member(MemberEmitter, Resource):
    """A person in a channel.

    Documented as the class ``Member``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_attributes",
        "_channel",
        "_context",
        "_date_created",
        "_date_updated",
        "_identity",
        "_is_typing",
        "_last_consumed_message_index",
        "_last_consumption_timestamp",
        "_role_sid",
        "_sid",
        "_type",
    )

    _SHOWN: ClassVar[tuple[str, ...]] = ("identity",)

    def __init__(self, context: Context, channel: Channel, sid: str, data: JsonObject) -> None:
        self._hub = None
        self._context = context
        self._channel = channel
        self._sid = sid
        self._identity: str | None = None
        self._type: MemberType = "chat"
        self._role_sid: str | None = None
        self._last_consumed_message_index: int | None = None
        self._last_consumption_timestamp: datetime | None = None
        self._date_created: datetime | None = None
        self._date_updated: datetime | None = None
        # as JSON: there may be thousands of these objects, and a dict takes four times the memory
        self._attributes: bytes = b"{}"
        self._is_typing = ExpiringFlag(context.services.timing.clock, self._is_typing_ended)
        self._take(read_mirror(wire.MemberItem, data))

    @property
    def sid(self) -> str:
        """Identifier given by the service, `MB…`."""
        return self._sid

    @property
    def channel(self) -> Channel:
        """The channel it belongs to."""
        return self._channel

    @property
    def is_typing(self) -> bool:
        """Whether the member is typing at the moment."""
        return bool(self._is_typing)

    @property
    def identity(self) -> str | None:
        """Identity of the user; None for a member who does not use chat."""
        return self._identity

    @property
    def is_own(self) -> bool:
        """Whether this is the signed-in user."""
        return self._identity == self._context.configuration.identity

    @property
    def type(self) -> MemberType:
        """How the member takes part."""
        return self._type

    @property
    def role_sid(self) -> str | None:
        """SID of the member's role."""
        return self._role_sid

    @property
    def last_consumed_message_index(self) -> int | None:
        """Index of the last message the member has read; None if unknown."""
        return self._last_consumed_message_index

    @property
    def last_consumption_timestamp(self) -> datetime | None:
        """When the member last read."""
        return self._last_consumption_timestamp

    @property
    def date_created(self) -> datetime | None:
        """When the member joined."""
        return self._date_created

    @property
    def date_updated(self) -> datetime | None:
        """When the membership last changed."""
        return self._date_updated

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value kept with the member."""
        return unpacked_json(self._attributes)

    @property
    def _equality_key(self) -> str:
        return self.sid

    @property
    def _self_link(self) -> str:
        return join_path(self._context.configuration.links.conversations, self._channel.sid, "Participants", self.sid)

    async def get_user(self) -> User:
        """The user behind the member, kept up to date.

        Documented as ``Member.getUser``.

        Raises:
            NotFoundError: There is no such object, or the user cannot see it.
            StateError: The object is not in a state that allows this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        if self.type != "chat":
            raise StateError(f"{self!r}: this member does not use chat and is no user")
        identity = self.identity
        if identity is None:
            raise StateError(f"{self!r} has no identity")
        return await self._context.client.get_user(identity)

    async def get_user_descriptor(self) -> UserDescriptor:
        """The user behind the member, as the service describes them now.

        Documented as ``Member.getUserDescriptor``.

        Raises:
            NotFoundError: There is no such object, or the user cannot see it.
            StateError: The object is not in a state that allows this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        if self.type != "chat":
            raise StateError(f"{self!r}: this member does not use chat and is no user")
        identity = self.identity
        if identity is None:
            raise StateError(f"{self!r} has no identity")
        return await self._context.client.get_user_descriptor(identity)

    async def update_attributes(self, attributes: JsonValue) -> Member:
        """Replace the attributes of the member.

        Documented as ``Member.updateAttributes``.

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

    async def remove(self) -> None:
        """Remove the member from the channel.

        Documented as ``Member.remove``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``channel.on.member_left``.
        """
        self._context.require_own_loop()
        await self._context.rest.mutate("DELETE", self._self_link)

    def _new_hub(self) -> MemberEvents:
        return MemberEvents(self._context.services.dispatcher, self._channel.on)

    def _take(self, item: wire.MemberItem) -> list[MemberUpdateReason]:
        """Apply an update of the mirror and return the update reasons."""
        given = item.model_fields_set
        reasons: list[MemberUpdateReason] = []
        if "identity" in given and item.identity != self._identity:
            self._identity = shared_text(item.identity)
        if item.type is not None and item.type != self._type:
            self._type = cast("MemberType", known_member("MemberType", item.type, get_args(MemberType)))
        if item.role_sid and item.role_sid != self._role_sid:
            self._role_sid = item.role_sid
            reasons.append("roleSid")
        if (
            "last_consumed_message_index" in given
            and item.last_consumed_message_index != self._last_consumed_message_index
        ):
            self._last_consumed_message_index = item.last_consumed_message_index
            reasons.append("lastConsumedMessageIndex")
        if (
            item.last_consumption_timestamp is not None
            and item.last_consumption_timestamp != self._last_consumption_timestamp
        ):
            self._last_consumption_timestamp = item.last_consumption_timestamp
            reasons.append("lastConsumptionTimestamp")
        if item.date_created is not None and item.date_created != self._date_created:
            self._date_created = item.date_created
            reasons.append("dateCreated")
        if item.date_updated is not None and item.date_updated != self._date_updated:
            self._date_updated = item.date_updated
            reasons.append("dateUpdated")
        if (
            "attributes" in given
            and item.attributes is not UNSENT
            and not same_json(item.attributes, unpacked_json(self._attributes))
        ):
            self._attributes = packed_json(item.attributes)
            reasons.append("attributes")
        return reasons

    def _announce(self, reasons: list[MemberUpdateReason]) -> None:
        if not reasons:
            return
        update = MemberUpdated(self, tuple(reasons))
        if self._hub is None:  # nobody has listened here: spare the hub and tell the owner
            emit(self._channel.on.member_updated, update)
        else:
            emit(self._hub.updated, update)

    def _is_typing_ended(self) -> None:
        emit(self.on.typing_ended, self)


# For the owner of the object: parts of the class that do not show on it.
# pyright: reportPrivateUsage=false


def accept_member(resource: Member, data: JsonObject) -> None:
    """Apply new data of the mirror and announce what changed."""
    resource._announce(resource._take(read_mirror(wire.MemberItem, data)))


def start_member_is_typing(resource: Member, seconds: float) -> None:
    """Set `is_typing` for this many seconds and announce it."""
    resource._is_typing.set(seconds)
    emit(resource.on.typing_started, resource)


def end_member_is_typing(resource: Member) -> None:
    """Clear `is_typing` and announce it, if it is set."""
    if resource._is_typing.clear():
        resource._is_typing_ended()


def release_member(resource: Member) -> None:
    """Let timers go, silently."""
    resource._is_typing.clear()
