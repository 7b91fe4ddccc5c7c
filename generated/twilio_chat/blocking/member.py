# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`Member`: a person in a channel."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from twilio_realtime.blocking import (
    Resource,
)
from twilio_realtime.json import JsonValue

from ..member import Member as AsyncMember
from ..types import MemberType
from .events import MemberEmitter, MemberEvents

if TYPE_CHECKING:
    from .channel import Channel
    from .twins import Twins
    from .user import User
    from .user_descriptor import UserDescriptor

__all__ = ["Member"]


class Member(MemberEmitter, Resource[AsyncMember]):
    """A person in a channel.

    Documented as the class ``Member``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_hub",
        "_twins",
    )

    def __init__(self, inner: AsyncMember, twins: Twins) -> None:
        super().__init__(inner, twins.threads)
        self._hub: MemberEvents | None = None
        self._twins = twins

    @property
    def on(self) -> MemberEvents:
        """The events: as attributes, or by documented name (``on("updated", handler)``)."""
        hub = self._hub
        if hub is None:
            # Two threads may both make one: they are alike, and what they stand for exists once.
            inner = self._threads.portal.call(lambda: self._inner.on)
            hub = self._hub = MemberEvents(inner, self._twins)
        return hub

    @property
    def sid(self) -> str:
        """Identifier given by the service, `MB…`."""
        return self._inner.sid

    @property
    def channel(self) -> Channel:
        """The channel it belongs to."""
        return self._twins.channel(self._inner.channel)

    @property
    def is_typing(self) -> bool:
        """Whether the member is typing at the moment."""
        return self._inner.is_typing

    @property
    def identity(self) -> str | None:
        """Identity of the user; None for a member who does not use chat."""
        return self._inner.identity

    @property
    def is_own(self) -> bool:
        """Whether this is the signed-in user."""
        return self._inner.is_own

    @property
    def type(self) -> MemberType:
        """How the member takes part."""
        return self._inner.type

    @property
    def role_sid(self) -> str | None:
        """SID of the member's role."""
        return self._inner.role_sid

    @property
    def last_consumed_message_index(self) -> int | None:
        """Index of the last message the member has read; None if unknown."""
        return self._inner.last_consumed_message_index

    @property
    def last_consumption_timestamp(self) -> datetime | None:
        """When the member last read."""
        return self._inner.last_consumption_timestamp

    @property
    def date_created(self) -> datetime | None:
        """When the member joined."""
        return self._inner.date_created

    @property
    def date_updated(self) -> datetime | None:
        """When the membership last changed."""
        return self._inner.date_updated

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value kept with the member."""
        return self._inner.attributes

    def get_user(self) -> User:
        """The user behind the member, kept up to date.

        Documented as ``Member.getUser``.

        Raises:
            NotFoundError: There is no such object, or the user cannot see it.
            StateError: The object is not in a state that allows this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._twins.user(self._run(self._inner.get_user))

    def get_user_descriptor(self) -> UserDescriptor:
        """The user behind the member, as the service describes them now.

        Documented as ``Member.getUserDescriptor``.

        Raises:
            NotFoundError: There is no such object, or the user cannot see it.
            StateError: The object is not in a state that allows this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._twins.user_descriptor(self._run(self._inner.get_user_descriptor))

    def update_attributes(self, attributes: JsonValue) -> Member:
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
        self._run(lambda: self._inner.update_attributes(attributes))
        return self

    def remove(self) -> None:
        """Remove the member from the channel.

        Documented as ``Member.remove``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``channel.on.member_left``.
        """
        self._run(self._inner.remove)
