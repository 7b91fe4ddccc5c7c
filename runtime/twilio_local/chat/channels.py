"""Channels: who may see them, how they change, and the Sync document that mirrors each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from twilio_realtime.json import JsonObject, dump_json, parse_json

from ..errors import Refusal
from ..http.paging import Page, read_page
from ..storage.database import Database, Row
from ..sync.store import Audience, SyncObject, SyncStore
from .stamps import Stamps

__all__ = ["CHANNEL_STATES", "COLUMNS", "Channel", "Channels", "make_channel"]

COLUMNS: Final = (
    "c.id, c.sid, c.type, c.unique_name, c.friendly_name, c.attributes, c.created_by, c.date_created, c.date_updated,"
    " c.next_index, c.messages_count, c.state, c.state_updated, c.bindings"
)
CHANNEL_STATES: Final = ("active", "inactive", "closed")
_SID: Final = re.compile(r"CH[a-f0-9]{32}")
_HAS: Final = "EXISTS (SELECT 1 FROM {0} o WHERE o.channel_sid = c.sid AND o.identity = ?)"
_READ: Final = f"c.type = 'public' OR c.created_by = ? OR {_HAS.format('participants')}"
_SEEN: Final = f"{_READ} OR {_HAS.format('invites')}"
"""Conditions on an identity, of which most requests check one: that is cheapest where the rows are."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel.

    `attributes` is JSON text; `next_index` is the index of the message to come; `state` is one of `CHANNEL_STATES`
    once it was set; `bindings` is JSON text, the addresses of the channel itself on other networks.
    """

    row_id: int
    sid: str
    type: Literal["public", "private"]
    unique_name: str | None
    friendly_name: str | None
    attributes: str
    created_by: str
    date_created: str
    date_updated: str
    next_index: int
    messages_count: int
    state: str | None
    state_updated: str | None
    bindings: str | None

    @property
    def document(self) -> str:
        """Unique name of the mirroring document."""
        return f"{self.sid}.channel"

    @property
    def roster(self) -> str:
        """Unique name of the map of members."""
        return f"{self.sid}.roster"

    @property
    def message_list(self) -> str:
        """Unique name of the list of messages."""
        return f"{self.sid}.messages"


def make_channel(row: Row) -> Channel:
    """A channel from the columns `COLUMNS`."""
    return Channel(
        row_id=row["id"],
        sid=row["sid"],
        type=row["type"],
        unique_name=row["unique_name"],
        friendly_name=row["friendly_name"],
        attributes=row["attributes"],
        created_by=row["created_by"],
        date_created=row["date_created"],
        date_updated=row["date_updated"],
        next_index=row["next_index"],
        messages_count=row["messages_count"],
        state=row["state"],
        state_updated=row["state_updated"],
        bindings=row["bindings"],
    )


class Channels:
    """All channels of the service.

    The creator of a channel is its admin: may see it, edit and delete it, and edit and remove everybody's messages.
    """

    def __init__(self, database: Database, sync: SyncStore, stamps: Stamps) -> None:
        self._database = database
        self._sync = sync
        self._stamps = stamps

    def create(
        self,
        identity: str,
        *,
        private: bool,
        unique_name: str | None,
        friendly_name: str | None,
        attributes: str,
    ) -> Channel:
        """Make a channel with its Sync objects; nobody is in it yet.

        Raises:
            Refusal: 409, the unique name is taken; 400, it looks like a SID.
        """
        sid = self._stamps.sid("CH")
        date = self._stamps.timestamp()
        with self._database.transaction():
            self._check_unique_name(unique_name, sid)
            self._database.execute(
                "INSERT INTO channels (sid, type, unique_name, friendly_name, attributes, created_by, date_created,"
                " date_updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                sid,
                "private" if private else "public",
                unique_name,
                friendly_name,
                attributes,
                identity,
                date,
                date,
            )
            channel = self.by_sid(sid)
            self._sync.create("document", channel.document, Audience("visitors", sid), self._mirror(channel))
            self._sync.create("map", channel.roster, Audience("members", sid))
            self._sync.create("list", channel.message_list, Audience("members", sid))
        return channel

    def find(self, key: str, identity: str) -> Channel:
        """The channel with that SID or unique name.

        Raises:
            Refusal: 404, there is none that this identity may see.
        """
        channel = self.by_key(key)
        if not self.may_see(channel, identity):
            raise Refusal(404, 50300, "Channel not found")
        return channel

    def by_key(self, key: str) -> Channel:
        """The channel with that SID or unique name, whoever asks.

        Raises:
            Refusal: 404, there is none.
        """
        row = self._row("sid", key) or self._row("unique_name", key)
        if row is None:
            raise Refusal(404, 50300, "Channel not found")
        return make_channel(row)

    def by_sid(self, sid: str) -> Channel:
        """The channel with that SID, whoever asks.

        Raises:
            Refusal: 404, there is none.
        """
        row = self._row("sid", sid)
        if row is None:
            raise Refusal(404, 50300, "Channel not found")
        return make_channel(row)

    def may_see(self, channel: Channel, identity: str) -> bool:
        """Public channels are for everybody, private ones for members, invitees and the creator."""
        return self._allows(_SEEN, channel.sid, identity)

    def may_read(self, channel: Channel, identity: str) -> bool:
        """Whether messages and members are visible: to everybody, in private channels to members and the creator."""
        return self._allows(_READ, channel.sid, identity)

    def is_member(self, channel: Channel, identity: str) -> bool:
        """Whether the identity has joined."""
        return self._has("participants", channel, identity)

    def is_admin(self, channel: Channel, identity: str) -> bool:
        """Whether the identity administers the channel."""
        return channel.created_by == identity

    def require_member(self, channel: Channel, identity: str, *, or_admin: bool = True) -> None:
        """Go on only for members (and the admin).

        Raises:
            Refusal: 403, neither.
        """
        if not (self.is_member(channel, identity) or (or_admin and self.is_admin(channel, identity))):
            raise Refusal(403, 50400, "User not member of channel")

    def may_open(self, sync_object: SyncObject, identity: str) -> bool:
        """Whether an identity may read a Sync object."""
        audience = sync_object.audience
        if audience.kind == "everyone":
            return True
        if audience.kind == "identity":
            return audience.of == identity
        return self._allows(_SEEN if audience.kind == "visitors" else _READ, audience.of or "", identity)

    def update(
        self,
        channel: Channel,
        identity: str,
        *,
        friendly_name: str | None,
        unique_name: str | None,
        attributes: str | None,
        state: str | None = None,
    ) -> Channel:
        """Change the parts that are given; an empty name clears it. The state is recorded and forbids nothing.

        Raises:
            Refusal: 403, neither member nor admin, or not the admin for the state; 409, the unique name is taken.
        """
        self.require_member(channel, identity)
        if state is not None and not self.is_admin(channel, identity):
            raise Refusal(403, 50107, "User unauthorized for command")
        with self._database.transaction():
            if friendly_name is not None:
                self._set(channel, "friendly_name", friendly_name)
            if unique_name is not None:
                self._check_unique_name(unique_name or None, channel.sid)
                self._set(channel, "unique_name", unique_name or None)
            if attributes is not None:
                self._set(channel, "attributes", attributes)
            date = self._stamps.timestamp()
            if state is not None:
                self._set(channel, "state", state)
                self._set(channel, "state_updated", date)
            self._set(channel, "date_updated", date)
            return self.refresh(channel.sid)

    def set_bindings(self, channel: Channel, bindings: JsonObject) -> Channel:
        """Replace the addresses of the channel itself on other networks."""
        with self._database.transaction():
            self._set(channel, "bindings", dump_json(bindings))
            self._set(channel, "date_updated", self._stamps.timestamp())
            return self.refresh(channel.sid)

    def delete(self, channel: Channel, identity: str) -> None:
        """Remove a channel with everything in it.

        Raises:
            Refusal: 403, not its admin.
        """
        if not self.is_admin(channel, identity):
            raise Refusal(403, 50107, "User unauthorized for command")
        with self._database.transaction():
            for row in self._database.rows(
                "SELECT identity FROM participants WHERE channel_sid = ? AND identity IS NOT NULL"
                " UNION SELECT identity FROM invites WHERE channel_sid = ?",
                channel.sid,
                channel.sid,
            ):
                self._sync.remove_item(f"{row['identity']}.channels", channel.sid)
            for unique_name in (channel.document, channel.roster, channel.message_list):
                self._sync.remove(unique_name)
            self._database.execute(
                "DELETE FROM media_chunks WHERE media_sid IN (SELECT sid FROM media WHERE channel_sid = ?)", channel.sid
            )
            for table in ("participants", "invites", "messages", "media", "receipts", "recipients"):
                self._database.execute(f"DELETE FROM {table} WHERE channel_sid = ?", channel.sid)
            self._database.execute("DELETE FROM channels WHERE sid = ?", channel.sid)

    def refresh(self, sid: str) -> Channel:
        """Write the document anew after the channel or its last message changed."""
        channel = self.by_sid(sid)
        self._sync.set_document(channel.document, self._mirror(channel))
        return channel

    def public_page(self, token: str | None, size: int) -> Page[Channel]:
        """A page of the public channels, oldest first."""
        sql = f"SELECT {COLUMNS} FROM channels c WHERE c.type = 'public'"
        return read_page(self._database, sql, (), make_channel, token, size, column="c.id")

    def participants_count(self, channel: Channel) -> int:
        """Number of members."""
        return self._database.number("SELECT COUNT(*) FROM participants WHERE channel_sid = ?", channel.sid)

    def _mirror(self, channel: Channel) -> JsonObject:
        document: JsonObject = {
            "sid": channel.sid,
            "type": channel.type,
            "uniqueName": channel.unique_name,
            "friendlyName": channel.friendly_name,
            "attributes": channel.attributes,
            "createdBy": channel.created_by,
            "dateCreated": channel.date_created,
            "dateUpdated": channel.date_updated,
            "roster": channel.roster,
            "messages": channel.message_list,
        }
        if channel.bindings is not None:
            document["bindings"] = parse_json(channel.bindings)
        if channel.state is not None:
            document["state"] = {"current": channel.state, "dateUpdated": channel.state_updated}
        # Absent before the first message; null, which clients notice, once the last one is removed.
        if channel.next_index:
            row = self._database.row(
                "SELECT position, date_created, sid, author FROM messages WHERE channel_sid = ?"
                " ORDER BY position DESC LIMIT 1",
                channel.sid,
            )
            document["lastMessage"] = (
                {
                    "index": row["position"],
                    "timestamp": row["date_created"],
                    "sid": row["sid"],
                    "author": row["author"],
                }
                if row
                else None
            )
        return document

    def _check_unique_name(self, unique_name: str | None, sid: str) -> None:
        if unique_name is None:
            return
        if _SID.fullmatch(unique_name):
            raise Refusal(400, 50305, "Unique name must not look like a channel SID")
        row = self._row("unique_name", unique_name)
        if row is not None and row["sid"] != sid:
            raise Refusal(409, 50307, "Channel with provided unique name already exists")

    def _allows(self, condition: str, sid: str, identity: str) -> bool:
        sql = f"SELECT 1 FROM channels c WHERE c.sid = ? AND ({condition})"
        return self._database.row(sql, sid, *[identity] * condition.count("?")) is not None

    def _has(self, table: str, channel: Channel, identity: str) -> bool:
        sql = f"SELECT 1 FROM {table} WHERE channel_sid = ? AND identity = ?"
        return self._database.row(sql, channel.sid, identity) is not None

    def _set(self, channel: Channel, column: str, value: str | None) -> None:
        self._database.execute(f"UPDATE channels SET {column} = ? WHERE sid = ?", value, channel.sid)

    def _row(self, column: str, value: str) -> Row | None:
        return self._database.row(f"SELECT {COLUMNS} FROM channels c WHERE c.{column} = ?", value)
