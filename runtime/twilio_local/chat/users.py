"""Users: their profile, their presence, and the Sync maps that mirror both."""

from __future__ import annotations

from dataclasses import dataclass

from twilio_realtime.json import JsonObject

from ..errors import Refusal
from ..http.paging import Page, read_page
from ..storage.database import Database, Row
from ..sync.store import Audience, SyncStore
from .stamps import Stamps

__all__ = ["User", "Users"]

_COLUMNS = "identity, sid, friendly_name, attributes, online, notifiable"


@dataclass(frozen=True, slots=True)
class User:
    """One identity of the service. `attributes` is JSON text."""

    identity: str
    sid: str
    friendly_name: str
    attributes: str
    online: bool
    notifiable: bool

    @property
    def info_map(self) -> str:
        """Unique name of the map with profile and presence."""
        return f"{self.sid}.info"

    @property
    def channels_map(self) -> str:
        """Unique name of the map with the channels of this user."""
        return f"{self.identity}.channels"


class Users:
    """All users known to the service: whoever connected, was added or was invited."""

    def __init__(self, database: Database, sync: SyncStore, stamps: Stamps) -> None:
        self._database = database
        self._sync = sync
        self._stamps = stamps

    def find(self, key: str) -> User:
        """The user with that identity or SID.

        Raises:
            Refusal: 404, there is none.
        """
        row = self._row("identity", key) or self._row("sid", key)
        if row is None:
            raise Refusal(404, 50200, "User not found")
        return _user(row)

    def ensure(self, identity: str) -> User:
        """The user with that identity, made on first use."""
        row = self._row("identity", identity)
        if row is not None:
            return _user(row)
        user = User(identity, self._stamps.sid("US"), identity, "{}", online=False, notifiable=False)
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO users (identity, sid, friendly_name, attributes) VALUES (?, ?, ?, ?)",
                user.identity,
                user.sid,
                user.friendly_name,
                user.attributes,
            )
            info: dict[str, JsonObject] = {
                "friendlyName": {"value": user.friendly_name},
                "attributes": {"value": user.attributes},
                "reachability": _reachability(user),
            }
            self._sync.create_map(user.info_map, Audience("everyone"), info)
            self._sync.create("map", user.channels_map, Audience("identity", identity))
        return user

    def update(self, user: User, *, friendly_name: str | None = None, attributes: str | None = None) -> User:
        """Change the parts of the profile that are given."""
        with self._database.transaction():
            if friendly_name is not None:
                self._set(user, "friendly_name", friendly_name)
                self._sync.put_item(user.info_map, "friendlyName", {"value": friendly_name})
            if attributes is not None:
                self._set(user, "attributes", attributes)
                self._sync.put_item(user.info_map, "attributes", {"value": attributes})
        return self.find(user.identity)

    def set_online(self, identity: str, online: bool) -> None:
        """Record whether a user has a connection."""
        self._set_reachability(self.find(identity), "online", online)

    def set_notifiable(self, identity: str, notifiable: bool) -> None:
        """Record whether a user has a push binding."""
        self._set_reachability(self.find(identity), "notifiable", notifiable)

    def all_offline(self) -> None:
        """Correct the presence left behind by a service that ended without warning."""
        with self._database.transaction():
            for row in self._database.rows("SELECT identity FROM users WHERE online"):
                self.set_online(row["identity"], False)

    def of_channel(self, channel_sid: str, token: str | None, size: int) -> Page[User]:
        """A page of the members of a channel, in the order in which they joined."""
        return read_page(
            self._database,
            "SELECT p.id, u.identity, u.sid, u.friendly_name, u.attributes, u.online, u.notifiable FROM participants p"
            " JOIN users u ON u.identity = p.identity WHERE p.channel_sid = ?",
            (channel_sid,),
            _user,
            token,
            size,
        )

    def _set_reachability(self, user: User, column: str, value: bool) -> None:
        if getattr(user, column) == value:
            return
        with self._database.transaction():
            self._set(user, column, value)
            self._sync.put_item(user.info_map, "reachability", _reachability(self.find(user.identity)))

    def _set(self, user: User, column: str, value: str | bool) -> None:
        self._database.execute(f"UPDATE users SET {column} = ? WHERE identity = ?", value, user.identity)

    def _row(self, column: str, value: str) -> Row | None:
        return self._database.row(f"SELECT {_COLUMNS} FROM users WHERE {column} = ?", value)


def _reachability(user: User) -> JsonObject:
    return {"online": user.online, "notifiable": user.notifiable}


def _user(row: Row) -> User:
    return User(
        identity=row["identity"],
        sid=row["sid"],
        friendly_name=row["friendly_name"],
        attributes=row["attributes"],
        online=bool(row["online"]),
        notifiable=bool(row["notifiable"]),
    )
