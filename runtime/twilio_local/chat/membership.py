"""Who is in a channel or invited to it, and what each member has read.

Mirrored in the roster of the channel and in the map of channels of each user.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from twilio_realtime.json import JsonObject

from ..errors import Refusal
from ..http.paging import Page, read_listed_page
from ..limits import Limits
from ..storage.database import Database, Row
from ..sync.store import SyncStore
from .bindings import Binding, stored_binding
from .channels import COLUMNS as CHANNEL_COLUMNS
from .channels import Channel, Channels, make_channel
from .stamps import Stamps
from .users import Users

__all__ = ["NOTIFICATION_LEVELS", "Invite", "Membership", "Participant", "Standing"]

NOTIFICATION_LEVELS: Final = ("default", "muted")
_MOST_LISTED: Final = 100
_COLUMNS = (
    "p.sid, p.channel_sid, p.identity, p.attributes, p.date_created, p.date_updated, p.consumed_index, p.consumed_at,"
    " p.notification_level, p.binding"
)


@dataclass(frozen=True, slots=True)
class Participant:
    """A member of a channel. `attributes` is JSON text; `consumed_index` is the read horizon.

    Whoever takes part through another network has a `binding` and no `identity`.
    """

    sid: str
    channel_sid: str
    identity: str | None
    attributes: str
    date_created: str
    date_updated: str
    consumed_index: int | None
    consumed_at: str | None
    notification_level: str
    binding: Binding | None

    @property
    def type(self) -> str:
        """``chat``, or the type of the binding."""
        return "chat" if self.binding is None else self.binding.type


@dataclass(frozen=True, slots=True)
class Invite:
    """An open invitation."""

    sid: str
    identity: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a user stands to a channel; `participant` only when joined."""

    channel: Channel
    status: Literal["joined", "invited", "notParticipating"]
    participant: Participant | None


