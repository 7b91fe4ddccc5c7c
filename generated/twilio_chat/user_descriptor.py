# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`UserDescriptor`: a user as the service described them at one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.json import JsonObject, JsonValue, copied
from twilio_realtime.resource import Record
from twilio_realtime.wire import read_mirror

from . import wire
from .context import Context

if TYPE_CHECKING:
    from .user import User

__all__ = ["UserDescriptor"]


class UserDescriptor(Record[Context]):
    """A user as the service described them at one moment.

    It is not kept up to date; see `subscribe`.

    Documented as the class ``UserDescriptor``. Objects are made by the client.
    """

    __slots__ = (
        "__weakref__",
        "_attributes",
        "_friendly_name",
        "_identity",
        "_notifiable",
        "_online",
    )

    def __init__(self, context: Context, item: wire.UserRecord) -> None:
        super().__init__(context)
        given = item.model_fields_set
        self._identity: str = item.identity if item.identity is not None else ""
        self._friendly_name: str | None = item.friendly_name
        self._attributes: JsonValue = item.attributes if "attributes" in given else {}
        self._online: bool | None = item.online
        self._notifiable: bool | None = item.notifiable

    @property
    def identity(self) -> str:
        """The name under which the user is known to the service."""
        return self._identity

    @property
    def friendly_name(self) -> str | None:
        """Name shown to people."""
        return self._friendly_name

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value kept with the user."""
        return copied(self._attributes)

    @property
    def online(self) -> bool | None:
        """Whether a client of the user was connected; None if that was not known."""
        return self._online

    @property
    def notifiable(self) -> bool | None:
        """Whether the user could be reached by push notification; None if that was not known."""
        return self._notifiable

    @property
    def _equality_key(self) -> str:
        return self.identity

    async def subscribe(self) -> User:
        """The user as an object that is kept up to date.

        Documented as ``UserDescriptor.subscribe``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``user.on.user_subscribed``.
        """
        return await self._context.client.get_user(self.identity)


def make_user_descriptor(context: Context, data: JsonObject) -> UserDescriptor:
    """Make the object of an answer; for the client."""
    return UserDescriptor(context, read_mirror(wire.UserRecord, data))
