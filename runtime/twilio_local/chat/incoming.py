"""What comes from outside, where no client is: messages and reports of other networks, prepared content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from twilio_realtime.json import JsonObject, JsonValue, dump_json

from ..errors import Refusal
from ..storage.database import Database
from .bindings import APPLE
from .channels import Channel, Channels
from .deliveries import DELIVERY_STATUSES
from .media import MEDIA_CATEGORIES, Media
from .membership import Membership, Participant
from .messages import Draft, Messages
from .templates import Templates
from .typing_indicator import TypingIndicator

__all__ = ["Incoming", "IncomingFile"]


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that comes with a message from another network.

    Attributes:
        content: Its bytes. Not part of the repr.
        content_type: Media type.
        filename: Name, if it has one.
        category: ``media``, or ``body`` or ``history`` of an e-mail.
    """

    content: bytes = field(repr=False)
    content_type: str
    filename: str | None = None
    category: str = "media"


class Incoming:
    """The ways in from outside."""

    def __init__(
        self,
        database: Database,
        channels: Channels,
        membership: Membership,
        messages: Messages,
        media: Media,
        templates: Templates,
        typing: TypingIndicator,
    ) -> None:
        self._database = database
        self._channels = channels
        self._membership = membership
        self._messages = messages
        self._media = media
        self._templates = templates
        self._typing = typing

    def receive(
        self,
        channel: str,
        sender: str,
        body: str | None,
        *,
        subject: str | None,
        attributes: JsonValue,
        files: Sequence[IncomingFile],
        channel_metadata: JsonObject | None,
    ) -> str:
        """Let a member that takes part through another network say something; returns the SID of the message.

        Args:
            channel: SID or unique name of the channel.
            sender: Address or SID of the member.
            body: Text, if any.
            subject: Subject of an e-mail.
            attributes: Attributes of the message.
            files: What the message carries.
            channel_metadata: ``type`` and ``data`` as the network sends them along.

        Raises:
            Refusal: 404, there is no such channel or member; 400, the member is a user, or a file is of no category.
        """
        found = self._channels.by_key(channel)
        member = self._member(found, sender)
        binding = self._messages.binding_of(member)
        with self._database.transaction():
            draft = Draft(
                body=body,
                subject=subject,
                attributes=dump_json(attributes),
                media_sids=tuple(self._stored(one, binding.address) for one in files),
                channel_metadata=channel_metadata,
            )
            return self._messages.receive(found, member, draft).sid

    def typing(self, channel: str, sender: str) -> None:
        """Let a member that takes part through another network begin to type, or go on.

        Args:
            channel: SID or unique name of the channel.
            sender: Address or SID of the member.

        Raises:
            Refusal: 404, there is no such channel or member; 400, the member's network does not tell who is typing.
        """
        found = self._channels.by_key(channel)
        member = self._member(found, sender)
        if self._messages.binding_of(member).type != APPLE:
            raise Refusal(400, 20001, f"Only addresses that begin with '{APPLE}:' tell when somebody is typing")
        self._typing.show(found, member)

    def report(self, message_sid: str, recipient: str, status: str, error_code: str | None) -> None:
        """Record how far a message has come on its way to a member outside.

        Args:
            message_sid: The message.
            recipient: Address or SID of the member.
            status: One of `DELIVERY_STATUSES`.
            error_code: Why it failed.

        Raises:
            Refusal: 404, there is no such message, or none that goes there; 400, there is no such status.
        """
        if status not in DELIVERY_STATUSES:
            raise Refusal(400, 20001, f"status must be one of {', '.join(DELIVERY_STATUSES)}")
        channel = self._messages.channel_of(message_sid)
        self._messages.report(channel, message_sid, self._member(channel, recipient), status, error_code)

    def add_template(self, friendly_name: str, variants: JsonObject, variables: Mapping[str, str]) -> str:
        """Make a content template; returns its SID.

        Args:
            friendly_name: What it is called.
            variants: Content by type, such as ``twilio/text``, the preferred one first.
            variables: Defaults of the variables, which stand as ``{{name}}`` in texts of the variants.

        Raises:
            Refusal: 400, the variants cannot be used.
        """
        return self._templates.add(friendly_name, variables, variants).sid

    def set_bindings(self, channel: str, bindings: JsonObject) -> None:
        """Replace the addresses of a channel itself on other networks.

        Args:
            channel: SID or unique name of the channel.
            bindings: Addresses by type, such as ``{"email": {"projected_address": "desk@example.com"}}``.

        Raises:
            Refusal: 404, there is no such channel.
        """
        self._channels.set_bindings(self._channels.by_key(channel), bindings)

    def _member(self, channel: Channel, key: str) -> Participant:
        return self._membership.by_address(channel, key) or self._membership.find(channel, key)

    def _stored(self, file: IncomingFile, author: str) -> str:
        if file.category not in MEDIA_CATEGORIES:
            raise Refusal(400, 20001, f"category must be one of {', '.join(MEDIA_CATEGORIES)}")
        return self._media.store(author, file.content, file.content_type, file.filename, file.category).sid
