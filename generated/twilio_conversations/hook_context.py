# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""What the functions of `hooks` may use besides the public names of objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from twilio_realtime.json import JsonObject
    from twilio_realtime.requests.rest import Rest

    from . import wire
    from .client import Client
    from .context import Context
    from .conversation import Conversation
    from .media import Media
    from .message import Message
    from .participant import Participant
    from .user import User

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
    def client(self) -> Client:
        """The client itself, where everything else starts."""
        return self._context.client

    @property
    def configuration(self) -> wire.Configuration:
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

    def link_of_client(self, resource: Client, name: Literal["contentTemplates"], /) -> str:
        """URL behind a link of a `Client`.

        Args:
            resource: The object.
            name: What the schema calls the link.
        """
        return resource._content_templates_link

    def link_of_conversation(
        self, resource: Conversation, name: Literal["self", "messages", "participants", "mine", "recipients"], /
    ) -> str:
        """URL behind a link of a `Conversation`.

        Args:
            resource: The object.
            name: What the schema calls the link.
        """
        if name == "self":
            return resource._self_link
        if name == "messages":
            return resource._messages_link
        if name == "participants":
            return resource._participants_link
        if name == "mine":
            return resource._mine_link
        return resource._recipients_link

    def make_media(self, data: JsonObject, /) -> Media:
        """Make a `Media` of the data of an answer.

        Args:
            data: The data, as the service sent it.
        """
        from .media import make_media  # which needs this module, too

        return make_media(self._context, data)

    def link_of_message(
        self, resource: Message, name: Literal["self", "receipts", "channelMetadata", "recipients"], /
    ) -> str:
        """URL behind a link of a `Message`.

        Args:
            resource: The object.
            name: What the schema calls the link.
        """
        if name == "self":
            return resource._self_link
        if name == "receipts":
            return resource._receipts_link
        if name == "channelMetadata":
            return resource._channel_metadata_link
        return resource._recipients_link

    def link_of_participant(self, resource: Participant, name: Literal["self"], /) -> str:
        """URL behind a link of a `Participant`.

        Args:
            resource: The object.
            name: What the schema calls the link.
        """
        return resource._self_link

    def link_of_user(self, resource: User, name: Literal["self"], /) -> str:
        """URL behind a link of a `User`.

        Args:
            resource: The object.
            name: What the schema calls the link.
        """
        return resource._self_link
