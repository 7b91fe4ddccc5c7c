# Generated from schema/chat by `twilio-codegen generate`. Do not edit.
"""`UserDescriptor`: a user as the service described them at one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.blocking import (
    Record,
)
from twilio_realtime.json import JsonValue

from ..user_descriptor import UserDescriptor as AsyncUserDescriptor

if TYPE_CHECKING:
    from .twins import Twins
    from .user import User

__all__ = ["UserDescriptor"]


class UserDescriptor(Record[AsyncUserDescriptor, "Twins"]):
    """A user as the service described them at one moment.

    It is not kept up to date; see `subscribe`.

    Documented as the class ``UserDescriptor``. Objects are made by the client.
    """

    __slots__ = ()

    def __init__(self, inner: AsyncUserDescriptor, twins: Twins) -> None:
        super().__init__(inner, twins, twins.threads)

    @property
    def identity(self) -> str:
        """The name under which the user is known to the service."""
        return self._inner.identity

    @property
    def friendly_name(self) -> str | None:
        """Name shown to people."""
        return self._inner.friendly_name

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value kept with the user."""
        return self._inner.attributes

    @property
    def online(self) -> bool | None:
        """Whether a client of the user was connected; None if that was not known."""
        return self._inner.online

    @property
    def notifiable(self) -> bool | None:
        """Whether the user could be reached by push notification; None if that was not known."""
        return self._inner.notifiable

    def subscribe(self) -> User:
        """The user as an object that is kept up to date.

        Documented as ``UserDescriptor.subscribe``.

        Raises:
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``user.on.user_subscribed``.
        """
        return self._twins.user(self._run(self._inner.subscribe))
