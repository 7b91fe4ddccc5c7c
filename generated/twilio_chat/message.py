# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`Message`: one message of a channel."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast, get_args

from twilio_realtime.arguments import encode_json, require_text
from twilio_realtime.errors import NotFoundError
from twilio_realtime.events import emit
from twilio_realtime.json import JsonObject, JsonValue, packed_json, same_json, unpacked_json
from twilio_realtime.requests.links import join_path
from twilio_realtime.requests.look_ups import found_or_none
from twilio_realtime.resource import Resource, shows_the_same
from twilio_realtime.sids import packed_sid, unpacked_sid
from twilio_realtime.wire import known_member, read_mirror, shared_text

from . import wire
from .context import Context
from .events import MessageEmitter, MessageEvents, MessageUpdated
from .media import Media
from .types import MessageType, MessageUpdateReason

if TYPE_CHECKING:
    from .channel import Channel
    from .member import Member

__all__ = ["Message"]


class Message(MessageEmitter, Resource):
    """One message of a channel.

    Documented as the class ``Message``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_attributes",
        "_author",
        "_body",
        "_channel",
        "_context",
        "_date_created",
        "_date_updated",
        "_index",
        "_last_updated_by",
        "_media",
        "_member_sid",
        "_sid",
        "_type",
    )

    _SHOWN: ClassVar[tuple[str, ...]] = (
        "index",
        "author",
    )

    def __init__(self, context: Context, channel: Channel, index: int, data: JsonObject) -> None:
        self._hub = None
        self._context = context
        self._channel = channel
        self._index = index
        # as a number: there may be thousands of these objects, and no two share this text, which takes twice the memory
        self._sid: int | str = ""
        self._author: str | None = None
        self._body: str | None = None
        self._type: MessageType = "text"
        self._media: Media | None = None
        self._member_sid: str | None = None
        self._last_updated_by: str | None = None
        self._date_updated: datetime | None = None
        self._date_created: datetime | None = None
        # as JSON: there may be thousands of these objects, and a dict takes four times the memory
        self._attributes: bytes = b"{}"
        self._take(read_mirror(wire.MessageItem, data))

    @property
    def sid(self) -> str:
        """Identifier given by the service, `IM…`."""
        return unpacked_sid(self._sid)

    @property
    def index(self) -> int:
        """Position in the channel. Gaps are normal; it is no count."""
        return self._index

    @property
    def author(self) -> str | None:
        """Identity of the author."""
        return self._author

    @property
    def is_own(self) -> bool:
        """Whether the signed-in user wrote it. What answers messages passes over these, or it answers itself."""
        return self._author == self._context.configuration.identity

    @property
    def body(self) -> str | None:
        """The text; None for a media message."""
        return None if self._type == "media" else self._body

    @property
    def type(self) -> MessageType:
        """What the message carries."""
        return self._type

    @property
    def channel(self) -> Channel:
        """The channel it belongs to."""
        return self._channel

    @property
    def media(self) -> Media | None:
        """The file of a media message."""
        return self._media

    @property
    def member_sid(self) -> str | None:
        """SID of the member who wrote it."""
        return self._member_sid

    @property
    def last_updated_by(self) -> str | None:
        """Identity of the last editor; None until the first edit."""
        return self._last_updated_by

    @property
    def date_updated(self) -> datetime | None:
        """Time of the last edit."""
        return self._date_updated

    @property
    def date_created(self) -> datetime | None:
        """Time of creation."""
        return self._date_created

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value kept with the message."""
        return unpacked_json(self._attributes)

    @property
    def _equality_key(self) -> str:
        return self.sid

    @property
    def _self_link(self) -> str:
        return join_path(self._context.configuration.links.conversations, self._channel.sid, "Messages", self.sid)

    async def update_body(self, body: str) -> Message:
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
        require_text("body", body, surrogates=True)
        self._context.require_own_loop()
        await self._context.rest.mutate("POST", self._self_link, {"body": body})
        return self

    async def update_attributes(self, attributes: JsonValue) -> Message:
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
        self._context.require_own_loop()
        await self._context.rest.mutate("POST", self._self_link, {"attributes": encode_json("attributes", attributes)})
        return self

    async def remove(self) -> Message:
        """Remove the message from its channel.

        Documented as ``Message.remove``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``channel.on.message_removed``.
        """
        self._context.require_own_loop()
        await self._context.rest.mutate("DELETE", self._self_link)
        return self

    async def get_member(self) -> Member:
        """The member who wrote the message, found by its SID, else by the author's identity.

        Documented as ``Message.getMember``.

        Raises:
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        member_sid = self.member_sid
        if member_sid is not None:
            found = await found_or_none(self._channel.get_member_by_sid(member_sid))
            if found is not None:
                return found

        author = self.author
        if author is not None:
            found = await found_or_none(self._channel.get_member_by_identity(author))
            if found is not None:
                return found

        raise NotFoundError(
            f"{self!r}.get_member finds nothing; looked for member_sid {member_sid!r} and author {author!r}",
            status=404,
        )

    def _new_hub(self) -> MessageEvents:
        return MessageEvents(self._context.services.dispatcher, self._channel.on)

    def _take(self, item: wire.MessageItem) -> list[MessageUpdateReason]:
        """Apply an update of the mirror and return the update reasons."""
        given = item.model_fields_set
        reasons: list[MessageUpdateReason] = []
        if item.sid is not None and item.sid != unpacked_sid(self._sid):
            self._sid = packed_sid(item.sid)
        if item.author and item.author != self._author:
            self._author = shared_text(item.author)
            reasons.append("author")
        if item.body is not None and item.body != self._body:
            self._body = item.body
            reasons.append("body")
        if item.type is not None and item.type != self._type:
            self._type = cast("MessageType", known_member("MessageType", item.type, get_args(MessageType)))
        if "media" in given:
            new_media = Media(self._context, item.media) if item.media is not None else None
            if not shows_the_same(new_media, self._media):
                self._media = new_media
        if "member_sid" in given and item.member_sid != self._member_sid:
            self._member_sid = shared_text(item.member_sid)
        if item.last_updated_by and item.last_updated_by != self._last_updated_by:
            self._last_updated_by = item.last_updated_by
            reasons.append("lastUpdatedBy")
        if item.date_updated is not None and item.date_updated != self._date_updated:
            self._date_updated = item.date_updated
            reasons.append("dateUpdated")
        if item.date_created is not None and item.date_created != self._date_created:
            self._date_created = item.date_created
            reasons.append("dateCreated")
        new_attributes = item.attributes if "attributes" in given else {}
        if not same_json(new_attributes, unpacked_json(self._attributes)):
            self._attributes = packed_json(new_attributes)
            reasons.append("attributes")
        return reasons

    def _announce(self, reasons: list[MessageUpdateReason]) -> None:
        if not reasons:
            return
        update = MessageUpdated(self, tuple(reasons))
        if self._hub is None:  # nobody has listened here: spare the hub and tell the owner
            emit(self._channel.on.message_updated, update)
        else:
            emit(self._hub.updated, update)


# For the owner of the object: parts of the class that do not show on it.
# pyright: reportPrivateUsage=false


def accept_message(resource: Message, data: JsonObject) -> None:
    """Apply new data of the mirror and announce what changed."""
    resource._announce(resource._take(read_mirror(wire.MessageItem, data)))