class Membership:
    """Joining, leaving, inviting and reading. Attributes `on_removed` is told who lost access after the commit."""

    def __init__(
        self, database: Database, sync: SyncStore, stamps: Stamps, users: Users, channels: Channels, limits: Limits
    ) -> None:
        self._database = database
        self._sync = sync
        self._stamps = stamps
        self._users = users
        self._channels = channels
        self._limits = limits
        self._listed: dict[tuple[str, bool], list[int]] = {}
        """Ids of channels, ascending, by identity and whether invitations count; as of `_listed_at`."""
        self._listed_at = 0
        self.on_removed: Callable[[Channel, str], None] = lambda _channel, _identity: None
        role = database.setting("role_sid")
        if role is None:
            role = stamps.sid("RL")
            with database.transaction():
                database.set_setting("role_sid", role)
        self.role_sid = role

    def add(self, channel: Channel, identity: str, by: str, attributes: str = "{}") -> Participant:
        """Make an identity a member; an invitation is used up.

        Raises:
            Refusal: 403, not allowed to join or to add; 409, is a member already.
        """
        if identity == by:
            if channel.type == "private" and not self._channels.is_admin(channel, by) and not self.invite(channel, by):
                self._channels.require_member(channel, by)
        else:
            self._channels.require_member(channel, by)
        if self._channels.is_member(channel, identity):
            raise Refusal(409, 50404, "Member already exists")
        self._users.ensure(identity)
        with self._database.transaction():
            participant = self._insert(channel, identity, None, attributes)
            self._database.execute("DELETE FROM invites WHERE channel_sid = ? AND identity = ?", channel.sid, identity)
            self._mirror_roster(channel, participant)
            self._mirror_channels(channel, identity, participant)
        return participant

    def add_binding(self, channel: Channel, binding: Binding, by: str, attributes: str = "{}") -> Participant:
        """Make whoever is reached at an address on another network a member.

        Raises:
            Refusal: 403, neither member nor admin, or too many take part that way; 409, the address does already.
        """
        self._channels.require_member(channel, by)
        if self.by_address(channel, binding.address) is not None:
            raise Refusal(409, 50416, "An existing participant has the same messaging address")
        # Each message is noted for each of them.
        most = self._limits.outside_participants
        if len(self.outside(channel)) >= most:
            raise Refusal(403, 50403, f"At most {most} participants of other networks may take part")
        with self._database.transaction():
            participant = self._insert(channel, None, binding, attributes)
            self._mirror_roster(channel, participant)
        return participant

    def find(self, channel: Channel, key: str) -> Participant:
        """The member with that SID or identity.

        Raises:
            Refusal: 404, there is none.
        """
        for column in ("sid", "identity"):
            row = self._database.row(
                f"SELECT {_COLUMNS} FROM participants p WHERE p.channel_sid = ? AND p.{column} = ?", channel.sid, key
            )
            if row is not None:
                return _participant(row)
        raise Refusal(404, 50401, "Member not found")

    def of(self, channel: Channel, identity: str) -> Participant | None:
        """An identity as a member, or None."""
        return self.find(channel, identity) if self._channels.is_member(channel, identity) else None

    def outside(self, channel: Channel) -> list[Participant]:
        """The members that take part through other networks, in the order in which they were added."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM participants p WHERE p.channel_sid = ? AND p.identity IS NULL ORDER BY p.id",
            channel.sid,
        )
        return [_participant(row) for row in rows]

    def by_address(self, channel: Channel, address: str) -> Participant | None:
        """The member that is reached at an address on another network, or None."""
        members = self.outside(channel)
        return next((one for one in members if one.binding is not None and one.binding.address == address), None)

    def remove(self, channel: Channel, key: str, by: str) -> None:
        """Take a member out; members may take out themselves, the admin everybody.

        Raises:
            Refusal: 404, no such member; 403, not allowed.
        """
        participant = self.find(channel, key)
        if participant.identity != by and not self._channels.is_admin(channel, by):
            raise Refusal(403, 50107, "User unauthorized for command")
        with self._database.transaction():
            self._database.execute("DELETE FROM participants WHERE sid = ?", participant.sid)
            self._sync.remove_item(channel.roster, participant.sid)
            identity = participant.identity
            if identity is not None:
                self._sync.remove_item(f"{identity}.channels", channel.sid)
                self._database.on_commit(lambda: self.on_removed(channel, identity))

    def set_attributes(self, channel: Channel, key: str, attributes: str, by: str) -> Participant:
        """Replace a member's attributes; for the member and the admin.

        Raises:
            Refusal: 404, no such member; 403, not allowed.
        """
        participant = self.find(channel, key)
        if participant.identity != by and not self._channels.is_admin(channel, by):
            raise Refusal(403, 50107, "User unauthorized for command")
        with self._database.transaction():
            self._database.execute(
                "UPDATE participants SET attributes = ?, date_updated = ? WHERE sid = ?",
                attributes,
                self._stamps.timestamp(),
                participant.sid,
            )
            participant = self.find(channel, participant.sid)
            self._mirror_roster(channel, participant)
        return participant

    def send_invite(self, channel: Channel, identity: str, by: str) -> Invite:
        """Invite an identity.

        Raises:
            Refusal: 403, neither member nor admin; 409, is a member or invited already.
        """
        self._channels.require_member(channel, by)
        if self._channels.is_member(channel, identity):
            raise Refusal(409, 50404, "Member already exists")
        if self.invite(channel, identity) is not None:
            raise Refusal(409, 50405, "User is already invited")
        self._users.ensure(identity)
        invite = Invite(self._stamps.sid("IN"), identity)
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO invites (sid, channel_sid, identity) VALUES (?, ?, ?)", invite.sid, channel.sid, identity
            )
            self._mirror_channels(channel, identity, None)
        return invite

    def invite(self, channel: Channel, identity: str) -> Invite | None:
        """The open invitation of an identity, or None."""
        row = self._database.row(
            "SELECT sid FROM invites WHERE channel_sid = ? AND identity = ?", channel.sid, identity
        )
        return Invite(row["sid"], identity) if row else None

    def withdraw_invite(self, channel: Channel, identity: str, by: str) -> None:
        """Decline an invitation, or take one back as the admin.

        Raises:
            Refusal: 404, no such invitation; 403, not allowed.
        """
        if identity != by and not self._channels.is_admin(channel, by):
            raise Refusal(403, 50107, "User unauthorized for command")
        if self.invite(channel, identity) is None:
            raise Refusal(404, 50201, "Invite not found")
        with self._database.transaction():
            self._database.execute("DELETE FROM invites WHERE channel_sid = ? AND identity = ?", channel.sid, identity)
            self._sync.remove_item(f"{identity}.channels", channel.sid)
            self._database.on_commit(lambda: self.on_removed(channel, identity))

    def standing(self, channel: Channel, identity: str) -> Standing:
        """How an identity stands to a channel.

        Raises:
            Refusal: 404, neither joined nor invited.
        """
        participant = self.of(channel, identity)
        if participant is not None:
            return Standing(channel, "joined", participant)
        if self.invite(channel, identity) is not None:
            return Standing(channel, "invited", None)
        raise Refusal(404, 50400, "User not member of channel")

    def standings_page(self, identity: str, token: str | None, size: int, *, invited: bool = True) -> Page[Standing]:
        """A page of the channels that an identity has joined, or is invited to if wanted, oldest channel first."""

        def read(ids: Sequence[int]) -> list[Standing]:
            places = ", ".join("?" * len(ids))
            sql = f"SELECT {CHANNEL_COLUMNS} FROM channels c WHERE c.id IN ({places}) ORDER BY c.id"
            return [self.standing(make_channel(row), identity) for row in self._database.rows(sql, *ids)]

        return read_listed_page(self._channel_ids(identity, invited=invited), read, token, size)

    def _channel_ids(self, identity: str, *, invited: bool) -> list[int]:
        # To find them takes as long as there are many, and who has many asks for page after page.
        if self._listed_at != self._database.written or len(self._listed) > _MOST_LISTED:
            self._listed.clear()
            self._listed_at = self._database.written
        ids = self._listed.get((identity, invited))
        if ids is None:
            tables = ("participants", "invites") if invited else ("participants",)
            mine = " UNION ".join(f"SELECT channel_sid FROM {table} WHERE identity = ?" for table in tables)
            sql = f"SELECT c.id FROM channels c WHERE c.sid IN ({mine}) ORDER BY c.id"
            rows = self._database.rows(sql, *(identity,) * len(tables))
            ids = self._listed[identity, invited] = [int(row["id"]) for row in rows]
        return ids

    def set_horizon(self, channel: Channel, identity: str, index: int | None) -> None:
        """Record up to which message a member has read; None for nothing read."""
        participant = self._joined(channel, identity)
        with self._database.transaction():
            self._database.execute(
                "UPDATE participants SET consumed_index = ?, consumed_at = ? WHERE sid = ?",
                index,
                self._stamps.timestamp(),
                participant.sid,
            )
            participant = self.find(channel, participant.sid)
            self._mirror_channels(channel, identity, participant)
            self._mirror_roster(channel, participant)

    def set_notification_level(self, channel: Channel, identity: str, level: str) -> None:
        """Set how a member wants to be notified: one of `NOTIFICATION_LEVELS`."""
        participant = self._joined(channel, identity)
        with self._database.transaction():
            self._database.execute(
                "UPDATE participants SET notification_level = ? WHERE sid = ?", level, participant.sid
            )
            self._mirror_channels(channel, identity, self.find(channel, participant.sid))

    def unread_count(self, participant: Participant | None) -> int | None:
        """Messages after the read horizon; None while there is no horizon."""
        if participant is None or participant.consumed_index is None:
            return None
        return self._database.number(
            "SELECT COUNT(*) FROM messages WHERE channel_sid = ? AND position > ?",
            participant.channel_sid,
            participant.consumed_index,
        )

    def identities(self, channel: Channel) -> list[str]:
        """Identities of all members that have one."""
        rows = self._database.rows(
            "SELECT identity FROM participants WHERE channel_sid = ? AND identity IS NOT NULL", channel.sid
        )
        return [row["identity"] for row in rows]

    def _joined(self, channel: Channel, identity: str) -> Participant:
        self._channels.require_member(channel, identity, or_admin=False)
        return self.find(channel, identity)

    def _insert(self, channel: Channel, identity: str | None, binding: Binding | None, attributes: str) -> Participant:
        sid, date = self._stamps.sid("MB"), self._stamps.timestamp()
        self._database.execute(
            "INSERT INTO participants (sid, channel_sid, identity, attributes, date_created, date_updated,"
            " notification_level, binding) VALUES (?, ?, ?, ?, ?, ?, 'default', ?)",
            sid,
            channel.sid,
            identity,
            attributes,
            date,
            date,
            None if binding is None else binding.dump(),
        )
        return self.find(channel, sid)

    def _mirror_roster(self, channel: Channel, participant: Participant) -> None:
        item: JsonObject = {
            "identity": participant.identity,
            "type": participant.type,
            "attributes": participant.attributes,
            "roleSid": self.role_sid,
            "dateCreated": participant.date_created,
            "dateUpdated": participant.date_updated,
            "lastConsumedMessageIndex": participant.consumed_index,
            "lastConsumptionTimestamp": participant.consumed_at,
        }
        if participant.identity is not None:
            item["userInfo"] = self._users.ensure(participant.identity).info_map
        if participant.binding is not None:
            item["bindings"] = {participant.binding.type: participant.binding.details}
        self._sync.put_item(channel.roster, participant.sid, item)

    def _mirror_channels(self, channel: Channel, identity: str, participant: Participant | None) -> None:
        item: JsonObject = {
            "status": "invited" if participant is None else "joined",
            "type": channel.type,
            "channel": channel.document,
            "messages": channel.message_list,
            "roster": channel.roster,
            "lastConsumedMessageIndex": participant.consumed_index if participant else None,
            "notificationLevel": participant.notification_level if participant else "default",
        }
        self._sync.put_item(f"{identity}.channels", channel.sid, item)


def _participant(row: Row) -> Participant:
    return Participant(
        sid=row["sid"],
        channel_sid=row["channel_sid"],
        identity=row["identity"],
        attributes=row["attributes"],
        date_created=row["date_created"],
        date_updated=row["date_updated"],
        consumed_index=row["consumed_index"],
        consumed_at=row["consumed_at"],
        notification_level=row["notification_level"],
        binding=stored_binding(row["binding"]) if row["binding"] else None,
    )
