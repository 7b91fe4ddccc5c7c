"""Push bindings: recorded for each user, never used for sending."""

from __future__ import annotations

from typing import Final

from twilio_realtime.json import JsonObject, dump_json

from ..errors import Refusal
from ..storage.database import Database
from .stamps import Stamps
from .users import Users

__all__ = ["PushBindings"]

_MOST_BINDINGS: Final = 50


class PushBindings:
    """Devices that users registered for push."""

    def __init__(self, database: Database, stamps: Stamps, users: Users) -> None:
        self._database = database
        self._stamps = stamps
        self._users = users

    def register(self, identity: str, kind: str, address: str, details: JsonObject) -> str:
        """Record a device, again if it is known; returns the id of the binding.

        Args:
            identity: Whose device it is.
            kind: ``fcm``, ``apn``, …
            address: Device token.
            details: The registration as it came.

        Raises:
            Refusal: 400, the user has too many devices.
        """
        with self._database.transaction():
            row = self._database.row(
                "SELECT id FROM push_bindings WHERE identity = ? AND type = ? AND address = ?", identity, kind, address
            )
            if row is None and self._count(identity) >= _MOST_BINDINGS:
                raise Refusal(400, 50700, f"A user may register {_MOST_BINDINGS} devices; remove one first")
            binding = str(row["id"]) if row else self._stamps.random_bytes(16).hex()
            self._database.execute(
                "INSERT OR REPLACE INTO push_bindings (id, identity, type, address, details) VALUES (?, ?, ?, ?, ?)",
                binding,
                identity,
                kind,
                address,
                dump_json(details),
            )
            self._users.set_notifiable(identity, True)
        return binding

    def remove(self, identity: str, binding: str) -> None:
        """Forget a binding.

        Raises:
            Refusal: 404, the user has none with that id.
        """
        with self._database.transaction():
            if not self._database.execute("DELETE FROM push_bindings WHERE id = ? AND identity = ?", binding, identity):
                raise Refusal(404, 50701, "Registration not found")
            self._users.set_notifiable(identity, self._count(identity) > 0)

    def remove_address(self, identity: str, kind: str, address: str) -> None:
        """Forget a device, known or not."""
        with self._database.transaction():
            self._database.execute(
                "DELETE FROM push_bindings WHERE identity = ? AND type = ? AND address = ?", identity, kind, address
            )
            self._users.set_notifiable(identity, self._count(identity) > 0)

    def _count(self, identity: str) -> int:
        return self._database.number("SELECT COUNT(*) FROM push_bindings WHERE identity = ?", identity)
