"""Messages of channels and the Sync list that mirrors them: a message's index is its index in the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from twilio_realtime.json import JsonObject, JsonValue

from ..errors import Refusal
from ..storage.database import Database, Row
from ..sync.store import SyncStore
from .bindings import Binding
from .channels import Channel, Channels
from .deliveries import Deliveries
from .media import Media, MediaRecord
from .membership import Membership, Participant
from .stamps import Stamps
from .templates import Templates

__all__ = ["Draft", "Message", "Messages"]

_COLUMNS = (
    "sid, channel_sid, position, author, participant_sid, body, attributes, date_created, date_updated,"
    " last_updated_by, subject, content_sid, channel_metadata"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a message is to say. Texts are not part of the repr.

    Attributes:
        body: Its text, if any.
        attributes: JSON text.
        media_sids: Uploads of the author that it is to carry, in this order.
        subject: Subject of an e-mail.
        content_sid: Template from which text and rich content are made.
        content_variables: Values for the template.
        channel_metadata: JSON text that another network has sent along; only for messages from there.
    """

    body: str | None = field(default=None, repr=False)
    attributes: str = field(default="{}", repr=False)
    media_sids: tuple[str, ...] = ()
    subject: str | None = field(default=None, repr=False)
    content_sid: str | None = None
    content_variables: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    channel_metadata: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `attributes` is JSON text; `body` is None for media alone. The text is not part of the repr."""

    sid: str
    channel_sid: str
    index: int
    author: str
    participant_sid: str | None
    body: str | None
    attributes: str
    date_created: str
    date_updated: str
    last_updated_by: str | None
    subject: str | None
    content_sid: str | None
    channel_metadata: str | None
    media: tuple[MediaRecord, ...]

    def __repr__(self) -> str:
        return f"<Message {self.sid} index={self.index}>"

    @property
    def type(self) -> str:
        """``text`` or ``media``: whether there is a file that is not a part of the text."""
        return "text" if self.first_file is None else "media"

    @property
    def first_file(self) -> MediaRecord | None:
        """The first medium that is a file, for clients that know of one only."""
        return next((record for record in self.media if record.category == "media"), None)


class Messages:
    """Sending, editing and removing messages. Indexes count from 0 and are never used again."""

    def __init__(
        self,
        database: Database,
        sync: SyncStore,
        stamps: Stamps,
        channels: Channels,
        membership: Membership,
        media: Media,
        deliveries: Deliveries,
        templates: Templates,
    ) -> None:
        self._database = database
        self._sync = sync
        self._stamps = stamps
        self._channels = channels
        self._membership = membership
        self._media = media
        self._deliveries = deliveries
        self._templates = templates

    def send(self, channel: Channel, author: str, draft: Draft) -> Message:
        """Append a message of a member.

        Raises:
            Refusal: 403, not a member; 404 or 409, media or template are unknown, or the media already sent; 400, the
                filled template is too long.
        """
        self._channels.require_member(channel, author, or_admin=False)
        return self._append(channel, author, self._membership.find(channel, author), draft)

    def receive(self, channel: Channel, participant: Participant, draft: Draft) -> Message:
        """Append a message that has come from another network.

        Raises:
            Refusal: 400, the participant has no address there; 404 or 409 as for `send`.
        """
        return self._append(channel, self.binding_of(participant).address, participant, draft)

    def binding_of(self, participant: Participant) -> Binding:
        """The address of a member on another network.

        Raises:
            Refusal: 400, it has none.
        """
        if participant.binding is None:
            raise Refusal(400, 20001, "The participant takes part as a user, not through another network")
        return participant.binding

    def _append(self, channel: Channel, author: str, participant: Participant, draft: Draft) -> Message:
        sid = self._stamps.sid("IM")
        date = self._stamps.timestamp()
        with self._database.transaction():
            index = self._channels.by_sid(channel.sid).next_index
            self._database.execute(
                "UPDATE channels SET next_index = next_index + 1, messages_count = messages_count + 1 WHERE sid = ?",
                channel.sid,
            )
            if draft.content_sid is not None:
                draft = self._filled(draft, draft.content_sid, author)
            for position, media_sid in enumerate(draft.media_sids):
                self._media.attach(media_sid, author, channel.sid, sid, position)
            self._deliveries.begin(channel, sid, participant, date)
            self._database.execute(
                f"INSERT INTO messages ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)",
                sid,
                channel.sid,
                index,
                author,
                participant.sid,
                draft.body if draft.media_sids else draft.body or "",
                draft.attributes,
                date,
                date,
                draft.subject,
                draft.content_sid,
                draft.channel_metadata,
            )
            message = self.find(channel, sid)
            self._mirror(channel, message)
            self._channels.refresh(channel.sid)
        return message

    def find(self, channel: Channel, sid: str) -> Message:
        """The message with that SID.

        Raises:
            Refusal: 404, not in this channel.
        """
        row = self._database.row(f"SELECT {_COLUMNS} FROM messages WHERE sid = ? AND channel_sid = ?", sid, channel.sid)
        if row is None:
            raise Refusal(404, 50500, "Message not found")
        return _message(row, self._media.of_message(sid))

    def channel_of(self, sid: str) -> Channel:
        """The channel that a message is in.

        Raises:
            Refusal: 404, there is no such message.
        """
        row = self._database.row("SELECT channel_sid FROM messages WHERE sid = ?", sid)
        if row is None:
            raise Refusal(404, 50500, "Message not found")
        return self._channels.by_sid(row["channel_sid"])

    def edit(
        self,
        channel: Channel,
        sid: str,
        by: str,
        *,
        body: str | None,
        attributes: str | None,
        text_beside_media: bool = False,
    ) -> Message:
        """Replace the parts that are given; for the author and the admin.

        Args:
            channel: Where the message is.
            sid: The message.
            by: Who edits it.
            body: New text, or None.
            attributes: New attributes, or None.
            text_beside_media: Whether media that were sent alone may be given a text.

        Raises:
            Refusal: 403, not allowed; 404, no such message; 400, text for media that may have none.
        """
        message = self._changeable(channel, sid, by)
        if body is not None and message.body is None and not text_beside_media:
            raise Refusal(400, 50501, "A media message has no body that could be changed")
        with self._database.transaction():
            self._database.execute(
                "UPDATE messages SET body = coalesce(?, body), attributes = coalesce(?, attributes),"
                " date_updated = ?, last_updated_by = ? WHERE sid = ?",
                body,
                attributes,
                self._stamps.timestamp(),
                by,
                sid,
            )
            message = self.find(channel, sid)
            self._mirror(channel, message)
        return message

    def remove(self, channel: Channel, sid: str, by: str) -> None:
        """Remove a message with its media; for the author and the admin.

        Raises:
            Refusal: 403, not allowed; 404, no such message.
        """
        message = self._changeable(channel, sid, by)
        last = self._database.number("SELECT MAX(position) FROM messages WHERE channel_sid = ?", channel.sid)
        with self._database.transaction():
            for record in message.media:
                self._media.remove(record.sid)
            self._deliveries.forget(sid)
            self._database.execute("DELETE FROM messages WHERE sid = ?", sid)
            self._database.execute("UPDATE channels SET messages_count = messages_count - 1 WHERE sid = ?", channel.sid)
            self._sync.remove_item(channel.message_list, message.index)
            if message.index == last:
                self._channels.refresh(channel.sid)

    def _changeable(self, channel: Channel, sid: str, by: str) -> Message:
        self._channels.require_member(channel, by)
        message = self.find(channel, sid)
        if message.author != by and not self._channels.is_admin(channel, by):
            raise Refusal(403, 50107, "User unauthorized for command")
        return message

    def report(self, channel: Channel, sid: str, participant: Participant, status: str, error_code: str | None) -> None:
        """Record what another network says about a message on its way to a member, and tell everybody.

        Raises:
            Refusal: 404, no such message, or none that goes to that member.
        """
        message = self.find(channel, sid)
        with self._database.transaction():
            self._deliveries.report(sid, participant, status, error_code)
            self._mirror(channel, message)

    def _filled(self, draft: Draft, content_sid: str, author: str) -> Draft:
        """The draft with text and rich content from its template."""
        content = self._templates.content(content_sid, draft.content_variables)
        record = self._media.store(author, content.data, content.media_type, category="body")
        return replace(draft, body=draft.body or content.text, media_sids=(*draft.media_sids, record.sid))

    def _mirror(self, channel: Channel, message: Message) -> None:
        item: JsonObject = {
            "sid": message.sid,
            "author": message.author,
            "text": message.body,
            "attributes": message.attributes,
            "type": message.type,
            "timestamp": message.date_created,
            "dateUpdated": message.date_updated,
            "lastUpdatedBy": message.last_updated_by,
            "memberSid": message.participant_sid,
        }
        if message.subject is not None:
            item["subject"] = message.subject
        if message.content_sid is not None:
            item["contentSid"] = message.content_sid
        if message.channel_metadata is not None:
            item["channelMetadata"] = True
        if message.media:
            parts: list[JsonValue] = [{**_media_part(record), "category": record.category} for record in message.media]
            item["medias"] = parts
        if message.first_file is not None:
            item["media"] = _media_part(message.first_file)
        if (delivery := self._deliveries.amounts(message.sid)) is not None:
            item["delivery"] = delivery
        self._sync.put_item(channel.message_list, message.index, item)


def _media_part(record: MediaRecord) -> JsonObject:
    return {
        "sid": record.sid,
        "filename": record.filename,
        "contentType": record.content_type,
        "size": record.size,
    }


def _message(row: Row, media: tuple[MediaRecord, ...]) -> Message:
    return Message(
        sid=row["sid"],
        channel_sid=row["channel_sid"],
        index=row["position"],
        author=row["author"],
        participant_sid=row["participant_sid"],
        body=row["body"],
        attributes=row["attributes"],
        date_created=row["date_created"],
        date_updated=row["date_updated"],
        last_updated_by=row["last_updated_by"],
        subject=row["subject"],
        content_sid=row["content_sid"],
        channel_metadata=row["channel_metadata"],
        media=media,
    )
