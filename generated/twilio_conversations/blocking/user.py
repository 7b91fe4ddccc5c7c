# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`User`: a person known to the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.blocking import (
    Resource,
)
from twilio_realtime.json import JsonValue

from ..user import User as AsyncUser
from .events import UserEmitter, UserEvents

if TYPE_CHECKING:
    from .twins import Twins

__all__ = ["User"]


class User(UserEmitter, Resource[AsyncUser]):
    """A person known to the service.

    Documented as the class ``User``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_hub",
        "_twins",
    )

    def __init__(self, inner: AsyncUser, twins: Twins) -> None:
        super().__init__(inner, twins.threads)
        self._hub: UserEvents | None = None
        self._twins = twins

    @property
    def on(self) -> UserEvents:
        """The events: as attributes, or by documented name (``on("updated", handler)``)."""
        hub = self._hub
        if hub is None:
            # Two threads may both make one: they are alike, and what they stand for exists once.
            inner = self._threads.portal.call(lambda: self._inner.on)
            hub = self._hub = UserEvents(inner, self._twins)
        return hub

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
    def is_online(self) -> bool | None:
        """Whether a client of the user is connected; None if that is not known."""
        return self._inner.is_online

    @property
    def is_notifiable(self) -> bool | None:
        """Whether the user can be reached by push notification; None if that is not known."""
        return self._inner.is_notifiable

    @property
    def is_subscribed(self) -> bool:
        """Whether the object is kept up to date."""
        return self._inner.is_subscribed

    def update_friendly_name(self, friendly_name: str) -> User:
        """Give the user another name. Only for the signed-in user, unless the service allows more.

        Documented as ``User.updateFriendlyName``.

        Args:
            friendly_name: The new name.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            StateError: The object is not in a state that allows this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        self._run(lambda: self._inner.update_friendly_name(friendly_name))
        return self

    def update_attributes(self, attributes: JsonValue) -> User:
        """Replace the attributes of the user. Only for the signed-in user, unless the service allows more.

        Documented as ``User.updateAttributes``.

        Args:
            attributes: The new attributes.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            StateError: The object is not in a state that allows this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``on.updated``.
        """
        self._run(lambda: self._inner.update_attributes(attributes))
        return self

    def unsubscribe(self) -> None:
        """Stop keeping the object up to date. Nothing happens to the signed-in user.

        Documented as ``User.unsubscribe``.

        Causes: ``on.user_unsubscribed``.
        """
        self._run(self._inner.unsubscribe)
