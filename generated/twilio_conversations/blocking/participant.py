# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`Participant`: somebody who takes part in a conversation, by chat or through another channel."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from twilio_realtime.blocking import (
    Resource,
)
from twilio_realtime.json import JsonValue

from ..models import ParticipantBindings
from ..participant import Participant as AsyncParticipant
from ..types import ParticipantType
from .events import ParticipantEmitter, ParticipantEvents

if TYPE_CHECKING:
    from .conversation import Conversation
    from .twins import Twins
    from .user import User

__all__ = ["Participant"]


class Participant(ParticipantEmitter, Resource[AsyncParticipant]):
    """Somebody who takes part in a conversation, by chat or through another channel.

    Documented as the class ``Participant``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_hub",
        "_twins",
    )

    def __init__(self, inner: AsyncParticipant, twins: Twins) -> None:
        super().__init__(inner, twins.threads)
        self._hub: ParticipantEvents | None = None
        self._twins = twins

    @property
    def on(self) -> ParticipantEvents:
        """The events: as attributes, or by documented name (``on("updated", handler)``)."""
        hub = self._hub
        if hub is None:
            # Two threads may both make one: they are alike, and what they stand for exists once.
            inner = self._threads.portal.call(lambda: self._inner.on)
            hub = self._hub = ParticipantEvents(inner, self._twins)
        return hub

    @property
    def sid(self) -> str:
        """Identifier given by the service, `MB…`."""
        return self._inner.sid

    @property
    def conversation(self) -> Conversation:
        """The conversation that the participant belongs to."""
        return self._twins.conversation(self._inner.conversation)

    @property
    def is_typing(self) -> bool:
        """Whether the participant is typing at the moment."""
        return self._inner.is_typing

    @property
    def identity(self) -> str | None:
        """Identity of the user; None for a participant who does not use chat."""
        return self._inner.identity

    @property
    def is_own(self) -> bool:
        """Whether this is the signed-in user."""
        return self._inner.is_own

    @property
    def type(self) -> ParticipantType:
        """Kind of channel through which the participant takes part."""
        return self._inner.type

    @property
    def bindings(self) -> ParticipantBindings | None:
        """Addresses of a participant who does not use chat; None for one who does."""
        return self._inner.bindings

    @property
    def role_sid(self) -> str | None:
        """SID of the participant's role."""
        return self._inner.role_sid

    @property
    def last_read_message_index(self) -> int | None:
        """Index of the last message that the participant has read; None if unknown."""
        return self._inner.last_read_message_index

    @property
    def last_read_timestamp(self) -> datetime | None:
        """When the participant last read."""
        return self._inner.last_read_timestamp

    @property
    def date_created(self) -> datetime | None:
        """When the participant was added."""
        return self._inner.date_created

    @property
    def date_updated(self) -> datetime | None:
        """When the participant last changed."""
        return self._inner.date_updated

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value kept with the participant."""
        return self._inner.attributes

    def get_user(self) -> User:
        """Return the user behind the participant, kept up to date.

        Documented as ``Participant.getUser``.

        Raises:
            NotFoundError: There is no such object, or the user cannot see it.
            StateError: The object is not in a state that allows this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._twins.user(self._run(self._inner.get_user))

    def update_attributes(self, attributes: JsonValue) -> Participant:
        """Replace the attributes of the participant.

        Documented as ``Participant.updateAttributes``.

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
        """Remove the participant from the conversation.

        Documented as ``Participant.remove``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``conversation.on.participant_left``.
        """
        self._run(self._inner.remove)
