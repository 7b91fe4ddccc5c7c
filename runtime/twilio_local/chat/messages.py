"""Messages of channels and the Sync list that mirrors them: a message's index is its index in the list."""

from __future__ import annotations

from dataclasses import dataclass

from twilio_realtime.json import JsonObject

from ..errors import Refusal
from ..storage.database import Database, Row
from ..sync.store import SyncStore
from .channels import Channel, Channels
from .media import Media, MediaRecord
from .membership import Membership
from .stamps import Stamps

__all__ = ["Message", "Messages"]

_COLUMNS = (
    "sid, channel_sid, position, author, participant_sid, body, attributes, media_sid, date_created, date_updated,"
    " last_updated_by"
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `attributes` is JSON text; `body` is None for media. The text is not part of the repr."""

    sid: str
    channel_sid: str
    index: int
    author: str
    participant_sid: str | None
    body: str | None
    attributes: str
    media_sid: str | None
    date_created: str
    date_updated: str
    last_updated_by: str | None

    def __repr__(self) -> str:
        return f"<Message {self.sid} index={self.index}>"

    @property
    def type(self) -> str:
        """``text`` or ``media``."""
        return "media" if self.media_sid else "text"


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
    ) -> None:
        self._database = database
        self._sync = sync
        self._stamps = stamps
        self._channels = channels
        self._membership = membership
        self._media = media

    def send(
        self, channel: Channel, author: str, *, body: str | None, media_sid: str | None, attributes: str
    ) -> Message:
        """Append a message of a member.

        Raises:
            Refusal: 403, not a member; 404 or 409, the media is unknown or already sent.
        """
        self._channels.require_member(channel, author, or_admin=False)
        participant = self._membership.find(channel, author)
        sid = self._stamps.sid("IM")
        date = self._stamps.timestamp()
        with self._database.transaction():
            index = self._channels.by_sid(channel.sid).next_index
            self._database.execute(
                "UPDATE channels SET next_index = next_index + 1, messages_count = messages_count + 1 WHERE sid = ?",
                channel.sid,
            )
            if media_sid is not None:
                self._media.attach(media_sid, author, channel.sid, sid)
            self._database.execute(
                f"INSERT INTO messages ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                sid,
                channel.sid,
                index,
                author,
                participant.sid,
                None if media_sid else body or "",
                attributes,
                media_sid,
                date,
                date,
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
        return _message(row)

    def edit(self, channel: Channel, sid: str, by: str, *, body: str | None, attributes: str | None) -> Message:
        """Replace the parts that are given; for the author and the admin.

        Raises:
            Refusal: 403, not allowed; 404, no such message; 400, text for a media message.
        """
        message = self._changeable(channel, sid, by)
        if body is not None and message.media_sid:
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
            if message.media_sid:
                self._media.remove(message.media_sid)
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
        if message.media_sid:
            item["media"] = _media_part(self._media.by_sid(message.media_sid))
        self._sync.put_item(channel.message_list, message.index, item)


def _media_part(record: MediaRecord) -> JsonObject:
    return {
        "sid": record.sid,
        "filename": record.filename,
        "contentType": record.content_type,
        "size": record.size,
    }


def _message(row: Row) -> Message:
    return Message(
        sid=row["sid"],
        channel_sid=row["channel_sid"],
        index=row["position"],
        author=row["author"],
        participant_sid=row["participant_sid"],
        body=row["body"],
        attributes=row["attributes"],
        media_sid=row["media_sid"],
        date_created=row["date_created"],
        date_updated=row["date_updated"],
        last_updated_by=row["last_updated_by"],
    )
