# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""What the functions of `hooks` may use besides the public names of objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from twilio_realtime.requests.rest import Rest

    from . import wire
    from .bed import Bed
    from .context import Context
    from .garden import Garden

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
    def client(self) -> Garden:
        """The client itself, where everything else starts."""
        return self._context.client

    @property
    def configuration(self) -> wire.Start:
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

    def link_of_bed(self, resource: Bed, name: Literal["self", "plants"], /) -> str:
        """URL behind a link of a `Bed`.

        Args:
            resource: The object.
            name: What the schema calls the link.
        """
        if name == "self":
            return resource._self_link
        return resource._plants_link
