"""Which kinds of notification a client has registered for."""

from __future__ import annotations

import uuid
from typing import Final

from twilio_realtime.json import JsonValue, as_object

from ..chat.stamps import Stamps

__all__ = ["Registrations"]

_MOST: Final = 20


class Registrations:
    """Registrations of one socket, each under the id of its context.

    Args:
        stamps: Source of ids for those that come with `init`.
    """

    def __init__(self, stamps: Stamps) -> None:
        self._stamps = stamps
        self._message_types: dict[str, frozenset[str]] = {}

    def begin(self, registrations: JsonValue) -> list[JsonValue]:
        """Take those of an `init`; returns them with their ids, as the reply repeats them."""
        echoed: list[JsonValue] = []
        for one in (registrations if isinstance(registrations, list) else [])[:_MOST]:
            registration = as_object(one)
            context = str(uuid.UUID(bytes=self._stamps.random_bytes(16)))
            self._message_types[context] = _texts(registration.get("message_types"))
            echoed.append({"notification_ctx_id": context, **registration})
        return echoed

    def put(self, context: JsonValue, message_types: JsonValue) -> bool:
        """Take one that the client names itself; False if it cannot be taken."""
        types = _texts(message_types)
        if not isinstance(context, str) or not types or len(self._message_types) > _MOST:
            return False
        self._message_types[context] = types
        return True

    def delete(self, context: JsonValue) -> None:
        """Forget one, known or not."""
        if isinstance(context, str):
            self._message_types.pop(context, None)

    def include(self, message_type: str) -> bool:
        """Whether the client wants notifications of that type."""
        return any(message_type in types for types in self._message_types.values())


def _texts(values: JsonValue) -> frozenset[str]:
    return frozenset(value for value in values if isinstance(value, str)) if isinstance(values, list) else frozenset()
