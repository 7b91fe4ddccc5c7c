# Generated from schema/fleet by `twilio-codegen generate`. Do not edit.
"""What the functions of `hooks` may use besides the public names of objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from twilio_realtime.json import JsonObject
    from twilio_realtime.requests.rest import Rest

    from . import wire
    from .composites import Offer, Outing
    from .context import Context
    from .fleet import Fleet
    from .trip import Trip
    from .vehicle import Vehicle

__all__ = ["HookContext"]

# Hooks get what is hidden from users here, so they need no private name.
# pyright: reportPrivateUsage=false


class HookContext:
    """One client, as the handwritten functions see it.

    Args:
        context: What the objects of the client share.
    """

    __slots__ = ("_context",)

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def client(self) -> Fleet:
        """The client itself, where everything else starts."""
        return self._context.client

    @property
    def configuration(self) -> wire.SignIn:
        """What the service said at the start, its links among it."""
        return self._context.configuration

    @property
    def rest(self) -> Rest:
        """The REST service.

        Raises:
            StateError: The running event loop is not the client's.
        """
        self._context.require_own_loop()
        return self._context.rest

    def link_of_fleet(self, resource: Fleet, name: Literal["depots"], /) -> str:
        """URL behind a link of a `Fleet`.

        Args:
            resource: The object.
            name: What the schema calls the link.
        """
        return resource._depots_link

    def make_trip(self, data: JsonObject, /) -> Trip:
        """Make a `Trip` of the data of an answer.

        Args:
            data: The data, as the service sent it.
        """
        from .trip import make_trip  # which needs this module, too

        return make_trip(self._context, data)

    def link_of_vehicle(self, resource: Vehicle, name: Literal["self", "manual", "tours"], /) -> str:
        """URL behind a link of a `Vehicle`.

        Args:
            resource: The object.
            name: What the schema calls the link.
        """
        if name == "self":
            return resource._self_link
        if name == "manual":
            return resource._manual_link
        return resource._tours_link

    def make_offer(self, data: JsonObject, /) -> Offer:
        """Make a `Offer` of the data of an answer.

        Args:
            data: The data, as the service sent it.

        Raises:
            ResponseError: The data lacks a needed part.
        """
        from .composites import make_offer  # which needs this module, too

        return make_offer(self._context, data)

    def make_outing(self, data: JsonObject, /) -> Outing:
        """Make a `Outing` of the data of an answer.

        Args:
            data: The data, as the service sent it.

        Raises:
            ResponseError: The data lacks a needed part.
        """
        from .composites import make_outing  # which needs this module, too

        return make_outing(self._context, data)
