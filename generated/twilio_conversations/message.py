# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`Message`: message of a conversation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast, get_args

from typing_extensions import deprecated

from twilio_realtime.arguments import encode_json, require_each, require_instance, require_member, require_text
from twilio_realtime.errors import NotFoundError, RequestError
from twilio_realtime.events import emit
from twilio_realtime.json import (
    JsonObject,
    JsonValue,
    copied,
    empty_list,
    packed_json,
    same_json,
    same_model,
    unpacked_json,
)
from twilio_realtime.requests.links import fill_template, join_path, needed_link, with_query
from twilio_realtime.requests.look_ups import found_or_none
from twilio_realtime.requests.pagination import read_to_end
from twilio_realtime.requests.rest_pages import read_page
from twilio_realtime.resource import Resource, shows_the_same
from twilio_realtime.sids import packed_sid, unpacked_sid
from twilio_realtime.wire import known_member, read_answer, read_mirror, shared_text

from . import hooks, wire
from .context import Context
from .events import MessageEmitter, MessageEvents, MessageUpdated
from .hook_context import HookContext
from .media import Media
from .models import (
    RECIPIENT_DESCRIPTOR_TAGS,
    AggregatedDeliveryReceipt,
    ChannelMetadata,
    ContentData,
    DetailedDeliveryReceipt,
    RecipientDescriptor,
)
from .types import MediaCategory, MessageType, MessageUpdateReason

if TYPE_CHECKING:
    from .conversation import Conversation
    from .participant import Participant

__all__ = ["Message"]


