# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`Participant`: somebody who takes part in a conversation, by chat or through another channel."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from twilio_realtime.arguments import encode_json
from twilio_realtime.errors import StateError
from twilio_realtime.events import emit
from twilio_realtime.json import JsonObject, JsonValue, packed_json, same_json, same_model, unpacked_json
from twilio_realtime.mirror.transient import ExpiringFlag
from twilio_realtime.requests.links import join_path
from twilio_realtime.resource import Resource
from twilio_realtime.wire import UNSENT, read_mirror, shared_text

from . import wire
from .context import Context
from .events import ParticipantEmitter, ParticipantEvents, ParticipantUpdated
from .models import ParticipantBindings
from .types import ParticipantType, ParticipantUpdateReason

if TYPE_CHECKING:
    from .conversation import Conversation
    from .user import User

__all__ = ["Participant"]


class Participant(ParticipantEmitter, Resource):
    """Somebody who takes part in a conversation, by chat or through another channel.

    Documented as the class ``Participant``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_attributes",
        "_bindings",
        "_context",
        "_conversation",
        "_date_created",
        "_date_updated",
        "_identity",
        "_is_typing",
        "_last_read_message_index",
        "_last_read_timestamp",
        "_role_sid",
        "_sid",
        "_type",
    )

    _SHOWN: ClassVar[tuple[str, ...]] = ("identity",)

    def __init__(self, context: Context, conversation: Conversation, sid: str, data: JsonObject) -> None:
        self._hub = None
        self._context = context
        self._conversation = conversation
        self._sid = sid
        self._identity: str | None = None
        self._type: ParticipantType = "chat"
        self._bindings: ParticipantBindings | None = None
        self._role_sid: str | None = None
        self._last_read_message_index: int | None = None
        self._last_read_timestamp: datetime | None = None
        self._date_created: datetime | None = None
        self._date_updated: datetime | None = None
        # as JSON: there may be thousands of these objects, and a dict takes four times the memory
        self._attributes: bytes = b"{}"
        self._is_typing = ExpiringFlag(context.services.timing.clock, self._is_typing_ended)
        self._take(read_mirror(wire.ParticipantItem, data))

    @property
    def sid(self) -> str:
        """Identifier given by the service, `MB…`."""
        return self._sid

    @property
    def conversation(self) -> Conversation:
        """The conversation that the participant belongs to."""
        return self._conversation

    @property
    def is_typing(self) -> bool:
        """Whether the participant is typing at the moment."""
        return bool(self._is_typing)

    @property
    def identity(self) -> str | None:
        """Identity of the user; None for a participant who does not use chat."""
        return self._identity

    @property
    def is_own(self) -> bool:
        """Whether this is the signed-in user."""
        return self._identity == self._context.configuration.identity

    @property
    def type(self) -> ParticipantType:
        """Kind of channel through which the participant takes part."""
        return self._type

    @property
    def bindings(self) -> ParticipantBindings | None:
        """Addresses of a participant who does not use chat; None for one who does."""
        return self._bindings

    @property
    def role_sid(self) -> str | None:
        """SID of the participant's role."""
        return self._role_sid

    @property
    def last_read_message_index(self) -> int | None:
        """Index of the last message that the participant has read; None if unknown."""
        return self._last_read_message_index

    @property
    def last_read_timestamp(self) -> datetime | None:
        """When the participant last read."""
        return self._last_read_timestamp

    @property
    def date_created(self) -> datetime | None:
        """When the participant was added."""
        return self._date_created

    @property
    def date_updated(self) -> datetime | None:
        """When the participant last changed."""
        return self._date_updated

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value kept with the participant."""
        return unpacked_json(self._attributes)

    @property
    def _equality_key(self) -> str:
        return self.sid

    @property
    def _self_link(self) -> str:
        return join_path(
            self._context.configuration.links.conversations, self._conversation.sid, "Participants", self.sid
        )

    async def get_user(self) -> User:
        """Return the user behind the participant, kept up to date.

        Documented as ``Participant.getUser``.

        Raises:
            NotFoundError: There is no such object, or the user cannot see it.
            StateError: The object is not in a state that allows this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        if self.type != "chat":
            raise StateError(f"{self!r}: this participant does not use chat and is no user")
        identity = self.identity
        if identity is None:
            raise StateError(f"{self!r} has no identity")
        return await self._context.client.get_user(identity)

    async def update_attributes(self, attributes: JsonValue) -> Participant:
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
        self._context.require_own_loop()
        await self._context.rest.mutate("POST", self._self_link, {"attributes": encode_json("attributes", attributes)})
        return self

    async def remove(self) -> None:
        """Remove the participant from the conversation.

        Documented as ``Participant.remove``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``conversation.on.participant_left``.
        """
        self._context.require_own_loop()
        await self._context.rest.mutate("DELETE", self._self_link)

    def _new_hub(self) -> ParticipantEvents:
        return ParticipantEvents(self._context.services.dispatcher, self._conversation.on)

    def _take(self, item: wire.ParticipantItem) -> list[ParticipantUpdateReason]:
        """Apply an update of the mirror and return the update reasons."""
        given = item.model_fields_set
        reasons: list[ParticipantUpdateReason] = []
        if "identity" in given and item.identity != self._identity:
            self._identity = shared_text(item.identity)
        if item.type and item.type != self._type:
            self._type = item.type
        if item.bindings and not same_model(item.bindings, self._bindings):
            self._bindings = item.bindings
            reasons.append("bindings")
        if item.role_sid and item.role_sid != self._role_sid:
            self._role_sid = item.role_sid
            reasons.append("roleSid")
        if "last_read_message_index" in given and item.last_read_message_index != self._last_read_message_index:
            self._last_read_message_index = item.last_read_message_index
            reasons.append("lastReadMessageIndex")
        if item.last_read_timestamp is not None and item.last_read_timestamp != self._last_read_timestamp:
            self._last_read_timestamp = item.last_read_timestamp
            reasons.append("lastReadTimestamp")
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

    def _announce(self, reasons: list[ParticipantUpdateReason]) -> None:
        if not reasons:
            return
        update = ParticipantUpdated(self, tuple(reasons))
        if self._hub is None:  # nobody has listened here: spare the hub and tell the owner
            emit(self._conversation.on.participant_updated, update)
        else:
            emit(self._hub.updated, update)

    def _is_typing_ended(self) -> None:
        emit(self.on.typing_ended, self)


# For the owner of the object: parts of the class that do not show on it.
# pyright: reportPrivateUsage=false


def accept_participant(resource: Participant, data: JsonObject) -> None:
    """Apply new data of the mirror and announce what changed."""
    resource._announce(resource._take(read_mirror(wire.ParticipantItem, data)))


def start_participant_is_typing(resource: Participant, seconds: float) -> None:
    """Set `is_typing` for this many seconds and announce it."""
    resource._is_typing.set(seconds)
    emit(resource.on.typing_started, resource)


def end_participant_is_typing(resource: Participant) -> None:
    """Clear `is_typing` and announce it, if it is set."""
    if resource._is_typing.clear():
        resource._is_typing_ended()


def release_participant(resource: Participant) -> None:
    """Let timers go, silently."""
    resource._is_typing.clear()
