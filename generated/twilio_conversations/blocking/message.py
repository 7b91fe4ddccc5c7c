# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`Message`: message of a conversation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from typing_extensions import deprecated

from twilio_realtime.blocking import (
    Resource,
    Undeprecated,
    inners_of,
    optional,
)
from twilio_realtime.json import JsonValue

from ..message import Message as AsyncMessage
from ..models import (
    AggregatedDeliveryReceipt,
    ChannelMetadata,
    ContentData,
    DetailedDeliveryReceipt,
    RecipientDescriptor,
)
from ..types import MediaCategory, MessageType
from .events import MessageEmitter, MessageEvents

if TYPE_CHECKING:
    from .conversation import Conversation
    from .media import Media
    from .participant import Participant
    from .twins import Twins

__all__ = ["Message"]


class Message(MessageEmitter, Resource[AsyncMessage]):
    """Message of a conversation.

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
        """Position in the conversation. May have gaps; do not count with it."""
        return self._inner.index

    @property
    def author(self) -> str | None:
        """Identity of the author, or the address of one who uses no client."""
        return self._inner.author

    @property
    def is_own(self) -> bool:
        """Whether the signed-in user wrote it. A program that answers messages must skip its own."""
        return self._inner.is_own

    @property
    def subject(self) -> str | None:
        """Subject, for example of an e-mail."""
        return self._inner.subject

    @property
    def body(self) -> str | None:
        """Text; None for a message of files alone."""
        return self._inner.body

    @property
    def type(self) -> MessageType:
        """What the message carries."""
        return self._inner.type

    @property
    def conversation(self) -> Conversation:
        """Conversation it belongs to."""
        return self._twins.conversation(self._inner.conversation)

    @property
    def all_media(self) -> list[Media]:
        """All files in order: attachments, e-mail bodies and histories, rich content."""
        return [self._twins.media(item) for item in self._inner.all_media]

    @property
    def attached_media(self) -> list[Media]:
        """Attachments, in order."""
        return [self._twins.media(item) for item in self._inner.attached_media]

    @property
    @deprecated("Message.media is deprecated since 0.1.0; use `attached_media`")
    def media(self) -> Media | None:
        """First attachment; None if there is none.

        Message.media is deprecated since 0.1.0; use `attached_media`.
        """
        current = self._inner.media  # pyright: ignore[reportDeprecated]
        return optional(self._twins.media, current)

    @property
    def participant_sid(self) -> str | None:
        """SID of the participant who wrote it."""
        return self._inner.participant_sid

    @property
    def content_sid(self) -> str | None:
        """SID of the content template it was made from, `HX…`; None if there is none."""
        return self._inner.content_sid

    @property
    def has_channel_metadata(self) -> bool:
        """Whether the channel through which it arrived said more about it."""
        return self._inner.has_channel_metadata

    @property
    def aggregated_delivery_receipt(self) -> AggregatedDeliveryReceipt | None:
        """How far it has come on its way to recipients outside; None if it has none."""
        return self._inner.aggregated_delivery_receipt

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
            ForbiddenError: The user may not do this.
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
            ForbiddenError: The user may not do this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        self._run(lambda: self._inner.update_attributes(attributes))
        return self

    def remove(self) -> Message:
        """Remove the message from its conversation.

        Documented as ``Message.remove``.

        Raises:
            ForbiddenError: The user may not do this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``conversation.on.message_removed``.
        """
        self._run(self._inner.remove)
        return self

    def get_participant(self) -> Participant:
        """Find the participant who wrote the message, by SID, else by the author's identity.

        Documented as ``Message.getParticipant``.

        Raises:
            NotFoundError: There is no such object, or the user cannot see it.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._twins.participant(self._run(self._inner.get_participant))

    def get_media_by_categories(self, categories: list[MediaCategory]) -> list[Media]:
        """Return the files of some categories, in order.

        Documented as ``Message.getMediaByCategories``.

        Args:
            categories: The categories.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        return [self._twins.media(item) for item in self._inner.get_media_by_categories(categories)]

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
        get_media_by_category = Undeprecated(self._inner.get_media_by_category)  # pyright: ignore[reportDeprecated]
        return [self._twins.media(item) for item in get_media_by_category(categories)]

    def get_email_body(self, content_type: str = "text/plain") -> Media | None:
        """Return the e-mail body of a media type; None if there is none.

        Documented as ``Message.getEmailBody``.

        Args:
            content_type: Media type.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        return optional(self._twins.media, self._inner.get_email_body(content_type))

    def get_email_history(self, content_type: str = "text/plain") -> Media | None:
        """Return the e-mail history of a media type; None if there is none.

        Documented as ``Message.getEmailHistory``.

        Args:
            content_type: Media type.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        return optional(self._twins.media, self._inner.get_email_history(content_type))

    def get_temporary_content_urls_for_media(self, media: list[Media]) -> dict[str, str]:
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
        return self._run(lambda: self._inner.get_temporary_content_urls_for_media(inners_of(media)))

    def get_temporary_content_urls_for_media_sids(self, media_sids: list[str]) -> dict[str, str]:
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
        return self._run(lambda: self._inner.get_temporary_content_urls_for_media_sids(media_sids))

    def get_temporary_content_urls_for_attached_media(self) -> dict[str, str]:
        """Find URLs under which anybody can fetch the attachments for a short time, by SID. Empty if there is none.

        Documented as ``Message.getTemporaryContentUrlsForAttachedMedia``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(self._inner.get_temporary_content_urls_for_attached_media)

    def get_detailed_delivery_receipts(self) -> list[DetailedDeliveryReceipt]:
        """Find out how far the message has come on its way to each recipient outside. Reads all pages.

        Documented as ``Message.getDetailedDeliveryReceipts``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(self._inner.get_detailed_delivery_receipts)

    def get_message_recipients(self) -> list[RecipientDescriptor]:
        """Find the recipients of the message, if it was sent as an e-mail. Reads all pages.

        Documented as ``Message.getMessageRecipients``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(self._inner.get_message_recipients)

    def get_content_data(self) -> ContentData | None:
        """Find the rich content of a message that was made from a content template; None if it has none.

        Documented as ``Message.getContentData``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(self._inner.get_content_data)

    def get_channel_metadata(self) -> ChannelMetadata | None:
        """Find what the channel through which the message arrived said about it; None if it said nothing.

        Documented as ``Message.getChannelMetadata``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.
        """
        return self._run(self._inner.get_channel_metadata)