class Message(MessageEmitter, Resource):
    """Message of a conversation.

    Documented as the class ``Message``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_aggregated_delivery_receipt",
        "_all_media",
        "_attributes",
        "_author",
        "_body",
        "_content_sid",
        "_context",
        "_conversation",
        "_date_created",
        "_date_updated",
        "_has_channel_metadata",
        "_index",
        "_last_updated_by",
        "_media",
        "_participant_sid",
        "_sid",
        "_subject",
        "_type",
    )

    _SHOWN: ClassVar[tuple[str, ...]] = (
        "index",
        "author",
    )

    def __init__(self, context: Context, conversation: Conversation, index: int, data: JsonObject) -> None:
        self._hub = None
        self._context = context
        self._conversation = conversation
        self._index = index
        # as a number: there may be thousands of these objects, and no two share this text, which takes twice the memory
        self._sid: int | str = ""
        self._author: str | None = None
        self._subject: str | None = None
        self._body: str | None = None
        self._type: MessageType = "text"
        self._all_media: list[Media] = empty_list()
        self._media: Media | None = None
        self._participant_sid: str | None = None
        self._content_sid: str | None = None
        self._has_channel_metadata: bool = False
        self._aggregated_delivery_receipt: AggregatedDeliveryReceipt | None = None
        self._last_updated_by: str | None = None
        self._date_updated: datetime | None = None
        self._date_created: datetime | None = None
        # as JSON: there may be thousands of these objects, and a dict takes four times the memory
        self._attributes: bytes = b"{}"
        self._take(read_mirror(wire.MessageItem, data), first=True)

    @property
    def sid(self) -> str:
        """Identifier given by the service, `IM…`."""
        return unpacked_sid(self._sid)

    @property
    def index(self) -> int:
        """Position in the conversation. May have gaps; do not count with it."""
        return self._index

    @property
    def author(self) -> str | None:
        """Identity of the author, or the address of one who uses no client."""
        return self._author

    @property
    def is_own(self) -> bool:
        """Whether the signed-in user wrote it. A program that answers messages must skip its own."""
        return self._author == self._context.configuration.identity

    @property
    def subject(self) -> str | None:
        """Subject, for example of an e-mail."""
        return self._subject

    @property
    def body(self) -> str | None:
        """Text; None for a message of files alone."""
        return self._body

    @property
    def type(self) -> MessageType:
        """What the message carries."""
        return self._type

    @property
    def conversation(self) -> Conversation:
        """Conversation it belongs to."""
        return self._conversation

    @property
    def all_media(self) -> list[Media]:
        """All files in order: attachments, e-mail bodies and histories, rich content."""
        return copied(self._all_media)

    @property
    def attached_media(self) -> list[Media]:
        """Attachments, in order."""
        return [item for item in self.all_media if item.category == "media"]

    @property
    @deprecated("Message.media is deprecated since 0.1.0; use `attached_media`")
    def media(self) -> Media | None:
        """First attachment; None if there is none.

        Message.media is deprecated since 0.1.0; use `attached_media`.
        """
        return self._media

    @property
    def participant_sid(self) -> str | None:
        """SID of the participant who wrote it."""
        return self._participant_sid

    @property
    def content_sid(self) -> str | None:
        """SID of the content template it was made from, `HX…`; None if there is none."""
        return self._content_sid

    @property
    def has_channel_metadata(self) -> bool:
        """Whether the channel through which it arrived said more about it."""
        return self._has_channel_metadata

    @property
    def aggregated_delivery_receipt(self) -> AggregatedDeliveryReceipt | None:
        """How far it has come on its way to recipients outside; None if it has none."""
        return self._aggregated_delivery_receipt

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
        return join_path(self._context.configuration.links.conversations, self._conversation.sid, "Messages", self.sid)

    @property
    def _receipts_link(self) -> str:
        return fill_template(
            self._context.configuration.links.messages_receipts, "messages_receipts", self._conversation.sid, self.sid
        )

    @property
    def _channel_metadata_link(self) -> str:
        return join_path(
            self._context.configuration.links.conversations,
            self._conversation.sid,
            "Messages",
            self.sid,
            "ChannelMetadata",
        )

    @property
    def _recipients_link(self) -> str:
        return join_path(self._context.configuration.links.conversations, self._conversation.sid, "MessageRecipients")

    async def update_body(self, body: str) -> Message:
        """Replace the text of the message.

        Documented as ``Message.updateBody``.

        Args:
            body: The new text.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            ForbiddenError: The user may not do this.
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
            ForbiddenError: The user may not do this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        self._context.require_own_loop()
        await self._context.rest.mutate("POST", self._self_link, {"attributes": encode_json("attributes", attributes)})
        return self

    async def remove(self) -> Message:
        """Remove the message from its conversation.

        Documented as ``Message.remove``.

        Raises:
            ForbiddenError: The user may not do this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``conversation.on.message_removed``.
        """
        self._context.require_own_loop()
        await self._context.rest.mutate("DELETE", self._self_link)
        return self

    async def get_participant(self) -> Participant:
        """Find the participant who wrote the message, by SID, else by the author's identity.

        Documented as ``Message.getParticipant``.

        Raises:
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        participant_sid = self.participant_sid
        if participant_sid is not None:
            found = await found_or_none(self._conversation.get_participant_by_sid(participant_sid))
            if found is not None:
                return found

        author = self.author
        if author is not None:
            found = await found_or_none(self._conversation.get_participant_by_identity(author))
            if found is not None:
                return found

        raise NotFoundError(
            f"{self!r}.get_participant finds nothing"
            f"; looked for participant_sid {participant_sid!r}"
            f" and author {author!r}",
            status=404,
        )

    def get_media_by_categories(self, categories: list[MediaCategory]) -> list[Media]:
        """Return the files of some categories, in order.

        Documented as ``Message.getMediaByCategories``.

        Args:
            categories: The categories.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        require_each("categories", categories, lambda name, item: require_member(name, item, get_args(MediaCategory)))
        listed = self.all_media
        return [item for item in listed if item.category in categories]

    @deprecated("Message.get_media_by_category is deprecated since 0.1.0; use `get_media_by_categories`")
    def get_media_by_category(self, categories: list[MediaCategory]) -> list[Media]:
        """Return the files of some categories, in order.

        Documented as ``Message.getMediaByCategory``.

        Message.get_media_by_category is deprecated since 0.1.0; use `get_media_by_categories`.

        Args:
            categories: The categories.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        require_each("categories", categories, lambda name, item: require_member(name, item, get_args(MediaCategory)))
        listed = self.all_media
        return [item for item in listed if item.category in categories]

    def get_email_body(self, content_type: str = "text/plain") -> Media | None:
        """Return the e-mail body of a media type; None if there is none.

        Documented as ``Message.getEmailBody``.

        Args:
            content_type: Media type.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        require_text("content_type", content_type, non_empty=True)
        listed = self.all_media
        return next((item for item in listed if item.category == "body" and item.content_type == content_type), None)

    def get_email_history(self, content_type: str = "text/plain") -> Media | None:
        """Return the e-mail history of a media type; None if there is none.

        Documented as ``Message.getEmailHistory``.

        Args:
            content_type: Media type.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        require_text("content_type", content_type, non_empty=True)
        listed = self.all_media
        return next((item for item in listed if item.category == "history" and item.content_type == content_type), None)

    async def get_temporary_content_urls_for_media(self, media: list[Media]) -> dict[str, str]:
        """Find URLs under which anybody can fetch files for a short time, by SID. One request serves all files.

        Documented as ``Message.getTemporaryContentUrlsForMedia``.

        Args:
            media: The files.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        require_each("media", media, lambda name, item: require_instance(name, item, Media, "a Media"))
        context = self._context
        return await context.services.media.addresses(
            needed_link(context.configuration.links.media_service, "media_service"),
            [item.sid for item in media],
            sets=context.configuration.links.media_set_service,
            name="media",
        )

    async def get_temporary_content_urls_for_media_sids(self, media_sids: list[str]) -> dict[str, str]:
        """Find URLs under which anybody can fetch files for a short time, by SID. One request serves all files.

        Documented as ``Message.getTemporaryContentUrlsForMediaSids``.

        Args:
            media_sids: SIDs of the files, `ME…`.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        require_each("media_sids", media_sids, require_text)
        context = self._context
        return await context.services.media.addresses(
            needed_link(context.configuration.links.media_service, "media_service"),
            media_sids,
            sets=context.configuration.links.media_set_service,
            name="media_sids",
        )

    async def get_temporary_content_urls_for_attached_media(self) -> dict[str, str]:
        """Find URLs under which anybody can fetch the attachments for a short time, by SID. Empty if there is none.

        Documented as ``Message.getTemporaryContentUrlsForAttachedMedia``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        files = self.attached_media
        if not files:
            return {}
        context = self._context
        return await context.services.media.addresses(
            needed_link(context.configuration.links.media_service, "media_service"),
            [item.sid for item in files],
            sets=context.configuration.links.media_set_service,
        )

    async def get_detailed_delivery_receipts(self) -> list[DetailedDeliveryReceipt]:
        """Find out how far the message has come on its way to each recipient outside. Reads all pages.

        Documented as ``Message.getDetailedDeliveryReceipts``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        context = self._context
        first = await read_page(
            context.rest,
            self._receipts_link,
            items="delivery_receipts",
            create=lambda data: read_answer(DetailedDeliveryReceipt, data),
            token_parameter="PageToken",
            next_token="next_token",
            prev_token="previous_token",
        )
        return await read_to_end(first, f"the list of {self!r}.get_detailed_delivery_receipts")

    async def get_message_recipients(self) -> list[RecipientDescriptor]:
        """Find the recipients of the message, if it was sent as an e-mail. Reads all pages.

        Documented as ``Message.getMessageRecipients``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()
        context = self._context
        first = await read_page(
            context.rest,
            with_query(self._recipients_link, {"MessageSid": self.sid}),
            items="message_recipients",
            create=RECIPIENT_DESCRIPTOR_TAGS.read_answer,
            token_parameter="PageToken",
            next_token="next_token",
            prev_token="previous_token",
        )
        return await read_to_end(first, f"the list of {self!r}.get_message_recipients")

    async def get_content_data(self) -> ContentData | None:
        """Find the rich content of a message that was made from a content template; None if it has none.

        Documented as ``Message.getContentData``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return await hooks.content_data(HookContext(self._context), self)

    async def get_channel_metadata(self) -> ChannelMetadata | None:
        """Find what the channel through which the message arrived said about it; None if it said nothing.

        Documented as ``Message.getChannelMetadata``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        self._context.require_own_loop()

        async def read() -> ChannelMetadata | None:
            try:
                answer = await self._context.rest.read(self._channel_metadata_link)
            except RequestError as error:
                if error.status == 404 and error.code == 50530:
                    return None
                raise
            return read_answer(ChannelMetadata, answer)

        return await self._context.channel_metadata.get(self.sid, read)

    def _new_hub(self) -> MessageEvents:
        return MessageEvents(self._context.services.dispatcher, self._conversation.on)

    def _take(self, item: wire.MessageItem, *, first: bool = False) -> list[MessageUpdateReason]:
        """Apply an update of the mirror and return the update reasons."""
        given = item.model_fields_set
        reasons: list[MessageUpdateReason] = []
        if item.sid is not None and item.sid != unpacked_sid(self._sid):
            self._sid = packed_sid(item.sid)
        if item.author and item.author != self._author:
            self._author = shared_text(item.author)
            reasons.append("author")
        if item.subject and item.subject != self._subject:
            self._subject = item.subject
            reasons.append("subject")
        if item.body is not None and item.body != self._body:
            self._body = item.body
            reasons.append("body")
        if item.type is not None and item.type != self._type:
            self._type = cast("MessageType", known_member("MessageType", item.type, get_args(MessageType)))
        new_all_media: list[Media] = (
            [Media(self._context, part) for part in item.all_media] if item.all_media is not None else []
        )
        if not shows_the_same(new_all_media, self._all_media):
            self._all_media = new_all_media
            reasons.append("media")
        if "media" in given:
            new_media = Media(self._context, item.media) if item.media is not None else None
            if not shows_the_same(new_media, self._media):
                self._media = new_media
        if "participant_sid" in given and item.participant_sid != self._participant_sid:
            self._participant_sid = shared_text(item.participant_sid)
        if "content_sid" in given and item.content_sid != self._content_sid:
            self._content_sid = item.content_sid
        if item.has_channel_metadata and item.has_channel_metadata != self._has_channel_metadata:
            self._has_channel_metadata = item.has_channel_metadata
        if (
            "aggregated_delivery_receipt" in given
            and (first or (item.aggregated_delivery_receipt is not None and item.aggregated_delivery_receipt.total))
            and not same_model(item.aggregated_delivery_receipt, self._aggregated_delivery_receipt)
        ):
            self._aggregated_delivery_receipt = item.aggregated_delivery_receipt
            reasons.append("deliveryReceipt")
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
            emit(self._conversation.on.message_updated, update)
        else:
            emit(self._hub.updated, update)


# For the owner of the object: parts of the class that do not show on it.
# pyright: reportPrivateUsage=false


def accept_message(resource: Message, data: JsonObject) -> None:
    """Apply new data of the mirror and announce what changed."""
    resource._announce(resource._take(read_mirror(wire.MessageItem, data)))
