# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`User`: a person known to the service."""

from __future__ import annotations

from collections.abc import Callable

from twilio_realtime.arguments import encode_json, require_text
from twilio_realtime.errors import StateError
from twilio_realtime.events import emit
from twilio_realtime.json import JsonObject, JsonValue, copied, same_json
from twilio_realtime.mirror.followed_map import FollowedMap
from twilio_realtime.requests.links import join_path
from twilio_realtime.resource import Resource
from twilio_realtime.wire import read_mirror

from . import wire
from .context import Context
from .events import UserEmitter, UserEvents, UserUpdated
from .types import UserUpdateReason

__all__ = ["User"]


class User(UserEmitter, Resource):
    """A person known to the service.

    Documented as the class ``User``. Objects are made by the client and stay up to date by themselves.
    """

    __slots__ = (
        "_attributes",
        "_context",
        "_facets",
        "_friendly_name",
        "_identity",
        "_is_notifiable",
        "_is_online",
        "_release",
    )

    def __init__(self, context: Context, identity: str, release: Callable[[], None]) -> None:
        self._hub = None
        self._context = context
        self._identity = identity
        self._release = release
        self._facets = FollowedMap(context.sync, updated=self._accept, removed=release)
        self._friendly_name: str | None = None
        self._attributes: JsonValue = {}
        self._is_online: bool | None = None
        self._is_notifiable: bool | None = None

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
    def is_online(self) -> bool | None:
        """Whether a client of the user is connected; None if that is not known."""
        return self._is_online

    @property
    def is_notifiable(self) -> bool | None:
        """Whether the user can be reached by push notification; None if that is not known."""
        return self._is_notifiable

    @property
    def is_subscribed(self) -> bool:
        """Whether the object is kept up to date."""
        return self._facets.is_open

    @property
    def _equality_key(self) -> str:
        return self.identity

    @property
    def _self_link(self) -> str:
        return join_path(self._context.configuration.links.users, self.identity)

    async def update_friendly_name(self, friendly_name: str) -> User:
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
        if not self.is_subscribed:
            raise StateError(f"{self!r}: this user is not kept up to date any more; get it again with client.get_user")
        require_text("friendly_name", friendly_name, surrogates=True)
        self._context.require_own_loop()
        await self._context.rest.mutate("POST", self._self_link, {"friendly_name": friendly_name})
        return self

    async def update_attributes(self, attributes: JsonValue) -> User:
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
        if not self.is_subscribed:
            raise StateError(f"{self!r}: this user is not kept up to date any more; get it again with client.get_user")
        self._context.require_own_loop()
        await self._context.rest.mutate("POST", self._self_link, {"attributes": encode_json("attributes", attributes)})
        return self

    async def unsubscribe(self) -> None:
        """Stop keeping the object up to date. Nothing happens to the signed-in user.

        Documented as ``User.unsubscribe``.

        Causes: ``on.user_unsubscribed``.
        """
        self._release()

    def _new_hub(self) -> UserEvents:
        return UserEvents(self._context.services.dispatcher, self._context.client.on)

    def _take(self, item: wire.UserFacets) -> list[UserUpdateReason]:
        """Apply an update of the mirror and return the update reasons."""
        given = item.model_fields_set
        reasons: list[UserUpdateReason] = []
        if "friendly_name" in given and item.friendly_name != self._friendly_name:
            self._friendly_name = item.friendly_name
            reasons.append("friendlyName")
        if "attributes" in given and not same_json(item.attributes, self._attributes):
            self._attributes = item.attributes
            reasons.append("attributes")
        if "is_online" in given and item.is_online != self._is_online:
            self._is_online = item.is_online
            reasons.append("reachabilityOnline")
        if "is_notifiable" in given and item.is_notifiable != self._is_notifiable:
            self._is_notifiable = item.is_notifiable
            reasons.append("reachabilityNotifiable")
        return reasons

    def _announce(self, reasons: list[UserUpdateReason]) -> None:
        if not reasons:
            return
        update = UserUpdated(self, tuple(reasons))
        emit(self.on.updated, update)

    def _accept(self, data: JsonObject) -> None:
        self._announce(self._take(read_mirror(wire.UserFacets, data)))


# For the owner of the object: parts of the class that do not show on it.
# pyright: reportPrivateUsage=false


async def follow_user(resource: User, name: str) -> None:
    """Begin to follow the data under a name."""
    resource._take(read_mirror(wire.UserFacets, await resource._facets.open(name)))


def unfollow_user(resource: User) -> None:
    """Stop following."""
    resource._facets.close()
